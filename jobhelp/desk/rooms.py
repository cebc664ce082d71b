"""How much waits in the other rooms: the numbers beside their names, the late ones counted apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from jobhelp import clock
from jobhelp.accounts.models import Grant
from jobhelp.accounts.states import GrantState
from jobhelp.claims.models import Claim
from jobhelp.claims.queries import STAFF_OWES
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.states import ProposalState
from jobhelp.payments.models import PaymentRun, Recovery
from jobhelp.payments.states import RecoveryState, RunState

TO_SIGN = (RunState.PREPARED.value, RunState.CHECKED.value, RunState.APPROVED.value)
TO_CONFIRM = (RecoveryState.PROPOSED.value, RecoveryState.WAIVING.value)


@dataclass(frozen=True)
class Waiting:
    """How much waits in a room, and how much of it is late (rooms without deadlines: 0)."""

    count: int = 0
    late: int = 0


def waiting(session: Session, scope: str | None) -> dict[str, Waiting]:
    """{claims, proposals, runs, recoveries, payments (both), grants: what waits} in a district or the whole city."""
    return told((room, count, late) for room, count, late in session.execute(union_all(*parts(scope))))


def parts(scope: str | None) -> tuple[Select[str, int, int], ...]:
    """One question a room, of the same three columns: they travel together with others of that shape."""
    owed = [state.value for state in STAFF_OWES]
    return (
        _part("claims", Claim.district_code, scope, late=Claim.due_on < clock.today()).where(
            Claim.state.in_(owed), Claim.due_on.is_not(None)
        ),
        _part("proposals", Proposal.district_code, scope, late=Proposal.due_on < clock.today()).where(
            Proposal.state == ProposalState.OPEN.value
        ),
        _part("runs", PaymentRun.district_code, scope).where(PaymentRun.state.in_(TO_SIGN)),
        _part("recoveries", Claim.district_code, scope)
        .join(Recovery, Recovery.claim_id == Claim.id)
        .where(Recovery.state.in_(TO_CONFIRM)),
        select(literal("grants"), func.count(), func.sum(literal(0)))
        .select_from(Grant)
        .where(Grant.state == GrantState.WAITING.value),
    )


def told(rows: Iterable[tuple[str, int, int]]) -> dict[str, Waiting]:
    """The answers by room."""
    found = {room: Waiting(int(count), int(late or 0)) for room, count, late in rows}
    return found | {"payments": Waiting(found["runs"].count + found["recoveries"].count)}


def _part(
    room: str,
    district: InstrumentedAttribute[str | None],
    scope: str | None,
    *,
    late: ColumnElement[bool] | None = None,
) -> Select[str, int, int]:
    counted = func.sum(case((late, 1), else_=0)) if late is not None else func.sum(literal(0))
    statement: Select[str, int, int] = select(literal(room), func.count(), counted).select_from(
        district.class_
    )
    return statement if scope is None else statement.where(district == scope)
