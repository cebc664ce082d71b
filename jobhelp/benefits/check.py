"""The open check: from answers to facts, the next question that still matters, and a verdict for each programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobhelp.benefits.questions import (
    EMPLOYER,
    MOST,
    RESIDENT,
    ROLES,
    Answers,
    Question,
    born,
    picked,
    ticked,
)
from jobhelp.policy.assess import assess
from jobhelp.policy.exclusions import Pair, Plan, pairs_among, plan
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.texts import Criterion, Programme, programme

PROGRAMMES: Mapping[str, tuple[str, ...]] = {
    RESIDENT: ("ui", "ls", "dp", "si", "pw", "tr", "sl", "os", "js", "pl", "us", "tl"),
    EMPLOYER: ("ei", "sf"),
}
WINDOWS = {
    "us": "US-3",
    "tl": "TL-3",
}  # programmes with an application window, and the criterion that asks it
YES, NO, OPEN = "y", "n", "u"


@dataclass(frozen=True)
class Verdict:
    """What the check says of one programme. `closed`: it takes no applications on that day."""

    programme: Programme
    finding: Finding
    closed: bool
    wanted: bool = True

    @property
    def code(self) -> str:
        """The programme's code."""
        return self.programme.code

    @property
    def state(self) -> str:
        """y (met), n (not met) or u (still open)."""
        if self.closed:
            return NO
        return {Decision.ELIGIBLE: YES, Decision.UNDETERMINED: OPEN}.get(self.finding.decision, NO)

    @property
    def failing(self) -> Criterion | None:
        """The criterion on which a no rests: the window of a closed programme, else the first that fails."""
        if self.state != NO:
            return None
        code = WINDOWS[self.code] if self.closed else self.finding.first_failing
        return self.programme.criteria[code] if code else None

    def answers(self) -> list[tuple[Criterion, Answer]]:
        """Every criterion with its answer; of those of which one is enough, only the passing and open ones count."""
        told = []
        for code, answer in self.finding.reasons.items():
            spare = code in self.programme.needs_one_of and self.one_is_met and answer is not Answer.PASS
            if not spare and answer is not Answer.NOT_IN_FORCE:
                told.append((self.programme.criteria[code], answer))
        return told

    @property
    def one_is_met(self) -> bool:
        """Whether one of the alternatives is met already."""
        return any(self.finding.reasons[code] is Answer.PASS for code in self.programme.needs_one_of)


def closed(code: str, on: date) -> bool:
    """Whether the programme's window is over (or not yet open) on a day."""
    return code in WINDOWS and Reader(published()).row(f"{code}_window", on) is None


def programmes_for(role: str, answers: Answers) -> tuple[str, ...]:
    """The programmes to look at for this asker: nobody who is recognised already asks for recognition."""
    recognised = "certified" in ticked(answers, "classes")
    return tuple(code for code in PROGRAMMES[role] if not (recognised and code == "dp"))


def not_wanted(code: str, answers: Answers) -> bool:
    """A loan for somebody who says that they do not mean to start a business: nothing to ask, nothing refused."""
    return code == "sl" and picked(answers, "business") == "no"


# ── answers to facts ─────────────────────────────────────────────────────────────────────────────────────


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


# ── the next question ────────────────────────────────────────────────────────────────────────────────────


def path(role: str, answers: Answers, on: date) -> list[Question]:
    """The questions answered or skipped so far, in order."""
    return [question for question in ROLES[role] if question.name in answers and question.when(answers, on)]


def next_question(role: str, answers: Answers, on: date) -> Question | None:
    """The first question that an open, undecided programme still needs; None when there is nothing left to ask."""
    if len(answers) >= MOST:
        return None
    wanted = needed_facts(role, answers, on)
    for question in ROLES[role]:
        if question.name not in answers and question.when(answers, on) and wanted & set(question.tells):
            return question
    return None


def needed_facts(role: str, answers: Answers, on: date) -> set[str]:
    """The facts at which the open criteria of open, undecided programmes look."""
    wanted: set[str] = set()
    for code in programmes_for(role, answers):
        if closed(code, on) or not_wanted(code, answers):
            continue
        told, facts = programme(code), facts_for(code, role, answers, on)
        found = assess(code, facts, on)
        if not _decided(found, facts):
            met = any(found.reasons[one] is Answer.PASS for one in told.needs_one_of)
            wanted |= {
                fact
                for criterion in found.open
                if not (met and criterion in told.needs_one_of)
                for fact in told.criteria[criterion].asks
            }
            wanted |= {fact for fact in told.amount_asks if facts.get(fact) is None}
    return wanted


def _decided(found: Finding, facts: Facts) -> bool:
    """Whether more answers cannot change it. A no for want of registration can be mended, so the rest matters."""
    if found.decision is Decision.INELIGIBLE:
        mendable = {"UI-3"} if found.programme == "ui" else {"DP-0"} if found.programme == "dp" else set()
        failing = {code for code, answer in found.reasons.items() if answer is Answer.FAIL}
        wants_registration = facts.has("registered_on") and facts.get("registered_on") is None
        only_that = failing & {"UI-1", "UI-2", "UI-3", "UI-4", "UI-6", "DP-0"} <= mendable
        return not (wants_registration and mendable and only_that)
    return found.decision is Decision.ELIGIBLE


def questions_left(role: str, answers: Answers, on: date) -> int:
    """At most how many questions are still to come."""
    wanted = needed_facts(role, answers, on)
    left = [
        one
        for one in ROLES[role]
        if one.name not in answers and wanted & set(one.tells) and one.when(answers, on)
    ]
    return min(len(left), MOST - len(answers))


# ── the result ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Result:
    """The verdicts in their order, the pairs that matter to this person, and the plan over time."""

    verdicts: tuple[Verdict, ...]
    pairs: tuple[Pair, ...]
    plan: Plan

    def of(self, state: str) -> list[Verdict]:
        """The verdicts of one state; closed programmes, and those not wanted, last."""
        return sorted(
            (one for one in self.verdicts if one.state == state), key=lambda one: (one.closed, not one.wanted)
        )

    def pairs_of(self, verdict: Verdict) -> list[Pair]:
        """What to know about this programme beside others that the person may get."""
        return [pair for pair in self.pairs if verdict.code in (pair.first, pair.second)]


def result(role: str, answers: Answers, on: date) -> Result:
    """Every programme of this kind of asker, assessed by the law of the day."""
    findings = {
        code: assess(code, facts_for(code, role, answers, on), on) for code in programmes_for(role, answers)
    }
    verdicts = tuple(
        Verdict(programme(code), found, closed(code, on), not not_wanted(code, answers))
        for code, found in findings.items()
    )
    possible = [one.code for one in verdicts if one.state != NO]
    return Result(verdicts, tuple(pairs_among(possible, "fulltime")), plan(findings, on, post="fulltime"))
