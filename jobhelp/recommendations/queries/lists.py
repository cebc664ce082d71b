"""Questions about kept lists and the runs that made them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.recommendations.models import (
    Interest,
    MatchRun,
    RankedList,
)

BATCH = 5_000


def kept_posts(session: Session, seeker_id: int) -> list[int]:
    """Numbers of the openings that this person keeps for later, the last kept first."""
    statement = select(Interest.opening_id).where(Interest.seeker_id == seeker_id, Interest.kind == "save")
    return list(session.scalars(statement.order_by(Interest.at.desc(), Interest.id.desc())))


def stored_list(session: Session, seeker_id: int) -> RankedList | None:
    """The list that was ranked last and kept."""
    return session.get(RankedList, seeker_id)


def stale_people(session: Session, limit: int) -> list[int]:
    """Numbers of people who have personalised lists on and changed their profile after their list was made."""
    statement = (
        select(SeekerProfile.seeker_id)
        .outerjoin(RankedList, RankedList.seeker_id == SeekerProfile.seeker_id)
        .where(
            SeekerProfile.personalised.is_(True),
            or_(RankedList.seeker_id.is_(None), RankedList.made_at < SeekerProfile.changed_at),
        )
        .order_by(SeekerProfile.changed_at.desc(), SeekerProfile.seeker_id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def last_run(session: Session, on: date, model: str) -> MatchRun | None:
    """The last run of the whole city for this date and model."""
    statement = select(MatchRun).where(MatchRun.on == on, MatchRun.model == model)
    return session.scalar(statement.order_by(MatchRun.id.desc()).limit(1))


def last_finished(session: Session) -> MatchRun | None:
    """The last run of the whole city that was finished."""
    statement = select(MatchRun).where(MatchRun.finished_at.is_not(None))
    return session.scalar(statement.order_by(MatchRun.id.desc()).limit(1))


def kept_lists(session: Session, on: date, model: str) -> Iterator[bytes]:
    """The packed opening numbers of every list that was kept for this day and model."""
    statement = select(RankedList.opening_ids).where(RankedList.on == on, RankedList.model == model)
    yield from session.scalars(statement.execution_options(yield_per=BATCH))
