"""The audit log. Triggers refuse UPDATE and DELETE (see the first migration)."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base


class AuditEntry(Base):
    """One act: who, in which role, did what to which thing, why, with which result. No personal values inside."""

    __tablename__ = "audit_entries"
    __table_args__ = (  # people read what was done about them, and by them
        Index("ix_audit_entries_subject_subject_id", "subject", "subject_id"),
        Index("ix_audit_entries_actor_id", "actor_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_role: Mapped[str] = mapped_column(String(30))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]]
    result: Mapped[str] = mapped_column(String(20))
