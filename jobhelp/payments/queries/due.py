"""What can be paid, what should have been, and what stands in the way (应发未发)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import ClaimState, MonthState
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import ordered
from jobhelp.payments.models import BankCard, Payment, PaymentRun
from jobhelp.payments.queries.cards import card_holder, cards
from jobhelp.payments.states import PaymentState

PAYABLE_STATES = (ClaimState.GRANTED.value, ClaimState.STOPPED.value)
"""Of a stopped claim the months up to the stop are still owed: the later ones were cancelled."""
Columns = TypeVarTuple("Columns")
OPEN_STATES = (MonthState.DUE.value, MonthState.IN_RUN.value)


@dataclass(frozen=True)
class Payable:
    """A month with its claim and the card that it would go to."""

    month: BenefitMonth
    claim: Claim
    card: BankCard | None


@dataclass(frozen=True)
class DueGroup:
    """The months of one programme and calendar month that wait for a run."""

    programme: str
    month: date
    count: int
    total: int
    without_card: int


def payable(
    session: Session,
    *,
    programme: str,
    month: date,
    district: str | None,
    month_ids: Sequence[int] | None = None,
    after: int = 0,
    limit: int,
) -> list[Payable]:
    """The due months of claims that run or have been stopped later, oldest claim first. Their law is not asked here.

    after   begin behind the month with this row number
    """
    statement = (
        select(BenefitMonth, Claim)
        .join(Claim, Claim.id == BenefitMonth.claim_id)
        .where(
            BenefitMonth.id > after,
            BenefitMonth.programme == programme,
            BenefitMonth.month == month,
            BenefitMonth.state == MonthState.DUE.value,
            BenefitMonth.month <= clock.today(),
            Claim.state.in_(PAYABLE_STATES),
            *_within(district),
        )
    )
    if month_ids is not None:
        statement = statement.where(BenefitMonth.id.in_(month_ids))
    rows = session.execute(statement.order_by(BenefitMonth.id).limit(limit)).all()
    found = cards(session, [claim.holder for _, claim in rows])
    return [Payable(due, claim, found.get(card_holder(claim.holder))) for due, claim in rows]


def due_groups(session: Session, district: str | None, *, limit: int = 60) -> list[DueGroup]:
    """What waits for a run now, by programme and month: the oldest month first."""
    no_card = case((BankCard.id.is_(None), 1), else_=0)
    statement = (
        select(
            BenefitMonth.programme,
            BenefitMonth.month,
            func.count(),
            func.sum(BenefitMonth.amount),
            func.sum(no_card),
        )
        .join(Claim, Claim.id == BenefitMonth.claim_id)
        .outerjoin(BankCard, _card_of_claim())
        .where(
            BenefitMonth.state == MonthState.DUE.value,
            BenefitMonth.month <= clock.today(),
            Claim.state.in_(PAYABLE_STATES),
            *_within(district),
        )
        .group_by(BenefitMonth.programme, BenefitMonth.month)
        .order_by(BenefitMonth.month, BenefitMonth.programme)
    )
    rows = session.execute(statement.limit(limit))
    return [DueGroup(code, month, count, int(total), int(none)) for code, month, count, total, none in rows]


def due_left(session: Session, *, programme: str, month: date, district: str | None) -> int:
    """How many months of one programme and calendar month still wait for a run, with a card to pay to or not."""
    statement = (
        select(func.count())
        .select_from(BenefitMonth)
        .join(Claim, Claim.id == BenefitMonth.claim_id)
        .where(
            BenefitMonth.programme == programme,
            BenefitMonth.month == month,
            BenefitMonth.state == MonthState.DUE.value,
            Claim.state.in_(PAYABLE_STATES),
            *_within(district),
        )
    )
    return session.scalar(statement) or 0


# ── late ─────────────────────────────────────────────────────────────────────────────────────────────────


LATE_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "due": (BenefitMonth.payable_from,),  # the latest first
    "who": (func.coalesce(Employer.name, Seeker.name_mask, ""), BenefitMonth.holder, BenefitMonth.month),
    "month": (BenefitMonth.programme, BenefitMonth.month),
    "amount": (BenefitMonth.amount,),
    "claim": (Claim.number, BenefitMonth.month),
}


@dataclass(frozen=True)
class LateFilter:
    """`everything`: also what is due and not late yet."""

    programme: str = ""
    everything: bool = False


@dataclass(frozen=True)
class LateRow:
    """A month that should be paid: whose, since when, and what stands in its way."""

    month: BenefitMonth
    claim: Claim
    name: str  # masked, or the firm's
    days: int  # late; 0 or less: not yet
    why: str  # no_card, card_frozen, suspended, appealed, returned, in_run, nobody
    run_number: str
    reason: str  # the bank's words for a return


def late(
    session: Session,
    district: str | None,
    wanted: LateFilter,
    *,
    order: str = "due",
    page: int = 1,
    size: int = 50,
) -> list[LateRow]:
    """One page of what is owed and unpaid, in one of `LATE_ORDERS`; among equals what is due first."""
    statement = _late(select(BenefitMonth, Claim, Seeker.name_mask, Employer.name), district, wanted)
    columns = ordered(LATE_ORDERS, order)
    statement = statement.order_by(*columns, BenefitMonth.payable_from, BenefitMonth.id)
    rows = session.execute(statement.limit(size).offset((page - 1) * size)).all()
    found = cards(session, [claim.holder for _, claim, _, _ in rows])
    payments = _last_payments(session, [month.id for month, *_ in rows])
    today = clock.today()
    shown = []
    for month, claim, mask, firm in rows:
        payment, run = payments.get(month.id, (None, None))
        why = _why(month, claim, found.get(card_holder(claim.holder)), payment)
        shown.append(
            LateRow(
                month=month,
                claim=claim,
                name=firm or mask or "",
                days=(today - month.payable_from).days,
                why=why,
                run_number=run.number if run is not None and why == "in_run" else "",
                reason=payment.return_reason if payment is not None and why == "returned" else "",
            )
        )
    return shown


def late_totals(session: Session, district: str | None, wanted: LateFilter) -> tuple[int, int, int]:
    """(how many months, 分, of how many holders) are owed and unpaid."""
    columns = select(
        func.count(), func.sum(BenefitMonth.amount), func.count(func.distinct(BenefitMonth.holder))
    )
    count, total, holders = session.execute(_late(columns, district, wanted)).one()
    return count, int(total or 0), holders


def _late(columns: Select[*Columns], district: str | None, wanted: LateFilter) -> Select[*Columns]:
    statement = (
        columns.select_from(BenefitMonth)
        .join(Claim, Claim.id == BenefitMonth.claim_id)
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
        .where(BenefitMonth.state.in_(OPEN_STATES), *_within(district))
    )
    if wanted.everything:
        statement = statement.where(BenefitMonth.month <= clock.today())
    else:
        statement = statement.where(BenefitMonth.payable_from < clock.today())
    return statement.where(BenefitMonth.programme == wanted.programme) if wanted.programme else statement


def _why(month: BenefitMonth, claim: Claim, card: BankCard | None, payment: Payment | None) -> str:
    if month.state == MonthState.IN_RUN:
        return "in_run"
    if claim.state not in PAYABLE_STATES:
        return "appealed" if claim.state == ClaimState.APPEALED else "suspended"
    if card is None:
        return "no_card"
    if card.frozen_until is not None and card.frozen_until > clock.now():
        return "card_frozen"
    return "returned" if payment is not None and payment.state == PaymentState.RETURNED else "nobody"


def _last_payments(session: Session, month_ids: list[int]) -> dict[int, tuple[Payment, PaymentRun]]:
    statement = (
        select(Payment, PaymentRun)
        .join(PaymentRun, PaymentRun.id == Payment.run_id)
        .where(Payment.month_id.in_(month_ids), Payment.state != PaymentState.CANCELLED.value)
        .order_by(Payment.id)
    )
    rows = session.execute(statement) if month_ids else ()
    return {payment.month_id: (payment, run) for payment, run in rows}


def _card_of_claim() -> Any:
    """Joined without taking the holder's name apart, which the two databases do differently."""
    return or_(
        BankCard.holder == Claim.holder,
        and_(Claim.employer_id.is_not(None), Claim.holder.startswith(BankCard.holder + ":")),
    )


def _within(district: str | None) -> list[Any]:
    return [] if district is None else [Claim.district_code == district]
