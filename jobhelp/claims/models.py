"""Claims, what is known about their holders, the papers, the decisions and the months that are owed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.claims.states import LIVE_STATES, ClaimState, MonthState
from jobhelp.orm import Base, HasUid, Sealed, sealed_column

LIVE = text("state IN (" + ",".join(f"'{state.value}'" for state in LIVE_STATES) + ")")
OWED = text("state <> '" + MonthState.CANCELLED.value + "'")


class Claim(HasUid, Base):
    """One holder's claim to one programme.

    holder      who it is for, without a name: "s<seeker id>", "e<employer id>", for a hire "e<employer id>:<key>".
                It outlives the erasure of the account, so that no month is ever paid twice.
    facts       JSON of the facts as the claimant stated them at the last submission (sealed)
    """

    __tablename__ = "claims"
    __table_args__ = (
        Index(
            "uq_claims_holder_programme_live",
            "holder",
            "programme",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_claims_state_due_on", "state", "due_on"),
        CheckConstraint(
            "state IN (" + ",".join(f"'{state.value}'" for state in ClaimState) + ")", name="state"
        ),
        CheckConstraint(
            "maker_id IS NULL OR checker_id IS NULL OR maker_id <> checker_id", name="two_people"
        ),
        CheckConstraint(
            "second_id IS NULL OR (second_id <> checker_id AND second_id <> maker_id)", name="second_signer"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    programme: Mapped[str] = mapped_column(String(4), index=True)
    holder: Mapped[str] = mapped_column(String(60), index=True)
    seeker_id: Mapped[int | None] = mapped_column(ForeignKey("seekers.id", ondelete="SET NULL"), index=True)
    employer_id: Mapped[int | None] = mapped_column(
        ForeignKey("employers.id", ondelete="SET NULL"), index=True
    )
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    applied_on: Mapped[date] = mapped_column(Date)  # the date whose law applies
    due_on: Mapped[date | None] = mapped_column(Date)  # the deadline of the step that staff owes
    facts_sealed: Mapped[bytes | None] = sealed_column()
    note_sealed: Mapped[bytes | None] = sealed_column()  # what must be corrected, why refused, the appeal
    outcome: Mapped[str | None] = mapped_column(String(10))  # states.Outcome, proposed or decided
    maker_id: Mapped[int | None]  # user ids, kept after an account is gone
    checker_id: Mapped[int | None]
    second_id: Mapped[int | None]
    chosen_months: Mapped[int | None]  # tr: 1 to 3, chosen and justified by the officer
    first_month: Mapped[date | None] = mapped_column(Date)
    last_month: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date, index=True)  # the last day of what was granted
    granted: Mapped[int] = mapped_column(BigInteger, default=0)  # 分, over all months
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    facts = Sealed()
    note = Sealed()


class ClaimStep(HasUid, Base):
    """One move of a claim: what the claimant and the desk see as its timeline."""

    __tablename__ = "claim_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int | None]
    by_role: Mapped[str] = mapped_column(String(30))
    note_sealed: Mapped[bytes | None] = sealed_column()

    note = Sealed()


class PersonFact(HasUid, Base):
    """One fact about one holder, filled in once and used by every programme (一次填报).

    value       JSON text (sealed): null is "asked, not known"
    """

    __tablename__ = "person_facts"
    __table_args__ = (UniqueConstraint("holder", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(40))
    value_sealed: Mapped[bytes | None] = sealed_column()
    source: Mapped[str] = mapped_column(String(10))  # states.FactSource
    document_id: Mapped[int | None] = mapped_column(ForeignKey("claim_documents.id", ondelete="SET NULL"))
    by_id: Mapped[int | None]
    at: Mapped[datetime]

    value = Sealed()


class ClaimDraft(HasUid, Base):
    """What a person typed into the form of a programme and has not sent: theirs alone, for ninety days.

    answers     JSON: what was typed, field by field, and what stood in the address (sealed)
    """

    __tablename__ = "claim_drafts"
    __table_args__ = (UniqueConstraint("seeker_id", "programme"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"))
    programme: Mapped[str] = mapped_column(String(4))
    answers_sealed: Mapped[bytes | None] = sealed_column()
    changed_at: Mapped[datetime] = mapped_column(index=True)

    answers = Sealed()


class ClaimDocument(HasUid, Base):
    """A paper, stored encrypted in its row. `body` is sealed bytes (crypto), never served inline."""

    __tablename__ = "claim_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True)
    criterion: Mapped[str] = mapped_column(String(12))  # which criterion it proves; "" = other
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))  # found from the content
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    valid_until: Mapped[date | None] = mapped_column(Date)
    by_id: Mapped[int | None]
    at: Mapped[datetime]
    seen_by: Mapped[int | None]  # the officer who looked at it and accepted it
    seen_at: Mapped[datetime | None]


class Decision(HasUid, Base):
    """What was decided, frozen: facts, rule, parameters, papers seen, and who signed. Never changed afterwards."""

    __tablename__ = "claim_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column(Date)  # whose law was applied
    outcome: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[dict[str, Any]]  # criterion → answer
    values: Mapped[dict[str, Any]]  # months, amounts
    parameters: Mapped[list[dict[str, Any]]]  # name, value, since, confidence, reference
    rule_version: Mapped[str] = mapped_column(String(64))  # see `versions`: all that decided
    facts_sealed: Mapped[bytes | None] = sealed_column()  # JSON: name → {value, source}
    documents: Mapped[list[dict[str, Any]]]  # id, digest, criterion, seen_by
    why_sealed: Mapped[bytes | None] = sealed_column()
    maker_id: Mapped[int]
    checker_id: Mapped[int]
    second_id: Mapped[int | None]

    facts = Sealed()
    why = Sealed()


class BenefitMonth(Base):
    """One month (or one-time sum) that a granted claim owes. Paid at most once, by constraint."""

    __tablename__ = "benefit_months"
    __table_args__ = (
        Index(
            "uq_benefit_months_holder_programme_month_owed",
            "holder",
            "programme",
            "month",
            unique=True,
            sqlite_where=OWED,
            postgresql_where=OWED,
        ),
        Index("ix_benefit_months_state_month", "state", "month"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(
            "state IN (" + ",".join(f"'{state.value}'" for state in MonthState) + ")", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    holder: Mapped[str] = mapped_column(String(60))
    programme: Mapped[str] = mapped_column(String(4))
    month: Mapped[date] = mapped_column(Date)  # the first day of it
    amount: Mapped[int] = mapped_column(BigInteger)  # 分
    state: Mapped[str] = mapped_column(String(10), default=MonthState.DUE)
    payable_from: Mapped[date] = mapped_column(Date)  # the day from which it is late if unpaid
    paid_at: Mapped[datetime | None]


class Holiday(Base):
    """The published calendar of public holidays: days off, and weekend days that are worked (调休)."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40), default="")
