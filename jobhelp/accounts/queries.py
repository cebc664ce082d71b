"""Questions about accounts."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from jobhelp import crypto, identity
from jobhelp.accounts.models import Grant, User
from jobhelp.accounts.states import GrantState
from jobhelp.errors import NotFound
from jobhelp.permissions import STAFF

STAFF_ROLES = sorted(role.value for role in STAFF)


def by_id(session: Session, user_id: int) -> User | None:
    """The account with this row number."""
    return session.get(User, user_id)


def by_uid(session: Session, uid: str) -> User | None:
    """The account with this public identity."""
    return session.scalar(select(User).where(User.uid == uid))


def by_phone(session: Session, phone: str) -> User | None:
    """The account with this phone number, however it was typed; None for none and for no phone number."""
    try:
        canonical = identity.canonical_phone(phone)
    except identity.InvalidPhone:
        return None
    index = crypto.keyring().blind_index("phone", canonical)
    return session.scalar(select(User).where(User.phone_index == index))


def phone_of(session: Session, user_id: int) -> str | None:
    """Where this person's text messages go; None for a closed account."""
    user = session.get(User, user_id)
    return user.phone if user is not None and user.active else None


def client_by_phone(session: Session, phone: str) -> User:
    """The active resident or employer member with this phone number. Raises `NotFound`, also for staff."""
    user = by_phone(session, phone)
    if user is None or not user.active or user.is_staff:
        raise NotFound()
    return user


def staff_count(session: Session) -> int:
    """How many the city's own people are, those who left included."""
    return session.scalar(select(func.count()).select_from(User).where(User.role.in_(STAFF_ROLES))) or 0


def staff(session: Session, *, page: int = 1, size: int = 50) -> list[User]:
    """One page of the city's own people, active first, then by role and name."""
    order = (User.active.desc(), User.role, User.display_name, User.id)
    statement = select(User).where(User.role.in_(STAFF_ROLES)).order_by(*order)
    return list(session.scalars(statement.limit(size).offset((page - 1) * size)))


def staff_member(session: Session, uid: str) -> User:
    """One of the city's own people. Raises `NotFound`."""
    found = session.scalar(select(User).where(User.uid == uid, User.role.in_(STAFF_ROLES)))
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Proposed:
    """What waits for a second person: the grant, whom it is about, who proposed it (None: their account is gone)."""

    grant: Grant
    user: User
    proposer: User | None


def grants_waiting(session: Session) -> list[Proposed]:
    """Everything that one person proposed for a colleague and nobody has confirmed, oldest first."""
    proposer = aliased(User)
    statement = (
        select(Grant, User, proposer)
        .join(User, User.id == Grant.user_id)
        .outerjoin(proposer, proposer.id == Grant.proposed_by)
        .where(Grant.state == GrantState.WAITING.value)
        .order_by(Grant.id)
    )
    return [Proposed(*row) for row in session.execute(statement)]


def waiting_for(session: Session, people: Collection[User]) -> dict[int, Grant]:
    """{account number: what waits for it} of some people."""
    statement = select(Grant).where(
        Grant.user_id.in_([person.id for person in people]), Grant.state == GrantState.WAITING.value
    )
    return {grant.user_id: grant for grant in session.scalars(statement)}


def grant(session: Session, uid: str) -> Grant:
    """One proposal, decided or not. Raises `NotFound`."""
    found = session.scalar(select(Grant).where(Grant.uid == uid))
    if found is None:
        raise NotFound()
    return found
