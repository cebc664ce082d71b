"""Working days, and the deadlines that are counted in them.

The published calendar stands in `seed/holidays.yaml`; rows of the table `holidays` are what staff entered on the
calendar page and weigh more. Beyond both, a working day is Monday to Friday.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jobhelp.claims.states import ClaimState
from jobhelp.config import PROJECT_ROOT

PUBLISHED = PROJECT_ROOT / "seed" / "holidays.yaml"
WEEKEND = 5  # Saturday's weekday
S = ClaimState

STAFF_DAYS: Mapping[str, int] = {
    S.SUBMITTED: 5,  # 行政许可法 art 32: five days to accept or to ask for what is missing
    S.ACCEPTED: 10,  # 失业保险金申领发放办法 art 9: ten days from acceptance to the review
    S.REVIEWED: 5,
    S.SPECIAL: 5,
    S.APPEALED: 20,
}
"""Working days in which staff does the next step. Only acceptance and review are from a text; the rest are ours."""
APPEAL_DAYS = 60  # 行政复议法 art 20: sixty days from knowing of the decision
PAY_DAYS = 10  # working days from the decision to the first payment
PAY_DAY = 20  # a running month is late when it is not paid by this day of it


@dataclass(frozen=True)
class Day:
    """What the calendar says of one day."""

    working: bool
    name: str


Days = Mapping[date, Day]


@cache
def published(path: Path = PUBLISHED) -> Days:
    """The calendar as it was published, by day."""
    with path.open(encoding="utf-8") as file:
        years: Mapping[int, Mapping[str, Any]] = yaml.safe_load(file)["years"]
    found: dict[date, Day] = {}
    for year in years.values():
        for row in year["days_off"]:
            day = row["from"]
            while day <= row["to"]:
                found[day] = Day(False, row["name"])
                day += timedelta(days=1)
        found |= {day: Day(True, "调休") for day in year["worked"]}
    return found


@cache
def published_until() -> int:
    """The last year for which the calendar was published."""
    return max(day.year for day in published())


def is_working(day: date, days: Days) -> bool:
    """Whether offices work on a day."""
    known = days.get(day)
    return known.working if known is not None else day.weekday() < WEEKEND


def working_day(day: date, ahead: int, days: Days | None = None) -> date:
    """The day `ahead` working days after `day` (the day itself does not count). `days`: None is the published ones."""
    calendar = published() if days is None else days
    while ahead > 0:
        day += timedelta(days=1)
        ahead -= is_working(day, calendar)
    return day


def working_days_left(today: date, due: date, days: Days | None = None) -> int:
    """Working days from `today` to `due`; negative when it is over."""
    calendar = published() if days is None else days
    first, last = sorted((today, due))
    count = sum(
        is_working(first + timedelta(days=ahead), calendar) for ahead in range(1, (last - first).days + 1)
    )
    return count if due >= today else -count


def working_days_late(today: date, due: date, days: Days | None = None) -> int:
    """Working days by which `due` has passed; 0 while there is time. The first late day is one, also a Saturday."""
    return 0 if today <= due else max(1, -working_days_left(today, due, days))


def is_estimated(day: date, days: Days | None = None) -> bool:
    """Whether a deadline rests on Monday to Friday alone: for its year nothing was published or entered yet."""
    calendar = published() if days is None else days
    return all(known.year != day.year for known in calendar)


def due_on(state: str, since: date, days: Days | None = None) -> date | None:
    """By when staff owes the next step of a claim in `state`; None when the step is not theirs."""
    limit = STAFF_DAYS.get(state)
    return None if limit is None else working_day(since, limit, days)


def payable_from(month: date, decided: date, days: Days | None = None) -> date:
    """The day from which a month is late if it is unpaid: its pay day, or ten working days after the decision."""
    return max(month.replace(day=PAY_DAY), working_day(decided, PAY_DAYS, days))
