"""Proposals to people, and the screenings that find some of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.life_events.states import Find, ProposalKind, ProposalState
from jobhelp.orm import Base, HasUid, Sealed, sealed_column

ONE_SUBJECT = "(seeker_id IS NULL) <> (employer_id IS NULL)"
"""A line or a task is about a person or about an employer, never both and never nobody."""


class Screening(Base):
    """One pass over everyone registered: the people, then the employers.

    reached     the last jobseeker's number of the last block that is done: a broken run goes on after it
    reached_employer    the same for employers; None until all people are done
    counts      programme → {list: how many}, and "proposals" → {new, known}
    """

    __tablename__ = "screenings"

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(Date)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)
    employers: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    reached_employer: Mapped[int | None]
    counts: Mapped[dict[str, Any]]


class ScreeningFind(Base):
    """One person or employer and one programme on one of the lists of a screening. Numbers and codes only.

    hire        an employer's programme is claimed for each hire: a keyed digest of whom (as in the claim's holder)
    missing     the facts that nobody has stated yet (list `likely`)
    criteria    the criteria that fail now (list `no_longer`), or that are open (`likely`)
    amount      what it would bring in all, in 分, where the law fixes it
    """

    __tablename__ = "screening_finds"
    __table_args__ = (
        UniqueConstraint("screening_id", "seeker_id", "programme"),
        UniqueConstraint("screening_id", "employer_id", "hire", "programme"),
        CheckConstraint(ONE_SUBJECT, name="subject"),
        Index(
            "ix_screening_finds_screening_id_found_district_code", "screening_id", "found", "district_code"
        ),
        CheckConstraint("found IN (" + ",".join(f"'{one.value}'" for one in Find) + ")", name="found"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    screening_id: Mapped[int] = mapped_column(ForeignKey("screenings.id", ondelete="CASCADE"))
    seeker_id: Mapped[int | None] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    employer_id: Mapped[int | None] = mapped_column(
        ForeignKey("employers.id", ondelete="CASCADE"), index=True
    )
    hire: Mapped[str] = mapped_column(String(16), default="")
    programme: Mapped[str] = mapped_column(String(4))
    found: Mapped[str] = mapped_column(String(10))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id", ondelete="SET NULL"))
    missing: Mapped[list[str]]
    criteria: Mapped[list[str]]
    amount: Mapped[int | None] = mapped_column(BigInteger)


class Proposal(HasUid, Base):
    """A task for a person: something happened, this could follow. `key` makes the same finding one task.

    seeker_id, employer_id  whom it is about: exactly one of them
    hire        which of the employer's hires, by a keyed digest; "" for the employer itself and for a person
    evidence    numbers and codes only: application, opening, criterion, days
    told        what staff learned, and from whom, when they keyed it in (sealed)
    heard       what the resident says to it (sealed): written by themselves, or by staff who asked them
    note        why it was decided so (sealed)
    """

    __tablename__ = "proposals"
    __table_args__ = (
        Index("ix_proposals_state_due_on", "state", "due_on"),
        CheckConstraint(ONE_SUBJECT, name="subject"),
        CheckConstraint("kind IN (" + ",".join(f"'{one.value}'" for one in ProposalKind) + ")", name="kind"),
        CheckConstraint(
            "state IN (" + ",".join(f"'{one.value}'" for one in ProposalState) + ")", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    programme: Mapped[str] = mapped_column(String(4))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True)
    seeker_id: Mapped[int | None] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    employer_id: Mapped[int | None] = mapped_column(
        ForeignKey("employers.id", ondelete="CASCADE"), index=True
    )
    hire: Mapped[str] = mapped_column(String(16), default="")
    screening_id: Mapped[int | None] = mapped_column(ForeignKey("screenings.id", ondelete="SET NULL"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    cause: Mapped[str] = mapped_column(String(40))  # states.Cause
    evidence: Mapped[dict[str, Any]]
    effective_on: Mapped[date | None] = mapped_column(Date)  # the day of what happened
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.OPEN)
    outcome: Mapped[str | None] = mapped_column(String(10))  # states.Outcome
    by_id: Mapped[int | None]
    told_sealed: Mapped[bytes | None] = sealed_column()
    note_sealed: Mapped[bytes | None] = sealed_column()
    heard_sealed: Mapped[bytes | None] = sealed_column()
    heard_at: Mapped[datetime | None]
    heard_by: Mapped[int | None]  # the user who wrote it down; the resident's own number when they did
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    told = Sealed()
    note = Sealed()
    heard = Sealed()
