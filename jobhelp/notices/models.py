"""Messages: what a person reads on the site, and what a channel still has to send.

Accounts stand above this slice, so `user_id` is a plain number: erasing a person calls `service.forget`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base, HasUid, Sealed, sealed_column


class Notice(Base):
    """A message to one account. `text` is a msgid filled with `params` in the reader's language."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_user_id_read_at", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]]
    link: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class OutboxMessage(HasUid, Base):
    """A message that an adapter (SMS) sends after the commit: at least once, deduplicated by `key`."""

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(index=True)
    to_sealed: Mapped[bytes | None] = sealed_column()
    body_sealed: Mapped[bytes | None] = sealed_column()
    state: Mapped[str] = mapped_column(String(10), index=True)  # waiting, sent, parked
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    to = Sealed()
    body = Sealed()
