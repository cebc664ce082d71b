"""What a model's card says about fairness: recall, exposure and the probe, by group."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from jobhelp.matching import fairness
from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.evaluation import DEPTH, recall
from jobhelp.matching.ranker import Ranker, best
from jobhelp.matching.training import Example
from jobhelp.recommendations import groups as grouped
from jobhelp.recommendations.groups import Groups

MOST_PEOPLE = 800  # whose lists are made for exposure and the probe
LISTED = 30


def fairness_of(
    groups: Groups, ranker: Ranker, later: Sequence[Example], board_at: Callable[[float], Board]
) -> dict[str, Any]:
    """The fairness part of a card. later: examples that the ranker has not learned from, in order of time."""
    recalls = _recalls(ranker, later, board_at)
    suitors, vectors, listed = _now(ranker, later, board_at)
    told: dict[str, Any] = {"people": len(recalls), "smallest_group": fairness.SMALLEST, "groups": {}}
    by_recall = {name: fairness.recall_by_group(recalls, groups[name]) for name in grouped.TITLES}
    compared = fairness.pairs(by_recall.values())
    for name, found in by_recall.items():
        told["groups"][name] = {
            "recall@10": found,
            "gap": fairness.gap(found, compared=compared),
            "exposure": fairness.exposure_by_group(suitors, groups[name]),
        }
    told["probe"] = _probes(vectors, listed, groups)
    return told


def _recalls(
    ranker: Ranker, later: Sequence[Example], board_at: Callable[[float], Board]
) -> dict[int, float]:
    """person → mean share of what they went for that stood in their first ten."""
    found: dict[int, list[float]] = defaultdict(list)
    for example in later:
        relevant = {post for post, kind in example.outcomes.items() if kind != "dismiss"}
        if example.query.who is None or not relevant:
            continue
        case = Case(board_at(example.query.at), example.query)
        listed = best(case.posts.id, ranker.score_of(case), DEPTH, _shown(case))
        found[example.query.who].append(recall(listed.ids.tolist(), relevant))
    return {who: float(np.mean(values)) for who, values in found.items()}


def _shown(case: Case) -> np.ndarray:
    shown = Gates(case).allowed.copy()
    shown[case.history_rows] = False
    shown[case.posts.rows(case.query.hide)] = False
    return shown


def _now(
    ranker: Ranker, later: Sequence[Example], board_at: Callable[[float], Board]
) -> tuple[list[list[int]], np.ndarray, list[int]]:
    """On the last day's board: (for each post the people in whose lists it stands, best first; what the ranker makes of
    each person: the mean terms of their first ten; the people).
    """
    last = {one.query.who: one.query for one in later if one.query.who is not None}
    if not last:
        return [], np.zeros((0, 1)), []
    board = board_at(max(query.at for query in last.values()))
    people = sorted(last)[:: max(1, -(-len(last) // MOST_PEOPLE))]
    suitors: dict[int, list[tuple[float, int]]] = defaultdict(list)
    vectors, listed = [], []
    for who in people:
        case = Case(board, last[who])
        found = best(board.posts.id, ranker.score_of(case), LISTED, _shown(case))
        if not len(found.rows):
            continue
        for post, score in zip(found.ids.tolist(), found.scores.tolist(), strict=True):
            suitors[post].append((score, who))
        vectors.append(ranker.terms_of(case, found.rows[:DEPTH].tolist()).mean(axis=0))
        listed.append(who)
    ordered = [[who for _, who in sorted(found, reverse=True)] for _, found in sorted(suitors.items())]
    return ordered, np.array(vectors), listed


def _probes(vectors: np.ndarray, people: list[int], groups: Groups) -> dict[str, Any]:
    """What can be guessed about people from what the ranker makes of them."""
    found = {}
    for name, group in grouped.PROBED:
        told = fairness.probe(vectors, people, groups[name], group) if people else None
        if told is not None:
            found[name] = told | {"group": group}
    return found
