"""Jobseekers. Three tables keep three kinds of fact apart:

`seekers` who it is (encrypted), `seeker_profiles` what they can and want (may be ranked on),
`seeker_hardships` what only legal gates and staff may see (never employers, never the ranker).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base, HasUid, Sealed, index_column, sealed_column


class Seeker(HasUid, Base):
    """A registered jobseeker. The account may be missing (bulk load, or registered at the counter)."""

    __tablename__ = "seekers"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    name_sealed: Mapped[bytes | None] = sealed_column()
    name_mask: Mapped[str] = mapped_column(String(20), default="")
    id_number_sealed: Mapped[bytes | None] = sealed_column()
    id_number_index: Mapped[bytes | None] = index_column(unique=True)
    id_number_mask: Mapped[str] = mapped_column(String(20), default="")
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    name = Sealed()
    id_number = Sealed(index="id_number")


class SeekerProfile(Base):
    """What a person can and wants. Every field may be unanswered (None or empty): unknown, never a no."""

    __tablename__ = "seeker_profiles"

    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[list[str]]  # occupation codes, dearest first
    words: Mapped[str] = mapped_column(String(400), default="")  # the person's own words for the work
    past: Mapped[list[dict[str, Any]]]  # [{"occupation": code or "", "words": own words, "years": float}]
    skills: Mapped[list[str]]
    certificates: Mapped[list[str]]
    no_certificate: Mapped[bool] = mapped_column(
        default=False
    )  # they say: I hold none; else empty = not said
    education: Mapped[int] = mapped_column(default=0)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    street_code: Mapped[str | None] = mapped_column(ForeignKey("streets.code"))
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    max_km: Mapped[float | None] = mapped_column(Float)
    beyond_city: Mapped[bool] = mapped_column(default=False)
    pay_min: Mapped[int | None]  # 分 a month
    shifts: Mapped[list[str]]
    earliest: Mapped[int | None]  # minutes after midnight
    latest: Mapped[int | None]
    hours_max: Mapped[float | None] = mapped_column(Float)  # hours a day
    days: Mapped[list[int]]  # 0 Monday … 6 Sunday
    kinds: Mapped[list[str]]
    cannot: Mapped[list[str]]  # demand codes
    personalised: Mapped[bool] = mapped_column(default=True)
    visible: Mapped[bool] = mapped_column(
        default=False
    )  # employers may find them among the people suggested for a post
    plain_order: Mapped[str] = mapped_column(String(10), default="newest")  # newest, nearest
    answered: Mapped[list[str]]  # question names; "skipped:name" = passed over
    changed_at: Mapped[datetime] = mapped_column(index=True)


class SeekerHardship(HasUid, Base):
    """Hardship facts, encrypted as one document. Read by legal gates, never shown to employers or ranked on."""

    __tablename__ = "seeker_hardships"

    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), primary_key=True)
    facts_sealed: Mapped[bytes | None] = sealed_column()
    recognised: Mapped[bool] = mapped_column(default=False)  # 已认定就业困难人员, a legal status
    recognised_until: Mapped[date | None] = mapped_column(Date)

    facts = Sealed()


class Consent(Base):
    """Append-only: what a person agreed to or withdrew, under which text, when and by which channel."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))  # states.Purpose
    given: Mapped[bool]
    text_digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20), default="self")
    at: Mapped[datetime]
