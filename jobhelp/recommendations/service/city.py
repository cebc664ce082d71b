"""The night run: every open post ranked for everybody, block by block; a crash resumes at the next block.

Three steps: the prices of crowded posts (pricing.py), worked out once and kept with the run; the blocks, ranked by
whoever is there to do it (crews.py), each kept in one transaction with the place to go on from; the balance.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import write_session
from jobhelp.recommendations import board, queries
from jobhelp.recommendations.blocks import Asker, Bench, Listing, askers
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.crews import Crew, Line, crew_for
from jobhelp.recommendations.models import MatchRun, RankedList
from jobhelp.recommendations.service import pricing
from jobhelp.recommendations.service.balance import balance_of

BLOCK = 500
MANY_PAIRS = 20_000_000  # from here on it pays to start a process for each core

Say = Callable[[str], object]


@dataclass(frozen=True)
class Matched:
    """What a run did. pairs: seeker × post pairs that were ranked; resumed_after: 0, or where a crash had stopped.

    balance  of a finished run: how the city's posts are spread over the lists (balance.py)
    """

    on: date
    model: str
    posts: int
    seekers: int
    lists: int
    pairs: int
    resumed_after: int
    finished: bool
    seconds: float
    balance: dict[str, Any]


@dataclass(frozen=True)
class _Block:
    """Where a block stands: who came before it, everybody in it, and since when its facts are known."""

    after: int
    people: list[int]
    made_at: datetime


def match_city(
    engine: Engine,
    models_dir: Path,
    on: date,
    say: Say,
    *,
    block: int = BLOCK,
    most_seconds: float = math.inf,
    strength: float = pricing.STRENGTH,
    address: str | None = None,
    many_pairs: int = MANY_PAIRS,
) -> Matched:
    """Rank every post that is open on `on` for everybody who agreed to it, and keep the best of each list.

    Each block of people is one replace, committed with the place to go on from. The same day twice gives the same
    lists. After `most_seconds` it stops between two blocks, and the next call goes on there.

    strength  of congestion control: 0 is off
    address   of a Dask scheduler whose workers do the ranking; None: the cores of this machine
    """
    run = _Run(engine, models_dir, on, say, block, time.perf_counter() + most_seconds)
    try:
        return run.whole(strength, address, many_pairs)
    finally:
        run.close()


class _Run:
    """One call: the standing, the crew, and how far it is."""

    def __init__(
        self, engine: Engine, models_dir: Path, on: date, say: Say, block: int, deadline: float
    ) -> None:
        self.engine, self.on, self.say, self.block, self.deadline = engine, on, say, block, deadline
        self.started = time.perf_counter()
        self.read_at = clock.now()
        with Session(engine) as session:
            self.standing = _standing(session, models_dir, on)
            self.waiting = queries.seeker_count(session)
        self.crew: Crew | None = None
        self.ranking_since = self.started
        self.seekers = self.lists = 0
        self.finished = False

    @property
    def model(self) -> str:
        """Name of the ranker."""
        return self.standing.using.ranker.name

    def close(self) -> None:
        """Let the crew go."""
        if self.crew is not None:
            self.crew.close()

    def whole(self, strength: float, address: str | None, many_pairs: int) -> Matched:
        """Prices, blocks, balance."""
        posts = len(self.standing.board)
        self.say(f"Ranking {posts:,} posts for {self.waiting:,} people by {self.model} …")
        found = self._broken_off()
        if found is None:
            self.standing = replace(self.standing, prices=None)  # yesterday's say nothing of today
        pairs = posts * self.waiting
        crew = crew_for(Bench.of(self.standing), pairs=pairs, enough=many_pairs, address=address)
        self.crew = crew
        if found is not None:
            run_id, after = found
            self.say(f"Resuming after seeker {after}.")
        else:
            run_id, after = self._begin(crew, strength), 0
            crew.renew(Bench.of(self.standing))
        self.ranking_since = time.perf_counter()
        line: Line[_Block] = Line(crew, "rank")
        for place, listed in line.run(self._blocks(crew, after)):
            self._keep(run_id, place, listed)
        balance = self._end(run_id) if self.finished else {}
        return Matched(
            self.on,
            self.model,
            posts,
            self.seekers,
            self.lists,
            self.lists * posts,
            after,
            self.finished,
            round(time.perf_counter() - self.started, 2),
            balance,
        )

    def _broken_off(self) -> tuple[int, int] | None:
        """(number, the last seeker that it has done) of a run of this day and model that broke off: it goes on, with
        the prices that it began with.
        """
        with Session(self.engine) as session:
            last = queries.last_run(session, self.on, self.model)
            if last is None or last.finished_at is not None:
                return None
            self.standing = board.priced(session, self.standing, last.prices_id)
            return last.id, last.next_seeker_id

    def _begin(self, crew: Crew, strength: float) -> int:
        """A new run, with its prices, in one transaction."""
        found = pricing.worked_out(self.engine, self.standing, crew, strength, self.say)
        with write_session(self.engine) as session:
            prices_id = None if found is None else pricing.kept(session, self.standing, strength, found)
            run = MatchRun(
                on=self.on,
                model=self.model,
                prices_id=prices_id,
                started_at=clock.now(),
                finished_at=None,
                details={"posts": len(self.standing.board), "strength": strength, "blocks": 0},
            )
            session.add(run)
            session.flush()
            self.standing = board.priced(session, self.standing, prices_id)
            return run.id

    def _blocks(self, crew: Crew, after: int) -> Iterator[tuple[list[Asker], _Block]]:
        """The people still to rank for, block by block, as long as there is time."""
        while time.perf_counter() < self.deadline:
            with Session(self.engine) as session:
                self._look_again(session, crew)
                people = queries.people_after(session, after, self.block, self.on)
                told = queries.told(session, [one.seeker_id for one in people])
            if not people:
                self.finished = True
                return
            numbers = [one.seeker_id for one in people]
            yield askers(self.standing, people, told), _Block(after, numbers, self.read_at)
            after = numbers[-1]

    def _look_again(self, session: Session, crew: Crew) -> None:
        """Take in what changed on the posts. Others who rank for us have blocks under way and go on as they began:
        a list says since when its posts are known, so one that is behind is ranked anew when it is asked for.
        """
        now = clock.now()
        if not self.standing.posts_current(queries.marks(session, self.standing.since)):
            if crew.hands > 1:
                return
            self.standing = board.patched(session, self.standing)
            crew.renew(Bench.of(self.standing))
        self.read_at = now

    def _keep(self, run_id: int, place: _Block, listed: list[Listing]) -> None:
        rows = [
            {
                "seeker_id": one.seeker_id,
                "on": self.on,
                "made_at": place.made_at,
                "model": self.model,
                "prices_id": self.standing.priced_by,
                "suitable": one.suitable,
                "opening_ids": one.opening_ids,
                "scores": one.scores,
            }
            for one in listed
        ]
        _replace(self.engine, run_id, place.after, place.people, rows, len(self.standing.board))
        self.seekers, self.lists = self.seekers + len(place.people), self.lists + len(rows)
        self._tell()

    def _tell(self) -> None:
        """How far, how fast, how long still."""
        spent = max(time.perf_counter() - self.ranking_since, 1e-9)
        rate = self.lists / spent
        left = max(self.waiting - self.lists, 0) / rate if rate else 0.0
        pairs = rate * len(self.standing.board) / 1e6
        self.say(
            f"  {self.lists:,} of {self.waiting:,} people, {rate:,.0f} a second ({pairs:,.1f} million pairs a "
            f"second), about {_span(left)} left"
        )

    def _end(self, run_id: int) -> dict[str, Any]:
        with Session(self.engine) as session:
            balance = balance_of(session, self.standing)
        with write_session(self.engine) as session:
            run = session.get_one(MatchRun, run_id)
            run.finished_at = clock.now()
            run.details = run.details | {"balance": balance}
        return balance


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _standing(session: Session, models_dir: Path, on: date) -> Standing:
    """The board of that day; today's is the one that this process keeps anyway."""
    if on == clock.today():
        return board.keeper(session, models_dir).current(session)
    return board.build(session, models_dir, on)


def _replace(
    engine: Engine, run_id: int, after: int, people: Sequence[int], rows: list[dict[str, Any]], posts: int
) -> None:
    """One block in one transaction: lists out, lists in, and where to go on."""
    last = people[-1]
    with write_session(engine) as session:
        # whoever was erased meanwhile is gone; whoever is here stays until we commit
        here = select(Seeker.id).where(Seeker.id > after, Seeker.id <= last)
        alive = set(session.scalars(here.with_for_update(read=True, key_share=True)))
        session.execute(delete(RankedList).where(RankedList.seeker_id > after, RankedList.seeker_id <= last))
        kept = [one for one in rows if one["seeker_id"] in alive]
        if kept:
            session.execute(insert(RankedList), kept)
        run = session.get_one(MatchRun, run_id)
        run.next_seeker_id = last
        run.seekers += len(kept)
        run.pairs += len(kept) * posts
        run.details = run.details | {"blocks": run.details.get("blocks", 0) + 1}
