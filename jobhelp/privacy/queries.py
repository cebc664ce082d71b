"""Everything that we keep about one person, and who looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, cast, func, inspect, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.models import Application
from jobhelp.audit.models import AuditEntry
from jobhelp.jobseekers.models import Seeker
from jobhelp.openings.models import Opening
from jobhelp.privacy.kept import TABLES, Kept, Person, about
from jobhelp.privacy.states import DEEDS, OTHER_DEED, Part

PAGE = 20


@dataclass(frozen=True)
class Look:
    """One act of somebody else about this person. `deed` is a msgid; `employer` and `title` where there are any."""

    at: datetime
    role: str
    deed: str
    employer: str
    title: str


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
        .where(about(person), AuditEntry.actor_id.is_not(None), AuditEntry.actor_id != person.user_id)
        .order_by(AuditEntry.id.desc())
        .limit(size + 1)
        .offset((page - 1) * size)
    )
    found = [
        Look(at, role, DEEDS.get(action, OTHER_DEED), employer or "", title or "")
        for at, role, action, employer, title in session.execute(statement)
    ]
    return found[:size], len(found) > size


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
