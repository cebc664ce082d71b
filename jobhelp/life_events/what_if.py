"""What if a number of the law were another: who would gain, who would lose, and what it would cost. Pure.

Only the programmes whose rules read the number are assessed, twice: with the published parameters and with the
changed ones. What reads what is found by watching the rules at work on their own worked examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from jobhelp.benefits.parameters import UNITS
from jobhelp.life_events.costs import Cost, cost_from, fen
from jobhelp.policy.assess import RULES, assess
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Decision, Finding
from jobhelp.policy.parameters import Book, Row, published
from jobhelp.policy.texts import programme

MET = (Decision.ELIGIBLE, Decision.STOPPED)


class Watched(dict[str, tuple[Row, ...]]):
    """A book that remembers which parameters were looked up."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        self.read.add(name)
        return super().__getitem__(name)


@cache
def reads() -> Mapping[str, frozenset[str]]:
    """Programme → the parameters that its rule looks up in any of its worked examples, and their siblings.

    Siblings differ in the last word only (…_tier1, …_tier2): which of them is read hangs on the person.
    """
    found = {}
    for code in RULES:
        book = Watched(published())
        for example in programme(code).examples:
            assess(code, example.facts, example.on, book)
        stems = {_stem(name) for name in book.read}
        found[code] = frozenset(name for name in published() if name in book.read or _stem(name) in stems)
    return found


def _stem(name: str) -> str:
    return name.rpartition("_")[0]


def readers_of(name: str) -> tuple[str, ...]:
    """The programmes whose rules read a parameter."""
    return tuple(code for code, names in reads().items() if name in names)


def changeable() -> list[str]:
    """The parameters that are plain numbers with a unit and that some rule reads, in the order of the book."""
    return [name for name, rows in published().items() if readers_of(name) and _plain(rows[-1])]


def _plain(row: Row) -> bool:
    number = isinstance(row.value, int | float) and not isinstance(row.value, bool)
    return number and row.unit in UNITS


def in_force(name: str, on: date) -> Row | None:
    """The row of a parameter that holds on a day."""
    rows = [row for row in published()[name] if row.since <= on]
    return rows[-1] if rows and (rows[-1].until is None or on <= rows[-1].until) else None


@dataclass
class Side:
    """One programme before or after the change: how many meet it, and what they cost."""

    people: int = 0
    cost: Cost = field(default_factory=Cost)

    def add(self, found: Finding, on: date, since: date) -> None:
        """Count one person."""
        if found.decision in MET:
            self.people += 1
            self.cost += cost_from(found, on, since)


@dataclass
class Shift:
    """What the change does to one programme for one group of people."""

    programme: str
    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    gain: int = 0  # met after, not before
    lose: int = 0
    more: int = 0  # met both times, and get more
    less: int = 0

    def add(self, was: Finding, would_be: Finding, on: date, since: date) -> None:
        """Count one person by both findings."""
        self.before.add(was, on, since)
        self.after.add(would_be, on, since)
        met = (was.decision in MET, would_be.decision in MET)
        self.gain += met == (False, True)
        self.lose += met == (True, False)
        if met == (True, True):
            first, second = worth(was, on, since), worth(would_be, on, since)
            self.more += second > first
            self.less += second < first

    @property
    def year(self) -> int:
        """分 a year more (or less) than now."""
        return self.after.cost.year - self.before.cost.year

    @property
    def month(self) -> int:
        """分 in the first month more (or less) than now."""
        return self.after.cost.month - self.before.cost.month


def worth(found: Finding, on: date, since: date) -> int:
    """What a finding is worth to the person from then on: money, or for a loan its cap."""
    cap = found.values.get("cap")
    if cap is not None:
        return fen(cap)
    return cost_from(found, on, since).year


def twice(code: str, facts: Facts, on: date, book: Book) -> tuple[Finding, Finding]:
    """(as it is, as it would be)."""
    return assess(code, facts, on), assess(code, facts, on, book)
