"""Measure the product's own ranker on folders of real behaviour (exchange.py), beside the peers (peers.py).

Fitting uses the training folder only. When a test query is ranked, what others did comes from the test folder's own
events before the query's moment, never the person's own.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.evaluation import RANKED, Quality, quality
from jobhelp.matching.exchange import Asked, BadFolder, Folder, read
from jobhelp.matching.exposure import WISHED, Spread
from jobhelp.matching.facts import Query
from jobhelp.matching.learning import learn
from jobhelp.matching.peers import Peers
from jobhelp.matching.ranker import Ranker, best

OURS = "jobhelp"
NEGATIVES = 200  # openings left alone that each query is learned against
SPREAD = "jobhelp, spread"  # the same with the prices of crowded posts (exposure.py)


@dataclass(frozen=True)
class Measured:
    """quality[group][way]; empty where the queries do not tell what people then did."""

    quality: dict[str, dict[str, Quality]]
    queries: int
    fitted_on: int


def evaluate(
    train: Path,
    test: Path | None = None,
    *,
    out: Path | None = None,
    congestion: float = 0.0,
    random_state: int = 0,
    say: Callable[[str], None] = lambda text: None,
) -> Measured:
    """Fit on `train`, rank `test` (without it: a held-out half of the training folder's own people).

    out  write one line a query: {"query_id", "ranked": the first 100 opening ids, best first, none of `seen`}
    congestion  above 0: also rank with congestion control of this strength, its prices worked out as the night run
                does, from the lists of all queries and never from what people then did; `out` holds these lists
    Raises BadFolder.
    """
    if out is not None:
        _writable(out)
    folder = read(train)
    learned_from: Sequence[Asked]
    asked: Sequence[Asked]
    if test is None:
        learned_from, asked = _halves(folder.asked, random_state)
        judged = folder
    else:
        learned_from, judged = folder.asked, read(test, idf=folder.posts.idf)
        asked = judged.asked
    examples = folder.examples(learned_from)
    if not examples:
        raise BadFolder(
            "queries.jsonl of the training folder tells no outcome (`relevant`): nothing to learn from"
        )
    say(f"learning from {len(examples):,} queries …")
    try:
        ranker = learn(
            examples,
            folder.boards(),
            name="model:evaluation",
            source=str(train.name),
            held_out=0.0,
            gated=False,
            max_examples=len(examples),
            negatives=NEGATIVES,
            random_state=random_state,
        ).ranker
    except ValueError as error:
        raise BadFolder(f"{train.name}: {error}") from error
    say(f"ranking {len(asked):,} queries over {len(judged.ids):,} openings …")
    lists = _rank(ranker, judged, asked, random_state, congestion)
    if out is not None:
        _write(out, judged, asked, lists[SPREAD if congestion else OURS])
    return Measured(_judge(lists, asked, len(judged.ids)), len(asked), len(examples))


def _halves(asked: Sequence[Asked], random_state: int) -> tuple[list[Asked], list[Asked]]:
    """Half of the people to learn from, the other half to judge by."""
    people = np.unique([_person(at, one) for at, one in enumerate(asked)])
    shuffled = np.random.default_rng(random_state).permutation(people)
    chosen = set(shuffled[: len(people) // 2].tolist())
    sides: tuple[list[Asked], list[Asked]] = ([], [])
    for at, one in enumerate(asked):
        sides[_person(at, one) not in chosen].append(one)
    return sides


def _person(at: int, one: Asked) -> int:
    return at if one.query.who is None else one.query.who


def _rank(
    ranker: Ranker, folder: Folder, asked: Sequence[Asked], random_state: int, congestion: float = 0.0
) -> dict[str, list[list[int]]]:
    """The first 100 rows of each query by each way, in the order asked."""
    peers = Peers(folder.texts, random_state).ways
    lists: dict[str, list[list[int]]] = {name: [[] for _ in asked] for name in (OURS, *peers)}
    spread = Spread(len(asked), len(folder.ids))
    for at, board in _in_order_of_time(folder, asked):
        query = asked[at].query
        shown = _shown(board, query)
        scores = {OURS: ranker.score(board, query)} | {name: way(board, query) for name, way in peers.items()}
        for name, score in scores.items():
            lists[name][at] = best(board.posts.id, score, RANKED, shown).ids.tolist()
        if congestion:
            spread.take(at, best(board.posts.id, scores[OURS], WISHED, shown))
    if congestion:
        lists[SPREAD] = spread.lists(congestion, RANKED)
    return lists


def _in_order_of_time(folder: Folder, asked: Sequence[Asked]) -> Iterator[tuple[int, Board]]:
    boards = folder.boards()
    for at in sorted(range(len(asked)), key=lambda at: asked[at].query.at):
        yield at, boards(asked[at].query.at)


def _shown(board: Board, query: Query) -> np.ndarray:
    """Everything but what the person has seen."""
    shown = np.ones(len(board), bool)
    shown[Case(board, query).history_rows] = False
    return shown


def _judge(
    lists: dict[str, list[list[int]]], asked: Sequence[Asked], posts: int
) -> dict[str, dict[str, Quality]]:
    told: dict[str, dict[str, Quality]] = {}
    for group in sorted({one.group for one in asked if one.relevant is not None}):
        of_group = [at for at, one in enumerate(asked) if one.group == group and one.relevant is not None]
        relevant = [set(asked[at].relevant or ()) for at in of_group]
        told[group] = {
            name: quality([ranked[at] for at in of_group], relevant, posts) for name, ranked in lists.items()
        }
    return told


def _writable(path: Path) -> None:
    """Raises BadFolder where no file can be written: better before the work than after it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        raise BadFolder(f"cannot write {path}: {error.strerror}") from None


def _write(path: Path, folder: Folder, asked: Sequence[Asked], lists: Sequence[list[int]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for one, ranked in zip(asked, lists, strict=True):
            line = {"query_id": one.name, "ranked": [folder.ids[row] for row in ranked]}
            file.write(json.dumps(line) + "\n")
