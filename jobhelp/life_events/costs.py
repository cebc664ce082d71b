"""What a finding costs: in all, in a month, in a year. Amounts in whole 分. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jobhelp.policy.calendar import MONTHS_A_YEAR, add_months, count_months, month_of, months_from, read_month
from jobhelp.policy.model import Decision, Finding

FEN = 100
LASTING = (Decision.ELIGIBLE, Decision.STOPPED)


@dataclass(frozen=True)
class Cost:
    """分 in the first month, and in the twelve months from it."""

    month: int = 0
    year: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.month + other.month, self.year + other.year)


def fen(amount: Decimal | int | float) -> int:
    """An amount of CNY in whole 分."""
    return int(Decimal(str(amount)) * FEN)


def whole(found: Finding) -> int | None:
    """What it brings in all, where the law fixes it; None where it does not (a loan, a range, a status).

    The subsidy for a hire: what the employer pays now, for all its months.
    """
    total, monthly, months = (found.values.get(name) for name in ("total", "monthly", "max_months"))
    if total is None and monthly is not None and months is not None:
        total = monthly * months
    return fen(total) if total else None


def cost_from(found: Finding, on: date, since: date) -> Cost:
    """What one finding of the day `on` costs from the month of `since`: nothing unless it is granted.

    A monthly benefit by its schedule, the firm's subsidy by its months; what is paid once counts in the month of
    `since`. A range (temporary relief) counts with its least. Loans and statuses cost nothing by themselves.
    """
    if found.decision not in LASTING:
        return Cost()
    first, last = month_of(since), add_months(month_of(since), MONTHS_A_YEAR - 1)
    by_month = _monthly(found, on)
    if by_month is None:
        once = _once(found)
        return Cost(once, once)
    return Cost(
        by_month.get(first, 0), sum(amount for month, amount in by_month.items() if first <= month <= last)
    )


def _monthly(found: Finding, on: date) -> dict[date, int] | None:
    """Month → 分 of what is paid monthly; None of what is not."""
    values = found.values
    if values.get("schedule") is not None:
        return {
            month: fen(amount)
            for start, end, amount in values["schedule"]
            for month in months_from(read_month(start), count_months(read_month(start), read_month(end)))
            if amount
        }
    if found.programme == "ei" and values.get("monthly") and values.get("max_months"):
        return {month: fen(values["monthly"]) for month in months_from(on, int(values["max_months"]))}
    return {} if "schedule" in values else None


def _once(found: Finding) -> int:
    if found.programme in ("sl", "sf", "dp"):
        return 0
    total = found.values.get("total")
    if total is None and found.values.get("total_range"):
        total = found.values["total_range"][0]
    return fen(total) if total else 0
