"""The open check: the next question that still matters, and a verdict for each programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jobhelp.benefits.facts_said import WINDOWS, closed, facts_for
from jobhelp.benefits.questions import (
    EMPLOYER,
    MOST,
    RESIDENT,
    ROLES,
    Answers,
    Question,
    picked,
    ticked,
)
from jobhelp.policy.assess import assess
from jobhelp.policy.exclusions import Pair, Plan, pairs_among, plan
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding
from jobhelp.policy.texts import Criterion, Programme, programme

PROGRAMMES: Mapping[str, tuple[str, ...]] = {
    RESIDENT: ("ui", "ls", "dp", "si", "pw", "tr", "sl", "os", "js", "pl", "us", "tl"),
    EMPLOYER: ("ei", "sf"),
}
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


def programmes_for(role: str, answers: Answers) -> tuple[str, ...]:
    """The programmes to look at for this asker: nobody who is recognised already asks for recognition."""
    recognised = "certified" in ticked(answers, "classes")
    return tuple(code for code in PROGRAMMES[role] if not (recognised and code == "dp"))


def not_wanted(code: str, answers: Answers) -> bool:
    """A loan for somebody who says that they do not mean to start a business: nothing to ask, nothing refused."""
    return code == "sl" and picked(answers, "business") == "no"


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
