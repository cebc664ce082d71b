"""Many people at once: the same findings as `assess` gives, in the order of the people.

The rules stay as readable as the clause. What makes them quick for a city lies here, around them:

- parameters are looked up once a day of law, not once a person (`CityReader`);
- people who are alike in every fact that a programme looked at share its finding (`Seen`): which facts it looks at
  is watched, not declared, so a rule can change without a list of facts to keep in step;
- blocks of people are spread over processes, and only what is asked of a block comes back (`fold_blocks`).
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from jobhelp.policy import checks
from jobhelp.policy.alike import Seen, Watched
from jobhelp.policy.assess import KEYS, RULES, complete
from jobhelp.policy.facts import BadFact, Facts
from jobhelp.policy.looked_up import CityReader, Law
from jobhelp.policy.model import Answer, Decision, Finding
from jobhelp.policy.parameters import Book, Reader, published
from jobhelp.policy.texts import programme

Block = TypeVar("Block")
Folded = TypeVar("Folded")

MANY_OBJECTS = 100_000


@dataclass(frozen=True)
class Gate:
    """A fact with which a programme cannot apply: its criterion fails whatever else is true."""

    criterion: str
    fact: str
    value: Any

    def closed_for(self, person: Facts) -> bool:
        """Whether the person is known to have it."""
        given = person.stated.get(self.fact)
        return given.__class__ is self.value.__class__ and bool(given == self.value)


GATES: Mapping[str, Gate] = {
    "ls": Gate("LS-1", "hukou", "urban"),
    "tl": Gate("TL-1", "hukou", "urban"),
    "si": Gate("SI-3", "flexible_employment", False),
    "ei": Gate("EI-1", "dp_certified", False),
    "pw": Gate("PW-1", "dp_certified", False),
}
WINDOWS: Mapping[str, str] = {"us": "US-3", "tl": "TL-3"}  # open on some days only, for everybody


def assess_many(
    people: Iterable[Facts],
    on: date,
    codes: Iterable[str] | None = None,
    *,
    book: Book | None = None,
    skip: bool = False,
) -> Iterator[dict[str, Finding]]:
    """The findings of each person by programme, in the order given; people are read one by one.

    codes   the programmes to assess; None: all fourteen
    book    other parameters than the published ones (what if …)
    skip    do not go through a programme that cannot apply: it reports the criterion that rules it out as `fail` and
            the others as `n/a`. Decisions and amounts are the same, only those reasons are not told.

    People who are alike share a finding: read it, do not change it. A fact that cannot be (a negative number, a date
    that does not exist) is unknown here, and the finding's notes say so: one bad record does not stop a city.
    """
    chosen = tuple(codes if codes is not None else RULES)
    city = _City(on, chosen, book if book is not None else published(), skip=skip)
    for person in people:
        yield city.assess(person)


def fold_blocks(
    blocks: Iterable[Block],
    people_of: Callable[[Block], Iterable[Facts]],
    fold: Callable[[Iterator[dict[str, Finding]]], Folded],
    on: date,
    *,
    codes: Iterable[str] | None = None,
    book: Book | None = None,
    skip: bool = False,
    processes: int = 1,
) -> Iterator[Folded]:
    """What `fold` makes of the findings of each block of people, in the order of the blocks.

    A block is something small (a range of record numbers); `people_of` fetches its people in the process that
    assesses them, so neither people nor findings travel between processes.
    """
    chosen = tuple(codes if codes is not None else RULES)
    city = _City(on, chosen, book if book is not None else published(), skip=skip)
    if processes <= 1:
        yield from (_fold(city, people_of, fold, block) for block in blocks)
        return
    job = city, people_of, fold
    with multiprocessing.get_context("fork").Pool(processes, _start, (job,)) as pool:
        yield from pool.imap(_fold_next, blocks)


@dataclass
class Tally:
    """How many of a block came out how, and the money of those who qualify, by programme and decision."""

    people: int = 0
    decisions: dict[tuple[str, str], int] = field(default_factory=dict)
    total: dict[str, Decimal] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        added = Tally(self.people + other.people, dict(self.decisions), dict(self.total))
        for key, count in other.decisions.items():
            added.decisions[key] = added.decisions.get(key, 0) + count
        for code, amount in other.total.items():
            added.total[code] = added.total.get(code, Decimal(0)) + amount
        return added


def tally(findings: Iterable[Mapping[str, Finding]]) -> Tally:
    """Count decisions and add up totals."""
    told = Tally()
    for person in findings:
        told.people += 1
        for code, found in person.items():
            key = code, found.decision.value
            told.decisions[key] = told.decisions.get(key, 0) + 1
            amount = found.values.get("total")
            if amount is not None and found.decision is Decision.ELIGIBLE:
                told.total[code] = told.total.get(code, Decimal(0)) + amount
    return told


# ── the engine ───────────────────────────────────────────────────────────────────────────────────────────

_jobs: list[Any] = []  # in a process of its own: the one job for which it was started


def _start(job: Any) -> None:
    _jobs.append(job)
    gc.set_threshold(MANY_OBJECTS)  # findings come and go by the thousand and never point at each other


def _fold_next(block: Any) -> Any:
    city, people_of, fold = _jobs[-1]
    return _fold(city, people_of, fold, block)


def _fold(
    city: "_City",
    people_of: Callable[[Block], Iterable[Facts]],
    fold: Callable[[Iterator[dict[str, Finding]]], Folded],
    block: Block,
) -> Folded:
    return fold(city.assess(person) for person in people_of(block))


class _City:
    """The programmes of one day and book, with what was found for people so far."""

    def __init__(self, on: date, codes: tuple[str, ...], book: Book, *, skip: bool = False) -> None:
        self.on = on
        self.book = book
        self.law = Law(book)
        self.seen = {code: Seen() for code in codes}
        law = Reader(book)
        closed = {code for code in WINDOWS if skip and law.row(f"{code}_window", on) is None}
        self.closed = {code: _ruled_out(code, WINDOWS[code]) for code in closed}
        self.gates = {code: (GATES[code], _ruled_out(code, GATES[code].criterion)) for code in GATES if skip}

    def assess(self, person: Facts) -> dict[str, Finding]:
        """The findings of one person."""
        return {code: self._one(code, seen, person) for code, seen in self.seen.items()}

    def _one(self, code: str, seen: Seen, person: Facts) -> Finding:
        if code in self.closed:
            return self.closed[code]
        if code in self.gates and self.gates[code][0].closed_for(person):
            return self.gates[code][1]
        if not seen.kept:
            return self._run(code, person)
        found = seen.find(person)
        if found is None:
            watched = Watched(person.stated)
            found = self._run(code, Facts(watched, person.assume_satisfied))
            seen.keep(person, watched.read, found)
        return found

    def _run(self, code: str, person: Facts) -> Finding:
        try:
            return complete(RULES[code](person, self.on, CityReader(self.book, law=self.law)))
        except BadFact as error:
            return self._with_bad_fact(code, Facts(dict(person.stated), person.assume_satisfied), str(error))

    def _with_bad_fact(self, code: str, person: Facts, message: str) -> Finding:
        """The finding with what cannot be read unknown; where even that cannot be computed, everything is unknown."""
        readable = checks.readable(person, checks.faults(person, self.on))
        try:
            found = complete(RULES[code](readable, self.on, Reader(self.book)))
        except BadFact:
            reasons = dict.fromkeys(programme(code).criteria, Answer.UNKNOWN)
            found = complete(Finding(code, Decision.UNDETERMINED, reasons))
        found.notes.append(message)
        return found


def _ruled_out(code: str, criterion: str) -> Finding:
    """The finding of a programme that one criterion rules out, without a look at the others."""
    reasons = dict.fromkeys(programme(code).criteria, Answer.NOT_IN_FORCE) | {criterion: Answer.FAIL}
    empty: dict[str, Any] = {"months": 0, "total": Decimal(0)}
    empty |= {key: [] for key in KEYS[code] if key == "schedule"}
    empty |= {key: Decimal(0) for key in KEYS[code] if key in ("pension", "medical")}
    return complete(Finding(code, Decision.INELIGIBLE, reasons, empty))
