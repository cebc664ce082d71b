"""Columns of posts: built, cut and patched without a value getting lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhelp.matching.columns import Category, Mask, SetColumn, mask_of

WORDS = ("day", "early", "night")
codes = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "c"])), min_size=1, max_size=8)
sets = st.lists(st.one_of(st.none(), st.frozensets(st.sampled_from(WORDS))), min_size=1, max_size=8)


def values(column, n: int) -> list:
    return [column.value(row) for row in range(n)]


@given(codes)
def test_a_category_gives_back_its_values_and_0_is_unknown(given_codes) -> None:
    column = Category.of(given_codes)
    assert values(column, len(given_codes)) == given_codes
    assert column.codes[0] is None


def test_empty_text_is_no_code() -> None:
    assert Category.of(["", "a"]).value(0) is None


def test_a_category_gives_one_value_a_code_to_each_row() -> None:
    column = Category.of(["a", None, "b", "a"])
    assert column.by_code((code == "a" for code in column.codes), bool).tolist() == [True, False, False, True]


@given(sets)
def test_a_mask_tells_unknown_from_none_of_them(given_sets) -> None:
    column = Mask.of(given_sets, WORDS)
    assert values(column, len(given_sets)) == given_sets
    assert column.known.tolist() == [value is not None for value in given_sets]


def test_a_misspelt_code_is_refused() -> None:
    with pytest.raises(ValueError):
        Mask.of([{"nihgt"}], WORDS)


def test_a_mask_meets_what_shares_a_word_and_unknown_meets_nothing() -> None:
    column = Mask.of([{"day", "night"}, {"early"}, set(), None], WORDS)
    assert column.meets(mask_of({"night"}, WORDS)).tolist() == [True, False, False, False]


@given(sets)
def test_a_set_column_gives_back_its_values(given_sets) -> None:
    column = SetColumn.of(given_sets)
    assert values(column, len(given_sets)) == given_sets


def test_overlap_counts_what_is_held() -> None:
    column = SetColumn.of([{"x", "y"}, {"y"}, set(), None, {"z"}])
    assert column.overlap({"x", "y", "unheard of"}).tolist() == [2, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("column", "fresh"),
    [
        (Category.of(["a", "b", None]), ["c", "a"]),
        (Mask.of([{"day"}, None, set()], WORDS), [{"night", "early"}, None]),
        (SetColumn.of([{"x"}, None, {"y"}]), [{"z", "x"}, frozenset()]),
    ],
)
def test_a_patch_changes_its_rows_adds_new_ones_and_leaves_the_old_column(column, fresh) -> None:
    before = values(column, 3)
    patched = column.patch(np.array([1, 3]), fresh, 4)
    plain = [None if value is None or isinstance(value, str) else frozenset(value) for value in fresh]
    expected = [value if value is not None else fresh[at] for at, value in enumerate(plain)]
    assert values(patched, 4) == [before[0], expected[0], before[2], expected[1]]
    assert values(column, 3) == before
    assert values(patched.take(np.array([3, 0])), 2) == [expected[1], before[0]]


def test_a_patch_that_says_the_same_costs_nothing() -> None:
    column = SetColumn.of([{"x"}, None])
    assert column.patch(np.array([0, 1]), [frozenset({"x"}), None], 2) is column
