"""Everything that we keep about one person, table by table, and who looked at it.

`TABLES` says for each table which rows are about a person and what of them is left out of a copy. A test walks the
schema: a table with a column that points at a person and no entry here, or a column without a rule, fails it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, String, and_, cast, func, inspect, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import ResetCode, User
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.models import (
    BenefitMonth,
    Claim,
    ClaimDocument,
    ClaimStep,
    Decision,
    PersonFact,
)
from jobhelp.claims.states import seeker_holder
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship, SeekerProfile
from jobhelp.life_events.models import Proposal, ScreeningFind
from jobhelp.loans.models import InterestQuarter, Loan, LoanStep
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.openings.models import Opening
from jobhelp.orm import Base
from jobhelp.payments.models import BankCard, Payment, Recovery
from jobhelp.privacy.states import DEEDS, OTHER_DEED, Part
from jobhelp.recommendations.models import Dismissal, Interest, Invitation, RankedList

PAGE = 20


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


def _about(person: Person) -> ColumnElement[bool]:
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
        lambda person: or_(_about(person), AuditEntry.actor_id == person.user_id),
    ),
)

# Columns that point at an account but not at the jobseeker whom a row is about.
NOT_ABOUT_A_JOBSEEKER: Mapping[str, str] = {
    "openings.created_by": "the employer's or officer's act",
    "employers.decided_by": "the officer's act",
    "employer_members.user_id": "an employer's account",
    "import_runs.by": "the officer's act",
    "reset_codes.issued_by": "the officer's act; the row itself is found by user_id",
}


def person_of(session: Session, user: User) -> Person:
    """The person behind an account."""
    seeker_id = session.scalar(select(Seeker.id).where(Seeker.user_id == user.id))
    return Person(user.id, seeker_id or 0)


def counts(session: Session, person: Person) -> dict[Part, int]:
    """How many rows each part holds, in one query."""
    numbers = [
        select(func.count())
        .select_from(kept.model)
        .where(kept.rows(person))
        .scalar_subquery()
        .label(kept.table)
        for kept in TABLES
    ]
    row = session.execute(select(*numbers)).one()
    total: dict[Part, int] = dict.fromkeys(Part, 0)
    for kept, number in zip(TABLES, row, strict=True):
        total[kept.part] += number
    return total


def everything(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """All rows about the person by table, values readable; other people's account numbers are left out."""
    return {kept.table: [_copy(kept, row, person) for row in _rows(session, kept, person)] for kept in TABLES}


def columns_of(kept: Kept) -> list[str]:
    """The attributes that stand for the table's columns."""
    return [attribute.key for attribute in inspect(kept.model).column_attrs]


def _rows(session: Session, kept: Kept, person: Person) -> Sequence[Any]:
    order = inspect(kept.model).primary_key
    return session.scalars(select(kept.model).where(kept.rows(person)).order_by(*order)).all()


def _copy(kept: Kept, row: Any, person: Person) -> dict[str, Any]:
    copied: dict[str, Any] = {}
    for name in columns_of(kept):
        opened = name.removesuffix("_sealed")
        if name in kept.hidden:
            continue
        value = getattr(row, opened if opened in kept.opened else name)
        copied[opened if opened in kept.opened else name] = (
            kept.told[name](value) if name in kept.told else value
        )
    if copied.get("actor_id") not in (None, person.user_id):
        copied["actor_id"] = None  # another person's account: the role says enough
    copied.pop("issued_by", None)
    return {name: _plain(value) for name, value in copied.items()}


def _plain(value: Any) -> Any:
    """Instants in the city's time, as text; everything else as it is."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


# ── who looked ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Look:
    """One act of somebody else about this person. `deed` is a msgid; `employer` and `title` where there are any."""

    at: datetime
    role: str
    deed: str
    employer: str
    title: str


def looks(session: Session, person: Person, *, page: int = 1, size: int = PAGE) -> tuple[list[Look], bool]:
    """One page of what others did, newest first; and whether more follow."""
    opening = and_(
        AuditEntry.subject == "application", AuditEntry.subject_id == cast(Application.id, String(40))
    )
    statement = (
        select(AuditEntry.at, AuditEntry.actor_role, AuditEntry.action, Opening.employer_name, Opening.title)
        .select_from(AuditEntry)
        .outerjoin(Application, and_(opening, Application.seeker_id == person.seeker_id))
        .outerjoin(Opening, Opening.id == Application.opening_id)
        .where(_about(person), AuditEntry.actor_id.is_not(None), AuditEntry.actor_id != person.user_id)
        .order_by(AuditEntry.id.desc())
        .limit(size + 1)
        .offset((page - 1) * size)
    )
    found = [
        Look(at, role, DEEDS.get(action, OTHER_DEED), employer or "", title or "")
        for at, role, action, employer, title in session.execute(statement)
    ]
    return found[:size], len(found) > size
