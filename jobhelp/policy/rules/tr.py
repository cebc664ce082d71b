"""一次性临时救助金. 哈政办规〔2021〕4号 section 5; 国发〔2014〕47号; 民政部、财政部 2022 notice."""

from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding, both, cents, decide, no, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.areas import area_of, class_of, in_the_city

CODE = "tr"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """One to three months of the area's dibao; the officer chooses the number and says why."""
    least, most = parameters.number("tr_months_min", on), parameters.number("tr_months_max", on)
    reasons = {
        "TR-0": yes(on >= parameters.first("tr_months_min").since),
        "TR-1": both(yes(facts.flag("unemployed", True)), yes(facts.flag("hardship", True))),
        "TR-2": no(facts.flag("insured", False)),
        "TR-3": no(facts.flag("dibao", False)),
        "TR-4": in_the_city(facts, on, parameters),
        "TR-5": _no_income(facts, on, parameters),
    }
    decision = decide(reasons)
    values: dict[str, Any] = {"months_range": None, "total_range": None}
    if decision is Decision.INELIGIBLE:
        values = {"months": 0, "total": Decimal(0)}
    elif least is not None and most is not None:
        kind = class_of(area_of(facts), on, parameters, "dibao_class_by_area")
        monthly = None if kind is None else parameters.amount(f"dibao_urban_{kind}", on)
        values["months_range"] = [least, most]
        if monthly is not None:
            values["total_range"] = [cents(least * monthly), cents(most * monthly)]
        elif not facts.left_out("area"):
            decision = Decision.UNDETERMINED
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def _no_income(facts: Facts, on: date, parameters: Reader) -> Answer:
    """TR-5: no income for three months; asked since June 2022."""
    least = parameters.number("tr_no_income_months", on)
    if least is None:
        return Answer.NOT_IN_FORCE
    if facts.left_out("no_income_months"):
        return Answer.PASS
    months = facts.whole("no_income_months")
    return yes(None if months is None else months >= least)
