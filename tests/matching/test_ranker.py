"""The score tables at work."""

import numpy as np
import pytest

from jobhelp.matching.board import Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.matching.features import FEATURES
from jobhelp.matching.ranker import BANDS, Ranker, best, rank_block
from jobhelp.matching.rule import POINTS, RULE, rule
from tests.matching.build import DAY, board
from tests.matching.town import town


@pytest.fixture(scope="module")
def everything() -> Ranker:
    """A ranker with random numbers in every table."""
    rng = np.random.default_rng(4)
    tables = {
        name: np.concatenate([[0.0], rng.normal(0, 1, one.scale.steps)]) for name, one in FEATURES.items()
    }
    return Ranker("model:random", tables, 0.5, (-1.0, 1.0))


def test_the_quick_way_and_the_plain_way_give_one_score(everything: Ranker) -> None:
    on, examples = town(people=40)
    for example in examples:
        quick = everything.score(on, example.query)
        plain = everything.score_bins(everything.bins(on, example.query))
        assert np.abs(quick - plain).max() < 1e-9


def test_a_person_is_ranked_alike_alone_and_after_others(everything: Ranker) -> None:
    on, examples = town(people=10)
    fresh, _ = town(people=10)
    for example in examples:
        everything.score(on, example.query)
    assert np.array_equal(everything.score(on, examples[3].query), everything.score(fresh, examples[3].query))


def test_the_best_are_by_score_and_then_by_number() -> None:
    ids, scores = np.array([9, 4, 7, 1]), np.array([1.0, 2.0, 2.0, np.inf])
    assert best(ids, scores, 3).ids.tolist() == [1, 4, 7]
    assert best(ids, scores, 2, np.array([True, True, True, False])).ids.tolist() == [4, 7]
    assert best(ids, scores, 0).ids.tolist() == [] and best(ids, scores, 99).ids.tolist() == [1, 4, 7, 9]


def test_equal_scores_at_the_edge_are_cut_by_number() -> None:
    assert best(np.arange(100, 0, -1), np.zeros(100), 3).ids.tolist() == [1, 2, 3]


def test_what_is_hidden_or_shut_is_not_in_the_list(everything: Ranker) -> None:
    on, examples = town(people=5)
    query = Query(examples[0].query.facts, on.at, hide=tuple(on.posts.id[:20].tolist()))
    shown = Gates(Case(on, query)).allowed
    listed = everything.top(on, query, 10_000, shown)
    assert set(listed.ids) == set(on.posts.id[shown]) - set(query.hide)


def test_a_block_ranks_everybody_as_alone(everything: Ranker) -> None:
    on, examples = town(people=7)
    queries = [example.query for example in examples]
    ids, scores = rank_block(everything, on, queries, 200)
    for at, query in enumerate(queries):
        alone = everything.top(on, query, 200, Gates(Case(on, query)).allowed)
        assert ids[at, : len(alone.ids)].tolist() == alone.ids.tolist()
        assert (ids[at, len(alone.ids) :] == -1).all() and np.isnan(scores[at, len(alone.ids) :]).all()


def test_bands_by_the_cuts(everything: Ranker) -> None:
    assert [everything.band(score) for score in (-2.0, 0.0, 1.0)] == list(BANDS)


def test_an_empty_board_gives_an_empty_list(everything: Ranker) -> None:
    on = board(at=DAY, n=1)
    nothing = type(on)(on.posts.take(np.zeros(1, bool)), DAY)
    assert everything.top(nothing, Query(RankFacts(district="north"), DAY), 5).ids.tolist() == []


def test_the_rule_is_a_ranker_whose_ordinary_value_is_0() -> None:
    found = rule()
    assert found.name == "rule:1" and set(found.tables) == set(POINTS) and found.card["source"] == RULE
    assert all(table[0] == 0 and np.isfinite(table).all() for table in found.tables.values())


def test_the_rule_prefers_what_it_says_it_prefers() -> None:
    on = board(
        occupation=["cleaner", "guard", "cleaner"],
        lat=[45.80, 45.80, 45.70],
        lon=[126.60, 126.60, 126.70],
        place=["north", "north", "south"],
    )
    scores = rule().score(on, Query(RankFacts(wanted=("cleaner",), district="north"), DAY))
    assert scores[0] > scores[2] > scores[1]


def test_popularity_is_not_in_the_rule() -> None:
    assert not [name for name in POINTS if FEATURES[name].theme in ("popularity", "similar")]
