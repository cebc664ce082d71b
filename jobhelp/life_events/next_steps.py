"""Which programmes somebody may have now: assessed on what is known, told apart by how sure it is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jobhelp.policy.assess import UNREADABLE, assess
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Decision, Finding
from jobhelp.policy.parameters import Book
from jobhelp.policy.retirement import MALE
from jobhelp.policy.texts import programme

PEOPLES = ("ui", "us", "ls", "tl", "si", "pw", "sl", "os", "js", "dp", "tr", "pl")
"""The programmes that a person can have; the other two are an employer's (claims.states.EMPLOYER_PROGRAMMES)."""
FEW = 3
"""So many facts may be missing for a "likely", and no more criteria be open than are met: else it is a guess."""


@dataclass(frozen=True)
class Chance:
    """One programme that somebody meets, or to which nothing but a few facts is missing."""

    programme: str
    finding: Finding
    missing: tuple[str, ...]  # facts nobody has stated
    open: tuple[str, ...]  # the criteria that wait for them

    @property
    def sure(self) -> bool:
        """Decided eligible on stated facts."""
        return self.finding.decision is Decision.ELIGIBLE


def found_for(code: str, facts: Facts, on: date, book: Book | None = None) -> Finding | None:
    """The finding of one programme; None when a stored fact cannot be read (a person looks at it, nobody falls)."""
    try:
        return assess(code, facts, on, book)
    except UNREADABLE:
        return None


def chances(known: Mapping[str, Facts], on: date) -> list[Chance]:
    """Of programmes (code → facts as it reads them) those that are met or likely, the sure ones first."""
    told = []
    for code, facts in known.items():
        found = found_for(code, facts, on)
        chance = None if found is None else chance_of(found, facts)
        if chance is not None:
            told.append(chance)
    return sorted(told, key=lambda one: (not one.sure, len(one.missing)))


def chance_of(found: Finding, facts: Facts) -> Chance | None:
    """A chance if the finding is one: met, or nothing fails and only a few facts are missing."""
    if found.decision is Decision.ELIGIBLE:
        return Chance(found.programme, found, (), ())
    if found.decision is not Decision.UNDETERMINED or Answer.FAIL in _weighty(found):
        return None
    open_, missing = open_criteria(found), missing_facts(found, facts)
    met = sum(answer is Answer.PASS for answer in found.reasons.values())
    if not missing or len(missing) > FEW or met < len(open_):
        return None
    return Chance(found.programme, found, missing, open_)


def _weighty(found: Finding) -> list[Answer]:
    """The answers that decide: of criteria of which one is enough, a fail is not yet a no."""
    spare = programme(found.programme).needs_one_of
    return [answer for code, answer in found.reasons.items() if code not in spare]


def open_criteria(found: Finding) -> tuple[str, ...]:
    """The criteria that wait for an answer; alternatives do not when one of them is met."""
    told = programme(found.programme)
    met = any(found.reasons.get(code) is Answer.PASS for code in told.needs_one_of)
    return tuple(code for code in found.open if not (met and code in told.needs_one_of))


def missing_facts(found: Finding, facts: Facts) -> tuple[str, ...]:
    """The facts that nobody has stated and at which an open criterion, or else the amount, looks."""
    told = programme(found.programme)
    asked = [fact for code in open_criteria(found) for fact in told.criteria[code].asks]
    asked += list(told.amount_asks)
    settled = {"retire_class"} if facts.get("sex") == MALE else set()  # a man's class is always his own
    return tuple(dict.fromkeys(fact for fact in asked if facts.get(fact) is None and fact not in settled))
