"""What belongs to a claim: its steps, papers and decisions."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import (
    ClaimDocument,
    ClaimStep,
    Decision,
)
from jobhelp.errors import NotFound


def steps(session: Session, claim_id: int) -> list[ClaimStep]:
    """The timeline, first step first."""
    statement = select(ClaimStep).where(ClaimStep.claim_id == claim_id)
    return list(session.scalars(statement.order_by(ClaimStep.at, ClaimStep.id)))


def history(session: Session, claim_id: int) -> tuple[list[ClaimStep], dict[int, str]]:
    """(the timeline, first step first; {user id: display name} of those who made the steps)."""
    statement = select(ClaimStep).where(ClaimStep.claim_id == claim_id)
    return _with_names(session, statement.order_by(ClaimStep.at, ClaimStep.id), ClaimStep.by_id)


def papers(session: Session, claim_id: int) -> tuple[list[ClaimDocument], dict[int, str]]:
    """(the papers without their bodies, {user id: display name} of the officers who accepted them)."""
    statement = select(ClaimDocument).where(ClaimDocument.claim_id == claim_id)
    return _with_names(session, statement.order_by(ClaimDocument.at, ClaimDocument.id), ClaimDocument.seen_by)


def _with_names(session: Session, statement: Select[Any], who: Any) -> tuple[list[Any], dict[int, str]]:
    """The rows, and what the people in the column `who` are called: staff sees their colleagues' names."""
    named = statement.add_columns(User.id, User.display_name).outerjoin(User, User.id == who)
    rows = session.execute(named).all()
    return [row[0] for row in rows], {row[1]: row[2] for row in rows if row[1] is not None}


def documents(session: Session, claim_id: int) -> list[ClaimDocument]:
    """The papers without their bodies, in the order in which they came."""
    statement = select(ClaimDocument).where(ClaimDocument.claim_id == claim_id)
    return list(session.scalars(statement.order_by(ClaimDocument.at, ClaimDocument.id)))


def document(session: Session, claim_id: int, uid: str) -> ClaimDocument:
    """One paper of a claim. Raises `NotFound`."""
    statement = select(ClaimDocument).where(ClaimDocument.claim_id == claim_id, ClaimDocument.uid == uid)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def decisions(session: Session, claim_id: int) -> list[Decision]:
    """Every decision on a claim, newest first."""
    statement = select(Decision).where(Decision.claim_id == claim_id)
    return list(session.scalars(statement.order_by(Decision.at.desc(), Decision.id.desc())))


def names(session: Session, user_ids: set[int]) -> dict[int, str]:
    """{user id: display name} of the officers who signed; staff sees their colleagues' names."""
    statement = select(User.id, User.display_name).where(User.id.in_(user_ids))
    return dict(session.execute(statement).all()) if user_ids else {}
