"""Every move from every state, what each needs, whom it tells, and what a full post does to the others."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.applications import refusals, service
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.service import Meeting
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationAction, ApplicationState
from jobhelp.audit.models import AuditEntry
from jobhelp.errors import Conflict, Refusal, WrongState
from jobhelp.labels import LABELS
from jobhelp.notices.models import Notice
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningAction
from tests import factories
from tests.applications.conftest import Post, make_post, messages_to, notices_of, steps_of

S, A = ApplicationState, ApplicationAction
NEEDS: dict[ApplicationAction, dict[str, object]] = {A.REFUSE: {"reason": "hours"}}


def tomorrow(**fields: object) -> Meeting:
    values = {"at": clock.now() + timedelta(days=1), "how": "in_person", "place": "花园街 21 号，找张姐"}
    return Meeting(**(values | fields))  # type: ignore[arg-type]


def needs(action: ApplicationAction) -> dict[str, object]:
    """What a move needs besides who makes it."""
    return {A.REFUSE: {"reason": "hours"}, A.INVITE: {"meeting": tomorrow()}}.get(action, {})


@pytest.mark.parametrize("action", list(A))
@pytest.mark.parametrize("state", list(S))
def test_every_move_from_every_state_is_as_the_table_says(
    session: Session, state: ApplicationState, action: ApplicationAction
) -> None:
    post = make_post(session, state=state.value)
    application = post.applications[0]
    if (state, action) in LIFE.table:
        service.move(session, application, action, by=post.member, **needs(action))  # type: ignore[arg-type]
        session.commit()
        assert application.state == LIFE.table[state, action]
        assert steps_of(session, application)[-1] == (
            LIFE.table[state, action],
            service.SIDE.get(action, "employer"),
        )
        [entry] = session.scalars(select(AuditEntry))
        assert entry.action == f"applications:{action.value}"
        assert (entry.actor_id, entry.actor_role) == (post.member.id, "employer")
    else:
        with pytest.raises(WrongState):
            service.move(session, application, action, by=post.member, **needs(action))  # type: ignore[arg-type]
        session.commit()
        assert application.state == state
        assert len(steps_of(session, application)) == 1
        assert session.scalars(select(AuditEntry)).all() == []
        assert session.scalars(select(Notice)).all() == []
        assert session.get_one(Opening, post.opening.id).taken == 0


TOLD = {
    A.INVITE: ("seeker", True),
    A.OFFER: ("seeker", True),
    A.HIRE: ("seeker", True),
    A.REFUSE: ("seeker", False),
    A.CLOSE: ("seeker", False),
    A.ACCEPT: ("employer", False),
    A.WITHDRAW: ("employer", False),
    A.APPLY_AGAIN: ("employer", False),
    A.VIEW: ("nobody", False),
}


@pytest.mark.parametrize("action", list(A))
def test_the_other_side_is_told_and_good_news_also_comes_as_a_text_message(
    session: Session, action: ApplicationAction
) -> None:
    post = make_post(session, state=LIFE.before(action)[0].value)
    service.move(session, post.applications[0], action, by=post.member, **needs(action))  # type: ignore[arg-type]
    session.commit()
    side, by_phone = TOLD[action]
    people = {"seeker": post.seekers[0].user_id, "employer": post.member.id}
    assert {name for name, user in people.items() if notices_of(session, user)} == {side} - {"nobody"}
    messages = messages_to(session, people["seeker"])
    assert len(messages) == (1 if by_phone else 0)
    assert messages_to(session, people["employer"]) == []
    for notice in session.scalars(select(Notice)):
        assert set(notice.params) == {"title"}


def test_the_text_message_says_when_how_and_where_and_no_name(session: Session) -> None:
    post = make_post(session, state="applied")
    at = clock.start_of(clock.today() + timedelta(days=3)) + timedelta(hours=9, minutes=30)
    service.move(session, post.applications[0], A.INVITE, by=post.member, meeting=tomorrow(at=at))
    session.commit()
    [message] = messages_to(session, post.seekers[0].user_id)
    local = clock.local(at)
    assert f"{local.month}月{local.day}日" in message.body
    assert "9:30，当面，花园街 21 号，找张姐" in message.body
    assert post.opening.title in message.body
    assert "王" not in message.body and "{" not in message.body


@pytest.mark.parametrize(
    ("meeting", "refusal", "field"),
    [
        (None, refusals.MeetingMissing, "date"),
        ({"how": "video"}, refusals.MeetingMissing, "date"),
        ({"at": clock.now() - timedelta(minutes=1)}, refusals.MeetingInThePast, "date"),
        ({"at": clock.now() + timedelta(days=61)}, refusals.MeetingTooFarAway, "date"),
        ({"place": "  "}, refusals.PlaceMissing, "place"),
    ],
)
def test_an_invitation_that_nobody_can_follow_is_refused_at_its_field(
    session: Session, meeting: dict[str, object] | None, refusal: type[Refusal], field: str
) -> None:
    post = make_post(session, state="applied")
    with pytest.raises(refusal) as caught:
        service.move(
            session,
            post.applications[0],
            A.INVITE,
            by=post.member,
            meeting=None if meeting is None else tomorrow(**meeting),
        )
    assert caught.value.field == field
    assert post.applications[0].state == "applied"


def test_an_interview_by_telephone_needs_no_place(session: Session) -> None:
    post = make_post(session, state="applied")
    service.move(
        session, post.applications[0], A.INVITE, by=post.member, meeting=tomorrow(how="phone", place="")
    )
    assert (post.applications[0].meeting_how, post.applications[0].meeting_place) == ("phone", "")


def test_an_interview_can_be_moved_and_both_sides_keep_the_history(session: Session) -> None:
    post = make_post(session, state="viewed")
    application = post.applications[0]
    first, second = tomorrow(), tomorrow(how="phone", place="")
    service.move(session, application, A.INVITE, by=post.member, meeting=first)
    service.move(session, application, A.INVITE, by=post.member, meeting=second)
    assert (application.state, application.meeting_how, application.meeting_place) == ("invited", "phone", "")
    assert [state for state, _ in steps_of(session, application)] == ["viewed", "invited", "invited"]
    assert len(messages_to(session, post.seekers[0].user_id)) == 2
    with pytest.raises(refusals.MeetingUnchanged):  # a double click sends no third message
        service.move(session, application, A.INVITE, by=post.member, meeting=second)
    assert len(messages_to(session, post.seekers[0].user_id)) == 2


@pytest.mark.parametrize("reason", [None, "", "too_old", "不合适"])
def test_a_refusal_needs_one_of_the_humane_reasons(session: Session, reason: str | None) -> None:
    post = make_post(session, state="applied")
    with pytest.raises(refusals.ReasonMissing) as caught:
        service.move(session, post.applications[0], A.REFUSE, by=post.member, reason=reason)
    assert caught.value.field == "reason"
    assert post.applications[0].state == "applied"


@pytest.mark.parametrize("reason", sorted(LABELS["refusal_reason"]))
def test_every_humane_reason_is_kept(session: Session, reason: str) -> None:
    post = make_post(session, state="applied")
    service.move(session, post.applications[0], A.REFUSE, by=post.member, reason=reason)
    assert post.applications[0].refusal_reason == reason


# ── seats ────────────────────────────────────────────────────────────────────────────────────────────────


def states(session: Session, post: Post) -> list[str]:
    statement = select(Application.state).where(Application.opening_id == post.opening.id)
    return list(session.scalars(statement.order_by(Application.id)))


def test_the_last_seat_closes_the_post_and_tells_the_others(database: Engine) -> None:
    with Session(database) as session:
        post = make_post(session, seekers=4, state="applied", headcount=2)
        service.move(session, post.applications[0], A.HIRE, by=post.member)
        assert states(session, post) == ["hired", "applied", "applied", "applied"]
        service.move(session, post.applications[1], A.WITHDRAW)
        service.move(session, post.applications[2], A.HIRE, by=post.member)
        session.commit()
        assert states(session, post) == ["hired", "withdrawn", "hired", "closed"]
        assert (post.opening.state, post.opening.taken) == ("filled", 2)
        [told] = notices_of(session, post.seekers[3].user_id)
        assert told.text == "「%(title)s」已经招满，您的报名到此结束。请看相近的岗位。"
        assert told.link == f"/me/applications/{post.applications[3].id}"
        assert steps_of(session, post.applications[3])[-1] == ("closed", "system")
        assert notices_of(session, post.seekers[1].user_id) == []
        assert len(messages_to(session, post.seekers[3].user_id)) == 0
        closing = session.scalars(select(AuditEntry).where(AuditEntry.action == "applications:close")).one()
        assert (closing.subject, closing.details) == ("opening", {"applications": 1})


def test_a_full_post_hires_nobody_and_the_application_stays_as_it_was(database: Engine) -> None:
    with Session(database) as session:
        post = make_post(session, seekers=2, state="applied", headcount=1)
        session.execute(update(Opening).where(Opening.id == post.opening.id).values(taken=1))
        session.commit()
        with pytest.raises(refusals.OpeningFull):
            service.move(session, post.applications[0], A.HIRE, by=post.member)
        session.commit()  # even a caller that carries on keeps nothing of the refused hire
        session.expire_all()
        assert states(session, post) == ["applied", "applied"]
        assert session.get_one(Opening, post.opening.id).taken == 1


def test_hiring_is_published_for_those_above(session: Session) -> None:
    heard: list[object] = []

    def listen(_session: Session, event: object) -> None:
        heard.append(event)

    events.subscribe(service.Hired, listen)
    try:
        post = make_post(session, state="offered")
        service.move(session, post.applications[0], A.HIRE, by=post.member)
    finally:
        events._reactions[service.Hired].remove(listen)
    assert heard == [service.Hired(post.applications[0].id, post.opening.id, post.seekers[0].id)]


@pytest.mark.parametrize("action", [OpeningAction.CLOSE, OpeningAction.WITHDRAW, OpeningAction.EXPIRE])
def test_the_end_of_a_post_closes_whoever_still_waits(database: Engine, action: OpeningAction) -> None:
    with Session(database) as session:
        post = make_post(session, seekers=7, state="applied", headcount=9)
        for application, state in zip(post.applications, [*OPEN_STATES, S.REFUSED, S.WITHDRAWN], strict=True):
            application.state = state.value
        session.commit()
        openings.move(session, post.opening, action, by=post.member, note="不招了")
        session.commit()
        session.expire_all()
        assert states(session, post) == ["closed"] * 5 + ["refused", "withdrawn"]
        told = [len(notices_of(session, seeker.user_id)) for seeker in post.seekers]
        assert told == [1, 1, 1, 1, 1, 0, 0]
        [notice] = notices_of(session, post.seekers[0].user_id)
        assert notice.text == "「%(title)s」已经停止招人，您的报名到此结束。请看相近的岗位。"


def test_the_end_of_a_post_that_nobody_waits_for_leaves_no_trace(session: Session) -> None:
    post = make_post(session, state="refused")
    openings.move(session, post.opening, OpeningAction.CLOSE, by=post.member, note="不招了")
    assert session.scalars(select(AuditEntry.action)).all() == ["openings:close"]


# ── somebody else was quicker ────────────────────────────────────────────────────────────────────────────


def test_an_answer_to_what_has_changed_meanwhile_is_refused(database: Engine) -> None:
    with Session(database) as session:
        post = make_post(session, state="applied")
        application = post.applications[0]
        session.execute(
            update(Application).where(Application.id == application.id).values(state="withdrawn"),
            execution_options={"synchronize_session": False},
        )
        for action in (A.HIRE, A.REFUSE, A.OFFER):
            application.__dict__["state"] = "applied"  # what this request saw when it began
            with pytest.raises(Conflict):
                service.move(session, application, action, by=post.member, **needs(action))  # type: ignore[arg-type]
        session.commit()
        session.expire_all()
        assert application.state == "withdrawn"
        assert session.get_one(Opening, post.opening.id).taken == 0


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────


def test_erasing_a_person_withdraws_what_is_open_and_keeps_the_seats(database: Engine) -> None:
    with Session(database) as session:
        post = make_post(session, seekers=2, state="applied", headcount=3)
        seeker, other = post.seekers
        hired_post = make_post(session)
        hired = factories.make_application(session, hired_post.opening, seeker, "offered")
        service.move(session, hired, A.HIRE, by=hired_post.member)
        session.commit()
        assert service.erase_seeker(session, seeker.id) == 2
        session.commit()
        left = list(session.scalars(select(Application.seeker_id)))
        assert left == [other.id]
        assert session.scalar(select(func.count()).select_from(ApplicationStep)) == 1
        assert session.get_one(Opening, hired_post.opening.id).taken == 1
        assert [n.text for n in notices_of(session, post.member.id)] == ["「%(title)s」有人撤回了报名。"]


def test_erasing_a_person_without_applications_does_nothing(session: Session) -> None:
    post = make_post(session)
    assert service.erase_seeker(session, post.seekers[0].id) == 0
