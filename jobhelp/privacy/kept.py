"""Every table that keeps something about a person.

`TABLES` says for each table which rows are about a person and what of them is left out of a copy. A test walks the
schema: a table with a column that points at a person and no entry here, or a column without a rule, fails it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, String, and_, cast, or_, select

from jobhelp.accounts.models import ResetCode, User
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.models import (
    BenefitMonth,
    Claim,
    ClaimDocument,
    ClaimDraft,
    ClaimStep,
    Decision,
    PersonFact,
)
from jobhelp.claims.states import seeker_holder
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship, SeekerProfile
from jobhelp.life_events.models import Proposal, ScreeningFind
from jobhelp.loans.models import InterestQuarter, Loan, LoanStep
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.orm import Base
from jobhelp.payments.models import BankCard, Payment, Recovery
from jobhelp.privacy.states import Part
from jobhelp.recommendations.models import Dismissal, Interest, Invitation, RankedList


@dataclass(frozen=True)
class Person:
    """About whom: the account, and the jobseeker behind it if there is one (0 = none)."""

    user_id: int
    seeker_id: int


@dataclass(frozen=True)
class Kept:
    """How one table keeps what is about a person.

    rows    the condition that finds them
    opened  encrypted attributes, shown in plain to the person alone
    hidden  columns that stay out of a copy: keys of the lock rather than facts about the person
    told    columns whose stored form nobody could read: name → how it is told
    """

    model: type[Base]
    part: Part
    rows: Callable[[Person], ColumnElement[bool]]
    opened: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    told: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


def _numbers(kind: str) -> Callable[[bytes], list[float]]:
    return lambda packed: [float(value) for value in np.frombuffer(packed, kind)]


def _of_own_applications(person: Person) -> Any:
    return select(Application.id).where(Application.seeker_id == person.seeker_id)


def _of_own_claims(person: Person) -> Any:
    return select(Claim.id).where(Claim.seeker_id == person.seeker_id)


def _of_own_loans(person: Person) -> Any:
    return select(Loan.id).where(Loan.claim_id.in_(_of_own_claims(person)))


def about(person: Person) -> ColumnElement[bool]:
    """Audit entries about the person: by account, by jobseeker, by application."""
    own = select(cast(Application.id, String(40))).where(Application.seeker_id == person.seeker_id)
    claims = select(cast(Claim.id, String(40))).where(Claim.seeker_id == person.seeker_id)
    return or_(
        and_(AuditEntry.subject == "user", AuditEntry.subject_id == str(person.user_id)),
        and_(AuditEntry.subject == "seeker", AuditEntry.subject_id == str(person.seeker_id)),
        and_(AuditEntry.subject == "application", AuditEntry.subject_id.in_(own)),
        and_(AuditEntry.subject == "claim", AuditEntry.subject_id.in_(claims)),
    )


OFFICERS = frozenset({"maker_id", "checker_id", "second_id"})
"""Who signed: the person sees the office and the role, not the officer's account. Papers are downloaded one by one."""
TABLES: tuple[Kept, ...] = (
    Kept(
        User,
        Part.ACCOUNT,
        lambda person: User.id == person.user_id,
        opened=("phone",),
        hidden=frozenset(
            {
                "phone_index",
                "password_hash",
                "session_version",
                "totp_secret_sealed",
                "totp_last_step",
                "totp_confirmed",
            }
        ),
    ),
    Kept(
        Seeker,
        Part.ACCOUNT,
        lambda person: Seeker.id == person.seeker_id,
        opened=("name", "id_number"),
        hidden=frozenset({"id_number_index"}),
    ),
    Kept(SeekerProfile, Part.PROFILE, lambda person: SeekerProfile.seeker_id == person.seeker_id),
    Kept(
        SeekerHardship,
        Part.HARDSHIP,
        lambda person: SeekerHardship.seeker_id == person.seeker_id,
        opened=("facts",),
    ),
    Kept(Consent, Part.CONSENTS, lambda person: Consent.seeker_id == person.seeker_id),
    Kept(Application, Part.APPLICATIONS, lambda person: Application.seeker_id == person.seeker_id),
    Kept(
        ApplicationStep,
        Part.APPLICATIONS,
        lambda person: ApplicationStep.application_id.in_(_of_own_applications(person)),
    ),
    Kept(
        Claim,
        Part.CLAIMS,
        lambda person: Claim.seeker_id == person.seeker_id,
        opened=("facts", "note"),
        hidden=OFFICERS,
    ),
    Kept(
        ClaimStep,
        Part.CLAIMS,
        lambda person: ClaimStep.claim_id.in_(_of_own_claims(person)),
        opened=("note",),
        hidden=frozenset({"by_id"}),
    ),
    Kept(
        PersonFact,
        Part.CLAIMS,
        lambda person: PersonFact.holder == seeker_holder(person.seeker_id),
        opened=("value",),
        hidden=frozenset({"by_id"}),
    ),
    Kept(
        ClaimDraft, Part.CLAIMS, lambda person: ClaimDraft.seeker_id == person.seeker_id, opened=("answers",)
    ),
    Kept(
        ClaimDocument,
        Part.CLAIMS,
        lambda person: ClaimDocument.claim_id.in_(_of_own_claims(person)),
        hidden=frozenset({"body", "by_id", "seen_by"}),
    ),
    Kept(
        Decision,
        Part.CLAIMS,
        lambda person: Decision.claim_id.in_(_of_own_claims(person)),
        opened=("facts", "why"),
        hidden=OFFICERS | {"documents"},
    ),
    Kept(BenefitMonth, Part.CLAIMS, lambda person: BenefitMonth.claim_id.in_(_of_own_claims(person))),
    Kept(
        BankCard,
        Part.CLAIMS,
        lambda person: BankCard.holder == seeker_holder(person.seeker_id),
        opened=("number", "owner"),
        hidden=frozenset({"changed_by"}),
    ),
    Kept(
        Payment,
        Part.CLAIMS,
        lambda person: Payment.claim_id.in_(_of_own_claims(person)),
        opened=("card",),
    ),
    Kept(
        Recovery,
        Part.CLAIMS,
        lambda person: Recovery.claim_id.in_(_of_own_claims(person)),
        hidden=frozenset({"proposed_by", "confirmed_by"}),
    ),
    Kept(Loan, Part.CLAIMS, lambda person: Loan.claim_id.in_(_of_own_claims(person))),
    Kept(
        LoanStep,
        Part.CLAIMS,
        lambda person: LoanStep.loan_id.in_(_of_own_loans(person)),
        opened=("note",),
        hidden=frozenset({"by_id"}),
    ),
    Kept(
        InterestQuarter,
        Part.CLAIMS,
        lambda person: InterestQuarter.loan_id.in_(_of_own_loans(person)),
        hidden=frozenset({"prepared_by"}),
    ),
    Kept(
        Proposal,
        Part.CLAIMS,
        lambda person: Proposal.seeker_id == person.seeker_id,
        opened=("told", "note", "heard"),
        hidden=frozenset({"by_id", "heard_by"}),
    ),
    Kept(ScreeningFind, Part.CLAIMS, lambda person: ScreeningFind.seeker_id == person.seeker_id),
    Kept(Notice, Part.MESSAGES, lambda person: Notice.user_id == person.user_id),
    Kept(
        OutboxMessage,
        Part.MESSAGES,
        lambda person: OutboxMessage.user_id == person.user_id,
        opened=("to", "body"),
    ),
    Kept(
        ResetCode,
        Part.MESSAGES,
        lambda person: ResetCode.user_id == person.user_id,
        hidden=frozenset({"code_digest"}),
    ),
    Kept(
        RankedList,
        Part.RECOMMENDATIONS,
        lambda person: RankedList.seeker_id == person.seeker_id,
        told={"opening_ids": _numbers("<i8"), "scores": _numbers("<f8")},
    ),
    Kept(Dismissal, Part.RECOMMENDATIONS, lambda person: Dismissal.seeker_id == person.seeker_id),
    Kept(Interest, Part.RECOMMENDATIONS, lambda person: Interest.seeker_id == person.seeker_id),
    Kept(Invitation, Part.RECOMMENDATIONS, lambda person: Invitation.seeker_id == person.seeker_id),
    Kept(
        AuditEntry,
        Part.LOG,
        lambda person: or_(about(person), AuditEntry.actor_id == person.user_id),
    ),
)
# Columns that point at an account but not at the jobseeker whom a row is about.
NOT_ABOUT_A_JOBSEEKER: Mapping[str, str] = {
    "openings.created_by": "the employer's or officer's act",
    "employers.decided_by": "the officer's act",
    "employer_members.user_id": "an employer's account",
    "import_runs.by": "the officer's act",
    "grants.user_id": "an account of the city's own people",
    "grants.proposed_by": "the administrator's act",
    "grants.decided_by": "the second person's act",
    "reset_codes.issued_by": "the officer's act; the row itself is found by user_id",
}
