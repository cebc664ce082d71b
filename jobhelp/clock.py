"""The only place where the program asks what time it is.

The city lives in one time zone; instants are stored in UTC and dates are the city's dates.
Tests freeze time with time-machine, which reaches `datetime.now` here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")
_standing: ContextVar[datetime | None] = ContextVar("jobhelp_standing_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Inside it is `instant`: for the past of the demo city, in books that nobody can date back afterwards."""
    token = _standing.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


def today() -> date:
    """The city's calendar date now."""
    return now().astimezone(CITY_ZONE).date()


def local(instant: datetime) -> datetime:
    """`instant` (aware) on the city's wall clock."""
    return instant.astimezone(CITY_ZONE)


def start_of(day: date) -> datetime:
    """The instant at which the city's `day` begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE).astimezone(UTC)


def minutes_from_now(minutes: float) -> datetime:
    """The instant `minutes` from now, aware, in UTC."""
    return now() + timedelta(minutes=minutes)
