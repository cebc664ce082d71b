"""The employer's side of a score: learned from answers, added term by term, left out where it tells nothing."""

import numpy as np
import pytest

from jobhelp.matching.board import Board, Case
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.reciprocity import ASKED_FOR, Answered, both, learn_taking
from jobhelp.matching.rule import rule
from tests.matching.build import DAY, TREE
from tests.matching.town import town_posts


def answered(seed: int, count: int = 400, *, by_chance: bool = False) -> tuple[Board, list[Answered]]:
    """Employers who take people with the education that they ask for."""
    rng = np.random.default_rng(seed)
    board = Board(town_posts(rng, 80), DAY, None, TREE)
    found = []
    for number in range(count):
        mine = int(rng.integers(1, 6))
        row = int(rng.integers(len(board)))
        asked = np.nan_to_num(board.posts.education_min[row])
        chance = 0.5 if by_chance else 0.85 if mine >= asked else 0.1
        query = Query(RankFacts(education=mine), DAY - (count - number) / count, who=number)
        found.append(Answered(query, int(board.posts.id[row]), bool(rng.random() < chance)))
    return board, found


def test_what_employers_ask_for_is_learned() -> None:
    board, told = answered(1)
    taking = learn_taking(told, lambda _at: board)
    assert taking.counts and taking.told["auc"] > 0.6
    assert np.ptp(taking.tables["education_gap"]) > 5 * np.ptp(taking.tables["distance"])
    assert set(taking.tables) == set(ASKED_FOR) and all(table[0] == 0 for table in taking.tables.values())


def test_chance_is_not_learned() -> None:
    board, told = answered(2, by_chance=True)
    taking = learn_taking(told, lambda _at: board)
    assert both(rule(), taking) is not rule() and taking.told["answers"] == 400
    if not taking.counts:
        assert "why_not" in taking.told


@pytest.mark.parametrize("count", [0, 40])
def test_few_answers_leave_the_ranker_one_sided(count: int) -> None:
    board, told = answered(3, count)
    taking = learn_taking(told, lambda _at: board)
    go = rule()
    assert not taking.counts and taking.told["why_not"] == "too few answers" and both(go, taking) is go


def test_the_two_odds_multiply() -> None:
    board, told = answered(4)
    taking = learn_taking(told, lambda _at: board)
    query = told[0].query
    one = rule()
    missing = {name: np.zeros(len(taking.tables[name])) for name in ASKED_FOR if name not in one.tables}
    go = Ranker("go", dict(one.tables) | missing, 0.3)
    side = Ranker("take", taking.tables, taking.intercept)
    case = Case(board, query)
    product = both(go, taking)
    assert np.allclose(product.score_of(case), go.score_of(case) + side.score_of(case), atol=1e-9)
    assert product.names == go.names


def test_popularity_and_wishes_are_no_employers_reasons() -> None:
    assert not {"popularity", "wanted_occupation", "pay_asked", "similar_people", "title_wanted"} & set(
        ASKED_FOR
    )
