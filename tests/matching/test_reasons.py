"""The reasons are the true terms of the score."""

import re

import numpy as np
import pytest

from jobhelp.matching.board import Board
from jobhelp.matching.features import FEATURES
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.reasons import MOST_MINUS, MOST_PLUS, explain
from jobhelp.matching.rule import rule
from tests.matching.town import town


@pytest.fixture(scope="module")
def told():
    """(ranker, board, query, explanations of every post) for some people, by the rule and by random tables."""
    on, examples = town(people=12)
    rng = np.random.default_rng(9)
    tables = {
        name: np.concatenate([[0.0], rng.normal(0, 1, one.scale.steps)]) for name, one in FEATURES.items()
    }
    rows = np.arange(len(on)).tolist()
    return [
        (ranker, on, example.query, explain(ranker, on, example.query, rows))
        for ranker in (rule(), Ranker("model:random", tables))
        for example in examples
    ]


def test_at_most_three_plus_and_one_minus_each_of_its_sign(told) -> None:
    for _, _, _, explanations in told:
        for one in explanations:
            assert len(one.plus) <= MOST_PLUS and len(one.minus) <= MOST_MINUS
            assert all(reason.term > 0 for reason in one.plus) and all(
                reason.term < 0 for reason in one.minus
            )


def test_a_reason_is_a_term_of_the_score_and_the_terms_add_up(told) -> None:
    for ranker, on, query, explanations in told:
        scores = ranker.score(on, query)
        for row, one in enumerate(explanations):
            terms = {name: term for name, _, term in one.terms}
            assert abs(one.intercept + sum(terms.values()) - scores[row]) < 1e-9
            assert one.score == pytest.approx(scores[row], abs=1e-9)
            assert all(terms[reason.feature] == reason.term for reason in (*one.plus, *one.minus))


def test_the_weightiest_come_first_and_one_theme_is_named_once(told) -> None:
    for _, _, _, explanations in told:
        for one in explanations:
            sizes = [reason.term for reason in one.plus]
            assert sizes == sorted(sizes, reverse=True)
            themes = [FEATURES[reason.feature].theme for reason in one.plus]
            assert len(set(themes)) == len(themes)


def test_every_sentence_is_filled_in(told) -> None:
    for _, _, _, explanations in told:
        for one in explanations:
            for reason in (*one.plus, *one.minus):
                text = reason.sentence.text()
                assert "%(" not in text and not re.search(r"\bnan\b|None|inf", text, re.ASCII), reason


def test_taking_a_named_plus_away_lowers_the_score_by_its_term(told) -> None:
    for ranker, on, query, explanations in told[:4]:
        for row in range(0, len(on), 17):
            for reason in explanations[row].plus:
                without = Ranker(
                    "without",
                    {k: v for k, v in ranker.tables.items() if k != reason.feature},
                    ranker.intercept,
                )
                fresh = Board(on.posts, on.at, on.evidence, on.reference)
                assert ranker.score(on, query)[row] - without.score(fresh, query)[row] == pytest.approx(
                    reason.term
                )
