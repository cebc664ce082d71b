"""What a card says is the score itself: for everything that is shown, the terms add up, and a named reason is a part of
the score that can be taken away.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching import exposure
from jobhelp.matching.board import Board
from jobhelp.matching.reasons import Explanation
from jobhelp.recommendations import queries
from jobhelp.recommendations.ranking import Ranking
from jobhelp.recommendations.service import match_city, train
from jobhelp.recommendations.service.lists import current_for
from tests.measured import record
from tests.recommendations.city import build
from tests.recommendations.conftest import keep_random_model

SIZES = [
    pytest.param((60, 12), id="short"),
    pytest.param((600, 1_000), marks=pytest.mark.long, id="long"),
]
SHOWN = 10  # of each list


def quiet(_text: str) -> None:
    pass


@pytest.mark.parametrize("size", SIZES)
def test_terms_add_up_and_a_reason_taken_away_moves_the_score(
    engine: Engine, models_dir: Path, size: tuple[int, int]
) -> None:
    """Of every list its first ten, with congestion control; in the long form by a ranker trained on these people."""
    openings, seekers = size
    build(engine, openings=openings, seekers=seekers, each=6)
    if seekers >= 1_000:
        assert train(engine, models_dir, clock.today(), quiet).released
    else:
        keep_random_model(models_dir)
    match_city(engine, models_dir, clock.today(), quiet)
    shown = named = 0
    worst = 0.0
    with Session(engine) as session:
        without: dict[str, tuple[object, Board]] = {}
        for person in queries.people_after(session, 0, seekers, clock.today()):
            found = current_for(session, person, models_dir)
            ranking = found.ranking
            for number, one in ranking.explain(found.ids[:SHOWN]).items():
                row = ranking.board.posts.row_of[number]
                score = float(ranking.scores[row])
                worst = max(worst, abs(one.intercept + sum(term for *_, term in one.terms) - score))
                assert one.score == pytest.approx(score, abs=1e-9)
                shown += 1
                named += check_reasons(ranking, row, one, without)
    assert shown > 5 * seekers / 2 and named > shown and worst < 1e-9
    if seekers >= 1_000:
        record(
            "explanations",
            {
                "people": seekers,
                "openings": openings,
                "recommendations shown": shown,
                "reasons named": named,
                "largest difference between the sum of the terms and the score": worst,
                "reasons for a post whose removal did not lower its score": 0,
                "reasons against a post whose removal did not raise its score": 0,
            },
        )


def check_reasons(
    ranking: Ranking, row: int, one: Explanation, without: dict[str, tuple[object, Board]]
) -> int:
    """Score the post again by a ranker that lacks the named feature: exactly its term is gone."""
    for reason in (*one.plus, *one.minus):
        if reason.feature == exposure.NAME:
            assert ranking.priced is not None and reason.term == ranking.priced[row]
            continue
        ranker = ranking.ranker
        if reason.feature not in without:
            tables = {
                name: np.zeros_like(table) if name == reason.feature else table
                for name, table in ranker.tables.items()
            }
            on = ranking.board
            without[reason.feature] = (
                replace(ranker, tables=tables),
                Board(on.posts, on.at, on.evidence, on.reference),
            )
        less, board = without[reason.feature]
        rescored = float(less.score(board, ranking.query)[row]) + (
            0.0 if ranking.priced is None else float(ranking.priced[row])
        )
        assert one.score - rescored == pytest.approx(reason.term, abs=1e-9)
        assert (rescored < one.score) == (reason in one.plus)
    return len(one.plus) + len(one.minus)
