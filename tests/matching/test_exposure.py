"""Prices of crowded posts: within their room, nobody left out, and a named term of the score."""

import json
from pathlib import Path

import numpy as np
import pytest

from jobhelp.matching import exposure
from jobhelp.matching.benchmark import OURS, SPREAD, evaluate
from jobhelp.matching.board import Board, Case
from jobhelp.matching.exposure import Nearest, Prices, Wishes
from jobhelp.matching.ranker import best
from jobhelp.matching.reasons import explain
from jobhelp.matching.rule import rule
from tests.matching.build import posts
from tests.matching.test_benchmark import write_folder
from tests.matching.town import town


def wishes(scores: np.ndarray, keep: int) -> Wishes:
    """What people with these scores, (people, posts), would see; every post is possible for everybody."""
    order = np.argsort(-scores, axis=1, kind="stable")
    nearest = Nearest(scores.shape[1])
    for person, mine in enumerate(scores):
        nearest.meet(person, mine, np.ones(len(mine), bool), np.sort(mine)[-keep])
    return Wishes(
        order.astype(np.int32), np.take_along_axis(scores, order, axis=1), nearest.near, nearest.missed
    )


def tens(scores: np.ndarray, price: np.ndarray, depth: int) -> np.ndarray:
    """How often each post stands in a first ten."""
    first = np.argsort(-(scores - price), axis=1, kind="stable")[:, :depth]
    return np.bincount(first.ravel(), minlength=scores.shape[1])


@pytest.fixture
def crowd() -> np.ndarray:
    """Two hundred people who all like the same few of a hundred posts best."""
    rng = np.random.default_rng(4)
    return rng.normal(0, 1, (200, 100)) + np.linspace(3, 0, 100)


def test_the_crowded_are_spread_and_more_strength_spreads_more(crowd: np.ndarray) -> None:
    space = exposure.room(np.ones(100), 200)
    spread = []
    for strength in (0.0, 0.3, 0.6, 1.0):
        price = exposure.prices(wishes(crowd, 30), space, strength=strength, keep=30)
        spread.append(exposure.inequality(tens(crowd, price, 10)))
    assert spread == sorted(spread, reverse=True) and spread[-1] < 0.8 * spread[0]


def test_a_post_with_many_seats_has_more_room(crowd: np.ndarray) -> None:
    seats = np.ones(100)
    seats[0] = 30
    one, many = (
        exposure.prices(wishes(crowd, 30), exposure.room(s, 200), strength=1.0, keep=30)
        for s in (np.ones(100), seats)
    )
    assert many[0] < one[0] and tens(crowd, many, 10)[0] > 3 * tens(crowd, one, 10)[0]


def test_control_off_costs_nothing(crowd: np.ndarray) -> None:
    price = exposure.prices(wishes(crowd, 30), exposure.room(np.ones(100), 200), strength=0.0, keep=30)
    assert not price.any()
    assert not exposure.prices(
        Wishes(np.zeros((0, 5), np.int32), np.zeros((0, 5)), np.zeros((1, 9), np.int32), np.zeros((1, 9))),
        np.ones(9),
        strength=1.0,
        keep=3,
    ).any()


@pytest.mark.parametrize("seed", range(6))
def test_every_post_is_seen_by_somebody(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 0.3, (30, 200)) + rng.exponential(2, 200)
    price = exposure.prices(wishes(scores, 20), exposure.room(np.ones(200), 30), strength=0.3, keep=20)
    assert (tens(scores, np.zeros(200), 20) == 0).any()  # without prices some are seen by nobody
    assert (tens(scores, price, 20) > 0).all()


def test_a_post_that_is_possible_for_nobody_is_left_in_peace() -> None:
    scores = np.random.default_rng(1).normal(0, 1, (10, 40))
    asked = wishes(scores, 10)
    asked.missed[:, 7] = -np.inf
    asked = Wishes(np.where(asked.rows == 7, -1, asked.rows), asked.scores, asked.near, asked.missed)
    price = exposure.prices(asked, exposure.room(np.ones(40), 10), strength=0.3, keep=10)
    assert price[7] == 0 and np.isfinite(price).all()


def test_seats_that_are_not_known_count_as_one() -> None:
    space = exposure.room(np.array([np.nan, 1.0, 0.0, 3.0]), 6, 10)
    assert space.tolist() == [10, 10, 10, 30]


def test_blocks_of_people_are_joined_with_their_numbers() -> None:
    part = Wishes(np.zeros((2, 3), np.int32), np.zeros((2, 3)), np.array([[0, 1]]), np.zeros((1, 2)))
    joined = Wishes.joined([part, part])
    assert joined.near.tolist() == [[0, 1], [2, 3]] and joined.rows.shape == (4, 3)


def test_prices_belong_to_posts_by_number() -> None:
    found = Prices.of(np.array([9, 4, 7]), np.array([0.5, 0.0, -0.2]))
    assert found.ids.tolist() == [7, 9]
    here = posts(n=9)
    assert found.terms(here).tolist() == [0, 0, 0, 0, 0, 0, 0.2, 0, -0.5]
    assert Prices.of(np.array([1]), np.array([0.0])).terms(here).tolist() == [0.0] * 9


def test_the_price_is_a_term_of_its_own_and_the_terms_add_up() -> None:
    board, examples = town(people=6)
    price = np.random.default_rng(2).normal(0, 2, len(board))
    prices = Prices.of(board.posts.id, price)
    named = 0
    for example in examples:
        scores = rule().score(board, example.query) + prices.terms(board.posts)
        for row, one in enumerate(
            explain(rule(), board, example.query, np.arange(len(board)).tolist(), prices)
        ):
            assert abs(one.score - scores[row]) < 1e-9
            assert abs(one.intercept + sum(term for *_, term in one.terms) - one.score) < 1e-9
            assert one.band == rule().band(one.score - (-price[row]))  # the band says how well it suits
            for reason in (*one.plus, *one.minus):
                if reason.feature == exposure.NAME:
                    named += 1
                    assert reason.term == pytest.approx(-price[row])
                    assert ("往后" in reason.sentence.text()) == (price[row] > 0)
    assert named > 20


def test_inequality_is_gini() -> None:
    assert exposure.inequality(np.ones(50)) == pytest.approx(0, abs=1e-12)
    assert exposure.inequality(np.array([0] * 99 + [10])) == pytest.approx(0.99)
    assert exposure.inequality(np.zeros(5)) == 0


def test_the_price_reorders_a_list_as_it_says() -> None:
    board, examples = town(people=3)
    query = examples[0].query
    case = Case(board, query)
    assert isinstance(case.board, Board)
    plain = rule().score_of(case)
    first = best(board.posts.id, plain, 1).ids[0]
    prices = Prices.of(np.array([first]), np.array([100.0]))
    assert best(board.posts.id, plain + prices.terms(board.posts), 1).ids[0] != first


def test_evaluation_measures_the_lists_with_prices_beside_those_without(tmp_path: Path) -> None:
    train, out = write_folder(tmp_path / "train", people=60), tmp_path / "out.jsonl"
    ways = evaluate(train, out=out, congestion=0.8).quality["warm"]
    # people who told the same have the same list with and without prices, so nothing is said of the spread here
    assert ways[SPREAD].n == ways[OURS].n and ways[SPREAD].ndcg != ways[OURS].ndcg
    assert SPREAD not in evaluate(train).quality["warm"]
    lines = [json.loads(line)["ranked"] for line in out.read_text().splitlines()]
    assert len(lines) == 30 and all(len(set(ranked)) == len(ranked) >= 59 for ranked in lines)
