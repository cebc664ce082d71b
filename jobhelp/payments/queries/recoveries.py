"""Overpayments that come back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import ordered
from jobhelp.payments.models import Recovery
from jobhelp.payments.states import RecoveryState

PAGE = 50
COUNTED = tuple(state for state in RecoveryState if state is not RecoveryState.WAIVED)
TO_DECIDE = (RecoveryState.PROPOSED, RecoveryState.WAIVING)
"""Another person's turn."""
_turns = (*TO_DECIDE, RecoveryState.CONFIRMED)
RECOVERY_ORDERS: Mapping[str, tuple[Any, ...]] = {
    "state": (  # to be decided first, then open ones, then the rest
        case(*((Recovery.state == one.value, at) for at, one in enumerate(_turns)), else_=len(_turns)),
    ),
    "who": (func.coalesce(Employer.name, Seeker.name_mask, ""), Claim.holder),
    "claim": (Claim.number,),
    "amount": (Recovery.amount,),
    "repaid": (Recovery.repaid,),
    "proposed": (Recovery.created_at,),
}


@dataclass(frozen=True)
class RecoveryRow:
    """A recovery with its claim and a masked name."""

    recovery: Recovery
    claim: Claim
    name: str


def recoverable(session: Session, claim_id: int) -> int:
    """分 of a claim that were paid and are not being recovered yet."""
    paid = select(func.coalesce(func.sum(BenefitMonth.amount), 0)).where(
        BenefitMonth.claim_id == claim_id, BenefitMonth.state == MonthState.PAID.value
    )
    taken = select(func.coalesce(func.sum(Recovery.amount), 0)).where(
        Recovery.claim_id == claim_id, Recovery.state.in_([state.value for state in COUNTED])
    )
    return int(session.scalar(paid) or 0) - int(session.scalar(taken) or 0)


def recovery_count(session: Session, user: User) -> int:
    """How many recoveries this officer may see."""
    columns = select(func.count()).select_from(Recovery).join(Claim, Claim.id == Recovery.claim_id)
    scope = user.district_scope
    return session.scalar(columns if scope is None else columns.where(Claim.district_code == scope)) or 0


def recoveries(
    session: Session, user: User, *, order: str = "state", page: int = 1, size: int = PAGE
) -> list[RecoveryRow]:
    """What this officer may see, in one of `RECOVERY_ORDERS`; among equals the oldest first."""
    statement = _seen(user.district_scope)
    statement = statement.order_by(*ordered(RECOVERY_ORDERS, order), Recovery.created_at, Recovery.id)
    return _rows(session, statement.limit(size).offset((page - 1) * size))


def recovery_for_desk(session: Session, recovery_id: int, user: User) -> RecoveryRow:
    """One of them. Raises `NotFound`."""
    rows = _rows(session, _seen(user.district_scope).where(Recovery.id == recovery_id))
    if not rows:
        raise NotFound()
    return rows[0]


def recoveries_of_claim(session: Session, claim_id: int) -> list[Recovery]:
    """Confirmed ones, for the claimant's page."""
    statement = select(Recovery).where(
        Recovery.claim_id == claim_id,
        Recovery.state.in_([RecoveryState.CONFIRMED.value, RecoveryState.REPAID.value]),
    )
    return list(session.scalars(statement.order_by(Recovery.id)))


def recoveries_about(session: Session, claim_id: int) -> list[Recovery]:
    """All of a claim, whatever came of them, the oldest first: for the desk."""
    return list(session.scalars(select(Recovery).where(Recovery.claim_id == claim_id).order_by(Recovery.id)))


def recoveries_waiting(scope: str | None) -> Select[int, datetime]:
    """(id, since) of what waits for its second person, in a district or the whole city (None): a question that the
    work list asks together with others.
    """
    statement = select(Recovery.id, Recovery.changed_at).join(Claim, Claim.id == Recovery.claim_id)
    statement = statement.where(Recovery.state.in_([state.value for state in TO_DECIDE]))
    return statement if scope is None else statement.where(Claim.district_code == scope)


def recoveries_by_ids(session: Session, ids: Collection[int]) -> dict[int, RecoveryRow]:
    """{id: recovery} of these."""
    return {row.recovery.id: row for row in _rows(session, _seen(None).where(Recovery.id.in_(ids)))}


def claim_for_recovery(session: Session, number: str, user: User) -> Claim:
    """A claim of this officer's district by its number. Raises `NotFound`."""
    statement = select(Claim).where(Claim.number == number)
    if user.district_scope is not None:
        statement = statement.where(Claim.district_code == user.district_scope)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def _rows(session: Session, statement: Select[Recovery, Claim, str, str]) -> list[RecoveryRow]:
    rows = session.execute(statement)
    return [RecoveryRow(found, claim, firm or mask or "") for found, claim, mask, firm in rows]


def _seen(scope: str | None) -> Select[Recovery, Claim, str, str]:
    statement = (
        select(Recovery, Claim, Seeker.name_mask, Employer.name)
        .join(Claim, Claim.id == Recovery.claim_id)
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
    )
    return statement if scope is None else statement.where(Claim.district_code == scope)
