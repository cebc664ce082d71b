"""创业担保贷款（小微企业）. 财金〔2023〕75号 and its forerunners; 国统字〔2017〕213号 says which firm is small."""

from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding, both, decide, no, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.rules.areas import in_the_city
from jobhelp.policy.rules.loans import first_year, no_loan, own_facts
from jobhelp.policy.rules.sl import within

CODE = "sf"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """The firm's cap when enough of its staff are new hires from the groups; else an amount for each such hire."""
    facts = own_facts(facts)
    reasons = {
        "SF-1": both(yes(facts.flag("micro_small", True)), in_the_city(facts, on, parameters)),
        "SF-2": _enough_hires(facts, on, parameters),
    }
    per_hire = reasons["SF-2"] is Answer.FAIL
    cap = _cap(facts, on, parameters, per_hire=per_hire)
    amount, months = facts.amount("amount"), facts.whole("months")
    reasons["SF-3"] = both(
        yes(not (per_hire and cap == 0)),
        within(facts, "amount", amount, cap),
        within(facts, "months", months, parameters.number("sl_firm_max_months", on)),
    )
    if reasons["SF-2"] is Answer.UNKNOWN and amount is not None and reasons["SF-3"] is Answer.PASS:
        lower = _cap(facts, on, parameters, per_hire=True)
        reasons["SF-3"] = yes(True if lower is not None and amount <= lower else None)
    reasons["SF-4"] = no(facts.flag("arrears", False))
    decision = decide({code: answer for code, answer in reasons.items() if code != "SF-2" or not per_hire})
    values: dict[str, Any] = {"cap": cap, "route": "per_hire" if per_hire else "ratio"}
    values["hires_missing"] = _missing(facts, on, parameters)
    if reasons["SF-2"] is Answer.UNKNOWN:
        values |= {"cap": None, "route": None}
    if decision is Decision.INELIGIBLE:
        values |= {"months": 0, "total": Decimal(0)} | no_loan(facts)
    else:
        values |= first_year(facts, on, parameters, firm=True)
        if values["cap"] is None:
            decision = Decision.UNDETERMINED
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def _ratio(staff: int, on: date, parameters: Reader) -> Decimal | None:
    """The share that new hires must reach; None while the law asks none."""
    ratios = parameters.value("sl_firm_new_hire_ratio", on)
    if ratios is None:
        return None
    large = parameters.number("sl_firm_large_staff", on)
    return Decimal(str(ratios["over100" if large is not None and staff > large else "normal"]))


def _enough_hires(facts: Facts, on: date, parameters: Reader) -> Answer:
    """SF-2: new hires of the groups (no students) as a share of the staff."""
    if parameters.value("sl_firm_new_hire_ratio", on) is None:
        return Answer.NOT_IN_FORCE
    staff, hires = facts.whole("staff"), facts.whole("qualifying_hires")
    if hires == 0:
        return Answer.FAIL
    if facts.left_out("qualifying_hires") or (facts.left_out("staff") and hires is not None):
        return Answer.PASS
    if staff is None or hires is None:
        return Answer.UNKNOWN
    ratio = _ratio(staff, on, parameters)
    return yes(staff > 0 and (ratio is None or hires >= ratio * staff))


def _missing(facts: Facts, on: date, parameters: Reader) -> int | None:
    """How many more hires would reach the ratio; each hire adds to the staff as well."""
    staff, hires = facts.whole("staff"), facts.whole("qualifying_hires")
    if not staff or hires is None:
        return None
    ratio = _ratio(staff, on, parameters)
    return 0 if ratio is None else max(0, ceil((ratio * staff - hires) / (1 - ratio)))


def _cap(facts: Facts, on: date, parameters: Reader, *, per_hire: bool) -> Decimal | None:
    if not per_hire:
        return parameters.amount("sl_firm_cap", on)
    each, most = (
        parameters.amount("sl_firm_subratio_per_hire", on),
        parameters.amount("sl_firm_subratio_cap", on),
    )
    hires = facts.whole("qualifying_hires", 0)
    return None if each is None or most is None or hires is None else min(hires * each, most)
