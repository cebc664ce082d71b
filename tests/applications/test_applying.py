"""Applying with one tap: what it does, when it is refused, and that pressing twice is pressing once."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.applications import service
from jobhelp.applications.models import Application
from jobhelp.applications.refusals import AlreadyAnswered, OpeningFull, OpeningOver, PostedElsewhere
from jobhelp.applications.states import ApplicationAction
from jobhelp.audit.models import AuditEntry
from jobhelp.errors import NotFound, Refusal
from tests import factories
from tests.applications.conftest import make_post, messages_to, notices_of, steps_of


def test_one_tap_applies_and_the_employer_is_told(database: Engine) -> None:
    with Session(database) as session:
        post = make_post(session)
        application = service.apply(session, post.opening.id, post.seekers[0])
        session.commit()
        assert application.state == "applied"
        assert steps_of(session, application) == [("applied", "seeker")]
        [notice] = notices_of(session, post.member.id)
        assert notice.params == {"title": post.opening.title}
        assert notice.link == f"/employer/openings/{post.opening.id}/applicants"
        assert messages_to(session, post.member.id) == []
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.subject_id) == ("applications:apply", str(application.id))
        assert (entry.actor_id, entry.actor_role) == (post.seekers[0].user_id, "resident")


def test_applying_is_published_for_those_above(session: Session) -> None:
    heard: list[object] = []

    def listen(_session: Session, event: object) -> None:
        heard.append(event)

    events.subscribe(service.Applied, listen)
    try:
        post = make_post(session)
        application = service.apply(session, post.opening.id, post.seekers[0])
    finally:
        events._reactions[service.Applied].remove(listen)
    assert heard == [service.Applied(application.id, post.opening.id, post.seekers[0].id)]


def test_pressing_twice_gives_the_same_application_and_one_notice(database: Engine) -> None:
    with Session(database) as session:
        post = make_post(session)
        first = service.apply(session, post.opening.id, post.seekers[0])
        second = service.apply(session, post.opening.id, post.seekers[0])
        assert first is second
        assert session.scalar(select(func.count()).select_from(Application)) == 1
        assert len(notices_of(session, post.member.id)) == 1


@pytest.mark.parametrize("state", ["viewed", "invited", "offered", "accepted"])
def test_whoever_has_an_open_application_is_shown_it(session: Session, state: str) -> None:
    post = make_post(session, state=state)
    assert service.apply(session, post.opening.id, post.seekers[0]).state == state


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"state": "draft"}, NotFound),
        ({"state": "review"}, NotFound),
        ({"state": "withdrawn"}, NotFound),
        ({"state": "closed"}, OpeningOver),
        ({"state": "expired"}, OpeningOver),
        ({"state": "filled", "taken": 2}, OpeningFull),
        ({"taken": 2}, OpeningFull),
        ({"valid_until": clock.today() - timedelta(days=1)}, OpeningOver),
        ({"employer_id": None}, PostedElsewhere),
    ],
)
def test_a_post_that_takes_nobody_refuses_and_nothing_is_kept(
    session: Session, fields: dict[str, object], refusal: type[Refusal]
) -> None:
    post = make_post(session)
    for name, value in fields.items():
        setattr(post.opening, name, value)
    session.commit()
    with pytest.raises(refusal):
        service.apply(session, post.opening.id, post.seekers[0])
    assert session.scalar(select(func.count()).select_from(Application)) == 0


@pytest.mark.parametrize("number", [0, -1, 99_999_999, 2**63, 10**30])
def test_a_post_that_does_not_exist_is_not_found(session: Session, number: int) -> None:
    post = make_post(session)
    with pytest.raises(NotFound):
        service.apply(session, number, post.seekers[0])


@pytest.mark.parametrize("state", ["withdrawn", "closed"])
def test_whoever_withdrew_may_apply_again_on_the_same_application(database: Engine, state: str) -> None:
    with Session(database) as session:
        post = make_post(session, state=state)
        post.applications[0].meeting_at, post.applications[0].meeting_how = clock.now(), "phone"
        session.commit()
        again = service.apply(session, post.opening.id, post.seekers[0])
        assert again.id == post.applications[0].id
        assert (again.state, again.meeting_at, again.meeting_how) == ("applied", None, "")
        assert steps_of(session, again) == [(state, "seeker"), ("applied", "seeker")]
        assert [notice.text for notice in notices_of(session, post.member.id)] == [
            "「%(title)s」有人重新报名。"
        ]


@pytest.mark.parametrize("state", ["refused", "hired"])
def test_whoever_was_answered_is_shown_the_answer(session: Session, state: str) -> None:
    post = make_post(session, state=state)
    with pytest.raises(AlreadyAnswered):
        service.apply(session, post.opening.id, post.seekers[0])


def test_two_people_may_apply_for_the_same_post(session: Session) -> None:
    post = make_post(session, seekers=2)
    numbers = {service.apply(session, post.opening.id, seeker).id for seeker in post.seekers}
    assert len(numbers) == 2


def test_a_person_without_an_account_can_be_applied_for(session: Session) -> None:
    post = make_post(session)
    seeker = factories.make_seeker(session)
    seeker.user_id = None
    session.commit()
    application = service.apply(session, post.opening.id, seeker)
    service.move(session, application, ApplicationAction.OFFER, by=post.member)
    assert application.state == "offered"
