"""Stored ranked lists, and what people say to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base
from jobhelp.recommendations.states import DismissalReason


class RankedList(Base):
    """A seeker's list as of an instant: packed opening ids and scores, best first, and the model that made it."""

    __tablename__ = "ranked_lists"

    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), primary_key=True)
    on: Mapped[date] = mapped_column("on_date", Date)
    made_at: Mapped[datetime]  # the instant before its profile and posts were read
    model: Mapped[str] = mapped_column(String(60))
    prices_id: Mapped[int | None]  # the prices (ExposurePrices) in its scores; None = none
    suitable: Mapped[int]  # how many open posts passed every gate
    opening_ids: Mapped[bytes] = mapped_column(LargeBinary)  # little-endian int64[k]
    scores: Mapped[bytes] = mapped_column(LargeBinary)  # little-endian float64[k]


class Dismissal(Base):
    """A person's 不合适 to an opening, with a reason; it leaves their list."""

    __tablename__ = "dismissals"
    __table_args__ = (
        UniqueConstraint("seeker_id", "opening_id"),
        CheckConstraint(
            "reason IN (" + ",".join(f"'{reason.value}'" for reason in DismissalReason) + ")", name="reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"))
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"))
    reason: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class MatchRun(Base):
    """A run of the whole city on a date; `next_seeker_id` is where a crash resumes."""

    __tablename__ = "match_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("on_date", Date, index=True)
    model: Mapped[str] = mapped_column(String(60))
    prices_id: Mapped[int | None]  # worked out when it began, so that whoever goes on with it uses the same
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    next_seeker_id: Mapped[int] = mapped_column(default=0)
    seekers: Mapped[int] = mapped_column(default=0)
    pairs: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, Any]]


class ExposurePrices(Base):
    """What a night run worked out against crowding (matching/exposure.py): used unchanged until the next one.

    `post_ids` and `amounts` are packed and of equal length; a post that is not among them costs nothing.
    """

    __tablename__ = "exposure_prices"

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("on_date", Date, index=True)
    model: Mapped[str] = mapped_column(String(60))
    strength: Mapped[float]
    post_ids: Mapped[bytes] = mapped_column(LargeBinary)  # little-endian int64[n], rising
    amounts: Mapped[bytes] = mapped_column(LargeBinary)  # little-endian float64[n]
    made_at: Mapped[datetime]


class Interest(Base):
    """That a person opened a post or keeps it for later: a lesson for the ranker, and nobody else's business.

    `place` is where in their list it stood, 1 the first; None when they came from elsewhere.
    """

    __tablename__ = "interests"
    __table_args__ = (
        UniqueConstraint("seeker_id", "opening_id", "kind"),
        CheckConstraint("kind IN ('view', 'save')", name="kind"),
        Index("ix_interests_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"))
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"))
    kind: Mapped[str] = mapped_column(String(4))
    place: Mapped[int | None]
    at: Mapped[datetime]


class Invitation(Base):
    """An employer's word to a suggested person: have a look at this post. The person answers by applying, or not."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("opening_id", "seeker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"))
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class BoardSignal(Base):
    """Tells every process to read something anew at its next request: who is erased, or takes the agreement to
    personalised ranking back, leaves all memories at once.
    """

    __tablename__ = "board_signals"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]
