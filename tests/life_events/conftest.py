"""A person with a benefit, an officer of each kind, and the reactions that wiring says."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.applications import service as applications
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationAction
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import service
from jobhelp.life_events.models import Proposal
from jobhelp.notices.models import Notice
from tests import factories


@pytest.fixture(autouse=True)
def reactions() -> None:
    """What wiring says, also for tests that need no site. Subscribing twice is once."""
    events.subscribe(applications.Hired, service.hired)
    events.subscribe(claims.ClaimGranted, service.claim_granted)
    events.subscribe(claims.ClaimStopped, service.claim_stopped)
    events.subscribe(claims.ClaimEnded, service.claim_ended)


@dataclass
class Case:
    """A person with a claim, and three officers of their district."""

    seeker: Seeker
    claim: Claim
    street: User
    district: User
    city: User


def make_case(session: Session, *, state: str = "granted", **options: object) -> Case:
    """A person with a claim in `state`; committed."""
    officers = factories.make_officers(session)
    seeker = factories.make_seeker(session)
    claim = factories.make_claim(session, seeker=seeker, state=state, officers=officers, **options)  # type: ignore[arg-type]
    session.commit()
    return Case(seeker, claim, *officers)


def hire(session: Session, seeker: Seeker, **opening: object) -> Application:
    """The person is hired through an application."""
    post = factories.make_opening(session, employer=factories.make_employer(session)[0], **opening)
    application = factories.make_application(session, post, seeker, "accepted")
    applications.move(session, application, ApplicationAction.HIRE)
    session.commit()
    return application


def proposals(session: Session, **wanted: object) -> list[Proposal]:
    """All proposals, by number."""
    return list(session.scalars(select(Proposal).filter_by(**wanted).order_by(Proposal.id)))


def the_proposal(session: Session, **wanted: object) -> Proposal:
    """The only one."""
    (found,) = proposals(session, **wanted)
    return found


def told(session: Session, seeker: Seeker) -> list[str]:
    """What the person was told, oldest first."""
    statement = select(Notice.text).where(Notice.user_id == seeker.user_id).order_by(Notice.id)
    return list(session.scalars(statement))


__all__ = ["Case", "clock", "hire", "make_case", "proposals", "the_proposal", "told"]
