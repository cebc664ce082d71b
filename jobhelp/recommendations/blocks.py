"""The work of one block of people, as plain values in and plain values out: the same code in this process, in a process
of its own on this machine, and on a machine of a cluster.
"""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.exposure import WISHED, Nearest, Prices, Wishes
from jobhelp.matching.facts import Query, Reference
from jobhelp.matching.features import FEATURES
from jobhelp.matching.ranker import Ranker, best
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.queries import Person, Told
from jobhelp.recommendations.ranking import DEPTH, asked, scored, unreserved

PACKED_IDS, PACKED_SCORES = np.dtype("<i8"), np.dtype("<f8")


@dataclass(frozen=True, slots=True)
class Asker:
    """One person to rank for, without the person: what they told, what they did, and one legal status."""

    seeker_id: int
    query: Query
    recognised: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One person's list as it is kept. suitable: how many posts passed every gate."""

    seeker_id: int
    suitable: int
    opening_ids: bytes
    scores: bytes


def askers(standing: Standing, people: Sequence[Person], told: dict[int, Told]) -> list[Asker]:
    """The people of a block who agreed to personalised ranking."""
    return [
        Asker(one.seeker_id, asked(standing, one, told[one.seeker_id]), one.recognised)
        for one in people
        if one.profile.personalised
    ]


@dataclass(frozen=True, eq=False)
class Bench:
    """All that ranking needs: the board, the ranker, the prices."""

    board: Board
    ranker: Ranker
    prices: Prices | None

    @classmethod
    def of(cls, standing: Standing) -> "Bench":
        """The bench of a standing."""
        return cls(standing.board, standing.using.ranker, standing.prices)

    def rank(self, block: Sequence[Asker]) -> list[Listing]:
        """The best posts of each person of a block, in their order."""
        return [self._rank(one) for one in block]

    def _rank(self, one: Asker) -> Listing:
        case = Case(self.board, one.query)
        shown = self._shown(case, one)
        listed = best(self.board.posts.id, scored(self.ranker, case, self.prices), DEPTH, shown)
        return Listing(
            one.seeker_id,
            int(np.count_nonzero(shown)),
            listed.ids.astype(PACKED_IDS).tobytes(),
            listed.scores.astype(PACKED_SCORES).tobytes(),
        )

    def _shown(self, case: Case, one: Asker) -> np.ndarray:
        shown = Gates(case, None if one.recognised else unreserved(self.board)).allowed.copy()
        shown[self.board.posts.rows(one.query.hide)] = False
        return shown

    def wish(self, block: Sequence[Asker]) -> Wishes:
        """What the people of a block would see, and whom each post misses by least."""
        rows = np.full((len(block), WISHED), -1, np.int32)
        scores = np.full((len(block), WISHED), -np.inf)
        nearest = Nearest(len(self.board))
        for at, one in enumerate(block):
            case = Case(self.board, one.query)
            shown = self._shown(case, one)
            every = scored(self.ranker, case, self.prices)
            listed = best(self.board.posts.id, every, WISHED, shown)
            count = len(listed.rows)
            rows[at, :count], scores[at, :count] = listed.rows, listed.scores
            last = listed.scores[DEPTH - 1] if count >= DEPTH else -1e9  # there is room for any post
            nearest.meet(at, every, shown, last)
        return Wishes(rows, scores, nearest.near, nearest.missed)

    def may(self, block: Sequence[Asker]) -> np.ndarray:
        """Who of a block may have which post, bool (people, posts)."""
        shown = [self._shown(Case(self.board, one.query), one) for one in block]
        return np.array(shown, bool).reshape(len(block), len(self.board))

    def of_rows(self, rows: np.ndarray) -> "Bench":
        """The bench with some of the posts only. Scores need the others; who may have a post does not."""
        board = Board(self.board.posts.take(rows), self.board.at, self.board.evidence, self.board.reference)
        return replace(self, board=board, prices=None)

    def packed(self) -> bytes:
        """The bench as bytes, for another process of the same program; what it has worked out stays here."""
        reference = Reference(
            **{one.name: dict(getattr(self.board.reference, one.name)) for one in fields(Reference)}
        )
        ranker = replace(self.ranker, features={})  # functions do not travel; both sides have the same
        parts = (self.board.posts, self.board.at, self.board.evidence, reference, ranker, self.prices)
        return pickle.dumps(parts, protocol=5)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Bench":
        """The bench that another process packed."""
        posts, at, evidence, reference, ranker, prices = pickle.loads(packed)  # our own, from our own process
        return cls(Board(posts, at, evidence, reference), replace(ranker, features=FEATURES), prices)
