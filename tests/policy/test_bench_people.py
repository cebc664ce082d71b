"""The people of the bench: the same on every side, and none with facts that cannot be."""

import numpy as np

from benchmarks.people import EPOCH, ON, columns, people
from jobhelp.policy import checks
from jobhelp.policy.facts import Facts


def test_a_block_is_the_same_wherever_it_is_made() -> None:
    one, again, other = columns(3, 200), columns(3, 200), columns(4, 200)
    assert all(np.array_equal(one[name], again[name]) for name in one)
    assert not np.array_equal(one["birth"], other["birth"])


def test_nobody_has_facts_that_cannot_be_and_every_fact_is_known_to_the_rules() -> None:
    for stated in people(0, 500):
        assert checks.faults(Facts(stated), ON) == []
        assert checks.not_known(Facts(stated)) == []


def test_some_people_have_something_missing() -> None:
    crowd = list(people(1, 500))
    for name in ("contribution_months", "retire_class", "registered_on", "dibao", "hukou"):
        assert 0 < sum(one[name] is None for one in crowd) < 500, name


def test_everybody_was_born_on_some_day_also_on_the_last_of_1969() -> None:
    table = columns(0)
    crowd = list(people(0))
    assert all(one["birth_date"] is not None for one in crowd)
    born = [(one["birth_date"] - EPOCH).days for one in crowd]
    assert born == table["birth"].tolist()
