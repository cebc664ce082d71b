"""How good ranked lists are: NDCG@10, Recall@10, MRR, and how widely they spread over the posts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DEPTH = 10
RANKED = 100  # MRR looks this far


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries with their standard errors, and the spread over all posts.

    n        queries with at least one relevant post
    ndcg, recall, mrr   (mean, standard error); binary gain; recall and NDCG at 10, MRR over the first 100
    gini     inequality of the times each post stands in a first ten, 0 equal … 1 all on one post
    coverage share of the posts that stand in at least one first ten
    """

    n: int
    ndcg: tuple[float, float]
    recall: tuple[float, float]
    mrr: tuple[float, float]
    gini: float
    coverage: float

    def plain(self) -> dict[str, float | None]:
        """Rounded numbers for JSON and cards."""
        told: dict[str, float | None] = {"n": self.n}
        for name, pair in (("ndcg@10", self.ndcg), ("recall@10", self.recall), ("mrr", self.mrr)):
            told |= {name: _rounded(pair[0]), f"{name}_se": _rounded(pair[1])}
        return told | {"gini@10": _rounded(self.gini), "coverage@10": _rounded(self.coverage)}


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 5)


def ndcg(ranked: Sequence[int], relevant: set[int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of one list with binary gain."""
    gained = sum(1 / np.log2(at + 2) for at, one in enumerate(ranked[:depth]) if one in relevant)
    possible = sum(1 / np.log2(at + 2) for at in range(min(depth, len(relevant))))
    return float(gained / possible) if possible else float("nan")


def recall(ranked: Sequence[int], relevant: set[int], depth: int = DEPTH) -> float:
    """Share of the relevant that stands in the first `depth`."""
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else float("nan")


def reciprocal_rank(ranked: Sequence[int], relevant: set[int], depth: int = RANKED) -> float:
    """1 / place of the first relevant post, 0 when none stands in the first `depth`."""
    for at, one in enumerate(ranked[:depth]):
        if one in relevant:
            return 1 / (at + 1)
    return 0.0


def gini(shown: Sequence[Sequence[int]], posts: int, depth: int = DEPTH) -> tuple[float, float]:
    """(Gini, coverage) of the first `depth` of many lists over `posts` posts, the never shown included."""
    times: dict[int, int] = {}
    for ranked in shown:
        for one in ranked[:depth]:
            times[one] = times.get(one, 0) + 1
    counts = np.zeros(posts)
    counts[: len(times)] = sorted(times.values())
    counts.sort()
    total = counts.sum()
    if not posts or not total:
        return float("nan"), 0.0
    place = np.arange(1, posts + 1)
    return float((2 * place - posts - 1) @ counts / (posts * total)), len(times) / posts


def quality(lists: Sequence[Sequence[int]], relevant: Sequence[set[int]], posts: int) -> Quality:
    """Judge many lists. A query without a relevant post counts for the spread only."""
    judged = [(ranked, right) for ranked, right in zip(lists, relevant, strict=True) if right]
    spread = gini(lists, posts)
    return Quality(
        len(judged),
        _mean([ndcg(*pair) for pair in judged]),
        _mean([recall(*pair) for pair in judged]),
        _mean([reciprocal_rank(*pair) for pair in judged]),
        *spread,
    )


def _mean(values: list[float]) -> tuple[float, float]:
    """(mean, standard error); nan where there is nothing to say."""
    if not values:
        return float("nan"), float("nan")
    error = np.std(values, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else float("nan")
    return float(np.mean(values)), float(error)
