"""Runs as their officers may see them, their lines, and a claim's payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import ordered
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.states import PaymentState, RunState

RUNS_PAGE = 25
Columns = TypeVarTuple("Columns")
OPEN_RUNS = (RunState.PREPARED, RunState.CHECKED, RunState.APPROVED, RunState.SENT)
_waits = case(
    *((PaymentRun.state == one.value, place) for place, one in enumerate(OPEN_RUNS)), else_=len(OPEN_RUNS)
)
_needs_look = case(
    (Payment.state == PaymentState.RETURNED.value, 0),
    (Payment.state == PaymentState.CANCELLED.value, 1),
    else_=2,
)
RUN_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "state": (_waits,),  # those first that wait for an act
    "number": (PaymentRun.number,),
    "month": (PaymentRun.month, PaymentRun.programme),
    "district": (func.coalesce(PaymentRun.district_code, ""),),
    "count": (PaymentRun.count,),
    "amount": (PaymentRun.total,),
}
LINE_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "state": (_needs_look,),  # what was dropped or came back
    "reference": (Payment.reference,),
    "who": (func.coalesce(Employer.name, Seeker.name_mask, ""), Payment.claim_id),
    "claim": (Claim.number,),
    "amount": (Payment.amount,),
}


@dataclass(frozen=True)
class RunLine:
    """One payment of a run as it is shown."""

    payment: Payment
    claim_number: str
    name: str  # masked, or the firm's


@dataclass(frozen=True)
class Sums:
    """How many payments of a run stand how, and their 分: by the state's name."""

    counts: dict[str, int]
    totals: dict[str, int]


def runs(
    session: Session,
    user: User,
    state: str = "",
    *,
    order: str = "state",
    page: int = 1,
    size: int = RUNS_PAGE,
) -> list[PaymentRun]:
    """One page of the runs that this officer may see, in one of `RUN_ORDERS`; among equals the newest first."""
    statement = _seen(select(PaymentRun), user, state)
    statement = statement.order_by(*ordered(RUN_ORDERS, order), PaymentRun.id.desc())
    return list(session.scalars(statement.limit(size).offset((page - 1) * size)))


def runs_count(session: Session, user: User) -> dict[str, int]:
    """{state: how many} of the runs that this officer may see."""
    statement = _seen(select(PaymentRun.state, func.count()), user, "").group_by(PaymentRun.state)
    return dict(session.execute(statement).all())


def run_for_desk(session: Session, number: str, user: User) -> PaymentRun:
    """A run of this officer's district, or of the whole city for city officers. Raises `NotFound`."""
    found: PaymentRun | None = session.scalar(
        _seen(select(PaymentRun), user, "").where(PaymentRun.number == number)
    )
    if found is None:
        raise NotFound()
    return found


def run_lines(
    session: Session, run: PaymentRun, *, order: str = "state", page: int = 1, size: int = 50
) -> list[RunLine]:
    """One page of a run's payments, in one of `LINE_ORDERS`; among equals by reference."""
    statement = (
        select(Payment, Claim.number, Seeker.name_mask, Employer.name)
        .join(Claim, Claim.id == Payment.claim_id)
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
        .where(Payment.run_id == run.id)
        .order_by(*ordered(LINE_ORDERS, order), Payment.reference)
    )
    rows = session.execute(statement.limit(size).offset((page - 1) * size))
    return [RunLine(payment, number, firm or mask or "") for payment, number, mask, firm in rows]


def run_sums(session: Session, run_ids: list[int]) -> dict[int, Sums]:
    """{run id: sums} of several runs in one question."""
    statement = (
        select(Payment.run_id, Payment.state, func.count(), func.sum(Payment.amount))
        .where(Payment.run_id.in_(run_ids))
        .group_by(Payment.run_id, Payment.state)
    )
    found = {number: Sums({}, {}) for number in run_ids}
    for run_id, state, count, total in session.execute(statement) if run_ids else ():
        found[run_id].counts[state] = count
        found[run_id].totals[state] = int(total)
    return found


def returned_open(session: Session, run: PaymentRun) -> int:
    """How many returned payments of a run wait to be paid again."""
    statement = (
        select(func.count())
        .select_from(Payment)
        .join(BenefitMonth, BenefitMonth.id == Payment.month_id)
        .where(
            Payment.run_id == run.id,
            Payment.state == PaymentState.RETURNED.value,
            BenefitMonth.state == MonthState.DUE.value,
        )
    )
    return session.scalar(statement) or 0


def months_paid(session: Session, claim_id: int) -> int:
    """How many months (or one-time sums) of a claim have been paid."""
    statement = select(func.count()).select_from(Payment)
    return (
        session.scalar(
            statement.where(Payment.claim_id == claim_id, Payment.state == PaymentState.PAID.value)
        )
        or 0
    )


def payments_of_claim(session: Session, claim_id: int) -> list[tuple[Payment, BenefitMonth]]:
    """What was sent to a claimant, newest first; payments that left their run unsent are not the claimant's."""
    statement = (
        select(Payment, BenefitMonth)
        .join(BenefitMonth, BenefitMonth.id == Payment.month_id)
        .where(
            Payment.claim_id == claim_id,
            Payment.state.in_(
                [PaymentState.SENT.value, PaymentState.PAID.value, PaymentState.RETURNED.value]
            ),
        )
        .order_by(BenefitMonth.month.desc(), Payment.id.desc())
    )
    return [(payment, month) for payment, month in session.execute(statement)]


def _seen(statement: Select[*Columns], user: User, state: str) -> Select[*Columns]:
    scope = user.district_scope
    if scope is not None:
        statement = statement.where(PaymentRun.district_code == scope)
    return statement.where(PaymentRun.state == state) if state else statement
