"""What staff may see, read across slices. The district is part of every question: `scope` None is the whole city.

Rows without a district (outside the city, or not said) belong to nobody's district: only city-wide staff sees them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationState
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import queries as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.queries import DeskRow
from jobhelp.desk import rooms
from jobhelp.desk.worklist import Item, Work, in_order, item
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.openings.models import Opening
from jobhelp.openings.service import LIKELY
from jobhelp.openings.states import OpeningState
from jobhelp.payments import queries as payments
from jobhelp.payments.queries import RecoveryRow

LOG_PAGE = 50
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Count:
    """How many today, and since Monday."""

    today: int
    week: int


# ── the work list ────────────────────────────────────────────────────────────────────────────────────────


def work(session: Session, scope: str | None, *, money: bool = False, order: str = "due") -> list[Item]:
    """Everything that waits, what is due first standing first. Narrow questions, one a kind: no wide row is read.

    money   with the recoveries that wait for a second person: not every officer sees payments
    order   by what the list stands; who waits is asked only when it is by that
    """
    calendar = claims.calendar(session)
    no_day = cast(null(), Date)
    named = order.removeprefix("-") == "who"
    firm = Employer.name if named else literal("")
    of_claim = (Claim.district_code, func.coalesce(Employer.name, Seeker.name_mask) if named else literal(""))
    parts = [
        _named(claims.waiting(scope), named).add_columns(literal(Work.CLAIM.value), *of_claim),
        select(Employer.id, func.coalesce(Employer.decided_at, Employer.created_at))
        .where(Employer.state == "pending", *_within(Employer.district_code, scope))
        .add_columns(no_day, literal(Work.EMPLOYER.value), Employer.district_code, firm),
    ]
    if money:
        back = _named(payments.recoveries_waiting(scope), named)
        parts.append(back.add_columns(no_day, literal(Work.RECOVERY.value), *of_claim))
    items = [
        item(Work(work), number, _day(since), calendar, district=place or "", who=who or "")
        if due is None
        else Item(Work(work), number, _day(since), due, calendar, place or "", who or "")
        for number, since, due, work, place, who in session.execute(union_all(*parts))
    ]
    columns = (Opening.id, Opening.state, Opening.source, Opening.created_at, Opening.changed_at)
    beside = (Opening.district_code, Opening.employer_name if named else literal(""))
    openings = select(*columns, *beside).where(
        or_(
            Opening.state == OpeningState.REVIEW,
            and_(Opening.state == OpeningState.PUBLISHED, cast(Opening.flags, Text).contains(LIKELY)),
        ),
        *_within(Opening.district_code, scope),
    )
    for number, state, source, created_at, changed_at, place, who in session.execute(openings):
        kind, since = Work.OPENING, changed_at
        if state != OpeningState.REVIEW:
            kind, since = Work.DUPLICATE, created_at
        elif source:
            kind, since = Work.HELD, created_at
        items.append(item(kind, number, _day(since), calendar, district=place or "", who=who or ""))
    return in_order(items, order)


def _named(statement: Select[*Columns], named: bool) -> Select[*Columns]:
    """With the person or the firm of a claim, where the list is put in their order."""
    if not named:
        return statement
    statement = statement.outerjoin(Seeker, Seeker.id == Claim.seeker_id)
    return statement.outerjoin(Employer, Employer.id == Claim.employer_id)


Row = Employer | Opening | DeskRow | RecoveryRow


def rows_of(session: Session, items: Sequence[Item]) -> dict[str, Row]:
    """{key: row} of these lines: at most four questions."""
    numbers: dict[type, list[int]] = {Employer: [], Opening: [], DeskRow: [], RecoveryRow: []}
    for one in items:
        numbers[_kind(one)].append(one.number)
    found: dict[type, Mapping[int, Row]] = {
        Employer: _by_id(session, Employer, numbers[Employer]),
        Opening: _by_id(session, Opening, numbers[Opening]),
        DeskRow: claims.by_ids(session, numbers[DeskRow]) if numbers[DeskRow] else {},
        RecoveryRow: payments.recoveries_by_ids(session, numbers[RecoveryRow])
        if numbers[RecoveryRow]
        else {},
    }
    rows = {one.key: found[_kind(one)].get(one.number) for one in items}
    return {key: row for key, row in rows.items() if row is not None}


def _kind(one: Item) -> type:
    kinds = {Work.EMPLOYER: Employer, Work.CLAIM: DeskRow, Work.RECOVERY: RecoveryRow}
    return kinds.get(one.work, Opening)


def _by_id(session: Session, kind: type[Any], numbers: list[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    return {row.id: row for row in session.scalars(select(kind).where(kind.id.in_(numbers)))}


def likely_same(session: Session, opening: Opening, scope: str | None) -> list[Opening]:
    """The openings that this one looks like, as far as this reader may see them."""
    numbers = [
        int(flag.removeprefix(LIKELY))
        for flag in opening.flags
        if flag.startswith(LIKELY) and flag.removeprefix(LIKELY).isdigit()
    ]
    if not numbers:
        return []
    statement = select(Opening).where(Opening.id.in_(numbers), *_within(Opening.district_code, scope))
    return list(session.scalars(statement.order_by(Opening.id)))


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────


def front(
    session: Session, scope: str | None, own: str | None
) -> tuple[dict[str, Count], dict[str, rooms.Waiting]]:
    """(the numbers of `scope`, what waits in the rooms of the officer's `own` district): one question.

    The numbers are people who registered, applications to the posts of the district, people hired into them. `hired`
    is final, so its change was the hire.
    """
    registered = _counted("registered", Seeker.created_at).where(*_within(Seeker.district_code, scope))
    applied = _counted("applied", Application.created_at).where(*_to_posts_within(scope))
    hired = _counted("hired", Application.changed_at).where(
        Application.state == ApplicationState.HIRED, *_to_posts_within(scope)
    )
    numbers = (registered, applied, hired)
    rows: list[tuple[str, int, int]] = [
        (name, first, second)
        for name, first, second in session.execute(union_all(*numbers, *rooms.parts(own)))
    ]
    counts = {name: Count(today=int(first), week=int(second or 0)) for name, first, second in rows}
    names = ("registered", "applied", "hired")
    return {name: counts[name] for name in names}, rooms.told(row for row in rows if row[0] not in names)


def _to_posts_within(scope: str | None) -> tuple[ColumnElement[bool], ...]:
    """As a condition and not a join: this week's applications are few, a district's posts may be many."""
    post = select(Opening.id).where(Opening.id == Application.opening_id)
    return () if scope is None else (post.where(Opening.district_code == scope).exists(),)


def _counted(name: str, instant: InstrumentedAttribute[datetime]) -> Select[str, int, int]:
    today = clock.today()
    monday = clock.start_of(today - timedelta(days=today.weekday()))
    is_today = case((instant >= clock.start_of(today), 1), else_=0)
    counts = select(literal(name), func.coalesce(func.sum(is_today), 0), func.count())
    return counts.where(instant >= monday)


# ── the audit log ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class LogFilter:
    """What part of the log is wanted. `action` is a whole code ("openings:publish") or its part before the colon."""

    action: str = ""
    number: str = ""  # of the thing that was acted on
    since: date | None = None
    until: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as conditions of a question."""
        wanted: list[ColumnElement[bool]] = []
        if self.action:
            of_a_kind = AuditEntry.action.startswith(f"{self.action}:", autoescape=True)
            wanted.append(or_(AuditEntry.action == self.action, of_a_kind))
        if self.number:
            wanted.append(AuditEntry.subject_id == self.number)
        if self.since is not None:
            wanted.append(AuditEntry.at >= clock.start_of(self.since))
        if self.until is not None:
            wanted.append(AuditEntry.at < clock.start_of(self.until + timedelta(days=1)))
        return wanted


def log_count(session: Session, wanted: LogFilter) -> int:
    """How many entries of the audit log fit."""
    statement = select(func.count()).select_from(AuditEntry).where(*wanted.conditions())
    return session.scalar(statement) or 0


def log(session: Session, wanted: LogFilter, *, page: int, size: int = LOG_PAGE) -> list[AuditEntry]:
    """One page of the entries that fit, newest first."""
    statement = select(AuditEntry).where(*wanted.conditions()).order_by(AuditEntry.id.desc())
    return list(session.scalars(statement.limit(size).offset((page - 1) * size)))


def _within(
    district: InstrumentedAttribute[str | None], scope: str | None
) -> tuple[ColumnElement[bool], ...]:
    return () if scope is None else (district == scope,)


def _day(instant: datetime) -> date:
    return clock.local(instant).date()
