"""What people do with their own accounts, as the audit log keeps it; how a try of a secret ends."""

from typing import Any

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.accounts.service import limits
from jobhelp.audit import service as audit
from jobhelp.errors import Refusal


def note(session: Session, user: User, action: str, *, result: str = "done", **details: Any) -> None:
    """Write that the person did `action` ("accounts:verb") on their own account."""
    audit.record(
        session,
        action,
        by=user,
        subject="user",
        subject_id=user.id,
        result=result,
        **details,
    )


def settle(
    session: Session, user: User, action: str, rules: limits.Limits, *, fits: bool, refusal: Refusal
) -> None:
    """End a try that `rules` admitted: write how it went, then raise `refusal`, or forget the tries before it."""
    note(session, user, action, result="done" if fits else "refused")
    if not fits:
        raise refusal
    limits.clear(session, rules, user.uid)
