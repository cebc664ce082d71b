"""The pages of both sides: what they say, what a press does, and that a stranger's is like none at all."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session
from time_machine import travel
from werkzeug.test import TestResponse

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.forms import next_weekday, slots
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import LIFE, ApplicationAction, ApplicationState
from jobhelp.labels import LABELS
from jobhelp.openings.models import Opening
from jobhelp.permissions import Role
from tests import factories
from tests.applications.conftest import Post, make_post, notices_of
from tests.pages import bare, questions

S, A = ApplicationState, ApplicationAction
INVITATION = {"action": "invite", "time": "9:00", "how": "in_person", "place": "花园街 21 号"}


def resident(client: FlaskClient, session: Session, post: Post, place: int = 0) -> FlaskClient:
    """Sign in as the post's applicant."""
    factories.sign_in(client, session.get_one(User, post.seekers[place].user_id))
    session.commit()  # so that later looks see what the site did
    return client


def employer(client: FlaskClient, post: Post) -> FlaskClient:
    """Sign in as the post's employer."""
    factories.sign_in(client, post.member)
    return client


def soup(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.data, "html.parser")


def text_of(response: TestResponse, selector: str = "main") -> str:
    found = soup(response).select_one(selector)
    assert found is not None
    return found.get_text(" ", strip=True)


def state_of(session: Session, application: Application) -> str:
    session.rollback()
    return session.get_one(Application, application.id, populate_existing=True).state


# ── applying ─────────────────────────────────────────────────────────────────────────────────────────────


def test_one_press_applies_and_leads_to_the_application(client: FlaskClient, session: Session) -> None:
    post = make_post(session)
    page = resident(client, session, post).post(f"/openings/{post.opening.id}/apply", follow_redirects=True)
    application = session.scalars(select(Application)).one()
    assert page.request.path == f"/me/applications/{application.id}"
    assert "报名成功" in page.get_data(as_text=True)
    assert "等单位看您的报名" in page.get_data(as_text=True)


def test_pressing_twice_leads_to_the_same_page(client: FlaskClient, session: Session) -> None:
    post = make_post(session)
    browser = resident(client, session, post)
    first, second = (browser.post(f"/openings/{post.opening.id}/apply") for _ in range(2))
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(Application)) == 1


def test_a_press_that_comes_too_late_says_so_on_the_post(client: FlaskClient, session: Session) -> None:
    post = make_post(session)
    post.opening.taken, post.opening.state = 2, "filled"
    session.commit()
    page = resident(client, session, post).post(f"/openings/{post.opening.id}/apply", follow_redirects=True)
    assert page.request.path == f"/openings/{post.opening.id}"
    assert "已经招满" in page.get_data(as_text=True)


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_a_post_that_nobody_may_see_is_not_found(client: FlaskClient, session: Session, state: str) -> None:
    post = make_post(session)
    post.opening.state = state
    session.commit()
    assert resident(client, session, post).post(f"/openings/{post.opening.id}/apply").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client: FlaskClient, session: Session) -> None:
    post = make_post(session)
    here = f"/openings/{post.opening.id}"
    assert client.post(f"{here}/apply").location.startswith("/sign-in")
    box = soup(client.get(here)).select(".apply a")
    assert f"/sign-in?next={here}" in {str(link["href"]).replace("%2F", "/") for link in box}


# ── the box on an opening's page ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", [None, *S])
def test_the_box_says_where_the_person_stands(
    client: FlaskClient, session: Session, state: ApplicationState | None
) -> None:
    post = make_post(session, state=state.value if state else None)
    page = soup(resident(client, session, post).get(f"/openings/{post.opening.id}"))
    boxes = page.select(".apply")
    assert boxes and len({box.get_text() for box in boxes}) == 1
    press = boxes[0].select_one("form button")
    if state is None:
        assert press is not None and press.get_text() == "我要报名"
    elif LIFE.allows(state, A.APPLY_AGAIN):
        assert press is not None and press.get_text() == "重新报名"
    else:
        assert press is None
        assert LABELS["application_state"][state] in boxes[0].get_text()
        assert boxes[0].select_one(f'a[href="/me/applications/{post.applications[0].id}"]') is not None
    assert boxes[0].select_one('a[href="tel:12333"]') is not None
    assert not boxes[0].find_all(id=True)  # drawn twice on the page


@pytest.mark.parametrize("fields", [{"state": "closed"}, {"state": "filled", "taken": 2}])
def test_the_box_of_a_post_that_is_over_offers_others(
    client: FlaskClient, session: Session, fields: dict[str, object]
) -> None:
    post = make_post(session)
    for name, value in fields.items():
        setattr(post.opening, name, value)
    session.commit()
    box = soup(resident(client, session, post).get(f"/openings/{post.opening.id}")).select_one(".apply")
    assert box is not None
    assert box.select_one("form") is None and "不再接受报名" in box.get_text()


def test_the_box_of_another_sites_advertisement_leads_there(client: FlaskClient, session: Session) -> None:
    opening = factories.make_opening(session, source="51job", source_url="https://jobs.example/1")
    script = factories.make_opening(session, source="51job", source_url="javascript:alert(1)")
    session.commit()
    box = soup(client.get(f"/openings/{opening.id}")).select_one(".apply")
    assert box is not None and box.select_one("form") is None
    link = box.select_one('a[href="https://jobs.example/1"]')
    assert link is not None and "noopener" in (link.get("rel") or [])
    assert "javascript:" not in client.get(f"/openings/{script.id}").get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.DISTRICT_OFFICER])
def test_others_are_told_that_their_account_cannot_apply(
    client: FlaskClient, session: Session, role: Role
) -> None:
    post = make_post(session)
    factories.sign_in(client, factories.make_user(session, role))
    session.commit()
    box = soup(client.get(f"/openings/{post.opening.id}")).select_one(".apply")
    assert box is not None
    assert box.select_one("form") is None and "不能报名" in box.get_text()


def test_the_record_of_answers_is_shown_when_it_says_something(client: FlaskClient, session: Session) -> None:
    post = make_post(session, seekers=4, state="applied", headcount=9)
    address = f"/openings/{post.opening.id}"
    for application, state in zip(
        post.applications, ("refused", "invited", "applied", "viewed"), strict=True
    ):
        application.state = state
    session.commit()
    assert "收到 4 份报名，其中 2 份有回音" in client.get(address).get_data(as_text=True)
    quiet = make_post(session, seekers=2, state="applied")
    assert "有回音" not in client.get(f"/openings/{quiet.opening.id}").get_data(as_text=True)


# ── 我的报名 ──────────────────────────────────────────────────────────────────────────────────────────────


def many(session: Session, states: list[str]) -> tuple[User, list[Application]]:
    """One person with an application in each of these states."""
    seeker = factories.make_seeker(session)
    found = []
    for place, state in enumerate(states):
        _, member = factories.make_employer(session)
        del member
        opening = make_post(session, seekers=0, title=f"岗位{place}").opening
        found.append(factories.make_application(session, opening, seeker, state))
    session.commit()
    return session.get_one(User, seeker.user_id), found


def test_what_waits_for_the_person_stands_first(client: FlaskClient, session: Session) -> None:
    user, _ = many(session, ["withdrawn", "applied", "hired", "invited", "offered"])
    factories.sign_in(client, user)
    page = soup(client.get("/me/applications"))
    assert [head.get_text() for head in page.select("article h3")] == [
        "岗位4",
        "岗位3",
        "岗位1",
        "岗位2",
        "岗位0",
    ]
    assert [head.get_text() for head in page.select("section > h2.h2")] == [
        "等您答复",
        "等单位答复",
        "已录用",
        "已经结束",
    ]
    assert len(page.select("article form")) == 1  # only an offer can be answered at once


def test_whoever_has_not_applied_is_shown_the_way(client: FlaskClient, session: Session) -> None:
    post = make_post(session)
    page = resident(client, session, post).get("/me/applications")
    assert "您还没有报过名" in text_of(page)
    assert soup(page).select_one('main a[href="/openings"]') is not None


def test_a_long_list_is_paged_and_nothing_stands_twice(client: FlaskClient, session: Session) -> None:
    user, made = many(session, ["applied"] * 23)
    factories.sign_in(client, user)
    seen = [
        str(link["href"])
        for number in (1, 2)
        for link in soup(client.get(f"/me/applications?page={number}")).select("article h3 a")
    ]
    assert sorted(seen) == sorted(f"/me/applications/{one.id}" for one in made)


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999999999999", "%00"])
def test_a_page_that_does_not_exist_is_a_page_that_does(
    client: FlaskClient, session: Session, page: str
) -> None:
    post = make_post(session, state="applied")
    assert resident(client, session, post).get(f"/me/applications?page={page}").status_code == 200


@pytest.mark.parametrize("state", list(S))
def test_each_state_says_what_comes_next_and_offers_only_what_is_possible(
    client: FlaskClient, session: Session, state: ApplicationState
) -> None:
    post = make_post(session, state=state.value)
    number = post.applications[0].id
    page = soup(resident(client, session, post).get(f"/me/applications/{number}"))
    main = page.select_one("main")
    assert main is not None
    offered = {str(form["action"]) for form in main.select("form")}
    links = {str(link["href"]) for link in main.select("a")}
    assert (f"/me/applications/{number}/accept" in offered) is LIFE.allows(state, A.ACCEPT)
    assert (f"/me/applications/{number}/withdraw" in links) is LIFE.allows(state, A.WITHDRAW)
    assert (f"/openings/{post.opening.id}/apply" in offered) is LIFE.allows(state, A.APPLY_AGAIN)
    assert LABELS["application_state"][state] in main.get_text()
    assert main.select(".tl li")


def test_the_interview_is_told_with_day_and_weekday(client: FlaskClient, session: Session) -> None:
    post = make_post(session, state="invited")
    at = clock.start_of(clock.today() + timedelta(days=3)) + timedelta(hours=14, minutes=30)
    post.applications[0].meeting_at, post.applications[0].meeting_how = at, "in_person"
    post.applications[0].meeting_place = "花园街 21 号"
    post.employer.contact_name, post.employer.contact_phone = "张师傅", "13900001111"
    session.commit()
    shown = text_of(resident(client, session, post).get(f"/me/applications/{post.applications[0].id}"))
    local = clock.local(at)
    weekday = "一二三四五六日"[local.weekday()]
    assert f"{local.month}月{local.day}日（周{weekday}）14:30" in shown
    assert "花园街 21 号" in shown and "张师傅" in shown and "13900001111" in shown


@pytest.mark.parametrize("state", ["applied", "viewed", "refused", "withdrawn", "closed"])
def test_the_employers_telephone_is_shown_when_the_persons_is(
    client: FlaskClient, session: Session, state: str
) -> None:
    post = make_post(session, state=state)
    post.employer.contact_phone = "13900001111"
    session.commit()
    page = resident(client, session, post).get(f"/me/applications/{post.applications[0].id}")
    assert "13900001111" not in page.get_data(as_text=True)


@pytest.mark.parametrize("state", ["refused", "closed", "withdrawn"])
def test_whoever_was_not_taken_sees_similar_posts(client: FlaskClient, session: Session, state: str) -> None:
    post = make_post(session, state=state, occupation_code="X-09-01")
    near = factories.make_opening(session, title="相同职业", occupation_code="X-09-01")
    kin = factories.make_opening(session, title="同组职业", occupation_code="X-09-02")
    factories.make_opening(session, title="别的职业", occupation_code="X-12-02")
    gone = factories.make_opening(session, title="招满的", occupation_code="X-09-01", taken=2)
    applied_to = factories.make_opening(session, title="报过的", occupation_code="X-09-01")
    factories.make_application(session, applied_to, post.seekers[0])
    session.commit()
    page = soup(resident(client, session, post).get(f"/me/applications/{post.applications[0].id}"))
    shown = [link.get_text() for link in page.select("section[aria-labelledby=similar] li a")]
    assert [title.removeprefix("市场岗位：") for title in shown] == [near.title, kin.title]
    assert gone.title not in page.get_text()


# ── withdrawing and accepting ────────────────────────────────────────────────────────────────────────────


def test_withdrawing_asks_once_more_and_then_tells_the_employer(
    client: FlaskClient, session: Session
) -> None:
    post = make_post(session, state="offered")
    browser = resident(client, session, post)
    address = f"/me/applications/{post.applications[0].id}/withdraw"
    asked = browser.get(address)
    assert "要撤回" in text_of(asked)
    assert state_of(session, post.applications[0]) == "offered"
    page = browser.post(address, follow_redirects=True)
    assert "已撤回" in page.get_data(as_text=True)
    assert state_of(session, post.applications[0]) == "withdrawn"
    assert [notice.text for notice in notices_of(session, post.member.id)] == [
        "「%(title)s」有人撤回了报名。"
    ]
    again = browser.post(address, follow_redirects=True)  # pressed twice
    assert "请刷新页面看看最新情况" in again.get_data(as_text=True)
    assert browser.get(address).status_code == 302  # nothing to ask any more


def test_accepting_an_offer_tells_the_employer(client: FlaskClient, session: Session) -> None:
    post = make_post(session, state="offered")
    page = resident(client, session, post).post(
        f"/me/applications/{post.applications[0].id}/accept", follow_redirects=True
    )
    assert "您愿意去" in page.get_data(as_text=True)
    assert state_of(session, post.applications[0]) == "accepted"
    assert len(notices_of(session, post.member.id)) == 1


def test_nothing_can_be_accepted_that_was_not_offered(client: FlaskClient, session: Session) -> None:
    post = make_post(session, state="applied")
    resident(client, session, post).post(f"/me/applications/{post.applications[0].id}/accept")
    assert state_of(session, post.applications[0]) == "applied"


# ── the employer ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_counts_by_progress_and_adds_up(client: FlaskClient, session: Session) -> None:
    post = make_post(session, seekers=9, state="applied", headcount=20)
    for application, state in zip(post.applications, S, strict=True):
        application.state = state.value
    session.commit()
    page = soup(employer(client, post).get(f"/employer/openings/{post.opening.id}/applicants"))
    numbers = [int(tab.get_text()) for tab in page.select(".tabs b")]
    assert numbers == [9, 2, 1, 2, 1, 3]
    assert numbers[0] == sum(numbers[1:]) == len(page.select(".applicants > li"))
    for tab, number in zip(page.select(".tabs a"), numbers, strict=True):
        listed = soup(client.get(str(tab["href"])))
        assert len(listed.select(".applicants > li")) == number


def test_opening_an_applicant_is_a_press_and_the_applicant_sees_it(
    client: FlaskClient, session: Session
) -> None:
    post = make_post(session, state="applied")
    number = post.applications[0].id
    browser = employer(client, post)
    closed = browser.get(f"/employer/applications/{number}")
    assert state_of(session, post.applications[0]) == "applied"  # a GET never writes
    assert soup(closed).select_one("#person") is None
    assert soup(closed).select_one("details") is None
    opened = browser.post(f"/employer/applications/{number}/view", follow_redirects=True)
    assert state_of(session, post.applications[0]) == "viewed"
    assert soup(opened).select_one("#person") is not None
    browser.post(f"/employer/applications/{number}/view")  # twice is once
    steps = session.scalar(select(func.count()).select_from(ApplicationStep))
    assert steps == 2


@pytest.mark.parametrize("state", list(S))
def test_only_possible_answers_are_offered(
    client: FlaskClient, session: Session, state: ApplicationState
) -> None:
    post = make_post(session, state=state.value)
    page = soup(employer(client, post).get(f"/employer/applications/{post.applications[0].id}"))
    offered = {str(one["value"]) for one in page.select('main form input[name="action"]')}
    possible = {action.value for action in LIFE.actions(state)} & {"invite", "offer", "hire", "refuse"}
    assert offered == (set() if state is S.APPLIED else possible)


def test_an_invitation_is_filled_in_and_needs_two_presses(client: FlaskClient, session: Session) -> None:
    post = make_post(session, state="viewed", place_text="花园街 21 号")
    browser = employer(client, post)
    page = soup(browser.get(f"/employer/applications/{post.applications[0].id}"))
    form = page.select_one('form:has(input[value="invite"])')
    assert form is not None
    sent = {str(one["name"]): str(one.get("value", "")) for one in form.select("input:not([type=radio])")}
    sent |= {str(one["name"]): str(one["value"]) for one in form.select("input[checked]")}
    chosen = form.select_one("option[selected]")
    assert chosen is not None
    answer = browser.post(str(form["action"]), data=sent | {"time": str(chosen["value"])})
    assert answer.location == f"/employer/openings/{post.opening.id}/applicants"
    session.expire_all()
    application = session.get_one(Application, post.applications[0].id)
    assert application.state == "invited" and application.meeting_place == "花园街 21 号"
    assert clock.local(application.meeting_at).date() == next_weekday()
    assert clock.local(application.meeting_at).hour == 9


@travel("2026-11-30T04:00:00Z")  # not at nine in the morning, when every line of the timeline says 9:00
def test_an_interview_is_moved_on_the_same_page_and_the_applicant_sees_the_new_time(
    client: FlaskClient, session: Session
) -> None:
    post = make_post(session, state="viewed")
    address = f"/employer/applications/{post.applications[0].id}"
    browser = employer(client, post)
    browser.post(f"{address}/answer", data=INVITATION | {"date": next_weekday().isoformat()})
    page = soup(browser.get(address))
    assert "改面试时间" in page.get_text()
    assert page.select_one("#place")["value"] == INVITATION["place"]  # type: ignore[index]
    moved = INVITATION | {"date": next_weekday().isoformat(), "time": "15:30"}
    assert browser.post(f"{address}/answer", data=moved).status_code == 302
    same = browser.post(f"{address}/answer", data=moved)
    assert same.status_code == 422 and "没有变" in same.get_data(as_text=True)
    seen = text_of(resident(client, session, post).get(f"/me/applications/{post.applications[0].id}"))
    assert "15:30" in seen and " 9:00" not in seen and "后来改了时间" in seen


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"date": ""}, "请选面试的日期"),
        ({"date": "2001-01-01"}, "这个时间已经过了"),
        ({"date": "昨天"}, "请选面试的日期"),
        ({"how": ""}, "请选当面还是通电话"),
        ({"how": "video"}, "请从列出的里面选"),
        ({"time": "03:17"}, "请从列出的里面选"),
        ({"place": ""}, "当面要写清楚地点"),
        ({"place": "长" * 201}, "最多 200 个字"),
    ],
)
def test_a_wrong_invitation_is_shown_again_with_what_was_typed(
    client: FlaskClient, session: Session, fields: dict[str, str], says: str
) -> None:
    post = make_post(session, state="viewed")
    sent = INVITATION | {"date": next_weekday().isoformat()} | fields
    answer = employer(client, post).post(
        f"/employer/applications/{post.applications[0].id}/answer", data=sent
    )
    assert answer.status_code == 422
    page = soup(answer)
    assert says in page.get_text()
    assert page.select_one("details[open] input[name=place]")["value"] == sent["place"]  # type: ignore[index]
    assert state_of(session, post.applications[0]) == "viewed"


def test_a_refusal_needs_a_reason_and_the_applicant_reads_it(client: FlaskClient, session: Session) -> None:
    post = make_post(session, state="viewed")
    browser = employer(client, post)
    address = f"/employer/applications/{post.applications[0].id}/answer"
    missing = browser.post(address, data={"action": "refuse"})
    assert missing.status_code == 422 and "请选一个原因" in missing.get_data(as_text=True)
    assert browser.post(address, data={"action": "refuse", "reason": "hours"}).status_code == 302
    assert state_of(session, post.applications[0]) == "refused"
    page = resident(client, session, post).get(f"/me/applications/{post.applications[0].id}")
    assert "上班时间对不上" in text_of(page)


def test_hiring_the_last_one_closes_the_post(client: FlaskClient, session: Session) -> None:
    post = make_post(session, seekers=2, state="viewed", headcount=1)
    address = f"/employer/applications/{post.applications[0].id}/answer"
    page = employer(client, post).post(address, data={"action": "hire"}, follow_redirects=True)
    assert "已招满" in text_of(page)
    assert state_of(session, post.applications[1]) == "closed"
    late = client.post(
        f"/employer/applications/{post.applications[1].id}/answer",
        data={"action": "hire"},
        follow_redirects=True,
    )
    assert "请刷新页面看看最新情况" in late.get_data(as_text=True)
    assert session.get_one(Opening, post.opening.id, populate_existing=True).taken == 1


@pytest.mark.parametrize("action", ["", "close", "withdraw", "accept", "view", "nothing"])
def test_an_employer_answers_only_with_an_employers_answers(
    client: FlaskClient, session: Session, action: str
) -> None:
    post = make_post(session, state="offered")
    address = f"/employer/applications/{post.applications[0].id}/answer"
    assert employer(client, post).post(address, data={"action": action}).status_code == 422
    assert state_of(session, post.applications[0]) == "offered"


def test_a_long_list_of_applicants_is_paged(client: FlaskClient, session: Session) -> None:
    post = make_post(session, seekers=23, state="viewed", headcount=30)
    browser = employer(client, post)
    address = f"/employer/openings/{post.opening.id}/applicants?state=waiting"
    seen = [
        str(link["href"])
        for number in (1, 2)
        for link in soup(browser.get(f"{address}&page={number}")).select(".applicants a")
    ]
    assert sorted(seen) == sorted(f"/employer/applications/{one.id}" for one in post.applications)


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────

NUMBERS = [99_999_999, 0, 2**31, 2**63, 10**24]
RESIDENTS_ROUTES = [
    ("GET", "/me/applications/{}"),
    ("GET", "/me/applications/{}/withdraw"),
    ("POST", "/me/applications/{}/withdraw"),
    ("POST", "/me/applications/{}/accept"),
]
EMPLOYERS_ROUTES = [
    ("GET", "/employer/applications/{}"),
    ("POST", "/employer/applications/{}/view"),
    ("POST", "/employer/applications/{}/answer"),
]


def same_as_none(client: FlaskClient, method: str, route: str, theirs: int) -> None:
    """Another's is answered like one that does not exist: 404, and the same page to the last byte."""
    answers = [client.open(route.format(number), method=method) for number in (theirs, *NUMBERS)]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    pages = {
        bare(answer.text, route.format(number))
        for number, answer in zip((theirs, *NUMBERS), answers, strict=True)
    }
    assert len(pages) == 1


@pytest.mark.parametrize(("method", "route"), RESIDENTS_ROUTES)
def test_another_residents_application_is_like_none(
    app: Flask, client: FlaskClient, session: Session, method: str, route: str
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    post = make_post(session, seekers=2)
    application = factories.make_application(session, post.opening, post.seekers[0], "offered")
    session.commit()
    same_as_none(resident(client, session, post, 1), method, route, application.id)
    assert state_of(session, application) == "offered"


@pytest.mark.parametrize(("method", "route"), EMPLOYERS_ROUTES)
def test_another_employers_applicant_is_like_none(
    app: Flask, client: FlaskClient, session: Session, method: str, route: str
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    post, other = make_post(session, state="applied"), make_post(session)
    same_as_none(employer(client, other), method, route, post.applications[0].id)
    assert state_of(session, post.applications[0]) == "applied"


def test_another_employers_list_of_applicants_is_like_none(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    post, other = make_post(session, state="applied"), make_post(session)
    same_as_none(employer(client, other), "GET", "/employer/openings/{}/applicants", post.opening.id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RESIDENT])
def test_only_residents_have_applications(client: FlaskClient, session: Session, role: Role) -> None:
    post = make_post(session, state="offered")
    user = factories.make_user(session, role)
    session.commit()
    factories.sign_in(client, user)
    number = post.applications[0].id
    for method, route in [*RESIDENTS_ROUTES, ("GET", "/me/applications"), ("POST", "/openings/{}/apply")]:
        target = post.opening.id if "openings" in route else number
        assert client.open(route.format(target), method=method).status_code == 403
    assert state_of(session, post.applications[0]) == "offered"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EMPLOYER])
def test_only_employers_have_applicants(client: FlaskClient, session: Session, role: Role) -> None:
    post = make_post(session, state="applied")
    user = factories.make_user(session, role)
    session.commit()
    factories.sign_in(client, user)
    for method, route in [*EMPLOYERS_ROUTES, ("GET", "/employer/openings/{}/applicants")]:
        target = post.opening.id if "openings" in route else post.applications[0].id
        assert client.open(route.format(target), method=method).status_code == 403


def test_an_account_that_was_taken_out_of_the_employer_sees_nobody(
    client: FlaskClient, session: Session
) -> None:
    post = make_post(session, state="applied")
    stranger = factories.make_user(session, "employer")
    session.commit()
    factories.sign_in(client, stranger)
    assert client.get(f"/employer/openings/{post.opening.id}/applicants").status_code == 404


# ── cost ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_page_asks_more_than_twelve_questions(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    post = make_post(session, seekers=15, state="applied", headcount=20)
    session.execute(update(Application).values(state="invited", meeting_at=clock.now(), meeting_how="phone"))
    refused = make_post(session, seekers=0)
    mine = factories.make_application(session, refused.opening, post.seekers[0], "refused")
    session.commit()
    number = post.applications[0].id
    pages = {
        "resident": [
            "/me/applications",
            f"/me/applications/{number}",
            f"/me/applications/{mine.id}",
            f"/me/applications/{number}/withdraw",
            f"/openings/{post.opening.id}",
        ],
        "employer": [
            f"/employer/openings/{post.opening.id}/applicants",
            f"/employer/applications/{number}",
        ],
    }
    for side, addresses in pages.items():
        browser = resident(client, session, post) if side == "resident" else employer(client, post)
        for address in addresses:
            browser.get(address)  # the reference book is read once a process
            with questions(engine) as asked:
                assert browser.get(address).status_code == 200
            assert len(asked) <= 12, (address, asked)


def test_a_list_of_twenty_asks_as_much_as_a_list_of_one(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    counts = []
    for number in (1, 20):
        post = make_post(session, seekers=number, state="viewed", headcount=30)
        browser = employer(client, post)
        browser.get("/employer")
        with questions(engine) as asked:
            browser.get(f"/employer/openings/{post.opening.id}/applicants")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_interviews_begin_on_the_half_hour_in_daytime() -> None:
    assert slots()[0] == "7:00" and slots()[-1] == "20:00" and "9:30" in slots()
    assert next_weekday() > clock.today() and next_weekday().weekday() < 5
