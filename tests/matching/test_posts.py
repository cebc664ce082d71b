"""Posts as columns."""

import numpy as np
import pytest

from jobhelp.matching.posts import COLUMNS, Posts
from tests.matching.build import posts

GIVEN = {
    "id": [7, 3],
    "kind": ["market", None],
    "occupation": ["cleaner", None],
    "place": ["north", "深圳"],
    "employer": ["1", "2"],
    "pay_basis": ["month", "hour"],
    "lat": [45.8, None],
    "lon": [126.6, None],
    "pay_low": [300_000, None],
    "pay_high": [350_000, None],
    "education_min": [0, 2],
    "experience_min": [None, 1.5],
    "starts": [480, None],
    "ends": [1020, None],
    "hours_per_day": [8, None],
    "days_per_week": [5, None],
    "published": [739_000, 739_010],
    "valid_until": [739_060, None],
    "headcount": [2, 1],
    "taken": [1, None],
    "outside": [False, True],
    "open": [True, False],
    "shifts": [{"day"}, None],
    "demands": [set(), {"night"}],
    "perks": [{"meals"}, None],
    "days": [{0, 1}, None],
    "certificates": [set(), {"health"}],
    "skills": [{"sweeping"}, None],
    "title": ["保洁", "程序员"],
    "text": ["打扫", None],
}


def test_every_column_is_given_and_comes_back() -> None:
    assert set(GIVEN) == set(COLUMNS)
    built = Posts.from_columns(GIVEN)
    for row in range(2):
        told = built.facts(row)
        for name, value in told.items():
            wanted = GIVEN[name][row]
            wanted = frozenset(wanted) if isinstance(wanted, set) else wanted
            assert value == wanted, name


def test_a_column_that_is_not_given_is_unknown_and_the_post_open() -> None:
    told = posts(1).facts(0)
    assert told.pop("open") is True and told.pop("id") == 1
    assert set(told.values()) == {None}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"id": [1, 1]}, "stands twice"),
        ({"id": [1], "sex": ["f"]}, "unknown columns"),
        ({"id": [1, 2], "kind": ["market"]}, "another length"),
        ({"id": [1], "shifts": [{"noon"}]}, "not in tuple"),
    ],
)
def test_wrong_columns_are_refused(columns, message) -> None:
    with pytest.raises(ValueError, match=message):
        Posts.from_columns(columns)


def test_rows_are_found_by_number() -> None:
    built = Posts.from_columns(GIVEN)
    assert built.rows([3, 99, 7]).tolist() == [1, 0]
    assert built.where(np.array([7, 99, 3])).tolist() == [0, -1, 1]
    assert posts(1).take(np.array([], int)).where(np.array([1])).tolist() == [-1]


def test_a_patch_replaces_adds_and_leaves_the_old_posts_as_they_were() -> None:
    old = Posts.from_columns(GIVEN)
    new = old.patch(
        {"id": [3, 11], "kind": ["gig", "welfare"], "title": ["搬运", "巡查"], "open": [False, True]}
    )
    assert [new.facts(row)["kind"] for row in range(3)] == ["market", "gig", "welfare"]
    assert new.facts(0) == old.facts(0) and old.facts(1)["kind"] is None
    assert new.facts(1)["education_min"] is None, "complete rows: what is not given becomes unknown"
    assert new.rows([11]).tolist() == [2] and len(old) == 2
    assert new.open.tolist() == [True, False, True]


def test_taking_rows_keeps_their_facts() -> None:
    built = Posts.from_columns(GIVEN)
    part = built.take(np.array([False, True]))
    assert part.facts(0) == built.facts(1) and part.rows([3]).tolist() == [0]
