"""Seats of a post: the last one is given once, however many ask at the same moment."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.openings.models import Opening
from jobhelp.openings.service.life import is_vouched_for, move
from jobhelp.openings.states import OpeningAction, OpeningState
from jobhelp.orm import rows_changed


def take_seat(session: Session, opening_id: int) -> bool:
    """Take one seat of a published opening; the last one fills it. Returns False when none is free.

    One guarded UPDATE decides on both databases; the row stays locked until the caller commits.
    """
    taking = (
        update(Opening)
        .where(
            Opening.id == opening_id,
            Opening.taken < Opening.headcount,
            Opening.state == OpeningState.PUBLISHED.value,
        )
        .values(taken=Opening.taken + 1, changed_at=clock.now())
    )
    session.flush()
    if rows_changed(session, taking) != 1:
        return False
    opening = _fresh(session, opening_id)
    if opening.taken >= opening.headcount:
        move(session, opening, OpeningAction.FILL)
    return True


def give_back_seat(session: Session, opening_id: int) -> None:
    """A hire fell through: free its seat, and reopen the post when it was full (paused if its employer must rest)."""
    giving = (
        update(Opening)
        .where(Opening.id == opening_id, Opening.taken > 0)
        .values(taken=Opening.taken - 1, changed_at=clock.now())
    )
    session.flush()
    again = is_vouched_for(session, _fresh(session, opening_id))  # locks go from the employer to its openings
    if rows_changed(session, giving) != 1:
        return
    opening = _fresh(session, opening_id)
    if opening.state == OpeningState.FILLED.value:
        move(session, opening, OpeningAction.REOPEN if again else OpeningAction.PAUSE)


def _fresh(session: Session, opening_id: int) -> Opening:
    return session.get_one(Opening, opening_id, populate_existing=True)
