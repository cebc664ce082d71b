"""A board: the posts, the evidence and the map as of one moment. A case: one person standing before the board.

What depends on the posts alone is worked out once for a board and shared by everybody who is ranked on it.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np

from jobhelp.matching.evidence import Crowd, Evidence, Own
from jobhelp.matching.facts import Query, RankFacts, Reference
from jobhelp.matching.posts import Posts

KM_PER_DEGREE = 111.195
_NO_WORDS = (np.zeros(0, np.int32), np.zeros(0, np.float32))


class Board:
    """Posts + evidence before `at` + reference. Every array has one entry a post."""

    def __init__(
        self, posts: Posts, at: float, evidence: Evidence | None = None, reference: Reference | None = None
    ):
        self.posts = posts
        self.at = at
        self.evidence = evidence if evidence is not None else Evidence.empty()
        self.reference = reference or Reference()
        self.kept: dict[Any, Any] = {}  # what features and rankers work out once for the board

    def __len__(self) -> int:
        return len(self.posts)

    @cached_property
    def crowd(self) -> Crowd:
        """What people did before the moment of the board."""
        return self.evidence.before(self.at)

    @cached_property
    def place_codes(self) -> tuple[str | None, ...]:
        """The codes of the column `place`; index 0 is None, unknown."""
        return self.posts.place.codes

    @cached_property
    def pay_middle(self) -> np.ndarray:
        """Middle of the stated pay, 分 a month; the one stated end when only one is; nan unknown."""
        low, high = self.posts.pay_low, self.posts.pay_high
        low, high = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
        middle: np.ndarray = (low + high) / 2
        return middle

    @cached_property
    def age_days(self) -> np.ndarray:
        """Days since publication, never negative; nan unknown."""
        return np.maximum(self.at - self.posts.published, 0)

    @cached_property
    def place_total(self) -> np.ndarray:
        """Recent events of other posts and this one in the same place, one number a place code."""
        recent = self.crowd.on_posts(self.crowd.recent, self.posts)
        return np.bincount(self.posts.place.index, recent, len(self.place_codes))

    def still_open(self) -> np.ndarray:
        """Open, within its dates, with a free seat; what is unknown does not close a post."""
        posts = self.posts
        ended = posts.valid_until < np.floor(self.at)  # nan compares false
        not_yet = posts.published > self.at
        full = np.nan_to_num(posts.taken) >= np.where(np.isnan(posts.headcount), np.inf, posts.headcount)
        return np.asarray(posts.open & ~ended & ~not_yet & ~full)


class Case:
    """One person before the board; shared intermediate answers are kept while the person is ranked."""

    def __init__(self, board: Board, query: Query):
        self.board = board
        self.query = query
        self.kept: dict[Any, Any] = {}  # what features work out once for the person
        self._words: dict[tuple[str, str], np.ndarray | None] = {}

    @property
    def facts(self) -> RankFacts:
        """What the person told us."""
        return self.query.facts

    @property
    def posts(self) -> Posts:
        """The posts on the board."""
        return self.board.posts

    @cached_property
    def home(self) -> tuple[float, float] | None:
        """Where they live (lat, lon); the centre of their district when they gave no point."""
        facts = self.facts
        if facts.lat is not None and facts.lon is not None:
            return facts.lat, facts.lon
        return self.board.reference.centres.get(facts.district or "")

    @cached_property
    def km(self) -> np.ndarray | None:
        """Straight distance to each post in km (n,); None when the home is not known, nan where a post's place is not."""
        if self.home is None:
            return None
        lat, lon = self.home
        north = (self.posts.lat - lat) * KM_PER_DEGREE
        east = (self.posts.lon - lon) * (KM_PER_DEGREE * np.cos(np.radians(lat)))
        return np.asarray(np.sqrt(north * north + east * east))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Where they live and where else they would work, each once, home first."""
        named = ((self.facts.district,) if self.facts.district else ()) + self.facts.places
        return tuple(dict.fromkeys(named))

    @cached_property
    def history_rows(self) -> np.ndarray:
        """Rows of the posts that they looked at before, as far as these are still on the board."""
        return self.posts.rows(self.query.history)

    @cached_property
    def history_items(self) -> np.ndarray:
        """Item numbers (evidence.py) of the posts that they looked at before."""
        items = self.board.evidence.items
        wanted = np.unique(np.asarray(self.query.history, np.int64))
        at = np.searchsorted(items, wanted)
        at_safe = np.minimum(at, max(len(items) - 1, 0))
        return at_safe[items[at_safe] == wanted] if len(items) else np.zeros(0, np.int64)

    @cached_property
    def person(self) -> int | None:
        """Row of the person in the event log, None when they never did anything."""
        return self.board.evidence.person(self.query.who)

    @cached_property
    def own(self) -> Own:
        """Their own events, to leave out of what others did."""
        return self.board.crowd.own(self.person)

    def words(self, text: str, column: str) -> np.ndarray | None:
        """Cosine of some words with a text column of the posts, (n,); None without words."""
        key = (text, column)
        if key not in self._words:
            index = getattr(self.posts, column)
            bigram, weight = index.vector(text) if text else _NO_WORDS
            self._words[key] = index.cosines(bigram, weight) if len(bigram) else None
        return self._words[key]

    def years_in(self, codes: Iterable[str | None]) -> float:
        """Years of past work in any of the occupations."""
        wanted = set(codes)
        return sum(years for code, years in self.facts.past if code in wanted)
