"""首次创业补贴. Harbin's rule of 2020 for graduates who found their first small firm; its end is not known."""

from datetime import date

from jobhelp.policy.calendar import add_months
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.ls import once

CODE = "os"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """One amount, higher for rural co-ops and e-commerce, once the business has run long enough."""
    rural = facts.extra("rural_coop", False)
    kinds = ("rural", "standard") if rural is None else ("rural" if rural else "standard",)
    opened = facts.day("registered_business_on")
    ready = [_ready(opened, parameters.number(f"os_min_operating_months_{kind}", on)) for kind in kinds]
    reasons = {
        "OS-1": _soon_after_school(facts, opened, on, parameters),
        "OS-2": _district_hukou(facts, on, parameters),
        "OS-3": yes(facts.flag("first_business", True)),
        "OS-4": _run_long_enough(facts, ready, on, parameters),
    }
    amounts = {parameters.amount(f"os_amount_{kind}", on) for kind in kinds}
    finding = once(CODE, reasons, amounts.pop() if len(amounts) == 1 else None, parameters)
    end_known = parameters.number("os_end_not_known_from_year", on)
    if end_known is not None and on.year >= end_known:
        finding.notes.append("end of the 2020 rule not known")
    failing = [code for code, answer in reasons.items() if answer is Answer.FAIL]
    if (
        finding.decision is Decision.INELIGIBLE
        and failing == ["OS-4"]
        and len(ready) == 1
        and ready[0] is not None
    ):
        finding.curable = True
        finding.values["next_date"] = ready[0]
    return finding


def _ready(opened: date | None, months: int | None) -> date | None:
    """The first day on which the business has run long enough."""
    return None if opened is None or months is None else add_months(opened, months)


def _soon_after_school(facts: Facts, opened: date | None, on: date, parameters: Reader) -> Answer:
    """OS-1: a graduate whose business was registered at the latest so many months after leaving school."""
    most = parameters.number("os_max_months_after_school_at_registration", on)
    if most is None:
        return Answer.NOT_IN_FORCE
    if facts.get("graduate") is False or facts.get("has_business") is False:
        return Answer.FAIL
    if facts.left_out("left_school_on") or facts.left_out("registered_business_on"):
        return Answer.PASS
    left = facts.day("left_school_on")
    if left is not None and left > on:
        return Answer.FAIL
    return yes(None if left is None or opened is None else opened <= add_months(left, most))


def _district_hukou(facts: Facts, on: date, parameters: Reader) -> Answer:
    """OS-2: hukou in one of the nine districts; a city-level or historic code is unknown."""
    if facts.left_out("hukou_area"):
        return Answer.PASS
    stated, known = facts.get("hukou_area"), parameters.value("harbin_areas", on)
    area = None if stated is None else str(stated)
    if area is None or known is None or area in known["open"]:
        return Answer.UNKNOWN
    return yes(area in known["districts"])


def _run_long_enough(facts: Facts, ready: list[date | None], on: date, parameters: Reader) -> Answer:
    """OS-4: the business has run for a year (rural co-op or e-commerce: two)."""
    if parameters.number("os_min_operating_months_standard", on) is None:
        return Answer.NOT_IN_FORCE
    if facts.get("has_business") is False:
        return Answer.FAIL
    if facts.left_out("registered_business_on"):
        return Answer.PASS
    answers = {yes(None if day is None else on >= day) for day in ready}
    return answers.pop() if len(answers) == 1 else Answer.UNKNOWN
