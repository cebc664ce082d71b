"""农民工临时生活补助. 人社部发〔2020〕40号 and its two extensions; open from 2020-05-01 to 2022-12-31."""

from datetime import date
from decimal import Decimal

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding, both, cents, decide, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.ls import rural
from jobhelp.policy.rules.us import in_window, not_paid_before

CODE = "tl"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """One month of the city's dibao standard for a migrant worker who was insured late and briefly."""
    reasons = {
        "TL-1": rural(facts),
        "TL-2": both(_insured_late(facts, parameters), _insured_briefly(facts, parameters)),
        "TL-3": in_window(parameters, "tl_window", on, facts, "terminated_on"),
        "TL-4": not_paid_before(facts),
        "TL-5": yes(facts.flag("unemployed", True)),
    }
    decision = decide(reasons)
    if decision is Decision.INELIGIBLE:
        values: dict[str, object] = {"months": 0, "monthly": None, "total": Decimal(0)}
        return Finding(CODE, decision, reasons, values, list(parameters.used.values()))
    months, monthly = parameters.number("tl_months", on), parameters.amount("tl_monthly_amount", on)
    if decision is Decision.UNDETERMINED or months is None or monthly is None:
        values = {"months": None, "monthly": None, "total": None}
        return Finding(CODE, Decision.UNDETERMINED, reasons, values, list(parameters.used.values()))
    values = {"months": months, "monthly": monthly, "total": cents(months * monthly)}
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def _insured_late(facts: Facts, parameters: Reader) -> Answer:
    if facts.left_out("first_insured_on"):
        return Answer.PASS
    first, since = facts.day("first_insured_on"), parameters.first("tl_window").value["insured_on_or_after"]
    return yes(None if first is None else first >= since)


def _insured_briefly(facts: Facts, parameters: Reader) -> Answer:
    if facts.left_out("insured_months"):
        return Answer.PASS
    months, limit = facts.whole("insured_months"), parameters.first("tl_insured_less_than_months").value
    return yes(None if months is None else months < limit)
