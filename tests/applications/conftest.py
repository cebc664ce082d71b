"""An employer with an opening and people who look for work."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import events
from jobhelp.accounts.models import User
from jobhelp.applications import service
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from tests import factories


@pytest.fixture(autouse=True)
def reactions() -> None:
    """What wiring says, also for tests that need no site. Subscribing twice is once."""
    events.subscribe(openings.OpeningFilled, service.close_filled)
    events.subscribe(openings.OpeningEnded, service.close_ended)


@dataclass
class Post:
    """An opening, its employer, the employer's member, and seekers in the order of `applicants`."""

    employer: Employer
    member: User
    opening: Opening
    seekers: list[Seeker]
    applications: list[Application] = field(default_factory=list)


def make_post(
    session: Session, *, seekers: int = 1, state: str | None = None, headcount: int = 2, **opening: object
) -> Post:
    """A published opening and that many seekers; with `state` each has an application in that state."""
    employer, member = factories.make_employer(session)
    post = Post(
        employer,
        member,
        factories.make_opening(session, employer=employer, headcount=headcount, **opening),
        [factories.make_seeker(session) for _ in range(seekers)],
    )
    if state is not None:
        post.applications = [
            factories.make_application(session, post.opening, one, state) for one in post.seekers
        ]
    session.commit()
    return post


@pytest.fixture
def database(either_engine: Engine) -> Engine:
    """SQLite, then PostgreSQL."""
    return either_engine


def notices_of(session: Session, user_id: int | None) -> list[Notice]:
    """What this person can read, oldest first."""
    return list(session.scalars(select(Notice).where(Notice.user_id == user_id).order_by(Notice.id)))


def messages_to(session: Session, user_id: int | None) -> list[OutboxMessage]:
    """Text messages queued for this person, oldest first."""
    statement = select(OutboxMessage).where(OutboxMessage.user_id == user_id)
    return list(session.scalars(statement.order_by(OutboxMessage.id)))


def steps_of(session: Session, application: Application) -> list[tuple[str, str]]:
    """(state, by) of each step of the timeline."""
    statement = select(ApplicationStep).where(ApplicationStep.application_id == application.id)
    return [(step.state, step.by) for step in session.scalars(statement.order_by(ApplicationStep.id))]
