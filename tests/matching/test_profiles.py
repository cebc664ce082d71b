"""Profiles as traits: rare ones weigh more, and nothing told is nobody alike."""

import numpy as np
import pytest

from jobhelp.matching.facts import RankFacts
from jobhelp.matching.profiles import FACTS, WORK, Profiles, traits

COOK = RankFacts(wanted_words="后厨 厨师", education=3, pay_min=400_000, past=(("cook", 3.0),))
GUARD = RankFacts(wanted_words="保安", education=3, district="north", certificates=frozenset({"guard"}))


def test_a_profile_is_what_was_told_and_nothing_else() -> None:
    assert traits(RankFacts()) == set()
    assert {"wanted word 厨师", "wanted pair 厨师", "education 3", "past cook", "years 4"} <= traits(COOK)
    assert {"district north", "certificate guard"} <= traits(GUARD)
    assert traits(RankFacts(lat=45.0, lon=126.0, cannot=frozenset({"night"}))) == set()


def test_people_are_alike_by_what_few_have_in_common() -> None:
    found = Profiles(np.array([1, 2, 3, 4]), {1: COOK, 2: GUARD, 4: COOK})
    lengths = np.sqrt(found.table.multiply(found.table).sum(axis=1)).ravel()
    assert np.allclose(lengths, [[1, 1, 0, 1]])
    at, weight = found.vector(RankFacts(wanted_words="厨师", education=3))
    alike = found.table[:, at] @ weight
    assert alike[0] == alike[3] > alike[1] > 0 == alike[2], "all share schooling, few the wish"


def test_a_profile_has_two_sides_of_length_one() -> None:
    found = Profiles(np.array([1, 2]), {1: COOK, 2: GUARD})
    (work, weight), (facts, _) = found.vector(COOK, WORK), found.vector(COOK, FACTS)
    assert np.linalg.norm(weight) == pytest.approx(1)
    assert len(facts) == 3, "schooling, years and pay"
    assert sorted([*work, *facts]) == sorted(found.vector(COOK)[0])


def test_traits_that_nobody_has_are_left_out() -> None:
    at, weight = Profiles(np.array([1]), {1: COOK}).vector(RankFacts(wanted_words="飞行员"))
    assert len(at) == len(weight) == 0
    assert Profiles(np.array([1, 2]), {1: COOK, 2: GUARD}).vector(COOK)[1] @ Profiles(
        np.array([1, 2]), {1: COOK, 2: GUARD}
    ).vector(COOK)[1] == pytest.approx(1)
