"""Questions about messages."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp.notices.models import Notice


def unread_count(session: Session, user_id: int) -> int:
    """How many messages this person has not read."""
    statement = select(func.count()).select_from(Notice)
    return session.scalar(statement.where(Notice.user_id == user_id, Notice.read_at.is_(None))) or 0


def inbox(session: Session, user_id: int, *, page: int = 1, size: int = 20) -> tuple[list[Notice], bool]:
    """One page of this person's messages, newest first, and whether older ones follow."""
    statement = select(Notice).where(Notice.user_id == user_id)
    statement = statement.order_by(Notice.created_at.desc(), Notice.id.desc())
    rows = list(session.scalars(statement.limit(size + 1).offset((page - 1) * size)))
    return rows[:size], len(rows) > size


def own(session: Session, user_id: int, notice_id: int) -> Notice | None:
    """This message, if it is this person's."""
    return session.scalar(select(Notice).where(Notice.id == notice_id, Notice.user_id == user_id))
