"""What this slice does when something happens below it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers.service import ProfileChanged, SeekerErased
from jobhelp.recommendations.models import BoardSignal, Dismissal, Interest, Invitation, RankedList
from jobhelp.recommendations.queries import ERASED
from jobhelp.recommendations.service.lists import forget_if_off, refresh_if_warm


def profile_changed(session: Session, event: ProfileChanged) -> None:
    """A profile that has changed is ranked anew at once; whoever switched ranking off keeps no ranked list."""
    session.flush()
    forget_if_off(session, event.seeker_id)
    refresh_if_warm(session, event.seeker_id)


def seeker_erased(session: Session, event: SeekerErased) -> None:
    """Nothing about the person stays: lists, dismissals, and what processes remember of their applications."""
    for kept in (RankedList, Dismissal, Interest, Invitation):
        session.execute(delete(kept).where(kept.seeker_id == event.seeker_id))
    session.merge(BoardSignal(name=ERASED, at=clock.now()))
    session.flush()
