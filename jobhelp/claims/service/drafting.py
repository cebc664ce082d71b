"""What a person typed and has not sent yet: theirs alone for ninety days, gone when the claim is in.

No officer's page and no rule reads a draft: until it is sent, it is nobody's statement.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import facts as stored
from jobhelp.claims import queries
from jobhelp.claims.models import ClaimDraft
from jobhelp.claims.states import DRAFT_DAYS, seeker_holder
from jobhelp.errors import Conflict
from jobhelp.jobseekers.models import Seeker

MOST, LONGEST = 40, 200  # answers to a field, and characters of one


def keep_draft(
    session: Session,
    seeker: Seeker,
    programme: str,
    typed: Mapping[str, Sequence[str]],
    came_with: Mapping[str, str] | None = None,
) -> ClaimDraft | None:
    """Keep what was typed, as it was typed, over any draft before it.

    typed       field → its answers, right or wrong: nothing is judged before it is sent
    came_with   what stood in the address of the form (`t`, `district`)
    Returns None, and keeps nothing, where this programme was applied for already. Raises `Conflict`.
    """
    if queries.live_claim(session, seeker_holder(seeker.id), programme) is not None:
        return None
    answers = {name: [text[:LONGEST] for text in texts[:MOST]] for name, texts in typed.items()}
    draft = queries.draft_row(session, seeker.id, programme)
    if draft is None:
        draft = ClaimDraft(seeker_id=seeker.id, programme=programme)
    draft.answers = stored.write({"typed": answers, "came_with": dict(came_with or {})})
    draft.changed_at = clock.now()
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:  # the page and its closing were kept at the same moment
        raise Conflict() from None
    return draft


def forget_draft(session: Session, seeker_id: int, programme: str) -> None:
    """The draft is not wanted any more: the claim is in, or the person said so."""
    session.execute(
        delete(ClaimDraft).where(ClaimDraft.seeker_id == seeker_id, ClaimDraft.programme == programme)
    )


def forget_old_drafts(session: Session) -> int:
    """Delete what was not touched for ninety days. Returns how many."""
    before = clock.now() - timedelta(days=DRAFT_DAYS)
    old = delete(ClaimDraft).where(ClaimDraft.changed_at < before).returning(ClaimDraft.id)
    return len(session.scalars(old).all())
