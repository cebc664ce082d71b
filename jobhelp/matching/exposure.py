"""Congestion: a post with two seats must not be shown first to a thousand people.

Every post has room in people's first tens, by its free seats. Where more people would see a post than it has room
for, it gets a *price* that is taken off its score for everybody; where nobody at all would see a post, a price below
zero brings it into the list of the person whom it suits best. A price belongs to a post, not to a person: it is one
more named term of the score, and the terms still add up.

The prices are the dual prices of “give everybody the best list within the room that posts have”, found by raising the
price of the crowded and lowering it again, on the best candidates of a sample of people. One setting,
`strength`, says how much of a price is used: 0 is off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jobhelp.matching.posts import Posts
from jobhelp.matching.ranker import Listed
from jobhelp.matching.sentences import N_, Sentence

NAME = "exposure"
MEASURES = N_("有多少人会看到这个岗位")
CROWDED = Sentence(N_("会看到这个岗位的人已经很多，往后放了一点"), {})
LONELY = Sentence(N_("还很少有人看到这个岗位，往前放了一点"), {})

DEPTH = 10  # the part of a list that people look at
# the share of its room from which on a post has a price: cheaper than to price what is full (decision 7)
EARLY = 0.6
ROUNDS = 100
FIRST_STEP, LAST_STEP = (
    0.3,
    0.02,
)  # in log-odds, for a post that is seen e times as often as there is room for
DEAREST = 4.0  # no price is higher: e⁴ is a fiftieth of the odds
COVER_ROUNDS = 60
PATIENCE = 6  # rounds in which no more posts found a place: the lists of those who may have them are full
WISHED = 200  # best posts of a person that are looked at
WAYS = 6  # people of a block who are remembered for each post
MARGIN = 1e-6  # by how much a post that nobody would see is brought over the last place


@dataclass(frozen=True, eq=False)
class Prices:
    """What is taken off the score of posts. ids int64 rising, values float64 (same length); other posts cost nothing."""

    ids: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, ids: np.ndarray, values: np.ndarray) -> "Prices":
        """Only what is not nought, in order of the numbers."""
        kept = np.flatnonzero(values)
        order = kept[np.argsort(ids[kept], kind="stable")]
        return cls(np.asarray(ids[order], np.int64), np.asarray(values[order], np.float64))

    def terms(self, posts: Posts) -> np.ndarray:
        """What is added to each post's score, float64 (n,)."""
        if not len(self.ids):
            return np.zeros(len(posts))
        at = np.minimum(np.searchsorted(self.ids, posts.id), len(self.ids) - 1)
        return np.where(self.ids[at] == posts.id, -self.values[at], 0.0)


@dataclass(frozen=True, eq=False)
class Wishes:
    """What some people would see, without prices or with those found so far.

    rows    int32 (people, m): rows of their best posts, −1 where there are fewer
    scores  float64 (people, m): their scores
    near    int32 (ways, n): some of the people (rows of `rows`) whose lists a post stands in or misses by least
    missed  float64 (ways, n): those people's scores of the post; −inf where there is nobody who may have it
    """

    rows: np.ndarray
    scores: np.ndarray
    near: np.ndarray
    missed: np.ndarray

    @classmethod
    def joined(cls, parts: Sequence["Wishes"]) -> "Wishes":
        """Several blocks as one."""
        starts = np.cumsum([0, *(len(part.rows) for part in parts)])
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.near + start for part, start in zip(parts, starts, strict=False)]),
            np.concatenate([part.missed for part in parts]),
        )


class Nearest:
    """For each of n posts the few people of a block whose lists it stands in or misses by least."""

    def __init__(self, posts: int, ways: int = WAYS):
        self.near = np.zeros((ways, posts), np.int32)
        self.missed = np.full((ways, posts), -np.inf)
        self._behind = np.full((ways, posts), -np.inf)

    def meet(self, person: int, scores: np.ndarray, shown: np.ndarray, last: float) -> None:
        """One more person: their scores, what they may have, and the score of the last place of their list."""
        gap = np.where(shown, scores - last, -np.inf)
        worst = self._behind.argmin(axis=0)
        at = np.flatnonzero(gap > self._behind[worst, np.arange(len(gap))])
        way = worst[at]
        self._behind[way, at], self.missed[way, at], self.near[way, at] = gap[at], scores[at], person


def room(seats: np.ndarray, people: int, depth: int = DEPTH) -> np.ndarray:
    """How often each post should stand in a first ten: each free seat has the same share of all places, (n,).

    seats  free seats; nan (not known) counts as one, a post without a seat too
    """
    counted = np.maximum(np.where(np.isnan(seats), 1.0, seats), 1.0)
    return np.asarray(people * depth * counted / counted.sum())


def prices(
    wishes: Wishes, space: np.ndarray, *, strength: float, keep: int, depth: int = DEPTH
) -> np.ndarray:
    """The price of each post, float64 (n,): above 0 for the crowded, below 0 for those whom nobody would see.

    wishes    of a sample of people
    space     `room` of each post for as many people as there are in the sample
    strength  0 (no prices) … 1; how much of the dual price is used, in units of what a place is worth (`_stakes`), so
              that one setting does alike for rankers whose scores lie close together and far apart
    keep      the length of a list: a post that stands in somebody's first `keep` is seen by somebody
    """
    if strength <= 0 or not len(wishes.rows):
        return np.zeros(len(space))
    found = strength * _stakes(wishes.scores, depth) * _dual(wishes.rows, wishes.scores, EARLY * space, depth)
    return cover(wishes, found, keep)


def _stakes(scores: np.ndarray, depth: int) -> float:
    """Half of what commonly lies between the first and the tenth place of a list; 1 where no list is as long."""
    if scores.shape[1] < depth:
        return 1.0
    long = scores[np.isfinite(scores[:, depth - 1])]
    return float(np.median(long[:, 0] - long[:, depth - 1])) / 2 if len(long) else 1.0


def _dual(rows: np.ndarray, scores: np.ndarray, space: np.ndarray, depth: int) -> np.ndarray:
    """Raise the price of what stands in more first tens than there is room for, let it fall again where it does not.

    The steps get smaller; the price is the mean over the later half, in which it moves around its value.
    """
    here = rows >= 0
    posts = np.where(here, rows, 0)
    tie = np.where(here, rows, 0) * 1e-12  # of equals the lower row first, as in lists
    price, mean = np.zeros(len(space)), np.zeros(len(space))
    wide = min(depth, rows.shape[1])
    for turn in range(ROUNDS):
        value = np.where(here, scores - price[posts] - tie, -np.inf)
        first = np.argpartition(-value, wide - 1, axis=1)[:, :wide]
        seen = np.take_along_axis(posts, first, axis=1)[np.take_along_axis(here, first, axis=1)]
        load = np.bincount(seen, minlength=len(space))
        step = FIRST_STEP * (LAST_STEP / FIRST_STEP) ** (turn / (ROUNDS - 1))
        price += step * np.log((load + 0.5) / (space + 0.5))
        np.clip(price, 0.0, DEAREST, out=price)
        if turn >= ROUNDS // 2:
            mean += price
    return mean / (ROUNDS - ROUNDS // 2)


def cover(wishes: Wishes, price: np.ndarray, keep: int) -> np.ndarray:
    """Lower the price of posts that stand in no list until each of them stands in one; returns all prices, (n,).

    Each such post gets a place with one of the people whom it suits best, at most half a list with anybody while there
    is another way; then its price is lowered until it stands there. What it pushes out of that list gets a place of
    its own if need be.
    """
    price = price.copy()
    people, wide = wishes.rows.shape
    most = keep - 1
    rows = np.concatenate([wishes.rows, np.full((people, most), -1, wishes.rows.dtype)], axis=1)
    scores = np.concatenate([wishes.scores, np.full((people, most), -np.inf)], axis=1)
    brought: dict[
        int, list[tuple[int, float]]
    ] = {}  # person → the posts that got a place there, and their scores
    placed = np.zeros(len(price), bool)
    may = np.isfinite(wishes.missed).any(axis=0)
    fewest, in_vain = len(price) + 1, 0
    for _ in range(COVER_ROUNDS):
        here = rows >= 0
        posts = np.where(here, rows, 0)
        value = np.where(here, scores - price[posts], -np.inf)
        last = (
            np.partition(value, value.shape[1] - keep, axis=1)[:, -keep] if keep <= value.shape[1] else None
        )
        seen = np.zeros(len(price), bool)
        seen[posts[here if last is None else here & (value >= last[:, None])]] = True
        lost = np.flatnonzero(may & ~seen)
        fewest, in_vain = (len(lost), 0) if len(lost) < fewest else (fewest, in_vain + 1)
        if last is None or not len(lost) or in_vain == PATIENCE:
            break
        homeless = lost[~placed[lost]]
        found = _places(wishes, homeless, last, brought, keep // 2)
        for post, person, score in found or _places(wishes, homeless, last, brought, most):
            mine = brought.setdefault(person, [])
            if not (rows[person] == post).any():
                rows[person, wide + len(mine)], scores[person, wide + len(mine)] = post, score
            mine.append((post, score))
            placed[post] = True
        gone = set(lost.tolist())
        for person, mine in brought.items():
            if any(post in gone for post, _ in mine):
                _let_in(price, rows[person], scores[person], mine, keep)
    return price


def _places(
    wishes: Wishes, lost: np.ndarray, last: np.ndarray, brought: dict[int, list[tuple[int, float]]], most: int
) -> list[tuple[int, int, float]]:
    """(post, person, score): who takes which post, those that miss a list by least first."""
    people, scores = wishes.near[:, lost], wishes.missed[:, lost]
    behind = np.where(np.isfinite(scores), np.maximum(last[people], -1e9) - scores, np.inf)
    taken = {person: len(mine) for person, mine in brought.items()}
    found, done = [], set()
    for flat in np.argsort(behind, axis=None, kind="stable").tolist():
        way, at = divmod(flat, len(lost))
        person = int(people[way, at])
        if at in done or not np.isfinite(behind[way, at]) or taken.get(person, 0) >= most:
            continue
        taken[person] = taken.get(person, 0) + 1
        done.add(at)
        found.append((int(lost[at]), person, float(scores[way, at])))
    return found


def _let_in(
    price: np.ndarray, rows: np.ndarray, scores: np.ndarray, mine: list[tuple[int, float]], keep: int
) -> None:
    """Lower the prices of the posts that got a place in this list until they stand in its last places."""
    guests = {post for post, _ in mine}
    others = (rows >= 0) & ~np.isin(rows, list(guests))
    value = np.sort(scores[others] - price[rows[others]])[::-1]
    room_for = keep - len(guests)  # so many of the others stay
    if len(value) <= room_for:
        return
    for at, (post, score) in enumerate(mine):
        price[post] = min(price[post], score - value[room_for] - MARGIN * (at + 1))


class Spread:
    """Many lists and what prices make of them: for measuring.

    Rows and numbers of posts are the same here, and every post has one seat.
    """

    def __init__(self, people: int, posts: int):
        self._rows = np.full((people, WISHED), -1, np.int32)
        self._scores = np.full((people, WISHED), -np.inf)
        self._posts = posts

    def take(self, person: int, listed: Listed) -> None:
        """One person's best `WISHED` posts."""
        count = len(listed.rows)
        self._rows[person, :count], self._scores[person, :count] = listed.rows, listed.scores

    def prices(self, strength: float) -> np.ndarray:
        """The price of each post, (posts,)."""
        nobody = Wishes(
            self._rows,
            self._scores,
            np.zeros((1, self._posts), np.int32),
            np.full((1, self._posts), -np.inf),
        )
        space = room(np.ones(self._posts), len(self._rows))
        return prices(nobody, space, strength=strength, keep=WISHED)

    def lists(self, strength: float, most: int) -> list[list[int]]:
        """Everybody's first `most` posts, in the order of (score less price falling, number rising)."""
        here = self._rows >= 0
        posts = np.where(here, self._rows, 0)
        value = np.where(here, self._scores - self.prices(strength)[posts], -np.inf)
        order = np.lexsort((posts, -value), axis=1)[:, :most]
        ranked = np.take_along_axis(self._rows, order, axis=1)
        return [row[row >= 0].tolist() for row in ranked]


def inequality(counts: np.ndarray) -> float:
    """Gini of how often each post is shown: 0 all alike … 1 all on one; 0 when nothing is shown."""
    rising = np.sort(np.asarray(counts, float))
    n, total = len(rising), float(rising.sum())
    if not total:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ rising / (n * total))


def said(term: float) -> Sentence:
    """The sentence of the term."""
    return LONELY if term > 0 else CROWDED
