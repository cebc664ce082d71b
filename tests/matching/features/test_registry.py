"""How features are declared, cut into bins, and told apart."""

import inspect

import numpy as np
import pytest

from jobhelp.matching.features import FEATURES, Levels, Scale, feature, fingerprint
from tests.matching.build import board, case


def test_bins_are_cut_by_arithmetic_and_unknown_is_bin_0() -> None:
    values = np.array([np.nan, -5.0, 0.0, 9.99, 10.0, 39.9, 40.0, 1e9])
    assert Scale(0, 40, 4).bins(values).tolist() == [0, 1, 1, 1, 2, 4, 4, 4]
    assert Levels(3).bins(np.array([0, 1, 2, np.nan])).tolist() == [1, 2, 3, 0]


def test_infinite_room_falls_into_the_last_bin() -> None:
    assert Scale(-3, 4, 14).bins(np.array([np.inf, -np.inf])).tolist() == [14, 1]


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_says_what_it_measures_and_fits_into_a_byte(name: str) -> None:
    one = FEATURES[name]
    assert one.sentence and one.sentence == one.sentence.strip() and "\n" not in one.sentence
    assert 1 < one.scale.steps <= 255 and one.monotone in (-1, 0, 1)


@pytest.mark.parametrize("name", FEATURES)
def test_an_unknown_person_before_unknown_posts_reads_unknown_or_an_empty_crowd(name: str) -> None:
    bins = FEATURES[name].bins(case(board(n=3)))
    assert bins.dtype == np.uint8 and bins.tolist() == [0, 0, 0]


def test_a_shared_feature_is_measured_once_for_the_board() -> None:
    on = board(published=[1, 2])
    one = FEATURES["freshness"]
    assert one.read(case(on)) is one.read(case(on, district="north"))
    assert list(inspect.signature(one.measure).parameters) == ["board"]


def test_a_feature_name_stands_once() -> None:
    def distance(case):
        """again"""

    with pytest.raises(ValueError, match="two features"):
        feature(Levels(2))(distance)


def test_the_fingerprint_changes_with_bins_direction_and_order() -> None:
    plain = fingerprint(FEATURES)
    assert fingerprint(dict(reversed(FEATURES.items()))) != plain
    fewer = dict(FEATURES)
    fewer.pop("distance")
    assert fingerprint(fewer) != plain and fingerprint(dict(FEATURES)) == plain
