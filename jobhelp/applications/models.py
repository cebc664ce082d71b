"""Applications and their history."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.applications.states import ApplicationState
from jobhelp.orm import Base


class Application(Base):
    """One person's application to one opening; a person has at most one for each."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("opening_id", "seeker_id"),
        Index("ix_applications_seeker_id_state", "seeker_id", "state"),
        Index("ix_applications_created_at", "created_at"),
        Index("ix_applications_state_changed_at", "state", "changed_at"),
        CheckConstraint(
            "state IN (" + ",".join(f"'{state.value}'" for state in ApplicationState) + ")",
            name="state",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"))
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12))
    refusal_reason: Mapped[str | None] = mapped_column(String(20))
    meeting_at: Mapped[datetime | None]  # of the interview
    meeting_how: Mapped[str] = mapped_column(String(20), default="")  # in_person, phone
    meeting_place: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ApplicationStep(Base):
    """One move of an application: both sides see the same timeline."""

    __tablename__ = "application_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(10))  # seeker, employer, system
    note: Mapped[str] = mapped_column(Text, default="")
