"""公益性岗位. 就业促进法 art 52-53; 人社部发〔2019〕124号, 〔2020〕38号; seed notice, section 6."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import count_months, month_of, months_from, written
from jobhelp.policy.facts import BadFact, Facts, read_amount, read_month_of, read_whole
from jobhelp.policy.model import Answer, Decision, Finding, agree, cents, decide, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.areas import area_of, class_of
from jobhelp.policy.rules.ei import entitled_months, span_values
from jobhelp.policy.rules.schedule import monthly_schedule, total_of

CODE = "pw"
FULL_TIME, TEMPORARY = "fulltime", "parttime_temp"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """The post's subsidy by month: the minimum wage of its area, or the hourly one times the hours."""
    post = facts.get("post", FULL_TIME)
    wanted = _wanted(facts, on)
    spans = _spans(facts, post, wanted.first, on, parameters)
    reasons = {
        "PW-1": yes(facts.flag("dp_certified", True)),
        "PW-2": _time_left(post, spans, on, parameters),
        "PW-3": _valid(facts, post, on, parameters),
    }
    decision = decide(reasons)
    values: dict[str, Any] = {"months": None, "monthly": None, "total": None, "schedule": None}
    if decision is Decision.INELIGIBLE:
        values = {"months": 0, "monthly": None, "total": Decimal(0), "schedule": []}
    elif decision is Decision.ELIGIBLE:
        values = span_values(spans, wanted.first) | _values(facts, post, wanted, spans, on, parameters)
        stated = not facts.left_out("area") and (post == FULL_TIME or not facts.left_out("hours"))
        asked = facts.has("months") or facts.assume_satisfied
        no_amount = values["monthly"] is None or (
            asked and values["total"] is None and "total_range" not in values
        )
        if stated and no_amount:
            decision, values = Decision.UNDETERMINED, values | {"months": None, "total": None}
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


@dataclass(frozen=True)
class Wanted:
    """Entry month and number of months asked for; None: nobody said how long."""

    first: date
    months: int | None


def _wanted(facts: Facts, on: date) -> Wanted:
    months, hours = facts.extra("months", None), facts.get("hours")
    if facts.left_out("months") and isinstance(hours, Mapping) and hours:
        months = sorted(hours)
    if facts.left_out("months") and isinstance(hours, list | tuple):
        months = len(hours)
    if not (isinstance(months, list | tuple) and months):
        return Wanted(month_of(on), read_whole("months", months))
    first, last = read_month_of("months", months[0]), read_month_of("months", months[-1])
    if last < first:
        raise BadFact(f"months cannot end before they begin: {months!r}")
    return Wanted(first, count_months(first, last))


def _spans(facts: Facts, post: Any, first: date, on: date, parameters: Reader) -> list[int]:
    """Months that may still be paid, for each possible retirement class; [] when the ledger is not known."""
    if post == TEMPORARY:
        months = parameters.number("pw_temp_max_months", on)
        return [] if months is None else [months]
    used = read_whole("months_used_before", facts.extra("months_used_before", 0))
    before = read_whole("placements_before", facts.extra("placements_before", 0))
    most, total = parameters.number("pw_max_months", on), parameters.number("pw_total_max_months", on)
    repeats = parameters.number("pw_extension_times", on)
    if before is not None and repeats is not None and before > repeats:
        return [0]
    if used is None or before is None or most is None or total is None:
        return []
    left = max(0, most - used if before == 0 else min(most, total - used))
    return entitled_months(facts, first, on, parameters, "pw", left)


def _time_left(post: Any, spans: list[int], on: date, parameters: Reader) -> Answer:
    """PW-2: months are left. A temporary post has its own six months and is not counted here."""
    if post == TEMPORARY:
        return Answer.PASS
    if parameters.number("pw_max_months", on) is None:
        return Answer.NOT_IN_FORCE
    return agree(yes(months > 0) for months in spans) if spans else Answer.UNKNOWN


def _valid(facts: Facts, post: Any, on: date, parameters: Reader) -> Answer:
    """PW-3: a known kind of post; part-time within the legal hours."""
    if post is None:
        return Answer.UNKNOWN
    if post not in (FULL_TIME, TEMPORARY):
        return Answer.FAIL
    if post == FULL_TIME:
        return Answer.PASS
    if post == TEMPORARY and facts.has("hours") and facts.get("hours") is None:
        return Answer.UNKNOWN
    hours, most = facts.amount("hours_per_week"), parameters.amount("pw_parttime_max_hours_per_week", on)
    if facts.left_out("hours_per_week"):
        return Answer.PASS
    return yes(None if hours is None or most is None else hours <= most)


def _values(
    facts: Facts, post: Any, wanted: Wanted, spans: list[int], on: date, parameters: Reader
) -> dict[str, Any]:
    """Months and amounts; their range where the retirement class decides how many months are paid."""
    most = wanted.months
    if most is None and facts.left_out("months") and spans:
        most = max(spans)  # a case that does not limit the months
    told = [] if most is None else [min(most, span) for span in sorted(set(spans))]
    paid = [_paid(facts, post, wanted.first, months, on, parameters) for months in sorted(set(told))]
    if len(paid) == 1:
        return paid[0]
    unknown = {"months": None, "monthly": _subsidy(facts, post, wanted.first, 0, on, parameters)}
    ranges = {
        f"{name}_range": [one[name] for one in (paid[0], paid[-1])] for name in ("months", "total") if paid
    }
    return unknown | {"total": None, "schedule": None} | ranges


def _paid(facts: Facts, post: Any, first: date, months: int, on: date, parameters: Reader) -> dict[str, Any]:
    amounts = [
        (month, _subsidy(facts, post, month, place, on, parameters))
        for place, month in enumerate(months_from(first, months))
    ]
    schedule = monthly_schedule(amounts)
    return {
        "months": months,
        "monthly": amounts[0][1] if amounts else None,
        "total": total_of(schedule),
        "schedule": schedule,
    }


def _subsidy(
    facts: Facts, post: Any, month: date, place: int, on: date, parameters: Reader
) -> Decimal | None:
    """The subsidy of one month, by the value in force on its first day."""
    tier = class_of(area_of(facts), month, parameters, "min_wage_tier_by_area")
    formula = "pw_subsidy_fulltime" if post == FULL_TIME else "pw_subsidy_parttime"
    if tier is None or parameters.value(formula, max(month, on)) is None:
        return None
    if post == FULL_TIME:
        return parameters.amount(f"min_wage_monthly_{tier}", month)
    hourly, hours = parameters.amount(f"min_wage_hourly_{tier}", month), _hours(facts, month, place)
    return None if hourly is None or hours is None else cents(hourly * hours)


def _hours(facts: Facts, month: date, place: int) -> Decimal | None:
    """Hours of a month: from a mapping by month, a list in order, or one number for every month."""
    hours = facts.get("hours")
    if isinstance(hours, Mapping):
        by_month = {written(read_month_of("hours", key)): value for key, value in hours.items()}
        return read_amount("hours", by_month.get(written(month)))
    if isinstance(hours, list | tuple):
        return read_amount("hours", hours[place]) if place < len(hours) else None
    return read_amount("hours", hours)
