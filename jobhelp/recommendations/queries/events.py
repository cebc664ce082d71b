"""What people did with posts and what employers answered, between two instants."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import ApplicationState
from jobhelp.recommendations.models import (
    Dismissal,
    Interest,
)

SAYS_NOTHING = ("chosen_other", "post_changed")  # reasons of a refusal that are not about the person
BATCH = 5_000


def events_between(
    session: Session, start: datetime, end: datetime
) -> Iterator[tuple[int, int, str, datetime]]:
    """(seeker, opening, kind of event, when) of applications, interviews and hires: what people did with posts."""
    applied = select(Application.seeker_id, Application.opening_id, Application.created_at).where(
        Application.created_at >= start, Application.created_at < end
    )
    for row in session.execute(applied.execution_options(yield_per=BATCH)):
        yield row[0], row[1], "apply", row[2]
    answered = (
        select(Application.seeker_id, Application.opening_id, ApplicationStep.state, ApplicationStep.at)
        .join(Application, Application.id == ApplicationStep.application_id)
        .where(
            and_(ApplicationStep.at >= start, ApplicationStep.at < end),
            ApplicationStep.state.in_([ApplicationState.INVITED.value, ApplicationState.HIRED.value]),
        )
    )
    for who, opening, state, at in session.execute(answered.execution_options(yield_per=BATCH)):
        yield who, opening, "interview" if state == ApplicationState.INVITED else "hire", at


def interests_between(
    session: Session, start: datetime, end: datetime
) -> list[tuple[int, int, str, datetime, int | None]]:
    """(seeker, opening, view or save, when, place in their list) between these instants, in order of time."""
    statement = select(Interest.seeker_id, Interest.opening_id, Interest.kind, Interest.at, Interest.place)
    statement = statement.where(Interest.at >= start, Interest.at < end)
    rows = session.execute(statement.order_by(Interest.at, Interest.id))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def answers_between(
    session: Session, start: datetime, end: datetime
) -> list[tuple[int, int, datetime, bool]]:
    """(seeker, opening, applied when, taken) of applications that the employer answered between these instants.

    Taken: invited, offered or hired at any time. A refusal because all places were gone says nothing about the person.
    """
    good = [
        state.value for state in (ApplicationState.INVITED, ApplicationState.OFFERED, ApplicationState.HIRED)
    ]
    statement = (
        select(
            Application.seeker_id,
            Application.opening_id,
            Application.created_at,
            func.max(case((ApplicationStep.state.in_(good), 1), else_=0)),
        )
        .join(ApplicationStep, ApplicationStep.application_id == Application.id)
        .where(
            ApplicationStep.by == "employer",
            ApplicationStep.at >= start,
            ApplicationStep.at < end,
            ApplicationStep.state.in_([*good, ApplicationState.REFUSED.value]),
            or_(Application.refusal_reason.is_(None), Application.refusal_reason.not_in(SAYS_NOTHING)),
        )
        .group_by(Application.id, Application.seeker_id, Application.opening_id, Application.created_at)
        .order_by(Application.created_at, Application.id)
    )
    return [(row[0], row[1], row[2], bool(row[3])) for row in session.execute(statement)]


def dismissals(session: Session, start: datetime) -> list[tuple[int, int, datetime]]:
    """(seeker, opening, when) of every 不合适 since `start`."""
    statement = select(Dismissal.seeker_id, Dismissal.opening_id, Dismissal.at).where(Dismissal.at >= start)
    return [
        (row[0], row[1], row[2]) for row in session.execute(statement.order_by(Dismissal.at, Dismissal.id))
    ]
