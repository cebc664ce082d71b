"""Facts that cannot be: impossible dates, negative months, an identity number that contradicts the birth date.

Every message names the fact. A fact that cannot be read, or that another contradicts, is unknown to the rules
(rules.md §0: evidence that is missing, unreadable or contradictory), so it never counts for or against a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobhelp.policy import numbers
from jobhelp.policy.facts import BadFact, Facts, read_amount, read_day, read_month_of, read_whole
from jobhelp.policy.retirement import CLASSES, MALE, SEXES

DAYS = (
    "birth_date",
    "registered_on",
    "terminated_on",
    "ui_exhausted_on",
    "first_insured_on",
    "hire_date",
    "left_school_on",
    "registered_business_on",
    "graduate_left_school_on",
)
COUNTS = (
    "contribution_months",
    "carried_months",
    "insured_months",
    "continuous_job_months",
    "us_received_months",
    "months_paid",
    "months_used_before",
    "ui_months_in_period",
    "no_income_months",
    "placements_before",
    "times_before",
    "partners",
    "staff",
    "qualifying_hires",
    "graduation_year",
    "contract_months",
)
MONEY = ("employer_premium_monthly", "amount", "rate_pct", "published_standard", "hours_per_week")
CHANGES = ("cpi_yoy", "food_yoy")
FLAGS = (
    "person_paid_premium",
    "on_pension",
    "on_ui",
    "on_us",
    "dibao",
    "insured",
    "unemployed",
    "hardship",
    "disability_card",
    "zero_employment_household",
    "dp_certified",
    "flexible_employment",
    "paid_own_name",
    "micro_small",
    "arrears",
    "first_business",
    "rural_coop",
    "received_before",
    "still_unemployed_at_expiry",
    "bad_credit",
    "lost_land",
    "hard_to_place_graduate",
    "graduate",
    "has_business",
)
WORDS = {"sex": SEXES, "retire_class": CLASSES, "hukou": ("urban", "rural")}
FREE = ("area", "hukou_area", "termination", "post", "group", "medical_rate", "id_number", "uscc")
LISTS = ("events", "other_loans", "categories", "months", "hours", "employer_paid_monthly")
KNOWN = frozenset((*DAYS, *COUNTS, *MONEY, *CHANGES, *FLAGS, *WORDS, *FREE, *LISTS))


@dataclass(frozen=True)
class Fault:
    """A fact that cannot be, and why; `others`: the facts that it contradicts."""

    fact: str
    message: str
    others: tuple[str, ...] = ()


def faults(facts: Facts, on: date) -> list[Fault]:
    """Everything that is wrong with the stated facts, each with the name of the fact."""
    readers: list[tuple[tuple[str, ...], Callable[[str], Any]]] = [
        (DAYS, facts.day),
        (COUNTS, facts.whole),
        (MONEY, facts.amount),
        (CHANGES, facts.change),
        (FLAGS, lambda name: facts.flag(name, True)),
        (tuple(WORDS), lambda name: facts.word(name, WORDS[name])),
        (LISTS, lambda name: _read_list(name, facts.stated[name])),
    ]
    found = []
    for names, read in readers:
        for name in names:
            if facts.stated.get(name) is not None:
                found += _fault(name, read)
    return found or contradictions(facts, on)


def _fault(name: str, read: Callable[[str], Any]) -> list[Fault]:
    try:
        read(name)
    except BadFact as error:
        return [Fault(name, str(error))]
    return []


def _read_list(name: str, value: Any) -> None:
    """Raise BadFact where something inside a list or map cannot be read."""
    match name:
        case "events" | "other_loans":
            for one in Facts({name: value}).rows(name) or []:
                read_day(f"{name}: date", one.get("date"))
                read_amount(f"{name}: amount", one.get("amount"))
        case "categories":
            if not isinstance(value, list | tuple | str):
                raise BadFact(f"{name} must be a list of names, not {value!r}")
        case "months":
            _read_months(name, value)
        case _:
            parts = value.values() if isinstance(value, Mapping) else value
            for part in parts if isinstance(value, list | tuple | Mapping) else (value,):
                read_amount(name, part)
            if name == "hours" and isinstance(value, Mapping):
                for key in value:
                    read_month_of(name, key)


def _read_months(name: str, value: Any) -> None:
    """A number of months, or the first and the last month."""
    if not isinstance(value, list | tuple):
        read_whole(name, value)
        return
    months = [read_month_of(name, one) for one in value]
    if not months or months[-1] < months[0]:
        raise BadFact(f"{name} cannot end before they begin: {value!r}")


def contradictions(facts: Facts, on: date) -> list[Fault]:
    """Facts that cannot both be true. Every single fact can be read."""
    found = []
    born, sex = facts.day("birth_date"), facts.word("sex", SEXES)
    if born is not None and born > on:
        found.append(Fault("birth_date", f"birth_date {born} lies after the application of {on}"))
    if sex not in (None, MALE) and facts.get("retire_class") == MALE:
        found.append(Fault("retire_class", "retire_class male contradicts sex female"))
    number = facts.stated.get("id_number")
    said = numbers.read_id(str(number), on) if number is not None else None
    if said is not None and said.valid:
        for name, stated in (("birth_date", born and born.isoformat()), ("sex", sex)):
            if stated is not None and stated != said.values[name]:
                told = f"id_number contradicts {name}: the number says {said.values[name]}, the fact {stated}"
                found.append(Fault("id_number", told, (name,)))
    return found + _counts(facts)


def _counts(facts: Facts) -> list[Fault]:
    """Parts that are more than the whole."""
    staff, hires = facts.whole("staff"), facts.whole("qualifying_hires")
    if staff is not None and hires is not None and hires > staff:
        told = f"qualifying_hires {hires} cannot be more than staff {staff}"
        return [Fault("qualifying_hires", told, ("staff",))]
    return []


def readable(facts: Facts, found: list[Fault]) -> Facts:
    """The facts with everything that is at fault unknown.

    `registered_on` stays as it is: null would say "not registered", so what needs it cannot be computed.
    """
    wrong = {name for fault in found for name in (fault.fact, *fault.others)}
    wrong -= {"registered_on", "id_number"}
    return Facts(
        {name: None if name in wrong else value for name, value in facts.stated.items()},
        facts.assume_satisfied,
    )


def not_known(facts: Facts) -> list[str]:
    """Stated names that no rule reads: a misspelt fact would otherwise be taken as satisfied without a word."""
    return sorted(str(name) for name in facts.stated if name not in KNOWN)
