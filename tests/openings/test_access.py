"""Whose an opening is: other employers, other districts and strangers find nothing; staff decide in their own."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.employers.models import Employer
from jobhelp.notices.models import Notice
from jobhelp.openings.models import Opening
from jobhelp.permissions import Role
from tests.factories import make_employer, make_opening, make_seeker, make_user
from tests.openings.conftest import ELSEWHERE, HERE, Browser
from tests.pages import bare

COMPLETE = {"occupation_code": "4-10-01-06"}


def state_of(session: Session, opening: Opening) -> str:
    session.rollback()
    session.refresh(opening)
    return opening.state


def test_what_is_anothers_is_not_there(
    firm: tuple[Employer, User], session: Session, browser: Browser
) -> None:
    opening = make_opening(session, employer=firm[0], state="draft", **COMPLETE)
    _, stranger = make_employer(session, district_code=ELSEWHERE)
    session.commit()
    client = browser(stranger)
    for method, ending, data in (
        ("GET", "", None),
        ("GET", "/edit", None),
        ("POST", "/edit", {"title": "夺来的"}),
        ("POST", "/move", {"action": "submit"}),
        ("POST", "/copy", None),
    ):
        theirs = client.open(f"/employer/openings/{opening.id}{ending}", method=method, data=data)
        nobodys = client.open(f"/employer/openings/987654{ending}", method=method, data=data)
        assert (theirs.status_code, nobodys.status_code) == (404, 404), (method, ending)
        assert bare(theirs.text, f"/{opening.id}{ending}") == bare(nobodys.text, f"/987654{ending}")
    assert state_of(session, opening) == "draft"
    assert session.scalars(select(Opening.title)).all() == ["写字楼保洁"]


def test_residents_and_staff_write_no_openings(
    session: Session, browser: Browser, desk: FlaskClient, client: FlaskClient
) -> None:
    resident = session.get_one(User, make_seeker(session).user_id)
    session.commit()
    for path in ("/employer/openings/new", "/employer/openings/1", "/employer/openings/1/edit"):
        assert client.get(path).status_code == 302, "a stranger is asked to sign in"
        assert [browser(resident).get(path).status_code, desk.get(path).status_code] == [403, 403]


@pytest.mark.parametrize(
    ("role", "district", "sees", "decides"),
    [
        (Role.DISTRICT_OFFICER, HERE, True, True),
        (Role.DISTRICT_OFFICER, ELSEWHERE, False, False),
        (Role.STREET_OFFICER, HERE, True, False),
        (Role.CITY_OFFICER, None, True, True),
        (Role.AUDITOR, None, True, False),
    ],
)
def test_staff_decide_in_their_own_district(
    session: Session,
    firm: tuple[Employer, User],
    browser: Browser,
    role: Role,
    district: str | None,
    sees: bool,
    decides: bool,
) -> None:
    opening = make_opening(session, employer=firm[0], state="review", published_at=None, **COMPLETE)
    user = make_user(session, role, district_code=district)
    session.commit()
    client = browser(user)
    page = client.get(f"/desk/openings/{opening.id}")
    assert page.status_code == (200 if sees else 404)
    assert ('name="decision"' in page.text) == decides
    answer = client.post(f"/desk/openings/{opening.id}", data={"decision": "publish"})
    assert answer.status_code == (302 if decides else 403 if sees else 404)
    assert state_of(session, opening) == ("published" if decides else "review")


def test_outside_the_city_is_for_the_whole_citys_staff(
    desk: FlaskClient, session: Session, browser: Browser
) -> None:
    opening = make_opening(
        session, state="review", district_code=None, outside_city=True, source="某网", lat=None, lon=None
    )
    city = make_user(session, Role.CITY_OFFICER, district_code=None)
    session.commit()
    assert desk.get(f"/desk/openings/{opening.id}").status_code == 404
    assert browser(city).get(f"/desk/openings/{opening.id}").status_code == 200


def test_the_desk_returns_with_a_reason_and_publishes(
    desk: FlaskClient,
    employer: FlaskClient,
    firm: tuple[Employer, User],
    officer: User,
    session: Session,
    client: FlaskClient,
) -> None:
    opening = make_opening(session, employer=firm[0], state="draft", published_at=None, **COMPLETE)
    session.commit()
    own, review = f"/employer/openings/{opening.id}", f"/desk/openings/{opening.id}"
    assert employer.post(f"{own}/move", data={"action": "submit"}).location == own
    refused = desk.post(review, data={"decision": "return", "note": ""})
    assert refused.status_code == 422 and "请写明原因" in refused.text
    assert desk.post(
        review, data={"decision": "return", "note": "请写工作时间"}
    ).location == "/desk/openings/" + str(opening.id)
    assert "请写工作时间" in employer.get(own).text
    assert "请写工作时间" in employer.get(f"{own}/edit").text
    employer.post(f"{own}/move", data={"action": "submit"})
    desk.post(review, data={"decision": "publish", "note": ""})
    assert state_of(session, opening) == "published"
    assert client.get(f"/openings/{opening.id}").status_code == 200
    assert opening.title in client.get("/openings").text
    told = session.scalars(select(Notice.text).where(Notice.user_id == firm[1].id).order_by(Notice.id)).all()
    assert ["退回修改" in told[0], "审核通过" in told[1]] == [True, True]
    rows = session.scalars(select(AuditEntry).where(AuditEntry.subject == "opening").order_by(AuditEntry.id))
    assert [(row.action, row.actor_id) for row in rows] == [
        ("openings:submit", firm[1].id),
        ("openings:return", officer.id),
        ("openings:submit", firm[1].id),
        ("openings:publish", officer.id),
    ]


def test_what_is_blocked_is_allowed_with_a_ground_only(
    desk: FlaskClient, employer: FlaskClient, firm: tuple[Employer, User], session: Session
) -> None:
    opening = make_opening(session, employer=firm[0], state="draft", title="前台服务员限女性", **COMPLETE)
    session.commit()
    own, review = f"/employer/openings/{opening.id}", f"/desk/openings/{opening.id}"
    assert "提交审核</button>" in employer.get(own).text
    answer = employer.post(f"{own}/move", data={"action": "submit"}, follow_redirects=True)
    assert "有法律不允许写的要求" in answer.text
    assert state_of(session, opening) == "draft"
    employer.post(f"{own}/move", data={"action": "submit", "note": "女浴区，须为女性"})
    page = desk.get(review).text
    assert "女浴区，须为女性" in page and "有法律依据，允许发布" in page
    refused = desk.post(review, data={"decision": "publish", "note": ""})
    assert refused.status_code == 422 and "写明允许的法律依据" in refused.text
    assert state_of(session, opening) == "review"
    desk.post(review, data={"decision": "publish", "note": "《公共场所卫生管理条例》"})
    assert state_of(session, opening) == "published"
    assert opening.lint_override == "《公共场所卫生管理条例》"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "openings:publish")).one()
    assert entry.why == "《公共场所卫生管理条例》"


def test_an_unverified_employer_waits(desk: FlaskClient, session: Session) -> None:
    employer, _ = make_employer(session, state="pending")
    opening = make_opening(session, employer=employer, state="review", published_at=None, **COMPLETE)
    session.commit()
    assert "单位还没有通过核验" in desk.get(f"/desk/openings/{opening.id}").text
    answer = desk.post(f"/desk/openings/{opening.id}", data={"decision": "publish", "note": "说明"})
    assert answer.status_code == 422 and "还没有通过核验" in answer.text
    assert state_of(session, opening) == "review"


def test_an_act_that_does_not_fit_changes_nothing(
    desk: FlaskClient, employer: FlaskClient, firm: tuple[Employer, User], session: Session
) -> None:
    opening = make_opening(session, employer=firm[0], state="withdrawn", **COMPLETE)
    session.commit()
    for action in ("submit", "return", "close", "withdraw"):
        answer = employer.post(
            f"/employer/openings/{opening.id}/move", data={"action": action}, follow_redirects=True
        )
        assert "现在的状态不能这样办理" in answer.text
    for action in ("publish", "fill", "expire", "reopen", "", "drop table"):
        assert (
            employer.post(f"/employer/openings/{opening.id}/move", data={"action": action}).status_code == 409
        ), "that is not the employer's to do"
    for decision in ("publish", "return", "withdraw", "close", ""):
        answer = desk.post(f"/desk/openings/{opening.id}", data={"decision": decision, "note": "说明"})
        assert answer.status_code == 409
    assert state_of(session, opening) == "withdrawn"


def test_a_decision_made_meanwhile_is_told(desk: FlaskClient, session: Session) -> None:
    opening = make_opening(
        session, state="review", source="某网", valid_until=clock.today() - timedelta(days=1)
    )
    session.commit()
    answer = desk.post(f"/desk/openings/{opening.id}", data={"decision": "publish", "note": ""})
    assert answer.status_code == 422 and "截止日期已经过了" in answer.text


def test_likely_repeats_are_shown_to_staff(desk: FlaskClient, session: Session) -> None:
    first = make_opening(session, title="原来的那个岗位")
    opening = make_opening(session, state="review", source="某网", flags=[f"likely_duplicate:{first.id}"])
    session.commit()
    assert "原来的那个岗位" in desk.get(f"/desk/openings/{opening.id}").text
