"""What happened, as lessons: who applied to which post on which day, and what the board was like then."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching.board import Board
from jobhelp.matching.evidence import Evidence
from jobhelp.matching.facts import Query, RankFacts, Reference
from jobhelp.matching.posts import Posts
from jobhelp.matching.reciprocity import Answered
from jobhelp.matching.training import GAINS, Example, position_lift
from jobhelp.openings.states import OpeningState
from jobhelp.recommendations import facts, memory, queries
from jobhelp.recommendations.memory import Act, moments
from jobhelp.reference.queries import book

FIRST_DAYS = 14  # of the history only serve as memory: nobody can learn popularity from an empty log
LESSON_DAYS = 365
ENDED_EARLY = frozenset(
    {OpeningState.FILLED, OpeningState.CLOSED, OpeningState.WITHDRAWN, OpeningState.PAUSED}
)
FIRST_ACTS = frozenset({"view", "save", "apply"})
_KEPT_BOARDS = 4


@dataclass(frozen=True, eq=False)
class Lessons:
    """Examples in order of time, and the boards that they belong to."""

    examples: list[Example]
    past: "Past"
    events: int
    answers: list[Answered]


class Past:
    """The boards of past days: the posts that were open then, the seats that were left, what had happened before.

    posts  every post of the year
    """

    def __init__(
        self,
        posts: Posts,
        first: np.ndarray,
        last: np.ndarray,
        hires: np.ndarray,
        log: Evidence,
        map_: Reference,
    ):
        self.posts = posts
        self._first, self._last = first, last  # days on which each post was on show
        self._hires = hires  # (h, 2): row of the post, moment
        self._log, self._map = log, map_
        self._boards: OrderedDict[float, Board] = OrderedDict()

    def board_at(self, moment: float) -> Board:
        """The board of the day that begins at `moment`: with the posts that the site showed on that day and no others,
        because some features look at the board as a whole.
        """
        board = self._boards.get(moment)
        if board is None:
            rows = np.flatnonzero((self._first <= moment) & (moment <= self._last))
            before = self._hires[self._hires[:, 1] < moment, 0].astype(np.int64)
            taken = np.bincount(before, minlength=len(self.posts)).astype(float)
            posts = replace(self.posts.take(rows), open=np.ones(len(rows), bool), taken=taken[rows])
            board = self._boards[moment] = Board(posts, moment, self._log, self._map)
            while len(self._boards) > _KEPT_BOARDS:
                self._boards.popitem(last=False)
        return board


def lessons(session: Session, on: date) -> Lessons:
    """Everything that people did with posts in the year before the day `on`.

    One example is one person on one day: what they applied to that day, and how far it went. What they told us is
    what stands in the profile now: older answers are not kept.
    """
    reference = book(session)
    start = facts.before(on, memory.DAYS)
    acts = moments(queries.events_between(session, start, clock.start_of(on)))
    interests = queries.interests_between(session, start, clock.start_of(on))
    events = acts + moments(row[:4] for row in interests)
    told = memory.told(session, sorted({who for who, *_ in events}), reference)
    places = {(who, opening): place for who, opening, _, _, place in interests if place}
    rows = queries.all_rows(session, start)
    posts = Posts.from_columns(facts.post_columns(rows, reference))
    log = memory.remembered(acts, told)
    past = Past(posts, *_days_on_show(rows, posts), _hires(acts, posts), log, facts.reference_of(reference))
    begin = float(on.toordinal()) - LESSON_DAYS
    if events:
        begin = max(begin, min(at for *_, at in events) + FIRST_DAYS)
    return Lessons(
        _examples(session, events, begin, start, told, places),
        past,
        len(events),
        _answers(session, start, on, begin, told),
    )


def _answers(
    session: Session, start: datetime, on: date, begin: float, told: Mapping[int, RankFacts]
) -> list[Answered]:
    """What employers answered, each as of the day of the application."""
    found = []
    for who, opening, applied_at, taken in queries.answers_between(session, start, clock.start_of(on)):
        day = float(int(facts.moment(applied_at)))
        if who in told and day >= begin:
            found.append(Answered(Query(told[who], day, who=who), opening, taken))
    return found


def _days_on_show(rows: Sequence[Row[Any]], posts: Posts) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each post; one that ended early ended when it last changed."""
    last = posts.valid_until.copy()
    for at, row in enumerate(rows):
        if row.state in ENDED_EARLY:
            last[at] = min(last[at], clock.local(row.changed_at).date().toordinal())
    return posts.published, last


def _hires(events: Sequence[Act], posts: Posts) -> np.ndarray:
    found = [
        (posts.row_of[post], at) for _, post, kind, at in events if kind == "hire" and post in posts.row_of
    ]
    return np.array(found, float).reshape(-1, 2)


def _examples(
    session: Session,
    events: Sequence[Act],
    begin: float,
    start: datetime,
    told: Mapping[int, RankFacts],
    places: Mapping[tuple[int, int], int],
) -> list[Example]:
    """Events → one example a person and day, in order of time. places: where in their list a post stood."""
    outcomes, applied = _outcomes(events, begin)
    refused: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for who, post, instant in queries.dismissals(session, start):
        refused[who].append((facts.moment(instant), post))
    _add_refusals(outcomes, refused)
    examples = []
    for (who, day), found in sorted(outcomes.items(), key=lambda item: (item[0][1], item[0][0])):
        if who not in told:
            continue
        query = Query(
            facts=told[who],
            at=day,
            history=tuple(post for at, post in applied[who] if at < day),
            hide=tuple(sorted({post for at, post in refused[who] if at < day})),
            who=who,
        )
        lift = {post: position_lift(places[who, post]) for post in found if (who, post) in places}
        examples.append(Example(query, found, lift))
    return examples


def _outcomes(
    events: Sequence[Act], begin: float
) -> tuple[dict[tuple[int, float], dict[int, str]], dict[int, list[tuple[float, int]]]]:
    """{(who, day): {post: the furthest thing that came of it}} and everybody's applications in order of time.

    The day is that of the first thing the person did with the post: opening it, keeping it, applying.
    """
    furthest: dict[tuple[int, int], str] = {}
    for who, post, kind, _ in events:
        if GAINS[kind] > GAINS.get(furthest.get((who, post), ""), -1.0):
            furthest[who, post] = kind
    outcomes: dict[tuple[int, float], dict[int, str]] = defaultdict(dict)
    applied: dict[int, list[tuple[float, int]]] = defaultdict(list)
    met: set[tuple[int, int]] = set()
    for who, post, kind, at in sorted(events, key=lambda event: (event[3], event[1])):
        if kind not in FIRST_ACTS:
            continue
        if kind == "apply":
            applied[who].append((at, post))
        if at >= begin and (who, post) not in met:
            outcomes[who, float(int(at))][post] = furthest[who, post]
        met.add((who, post))
    return outcomes, applied


def _add_refusals(
    outcomes: dict[tuple[int, float], dict[int, str]], refused: dict[int, list[tuple[float, int]]]
) -> None:
    """A 不合适 is a lesson of the same person's example that lies nearest in time."""
    days: dict[int, list[float]] = defaultdict(list)
    for who, day in outcomes:
        days[who].append(day)
    for who, posts in refused.items():
        for at, post in posts:
            if days[who]:
                nearest = min(days[who], key=lambda day: (abs(day - at), day))
                outcomes[who, nearest].setdefault(post, "dismiss")
