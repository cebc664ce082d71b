"""Pairs of facts taken together: three posts each."""

import numpy as np

from jobhelp.matching.evidence import Evidence
from jobhelp.matching.features import crossed
from tests.matching.build import DAY, board, case, read, spoken

LOG = Evidence([1, 2, 3, 4], [1, 1, 1, 2], ["apply"] * 4, [DAY - 1] * 4)
ON = board(LOG, place=["north", "south", "north"], title=["厨师", "厨师", "保安"])


def test_like_words_count_only_where_the_person_looks() -> None:
    before = case(ON, district="north", wanted_words="厨师")
    found = read(crossed.words_near, before)
    assert found[0] == 1.0 and found[1] == found[2] == 0.0
    assert spoken(crossed.words_near, before, 0) == "在north，又和您找的、做过的或报过的工作说法相近"
    assert read(crossed.words_near, case(ON, district="north")) == [None] * 3


def test_popular_where_the_person_looks() -> None:
    before = case(ON, district="north")
    found = read(crossed.popular_here, before)
    assert found[0] == round(float(np.log1p(3)), 3) and found[1] == found[2] == 0.0
    assert spoken(crossed.popular_here, before, 0) == "在north，报名的人比较多"
    assert read(crossed.popular_here, case(board(place=["north"]), district="north")) == [None]


def test_all_three_together() -> None:
    before = case(ON, district="north", wanted_words="厨师")
    found = read(crossed.words_near_popular, before)
    assert found[0] > 1 and found[1] == found[2] == 0.0
    assert spoken(crossed.words_near_popular, before, 0) == "在north，和您找的工作说法相近，报名的人也多"


def test_places_of_the_history_count_by_their_share() -> None:
    before = case(ON, history=[1, 2], wanted_words="厨师")
    assert read(crossed.words_near, before)[:2] == [0.5, 0.5]
