"""The desk's side: of which district a claim is, is decided here. Out of sight is `NotFound`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims.models import (
    Claim,
    ClaimStep,
)
from jobhelp.claims.queries.own import the_only
from jobhelp.claims.states import ClaimAction, ClaimState
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import ordered

PAGE = 25
S = ClaimState
WHOLE = re.compile(r"[A-Z]{2}\d{4}-\d{5}")
STAFF_OWES = (S.SUBMITTED, S.ACCEPTED, S.REVIEWED, S.SPECIAL, S.APPEALED)


ORDERS: Mapping[str, tuple[Any, ...]] = {
    "due": (case((Claim.due_on.is_(None), 1), else_=0).asc(), Claim.due_on, Claim.applied_on),
    "programme": (Claim.programme,),
    "who": (func.coalesce(Employer.name, Seeker.name_mask, ""), Claim.holder),
    "state": (Claim.state,),
    "district": (func.coalesce(Claim.district_code, ""),),
    "applied": (Claim.applied_on,),
    "number": (Claim.number,),
}
"""By what the list is put in order. Of one person, and of one firm, everything stands together."""


@dataclass(frozen=True)
class DeskFilter:
    """What part of the claims is wanted. `state`: a state, "owed" (staff owes a step), "all"; `late`: overdue only."""

    state: str = "owed"
    programme: str = ""
    district: str = ""
    late: bool = False
    sort: str = "due"  # one of `ORDERS`, with a "-" before it the other way round
    words: str = ""  # a claim's number or the beginning of one; several whole ones, as a column pasted


@dataclass(frozen=True)
class DeskRow:
    """One line of the desk's list. `corrected`: it was returned, and the claimant handed it in again."""

    claim: Claim
    name_mask: str
    employer_name: str
    corrected: bool = False


def for_desk(session: Session, number: str, user: User) -> Claim:
    """A claim as this officer may see it: of their own district, or of the whole city. Raises `NotFound`."""
    return the_only(session, select(Claim).where(Claim.number == number, *within(user)))


def desk_list(
    session: Session, user: User, wanted: DeskFilter | None = None, *, page: int = 1, size: int = PAGE
) -> list[DeskRow]:
    """One page of the claims that this officer may see: the late first, then by deadline; undated ones last."""
    wanted = wanted or DeskFilter()
    statement = (
        _lines().where(*within(user), *_conditions(wanted)).order_by(*ordered(ORDERS, wanted.sort), Claim.id)
    )
    return _read_lines(session, statement.limit(size).offset((page - 1) * size))


def desk_count(session: Session, user: User, wanted: DeskFilter) -> int:
    """How many claims fit."""
    statement = select(func.count()).select_from(Claim).where(*within(user), *_conditions(wanted))
    return session.scalar(statement) or 0


def desk_totals(session: Session, user: User) -> dict[str, int]:
    """{state: how many} of the claims that this officer may see; "late": those overdue."""
    statement = select(Claim.state, func.count(), func.sum(case((_late(), 1), else_=0))).where(*within(user))
    rows = session.execute(statement.group_by(Claim.state)).all()
    totals = {state: count for state, count, _ in rows}
    return totals | {"late": sum(int(late or 0) for _, _, late in rows)}


def waiting(scope: str | None) -> Select[int, datetime, date | None]:
    """(id, since, due) of every claim on which staff owes a step, in a district or the whole city (None): a question
    that the work list asks together with others.

    since   its last move: a correction that came back waits from the moment at which it came
    """
    statement = select(Claim.id, Claim.changed_at, Claim.due_on).where(
        Claim.state.in_([state.value for state in STAFF_OWES]), Claim.due_on.is_not(None)
    )
    return statement if scope is None else statement.where(Claim.district_code == scope)


def by_ids(session: Session, ids: list[int]) -> dict[int, DeskRow]:
    """{id: line} of these claims."""
    return {row.claim.id: row for row in _read_lines(session, _lines().where(Claim.id.in_(ids)))}


def _lines() -> Select[Claim, str, str, bool]:
    came_back = and_(
        Claim.state == S.SUBMITTED.value,
        select(ClaimStep.id)
        .where(ClaimStep.claim_id == Claim.id, ClaimStep.action == ClaimAction.CORRECT.value)
        .exists(),
    )
    return (
        select(Claim, Seeker.name_mask, Employer.name, came_back)
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
    )


def _read_lines(session: Session, statement: Select[Claim, str, str, bool]) -> list[DeskRow]:
    return [
        DeskRow(claim, mask or "", name or "", bool(corrected))
        for claim, mask, name, corrected in session.execute(statement)
    ]


def within(user: User, claim: Any = Claim) -> list[Any]:
    """The condition that a claim is of this officer's district; nothing for those of the whole city."""
    scope = user.district_scope
    return [] if scope is None else [claim.district_code == scope]


def _late() -> Any:
    return and_(Claim.state.in_([state.value for state in STAFF_OWES]), Claim.due_on < clock.today())


def _conditions(wanted: DeskFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.state == "owed":
        found.append(Claim.state.in_([state.value for state in STAFF_OWES]))
    elif wanted.state != "all":
        found.append(Claim.state == wanted.state)
    if wanted.programme:
        found.append(Claim.programme == wanted.programme)
    if wanted.district:
        found.append(Claim.district_code == wanted.district)
    if wanted.late:
        found.append(_late())
    words = wanted.words.upper()
    numbers = WHOLE.findall(words)
    if len(numbers) > 1:
        found.append(Claim.number.in_(numbers))
    elif words:
        found.append(Claim.number.startswith(words.strip(" ,，;；、"), autoescape=True))
    return found
