"""One person before the board: which posts are possible, in which order, and why a post is or is not there."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from jobhelp.labels import Kind
from jobhelp.matching import reasons
from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Check, Gates
from jobhelp.matching.exposure import Prices
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.matching.features.place import SAME_POINT_KM
from jobhelp.matching.gates import FAIL, GATES, outside_hours
from jobhelp.matching.posts import Posts
from jobhelp.matching.ranker import Listed, Ranker, best
from jobhelp.recommendations import facts
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.queries import Person, Told

DEPTH = 60  # posts kept in a stored list: six pages
FAR_APART = 1e6  # more than any score


@dataclass(frozen=True)
class Relaxed:
    """What one changed limit would do. count: posts that would come into the list, with the one asked about."""

    gates: tuple[str, ...]
    count: int


class Ranking:
    """One person's view of one standing. Everything is worked out when it is first asked for."""

    def __init__(self, standing: Standing, person: Person, told: Told):
        self.standing = standing
        self.person = person
        self.told = told
        self.query = asked(standing, person, told)

    @property
    def board(self) -> Board:
        """The board that the person stands before."""
        return self.standing.board

    @property
    def ranker(self) -> Ranker:
        """The ranker in use."""
        return self.standing.using.ranker

    @cached_property
    def case(self) -> Case:
        """The person before the board."""
        return Case(self.board, self.query)

    @cached_property
    def eligible(self) -> np.ndarray | None:
        """The law's answer: public-welfare posts are for recognised people. None when it rules nothing out.

        It opens or closes posts and never moves one: the score does not know it.
        """
        return None if self.person.recognised else unreserved(self.board)

    @cached_property
    def gates(self) -> Gates:
        """Every gate over every post."""
        return Gates(self.case, self.eligible)

    @cached_property
    def shown(self) -> np.ndarray:
        """Posts that belong into the list, bool (n,)."""
        shown: np.ndarray = self.gates.allowed.copy()
        shown[self.board.posts.rows(self.query.hide)] = False
        return shown

    @cached_property
    def suitable(self) -> int:
        """How many posts belong into the list."""
        return int(np.count_nonzero(self.shown))

    @cached_property
    def priced(self) -> np.ndarray | None:
        """The term of each post's price, float64 (n,); None where there are no prices."""
        prices = self.standing.prices
        return None if prices is None else price_terms(self.board, prices)

    @cached_property
    def scores(self) -> np.ndarray:
        """The score of every post, float64 (n,)."""
        return scored(self.ranker, self.case, self.standing.prices)

    def top(self, k: int = DEPTH) -> Listed:
        """The best k of the list."""
        return best(self.board.posts.id, self.scores, k, self.shown)

    def place_of(self, row: int) -> int:
        """At which place of the list the post in this row stands, 1 the first."""
        ids, score = self.board.posts.id, self.scores[row]
        before = (self.scores > score) | ((self.scores == score) & (ids < ids[row]))
        return int(np.count_nonzero(before & self.shown)) + 1

    def explain(self, ids: list[int]) -> dict[int, reasons.Explanation]:
        """Why each of these posts stands where it stands; posts that are not on the board are left out."""
        rows = self.board.posts.rows(ids)
        return {
            one.post: one
            for one in reasons.explain_case(self.ranker, self.case, rows.tolist(), self.priced)
        }  # fmt: skip

    def km(self, opening_id: int) -> float | None:
        """How far the post is from home, None where it cannot be told."""
        row = self.board.posts.row_of.get(opening_id)
        if row is None or self.case.km is None or not self.case.km[row] >= SAME_POINT_KM:
            return None
        return float(self.case.km[row])

    def checks(self, row: int) -> list[Check]:
        """Every gate at one post."""
        return self.gates.explain(row)

    def relaxed(self, row: int) -> Relaxed | None:
        """How many posts come into the list when every limit of theirs that this post breaks is moved just so far.

        None when a gate that they cannot move closes the post.
        """
        failed = [check for check in self.checks(row) if check.answer == "fail"]
        if not failed or not all(check.relaxable for check in failed):
            return None
        moved = self.query.facts
        for check in failed:
            moved = relax(moved, check, self.case, row)
        case = Case(self.board, replace(self.query, facts=moved))
        opened = Gates(case, self.eligible).allowed & ~self.gates.allowed
        opened[self.board.posts.rows(self.query.hide)] = False
        return Relaxed(tuple(check.gate for check in failed), int(np.count_nonzero(opened)))

    def one_certificate_away(self) -> tuple[int, list[str]] | None:
        """(number, missing certificates) of the best post that nothing but a certificate keeps out of the list."""
        answer = self.gates.answers["certificate"]
        near = (self.gates.failures == 1) & (answer == FAIL)
        near[self.board.posts.rows(self.query.hide)] = False
        listed = best(self.board.posts.id, self.scores, 1, near)
        if not len(listed.ids):
            return None
        asked = self.board.posts.certificates.value(int(listed.rows[0])) or frozenset()
        return int(listed.ids[0]), sorted(asked - (self.query.facts.certificates or frozenset()))

    def nearly(self, count: int) -> list[int]:
        """Rows of at most `count` posts that the fewest limits keep out of the list, the best first. Only limits that
        the person set do, so each of these posts is a matter of their own choice.
        """
        wanted = self.gates.failures > 0
        for gate, answer in self.gates.answers.items():
            if not GATES[gate].relaxable:
                wanted &= answer != FAIL
        wanted[self.board.posts.rows(self.query.hide)] = False
        if not wanted.any():
            return []
        fewest = int(self.gates.failures[wanted].min())
        wanted &= self.gates.failures <= fewest + 1
        first = self.scores - FAR_APART * self.gates.failures
        found: list[int] = best(self.board.posts.id, first, count, wanted).rows.tolist()
        return found

    def opens(self) -> list[Relaxed]:
        """For each limit that hides posts all by itself: how many would come if it were let go, most first."""
        counted = sorted(self.gates.opens().items(), key=lambda item: (-item[1], item[0]))
        return [Relaxed((gate,), count) for gate, count in counted]


def asked(standing: Standing, person: Person, told: Told) -> Query:
    """What the ranker is told about a person."""
    return Query(
        facts=facts.rank_facts(person.profile, standing.book),
        at=standing.board.at,
        history=told.history(standing.on),
        hide=told.hidden,
        who=person.seeker_id,
    )


def price_terms(board: Board, prices: Prices) -> np.ndarray:
    """The term of each post's price, worked out once for the board."""
    key = ("prices", id(prices))
    kept = board.kept.get(key)
    if kept is None or kept[0] is not prices:
        kept = board.kept[key] = (prices, prices.terms(board.posts))
    terms: np.ndarray = kept[1]
    return terms


def scored(ranker: Ranker, case: Case, prices: Prices | None) -> np.ndarray:
    """The score of every post for a person: what the ranker says, less the price of the crowded; float64 (n,)."""
    scores = ranker.score_of(case)
    return scores if prices is None else scores + price_terms(case.board, prices)


def unreserved(board: Board) -> np.ndarray | None:
    """`eligible` of the board's posts, worked out once."""
    if "unreserved" not in board.kept:
        board.kept["unreserved"] = eligible(board.posts)
    found: np.ndarray | None = board.kept["unreserved"]
    return found


def eligible(posts: Posts) -> np.ndarray | None:
    """For a person without recognition: posts that are not reserved, bool (n,); None when none is."""
    column = posts.kind
    if Kind.WELFARE.value not in column.codes:
        return None
    return column.by_code((code != Kind.WELFARE for code in column.codes), bool)


def standing_of_one(standing: Standing, columns: dict[str, Any]) -> Standing:
    """The standing with a single post, for one that is not on the board (over, or not begun)."""
    posts = Posts.from_columns(columns, idf=standing.board.posts.idf)
    board = Board(posts, standing.board.at, None, standing.board.reference)
    return replace(standing, board=board)


def relax(mine: RankFacts, check: Check, case: Case, row: int) -> RankFacts:
    """The person's facts with one limit moved just so far that the post in this row passes the gate."""
    posts = case.posts
    match check.gate:
        case "city":
            return replace(mine, beyond_city=True)
        case "reach":
            return replace(mine, max_km=float(np.ceil(check.post)))
        case "shift":
            return replace(mine, shifts=mine.shifts | check.post)
        case "demands":
            night = posts.shifts.value(row) == frozenset({"night"})
            return replace(
                mine, cannot=mine.cannot - (check.post or frozenset()) - ({"night"} if night else set())
            )
        case "certificate":
            return replace(mine, certificates=(mine.certificates or frozenset()) | check.post)
        case "pay":
            high, low = float(posts.pay_high[row]), float(posts.pay_low[row])
            return replace(mine, pay_min=int(low if np.isnan(high) else high))
        case "hours":
            return replace(mine, hours_max=float(check.post))
        case "clock_times":
            early, late = outside_hours(case)
            starts, ends = posts.starts[row], posts.ends[row]
            past_midnight = ends < starts
            return replace(
                mine,
                earliest=int(starts) if early[row] else mine.earliest,
                latest=(None if past_midnight else int(ends)) if late[row] else mine.latest,
            )
        case "days":
            theirs = posts.days.value(row)
            return replace(mine, days=mine.days | theirs if theirs else frozenset(range(7)))
    raise ValueError(f"the gate {check.gate} is not the person's own limit")
