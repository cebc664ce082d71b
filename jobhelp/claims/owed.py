"""From a finding to the months that are owed: pure arithmetic over what the rule says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobhelp.policy.calendar import count_months, last_day, month_of, months_from, read_month
from jobhelp.policy.facts import Facts, read_day
from jobhelp.policy.model import Decision, Finding

FEN = 100


@dataclass(frozen=True)
class Owed:
    """One month (or one-time sum) in 分."""

    month: date
    amount: int


def fen(amount: Any) -> int:
    """An amount of CNY (at most two decimals) in whole 分."""
    return int(amount * FEN)


def owed(found: Finding, facts: Facts, on: date, chosen_months: int | None = None) -> list[Owed]:
    """The months that a granted finding owes, in order; [] when the finding says no sum.

    chosen_months   of temporary relief: how many months of dibao the officer chose
    """
    values = found.values
    if found.decision not in (Decision.ELIGIBLE, Decision.STOPPED):
        return []
    if found.programme == "tr":
        return _relief(values, on, chosen_months)
    if found.programme == "ei":
        return _of_hire(values, read_day("hire_date", facts.get("hire_date")) or on)
    if values.get("schedule") is not None:
        return [
            Owed(month, fen(amount))
            for first, last, amount in values["schedule"]
            for month in months_from(read_month(first), count_months(read_month(first), read_month(last)))
            if amount
        ]
    total = values.get("total")
    if "schedule" in values or not total or found.programme in ("dp", "sl", "sf", "pw"):
        return []
    return [Owed(month_of(on), fen(total))]


def _relief(values: dict[str, Any], on: date, chosen_months: int | None) -> list[Owed]:
    """One to three months of dibao, paid at once."""
    if chosen_months is None or not values.get("total_range"):
        return []
    least, monthly = values["months_range"][0], values["total_range"][0]
    return [Owed(month_of(on), fen(monthly / least * chosen_months))]


def _of_hire(values: dict[str, Any], first: date) -> list[Owed]:
    months, monthly = values.get("max_months"), values.get("monthly")
    if not months or not monthly:
        return []
    return [Owed(month, fen(monthly)) for month in months_from(first, months)]


def ends_on(months: Iterable[Owed], found: Finding) -> date | None:
    """The last day of what is granted; None for what is paid once, or is a status."""
    last = max((one.month for one in months), default=None)
    lasting = "schedule" in found.values or found.programme == "ei"
    return last_day(last) if last is not None and lasting else None


def covers(found: Finding, month: date) -> bool:
    """Whether a stopped finding still owes `month`: everything up to the month of the event."""
    schedule = found.values.get("schedule") or []
    return any(read_month(first) <= month <= read_month(last) for first, last, _ in schedule)
