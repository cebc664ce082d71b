"""What somebody has typed and not sent: asked for by that person's pages only."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims.models import ClaimDraft
from jobhelp.claims.states import DRAFT_DAYS


@dataclass(frozen=True)
class Draft:
    """A draft as its writer sees it.

    typed       field → its answers, as they were typed
    came_with   what stood in the address of the form
    until       the last day on which it is kept
    """

    programme: str
    typed: dict[str, list[str]]
    came_with: dict[str, str]
    changed_at: datetime
    until: date


def draft_row(session: Session, seeker_id: int, programme: str) -> ClaimDraft | None:
    """The stored draft of a person for a programme, however old."""
    statement = select(ClaimDraft).where(ClaimDraft.seeker_id == seeker_id, ClaimDraft.programme == programme)
    return session.scalar(statement)


def drafts(session: Session, seeker_id: int) -> list[Draft]:
    """The drafts of a person that are still kept, newest first."""
    begin = clock.now() - timedelta(days=DRAFT_DAYS)
    statement = (
        select(ClaimDraft)
        .where(ClaimDraft.seeker_id == seeker_id, ClaimDraft.changed_at >= begin)
        .order_by(ClaimDraft.changed_at.desc(), ClaimDraft.id)
    )
    return [_read(row) for row in session.scalars(statement)]


def draft(session: Session, seeker_id: int, programme: str) -> Draft | None:
    """The one for a programme, if it is still kept."""
    return next((one for one in drafts(session, seeker_id) if one.programme == programme), None)


def _read(row: ClaimDraft) -> Draft:
    told = json.loads(row.answers or "{}")
    until = clock.local(row.changed_at).date() + timedelta(days=DRAFT_DAYS - 1)
    return Draft(row.programme, told.get("typed", {}), told.get("came_with", {}), row.changed_at, until)
