"""Claims that something may happen to, and whose they are."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.claims.models import Claim
from jobhelp.claims.states import LIVE_STATES, RUNNING_STATES
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.queries.scoping import values, within


def live_claims(session: Session, seeker_id: int) -> list[Claim]:
    """The claims of a person that are open or running."""
    statement = select(Claim).where(Claim.seeker_id == seeker_id, Claim.state.in_(values(LIVE_STATES)))
    return list(session.scalars(statement.order_by(Claim.id)))


def running_of(session: Session, holder: str) -> list[Claim]:
    """The running claims of one holder."""
    statement = select(Claim).where(Claim.holder == holder, Claim.state.in_(values(RUNNING_STATES)))
    return list(session.scalars(statement.order_by(Claim.id)))


def ending(session: Session, today: date, until: date, *, after: int, limit: int) -> list[Claim]:
    """Running claims whose last day lies from `today` to `until`, by number, after `after`."""
    statement = select(Claim).where(
        Claim.state.in_(values(RUNNING_STATES)),
        Claim.ends_on >= today,
        Claim.ends_on <= until,
        Claim.id > after,
    )
    return list(session.scalars(statement.order_by(Claim.id).limit(limit)))


def running_of_people(session: Session, programmes: Sequence[str], *, after: int, limit: int) -> list[Claim]:
    """Running claims of people (not firms) to these programmes, by number, after `after`."""
    statement = select(Claim).where(
        Claim.state.in_(values(RUNNING_STATES)),
        Claim.seeker_id.is_not(None),
        Claim.programme.in_(programmes),
        Claim.id > after,
    )
    return list(session.scalars(statement.order_by(Claim.id).limit(limit)))


def person_of_claim(session: Session, number: str, scope: str | None) -> Seeker | None:
    """Whose claim this is, if staff of `scope` may see the claim."""
    statement = select(Seeker).join(Claim, Claim.seeker_id == Seeker.id).where(Claim.number == number)
    return session.scalar(statement.where(*within(Claim.district_code, scope)))


def in_scope(session: Session, seeker: Seeker, scope: str | None) -> bool:
    """Whether staff of `scope` has to do with this person: they live there, or have a claim there."""
    if scope is None or seeker.district_code == scope:
        return True
    statement = select(Claim.id).where(
        Claim.seeker_id == seeker.id, Claim.district_code == scope, Claim.state.in_(values(LIVE_STATES))
    )
    return session.scalar(statement.limit(1)) is not None
