"""How long one person waits, on one thread: ours, scikit-learn's own functions, LightGBM, a plain numpy product."""

import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from benchmarks.city import City
from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.exposure import Prices
from jobhelp.matching.posts import Posts
from jobhelp.matching.ranker import best
from jobhelp.recommendations import queries
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.ranking import DEPTH, Ranking
from jobhelp.recommendations.service import pricing

FIRST, PAGE = 100, 10
PEOPLE = 30  # whose lists are timed
REPEATS = 30


def milliseconds(act: Callable[[int], object], repeats: int = REPEATS) -> dict[str, float]:
    """Median and 95th of a hundred of the runs, in ms, after two that warm up."""
    act(0), act(1)
    taken = []
    for turn in range(repeats):
        started = time.perf_counter()
        act(turn)
        taken.append((time.perf_counter() - started) * 1000)
    return {
        "median": round(statistics.median(taken), 3),
        "p95": round(float(np.quantile(taken, 0.95)), 3),
    }


def of_size(posts: Posts, openings: int) -> Posts:
    """The posts cut or repeated to this many, each with a number of its own."""
    taken = posts.take(np.arange(openings) % len(posts))
    taken.id = np.arange(1, openings + 1)
    taken._row_of = taken._by_id = None
    return taken


def one_person(city: City, standing: Standing, openings: int, repeats: int) -> dict[str, Any]:
    """One person before so many openings."""
    posts = of_size(standing.board.posts, openings)
    prices = Prices.of(posts.id, np.abs(np.random.default_rng(1).normal(0, 0.1, openings)))
    here = replace(
        standing,
        board=Board(posts, standing.board.at, standing.board.evidence, standing.board.reference),
        prices=prices,
        prices_id=1,
        using=replace(standing.using, ranker=city.ranker),
    )
    with Session(city.engine) as session:
        people = queries.people_numbered(
            session, pricing.spread(queries.who_agreed(session), PEOPLE), standing.on
        )
        told = queries.told(session, [one.seeker_id for one in people])
    everybody = [(one, told[one.seeker_id]) for one in people]
    rankings = [Ranking(here, *one) for one in everybody]
    bins = city.ranker.bins(here.board, rankings[0].query)

    def from_bins(_turn: int) -> object:
        return best(posts.id, city.ranker.score_bins(bins), FIRST)

    def from_profile(turn: int) -> object:
        ranking = Ranking(here, *everybody[turn % len(everybody)])
        return ranking.explain(ranking.top(DEPTH).ids[:PAGE].tolist())

    def scores(turn: int) -> object:
        return city.ranker.score(here.board, rankings[turn % len(rankings)].query)

    def gates(turn: int) -> object:
        return Gates(Case(here.board, rankings[turn % len(rankings)].query)).allowed

    columns = np.ascontiguousarray(city.trainer._known(bins.T))
    few = max(3, min(repeats, 300_000 // openings))
    found: dict[str, Any] = {
        "openings": openings,
        "bins_to_first_100_ms": milliseconds(from_bins, repeats),
        "profile_to_list_with_reasons_ms": milliseconds(from_profile, repeats),
        "profile_to_scores_ms": milliseconds(scores, repeats),
        "gates_ms": milliseconds(gates, repeats),
        "decision_function_ms": milliseconds(
            lambda _turn: city.trainer.model_.decision_function(columns), few
        ),
        "predict_ms": milliseconds(lambda _turn: city.trainer.model_.predict(columns), few),
    }
    found["numpy_float64_product_ms"] = _product(openings, len(city.ranker.names), repeats)
    found["lightgbm_ms"] = _lightgbm(city, columns, few)
    ours = found["bins_to_first_100_ms"]["median"]
    found["times_faster_than_decision_function"] = round(found["decision_function_ms"]["median"] / ours, 1)
    differences = [
        float(
            np.abs(
                city.trainer.decision_function(city.ranker.bins(here.board, ranking.query).T)
                - city.ranker.score(here.board, ranking.query)
            ).max()
        )
        for ranking in rankings[: 3 if openings <= 100_000 else 1]
    ]
    found["greatest_difference_of_scores"] = max(differences)
    return found


def _product(openings: int, features: int, repeats: int) -> dict[str, float]:
    """A float64 matrix of the same shape times a vector, and its first 100."""
    rng = np.random.default_rng(0)
    matrix, vector, ids = rng.random((openings, features)), rng.random(features), np.arange(openings)
    return milliseconds(lambda _turn: best(ids, matrix @ vector, FIRST), repeats)


def _lightgbm(city: City, columns: np.ndarray, repeats: int) -> dict[str, float] | str:
    """As many trees of LightGBM, fitted on the same pairs."""
    if importlib.util.find_spec("lightgbm") is None:
        return "not measured: LightGBM is not installed (uv pip install --group bench)"
    lightgbm = importlib.import_module("lightgbm")
    model = lightgbm.LGBMClassifier(
        n_estimators=city.trainer.max_iter, num_leaves=city.trainer.max_leaf_nodes, n_jobs=1, verbose=-1
    ).fit(city.trainer._known(city.pairs.bins), city.pairs.label)
    return milliseconds(lambda _turn: model.booster_.predict(columns, raw_score=True, num_threads=1), repeats)
