"""The books: balances by account, entries, and whether everything agrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.orm import ordered
from jobhelp.payments.models import LedgerEntry, LedgerLine, Payment, Recovery
from jobhelp.payments.states import Account, PaymentState, RecoveryState

PAGE = 30
_sum = (
    select(func.sum(LedgerLine.amount))
    .where(LedgerLine.entry_id == LedgerEntry.id, LedgerLine.amount > 0)
    .correlate(LedgerEntry)
    .scalar_subquery()
)
ENTRY_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "number": (LedgerEntry.id,),  # the order in which they were written, and that of time
    "kind": (LedgerEntry.kind,),
    "claim": (func.coalesce(Claim.number, ""),),
    "amount": (_sum,),
}
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Balance:
    """One account: its name in two parts, what was debited and credited, and what is left."""

    account: str
    programme: str
    debit: int
    credit: int

    @property
    def left(self) -> int:
        """Debit minus credit."""
        return self.debit - self.credit


def balances(session: Session, district: str | None) -> list[Balance]:
    """Every account with lines, by programme. Of a district: what its claims brought into the books."""
    debit = func.sum(case((LedgerLine.amount > 0, LedgerLine.amount), else_=0))
    credit = func.sum(case((LedgerLine.amount < 0, -LedgerLine.amount), else_=0))
    statement = select(LedgerLine.account, debit, credit)
    if district is not None:
        statement = statement.join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        statement = statement.join(Claim, Claim.id == LedgerEntry.claim_id)
        statement = statement.where(Claim.district_code == district)
    rows = session.execute(statement.group_by(LedgerLine.account).order_by(LedgerLine.account))
    found = []
    for name, came, went in rows:
        account, _, programme = name.partition(":")
        found.append(Balance(account, programme, int(came), int(went)))
    return found


def entries(
    session: Session,
    district: str | None,
    *,
    number: str = "",
    kind: str = "",
    order: str = "-number",
    page: int = 1,
    size: int = PAGE,
) -> list[tuple[LedgerEntry, str]]:
    """One page of entries with the number of their claim, in one of `ENTRY_ORDERS`; among equals the newest first."""
    statement = _entries(select(LedgerEntry, Claim.number), district, number, kind)
    statement = statement.order_by(*ordered(ENTRY_ORDERS, order), LedgerEntry.id.desc())
    statement = statement.limit(size).offset((page - 1) * size)
    return [(entry, claim or "") for entry, claim in session.execute(statement)]


def entry_count(session: Session, district: str | None, *, number: str = "", kind: str = "") -> int:
    """How many entries fit."""
    columns = select(func.count()).select_from(LedgerEntry)
    return session.scalar(_entries(columns, district, number, kind)) or 0


def lines_by_entry(session: Session, entry_ids: Sequence[int]) -> dict[int, list[LedgerLine]]:
    """{entry id: its lines}."""
    found: dict[int, list[LedgerLine]] = {number: [] for number in entry_ids}
    statement = select(LedgerLine).where(LedgerLine.entry_id.in_(entry_ids)).order_by(LedgerLine.id)
    for line in session.scalars(statement) if entry_ids else ():
        found[line.entry_id].append(line)
    return found


def _entries(statement: Select[*Columns], district: str | None, number: str, kind: str) -> Select[*Columns]:
    statement = statement.outerjoin(Claim, Claim.id == LedgerEntry.claim_id)
    if district is not None:
        statement = statement.where(Claim.district_code == district)
    if number:
        statement = statement.where(Claim.number == number)
    return statement.where(LedgerEntry.kind == kind) if kind else statement


# ── does everything agree? ───────────────────────────────────────────────────────────────────────────────


def faults(session: Session) -> list[str]:
    """What does not agree in the books, in words for the log; empty when all is right.

    Every entry sums to zero, and so does the whole; each account says the same as the rows that it stands for; no
    month was paid twice, and none is paid without its payment.
    """
    session.flush()
    found = []
    total = session.scalar(select(func.coalesce(func.sum(LedgerLine.amount), 0)))
    if total:
        found.append(f"the ledger sums to {total}")
    uneven = (
        select(LedgerLine.entry_id).group_by(LedgerLine.entry_id).having(func.sum(LedgerLine.amount) != 0)
    )
    found += [f"entry {number} does not sum to zero" for number in session.scalars(uneven)]
    empty = select(LedgerEntry.id).where(
        ~select(LedgerLine.id).where(LedgerLine.entry_id == LedgerEntry.id).exists()
    )
    found += [f"entry {number} has no lines" for number in session.scalars(empty)]
    books = _by_programme(session)
    for (account, programme), wanted in sorted(_wanted(session).items()):
        had = books.pop((account, programme), 0)
        if had != wanted:
            found.append(f"{account}:{programme} is {had}, the rows say {wanted}")
    found += [
        f"{account}:{programme} is {had}, the rows say 0"
        for (account, programme), had in sorted(books.items())
        if had
    ]
    return found + _months(session)


def _by_programme(session: Session) -> dict[tuple[str, str], int]:
    statement = select(LedgerLine.account, func.sum(LedgerLine.amount)).group_by(LedgerLine.account)
    found = {}
    for name, total in session.execute(statement):
        account, _, programme = name.partition(":")
        found[account, programme] = int(total)
    return found


def _wanted(session: Session) -> dict[tuple[str, str], int]:
    """What each account has to say by the rows of months, payments and recoveries."""
    granted = _sums(
        session,
        select(BenefitMonth.programme, func.sum(BenefitMonth.amount)).where(
            BenefitMonth.state != MonthState.CANCELLED.value, _booked()
        ),
    )
    by_state = {
        state: _sums(
            session,
            select(BenefitMonth.programme, func.sum(Payment.amount))
            .join(BenefitMonth, BenefitMonth.id == Payment.month_id)
            .where(Payment.state == state.value),
        )
        for state in (PaymentState.SENT, PaymentState.PAID)
    }
    due = and_(Recovery.state.in_([RecoveryState.CONFIRMED.value, RecoveryState.REPAID.value]))
    of_claim = select(Claim.programme, func.sum(Recovery.amount)).join(Claim, Claim.id == Recovery.claim_id)
    recovered = _sums(session, of_claim.where(due))
    repaid = _sums(session, of_claim.with_only_columns(Claim.programme, func.sum(Recovery.repaid)).where(due))
    wanted: dict[tuple[str, str], int] = {}
    for programme in granted | recovered:
        sent, paid = (by_state[state].get(programme, 0) for state in (PaymentState.SENT, PaymentState.PAID))
        back, came = recovered.get(programme, 0), repaid.get(programme, 0)
        whole = granted.get(programme, 0)
        wanted |= {
            (Account.FUND, programme): whole - back,
            (Account.PAYABLE, programme): -(whole - sent - paid),
            (Account.TRANSIT, programme): -sent,
            (Account.BANK, programme): -(paid - came),
            (Account.RECEIVABLE, programme): back - came,
        }
    return wanted


def _sums(session: Session, statement: Select[str, int]) -> dict[str, int]:
    rows = session.execute(statement.group_by(statement.selected_columns[0]))
    return {programme: int(total or 0) for programme, total in rows}


def _booked() -> Any:
    """Whether the month is in the books (a month that was added since waits for its run)."""
    return (
        select(LedgerLine.id)
        .where(
            LedgerLine.account == Account.FUND.value + ":" + BenefitMonth.programme,
            LedgerLine.holder == BenefitMonth.holder,
            LedgerLine.month == BenefitMonth.month,
        )
        .exists()
    )


def _months(session: Session) -> list[str]:
    """Months and payments that do not fit each other."""
    paid = (
        select(Payment.month_id, func.count().label("times"))
        .where(Payment.state == PaymentState.PAID.value)
        .group_by(Payment.month_id)
        .subquery()
    )
    twice = select(paid.c.month_id).where(paid.c.times > 1)
    found = [f"month {number} was paid more than once" for number in session.scalars(twice)]
    unlike = (
        select(BenefitMonth.id)
        .outerjoin(paid, paid.c.month_id == BenefitMonth.id)
        .where(
            or_(
                and_(BenefitMonth.state == MonthState.PAID.value, paid.c.times.is_(None)),
                and_(BenefitMonth.state != MonthState.PAID.value, paid.c.times.is_not(None)),
            )
        )
    )
    found += [f"month {number} and its payment disagree" for number in session.scalars(unlike)]
    on_way = select(Payment.id).where(
        Payment.month_id == BenefitMonth.id,
        Payment.state.in_([PaymentState.PENDING.value, PaymentState.SENT.value]),
    )
    lost = select(BenefitMonth.id).where(BenefitMonth.state == MonthState.IN_RUN.value, ~on_way.exists())
    found += [f"month {number} is in a run without a payment" for number in session.scalars(lost)]
    loose = select(BenefitMonth.id).where(BenefitMonth.state != MonthState.IN_RUN.value, on_way.exists())
    return found + [f"month {number} has a payment on its way" for number in session.scalars(loose)]
