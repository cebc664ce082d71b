"""Questions about messages."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp.notices.models import Notice


def unread_count(session: Session, user_id: int) -> int:
    """How many messages this person has not read."""
    statement = select(func.count()).select_from(Notice)
    return session.scalar(statement.where(Notice.user_id == user_id, Notice.read_at.is_(None))) or 0


def count(session: Session, user_id: int) -> int:
    """How many messages this person has."""
    statement = select(func.count()).select_from(Notice)
    return session.scalar(statement.where(Notice.user_id == user_id)) or 0


def inbox(session: Session, user_id: int, *, page: int = 1, size: int = 20) -> list[Notice]:
    """One page of this person's messages, newest first."""
    statement = select(Notice).where(Notice.user_id == user_id)
    statement = statement.order_by(Notice.created_at.desc(), Notice.id.desc())
    return list(session.scalars(statement.limit(size).offset((page - 1) * size)))


def own(session: Session, user_id: int, notice_id: int) -> Notice | None:
    """This message, if it is this person's."""
    return session.scalar(select(Notice).where(Notice.id == notice_id, Notice.user_id == user_id))
