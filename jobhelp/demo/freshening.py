"""Keep a demo city from growing stale: what was on show when it was made moves along with the calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.reference.models import ReferenceVersion
from jobhelp.reference.queries import DEMO_CITY

STALE_DAYS = 5
MOST = 1_000  # the city itself, made first; a crowd for load work is left to run out


def stamp(session: Session, day: date) -> None:
    """Remember on which day the city was made, or last freshened."""
    session.merge(ReferenceVersion(name=DEMO_CITY, digest=day.isoformat()))
    session.flush()


def freshen(session: Session, today: date) -> int:
    """Move the openings that were on show by as many days as have passed. Returns how many were moved.

    Only openings that the demo city made and that merely ran out are touched: what people closed, filled or wrote
    themselves stays. The day of publication stays where somebody has applied.
    """
    mark = session.get(ReferenceVersion, DEMO_CITY)
    made = date.fromisoformat(mark.digest) if mark else today
    days = (today - made).days
    if days < STALE_DAYS:
        if mark is None:
            stamp(session, today)
        return 0
    moved = _ran_out(session, made)
    for opening in moved:
        _move(session, opening, days)
    stamp(session, today)
    return len(moved)


def _ran_out(session: Session, made: date) -> Sequence[Opening]:
    states = (OpeningState.PUBLISHED.value, OpeningState.EXPIRED.value)
    statement = select(Opening).where(
        Opening.demo,
        Opening.created_by.is_(None),
        Opening.state.in_(states),
        Opening.valid_until > made,
        Opening.published_at.is_not(None),
        Opening.taken < Opening.headcount,
    )
    return session.scalars(statement.order_by(Opening.id).limit(MOST)).all()


def _move(session: Session, opening: Opening, days: int) -> None:
    step = timedelta(days=days)
    opening.valid_until += step
    if opening.gig_on is not None:
        opening.gig_on += step
        opening.days = [opening.gig_on.weekday()]
    applied = session.scalar(select(Application.id).where(Application.opening_id == opening.id).limit(1))
    if applied is None and opening.published_at is not None:
        opening.published_at = min(opening.published_at + step, clock.now())
        opening.valid_from = clock.local(opening.published_at).date()
    opening.state = OpeningState.PUBLISHED.value
    opening.changed_at = clock.now()
    session.flush()
    openings.index(session, [opening])
