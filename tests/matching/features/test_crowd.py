"""What other people did with the post, and how fresh it is."""

import numpy as np
import pytest

from jobhelp.matching.evidence import Evidence
from jobhelp.matching.features import FEATURES, crowd
from tests.matching.build import DAY, board, case, read, spoken

# persons 1–4 applied to post 1, person 1 and 2 to post 2 long ago, nobody to post 3
LOG = Evidence([1, 2, 3, 4, 1, 2], [1, 1, 1, 1, 2, 2], ["apply"] * 6, [DAY - 0.5] * 4 + [DAY - 60] * 2)
ON = board(LOG, place=["north", "south", "north"])


def test_freshness_in_days() -> None:
    before = case(board(published=[DAY, DAY - 7, None]))
    assert read(crowd.freshness, before) == [0.0, 7.0, None]
    assert spoken(crowd.freshness, before, 0) == "今天发布的"
    assert spoken(crowd.freshness, before, 1) == "7 天前发布的"


def test_places_that_are_left() -> None:
    before = case(board(headcount=[3, 1, None], taken=[0, 0, 0]))
    assert read(crowd.seats, before) == [2.0, 1.0, None]
    assert spoken(crowd.seats, before, 0) == "还招 3 人"
    assert spoken(crowd.seats, before, 1, good=False) == "只招一个人了"


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("popularity", [12.0, 6.0, 0.0]),
        ("popularity_week", [4.0, 0.0, 0.0]),
        ("popularity_day", [4.0, 0.0, 0.0]),
    ],
)
def test_popularity_counts_people_by_what_they_did(name: str, counted: list[float]) -> None:
    found = read(FEATURES[name], case(ON))
    assert np.expm1(found) == pytest.approx(counted, abs=0.01)


def test_popularity_lately_forgets_by_half_a_month() -> None:
    found = np.expm1(read(crowd.popularity_lately, case(ON)))
    assert found[1] == pytest.approx(6 / 4, abs=0.01) and found[0] > 11.5


def test_a_persons_own_acts_make_nothing_popular() -> None:
    mine, others = read(crowd.popularity_week, case(ON, who=1)), read(crowd.popularity_week, case(ON, who=9))
    assert np.expm1(mine[0]) == pytest.approx(3, abs=0.01) and np.expm1(others[0]) == pytest.approx(
        4, abs=0.01
    )


def test_few_people_are_not_told_because_they_could_be_somebody() -> None:
    assert spoken(crowd.popularity_week, case(ON), 0) == "最近 7 天有 4 人次报名、面试或录用"
    two = board(Evidence([1, 2], [1, 1], ["apply"] * 2, [DAY - 1] * 2), n=1)
    assert spoken(crowd.popularity_week, case(two), 0) is None


def test_popular_near_home_only_counts_near_home() -> None:
    assert read(crowd.popular_nearby, case(ON, district="north"))[1] == 0.0
    assert read(crowd.popular_nearby, case(ON, district="north"))[0] > 2
    assert read(crowd.popular_nearby, case(ON)) == [None] * 3


def test_for_somebody_new_what_others_did_stands_in() -> None:
    assert read(crowd.popular_for_new, case(ON))[0] > 1
    assert read(crowd.popular_for_new, case(ON, history=[1])) == [None] * 3


@pytest.mark.parametrize("name", ["similar_people", "similar_people_walk"])
def test_people_who_applied_where_you_did_also_applied_there(name: str) -> None:
    found = read(FEATURES[name], case(ON, history=[1], who=9))
    assert found[0] > 0 and found[1] > 0 and found[2] == 0
    assert spoken(FEATURES[name], case(ON, history=[2], who=9), 0) == "和您报过同样岗位的人，也报了这个岗位"
    assert spoken(FEATURES[name], case(ON, history=[1], who=9), 1) is None, "two people could be guessed"
    assert read(FEATURES[name], case(ON)) == [None] * 3


def test_one_person_is_not_told_however_much_they_did() -> None:
    one = board(Evidence([1, 1], [1, 1], ["apply", "hire"], [DAY - 1] * 2), n=1)
    assert spoken(crowd.popularity, case(one), 0) is None
    assert spoken(crowd.popularity, case(ON), 0) == "报名的人比较多"
    assert spoken(crowd.popularity, case(ON), 2) is None


def test_the_last_hours_and_days() -> None:
    hours, days = (
        np.expm1(read(FEATURES[name], case(ON))) for name in ("popularity_hours", "popular_days_for_new")
    )
    assert hours[:2] == pytest.approx([2, 0], abs=0.01), "half of four acts of twelve hours ago"
    assert days[:2] == pytest.approx([4 * 2**-0.25, 0], abs=0.01)
    assert read(crowd.popular_days_for_new, case(ON, history=[1])) == [None] * 3
