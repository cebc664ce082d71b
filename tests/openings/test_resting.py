"""What an employer has on show rests while it is not verified, and comes back by itself."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications import service as applications
from jobhelp.applications.refusals import OpeningPaused
from jobhelp.applications.states import ApplicationAction
from jobhelp.employers import service as employers
from jobhelp.employers.models import Employer
from jobhelp.notices.models import Notice
from jobhelp.openings import service, tasks
from jobhelp.openings.models import Opening, ShelfRow
from jobhelp.openings.states import OpeningAction
from jobhelp.orm import write_session
from tests.factories import make_application, make_employer, make_opening, make_seeker, make_user, sign_in

pytestmark = pytest.mark.usefixtures("app")  # the site's reactions are wired
NEW_NAME = {"name": "改了名的物业公司"}


@pytest.fixture
def firm(session: Session) -> tuple[Employer, User]:
    return make_employer(session)


def officer(session: Session) -> User:
    return make_user(session, "district_officer")


def on_shelf(session: Session) -> list[int]:
    return list(session.scalars(select(ShelfRow.opening_id).order_by(ShelfRow.opening_id)))


def told(session: Session, user: User) -> list[str]:
    statement = select(Notice.text).where(Notice.user_id == user.id).order_by(Notice.id)
    return list(session.scalars(statement))


def test_a_changed_name_takes_what_is_on_show_from_the_list_until_it_is_verified_again(
    session: Session, firm: tuple[Employer, User]
) -> None:
    employer, member = firm
    shown = [make_opening(session, employer=employer) for _ in range(2)]
    others = make_opening(session)
    waiting = make_opening(session, employer=employer, state="review", published_at=None)
    published_at = shown[0].published_at
    assert employers.revise(session, employer, NEW_NAME, by=member)
    assert [opening.state for opening in (*shown, others, waiting)] == ["paused"] * 2 + [
        "published",
        "review",
    ]
    assert on_shelf(session) == [others.id]
    assert len(told(session, member)) == 1 and "撤下" in told(session, member)[0]
    employers.verify(session, employer, officer(session))
    assert [opening.state for opening in shown] == ["published"] * 2
    assert sorted(on_shelf(session)) == sorted(opening.id for opening in (*shown, others))
    assert {opening.employer_name for opening in shown} == {"改了名的物业公司"}
    assert shown[0].published_at == published_at, "it is no newer than it was"
    assert len(told(session, member)) == 3  # rests, verified, goes on


def test_another_telephone_is_no_reason_to_rest(session: Session, firm: tuple[Employer, User]) -> None:
    opening = make_opening(session, employer=firm[0])
    assert not employers.revise(session, firm[0], {"contact_phone": "13904510000"}, by=firm[1])
    assert opening.state == "published"


def test_staff_take_a_verification_back_with_a_reason(session: Session, firm: tuple[Employer, User]) -> None:
    employer, member = firm
    opening = make_opening(session, employer=employer)
    by = officer(session)
    with pytest.raises(employers.ReasonMissing):
        employers.revoke(session, employer, by, " ")
    assert (employer.state, opening.state) == ("verified", "published")
    employers.revoke(session, employer, by, "营业执照已注销。")
    assert (employer.state, employer.decision_note, opening.state) == (
        "refused",
        "营业执照已注销。",
        "paused",
    )
    employers.resubmit(session, employer, by=member)
    assert opening.state == "paused"
    employers.verify(session, employer, by)
    assert opening.state == "published"


def test_nothing_goes_forward_while_it_rests_and_nothing_is_lost(
    session: Session, firm: tuple[Employer, User]
) -> None:
    employer, member = firm
    opening = make_opening(session, employer=employer)
    application = make_application(session, opening, make_seeker(session))
    employers.revise(session, employer, NEW_NAME, by=member)
    assert application.state == "applied"
    with pytest.raises(OpeningPaused):
        applications.apply(session, opening.id, make_seeker(session))
    for action in (ApplicationAction.OFFER, ApplicationAction.HIRE):
        with pytest.raises(OpeningPaused):
            applications.move(session, application, action, by=member)
    with pytest.raises(service.NotVerified):
        service.move(session, opening, OpeningAction.RESUME, by=member)
    employers.verify(session, employer, officer(session))
    applications.move(session, application, ApplicationAction.HIRE, by=member)
    assert (application.state, opening.taken) == ("hired", 1)


def test_a_seat_that_comes_free_meanwhile_does_not_put_the_post_back_on_show(
    session: Session, firm: tuple[Employer, User]
) -> None:
    employer, member = firm
    opening = make_opening(session, employer=employer, headcount=1)
    assert service.take_seat(session, opening.id) and opening.state == "filled"
    employers.revise(session, employer, NEW_NAME, by=member)
    assert opening.state == "filled"
    service.give_back_seat(session, opening.id)
    assert (opening.state, opening.taken, on_shelf(session)) == ("paused", 0, [])
    employers.verify(session, employer, officer(session))
    assert (opening.state, on_shelf(session)) == ("published", [opening.id])


def test_what_ends_while_it_rests_expires_and_does_not_come_back(
    app: Flask, session: Session, engine: Engine, firm: tuple[Employer, User]
) -> None:
    employer, member = firm
    opening = make_opening(session, employer=employer)
    employers.revise(session, employer, NEW_NAME, by=member)
    opening.valid_until = clock.today() - timedelta(days=1)
    employers.verify(session, employer, officer(session))
    assert opening.state == "paused"
    session.commit()
    assert tasks.expire(engine, app.config["JOBHELP"]) == 1
    session.refresh(opening)
    assert opening.state == "expired"


def test_on_both_databases(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        employer, member = make_employer(session)
        opening = make_opening(session, employer=employer)
        employers.revise(session, employer, NEW_NAME, by=member)
        employers.verify(session, employer, officer(session))
        assert session.get_one(Opening, opening.id).state == "published"


def test_the_pages_say_so_to_everybody(
    client: FlaskClient, session: Session, firm: tuple[Employer, User]
) -> None:
    employer, member = firm
    opening = make_opening(session, employer=employer)
    by = officer(session)
    session.commit()
    sign_in(client, by)
    address = f"/desk/employers/{employer.id}"
    assert 'value="revoke"' in client.get(address).text
    refused = client.post(address, data={"decision": "revoke", "note": ""})
    assert refused.status_code == 422 and "请写明原因" in refused.text
    assert client.post(address, data={"decision": "revoke", "note": "执照已注销"}).status_code == 302
    assert 'value="revoke"' not in client.get(address).text
    assert "暂停招人" in client.get(f"/desk/openings/{opening.id}").text
    sign_in(client, member)
    assert "暂停招人" in client.get("/employer").text
    assert "核验通过后自动恢复" in client.get(f"/employer/openings/{opening.id}").text
    sign_in(client, make_seeker_user(session))
    page = client.get(f"/openings/{opening.id}")
    assert page.status_code == 200 and "这个岗位已经暂停招人" in page.text and "我要报名" not in page.text
    assert opening.title not in client.get("/openings").text
    assert client.get(f"/openings/{opening.id}.json").status_code == 410


def make_seeker_user(session: Session) -> User:
    user = session.get_one(User, make_seeker(session).user_id)
    session.commit()
    return user
