"""Figures that can be worked out by hand."""

from math import isnan, log2

import pytest

from jobhelp.matching.evaluation import gini, ndcg, quality, recall, reciprocal_rank


def test_ndcg_of_a_right_answer_at_each_place() -> None:
    assert ndcg([1, 2, 3], {1}) == 1
    assert ndcg([1, 2, 3], {3}) == pytest.approx(1 / log2(4))
    assert ndcg([1, 2, 3], {9}) == 0 and isnan(ndcg([1], set()))
    assert ndcg([1, 2], {1, 2}) == 1


def test_recall_and_reciprocal_rank() -> None:
    assert recall(list(range(20)), {0, 15}) == 0.5
    assert reciprocal_rank([5, 6, 7], {7}) == pytest.approx(1 / 3) and reciprocal_rank([5], {9}) == 0


def test_gini_is_0_when_all_are_shown_alike_and_near_1_when_one_is() -> None:
    assert gini([[1, 2], [3, 4]], 4) == (pytest.approx(0), 1.0)
    unequal, coverage = gini([[1]] * 50, 100)
    assert unequal == pytest.approx(0.99) and coverage == 0.01


def test_a_query_without_a_right_answer_counts_for_the_spread_only() -> None:
    found = quality([[1, 2], [3, 4]], [{1}, set()], 4)
    assert found.n == 1 and found.ndcg[0] == 1 and found.coverage == 1
    assert found.plain()["ndcg@10_se"] is None, "one query has no error"
