"""What other people did: popularity and “people who looked at this also looked at that”, cut at a moment.

Only events before the moment count, and never the person's own. Nobody's name is here: a person is a number that
serves to tell one from another.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from jobhelp.matching.facts import RankFacts
from jobhelp.matching.posts import Posts
from jobhelp.matching.profiles import Profiles

# How much one event says about interest. Refusals by the employer say nothing about the interest of others.
WEIGHTS: Mapping[str, float] = {
    "view": 1.0,
    "save": 2.0,
    "apply": 3.0,
    "interview": 3.0,
    "hire": 4.0,
}
HALF_LIFE_DAYS = 30.0
WEEK_DAYS = 7.0
DAY_DAYS = 1.0
SOME_DAYS = 2.0  # half-lives of the shorter memories
SOME_HOURS = 0.5
_KEPT_MOMENTS = 4


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own events among those that count: which items, how heavy, and when."""

    items: np.ndarray  # (k,) item numbers
    weight: np.ndarray  # (k,)
    at: np.ndarray  # (k,)


class Crowd:
    """The events before one moment, summed up. Arrays are indexed by item, a post that ever had an event.

    people     (persons, items) csr: the heaviest thing a person did with a post
    total      (items,) people × weight, ever
    recent     (items,) the same, halved every 30 days
    days, hours  (items,) acts, halved every two days, every twelve hours
    week, day  (items,) people who did anything in the last 7 days, in the last day
    degree     (items,) number of people
    """

    def __init__(
        self,
        moment: float,
        who: np.ndarray,
        item: np.ndarray,
        weight: np.ndarray,
        at: np.ndarray,
        items: np.ndarray,
        persons: int,
        profiles: Profiles | None = None,
    ):
        self.profiles = profiles
        self.moment = moment
        self.items = items
        self.timed = bool(np.isfinite(at).all()) if len(at) else True
        self._who, self._item, self._weight, self._at = who, item, weight, at
        n = len(items)
        self.total = np.bincount(item, weight, n)
        self.recent = np.bincount(item, weight * decay(moment, at), n)
        self.days = np.bincount(item, decay(moment, at, SOME_DAYS), n)
        self.hours = np.bincount(item, decay(moment, at, SOME_HOURS), n)
        self.week = np.bincount(item[moment - at <= WEEK_DAYS], minlength=n).astype(float)
        self.day = np.bincount(item[moment - at <= DAY_DAYS], minlength=n).astype(float)
        cells = sparse.csr_matrix((weight, (who, item)), shape=(persons, n))
        cells.sum_duplicates()
        self.people = cells
        self.acts = np.diff(cells.indptr)
        self._by_item: sparse.csc_matrix | None = None
        self._by_trait: sparse.csr_matrix | None = None
        self._ones: sparse.csr_matrix | None = None
        self._by_person: tuple[np.ndarray, np.ndarray] | None = None
        self._rows: OrderedDict[int, tuple[Posts, np.ndarray]] = OrderedDict()

    @property
    def by_item(self) -> sparse.csc_matrix:
        """The same table by item: who did something with it."""
        if self._by_item is None:
            self._by_item = self.people.tocsc()
        return self._by_item

    @property
    def did(self) -> sparse.csr_matrix:
        """(persons, items) of ones: who did anything with what."""
        if self._ones is None:
            people = self.people
            self._ones = sparse.csr_matrix(
                (np.ones(people.nnz), people.indices, people.indptr), shape=people.shape
            )
        return self._ones

    @property
    def by_trait(self) -> sparse.csr_matrix | None:
        """(traits, items): how much the people with a trait did with an item; None in a log without profiles."""
        if self._by_trait is None and self.profiles is not None:
            self._by_trait = (self.profiles.table.T @ self.did).tocsr()
        return self._by_trait

    @property
    def degree(self) -> np.ndarray:
        """Number of people an item."""
        return np.diff(self.by_item.indptr)

    def own(self, person: int | None) -> Own:
        """The events of one person (by row number), to be left out of what “others” did."""
        if person is None:
            nothing = np.zeros(0, np.int64)
            return Own(nothing, nothing.astype(float), nothing.astype(float))
        if self._by_person is None:
            order = np.argsort(self._who, kind="stable")
            self._by_person = order, np.searchsorted(self._who[order], np.arange(self.people.shape[0] + 1))
        order, starts = self._by_person
        mine = order[starts[person] : starts[person + 1]]
        return Own(self._item[mine], self._weight[mine], self._at[mine])

    def on_posts(self, per_item: np.ndarray, posts: Posts) -> np.ndarray:
        """One number an item → one number a post, shape (len(posts),); a post without an event gets 0."""
        row = self.row_of_item(posts)
        out = np.zeros(len(posts), np.float32)
        out[row[row >= 0]] = per_item[row >= 0]
        return out

    def row_of_item(self, posts: Posts) -> np.ndarray:
        """Where each item stands among the posts, −1 where it does not; the last few answers are kept."""
        kept = self._rows.get(id(posts))
        if kept is None or kept[0] is not posts:
            kept = self._rows[id(posts)] = (posts, posts.where(self.items))
            while len(self._rows) > _KEPT_MOMENTS:
                self._rows.popitem(last=False)
        return kept[1]


def decay(moment: float, at: np.ndarray, half_life: float = HALF_LIFE_DAYS) -> np.ndarray:
    """1 now, one half after the half-life (days); events without a time count fully."""
    with np.errstate(invalid="ignore"):
        share: np.ndarray = np.exp2(-np.maximum(moment - at, 0.0) / half_life)
    return np.where(np.isfinite(at), share, 1.0)


class Evidence:
    """The event log, sorted by time.

    who    (m,) int: any number that tells persons apart
    post   (m,) int: opening ids
    kind   (m,) event kinds (WEIGHTS); kinds not listed there are left out
    at     (m,) moments (ordinal day, float); nan or None = a log without times, in which every event counts at once
    profiles   who → what that person told us, where it is known
    """

    def __init__(
        self,
        who: Sequence[int],
        post: Sequence[int],
        kind: Sequence[str],
        at: Sequence[float | None] | None = None,
        profiles: Mapping[int, RankFacts] | None = None,
    ):
        weight = np.array([WEIGHTS.get(name, 0.0) for name in kind])
        moments = np.full(len(weight), -np.inf) if at is None else np.array(at, float)
        moments = np.where(np.isnan(moments), -np.inf, moments)
        order = np.lexsort((np.asarray(post, np.int64), moments))
        order = order[weight[order] > 0]
        self.persons, self._who = np.unique(np.asarray(who, np.int64)[order], return_inverse=True)
        self.items, self._item = np.unique(np.asarray(post, np.int64)[order], return_inverse=True)
        self._weight = weight[order]
        self._at = moments[order]
        self.profiles = Profiles(self.persons, profiles) if profiles else None
        self._crowds: OrderedDict[float, Crowd] = OrderedDict()

    @classmethod
    def empty(cls) -> "Evidence":
        """A log in which nothing happened."""
        return cls([], [], [], [])

    def __len__(self) -> int:
        return len(self._at)

    def before(self, moment: float) -> Crowd:
        """Everything that happened strictly before `moment`; the last few answers are kept."""
        crowd = self._crowds.get(moment)
        if crowd is None:
            end = int(np.searchsorted(self._at, moment, side="left"))
            crowd = Crowd(
                moment, self._who[:end], self._item[:end], self._weight[:end], self._at[:end],
                self.items, len(self.persons), self.profiles,
            )  # fmt: skip
            self._crowds[moment] = crowd
            while len(self._crowds) > _KEPT_MOMENTS:
                self._crowds.popitem(last=False)
        return crowd

    def person(self, who: int | None) -> int | None:
        """Row number of a person in the log, None if they never did anything."""
        if who is None:
            return None
        at = int(np.searchsorted(self.persons, who))
        return at if at < len(self.persons) and self.persons[at] == who else None
