"""灵活就业社会保险补贴. 就业促进法 art 52; 财社〔2017〕164号; Harbin's yearly notices. First pay, then subsidy."""

from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import MONTHS_A_YEAR, add_months, add_years, month_of, months_from
from jobhelp.policy.facts import Facts, read_whole
from jobhelp.policy.model import Answer, Decision, Finding, agree, both, cents, decide, no, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.retirement import CLASSES, possible_classes, retirement
from jobhelp.policy.rules.areas import area_of

CODE = "si"
PENSION_AND_MEDICAL = ("months", "pension", "medical", "total")


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """Yearly amounts for pension and medical insurance, by the months of the year that count."""
    window, year = _window(on, parameters)
    left = None if facts.get("graduate") is False else facts.day("graduate_left_school_on")
    period = _period(year, parameters)
    graduate = [month for month in period if _soon_after_school(month, left, on, parameters)]
    ages = _months_by_age(facts, period, parameters)
    by_age = facts.flag("dp_certified", True) is True and _of_age(ages) is Answer.PASS
    certified = facts.flag("dp_certified", by_age or left is None)
    as_graduate = left is not None and not (by_age and max(map(len, ages)) >= len(graduate))
    if as_graduate and not graduate and certified is True:  # left school long ago: certified like anybody
        as_graduate = False
    if as_graduate:
        ages = [graduate]
    used, cap = (
        read_whole("months_used_before", facts.extra("months_used_before", 0)),
        _cap(on, as_graduate, parameters),
    )
    remaining = None if used is None or cap is None else max(0, cap - used)
    on_ui = read_whole("ui_months_in_period", facts.extra("ui_months_in_period", 0))
    reasons = {
        "SI-1": yes(bool(graduate)) if as_graduate else _certified(facts, certified),
        "SI-2": Answer.PASS if as_graduate else _of_age_or_graduate(facts, ages),
        "SI-3": yes(facts.flag("flexible_employment", True)),
        "SI-4": _paid(facts),
        "SI-5": both(no(facts.flag("on_ui", False)), yes(None if on_ui is None else True)),
        "SI-6": yes(None if remaining is None else remaining > 0),
        "SI-7": window,
    }
    counted = _counted(facts, ages, remaining, on_ui)
    some_count = reasons["SI-2"] is Answer.PASS and Answer.FAIL not in reasons.values()
    if counted and max(counted) == 0 and some_count:
        reasons["SI-5"] = Answer.FAIL  # every month that would count was a month on unemployment benefit
    decision = decide(reasons)
    if decision is Decision.INELIGIBLE:
        values: dict[str, Any] = {
            "months": 0,
            "pension": Decimal(0),
            "medical": Decimal(0),
            "total": Decimal(0),
        }
    elif decision is Decision.UNDETERMINED:
        values = dict.fromkeys(PENSION_AND_MEDICAL)
    else:
        values = _values(facts, on, parameters, counted)
        if not (facts.left_out("medical_rate") or values["total"] is not None or "total_range" in values):
            decision, values = Decision.UNDETERMINED, dict.fromkeys(PENSION_AND_MEDICAL)
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def _certified(facts: Facts, certified: bool | None) -> Answer:
    """Recognised as hard to place; while it is not known whether the person is a graduate, a no is not final."""
    return Answer.UNKNOWN if _may_be_graduate(facts) and certified is False else yes(certified)


def _of_age_or_graduate(facts: Facts, ages: list[list[date]]) -> Answer:
    """SI-2, from which graduates are exempt: not final either while that is not known."""
    of_age = _of_age(ages)
    return Answer.UNKNOWN if of_age is Answer.FAIL and _may_be_graduate(facts) else of_age


def _may_be_graduate(facts: Facts) -> bool:
    unsaid = facts.get("graduate") is not False and not facts.left_out("graduate_left_school_on")
    return unsaid and facts.get("graduate_left_school_on") is None


def _window(on: date, parameters: Reader) -> tuple[Answer, int]:
    """The answer of SI-7 and the subsidy year: that of the window, else the last year that has ended."""
    first = _first_month(on, parameters)
    ended = on.year if on.month >= first else on.year - 1
    for row in parameters.rows("si_flex_application_window"):
        late = row.value["late_window"]
        inside = row.since <= on and (row.until is None or on <= row.until)
        if inside or (late and late[0] <= on <= late[-1]):
            parameters.row("si_flex_application_window", row.since)
            year = row.value["year"]
            return (Answer.PASS, year) if isinstance(year, int) else (Answer.UNKNOWN, ended)
    parameters.shut("si_flex_application_window", on)
    return Answer.FAIL, ended


def _first_month(on: date, parameters: Reader) -> int:
    """The first month of a subsidy year; before the first notice seen, that of the first notice."""
    name = "si_flex_period_first_month"
    return parameters.number(name, on) or int(parameters.first(name).value)


def _period(year: int, parameters: Reader) -> list[date]:
    """The twelve months that a subsidy year covers."""
    first = _first_month(date(year, 1, 1), parameters)
    return list(months_from(date(year - 1, first, 1), MONTHS_A_YEAR))


def _soon_after_school(month: date, left: date | None, on: date, parameters: Reader) -> bool:
    """A month after the month of leaving school and within the months that graduates have."""
    most = parameters.number("si_grad_max_months", on)
    return (
        left is not None and most is not None and month_of(left) < month <= add_months(month_of(left), most)
    )


def _cap(on: date, graduate: bool, parameters: Reader) -> int | None:
    return parameters.number("si_grad_max_months" if graduate else "si_flex_max_months", on)


def _months_by_age(facts: Facts, period: list[date], parameters: Reader) -> list[list[date]]:
    """For each possible class the months from reaching the age to retirement; [] when age is not known.

    A case file that says nothing of sex and class means the one with the most months.
    """
    if facts.left_out("birth_date"):
        return [period]
    born = facts.day("birth_date")
    if born is None:
        return []
    unsaid = facts.left_out("sex") and not facts.has("retire_class")
    found = []
    for kind in CLASSES if unsaid else possible_classes(facts):
        age = parameters.number("si_flex_age_male" if kind == "male" else "si_flex_age_female", period[0])
        if age is None:
            return []
        first, last = month_of(add_years(born, age)), month_of(retirement(parameters, born, kind)[0])
        found.append([month for month in period if first <= month <= last])
    return [max(found, key=len)] if unsaid else found


def _of_age(ages: list[list[date]]) -> Answer:
    return agree(yes(bool(months)) for months in ages) if ages else Answer.UNKNOWN


def _paid(facts: Facts) -> Answer:
    """SI-4: premiums paid in the person's own name, for known months."""
    if facts.left_out("months_paid"):
        return yes(facts.flag("paid_own_name", True))
    months = facts.whole("months_paid")
    if facts.flag("paid_own_name", True) is False or months == 0:
        return Answer.FAIL
    return yes(None if months is None or facts.flag("paid_own_name", True) is None else True)


def _counted(facts: Facts, ages: list[list[date]], remaining: int | None, on_ui: int | None) -> list[int]:
    """Months that count for each possible class; [] when something is not known."""
    paid = facts.whole("months_paid", MONTHS_A_YEAR)
    if remaining is None or on_ui is None or paid is None:
        return []
    return [min(max(0, min(len(months), paid) - on_ui), remaining) for months in ages]


def _values(facts: Facts, on: date, parameters: Reader, counted: list[int]) -> dict[str, Any]:
    pension, medical = parameters.amount("si_flex_pension_annual", on), _medical(facts, on, parameters)
    if pension is None or not counted:
        return dict.fromkeys(PENSION_AND_MEDICAL)
    told = [_amounts(months, pension, medical) for months in sorted(set(counted))]
    if len(told) == 1 or medical is None:
        return told[0] if len(told) == 1 else dict.fromkeys(PENSION_AND_MEDICAL)
    ends = (told[0], told[-1])
    return dict.fromkeys(PENSION_AND_MEDICAL) | {
        "months_range": [one["months"] for one in ends],
        "total_range": [one["total"] for one in ends],
        "open_question": "retire_class",
    }


def _amounts(months: int, pension: Decimal, medical: Decimal | None) -> dict[str, Any]:
    """Each part is the yearly amount by twelfths, rounded; the total is their sum."""
    own = cents(pension * months / MONTHS_A_YEAR)
    health = None if medical is None else cents(medical * months / MONTHS_A_YEAR)
    return {
        "months": months,
        "pension": own,
        "medical": health,
        "total": None if health is None else own + health,
    }


def _medical(facts: Facts, on: date, parameters: Reader) -> Decimal | None:
    """The yearly amount of the person's medical scheme; known for the city proper only."""
    rate = facts.get("medical_rate")
    amounts = parameters.value("si_flex_medical_annual", on) or {}
    in_city = facts.left_out("area") or area_of(facts) in (
        parameters.value("si_medical_known_areas", on) or ()
    )
    if rate not in amounts or (amounts[rate] != 0 and not in_city):
        return None
    return Decimal(str(amounts[rate]))
