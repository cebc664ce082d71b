"""The claimant's side: whose a claim is, is decided here. Out of sight is `NotFound`."""

from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import (
    Claim,
)
from jobhelp.claims.states import LIVE_STATES, OPEN_STATES
from jobhelp.employers.models import EmployerMember
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.permissions import Role

LIVE = [state.value for state in LIVE_STATES]


def own(session: Session, user: User) -> list[Claim]:
    """Every claim of this person, or of the employer they act for: live ones first, then the newest."""
    rank = case((Claim.state.in_(LIVE), 0), else_=1)
    statement = _own(user).order_by(rank, Claim.changed_at.desc(), Claim.id.desc())
    return list(session.scalars(statement))


def own_claim(session: Session, user: User, number: str) -> Claim:
    """One of them by its number. Raises `NotFound`."""
    return the_only(session, _own(user).where(Claim.number == number))


def live_claim(session: Session, holder: str, programme: str) -> Claim | None:
    """The holder's open or running claim to a programme."""
    statement = select(Claim).where(
        Claim.holder == holder, Claim.programme == programme, Claim.state.in_(LIVE)
    )
    return session.scalar(statement)


def latest_claim(session: Session, holder: str, programme: str) -> Claim | None:
    """The holder's newest claim to a programme, live or not."""
    statement = select(Claim).where(Claim.holder == holder, Claim.programme == programme)
    return session.scalar(statement.order_by(Claim.id.desc()).limit(1))


def claimant_user_ids(session: Session, claim: Claim) -> list[int]:
    """The accounts that speak for the claimant: the person's, or every member of the employer."""
    if claim.seeker_id is not None:
        found = session.scalar(select(Seeker.user_id).where(Seeker.id == claim.seeker_id))
        return [found] if found is not None else []
    statement = select(EmployerMember.user_id).where(EmployerMember.employer_id == claim.employer_id)
    return list(session.scalars(statement.order_by(EmployerMember.user_id)))


def _own(user: User) -> Select[Any]:
    return select(Claim).where(*of_user(user))


def of_user(user: User, claim: Any = Claim) -> list[Any]:
    """The condition that a claim is this person's, or of the employer they act for."""
    if user.role == Role.EMPLOYER:
        firm = select(EmployerMember.employer_id).where(EmployerMember.user_id == user.id)
        return [claim.employer_id.in_(firm)]
    person = select(Seeker.id).where(Seeker.user_id == user.id)
    return [claim.seeker_id.in_(person)]


def the_only(session: Session, statement: Select[Any]) -> Claim:
    """The claim that a statement finds. Raises `NotFound`."""
    found: Claim | None = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def open_claims(session: Session, user: User) -> list[Claim]:
    """This person's claims that are not decided yet."""
    statement = _own(user).where(
        or_(*(Claim.state == state.value for state in OPEN_STATES)),
    )
    return list(session.scalars(statement.order_by(Claim.id)))


def claims_of_seeker(session: Session, seeker_id: int) -> list[Claim]:
    """Every claim of a person, newest first: for staff and for other slices, never for employers or the ranker."""
    statement = select(Claim).where(Claim.seeker_id == seeker_id)
    return list(session.scalars(statement.order_by(Claim.id.desc())))
