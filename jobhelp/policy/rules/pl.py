"""价格临时补贴联动. 发改价格规〔2016〕1835号; 发改价格〔2021〕1553号; 哈政办规〔2021〕4号 section 1."""

from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding, cents, decide, either, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.sl import member_of

CODE = "pl"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """The published standard of the month and the city's own addition, when prices rose enough."""
    groups = list(parameters.value("pl_groups", on) or ())
    if parameters.value("pl_us_recipients_covered", on):
        groups += parameters.value("pl_wider_groups", on)
    reasons = {"PL-1": _triggered(facts, on, parameters), "PL-2": member_of(facts, "group", groups)}
    decision = decide(reasons)
    if decision is Decision.INELIGIBLE:
        values: dict[str, Any] = {"months": 0, "total": Decimal(0)}
    else:
        base, addition = facts.amount("published_standard"), parameters.amount("pl_harbin_topup", on)
        values = {"base": base, "topup": addition, "total": None}
        if base is not None and addition is not None and decision is Decision.ELIGIBLE:
            values["total"] = cents(base + addition)
        elif addition is None or not facts.left_out("published_standard"):
            decision = Decision.UNDETERMINED
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def _triggered(facts: Facts, on: date, parameters: Reader) -> Answer:
    """PL-1: the consumer or the food price index rose by the threshold; one left out counts as not reached."""
    if facts.left_out("cpi_yoy") and facts.left_out("food_yoy"):
        return Answer.PASS
    return either(
        _reached(facts, "cpi_yoy", parameters.amount("pl_cpi_threshold_pct", on)),
        _reached(facts, "food_yoy", parameters.amount("pl_food_cpi_threshold_pct", on)),
    )


def _reached(facts: Facts, name: str, threshold: Decimal | None) -> Answer:
    if facts.left_out(name):
        return Answer.FAIL
    rise = facts.change(name)
    return yes(None if rise is None or threshold is None else rise >= threshold)
