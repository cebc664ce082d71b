"""What happened to a jobseeker, told to the slices above; and the one way in which a profile changes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.jobseekers.models import SeekerProfile


@dataclass(frozen=True)
class ProfileChanged:
    """Something that ranking depends on is different now."""

    seeker_id: int


@dataclass(frozen=True)
class SeekerErased:
    """The person's rows are about to go, in this transaction: whoever keeps something drops it now."""

    seeker_id: int
    user_id: int | None


def change(session: Session, profile: SeekerProfile, values: dict[str, Any]) -> bool:
    """Set `values`; when one is really new, stamp the profile and tell. Returns whether one was."""
    new = {name: value for name, value in values.items() if getattr(profile, name) != value}
    if not new:
        return False
    for name, value in new.items():
        setattr(profile, name, value)
    profile.changed_at = clock.now()
    session.flush()
    events.publish(session, ProfileChanged(profile.seeker_id))
    return True
