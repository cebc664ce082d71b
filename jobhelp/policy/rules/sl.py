"""创业担保贷款（个人）. 财金〔2023〕75号 and its forerunners; 黑财规审〔2020〕17号; 哈人社发〔2019〕139号."""

from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import add_years
from jobhelp.policy.facts import Facts, read_amount, read_whole
from jobhelp.policy.model import Answer, Decision, Finding, both, cents, decide, no, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.retirement import below_retirement, retirement_dates
from jobhelp.policy.rules.loans import first_year, no_loan, own_facts

CODE = "sl"


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """Up to the personal cap (more with partners), with an interest subsidy."""
    facts = own_facts(facts)
    cap = _cap(facts, on, parameters)
    amount, months = facts.amount("amount"), facts.whole("months")
    longest = parameters.number("sl_person_max_months", on)
    times, most = facts.whole("times_before", 0), parameters.number("sl_max_times", on)
    reasons = {
        "SL-1": member_of(facts, "group", parameters.value("sl_groups", on)),
        "SL-2": both(
            _adult(facts, on, parameters), below_retirement(retirement_dates(parameters, facts), on)
        ),
        "SL-3": _no_other_loans(facts, on, parameters),
        "SL-4": no(facts.flag("bad_credit", False)),
        "SL-5": yes(None if times is None or most is None else times < most),
        "SL-6": within(facts, "amount", amount, cap),
        "SL-7": within(facts, "months", months, longest),
    }
    decision = decide(reasons)
    values: dict[str, Any] = {"cap": cap}
    if decision is Decision.INELIGIBLE:
        values |= {"months": 0, "total": Decimal(0)} | no_loan(facts)
    else:
        values |= first_year(facts, on, parameters, firm=False)
        if cap is None:
            decision = Decision.UNDETERMINED
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def member_of(facts: Facts, name: str, allowed: list[str] | None) -> Answer:
    """One of the named groups; any other name fails."""
    if facts.left_out(name):
        return Answer.PASS
    group = facts.get(name)
    return yes(None if group is None or allowed is None else group in allowed)


def within(facts: Facts, name: str, value: Decimal | int | None, most: Decimal | int | None) -> Answer:
    """Not more than the limit; the limit itself passes."""
    if facts.left_out(name):
        return Answer.PASS
    return yes(None if value is None or most is None else value <= most)


def _adult(facts: Facts, on: date, parameters: Reader) -> Answer:
    if facts.left_out("birth_date"):
        return Answer.PASS
    born, age = facts.day("birth_date"), parameters.number("adult_age", on)
    return yes(None if born is None or age is None else on >= add_years(born, age))


def _cap(facts: Facts, on: date, parameters: Reader) -> Decimal | None:
    """The personal cap; with partners the sum of theirs and a tenth more."""
    cap = parameters.amount("sl_person_cap", on)
    partners = read_whole("partners", facts.extra("partners", 0))
    if cap is None or partners is None or not partners:
        return None if partners is None else cap
    uplift = parameters.amount("sl_partner_uplift", on)
    return None if uplift is None else cents(partners * cap * (1 + uplift))


def _no_other_loans(facts: Facts, on: date, parameters: Reader) -> Answer:
    """SL-3: no other loan of self and spouse, except the kinds that do not count and small consumer loans together."""
    loans = facts.rows("other_loans")
    if loans is None:
        return Answer.UNKNOWN
    kinds = parameters.value("sl_loans_ignored", on) or ()
    others = [loan for loan in loans if loan.get("kind") not in kinds]
    if any(loan.get("kind") not in (None, "consumer") for loan in others):
        return Answer.FAIL
    if not others:
        return Answer.PASS
    limit = parameters.amount("sl_small_consumer_loan_ignored", on)
    consumer = [loan for loan in others if loan.get("kind") is not None]
    amounts = [read_amount("other_loans", loan.get("amount")) for loan in consumer]
    known = sum((one for one in amounts if one is not None), Decimal(0))
    if limit is None or known > limit:
        return Answer.FAIL
    return yes(True if None not in amounts and len(consumer) == len(others) else None)
