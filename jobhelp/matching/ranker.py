"""The score tables at work: score = intercept + Σ table[feature][bin].

Table entry 0 belongs to “unknown” and is 0, like the entry of the feature's ordinary value: a term says how much
better or worse than an ordinary post this fact makes it. The intercept is the score of the wholly ordinary pair.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.matching.features import FEATURES, ByCode, Feature, Few

BANDS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Listed:
    """A ranked list: post numbers, best first, with their scores and rows on the board."""

    ids: np.ndarray  # int64 (k,)
    scores: np.ndarray  # float64 (k,)
    rows: np.ndarray  # int64 (k,)


@dataclass(frozen=True, eq=False)
class Ranker:
    """A glass box: one table a feature.

    name       "model:…" or "rule:…"
    tables     feature name → float64 (steps + 1,), entry 0 is 0
    intercept  score of the ordinary pair
    cuts       (middle, high): scores from which the band is 中, 高
    card       plain facts about where the tables come from (artefact.py)
    """

    name: str
    tables: Mapping[str, np.ndarray]
    intercept: float = 0.0
    cuts: tuple[float, float] = (0.0, 0.0)
    card: dict[str, Any] = field(default_factory=dict)
    features: Mapping[str, Feature] = field(default_factory=lambda: FEATURES)

    @property
    def names(self) -> tuple[str, ...]:
        """Features in the order of the columns of `terms`."""
        return tuple(self.tables)

    def score(self, board: Board, query: Query) -> np.ndarray:
        """Score of every post on the board for one person, float64 (n,)."""
        return self.score_of(Case(board, query))

    def score_of(self, case: Case) -> np.ndarray:
        """`score` for a case at hand."""
        total = self._shared(case.board).copy()
        by_code: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for name, table in self.tables.items():
            one = self.features[name]
            if one.shared:
                continue
            reading = one.read(case)
            if reading is None:
                continue
            if isinstance(reading, ByCode):
                terms = table[one.scale.bins(reading.values)]
                summed = by_code.get(id(reading.code))
                by_code[id(reading.code)] = (terms if summed is None else summed[0] + terms, reading.code)
            elif isinstance(reading, Few):
                self._add_few(total, case.board, one, table, reading)
            else:
                total += table.take(one.scale.bins(reading))
        for terms, code in by_code.values():
            total += terms.take(code)
        return total

    def _shared(self, board: Board) -> np.ndarray:
        """Intercept and the terms that depend on the post alone: worked out once for the board."""
        key = ("shared", self)
        if key not in board.kept:
            total = np.full(len(board), self.intercept)
            anyone = Case(board, NOBODY)
            for name, table in self.tables.items():
                if self.features[name].shared:
                    total += table.take(self.features[name].bins(anyone))
            board.kept[key] = total
        return np.asarray(board.kept[key])

    def _add_few(
        self, total: np.ndarray, board: Board, one: Feature, table: np.ndarray, reading: Few
    ) -> None:
        """Add the terms of a reading that differs from the common one in a few rows."""
        base = one.base_bins(board, reading)
        if reading.base is None:
            zero = table[one.scale.bins(np.zeros(1))[0]]
            if zero:
                total += zero
        else:
            key = ("base terms", self, one.name)
            if key not in board.kept:
                board.kept[key] = table.take(base)
            total += board.kept[key]
        if len(reading.rows):
            total[reading.rows] += table[one.scale.bins(reading.values)] - table[base[reading.rows]]

    def bins(self, board: Board, query: Query) -> np.ndarray:
        """The quantised features of every post for one person, uint8 (features, n)."""
        return feature_bins(Case(board, query), self.names, self.features)

    def score_bins(self, bins: np.ndarray) -> np.ndarray:
        """Scores from quantised features (features, n), float64 (n,)."""
        total = np.full(bins.shape[1], self.intercept)
        for table, row in zip(self.tables.values(), bins, strict=True):
            total += table.take(row)
        return total

    def terms(self, board: Board, query: Query, rows: Sequence[int]) -> np.ndarray:
        """The true terms of some posts' scores, float64 (len(rows), features); intercept + sum = score."""
        return self.terms_of(Case(board, query), rows)

    def terms_of(self, case: Case, rows: Sequence[int]) -> np.ndarray:
        """`terms` for a case at hand."""
        at = np.asarray(rows, np.int64)
        columns = [table[self.features[name].bins(case)[at]] for name, table in self.tables.items()]
        return np.stack(columns, axis=1) if columns else np.zeros((len(at), 0))

    def top(self, board: Board, query: Query, k: int, allowed: np.ndarray | None = None) -> Listed:
        """The best k posts by (score falling, number rising).

        allowed  bool (n,) from the gates; posts in `query.hide` are left out as well
        """
        case = Case(board, query)
        shown = np.ones(len(board), bool) if allowed is None else allowed.copy()
        shown[case.posts.rows(query.hide)] = False
        return best(board.posts.id, self.score_of(case), k, shown)

    def band(self, score: float) -> str:
        """low, middle or high: how the outcome of past pairs with such a score was, never a percentage."""
        return BANDS[int(score >= self.cuts[0]) + int(score >= self.cuts[1])]


NOBODY = Query(
    facts=RankFacts(), at=0.0
)  # stands where only the post is measured; shared features never look at it


def feature_bins(case: Case, names: Sequence[str], features: Mapping[str, Feature] = FEATURES) -> np.ndarray:
    """uint8 (features, n) bins of the named features."""
    out = np.empty((len(names), len(case.posts)), np.uint8)
    for at, name in enumerate(names):
        out[at] = features[name].bins(case)
    return out


def best(ids: np.ndarray, scores: np.ndarray, k: int, shown: np.ndarray | None = None) -> Listed:
    """The k best by (score falling, number rising) among the shown; a total order, so equal input, equal list."""
    rows = np.arange(len(ids)) if shown is None else np.flatnonzero(shown)
    values = scores[rows] if shown is not None else scores
    if len(rows) > k > 0:
        least = np.partition(values, len(values) - k)[len(values) - k]
        kept = np.flatnonzero(values >= least)
        rows, values = rows[kept], values[kept]
    order = np.lexsort((ids[rows], -values))[: max(k, 0)]
    return Listed(ids[rows[order]], values[order], rows[order])


def rank_block(
    ranker: Ranker,
    board: Board,
    queries: Sequence[Query],
    k: int,
    eligible: Sequence[np.ndarray | None] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """One block of the nightly run: gates, scores and the best k for each person.

    Pure and deterministic: a person's row depends on that person and the board, not on the block. Memory is
    one board, a few arrays of its length, and the answer.

    eligible  one bool (n,) (or None) a person: the law's answer for restricted posts
    Returns (ids int64 (people, k), −1 where there are fewer; scores float64 (people, k), nan there).
    """
    ids = np.full((len(queries), k), -1, np.int64)
    scores = np.full((len(queries), k), np.nan)
    for at, query in enumerate(queries):
        may = None if eligible is None else eligible[at]
        listed = ranker.top(board, query, k, Gates(Case(board, query), may).allowed)
        ids[at, : len(listed.ids)] = listed.ids
        scores[at, : len(listed.ids)] = listed.scores
    return ids, scores
