"""Who of a block of people or employers stands on which list of a screening. Nothing is written here."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from jobhelp.claims import queries as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import EMPLOYER_PROGRAMMES
from jobhelp.life_events.costs import whole
from jobhelp.life_events.effects import ASKED_ONCE, CONTINUING
from jobhelp.life_events.firms import Firm
from jobhelp.life_events.next_steps import PEOPLES, chance_of, found_for
from jobhelp.life_events.people import Person
from jobhelp.life_events.states import Find
from jobhelp.policy.assess import UNREADABLE
from jobhelp.policy.bulk import assess_many
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Finding
from jobhelp.policy.texts import programme

Told = dict[str, Counter[str]]
"""Programme → how many came out how."""


@dataclass
class Found:
    """One line of one list."""

    subject: Person | Firm
    programme: str
    found: Find
    missing: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    amount: int | None = None
    claim: Claim | None = None


def sort_people(session: Session, people: Sequence[Person], on: date) -> tuple[list[Found], Told]:
    """(lines of the lists, counts) of a block of people, for each programme that a person can have."""
    return _sorted(session, dict.fromkeys(PEOPLES, people), on)


def sort_firms(session: Session, firms: Sequence[Firm], on: date) -> tuple[list[Found], Told]:
    """The same for employers and their hires."""
    by_code = {code: [one for one in firms if one.code == code] for code in EMPLOYER_PROGRAMMES}
    return _sorted(session, by_code, on)


def _sorted(
    session: Session, subjects: Mapping[str, Sequence[Person | Firm]], on: date
) -> tuple[list[Found], Told]:
    lists: list[Found] = []
    told: Told = {code: Counter() for code in subjects}
    for code, mine in subjects.items():
        facts = [subject.facts(code, on) for subject in mine]
        for subject, known, finding in zip(mine, facts, _findings(code, facts, on), strict=True):
            if finding is None:
                told[code]["unreadable"] += 1
                continue
            line = _line(session, subject, code, known, finding)
            told[code][finding.decision.value] += 1
            told[code]["receives"] += code in subject.running
            if line is not None:
                told[code][line.found.value] += 1
                lists.append(line)
    return lists, told


def _findings(code: str, facts: list[Facts], on: date) -> Iterator[Finding | None]:
    """The findings of one programme, in the order of the people; one by one when somebody's facts are unreadable."""
    try:
        yield from [found[code] for found in assess_many(facts, on, (code,))]
    except UNREADABLE:
        yield from (found_for(code, known, on) for known in facts)


def _line(
    session: Session, subject: Person | Firm, code: str, facts: Facts, finding: Finding
) -> Found | None:
    """The list on which somebody stands for one programme, if any."""
    claim = subject.running.get(code)
    if claim is not None:
        failing = _fails_now(session, claim, finding) if code in CONTINUING else ()
        return Found(subject, code, Find.NO_LONGER, criteria=failing, claim=claim) if failing else None
    if programme(code).automatic or subject.has_had(code, facts):
        return None
    chance = chance_of(finding, facts)
    if chance is None:
        return None
    if chance.sure:
        return Found(subject, code, Find.QUALIFIES, amount=whole(finding))
    return Found(subject, code, Find.LIKELY, missing=chance.missing, criteria=chance.open)


def _fails_now(session: Session, claim: Claim, finding: Finding) -> tuple[str, ...]:
    """The criteria that fail now and did not at the decision. Those of the day of application do not count."""
    spare = programme(claim.programme).needs_one_of
    met = any(finding.reasons.get(code) is Answer.PASS for code in spare)
    failing = [
        code
        for code, answer in finding.reasons.items()
        if answer is Answer.FAIL and code not in ASKED_ONCE and not (met and code in spare)
    ]
    if not failing:
        return ()
    decided = claims.decisions(session, claim.id)
    before = decided[0].reasons if decided else {}
    return tuple(code for code in failing if before.get(code) != Answer.FAIL.value)
