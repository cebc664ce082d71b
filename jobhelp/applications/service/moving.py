"""One move of an application, by either side.

Two people may act at the same moment. Every move is therefore one guarded update (`WHERE id = … AND state = …`):
the second one changes no row and is told that things have changed. Seats are counted by `openings.take_seat`,
guarded in the same way. Locks are always taken in one order, the opening before its applications, so that on
PostgreSQL the last hire, which also closes the others, cannot deadlock with another hire of the same post.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.applications import telling
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.refusals import (
    MeetingInThePast,
    MeetingMissing,
    MeetingTooFarAway,
    MeetingUnchanged,
    OpeningFull,
    OpeningPaused,
    PlaceMissing,
    ReasonMissing,
)
from jobhelp.applications.states import LIFE, ApplicationAction, ApplicationState
from jobhelp.audit import service as audit
from jobhelp.errors import Conflict
from jobhelp.labels import LABELS
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState

S, A = ApplicationState, ApplicationAction
SIDE = {A.WITHDRAW: "seeker", A.ACCEPT: "seeker", A.APPLY_AGAIN: "seeker", A.CLOSE: "system"}
"""Who makes a move; every other one is the employer's."""
GOES_FORWARD = (A.INVITE, A.OFFER, A.HIRE)
"""What an employer that is not verified may not do: the first shows it the person's name and phone."""
FARTHEST_MEETING = timedelta(days=60)


@dataclass(frozen=True)
class Applied:
    """Somebody applied (for the first time or again)."""

    application_id: int
    opening_id: int
    seeker_id: int


@dataclass(frozen=True)
class Hired:
    """Somebody was hired and has a seat."""

    application_id: int
    opening_id: int
    seeker_id: int


_EVENTS = {A.APPLY_AGAIN: Applied, A.HIRE: Hired}


@dataclass(frozen=True)
class Meeting:
    """When, how (in_person, phone) and where an interview is held."""

    at: datetime
    how: str
    place: str = ""


def move(
    session: Session,
    application: Application,
    action: ApplicationAction,
    *,
    by: User | None = None,
    reason: str | None = None,
    meeting: Meeting | None = None,
    note: str = "",
) -> None:
    """Make one move, with its step in the timeline, its audit entry, and word to the other side.

    REFUSE needs a `reason` of the label family refusal_reason, INVITE a `meeting`. HIRE takes a seat; the last
    one fills the post and closes the other applications. Raises `WrongState`, `Conflict` when somebody else was
    quicker, `OpeningFull`, `OpeningPaused`, or a refusal that names the missing field.
    """
    LIFE.after(S(application.state), action)
    if action in GOES_FORWARD:
        _refuse_while_paused(session, application)
    values = _values(application, action, reason, meeting)
    if action is A.HIRE:
        _hire(session, application)
    elif not _change(session, application, action, **values):
        raise Conflict()
    step = add_step(session, application, by=SIDE.get(action, "employer"), note=note)
    codes = {name: value for name, value in (("reason", reason), ("how", values.get("meeting_how"))) if value}
    record(session, application, action.value, by.id if by else None, by.role if by else None, **codes)
    opening = session.get_one(Opening, application.opening_id)
    if action in telling.TO_SEEKER:
        telling.tell_seeker(session, application, opening, step, action)
    elif action in telling.TO_EMPLOYER:
        telling.tell_employer(session, application, opening, telling.TO_EMPLOYER[action])
    if action in _EVENTS:
        events.publish(session, _EVENTS[action](application.id, opening.id, application.seeker_id))


def _refuse_while_paused(session: Session, application: Application) -> None:
    state = session.scalar(select(Opening.state).where(Opening.id == application.opening_id))
    if state == OpeningState.PAUSED:
        raise OpeningPaused()


def _values(
    application: Application, action: ApplicationAction, reason: str | None, meeting: Meeting | None
) -> dict[str, Any]:
    """What else the move changes; refuses when something it needs is missing."""
    if action is A.REFUSE:
        if reason not in LABELS["refusal_reason"]:
            raise ReasonMissing(field="reason")
        return {"refusal_reason": reason}
    if action is A.APPLY_AGAIN:
        return {"refusal_reason": None, "meeting_at": None, "meeting_how": "", "meeting_place": ""}
    return _meeting(application, meeting) if action is A.INVITE else {}


def _meeting(application: Application, meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None or meeting.how not in LABELS["meeting_how"]:
        raise MeetingMissing(field="date")
    if meeting.at <= clock.now():
        raise MeetingInThePast(field="date")
    if meeting.at > clock.now() + FARTHEST_MEETING:
        raise MeetingTooFarAway(field="date")
    place = meeting.place.strip()[:200]
    if meeting.how == "in_person" and not place:
        raise PlaceMissing(field="place")
    values = {"meeting_at": meeting.at, "meeting_how": meeting.how, "meeting_place": place}
    if application.state == S.INVITED and all(
        getattr(application, name) == value for name, value in values.items()
    ):
        raise MeetingUnchanged(field="date")
    return values


def _hire(session: Session, application: Application) -> None:
    """Hire and take the seat, or neither. The last seat fills the post, and that closes everybody else's
    application: so this one must be `hired` before, and the opening locked before this one.
    """
    holding = select(Opening.id).where(Opening.id == application.opening_id)
    session.execute(holding.with_for_update(key_share=True))
    with session.begin_nested():
        if not _change(session, application, A.HIRE):
            raise Conflict()
        if not openings.take_seat(session, application.opening_id):
            raise OpeningFull()


def _change(session: Session, application: Application, action: ApplicationAction, **values: Any) -> bool:
    """The guarded update: False when the application is no longer as we saw it. The instant of the last change
    guards the one move that stays in its state: an interview at another time.
    """
    after = LIFE.after(S(application.state), action)
    statement = update(Application).where(
        Application.id == application.id,
        Application.state == application.state,
        Application.changed_at == application.changed_at,
    )
    statement = statement.values(state=after.value, changed_at=clock.now(), **values)
    options = {"synchronize_session": False}
    changed = session.scalar(statement.returning(Application.id), execution_options=options)
    session.refresh(application)
    return changed is not None


def add_step(session: Session, application: Application, *, by: str, note: str = "") -> ApplicationStep:
    """Write the present state into the timeline that both sides see."""
    step = ApplicationStep(
        application_id=application.id, at=application.changed_at, state=application.state, by=by, note=note
    )
    session.add(step)
    session.flush()
    return step


def record(
    session: Session,
    application: Application,
    verb: str,
    actor_id: int | None,
    actor_role: str | None,
    **codes: Any,
) -> None:
    """Write who did it into the audit log."""
    audit.record(
        session,
        f"applications:{verb}",
        actor_id=actor_id,
        actor_role=actor_role or "system",
        subject="application",
        subject_id=application.id,
        opening=application.opening_id,
        **codes,
    )
