"""Months and dates. A month is the first day of it."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

MONTHS_A_YEAR = 12
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 1  # counted from 0
KEPT = 1 << 16  # the same few thousand days come back for every person of a city


@lru_cache(KEPT)
def month_of(day: date) -> date:
    """The month in which `day` lies."""
    return day.replace(day=1)


@lru_cache(KEPT)
def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of a shorter month."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    longest = LENGTHS[month] + (month == FEBRUARY and calendar.isleap(year))
    return date(year, month + 1, min(day.day, longest))


def add_years(day: date, years: int) -> date:
    """The birthday `years` later."""
    return add_months(day, years * MONTHS_A_YEAR)


def months_between(first: date, last: date) -> int:
    """Whole calendar months from the month of `first` to the month of `last`; 0 in the same month."""
    return (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month


def count_months(first: date, last: date) -> int:
    """Months from the month of `first` to the month of `last`, both counted; never below 0."""
    return max(0, months_between(first, last) + 1)


def months_from(first: date, count: int) -> Iterator[date]:
    """`count` months from the month of `first` on."""
    for ahead in range(count):
        yield add_months(month_of(first), ahead)


def last_day(month: date) -> date:
    """The last day of a month."""
    return add_months(month_of(month), 1) - timedelta(days=1)


@lru_cache(KEPT)
def written(month: date) -> str:
    """2020-07."""
    return f"{month:%Y-%m}"


def read_month(text: str | date) -> date:
    """The month written as 2020-07, or of a date."""
    if isinstance(text, date):
        return month_of(text)
    year, _, month = str(text).partition("-")
    if len(year) != len("YYYY") or not (year + month[: len("MM")]).isdigit():
        raise ValueError(f"{text!r} is not a month like 2021-02")
    return date(int(year), int(month[: len("MM")]), 1)
