"""The calendar of working days: staff enters the next year when its notice comes out in November."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims import queries
from jobhelp.claims.deadlines import due_on
from jobhelp.claims.models import Claim, Holiday
from jobhelp.claims.queries import STAFF_OWES
from jobhelp.claims.states import ClaimState
from jobhelp.permissions import Permission


def enter_day(session: Session, day: date, *, working: bool, name: str, by: User) -> Holiday:
    """A day off, or a weekend day that is worked. Entering it again changes it. Open deadlines follow."""
    return enter_days(session, [(day, working, name)], by=by)[0]


def enter_days(session: Session, days: Iterable[tuple[date, bool, str]], *, by: User) -> list[Holiday]:
    """Several days, each (day, worked, name); the open deadlines are counted anew once."""
    need(by, Permission.CALENDAR_CHANGE)
    rows = []
    for day, working, name in days:
        row = session.get(Holiday, day) or Holiday(day=day)
        row.working, row.name = working, name.strip()[:40]
        session.add(row)
        rows.append(row)
        _record(session, "enter_day", day, by, working=working)
    session.flush()
    _count_anew(session)
    return rows


def forget_day(session: Session, day: date, *, by: User) -> None:
    """Take back what was entered; the published calendar holds again."""
    need(by, Permission.CALENDAR_CHANGE)
    row = session.get(Holiday, day)
    if row is not None:
        session.delete(row)
        session.flush()
        _record(session, "forget_day", day, by)
        _count_anew(session)


def _count_anew(session: Session) -> None:
    """The deadlines of the open claims by the calendar as it is now."""
    calendar = queries.calendar(session)
    statement = select(Claim).where(Claim.state.in_([state.value for state in STAFF_OWES]))
    for claim in session.scalars(statement.order_by(Claim.id)):
        claim.due_on = due_on(ClaimState(claim.state), clock.local(claim.changed_at).date(), calendar)
    session.flush()


def _record(session: Session, verb: str, day: date, by: User, **details: Any) -> None:
    audit.record(
        session,
        f"claims:{verb}",
        by=by,
        subject="calendar",
        subject_id=day.isoformat(),
        **details,
    )
