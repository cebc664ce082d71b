"""失业保险金. 社会保险法 art 44-52; 失业保险条例 art 14-21; 实施社会保险法若干规定 art 13."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import add_months, count_months, last_day, month_of, months_from, written
from jobhelp.policy.facts import Facts, read_whole
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
from jobhelp.policy.parameters import Reader
from jobhelp.policy.retirement import below_retirement, retirement_dates
from jobhelp.policy.rules.areas import area_of, class_of, insured_here
from jobhelp.policy.rules.leaving import Event, first_event, left_not_by_own_will, not_registered
from jobhelp.policy.rules.schedule import Schedule, monthly_schedule, total_of

CODE = "ui"
NOTHING_GRANTED = {"granted_months": 0, "extension_months": 0}


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """Months by contribution, the monthly standard of the insured place, until a stop event or retirement."""
    start = facts.day("registered_on", on) or on
    dates = retirement_dates(parameters, facts)
    reasons = {
        "UI-1": contributed(facts, on, parameters),
        "UI-2": left_not_by_own_will(facts, on, parameters),
        "UI-3": registered(facts, on, parameters),
        "UI-4": both(below_retirement(dates, start), no(facts.flag("on_pension", False))),
        "UI-5": Answer.PASS,
        "UI-6": insured_here(facts, start, parameters),
        "UI-7": no(facts.flag("on_us", False)),
    }
    spells = _spells(facts, start, parameters, dates)
    event = first_event(facts, parameters, on)
    reasons["UI-5"] = _not_stopped(event, start, spells)
    others = decide({code: answer for code, answer in reasons.items() if code != "UI-5"})
    begun = event is not None and event[0] is not None and event[0] >= start
    stops = reasons["UI-5"] is Answer.FAIL and begun and bool(spells)
    decision = Decision.STOPPED if stops and others is Decision.ELIGIBLE else decide(reasons)
    finding = Finding(CODE, decision, reasons)
    finding.values = _values(facts, start, parameters, decision, spells, event)
    if not (facts.left_out("contribution_months") or facts.left_out("area")):
        settle(finding)
    failing = [code for code, answer in reasons.items() if answer is Answer.FAIL]
    finding.curable = failing == ["UI-3"] and not_registered(facts)
    finding.used = list(parameters.used.values())
    return finding


def contributed(facts: Facts, on: date, parameters: Reader) -> Answer:
    """UI-1: employer and worker paid long enough, or months of an earlier spell are left."""
    carried = read_whole("carried_months", facts.extra("carried_months", 0))
    paid = yes(True) if facts.left_out("contribution_months") else _enough(facts, on, parameters)
    return either(yes(None if carried is None else carried > 0), both(paid, _premium(facts, paid)))


def _enough(facts: Facts, on: date, parameters: Reader) -> Answer:
    months, least = facts.whole("contribution_months"), parameters.number("ui_min_contribution_months", on)
    return yes(None if months is None or least is None else months >= least)


def _premium(facts: Facts, paid: Answer) -> Answer:
    """Whether the worker's own share was paid; it matters only where the months suffice."""
    return Answer.PASS if paid is Answer.FAIL else yes(facts.flag("person_paid_premium", True))


def registered(facts: Facts, on: date, parameters: Reader) -> Answer:
    """UI-3: registered as unemployed, and within the window while there was one."""
    if not_registered(facts):
        return Answer.FAIL
    day = facts.day("registered_on", on)
    if day is None:
        return Answer.UNKNOWN
    window = parameters.value("ui_claim_window_days", day)
    if not isinstance(window, int) or facts.left_out("terminated_on"):
        return Answer.PASS
    ended = facts.day("terminated_on")
    return yes(None if ended is None else day <= ended + timedelta(days=window))


@dataclass(frozen=True)
class Spell:
    """The months of one possible reading: granted by law, and really lasting (cut by or extended to retirement)."""

    granted: int
    last: date | None  # month; None when there is none
    by_retirement: bool
    extend: bool  # read as still unemployed when the granted months end


def _spells(facts: Facts, start: date, parameters: Reader, dates: dict[str, date | None]) -> list[Spell]:
    """One spell for each reading that the facts leave open: months granted, retirement class, still unemployed."""
    still = facts.flag("still_unemployed_at_expiry", True)
    return [
        _spell(granted, start, day, parameters, extend=extend)
        for granted in _granted(facts, start, parameters)
        for day in (dates or {"": None}).values()
        for extend in ((True, False) if still is None else (still,))
    ]


def _granted(facts: Facts, start: date, parameters: Reader) -> list[int]:
    """Months by the table for new contributions, plus months left from before, up to the cap.

    Every number that is possible by what is known: one where contributions and months left are known.
    """
    most = parameters.number("ui_max_months_with_carryover", start)
    steps = parameters.value("ui_duration_table", start)
    if most is None or steps is None:
        return []
    table = [int(step["months"]) for step in steps]
    months = facts.whole("contribution_months")
    carried = read_whole("carried_months", facts.extra("carried_months", 0))
    if months is not None:
        new = [int(step["months"]) for step in steps if step["min"] <= months <= step["max"]] or [0]
    elif facts.left_out("contribution_months"):  # with months left over: a case about those alone
        new = [0] if carried else table
    else:  # with months left over, too few new ones are possible as well
        new = [0, *table] if carried else table
    premium = facts.flag("person_paid_premium", True)
    if premium is not True:
        new = [0] if premium is False else [0, *new]
    left = range(most + 1) if carried is None else (carried,)
    return sorted({min(most, one + kept) for one in new for kept in left})


def _spell(granted: int, start: date, retires: date | None, parameters: Reader, *, extend: bool) -> Spell:
    if granted == 0:
        return Spell(0, None, False, extend)
    last = add_months(month_of(start), granted - 1)
    if retires is None:
        return Spell(granted, last, False, extend)
    if month_of(retires) <= last:
        return Spell(granted, month_of(retires), True, extend)
    expiry = last_day(last)
    near = parameters.number("ui_older_extension_threshold_months", expiry)
    if extend and near is not None and expiry < retires < add_months(expiry, near):
        return Spell(granted, month_of(retires), True, extend)
    return Spell(granted, last, False, extend)


def _not_stopped(event: Event | None, start: date, spells: list[Spell]) -> Answer:
    """UI-5. An event before the registration fails too; one after the last month does not count."""
    if event is None:
        return Answer.PASS
    day = event[0]
    if day is None:
        return Answer.UNKNOWN
    if day < start:
        return Answer.FAIL
    return agree(yes(spell.last is None or month_of(day) > spell.last) for spell in spells)


def _values(
    facts: Facts,
    start: date,
    parameters: Reader,
    decision: Decision,
    spells: list[Spell],
    event: Event | None,
) -> dict[str, Any]:
    if decision is Decision.INELIGIBLE:
        return {"months": 0, "monthly": None, "total": Decimal(0), "schedule": []} | NOTHING_GRANTED
    unknown: dict[str, Any] = {"months": None, "monthly": None, "total": None, "schedule": None}
    if decision is Decision.UNDETERMINED or not spells:
        return unknown
    stop = event[0] if decision is Decision.STOPPED and event is not None else None
    told = [_paid(facts, start, parameters, spell, stop) for spell in spells]
    kept = {one["months"]: one for one in told}
    granted = {spell.granted for spell in spells}
    values = told[0]
    if len(kept) > 1:
        values = unknown | {"monthly": told[0]["monthly"], "granted_months": told[0]["granted_months"]}
    if len(granted) > 1:
        values["granted_months"] = values["extension_months"] = None
    elif len(kept) > 1:
        few, many = kept[min(kept)], kept[max(kept)]
        values |= {
            "months_range": [few["months"], many["months"]],
            "total_range": [few["total"], many["total"]],
            "open_question": _open_question(spells),
        }
    if event is not None and event[1] == "reemployed" and stop is not None:
        kept_back = len(granted) == 1 and values["months"] is not None
        values["carried_months"] = max(0, spells[0].granted - values["months"]) if kept_back else None
    if _only_carried(facts, start, parameters):
        values["route"] = "carryover_only"
    return values


def _open_question(spells: list[Spell]) -> str:
    """The fact on which the number of months hangs: the class, unless it makes no difference."""
    ends = {spell.last for spell in spells if spell.extend == spells[0].extend}
    return "retire_class" if len(ends) > 1 else "still_unemployed_at_expiry"


def _only_carried(facts: Facts, start: date, parameters: Reader) -> bool:
    months, carried = (
        facts.whole("contribution_months", 0),
        read_whole("carried_months", facts.extra("carried_months", 0)),
    )
    least = parameters.number("ui_min_contribution_months", start)
    return bool(carried) and months is not None and least is not None and months < least


def _paid(facts: Facts, start: date, parameters: Reader, spell: Spell, stop: date | None) -> dict[str, Any]:
    """Months and amounts of one spell, up to and including the month of a stop event."""
    last, stopped = spell.last, False
    if stop is not None and last is not None and month_of(stop) <= last:
        last, stopped = month_of(stop), True
    months = 0 if last is None else count_months(start, last)
    first, area = month_of(start), area_of(facts)
    schedule, total = parameters.remember(
        ("ui", area, first, months), lambda: _schedule(area, first, months, parameters)
    )
    values: dict[str, Any] = {
        "months": months,
        "monthly": standard(area, first, parameters) if months else None,
        "total": total,
        "schedule": schedule,
        "granted_months": spell.granted,
        "extension_months": max(0, months - spell.granted),
    }
    if stopped or spell.by_retirement:
        values["stop_month"] = written(last) if last is not None else None
    return values


def _schedule(
    area: str | None, first: date, months: int, parameters: Reader
) -> tuple[Schedule | None, Decimal | None]:
    """The amounts of so many months in a place, and their sum."""
    amounts = [(month, standard(area, month, parameters)) for month in months_from(first, months)]
    schedule = monthly_schedule(amounts)
    return schedule, total_of(schedule)


def standard(area: str | None, month: date, parameters: Reader) -> Decimal | None:
    """The monthly standard of the insured place in force on the first of the month."""
    kind = class_of(area, month, parameters, "ui_class_by_area")
    return None if kind is None else parameters.amount(f"ui_standard_monthly_{kind}", month)
