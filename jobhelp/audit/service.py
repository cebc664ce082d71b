"""Write to the audit log: in the transaction of the act itself, so that the one never stands without the other."""

from typing import Any, Protocol

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit.models import AuditEntry


class Actor(Protocol):
    """Whoever acts: an account."""

    @property
    def id(self) -> int:
        """Number of the account."""

    @property
    def role(self) -> str:
        """Its role, as the account keeps it."""


def record(
    session: Session,
    action: str,
    *,
    by: Actor | None = None,
    actor_id: int | None = None,
    actor_role: str = "system",
    subject: str,
    subject_id: object,
    why: str = "",
    result: str = "done",
    **details: Any,
) -> AuditEntry:
    """Add one entry. `action` is "slice:verb". `details` hold codes and counts only, never personal values.

    by  who acts; where no account is at hand `actor_id` and `actor_role` say it, and nobody at all is the system
    """
    if by is not None:
        actor_id, actor_role = by.id, by.role
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor_id,
        actor_role=actor_role,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        why=why,
        details=details,
        result=result,
    )
    session.add(entry)
    session.flush()
    return entry
