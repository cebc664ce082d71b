"""What other people did: cut at a moment, never the person's own."""

import numpy as np
import pytest

from jobhelp.matching.evidence import HALF_LIFE_DAYS, Evidence, decay
from tests.matching.build import DAY, posts

LOG = Evidence(
    who=[1, 1, 2, 3, 3],
    post=[10, 11, 10, 10, 12],
    kind=["apply", "apply", "hire", "view", "refused"],
    at=[DAY - 40, DAY - 2, DAY - 0.5, DAY, DAY - 1],
)


def test_kinds_that_say_nothing_about_interest_are_left_out() -> None:
    assert len(LOG) == 4 and LOG.items.tolist() == [10, 11]


def test_only_what_was_before_the_moment_counts() -> None:
    assert LOG.before(DAY).total.tolist() == [7.0, 3.0]
    assert LOG.before(DAY - 1).total.tolist() == [3.0, 3.0]
    assert LOG.before(DAY + 1).total.tolist() == [8.0, 3.0]


def test_recent_week_and_day() -> None:
    crowd = LOG.before(DAY)
    assert crowd.week.tolist() == [1.0, 1.0] and crowd.day.tolist() == [1.0, 0.0]
    assert crowd.recent[1] == pytest.approx(3 * 2 ** (-2 / HALF_LIFE_DAYS))


def test_a_half_life_halves_and_without_a_time_everything_counts() -> None:
    assert decay(DAY, np.array([DAY, DAY - HALF_LIFE_DAYS, -np.inf])).tolist() == [1.0, 0.5, 1.0]


def test_counts_are_put_on_posts_and_a_post_without_events_has_none() -> None:
    on = posts(3).patch({"id": [11]})
    crowd = LOG.before(DAY)
    assert crowd.on_posts(crowd.total, on).tolist() == [0, 0, 0, 3.0]


def test_a_persons_own_events_can_be_told_apart() -> None:
    crowd = LOG.before(DAY)
    own = crowd.own(LOG.person(1))
    assert sorted(LOG.items[own.items].tolist()) == [10, 11]
    assert len(crowd.own(LOG.person(99)).items) == 0 and LOG.person(None) is None


def test_an_empty_log_has_no_people() -> None:
    crowd = Evidence.empty().before(DAY)
    assert len(crowd.items) == 0 and crowd.on_posts(crowd.total, posts(2)).tolist() == [0, 0]
