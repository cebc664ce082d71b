"""一次性求职补贴. 黑人社函〔2019〕984号; 黑财规〔2024〕11号 art 8: graduates in difficulty, through their school."""

from datetime import date

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Finding, no, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.ls import once

CODE = "js"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """One amount, once in a lifetime, in the academic year of graduation."""
    reasons = {
        "JS-1": _graduating(facts, on, parameters),
        "JS-2": _in_difficulty(facts, on, parameters),
        "JS-3": no(facts.flag("received_before", False)),
    }
    return once(CODE, reasons, parameters.amount("js_amount", on), parameters)


def _graduating(facts: Facts, on: date, parameters: Reader) -> Answer:
    """JS-1: from the first day of the academic year of graduation to its last."""
    if facts.left_out("graduation_year"):
        return Answer.PASS
    if facts.get("graduate") is False:
        return Answer.FAIL
    year, first_month = facts.whole("graduation_year"), parameters.number("academic_year_first_month", on)
    if year is None or first_month is None:
        return Answer.UNKNOWN
    return yes(date(year - 1, first_month, 1) <= on < date(year, first_month, 1))


def _in_difficulty(facts: Facts, on: date, parameters: Reader) -> Answer:
    """JS-2: at least one of the named categories."""
    if facts.left_out("categories"):
        return Answer.PASS
    categories, allowed = facts.get("categories"), parameters.value("js_categories", on)
    categories = [categories] if isinstance(categories, str) else categories
    return yes(None if categories is None or allowed is None else any(one in allowed for one in categories))
