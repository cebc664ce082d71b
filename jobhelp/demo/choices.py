"""Which openings people apply for: near home, of their trade, well enough paid, at hours that fit; with moods.

A simulation of behaviour, not a model of anybody. Nothing here sees sex, age, hardship or any such fact.
Functions of people and posts take `who` (m,) and `post` as a row (1, n) for every pair, or a column (m, 1) for one
post a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jobhelp.demo.tables import Array, Codes, People, Posts
from jobhelp.labels import SHIFTS, Kind

MOOD = 0.45  # how much of a choice is chance
TOO_POOR = -1.8  # below this nobody bothers
KM_PER_DEGREE = 111.2
EAST = 0.7  # cosine of the city's latitude
NIGHT = 1 << SHIFTS.index("night")
GIG = tuple(kind.value for kind in Kind).index("gig")
BLOCK = 64
WISHES = (1.0, 0.9, 0.8, 0.5)  # the first to third wish, and what is not said


@dataclass(slots=True)
class Chosen:
    """Person and post numbers, and when (timeline.py), each pair once, in order of time."""

    person: Array
    post: Array
    at: Array

    def __len__(self) -> int:
        return len(self.at)

    def take(self, rows: Array) -> "Chosen":
        """Some of them."""
        return Chosen(self.person[rows], self.post[rows], self.at[rows])


def choose(
    posts: Posts,
    people: People,
    codes: Codes,
    rng: np.random.Generator,
    *,
    now: float,
    most_seen: int,
    visits_a_month: float,
) -> Chosen:
    """A year of applications. `most_seen`: how many open posts a visit looks through at most."""
    who, when = _visits(people, rng, now, visits_a_month)
    order = np.argsort(when)
    nothing = np.zeros(0)
    parts = [(nothing.astype(int), nothing.astype(int), nothing)]
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        seen = _open_between(posts, when[block[0]], when[block[-1]])
        if len(seen) > most_seen:
            seen = rng.choice(seen, most_seen, replace=False)
        if len(seen):
            parts.append(_pick(posts, people, codes, rng, who[block], when[block], seen))
    person, post, at = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _once(Chosen(person, post, at), len(posts))


def _visits(
    people: People, rng: np.random.Generator, now: float, visits_a_month: float
) -> tuple[Array, Array]:
    """(person, when) of each visit: one to three spells of some weeks since they registered."""
    since = -people.registered
    spells = 1 + (rng.random(len(people)) < since / 500) + (rng.random(len(people)) < since / 900)
    who = np.repeat(np.arange(len(people)), spells)
    start = people.registered[who] * rng.random(len(who)) ** 0.8
    length = np.minimum(rng.gamma(2.0, 12.0, len(who)) + 2, -start)
    count = rng.poisson(np.maximum(0.6, length / 30 * visits_a_month) * people.visits[who])
    spell = np.repeat(np.arange(len(who)), count)
    when = start[spell] + length[spell] * rng.random(len(spell))
    past = when < now - 0.02
    return who[spell][past], when[past]


def _open_between(posts: Posts, first: float, last: float) -> Array:
    return np.flatnonzero((posts.opens <= last) & (posts.closes > first))


def _pick(
    posts: Posts, people: People, codes: Codes, rng: np.random.Generator, who: Array, when: Array, seen: Array
) -> tuple[Array, Array, Array]:
    """The best one to three of the posts that are open at each visit."""
    liking = likings(posts, people, codes, who, seen)
    age = when[:, None] - posts.opens[seen][None, :]
    is_open = (age >= 0) & (when[:, None] < posts.closes[seen][None, :])
    felt = liking - 0.05 * np.clip(age, 0, 40) + rng.gumbel(0, MOOD, liking.shape)
    felt[~is_open | (liking < TOO_POOR)] = -np.inf
    best = np.argsort(-felt, axis=1)[:, :3]
    wishes = 1 + (rng.random(len(who)) < 0.4) + (rng.random(len(who)) < 0.12)
    taken = np.take_along_axis(felt, best, axis=1) > -np.inf
    taken &= np.arange(best.shape[1])[None, :] < wishes[:, None]
    rows, columns = np.nonzero(taken)
    at, post = when[rows] + columns * rng.uniform(0.001, 0.008, len(rows)), seen[best[rows, columns]]
    in_time = at < posts.closes[post]  # it may have ended while they wrote the one before
    return who[rows][in_time], post[in_time], at[in_time]


def likings(posts: Posts, people: People, codes: Codes, who: Array, seen: Array) -> Array:
    """How well each post (seen) suits each person (who), about −15 to 6: their own limits weigh most."""
    post = seen[None, :]
    total = 4.4 * nearness(codes, people.wanted[who], posts.occupation[post], WISHES)
    total += 1.0 * nearness(codes, people.past[who], posts.occupation[post])
    km = distances(posts, people, who, post)
    total -= 0.22 * np.minimum(km, 8) + 0.05 * np.clip(km - 8, 0, 30) + 4 * (km > people.max_km[who][:, None])
    better_paid = np.nan_to_num(posts.pay[post] - people.pay[who][:, None], nan=-0.1)
    total += 1.5 * np.clip(better_paid, -1, 0.6) - 2.5 * (better_paid < -0.1)
    total += _able(posts, people, codes, who, post) + _in_time(posts, people, who, post)
    total -= 5 * ((people.cannot[who][:, None] & posts.demands[post]) > 0)
    total += 0.2 * np.log2(posts.headcount[post]) + posts.comfort[post]
    return total + _kind_liking(posts, people, who, post)


def _able(posts: Posts, people: People, codes: Codes, who: Array, post: Array) -> Array:
    """What they know, hold and have done, against what is asked."""
    asked = posts.skills[post[0]]
    share = people.skills[who] @ asked.T / np.maximum(asked.sum(axis=1), 1)
    missing = missing_certificates(posts, people, who, post)
    total = 0.8 * share - 2.2 * missing + 0.5 * ((posts.certificates[post] > 0) & ~missing)
    total -= 0.7 * (years_in_family(posts, people, codes, who, post) < posts.experience[post])
    return np.asarray(total - 2.5 * (posts.education[post] > people.education[who][:, None]))


def _in_time(posts: Posts, people: People, who: Array, post: Array) -> Array:
    """The shifts and hours, against when they can and how long."""
    mine = people.shifts[who][:, None]
    total = -5.0 * _shift_clash(posts, people, who, post) - 0.5 * ((posts.shifts[post] & ~mine) != 0)
    total -= 0.15 * np.nan_to_num(posts.hours[post] - 8)
    total -= 3.0 * (posts.hours[post] > people.hours[who][:, None])
    total -= 3.0 * (posts.starts[post] < people.earliest[who][:, None])
    return np.asarray(total - 3.0 * (posts.ends[post] > people.latest[who][:, None]))


def nearness(codes: Codes, mine: Array, theirs: Array, worth: Sequence[float] = (1.0, 1.0)) -> Array:
    """The same occupation what it is `worth` by its place, 0.6 the same group, 0.3 the same family, else 0."""
    best = np.zeros((len(mine), theirs.shape[1]))
    for place in range(mine.shape[1]):
        own = mine[:, place].astype(int)[:, None]
        level = np.where(codes.families[own] == codes.families[theirs], 0.3, 0.0)
        level[codes.groups[own] == codes.groups[theirs]] = 0.6
        level[own == theirs] = 1.0
        best = np.maximum(best, np.where(own >= 0, level * worth[place], 0.0))
    return best


def distances(posts: Posts, people: People, who: Array, post: Array) -> Array:
    """Straight kilometres."""
    north = (posts.lat[post] - people.lat[who][:, None]) * KM_PER_DEGREE
    east = (posts.lon[post] - people.lon[who][:, None]) * (KM_PER_DEGREE * EAST)
    return np.asarray(np.hypot(north, east))


def missing_certificates(posts: Posts, people: People, who: Array, post: Array) -> Array:
    """Whether a certificate that the post asks for is not held."""
    return np.asarray((posts.certificates[post] & ~people.certificates[who][:, None]) > 0)


def years_in_family(posts: Posts, people: People, codes: Codes, who: Array, post: Array) -> Array:
    """Years of past work in the family of the post's occupation."""
    total = np.zeros((len(who), post.shape[1]))
    for place in range(people.past.shape[1]):
        own = people.past[who, place].astype(int)[:, None]
        same = (codes.families[own] == codes.families[posts.occupation[post]]) & (own >= 0)
        total += np.where(same, people.past_years[who, place][:, None], 0.0)
    return total


def shifts_differ(posts: Posts, people: People, who: Array, post: Array) -> Array:
    """Whether the post has shifts and none of them is one that the person can work."""
    theirs = posts.shifts[post]
    return np.asarray((theirs != 0) & ((theirs & people.shifts[who][:, None]) == 0))


def _shift_clash(posts: Posts, people: People, who: Array, post: Array) -> Array:
    night_only = (posts.shifts[post] == NIGHT) & ((people.cannot[who][:, None] & 1) > 0)
    return np.asarray(shifts_differ(posts, people, who, post) | night_only)


def _kind_liking(posts: Posts, people: People, who: Array, post: Array) -> Array:
    kinds, kind = people.kinds[who][:, None], posts.kind[post]
    indifferent = np.where(kind == GIG, -0.9, 0.0)
    return np.where(kinds == 0, indifferent, 0.8 * ((kinds >> kind) & 1))


def _once(chosen: Chosen, posts: int) -> Chosen:
    """The first application of each person to each post, in order of time."""
    chosen = chosen.take(np.argsort(chosen.at, kind="stable"))
    _, first = np.unique(chosen.person * posts + chosen.post, return_index=True)
    return chosen.take(np.sort(first))
