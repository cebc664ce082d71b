"""The calendar of working days."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.claims.deadlines import Day, Days, published
from jobhelp.claims.models import (
    Holiday,
)


def calendar(session: Session) -> Days:
    """The published calendar with what staff entered, which weighs more."""
    rows = session.scalars(select(Holiday).order_by(Holiday.day))
    return dict(published()) | {row.day: Day(row.working, row.name) for row in rows}


def entered(session: Session, year: int) -> list[Holiday]:
    """What staff entered for one year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    statement = select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day)
    return list(session.scalars(statement))
