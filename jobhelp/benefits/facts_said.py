"""From the answers of the open check to facts, as each programme reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jobhelp.benefits.questions import (
    RESIDENT,
    ROLES,
    Answers,
    born,
    picked,
    ticked,
)
from jobhelp.policy.facts import Facts
from jobhelp.policy.parameters import Reader, published

WINDOWS = {
    "us": "US-3",
    "tl": "TL-3",
}  # programmes with an application window, and the criterion that asks it


def closed(code: str, on: date) -> bool:
    """Whether the programme's window is over (or not yet open) on a day."""
    return code in WINDOWS and Reader(published()).row(f"{code}_window", on) is None


def stated(role: str, answers: Answers, on: date) -> dict[str, Any]:
    """The facts that the answers say; what nobody said is not in it."""
    facts: dict[str, Any] = {"on_us": False} if closed("us", on) else {}
    for question in ROLES[role]:
        answer = answers.get(question.name)
        if not answer or not question.when(answers, on):
            continue
        for option in question.options:
            if option.code == answer.get("pick"):
                facts |= option.facts
        facts |= question.reads(answer, on)
        if question.places and picked(answers, question.name) not in ("", "unsure"):
            facts["area"] = picked(answers, question.name)
    if role == RESIDENT:
        facts |= _ticked_facts(answers) | _hukou_place(answers)
        if born(answers) is not None and not _asked(answers, "school", on):
            facts["graduate"] = False
    return facts


def _asked(answers: Answers, name: str, on: date) -> bool:
    return next(one for one in ROLES[RESIDENT] if one.name == name).when(answers, on)


def _ticked_facts(answers: Answers) -> dict[str, Any]:
    """Facts of the questions where several things may be ticked: what is not ticked is a no."""
    facts: dict[str, Any] = {}
    if answers.get("receiving"):
        got = ticked(answers, "receiving")
        facts |= {"on_pension": "pension" in got, "on_ui": "ui" in got, "dibao": "dibao" in got}
    if answers.get("classes"):
        got = ticked(answers, "classes")
        facts |= {
            "dp_certified": "certified" in got,
            "disability_card": "disability" in got,
            "zero_employment_household": "zero" in got,
            "lost_land": "land" in got,
            "hard_to_place_graduate": "hard_graduate" in got,
        }
    if answers.get("student"):
        facts |= {"received_before": "received" in ticked(answers, "student")}
    if answers.get("credit"):
        facts |= _credit(ticked(answers, "credit"))
    return facts


def _credit(got: frozenset[str]) -> dict[str, Any]:
    """Loans of self and spouse. Consumer loans were asked by the limit that is in force."""
    limit = float(Reader(published()).rows("sl_small_consumer_loan_ignored")[-1].value)
    most_times = int(Reader(published()).rows("sl_max_times")[-1].value)
    loans: list[dict[str, Any]] = [{"kind": "other"}] if "other" in got else []
    if "consumer_small" in got or "consumer_large" in got:
        loans.append({"kind": "consumer", "amount": limit + 1 if "consumer_large" in got else limit})
    return {
        "other_loans": loans,
        "bad_credit": "overdue" in got,
        "times_before": most_times if "three" in got else 0,
    }


def _hukou_place(answers: Answers) -> dict[str, Any]:
    """A code for the hukou: one of the nine districts, one of the counties, or a place elsewhere."""
    areas = Reader(published()).rows("harbin_areas")[-1].value
    place = picked(answers, "hukou").partition("_")[0]
    codes = {"district": areas["districts"][0], "county": areas["counties"][0], "away": "000000"}
    return {"hukou_area": codes[place]} if place in codes else {}


def facts_for(code: str, role: str, answers: Answers, on: date) -> Facts:
    """The facts as one programme reads them: groups have other names there, and terms other lengths."""
    facts = stated(role, answers, on)
    reader = Reader(published())
    match code:
        case "sl":
            facts |= _loan_group(facts, answers)
            if "amount" in facts:
                facts["months"] = reader.number("sl_person_max_months", on)
            facts.setdefault("partners", 0)
        case "sf":
            if "amount" in facts:
                facts["months"] = reader.number("sl_firm_max_months", on)
        case "pl":
            facts |= _price_group(answers)
        case "js":
            facts |= _school_categories(answers)
        case "pw":
            facts["post"] = "fulltime"
        case "ui" | "dp":
            facts.setdefault("still_unemployed_at_expiry", True)
    return Facts(facts)


def _loan_group(facts: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    """The first group of the start-up loan to which the person is known to belong."""
    rural = picked(answers, "hukou").endswith("rural")
    groups = {
        "registered_unemployed": facts.get("registered_on") is not None,
        "hardship": facts.get("dp_certified") is True,
        "disabled": facts.get("disability_card") is True,
        "graduate": "left_school_on" in facts,
        "student": picked(answers, "work") == "student" or picked(answers, "school") == "last_year",
        "self_employed_farmer": rural and picked(answers, "work") == "business",
        "returning_migrant": rural and picked(answers, "hukou").startswith(("district", "county")),
        "outsider_starting_here": picked(answers, "hukou").startswith("away"),
    }
    found = next((name for name, belongs in groups.items() if belongs), None)
    return {"group": found} if found else {}


def _price_group(answers: Answers) -> dict[str, Any]:
    """The group of the price subsidy; none of them is a no."""
    if not answers.get("receiving"):
        return {}
    names = {
        "dibao": "dibao",
        "tekun": "tekun",
        "ui": "ui_recipient",
        "orphan": "orphan",
        "veteran": "veteran",
    }
    got = ticked(answers, "receiving")
    return {"group": next((name for word, name in names.items() if word in got), "none")}


def _school_categories(answers: Answers) -> dict[str, Any]:
    """The categories of the job-search grant."""
    if not answers.get("student") or not answers.get("classes"):
        return {}
    names = {"disability": "disabled", "zero": "zero_employment_household", "poverty": "lifted_from_poverty"}
    found = [name for word, name in names.items() if word in ticked(answers, "classes")]
    found += ["student_loan"] if "loan" in ticked(answers, "student") else []
    found += ["dibao_family"] if "dibao" in ticked(answers, "receiving") else []
    found += ["tekun"] if "tekun" in ticked(answers, "receiving") else []
    return {"categories": found}
