"""A person's list: the stored one while nothing has changed, else ranked now."""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.matching.ranker import Listed
from jobhelp.orm import write_session
from jobhelp.recommendations import board, queries, shelf
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.models import RankedList
from jobhelp.recommendations.queries import Person
from jobhelp.recommendations.ranking import Ranking

PACKED_IDS, PACKED_SCORES = np.dtype("<i8"), np.dtype("<f8")
REFRESH_MOST = 500


@dataclass(frozen=True)
class Recommended:
    """A person's list, best first.

    suitable  how many open posts passed every gate; `ids` are the best of them
    stored    whether the kept list still held, so that nothing had to be ranked
    """

    ranking: Ranking
    ids: list[int]
    suitable: int
    stored: bool


def current_for(session: Session, who: Person | Seeker, models_dir: Path) -> Recommended:
    """The list as of now. Writes nothing, so that a page may ask for it."""
    person = who if isinstance(who, Person) else queries.person(session, who.id)
    ranking = ranking_for(session, person, models_dir)
    kept = queries.stored_list(session, person.seeker_id)
    if kept is None or not holds(kept, ranking.standing, person):
        return Recommended(ranking, ranking.top().ids.tolist(), ranking.suitable, stored=False)
    ids, hidden = np.frombuffer(kept.opening_ids, PACKED_IDS).tolist(), set(ranking.query.hide)
    left = [opening_id for opening_id in ids if opening_id not in hidden]
    return Recommended(ranking, left, kept.suitable - len(ids) + len(left), stored=True)


def ranking_for(session: Session, person: Person, models_dir: Path) -> Ranking:
    """The person before the board as of now, nothing ranked yet."""
    standing = board.keeper(session, models_dir).current(session)
    return Ranking(standing, person, queries.told(session, [person.seeker_id])[person.seeker_id])


def holds(kept: RankedList, standing: Standing, person: Person) -> bool:
    """Whether a kept list is what ranking now would give: same day, same model, same profile, same posts.

    A post that changed shortly before may have been committed shortly after: only a quiet while makes it certain.
    """
    quiet = standing.newest is None or kept.made_at > standing.newest + board.OVERLAP
    same = (kept.on, kept.model, kept.prices_id) == (
        standing.on,
        standing.using.ranker.name,
        standing.priced_by,
    )
    return same and quiet and kept.made_at > person.profile.changed_at


def refresh_for(session: Session, person: Person, standing: Standing, made_at: datetime) -> None:
    """Rank for one person and keep the list; `made_at` is an instant before profile and posts were read."""
    if not person.profile.personalised:
        session.execute(delete(RankedList).where(RankedList.seeker_id == person.seeker_id))
        return
    ranking = Ranking(standing, person, queries.told(session, [person.seeker_id])[person.seeker_id])
    listed = ranking.top()
    session.merge(RankedList(**row(standing, person.seeker_id, made_at, ranking.suitable, listed)))
    session.flush()


def row(
    standing: Standing, seeker_id: int, made_at: datetime, suitable: int, listed: Listed
) -> dict[str, Any]:
    """The columns of a stored list."""
    return {
        "seeker_id": seeker_id,
        "on": standing.on,
        "made_at": made_at,
        "model": standing.using.ranker.name,
        "prices_id": standing.priced_by,
        "suitable": suitable,
        "opening_ids": listed.ids.astype(PACKED_IDS).tobytes(),
        "scores": listed.scores.astype(PACKED_SCORES).tobytes(),
    }


def warm_up(engine: Engine, models_dir: Path) -> None:
    """Let a process that has just started read the board before anybody asks for it."""
    board.keeper_of(engine, models_dir).warm_up(engine)


def refresh_if_warm(session: Session, seeker_id: int) -> None:
    """Rank for one person at once, inside the transaction that changed the profile, where that is a matter of
    milliseconds. Elsewhere the page ranks when it is asked for, and the periodic task keeps the list.
    """
    known = board.known_keeper(session)
    standing = known.warm if known else None
    if known is None or standing is None:
        return
    made_at = clock.now()
    marks = queries.marks(session, standing.since)
    if standing.is_current(marks, shelf.stamp(known.models_dir), clock.today()):
        refresh_for(session, queries.person(session, seeker_id), standing, made_at)


def refresh_stale(engine: Engine, models_dir: Path, *, limit: int = REFRESH_MOST) -> int:
    """Keep new lists for people whose profile changed after theirs was made. Returns how many."""
    with Session(engine) as session:
        ids = queries.stale_people(session, limit)
        if not ids:
            return 0
        made_at = clock.now()
        standing = board.keeper(session, models_dir).current(session)
    for seeker_id in ids:
        with write_session(engine) as session, contextlib.suppress(NotFound):  # erased meanwhile
            refresh_for(session, queries.person(session, seeker_id), standing, made_at)
    return len(ids)
