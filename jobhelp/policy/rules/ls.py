"""农民工一次性生活补助. 失业保险条例 art 21: a rural contract worker who did not pay the personal premium."""

from datetime import date
from decimal import Decimal

from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding, cents, decide, no, yes
from jobhelp.policy.parameters import Reader

CODE = "ls"
NOT_ENDED = "not_ended"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """The premiums that the employer paid for the worker in the job, returned once."""
    months, premium = facts.whole("continuous_job_months"), facts.amount("employer_premium_monthly")
    least = parameters.number("ls_min_continuous_months", on)
    parameters.value("ls_formula", on)
    long_enough = yes(None if months is None or least is None else months >= least)
    paid = yes(None if premium is None else premium > 0)
    termination = facts.get("termination", "any")
    ended = yes(None if termination is None else termination != NOT_ENDED)
    reasons = {
        "LS-1": rural(facts),
        "LS-2": no(facts.flag("person_paid_premium", False)),
        "LS-3": Answer.PASS if facts.left_out("continuous_job_months") else long_enough,
        "LS-4": Answer.PASS if facts.left_out("employer_premium_monthly") else paid,
        "LS-5": ended,
    }
    total = None if months is None or premium is None else cents(months * premium)
    stated = not (facts.left_out("continuous_job_months") or facts.left_out("employer_premium_monthly"))
    return once(CODE, reasons, total, parameters, needed=stated)


def rural(facts: Facts) -> Answer:
    """Rural hukou."""
    kind = facts.get("hukou", "rural")
    return yes(None if kind is None else kind == "rural")


def once(
    code: str, reasons: dict[str, Answer], total: Decimal | None, parameters: Reader, *, needed: bool = True
) -> Finding:
    """A finding of a programme that pays once; without an amount nothing can be decided, where one is `needed`."""
    decision = decide(reasons)
    values: dict[str, object] = {"total": total}
    if decision is Decision.INELIGIBLE:
        values = {"months": 0, "total": Decimal(0)}
    elif decision is Decision.UNDETERMINED or (total is None and needed):
        decision, values = Decision.UNDETERMINED, {"total": None}
    return Finding(code, decision, reasons, values, list(parameters.used.values()))
