"""The calendar of working days."""

from datetime import date

from sqlalchemy import ScalarSelect, String, case, cast, func, select
from sqlalchemy.orm import Session

from jobhelp.claims.deadlines import Day, Days, published
from jobhelp.claims.models import (
    Holiday,
)

WORKED, OFF = "+", "-"


def calendar(session: Session) -> Days:
    """The published calendar with what staff entered, which weighs more."""
    rows = session.scalars(select(Holiday).order_by(Holiday.day))
    return dict(published()) | {row.day: Day(row.working, row.name) for row in rows}


def entered_days() -> ScalarSelect[str]:
    """What staff entered as one text, to be asked together with something else: `calendar_of` reads it."""
    sign = case((Holiday.working, WORKED), else_=OFF)
    return select(func.aggregate_strings(sign + cast(Holiday.day, String), " ")).scalar_subquery()


def calendar_of(days: str | None) -> Days:
    """The same as `calendar` from that text; it names no days."""
    told = (days or "").split()
    return dict(published()) | {date.fromisoformat(one[1:]): Day(one[0] == WORKED, "") for one in told}


def entered(session: Session, year: int) -> list[Holiday]:
    """What staff entered for one year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    statement = select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day)
    return list(session.scalars(statement))
