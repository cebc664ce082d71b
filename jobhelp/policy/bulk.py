"""Many people at once: the same findings as `assess` gives, in the order of the people.

The rules stay as readable as the clause. What makes them quick for a city lies here, around them:

- parameters are looked up once a day of law, not once a person (`_CityReader`);
- people who are alike in every fact that a programme looked at share its finding (`_Seen`): which facts it looks at
  is watched, not declared, so a rule can change without a list of facts to keep in step;
- blocks of people are spread over processes, and only what is asked of a block comes back (`fold_blocks`).
"""

import gc
import multiprocessing
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from jobhelp.policy import checks
from jobhelp.policy.assess import KEYS, RULES, complete
from jobhelp.policy.facts import BadFact, Facts
from jobhelp.policy.model import Answer, Decision, Finding, Used
from jobhelp.policy.parameters import Book, Reader, Row, published
from jobhelp.policy.texts import programme

Block = TypeVar("Block")
Folded = TypeVar("Folded")
T = TypeVar("T")

ABSENT = object()
LEAVES = 50_000  # findings kept for one programme
TRIAL = 2_000  # people after which it is seen whether keeping them pays
MANY_OBJECTS = 100_000
WORTH = 0.2  # share of people who must have found theirs ready


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
        self.law = _Law(book)
        self.seen = {code: _Seen() for code in codes}
        law = Reader(book)
        closed = {code for code in WINDOWS if skip and law.row(f"{code}_window", on) is None}
        self.closed = {code: _ruled_out(code, WINDOWS[code]) for code in closed}
        self.gates = {code: (GATES[code], _ruled_out(code, GATES[code].criterion)) for code in GATES if skip}

    def assess(self, person: Facts) -> dict[str, Finding]:
        """The findings of one person."""
        return {code: self._one(code, seen, person) for code, seen in self.seen.items()}

    def _one(self, code: str, seen: "_Seen", person: Facts) -> Finding:
        if code in self.closed:
            return self.closed[code]
        if code in self.gates and self.gates[code][0].closed_for(person):
            return self.gates[code][1]
        if not seen.kept:
            return self._run(code, person)
        found = seen.find(person)
        if found is None:
            watched = _Watched(person.stated)
            found = self._run(code, Facts(watched, person.assume_satisfied))
            seen.keep(person, watched.read, found)
        return found

    def _run(self, code: str, person: Facts) -> Finding:
        try:
            return complete(RULES[code](person, self.on, _CityReader(self.book, law=self.law)))
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


@dataclass(frozen=True)
class _LookedUp:
    """What was in force on a day: the row, how its use is noted, and its number as an exact decimal."""

    row: Row | None
    value: Any = None
    amount: Decimal | None = None
    key: tuple[str, date] | None = None
    used: Used | None = None


@dataclass
class _Law:
    """What was looked up in one book, by name and day."""

    book: Book
    rows: dict[tuple[str, date], _LookedUp] = field(default_factory=dict)
    kept: dict[Hashable, tuple[Any, dict[tuple[str, date], Used]]] = field(default_factory=dict)

    def look_up(self, name: str, on: date) -> _LookedUp:
        """The row in force on a day, looked up once."""
        plain = Reader(self.book)
        row = plain.row(name, on)
        if row is None:
            found = _LookedUp(None)
        else:
            number = isinstance(row.value, int | float) and not isinstance(row.value, bool)
            amount = Decimal(str(row.value)) if number else None
            key = name, row.since
            found = _LookedUp(row, row.value, amount, key, plain.used[key])
        self.rows[name, on] = found
        return found


@dataclass
class _CityReader(Reader):
    """A reader for one person that looks up nothing which was looked up for another."""

    law: _Law = None  # type: ignore[assignment]  # always given; a field after one with a default needs one itself

    def _note(self, name: str, on: date) -> _LookedUp:
        found = self.law.rows.get((name, on)) or self.law.look_up(name, on)
        if found.used is not None and found.key is not None:
            self.used[found.key] = found.used
        return found

    def row(self, name: str, on: date) -> Row | None:
        """The row in force on a day, and its use noted."""
        return self._note(name, on).row

    def value(self, name: str, on: date) -> Any:
        """The value in force on a day."""
        return self._note(name, on).value

    def amount(self, name: str, on: date) -> Decimal | None:
        """A numeric value as an exact decimal."""
        return self._note(name, on).amount

    def number(self, name: str, on: date) -> int | None:
        """A whole-number value."""
        value = self._note(name, on).value
        return None if value is None else int(value)

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gave for somebody else with this key."""
        known = self.law.kept.get(key)
        if known is None:
            before, self.used = self.used, {}
            known = self.law.kept[key] = compute(), self.used
            self.used = before
        result, used = known
        self.used.update(used)
        return result  # type: ignore[no-any-return]


class _Watched(Mapping[str, Any]):
    """Facts that note which of them were looked at, in order."""

    def __init__(self, stated: Mapping[str, Any]) -> None:
        self.stated = stated
        self.read: list[str] = []

    def _look(self, name: object) -> None:
        if name not in self.read and isinstance(name, str):
            self.read.append(name)

    def __contains__(self, name: object) -> bool:
        self._look(name)
        return name in self.stated

    def __getitem__(self, name: str) -> Any:
        self._look(name)
        return self.stated[name]

    def __iter__(self) -> Iterator[str]:
        for name in self.stated:
            self._look(name)
        return iter(self.stated)

    def __len__(self) -> int:
        return len(self.stated)


@dataclass
class _Node:
    """The next fact that a rule looks at, when all before it were as on the way here."""

    fact: str
    answers: dict[Hashable, "_Node | Finding"] = field(default_factory=dict)


class _Seen:
    """The findings of one programme, as a tree of the facts that it looked at.

    A rule is the same computation for the same facts, so the first fact that it reads is always the same, the second
    depends on the first alone, and so on. Following the tree therefore reads exactly the facts that the rule would
    read, and two people who end at one leaf have the same finding.
    """

    def __init__(self) -> None:
        self.kept = True
        self.tree: dict[bool, _Node | Finding] = {}
        self.people = self.ready = self.leaves = 0

    def find(self, person: Facts) -> Finding | None:
        """The finding of somebody alike, or None."""
        self.people += 1
        here = self.tree.get(person.assume_satisfied)
        while isinstance(here, _Node):
            here = here.answers.get(_key(person.stated.get(here.fact, ABSENT)))
        if here is not None:
            self.ready += 1
        return here

    def keep(self, person: Facts, read: list[str], found: Finding) -> None:
        """Remember a finding by the facts that were read for it."""
        if self.people == TRIAL and self.ready < WORTH * self.people:
            self.kept, self.tree = (
                False,
                {},
            )  # nearly everybody is different: keeping costs more than it saves
            return
        if self.leaves >= LEAVES:
            return
        self.leaves += 1
        if not read:
            self.tree[person.assume_satisfied] = found
            return
        here = self.tree.setdefault(person.assume_satisfied, _Node(read[0]))
        for name, following in zip(read, [*read[1:], None], strict=True):
            if not isinstance(here, _Node) or here.fact != name:
                raise AssertionError(f"a rule read {name} where it had read something else")
            key = _key(person.stated.get(name, ABSENT))
            here = here.answers.setdefault(key, found if following is None else _Node(following))


def _key(value: Any) -> Hashable:
    """A value as a key: true is not 1, and lists and maps are taken by what they say."""
    if (
        value.__class__ is bool
        or value.__class__ is list
        or value.__class__ is dict
        or value.__class__ is tuple
    ):
        return value.__class__, repr(value)
    return value  # type: ignore[no-any-return]
