"""失业补助金. 人社部发〔2020〕40号 and its two extensions; open from 2020-03-01 to 2022-12-31."""

from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import add_months, count_months, month_of, months_from, written
from jobhelp.policy.facts import Facts, read_day, read_whole
from jobhelp.policy.model import (
    Answer,
    Decision,
    Finding,
    agree,
    both,
    decide,
    either,
    no,
    settle,
    yes,
)
from jobhelp.policy.parameters import Reader, Row
from jobhelp.policy.retirement import below_retirement, retirement_dates
from jobhelp.policy.rules.leaving import Event, first_event, left_not_by_own_will
from jobhelp.policy.rules.schedule import monthly_schedule, total_of

CODE = "us"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """A fixed monthly amount by contribution months, for up to six months, applied for inside a window."""
    exhausted = read_day("ui_exhausted_on", facts.extra("ui_exhausted_on", None))
    by_exhaustion = _exhausted(facts, exhausted, on)
    route_one = by_exhaustion is Answer.PASS
    dates = retirement_dates(parameters, facts)
    reasons = {
        "US-1": _insured(facts, on, parameters),
        "US-2": _route(facts, on, parameters, by_exhaustion),
        "US-3": _in_time(facts, on, parameters, by_exhaustion),
        "US-4": not_paid_before(facts),
        "US-5": Answer.PASS,
        "US-6": no(facts.flag("on_ui", False)),
    }
    this_month = route_one and exhausted is not None and month_of(exhausted) == month_of(on)
    first = add_months(month_of(on), 1) if this_month else month_of(on)
    lasts = _last_months(first, dates, on, parameters)
    event = first_event(facts, parameters, on)
    able = both(
        below_retirement(dates, on), yes(facts.flag("unemployed", True)), no(facts.flag("on_pension", False))
    )
    begins, lasting = _begins(first, lasts), _not_stopped(event, max(on, first), lasts)
    others = decide(reasons | {"US-5": both(able, begins)})
    begun = event is not None and event[0] is not None and event[0] >= max(on, first)
    stops = lasting is Answer.FAIL and begun
    reasons["US-5"] = both(able, begins, lasting)
    decision = Decision.STOPPED if stops and others is Decision.ELIGIBLE else decide(reasons)
    finding = Finding(CODE, decision, reasons)
    finding.values = _values(facts, on, parameters, decision, first, lasts, event)
    if not facts.left_out("contribution_months"):
        settle(finding)
    finding.used = list(parameters.used.values())
    return finding


def _exhausted(facts: Facts, exhausted: date | None, on: date) -> Answer:
    """Whether unemployment benefit has run out, at the latest in the month of the application."""
    if exhausted is None:
        return Answer.FAIL if facts.left_out("ui_exhausted_on") else Answer.UNKNOWN
    return yes(month_of(exhausted) <= month_of(on))


def _insured(facts: Facts, on: date, parameters: Reader) -> Answer:
    """US-1: insured for at least a month."""
    if facts.left_out("contribution_months"):
        return Answer.PASS
    months = facts.whole("contribution_months")
    return yes(None if months is None else months > 0)


def _route(facts: Facts, on: date, parameters: Reader, exhausted: Answer) -> Answer:
    """US-2: benefit used up, or fewer months than benefit needs, or enough months but left by own will."""
    if facts.left_out("contribution_months"):
        return Answer.PASS
    months, least = facts.whole("contribution_months"), parameters.number("ui_min_contribution_months", on)
    few = yes(None if months is None or least is None else months < least)
    own_will = Answer.PASS
    if not facts.left_out("termination"):
        against = left_not_by_own_will(facts, on, parameters)
        own_will = {Answer.PASS: Answer.FAIL, Answer.FAIL: Answer.PASS}.get(against, against)
    return either(exhausted, few, own_will)


def _in_time(facts: Facts, on: date, parameters: Reader, exhausted: Answer) -> Answer:
    """US-3: what must fall in the window's year is the end of benefit where it was used up, else the end of the job."""
    by_end_of_job = in_window(parameters, "us_window", on, facts, "terminated_on")
    if exhausted is Answer.PASS:
        return in_window(parameters, "us_window", on, facts, "ui_exhausted_on")
    if exhausted is Answer.UNKNOWN and by_end_of_job is Answer.FAIL:
        return in_window(parameters, "us_window", on, facts, "ui_exhausted_on")
    return by_end_of_job


def window_of(parameters: Reader, name: str, on: date) -> Row | None:
    """The application window that contains a day."""
    return parameters.row(name, on)


def in_window(parameters: Reader, name: str, on: date, facts: Facts, event: str) -> Answer:
    """Applied inside a window and, where the window asks it, the event falls in the window's own year."""
    window = window_of(parameters, name, on)
    if window is None:
        parameters.shut(name, on)
        return Answer.FAIL
    since = window.value.get("event_from")
    if since is None or facts.left_out(event):
        return Answer.PASS
    day = facts.day(event)
    return yes(None if day is None else since <= day <= (window.until or day))


def not_paid_before(facts: Facts) -> Answer:
    """Nothing was paid for this spell yet."""
    paid = read_whole("us_received_months", facts.extra("us_received_months", 0))
    return yes(None if paid is None else paid == 0)


def _last_months(first: date, dates: dict[str, date | None], on: date, parameters: Reader) -> list[date]:
    """The last month for each possible retirement class."""
    months = parameters.number("us_max_months", on)
    if months is None:
        return []
    last = add_months(first, months - 1)
    return [last if day is None else min(last, month_of(day)) for day in (dates or {"": None}).values()]


def _begins(first: date, lasts: list[date]) -> Answer:
    """Whether there is a month to pay before retirement: payment may begin a month after the application."""
    return agree(yes(first <= last) for last in lasts) if lasts else Answer.PASS


def _not_stopped(event: Event | None, start: date, lasts: list[date]) -> Answer:
    if event is None:
        return Answer.PASS
    day = event[0]
    if day is None:
        return Answer.UNKNOWN
    if day < start:
        return Answer.FAIL
    return agree(yes(month_of(day) > last) for last in lasts) if lasts else Answer.PASS


def _values(
    facts: Facts,
    on: date,
    parameters: Reader,
    decision: Decision,
    first: date,
    lasts: list[date],
    event: Event | None,
) -> dict[str, Any]:
    if decision is Decision.INELIGIBLE:
        return {"months": 0, "monthly": None, "total": Decimal(0), "schedule": []}
    unknown: dict[str, Any] = {"months": None, "monthly": None, "total": None, "schedule": None}
    if decision is Decision.UNDETERMINED or not lasts:
        return unknown
    amount = monthly_amount(facts.whole("contribution_months"), on, parameters)
    told: list[dict[str, Any]] = []
    for last in sorted(set(lasts)):
        stop = event[0] if decision is Decision.STOPPED and event else None
        end = min(last, month_of(stop)) if stop else last
        schedule = monthly_schedule(
            [(month, amount) for month in months_from(first, count_months(first, end))]
        )
        told.append({"months": count_months(first, end), "total": total_of(schedule), "schedule": schedule})
        if end < add_months(first, (parameters.number("us_max_months", on) or 0) - 1):
            told[-1]["stop_month"] = written(end)
    if len({one["months"] for one in told}) == 1:
        return {"monthly": amount} | told[0]
    return unknown | {
        "monthly": amount,
        "months_range": [told[0]["months"], told[-1]["months"]],
        "total_range": [told[0]["total"], told[-1]["total"]],
        "open_question": "retire_class",
    }


def monthly_amount(months: int | None, on: date, parameters: Reader) -> Decimal | None:
    """The amount of the table, fixed at approval."""
    if months is None:
        return None
    steps = parameters.value("us_amount_table", on) or []
    found = (Decimal(str(step["amount"])) for step in steps if step["min"] <= months <= step["max"])
    return next(found, None)
