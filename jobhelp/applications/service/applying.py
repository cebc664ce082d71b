"""Applying with one tap."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.applications import queries, telling
from jobhelp.applications.models import Application
from jobhelp.applications.refusals import (
    AlreadyAnswered,
    OpeningFull,
    OpeningOver,
    OpeningPaused,
    PostedElsewhere,
)
from jobhelp.applications.service.moving import Applied, add_step, move, record
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationAction, ApplicationState
from jobhelp.errors import Conflict, NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.permissions import Role

S, A = ApplicationState, ApplicationAction


def apply(session: Session, opening_id: int, seeker: Seeker) -> Application:
    """Apply with one tap: no résumé, the profile speaks. Pressing twice gives the same application.

    Raises `NotFound`, `OpeningOver`, `OpeningFull`, `OpeningPaused`, `PostedElsewhere`, or `AlreadyAnswered`.
    """
    opening = _held(session, opening_id)
    existing = queries.to_opening(session, opening_id, seeker.id)
    if existing is not None and existing.state in OPEN_STATES:
        return existing
    _refuse_unless_taking(opening)
    if existing is None:
        return _first(session, opening, seeker)
    if not LIFE.allows(S(existing.state), A.APPLY_AGAIN):
        raise AlreadyAnswered()
    return _again(session, existing, seeker)


def _held(session: Session, opening_id: int) -> Opening:
    """The opening, held so that it cannot end between our look at it and our commit (SQLite: BEGIN IMMEDIATE)."""
    if not 0 < opening_id <= queries.LARGEST_NUMBER:
        raise NotFound()
    statement = select(Opening).where(Opening.id == opening_id).with_for_update(read=True)
    opening = session.scalar(statement, execution_options={"populate_existing": True})
    if opening is None or opening.state in (OpeningState.DRAFT, OpeningState.REVIEW, OpeningState.WITHDRAWN):
        raise NotFound()
    return opening


def _refuse_unless_taking(opening: Opening) -> None:
    if opening.state == OpeningState.FILLED:
        raise OpeningFull()
    if opening.state == OpeningState.PAUSED:
        raise OpeningPaused()
    if opening.state != OpeningState.PUBLISHED or opening.valid_until < clock.today():
        raise OpeningOver()
    if opening.taken >= opening.headcount:
        raise OpeningFull()
    if opening.employer_id is None:
        raise PostedElsewhere()


def _first(session: Session, opening: Opening, seeker: Seeker) -> Application:
    now = clock.now()
    application = Application(
        opening_id=opening.id, seeker_id=seeker.id, state=S.APPLIED.value, created_at=now, changed_at=now
    )
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError:  # the other tap of a double click was first
        existing = queries.to_opening(session, opening.id, seeker.id)
        if existing is None:
            raise
        return existing
    add_step(session, application, by="seeker")
    record(session, application, "apply", seeker.user_id, Role.RESIDENT)
    telling.tell_employer(session, application, opening, telling.APPLIED)
    events.publish(session, Applied(application.id, opening.id, seeker.id))
    return application


def _again(session: Session, application: Application, seeker: Seeker) -> Application:
    by = session.get(User, seeker.user_id) if seeker.user_id else None
    try:
        move(session, application, A.APPLY_AGAIN, by=by)
    except Conflict:
        if application.state not in OPEN_STATES:  # if it is open: a double click again
            raise
    return application
