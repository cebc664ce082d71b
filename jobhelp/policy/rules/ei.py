"""用人单位社会保险补贴. 就业促进法 art 52; 财社〔2017〕164号: for an employer who hires a recognised person."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import add_months, count_months, month_of, written
from jobhelp.policy.facts import Facts, read_amount
from jobhelp.policy.model import Answer, Decision, Finding, cents, decide, no, yes
from jobhelp.policy.parameters import Reader
from jobhelp.policy.retirement import retirement_dates

CODE = "ei"
SHARES = ("pension", "medical", "unemployment")  # of the employer; nothing else is refunded


def assess(facts: Facts, on: date, parameters: Reader) -> Finding:
    """The employer's own share that was really paid, for three years, or to retirement when that is near."""
    monthly = _paid_monthly(facts)
    reasons = {
        "EI-1": yes(facts.flag("dp_certified", True)),
        "EI-2": _contract(facts, on, parameters),
        "EI-3": yes(None if monthly is None else monthly > 0)
        if facts.has("employer_paid_monthly")
        else _taken(facts),
        "EI-4": no(facts.flag("received_before", False)),
    }
    hired = facts.day("hire_date") if facts.has("hire_date") else on
    most = parameters.number("ei_max_months", on)
    spans = [] if hired is None else entitled_months(facts, hired, on, parameters, "ei", most)
    decision = decide(reasons)
    values: dict[str, Any] = {"monthly": monthly, "max_months": None, "end_month": None}
    if decision is Decision.INELIGIBLE:
        values |= {"months": 0, "total": Decimal(0)}
    elif decision is Decision.ELIGIBLE:
        if not spans or hired is None or (monthly is None and not facts.left_out("employer_paid_monthly")):
            decision = Decision.UNDETERMINED
        else:
            values |= span_values(spans, hired) | _ranges(spans, monthly)
    return Finding(CODE, decision, reasons, values, list(parameters.used.values()))


def _ranges(spans: list[int], monthly: Decimal | None) -> dict[str, Any]:
    """Least and most months and money while the retirement class is open; nothing where it makes no difference."""
    ends = (min(spans), max(spans))
    if ends[0] == ends[-1]:
        return {}
    amounts = [None if monthly is None else cents(monthly * months) for months in ends]
    return {"months": None, "total": None, "months_range": list(ends), "total_range": amounts}


def _taken(facts: Facts) -> Answer:
    return Answer.PASS if facts.assume_satisfied else Answer.UNKNOWN


def _contract(facts: Facts, on: date, parameters: Reader) -> Answer:
    """EI-2: a labour contract of a year or longer."""
    if facts.left_out("contract_months"):
        return Answer.PASS
    months, least = facts.whole("contract_months"), parameters.number("ei_min_contract_months", on)
    return yes(None if months is None or least is None else months >= least)


def _paid_monthly(facts: Facts) -> Decimal | None:
    """Pension, medical and unemployment shares together; a share that is not named was not paid."""
    paid = facts.get("employer_paid_monthly")
    if paid is None:
        return None
    parts = [paid.get(share, 0) for share in SHARES] if isinstance(paid, Mapping) else [paid]
    amounts = [read_amount("employer_paid_monthly", part) for part in parts]
    known = [amount for amount in amounts if amount is not None]
    return cents(sum(known, Decimal(0))) if known and len(known) == len(amounts) else None


def entitled_months(
    facts: Facts, first: date, on: date, parameters: Reader, prefix: str, ordinary: int | None
) -> list[int]:
    """Months for each possible class: the ordinary number, or to retirement when that is near at approval.

    The test uses the retirement date by the law in force at approval; the end follows the law as it later changes.
    """
    near = parameters.number(f"{prefix}_near_retirement_months", on)
    if ordinary is None or near is None:
        return []
    by_law = retirement_dates(parameters, facts, law_of=on)
    finally_on = retirement_dates(parameters, facts)
    spans = []
    for kind, day in by_law.items():
        final = finally_on[kind]
        is_near = day is not None and final is not None and day < add_months(on, near)
        spans.append(count_months(first, final) if is_near and final is not None else ordinary)
    return spans


def span_values(spans: list[int], first: date) -> dict[str, Any]:
    """max_months and end_month, or their range while the retirement class is open."""
    if len(set(spans)) == 1:
        return {"max_months": spans[0], "end_month": _end(first, spans[0])}
    if not spans:
        return {"max_months": None, "end_month": None}
    few, many = min(spans), max(spans)
    return {
        "max_months": None,
        "end_month": None,
        "max_months_range": [few, many],
        "end_month_range": [_end(first, few), _end(first, many)],
        "open_question": "retire_class",
    }


def _end(first: date, months: int) -> str | None:
    return written(add_months(month_of(first), months - 1)) if months else None
