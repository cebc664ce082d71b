"""What other people did: cut at a moment, never the person's own."""

import numpy as np
import pytest

from jobhelp.matching.board import Board, Case
from jobhelp.matching.evidence import HALF_LIFE_DAYS, Evidence, decay
from jobhelp.matching.facts import Query
from jobhelp.matching.features import FEATURES
from tests.matching.build import DAY, TREE, posts
from tests.matching.town import town_person, town_posts

LIKE_HISTORY = {
    "similar_people",
    "similar_people_walk",
    "similar_people_wide",
    "kind_for_profile",
    "place_trodden",
}

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


def test_no_feature_sees_what_the_person_did_beyond_what_was_asked_with() -> None:
    """Taking somebody's own acts out of the log changes nothing in what they are shown."""
    rng = np.random.default_rng(4)
    openings = town_posts(rng, 60)
    told = {who: town_person(rng) for who in range(40)}
    acts = [(who, int(post), DAY - 5) for who in told for post in rng.choice(openings.id, 6, replace=False)]
    acts += [(40, int(post), DAY - 4) for post in openings.id[:9]]  # nobody has told us who number 40 is
    query = Query(town_person(rng), DAY, history=tuple(openings.id[:5].tolist()), who=40)
    with_own, without = (
        Board(openings, DAY, Evidence(*_columns(log), profiles=told), TREE)
        for log in (acts, [act for act in acts if act[0] != 40])
    )
    for name, one in FEATURES.items():
        if name.startswith("similar_profiles") or name in (
            "similar_facts_for_new",
            "applicants_alike_for_new",
        ):
            continue  # how rare a trait is, is counted over everybody of the log
        seen, unseen = one.bins(Case(with_own, query)), one.bins(Case(without, query))
        assert np.array_equal(seen, unseen), name
        assert name not in LIKE_HISTORY or (seen > 1).any(), f"{name} says nothing here"


def _columns(log: list[tuple[int, int, float]]) -> tuple[list[int], list[int], list[str], list[float]]:
    who, post, at = zip(*log, strict=True)
    return list(who), list(post), ["apply"] * len(log), list(at)
