"""The end of a post closes its applications; the leaving of a person erases theirs."""

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications import telling
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.service.moving import move
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationAction, ApplicationState
from jobhelp.audit import service as audit
from jobhelp.jobseekers.models import Seeker
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening

S, A = ApplicationState, ApplicationAction


def close_filled(session: Session, event: openings.OpeningFilled) -> None:
    """Reaction: the post is full; whoever still waits is told, with similar posts to look at."""
    _close_open(session, event.opening_id, telling.FILLED)


def close_ended(session: Session, event: openings.OpeningEnded) -> None:
    """Reaction: the post was closed, withdrawn or ran out; whoever still waits is told."""
    _close_open(session, event.opening_id, telling.TO_SEEKER[A.CLOSE])


def _close_open(session: Session, opening_id: int, text: str) -> None:
    """Close every open application of a post at once: hundreds may wait for it."""
    opening = session.get_one(Opening, opening_id)
    now = clock.now()
    waiting = update(Application).where(
        Application.opening_id == opening_id,
        Application.state.in_([state.value for state in LIFE.before(A.CLOSE)]),
    )
    waiting = waiting.values(state=S.CLOSED.value, changed_at=now)
    ended = sorted(
        session.execute(
            waiting.returning(Application.id, Application.seeker_id),
            execution_options={"synchronize_session": "fetch"},
        )
    )
    if not ended:
        return
    session.execute(
        insert(ApplicationStep),
        [
            {"application_id": number, "at": now, "state": S.CLOSED.value, "by": "system", "note": ""}
            for number, _ in ended
        ],
    )
    accounts = dict(
        session.execute(
            select(Seeker.id, Seeker.user_id).where(Seeker.id.in_([seeker for _, seeker in ended]))
        ).all()
    )
    told = [(number, user) for number, seeker in ended if (user := accounts.get(seeker)) is not None]
    telling.tell_ended(session, opening, told, text)
    audit.record(
        session, "applications:close", subject="opening", subject_id=opening_id, applications=len(ended)
    )


def erase_seeker(session: Session, seeker_id: int) -> int:
    """Forget a person's applications: open ones are withdrawn, so that the employers know, then all are deleted.

    Seats of the hired stay taken: the work is done by somebody, only no longer known to us. Returns how many.
    """
    mine = list(
        session.scalars(
            select(Application).where(Application.seeker_id == seeker_id).order_by(Application.id)
        )
    )
    for application in mine:
        if application.state in OPEN_STATES:
            move(session, application, A.WITHDRAW)
    numbers = [application.id for application in mine]
    session.execute(delete(ApplicationStep).where(ApplicationStep.application_id.in_(numbers)))
    session.execute(delete(Application).where(Application.id.in_(numbers)))
    return len(numbers)
