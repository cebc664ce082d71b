"""What this process ranks with: every open post, what people did with posts, and the ranker, kept in step.

Built when the process starts and then patched: each request asks one small question (`queries.marks`), and reads only
the openings that changed since. A change made in any process is therefore seen by the next request in every other.

A board stands for a day: it knows what people did up to the midnight before (memory.py), so that a list ranked on
demand and the one of the night run are the same.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from sqlalchemy import Engine, Row
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching.board import Board
from jobhelp.matching.exposure import Prices
from jobhelp.matching.posts import Posts
from jobhelp.recommendations import facts, memory, queries, shelf
from jobhelp.reference.queries import Book, book

OVERLAP = timedelta(minutes=15)  # longer than a write transaction lasts: what is committed late is not missed
AT_ONCE_SECONDS = 0.5  # what takes longer to read anew is read beside the requests
MOST_PATCHED = 0.2  # of the posts; a bigger change is read as a whole
_KEPT = 4

log = structlog.get_logger("jobhelp.recommendations")


@dataclass(frozen=True, eq=False)
class Standing:
    """One look at the city: nothing in it is ever changed in place, so a request may hold it while others patch.

    evidence_on  up to which day people's doings are known
    since        openings that changed after this instant are watched; seen: those of them that were taken in, with
                 their time of change
    """

    on: date
    evidence_on: date
    board: Board
    using: shelf.InUse
    book: Book
    newest: datetime | None
    since: datetime
    seen: dict[int, datetime]
    left_at: datetime | None
    stamp: shelf.Stamp
    prices_id: int | None = None  # the last prices worked out, whether they are for this ranker or not
    prices: Prices | None = None  # in force; None when there are none for this ranker

    @property
    def priced_by(self) -> int | None:
        """Number of the prices in the scores, None when there are none."""
        return None if self.prices is None else self.prices_id

    def is_current(self, marks: queries.Marks, stamp: shelf.Stamp, on: date) -> bool:
        """Whether nothing that it was made from has changed."""
        light = self.posts_current(marks) and self.prices_id == marks.prices_id
        return light and self.rest_current(marks, stamp, on) and self.on == on

    def posts_current(self, marks: queries.Marks) -> bool:
        """Whether no opening has changed."""
        return marks.recent == self.seen

    def rest_current(self, marks: queries.Marks, stamp: shelf.Stamp, on: date) -> bool:
        """Whether the model, the reference book and the memory of what people did are those of today."""
        same = stamp == self.stamp and marks.reference == self.book.digest
        return same and marks.left_at == self.left_at and self.evidence_on == on

    @property
    def is_settled(self) -> bool:
        """Whether the newest change is so old that nothing older can still be committed."""
        return self.newest is None or clock.now() > self.newest + OVERLAP

    def settled(self) -> "Standing":
        """The same, watching only what is newer than the newest change: for when all is current and settled."""
        return replace(self, since=self.newest or self.since, seen={})


def build(session: Session, models_dir: Path, on: date) -> Standing:
    """Read the whole city as of the day `on`."""
    stamp = shelf.stamp(models_dir)
    using = shelf.known(models_dir)
    reference = book(session)
    newest = queries.newest_change(session)
    since = _since(newest)
    marks = queries.marks(session, since)  # before the posts: what changes in between is read again
    posts = Posts.from_columns(facts.post_columns(queries.open_rows(session, on), reference), idf=using.idf)
    known = memory.evidence(session, on, reference)
    board = Board(posts, float(on.toordinal()), known, facts.reference_of(reference))
    standing = Standing(on, on, board, using, reference, newest, since, marks.recent, marks.left_at, stamp)
    return priced(session, standing, marks.prices_id)


def priced(session: Session, standing: Standing, prices_id: int | None) -> Standing:
    """The same standing with these prices; prices that were worked out for another ranker do not count."""
    row = queries.prices(session, prices_id)
    if row is None or row.model != standing.using.ranker.name:
        return replace(standing, prices_id=prices_id, prices=None)
    found = Prices(np.frombuffer(row.post_ids, "<i8"), np.frombuffer(row.amounts, "<f8"))
    return replace(standing, prices_id=prices_id, prices=found)


def patched(session: Session, old: Standing) -> Standing:
    """The same standing with the openings that changed since."""
    rows = queries.rows_changed_since(session, old.since)
    fresh = [row for row in rows if old.seen.get(row.id) != row.changed_at]
    newest = max((row.changed_at for row in rows), default=old.newest)
    since = max(_since(newest), old.since)
    seen = {row.id: row.changed_at for row in rows if row.changed_at > since}
    board = _with_posts(old, fresh)
    return replace(old, board=board, newest=newest, since=since, seen=seen)


def _with_posts(old: Standing, fresh: Sequence[Row[Any]]) -> Board:
    here = old.board.posts.row_of
    useful = [row for row in fresh if row.id in here or row.state == "published"]
    if not useful:
        return old.board
    posts = old.board.posts.patch(facts.post_columns(useful, old.book))
    return Board(posts, old.board.at, old.board.evidence, old.board.reference)


def _since(newest: datetime | None) -> datetime:
    return (newest or datetime.fromtimestamp(0, clock.CITY_ZONE)) - OVERLAP


class Keeper:
    """Keeps the standing of one database in step, for all threads of this process."""

    def __init__(self, models_dir: Path) -> None:
        self.models_dir = models_dir
        self._lock = threading.RLock()
        self._standing: Standing | None = None
        self._seconds = 0.0  # how long the last whole reading took
        self._reading: threading.Thread | None = None

    @property
    def warm(self) -> Standing | None:
        """What was read last, without a look at the database; None when nothing was."""
        return self._standing

    def current(self, session: Session) -> Standing:
        """The standing as of now."""
        on, stamp = clock.today(), shelf.stamp(self.models_dir)
        if self._standing is None and self._reading is not None:
            self._reading.join()  # it was begun when the process started: quicker than reading once more
        have = self._standing
        marks = queries.marks(session, have.since if have else clock.now())
        if have is not None and have.is_current(marks, stamp, on):
            if have.seen and have.is_settled:
                self._settle(have)
            return have
        with self._lock:
            if self._standing is not have:  # another thread was first
                return self.current(session)
            self._standing = self._next(session, have, marks, stamp, on)
            return self._standing

    def warm_up(self, engine: Engine) -> None:
        """Begin to read, beside the requests, so that the first person does not wait for all of it."""
        with self._lock:
            if self._standing is None:
                self._read_beside(engine, clock.today())

    def _settle(self, have: Standing) -> None:
        with self._lock:
            if self._standing is have:
                self._standing = have.settled()

    def _next(
        self, session: Session, have: Standing | None, marks: queries.Marks, stamp: shelf.Stamp, on: date
    ) -> Standing:
        whole = have is None or not have.rest_current(marks, stamp, on)
        if have is None or (whole and self._seconds <= AT_ONCE_SECONDS):
            return self._read(session, on)
        if whole:
            self._read_beside(session.get_bind().engine, on)
        if len(marks.recent) - len(have.seen) > MOST_PATCHED * max(len(have.board), 1):
            return self._read(session, on)
        if have.prices_id != marks.prices_id:
            have = priced(session, have, marks.prices_id)
        have = patched(session, have)
        if have.on != on:  # yesterday's memory will do until today's is read; yesterday's posts will not
            board = Board(have.board.posts, float(on.toordinal()), have.board.evidence, have.board.reference)
            have = replace(have, board=board)
        return have

    def _read(self, session: Session, on: date) -> Standing:
        started = time.perf_counter()
        standing = build(session, self.models_dir, on)
        self._seconds = time.perf_counter() - started
        return standing

    def _read_beside(self, engine: Engine, on: date) -> None:
        """Read everything anew in a thread of its own; requests use the old standing until then."""
        if self._reading is not None and self._reading.is_alive():
            return

        def read() -> None:
            try:
                with Session(engine) as session:
                    standing = self._read(session, on)
            except Exception as error:  # the next request tries again
                log.warning("board not read", error=type(error).__name__)
                return
            with self._lock:
                self._standing = standing

        self._reading = threading.Thread(target=read, name="board", daemon=True)
        self._reading.start()


_keepers: OrderedDict[str, Keeper] = OrderedDict()
_registry = threading.Lock()


def keeper(session: Session, models_dir: Path) -> Keeper:
    """The keeper of this session's database in this process."""
    return keeper_of(session.get_bind().engine, models_dir)


def keeper_of(engine: Engine, models_dir: Path) -> Keeper:
    """The keeper of this database in this process."""
    key = _key(engine)
    with _registry:
        found = _keepers.get(key)
        if found is None or found.models_dir != models_dir:
            found = _keepers[key] = Keeper(models_dir)
            while len(_keepers) > _KEPT:
                _keepers.popitem(last=False)
        return found


def known_keeper(session: Session) -> Keeper | None:
    """The keeper of this session's database, if a page has needed it before."""
    return _keepers.get(_key(session.get_bind().engine))


def _key(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)
