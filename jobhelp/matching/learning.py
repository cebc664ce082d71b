"""One act: learn a ranker from examples, judge it on later ones, and hand it over with its card."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.evaluation import RANKED, Quality, quality
from jobhelp.matching.features import FEATURES, Feature
from jobhelp.matching.posts import Posts
from jobhelp.matching.ranker import Ranker, best
from jobhelp.matching.training import AdditiveTrainer, Example, Pairs, calibrated_cuts, sample_pairs

_SPLIT_MINIMUM = 50  # fewer examples than this are all learned from; nothing is left to judge by


@dataclass(frozen=True, slots=True)
class Learned:
    """ranker, the trainer (with the fitted model, for verification), the sampled pairs, and held-out quality."""

    ranker: Ranker
    trainer: AdditiveTrainer
    pairs: Pairs
    held_out: dict[str, Quality] = field(default_factory=dict)


def learn(
    examples: Sequence[Example],
    board_at: Callable[[float], Board],
    *,
    name: str,
    source: str,
    names: Sequence[str] | None = None,
    held_out: float = 0.2,
    max_examples: int = 6_000,
    negatives: int = 20,
    gated: bool = True,
    random_state: int = 0,
    features: Mapping[str, Feature] = FEATURES,
    settings: Mapping[str, Any] | None = None,
    beside: Mapping[str, Ranker] | None = None,
) -> Learned:
    """Learn from the earlier examples, judge on the later.

    name      the model's name, e.g. "model:2026-11-23"
    source    plain words for the card: where the outcomes come from (real, or simulated)
    held_out  share of the examples, the latest, that are judged on and not learned from
    beside    other rankers to judge on the same examples, by name
    Raises ValueError when there is nothing to learn from.
    """
    ordered = _thinned(sorted(examples, key=lambda one: one.query.at), max_examples, random_state)
    cut = len(ordered) - int(len(ordered) * held_out) if len(ordered) >= _SPLIT_MINIMUM else len(ordered)
    earlier, later = ordered[:cut], ordered[cut:]
    names = tuple(names or features)
    chosen = {one: features[one] for one in names}
    pairs = sample_pairs(
        earlier, board_at, names, negatives=negatives, gated=gated, random_state=random_state, features=chosen
    )
    trainer = AdditiveTrainer(chosen, random_state=random_state, **(settings or {}))
    trainer.fit(pairs.bins, pairs.label, pairs.weight, pairs.group)
    ranker = Ranker(
        name, trainer.tables_, trainer.intercept_, card=_card(source, earlier, later, pairs), features=chosen
    )
    rankers = {"ranker": ranker, **(beside or {})}
    judged = judge(rankers, later, board_at, gated=gated, random_state=random_state) if later else {}
    cuts = _cuts(ranker, later, board_at, negatives, gated, random_state, pairs)
    card = ranker.card | {"held_out": {who: found.plain() for who, found in judged.items()}}
    return Learned(Ranker(name, ranker.tables, ranker.intercept, cuts, card, chosen), trainer, pairs, judged)


def judge(
    rankers: Mapping[str, Ranker],
    examples: Sequence[Example],
    board_at: Callable[[float], Board],
    *,
    gated: bool = True,
    random_state: int = 0,
) -> dict[str, Quality]:
    """Quality of rankers on examples, beside random order and popularity, over the same posts."""
    rng = np.random.default_rng(random_state)
    lists: dict[str, list[list[int]]] = {who: [] for who in (*rankers, "random", "popularity")}
    relevant: list[set[int]] = []
    posts: Posts | None = None
    every: set[int] = set()  # the posts of all boards: those of a past day stand on its board alone
    for example in examples:
        board = board_at(example.query.at)
        if board.posts is not posts:
            posts = board.posts
            every.update(posts.id.tolist())
        case = Case(board, example.query)
        shown = (Gates(case).allowed if gated else board.still_open()).copy()
        shown[case.history_rows] = False
        shown[board.posts.rows(example.query.hide)] = False
        popular = board.crowd.on_posts(board.crowd.total, board.posts)
        ways = {
            **{who: ranker.score_of(case) for who, ranker in rankers.items()},
            "random": rng.random(len(board)),
            "popularity": popular,
        }
        for who, scores in ways.items():
            lists[who].append(best(board.posts.id, scores, RANKED, shown).ids.tolist())
        relevant.append({post for post, kind in example.outcomes.items() if kind != "dismiss"})
    return {who: quality(one, relevant, len(every)) for who, one in lists.items()}


def _thinned(examples: list[Example], most: int, random_state: int) -> list[Example]:
    """At most `most` examples, drawn evenly, still in order of time."""
    if len(examples) <= most:
        return examples
    rng = np.random.default_rng(random_state)
    kept = np.sort(rng.choice(len(examples), most, replace=False))
    return [examples[at] for at in kept.tolist()]


def _cuts(
    ranker: Ranker,
    later: Sequence[Example],
    board_at: Callable[[float], Board],
    negatives: int,
    gated: bool,
    random_state: int,
    pairs: Pairs,
) -> tuple[float, float]:
    """Cut points of the bands from later pairs; from the learned pairs themselves when there are no later ones."""
    if later:
        pairs = sample_pairs(
            later,
            board_at,
            ranker.names,
            negatives=negatives,
            gated=gated,
            random_state=random_state,
            features=ranker.features,
        )
    return calibrated_cuts(ranker.score_bins(pairs.bins.T), pairs.label)


def _card(source: str, earlier: Sequence[Example], later: Sequence[Example], pairs: Pairs) -> dict[str, Any]:
    """Plain facts about the data."""
    return {
        "source": source,
        "learned_from": {
            "examples": len(earlier),
            "pairs": len(pairs.label),
            "positives": int(pairs.label.sum()),
            "from": earlier[0].query.at,
            "to": earlier[-1].query.at,
        },
        "judged_on": {"examples": len(later)},
    }
