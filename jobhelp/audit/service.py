"""Write to the audit log: in the transaction of the act itself, so that the one never stands without the other."""

from typing import Any

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit.models import AuditEntry


def record(
    session: Session,
    action: str,
    *,
    actor_id: int | None = None,
    actor_role: str = "system",
    subject: str,
    subject_id: object,
    why: str = "",
    result: str = "done",
    **details: Any,
) -> AuditEntry:
    """Add one entry. `action` is "slice:verb". `details` hold codes and counts only, never personal values."""
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
