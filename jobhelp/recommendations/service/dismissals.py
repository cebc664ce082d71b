"""不合适: a person takes a post off their list, and may take that back."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.errors import Refusal
from jobhelp.openings import queries as openings
from jobhelp.recommendations import queries
from jobhelp.recommendations.models import Dismissal
from jobhelp.recommendations.states import DismissalReason
from jobhelp.texts import N_


class ReasonUnknown(Refusal):
    """Not one of the reasons on the list."""

    message = N_("请从列出的原因里选一个。")


def dismiss(session: Session, seeker_id: int, opening_id: int, reason: str) -> None:
    """Take the post off this person's list. Twice is once; the last reason counts.

    Raises `NotFound` for a post that nobody may see, `ReasonUnknown`.
    """
    if reason not in {known.value for known in DismissalReason}:
        raise ReasonUnknown()
    openings.visible(session, opening_id)
    found = queries.dismissal(session, seeker_id, opening_id)
    if found is None:
        new = Dismissal(seeker_id=seeker_id, opening_id=opening_id, reason=reason, at=clock.now())
        try:
            with session.begin_nested():
                session.add(new)
        except IntegrityError:  # two taps at the same moment
            found = queries.dismissal(session, seeker_id, opening_id)
    if found is not None:
        found.reason, found.at = reason, clock.now()
    session.flush()


def undo(session: Session, seeker_id: int, opening_id: int) -> None:
    """Put the post back. Without a dismissal nothing happens."""
    session.execute(
        delete(Dismissal).where(Dismissal.seeker_id == seeker_id, Dismissal.opening_id == opening_id)
    )
