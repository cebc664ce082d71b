"""What an answer says, written as facts of the rules, where a choice alone does not say it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from jobhelp.benefits.questions.kinds import UNSURE, Answer
from jobhelp.policy.calendar import MONTHS_A_YEAR
from jobhelp.policy.parameters import Reader, published


def day_of(answer: Answer) -> date | None:
    """The date typed beside the choice."""
    return date.fromisoformat(answer["day"]) if answer.get("day") else None


def insured(answer: Answer, _on: date) -> dict[str, Any]:
    """Years and months of contributions; never insured is none."""
    if answer.get("pick") == "never":
        nothing = {"contribution_months": 0, "carried_months": 0, "employer_premium_monthly": 0}
        return {"insured": False, "person_paid_premium": False} | nothing
    if answer.get("pick") != "paid":
        return {}
    months = int(answer.get("number") or 0) * MONTHS_A_YEAR + int(answer.get("other") or 0)
    return {"contribution_months": months, "insured": months > 0}


def registered(answer: Answer, _on: date) -> dict[str, Any]:
    """Registered on a day, or not registered: then the day is nothing."""
    return {"yes": {"registered_on": day_of(answer)}, "no": {"registered_on": None}}.get(
        str(answer.get("pick")), {}
    )


def left_school(answer: Answer, on: date) -> dict[str, Any]:
    """The day of leaving school, or the year in which the last one ends."""
    if answer.get("pick") == "graduate":
        day = day_of(answer)
        return {
            "graduate_left_school_on": day,
            "left_school_on": day,
            "graduation_year": day.year if day else None,
        }
    if answer.get("pick") == "last_year":
        first = Reader(published()).number("academic_year_first_month", on) or 1
        return {"graduation_year": on.year + 1 if on.month >= first else on.year}
    return {}


def carried(answer: Answer, _on: date) -> dict[str, Any]:
    """Months left from an earlier claim."""
    return {"carried_months": int(answer.get("number") or 0)} if answer.get("pick") == "left" else {}


def business(answer: Answer, _on: date) -> dict[str, Any]:
    """The day on the licence."""
    return {"registered_business_on": day_of(answer)} if answer.get("pick") == "open" else {}


def number(fact: str) -> Callable[[Answer, date], dict[str, Any]]:
    """A number, as it is."""
    return lambda answer, _on: {fact: answer["number"]} if answer.get("number") is not None else {}


def rural_job(answer: Answer, _on: date) -> dict[str, Any]:
    """Months in the job and what the employer paid."""
    if answer.get("pick") != "known":
        return {}
    return {"continuous_job_months": answer.get("number"), "employer_premium_monthly": answer.get("other")}


def self_paid(answer: Answer, _on: date) -> dict[str, Any]:
    """The medical rate and the months paid; not paid is none."""
    if answer.get("pick") == "no":
        return {"paid_own_name": False, "months_paid": 0}
    if answer.get("pick") == UNSURE:
        return {}
    return {"paid_own_name": True, "medical_rate": answer.get("pick"), "months_paid": answer.get("number")}


def born(answer: Answer, _on: date) -> dict[str, Any]:
    """The birth date."""
    return {"birth_date": day_of(answer)} if answer.get("day") else {}
