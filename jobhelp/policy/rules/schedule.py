"""A monthly benefit as a schedule: runs of equal amounts, and their sum."""

from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from jobhelp.policy.calendar import count_months, written
from jobhelp.policy.model import cents

Schedule = list[list[Any]]


def monthly_schedule(months: list[tuple[date, Decimal | None]]) -> Schedule | None:
    """[first month, last month, CNY a month] for each run of equal amounts; None when an amount is not known."""
    if any(amount is None for _, amount in months):
        return None
    runs = [(amount, [month for month, _ in run]) for amount, run in groupby(months, key=itemgetter(1))]
    return [[written(run[0]), written(run[-1]), amount] for amount, run in runs]


def total_of(schedule: Schedule | None) -> Decimal | None:
    """The sum over all months."""
    if schedule is None:
        return None
    total = Decimal(0)
    for first, last, amount in schedule:
        total += count_months(_month(first), _month(last)) * amount
    return cents(total)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
