"""What this slice does when something happens below it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers.service import ProfileChanged, SeekerErased
from jobhelp.recommendations import queries
from jobhelp.recommendations.models import BoardSignal, Dismissal, Interest, Invitation, RankedList
from jobhelp.recommendations.service.lists import refresh_if_warm


def profile_changed(session: Session, event: ProfileChanged) -> None:
    """A profile that has changed is ranked anew at once. Whoever has switched ranking off keeps no ranked list, and
    what they told speaks for nobody else any more.
    """
    session.flush()
    if queries.agreed(session, event.seeker_id):
        refresh_if_warm(session, event.seeker_id)
    else:
        session.execute(delete(RankedList).where(RankedList.seeker_id == event.seeker_id))
        _leave(session)


def seeker_erased(session: Session, event: SeekerErased) -> None:
    """Nothing about the person stays: lists, dismissals, and what processes remember of their applications."""
    for kept in (RankedList, Dismissal, Interest, Invitation):
        session.execute(delete(kept).where(kept.seeker_id == event.seeker_id))
    _leave(session)


def _leave(session: Session) -> None:
    """Every process reads its memory anew at its next request."""
    session.merge(BoardSignal(name=queries.LEFT, at=clock.now()))
    session.flush()
