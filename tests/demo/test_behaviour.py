"""People choose by what suits them, employers answer by what they need, and seats are counted."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from jobhelp.demo.answers import CLOSED, HIRED, REFUSED, STEPS, WITHDRAWN, Outcomes, answer
from jobhelp.demo.choices import Chosen, choose, likings
from jobhelp.demo.dice import Dice
from jobhelp.demo.tables import NEVER, Codes, People, Posts
from jobhelp.demo.texts import Texts
from jobhelp.demo.timeline import Timeline
from jobhelp.demo.world import Maker, Size
from jobhelp.openings.states import OpeningState as S
from jobhelp.reference.queries import Book

NOON = Timeline(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))


@pytest.fixture
def maker(city_texts: Texts, reference: Book) -> Maker:
    return Maker(city_texts, reference, NOON)


class Town:
    """Two hundred openings and two hundred people, as tables."""

    def __init__(self, maker: Maker) -> None:
        dice = Dice(5)
        firms = [(number, firm) for number, firm in enumerate(maker.texts.firms) if firm.state == "verified"]
        world = maker.make(dice, firms, Size({S.PUBLISHED: 200}, 0, 200, 0, 0.0))
        self.codes = Codes.of(maker.book)
        self.posts = Posts.of(world.openings, [(-20.0, NEVER)] * 200, self.codes, dice.rng)
        self.people = People.of(world.people, self.codes)

    def likings(self, **changed: Any) -> np.ndarray:
        everybody = np.arange(len(self.people))
        posts = replace(self.posts, **changed)
        return likings(posts, self.people, self.codes, everybody, np.arange(len(posts)))


@pytest.fixture
def town(maker: Maker) -> Town:
    return Town(maker)


def test_nearer_and_better_paid_is_liked_more(town: Town) -> None:
    home = {"lat": np.full(200, town.people.lat[0]), "lon": np.full(200, town.people.lon[0])}
    next_door, down_the_road = town.likings(**home)[0], town.likings(**home | {"lat": home["lat"] + 0.05})[0]
    assert (next_door > down_the_road + 1).all()
    usual = town.likings()
    assert (town.likings(pay=town.posts.pay + 0.5) >= usual).all()
    assert (town.likings(pay=town.posts.pay - 0.5) <= usual).all()
    assert (town.likings(pay=town.posts.pay + 0.5) > usual).mean() > 0.3


def test_the_wanted_trade_is_liked_more_than_another(town: Town) -> None:
    wish = town.people.wanted[:, 0].astype(int)
    mine = town.likings(occupation=np.full(200, wish[0]))[0]
    group = town.codes.groups[wish[0]]
    other = next(
        number for number, found in enumerate(town.codes.families) if found != town.codes.families[wish[0]]
    )
    assert town.codes.groups[other] != group
    assert (mine > town.likings(occupation=np.full(200, other))[0]).all()


def test_what_one_cannot_do_is_liked_less(town: Town) -> None:
    usual = town.likings(demands=np.zeros(200, int))
    hard = town.likings(demands=np.full(200, 0xFF))
    limited = town.people.cannot > 0
    assert limited.any() and (~limited).any()
    assert (hard[limited] < usual[limited]).all()
    assert np.allclose(hard[~limited], usual[~limited])


def test_nobody_applies_to_what_is_not_open(town: Town) -> None:
    rng = np.random.default_rng(1)
    posts = replace(town.posts, opens=np.full(200, -9.0), closes=np.full(200, -4.0))
    chosen = choose(posts, town.people, town.codes, rng, now=NOON.now, most_seen=500, visits_a_month=20.0)
    assert len(chosen) > 50
    assert chosen.at.min() >= -9 and chosen.at.max() < -3.9
    pairs = set(zip(chosen.person.tolist(), chosen.post.tolist(), strict=True))
    assert len(pairs) == len(chosen)
    assert (np.diff(chosen.at) >= 0).all()


def crowd_for_few_seats(town: Town) -> tuple[Posts, Outcomes]:
    """Two hundred people apply to the same ten openings, which ended a week ago."""
    posts = replace(town.posts, headcount=np.full(200, 2), closes=np.full(200, -7.0))
    person = np.repeat(np.arange(200), 10)
    post = np.tile(np.arange(10), 200)
    at = -19 + np.linspace(0, 8, len(person))
    chosen = Chosen(person, post, at)
    return posts, answer(posts, town.people, town.codes, chosen, np.random.default_rng(2), now=NOON.now)


def test_no_seat_is_given_twice_and_the_last_one_ends_the_rest(town: Town) -> None:
    posts, outcomes = crowd_for_few_seats(town)
    hired = ~np.isnan(outcomes.steps[:, HIRED])
    assert (outcomes.taken <= posts.headcount).all()
    assert outcomes.taken.sum() == hired.sum() > 10
    full = outcomes.taken == posts.headcount
    assert full.any() and (np.isfinite(outcomes.filled) == full).all()
    for number in np.flatnonzero(full):
        mine = outcomes.chosen.post == number
        assert outcomes.chosen.at[mine].max() < outcomes.filled[number]
        assert np.nanmax(outcomes.steps[mine]) <= outcomes.filled[number]


def test_after_the_end_of_a_post_every_application_has_ended(town: Town) -> None:
    _, outcomes = crowd_for_few_seats(town)
    ends = ~np.isnan(outcomes.steps[:, [HIRED, REFUSED, WITHDRAWN, CLOSED]])
    assert (ends.sum(axis=1) == 1).all()
    assert np.nanmax(outcomes.steps) <= -7.0


def test_who_finds_lasting_work_takes_the_rest_back(town: Town) -> None:
    _, outcomes = crowd_for_few_seats(town)
    hired = ~np.isnan(outcomes.steps[:, HIRED])
    once = np.bincount(outcomes.chosen.person[hired], minlength=200)
    assert once.max() == 1
    assert (~np.isnan(outcomes.steps[:, WITHDRAWN])).sum() > 20


def test_experience_and_certificates_help(town: Town) -> None:
    """The same people with the asked certificates are hired more often than without any."""
    held = replace(town.people, certificates=np.full(200, (1 << 62) - 1))
    bare = replace(town.people, certificates=np.zeros(200, np.int64))
    asking = replace(town.posts, certificates=np.full(200, 3), headcount=np.full(200, 500))
    chosen = Chosen(np.repeat(np.arange(200), 5), np.tile(np.arange(5), 200), np.full(1_000, -15.0))
    shares = []
    for people in (held, bare):
        outcomes = answer(asking, people, town.codes, chosen, np.random.default_rng(3), now=NOON.now)
        shares.append((~np.isnan(outcomes.steps[:, HIRED])).sum())
    assert shares[0] > 1.5 * shares[1]


def test_only_refused_applications_carry_a_reason(town: Town) -> None:
    _, outcomes = crowd_for_few_seats(town)
    refused = ~np.isnan(outcomes.steps[:, REFUSED])
    assert ((outcomes.reason >= 0) == refused).all()
    assert len(set(outcomes.reason[refused].tolist())) >= 3


def test_nothing_happens_later_than_now(maker: Maker) -> None:
    firms = [(number, firm) for number, firm in enumerate(maker.texts.firms) if firm.state == "verified"]
    world = maker.make(Dice(9), firms, Size({S.PUBLISHED: 60}, 60, 80, 200, 20.0))
    assert len(world.outcomes) > 60
    assert np.nanmax(world.outcomes.steps) <= NOON.now
    assert len(STEPS) == world.outcomes.steps.shape[1]


def test_the_same_dice_make_the_same_world(maker: Maker) -> None:
    firms = [(number, firm) for number, firm in enumerate(maker.texts.firms) if firm.state == "verified"]
    size = Size({S.PUBLISHED: 30, S.REVIEW: 2}, 30, 40, 100, 9.0)
    one, two = (maker.make(Dice(4), firms, size) for _ in range(2))
    other = maker.make(Dice(5), firms, size)
    assert one.openings == two.openings
    assert [person.profile for person in one.people] == [person.profile for person in two.people]
    assert np.array_equal(one.outcomes.steps, two.outcomes.steps, equal_nan=True)
    assert one.openings != other.openings


@pytest.mark.parametrize(
    ("utc_hour", "least", "most"), [(23, -1e-3, 0.0), (0, 0.0, 0.01), (4, 0.3, 0.32), (15, 0.99, 1.0)]
)
def test_the_simulated_day_runs_from_eight_to_nine_in_the_evening(
    utc_hour: int, least: float, most: float
) -> None:
    timeline = Timeline(datetime(2026, 11, 23 if utc_hour == 23 else 24, utc_hour, tzinfo=UTC))
    assert least <= timeline.now <= most
    assert timeline.instant(timeline.now) <= timeline.moment


def test_simulated_times_keep_their_order_and_their_day() -> None:
    times = np.linspace(-3, 0.99, 500).tolist()
    instants = [NOON.instant(time) for time in times]
    assert instants == sorted(instants)
    assert NOON.day(-0.01).isoformat() == "2026-11-23" and NOON.day(0.0).isoformat() == "2026-11-24"
    hours = {instant.astimezone(UTC).hour for instant in instants}
    assert hours <= set(range(14))  # 8:00 to 21:00 in Harbin
