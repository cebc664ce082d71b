"""Small boards for tests: a column is named only where the test is about it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jobhelp.matching.board import Board, Case
from jobhelp.matching.evidence import Evidence
from jobhelp.matching.facts import Query, RankFacts, Reference
from jobhelp.matching.posts import Posts

DAY = float(date(2026, 11, 24).toordinal())
TREE = Reference(
    groups={"cleaner": "cleaning", "window": "cleaning", "nanny": "home", "guard": "guarding"},
    families={"cleaner": "service", "window": "service", "nanny": "service", "guard": "security"},
    neighbours={"north": frozenset({"middle"}), "middle": frozenset({"north", "south"})},
    regions={"north": "core", "middle": "core", "south": "core"},
    centres={"north": (45.80, 126.60), "middle": (45.75, 126.65), "south": (45.70, 126.70)},
)


def posts(n: int | None = None, **columns: Sequence[Any]) -> Posts:
    """Posts numbered 1, 2, 3 …, with these columns."""
    count = n or len(next(iter(columns.values())))
    return Posts.from_columns({"id": list(range(1, count + 1)), **columns})


def board(evidence: Evidence | None = None, at: float = DAY, n: int | None = None, **columns: Any) -> Board:
    """A board of such posts on the small map."""
    return Board(posts(n, **columns), at, evidence, TREE)


def case(on: Board, history: Sequence[int] = (), who: int | None = None, **facts: Any) -> Case:
    """A person who told us these facts before a board."""
    return Case(on, Query(RankFacts(**facts), on.at, history=tuple(history), who=who))


def spoken(feature: Any, before: Case, row: int, good: bool = True) -> str | None:
    """The sentence of a feature for one post, with codes as they are."""
    sentence = feature.explain(before, row, good)
    return None if sentence is None else sentence.text()


def read(feature: Any, before: Case) -> list[float | None]:
    """A feature's numbers for all posts; None is unknown."""
    reading = feature.read(before)
    if reading is None:
        return [None] * len(before.posts)
    dense = (
        reading
        if not hasattr(reading, "dense")
        else (reading.dense(len(before.posts)) if hasattr(reading, "rows") else reading.dense())
    )
    return [None if value != value else round(float(value), 3) for value in dense]
