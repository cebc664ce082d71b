"""Questions about the people whom a post suits: 推荐人选 and who was asked to apply."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import LargeBinary, func, literal, select
from sqlalchemy.orm import Session

from jobhelp.applications.models import Application
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.recommendations.models import (
    Dismissal,
    Invitation,
    RankedList,
)


def lists_with(session: Session, opening_id: int) -> list[tuple[int, bytes, bytes]]:
    """(seeker, packed numbers, packed scores) of the kept lists that may hold this opening, of people who let
    employers find them, have an account, and have not answered the post themselves.

    The number is looked for as eight bytes among the bytes of the list, so a row may be a chance match: look again.
    """
    needle = opening_id.to_bytes(8, "little")
    if session.get_bind().dialect.name == "postgresql":
        holds = func.position(literal(needle, LargeBinary).op("IN")(RankedList.opening_ids)) > 0
    else:
        holds = func.instr(RankedList.opening_ids, needle) > 0
    applied = select(Application.id).where(
        Application.opening_id == opening_id, Application.seeker_id == RankedList.seeker_id
    )
    refused = select(Dismissal.id).where(
        Dismissal.opening_id == opening_id, Dismissal.seeker_id == RankedList.seeker_id
    )
    statement = (
        select(RankedList.seeker_id, RankedList.opening_ids, RankedList.scores)
        .join(SeekerProfile, SeekerProfile.seeker_id == RankedList.seeker_id)
        .join(Seeker, Seeker.id == RankedList.seeker_id)
        .where(
            holds,
            SeekerProfile.visible.is_(True),
            SeekerProfile.personalised.is_(True),
            Seeker.user_id.is_not(None),
            ~applied.exists(),
            ~refused.exists(),
        )
    )
    rows = session.execute(statement.order_by(RankedList.seeker_id))
    return [(row[0], row[1], row[2]) for row in rows]


def found_people(session: Session, seeker_ids: Sequence[int]) -> dict[int, tuple[Seeker, SeekerProfile]]:
    """These people with what they told, by number; who took their agreement back meanwhile is not among them."""
    statement = (
        select(Seeker, SeekerProfile)
        .join(SeekerProfile, SeekerProfile.seeker_id == Seeker.id)
        .where(Seeker.id.in_(seeker_ids))
    )
    return {row[0].id: (row[0], row[1]) for row in session.execute(statement)}


def seeker_with_uid(session: Session, uid: str) -> Seeker | None:
    """The jobseeker with this uid."""
    return session.scalar(select(Seeker).where(Seeker.uid == uid))


def invited(session: Session, opening_id: int) -> set[int]:
    """Numbers of the people who were invited to apply to this opening."""
    return set(session.scalars(select(Invitation.seeker_id).where(Invitation.opening_id == opening_id)))


def invited_since(session: Session, opening_id: int, since: datetime) -> int:
    """How many people were invited to this opening since then."""
    statement = select(func.count()).select_from(Invitation)
    return session.scalar(statement.where(Invitation.opening_id == opening_id, Invitation.at >= since)) or 0
