"""就业困难人员认定. 就业促进法 art 52; 黑人社函〔2021〕509号; 人社部发〔2024〕84号."""

from datetime import date

from jobhelp.policy.calendar import add_months, add_years
from jobhelp.policy.facts import Facts, read_day
from jobhelp.policy.model import Answer, Decision, Finding, agree, both, either, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.retirement import MALE, below_retirement, possible_classes, retirement_dates
from jobhelp.policy.rules.leaving import not_registered

CODE = "dp"
CLASSES = ("DP-A", "DP-B", "DP-C", "DP-D", "DP-E", "DP-F", "DP-G")


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """Registered unemployed of working age with urban hukou, and at least one of the classes."""
    ground = _ground(facts, on, parameters)
    registered = Answer.FAIL if not_registered(facts) else _registered(facts)
    reasons = {
        "DP-0": both(ground, registered),
        "DP-A": _older(facts, on, parameters),
        "DP-B": yes(facts.flag("zero_employment_household", False)),
        "DP-C": yes(facts.flag("disability_card", False)),
        "DP-D": yes(facts.flag("dibao", False)),
        "DP-E": _long_unemployed(facts, on, parameters),
        "DP-F": yes(facts.flag("lost_land", False)),
        "DP-G": yes(facts.flag("hard_to_place_graduate", False)),
    }
    one_class = either(*(reasons[code] for code in CLASSES))
    match both(reasons["DP-0"], one_class):
        case Answer.FAIL:
            decision = Decision.INELIGIBLE
        case Answer.UNKNOWN:
            decision = Decision.UNDETERMINED
        case _:
            decision = Decision.ELIGIBLE
    passing = [code for code in CLASSES if reasons[code] is Answer.PASS]
    finding = Finding(CODE, decision, reasons, used=list(parameters.used.values()))
    finding.values["categories"] = passing if decision is Decision.ELIGIBLE else []
    if decision is Decision.INELIGIBLE:
        finding.values |= {"months": 0, "total": 0}
    finding.curable = not_registered(facts) and ground is not Answer.FAIL and bool(passing)
    return finding


def _ground(facts: Facts, on: date, parameters: Reader) -> Answer:
    """The parts of DP-0 but the registration: working age, urban hukou, out of work."""
    hukou = facts.get("hukou", "urban")
    return both(
        _old_enough(facts, on, parameters),
        below_retirement(retirement_dates(parameters, facts), on),
        yes(None if hukou is None else hukou == "urban"),
        yes(facts.flag("unemployed", True)),
    )


def _old_enough(facts: Facts, on: date, parameters: Reader) -> Answer:
    if facts.left_out("birth_date"):
        return Answer.PASS
    born, age = facts.day("birth_date"), parameters.number("working_age", on)
    return yes(None if born is None or age is None else on >= add_years(born, age))


def _registered(facts: Facts) -> Answer:
    if facts.left_out("registered_on"):
        return Answer.PASS
    return yes(None if facts.day("registered_on") is None else True)


def _older(facts: Facts, on: date, parameters: Reader) -> Answer:
    """DP-A: a woman from 40, a man from 50, below retirement age."""
    if facts.left_out("birth_date"):
        return Answer.PASS
    born, dates = facts.day("birth_date"), retirement_dates(parameters, facts)
    if born is None:
        return Answer.UNKNOWN
    answers = []
    unsaid = facts.left_out("sex") and not facts.has(
        "retire_class"
    )  # a case file that leaves it out means: a yes
    for kind in possible_classes(facts):
        age = parameters.number("dp_age_male" if kind == MALE and not unsaid else "dp_age_female", on)
        reached = yes(None if age is None else on >= add_years(born, age))
        answers.append(both(reached, below_retirement({kind: dates[kind]}, on)))
    return agree(answers)


def _long_unemployed(facts: Facts, on: date, parameters: Reader) -> Answer:
    """DP-E: unemployed for twelve months on end since the registration."""
    if not_registered(facts):
        return Answer.FAIL
    if facts.left_out("registered_on"):
        return Answer.PASS
    since, months = facts.day("registered_on"), parameters.number("dp_continuous_unemployed_months", on)
    if since is None or months is None:
        return Answer.UNKNOWN
    if on < add_months(since, months):
        return Answer.FAIL
    events = facts.rows("events")
    if events is None:
        return Answer.UNKNOWN
    worked = [read_day("events", one.get("date")) for one in events if one.get("type") == "reemployed"]
    if any(day is None for day in worked):
        return Answer.UNKNOWN
    return yes(not any(day is not None and since <= day <= on for day in worked))
