"""Openings, and the index by which they are searched."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.openings.states import OpeningState
from jobhelp.orm import Base


class Opening(Base):
    """A post that somebody wants filled. Money is whole 分, minutes count from midnight, unknown is None."""

    __tablename__ = "openings"
    __table_args__ = (
        CheckConstraint("kind IN ('market','assistance','welfare','gig')", name="kind"),
        CheckConstraint(
            "state IN (" + ",".join(f"'{state.value}'" for state in OpeningState) + ")",
            name="state",
        ),
        CheckConstraint("headcount >= 1", name="headcount"),
        CheckConstraint("taken >= 0 AND taken <= headcount", name="taken"),
        CheckConstraint("pay_min IS NULL OR pay_min >= 0", name="pay_min"),
        CheckConstraint("pay_min IS NULL OR pay_max IS NULL OR pay_max >= pay_min", name="pay_max"),
        Index("ix_openings_state_valid_until", "state", "valid_until"),
        Index("ix_openings_source_key_source", "source_key", "source", unique=True),
        Index("ix_openings_title_employer_name", "title", "employer_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)  # 230103-000417, shown to people
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    title: Mapped[str] = mapped_column(String(120))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    employer_name: Mapped[str] = mapped_column(String(120))  # as shown; an import's is unverified
    occupation_code: Mapped[str | None] = mapped_column(ForeignKey("occupations.code"), index=True)
    duties: Mapped[str] = mapped_column(Text, default="")  # one line each
    requirements: Mapped[str] = mapped_column(Text, default="")

    pay_min: Mapped[int | None]
    pay_max: Mapped[int | None]
    pay_unit: Mapped[str | None] = mapped_column(String(8))
    pay_months: Mapped[int | None]  # 13薪 = 13
    pay_text: Mapped[str] = mapped_column(String(60), default="")  # as the source wrote it
    pay_note: Mapped[str] = mapped_column(String(120), default="")  # when and how it is paid

    headcount: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0)

    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    street_code: Mapped[str | None] = mapped_column(ForeignKey("streets.code"))
    place_text: Mapped[str] = mapped_column(String(200), default="")
    outside_city: Mapped[bool] = mapped_column(default=False)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)

    education_min: Mapped[int] = mapped_column(default=0)
    experience_min: Mapped[float | None] = mapped_column(Float)  # years
    certificates: Mapped[list[str]]
    skills: Mapped[list[str]]
    shifts: Mapped[list[str]]
    starts_at: Mapped[int | None]
    ends_at: Mapped[int | None]  # beyond 1440 when it ends the next day
    hours_per_day: Mapped[float | None] = mapped_column(Float)
    hours_per_week: Mapped[float | None] = mapped_column(Float)
    days: Mapped[list[int]]
    hours_note: Mapped[str] = mapped_column(String(120), default="")
    demands: Mapped[list[str]]
    perks: Mapped[list[str]]
    tags: Mapped[list[str]]  # free tags of the source

    priority_note: Mapped[str] = mapped_column(
        String(200), default=""
    )  # assistance: who comes first, and why
    welfare_kind_code: Mapped[str | None] = mapped_column(ForeignKey("welfare_kinds.code"))
    community: Mapped[str] = mapped_column(String(120), default="")  # welfare: the community served
    gig_on: Mapped[date | None] = mapped_column(Date)
    gig_from: Mapped[time | None] = mapped_column(Time)
    gig_to: Mapped[time | None] = mapped_column(Time)
    meeting_point: Mapped[str] = mapped_column(String(200), default="")

    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(
        index=True
    )  # every change that readers of the board must see
    state_note: Mapped[str] = mapped_column(Text, default="")  # why it was returned, closed or withdrawn

    lint: Mapped[list[dict[str, Any]]]  # findings of the discrimination lint when last submitted
    lint_override: Mapped[str] = mapped_column(Text, default="")  # staff: the legal ground for allowing it
    flags: Mapped[list[str]]  # "likely_duplicate:123"

    source: Mapped[str] = mapped_column(String(60), default="")  # "" = posted here
    source_key: Mapped[str | None] = mapped_column(String(64))  # digest of the address or of all cells
    source_url: Mapped[str] = mapped_column(String(400), default="")
    source_digest: Mapped[str] = mapped_column(String(64), default="")  # of the row's content
    import_run_id: Mapped[int | None] = mapped_column(index=True)
    demo: Mapped[bool] = mapped_column(default=False)


class OpeningWords(Base):
    """The search tokens of an opening (bigrams and a last single character), one row an opening.

    SQLite searches them through an FTS5 table, PostgreSQL through a tsvector with a GIN index; both are made
    in the migration and kept in step by `openings.search`.
    """

    __tablename__ = "opening_words"

    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class OpeningNumber(Base):
    """The last number given in a district; "000000" counts what lies outside the city."""

    __tablename__ = "opening_numbers"

    district_code: Mapped[str] = mapped_column(String(6), primary_key=True)
    last: Mapped[int] = mapped_column("last_number")


class ShelfRow(Base):
    """An opening on the public shelf: exactly the published ones, and only what the list filters and sorts by.

    The list of 100,000 openings is counted and sorted on this narrow table; the wide rows are read for one page.
    `service` keeps it: `index` puts a published opening on it, and every move off `published` takes it down.
    """

    __tablename__ = "opening_shelf"
    __table_args__ = (
        Index("ix_opening_shelf_counts", "kind", "district_code", "family", "traits", "valid_until"),
        Index("ix_opening_shelf_newest", "published_at", "opening_id"),
        Index("ix_opening_shelf_pay", "pay", "published_at", "opening_id"),
    )

    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    district_code: Mapped[str] = mapped_column(String(6), default="")  # "" = not said; "beyond" = outside
    family: Mapped[str] = mapped_column(String(40), default="")  # of the occupation; "" = unknown
    traits: Mapped[int]  # bits of openings.traits
    pay: Mapped[int]  # the most it pays, 分 a month or the equivalent; 0 = not said
    published_at: Mapped[datetime]
    valid_until: Mapped[date] = mapped_column(Date)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
