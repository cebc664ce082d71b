"""Openings that look like one another: the import flags them, staff decides."""

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.openings.models import Opening

LIKELY = "likely_duplicate:"
"""The beginning of the flag; the number of the other opening follows."""


def keep_both(session: Session, opening: Opening, by: User) -> None:
    """Staff looked: this is not the post that it was likened to. Both stay; the flag goes."""
    kept = [flag for flag in opening.flags if not flag.startswith(LIKELY)]
    if kept == opening.flags:
        return
    opening.flags = kept
    session.flush()
    audit.record(
        session,
        "openings:keep_both",
        by=by,
        subject="opening",
        subject_id=opening.id,
    )
