"""The front rooms: what they show, to whom, in how many queries and bytes."""

import gzip
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from tests import factories
from tests.pages import questions

PUBLIC = ("/", "/service-windows", "/privacy", "/accessibility")
MODES = ("", "?lang=en", "?elder=1")


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    """The page, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:2000]
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("mode", MODES)
def test_public_pages_open_without_signing_in_and_are_light(
    client: FlaskClient, address: str, mode: str
) -> None:
    answer = client.get(address + mode)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.data)) < 30_000
    soup = BeautifulSoup(answer.text, "html.parser")
    assert len(soup.find_all("h1")) == 1
    assert soup.find("a", class_="skip")["href"] == "#main"
    assert soup.find(id="main").name == "main"


def test_english_pages_show_no_chinese_but_the_names_of_the_languages_and_search_words(
    client: FlaskClient,
) -> None:
    for address in PUBLIC:
        soup = page(client, f"{address}?lang=en")
        assert soup.html["lang"] == "en"
        for switch in soup.select("[lang=zh-CN]"):
            switch.extract()
        text = soup.get_text()
        assert not [c for c in text if "一" <= c <= "鿿"], address


def test_the_switches_keep_the_page_and_are_remembered(client: FlaskClient) -> None:
    assert "elder" in page(client, "/privacy?elder=1").html["class"]
    again = page(client, "/privacy")
    assert "elder" in again.html["class"]
    assert again.find("a", class_="on")["href"] == "/privacy?elder=0"
    assert "class" not in page(client, "/privacy?elder=0").html.attrs


def test_the_home_page_counts_what_it_lists(client: FlaskClient, session: Session) -> None:
    for kind, number in (("market", 2), ("welfare", 3), ("gig", 1)):
        for _ in range(number):
            factories.make_opening(session, kind=kind, title=f"{kind}岗位")
    factories.make_opening(session, kind="market", title="看不到的", state="draft", published_at=None)
    session.commit()
    soup = page(client, "/")
    assert soup.select_one(".total b").text == "6"
    assert [strong.text.split()[0] for strong in soup.select(".counts strong")] == ["2", "0", "3", "1"]
    titles = [link.get_text() for link in soup.select(".lst h3")]
    assert titles[:3] == ["公益性岗位：welfare岗位"] * 3
    assert len(titles) == 3 + 4
    assert "看不到的" not in soup.get_text()


def test_the_search_box_asks_the_list_of_openings(client: FlaskClient) -> None:
    form = page(client, "/").find("form", class_="search")
    assert (form["method"], form["action"]) == ("get", "/openings")
    assert form.find("input")["name"] == "q"


def test_an_empty_city_says_what_to_do(client: FlaskClient) -> None:
    assert "现在还没有岗位" in page(client, "/").get_text()


@pytest.mark.parametrize(
    ("role", "href"),
    [("resident", "/me/recommendations"), ("employer", "/employer"), ("district_officer", "/desk")],
)
def test_whoever_is_signed_in_is_greeted_and_led_to_their_room(
    client: FlaskClient, session: Session, role: str, href: str
) -> None:
    user = factories.make_user(session, role, display_name="王*梅")
    session.commit()
    factories.sign_in(client, user)
    hello = page(client, "/").find(class_="hello")
    assert "王*梅，您好。" in hello.get_text()
    assert hello.find("a")["href"] == href


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("", ["找工作", "推荐给我", "查待遇", "我要招人", "登录"]),
        ("resident", ["找工作", "推荐给我", "我的报名", "我的待遇", "我的"]),
        ("employer", ["找工作", "招人首页", "我的"]),
        ("auditor", ["找工作", "工作台", "我的"]),
    ],
)
def test_the_masthead_leads_only_where_the_role_may_go(
    client: FlaskClient, session: Session, role: str, words: list[str]
) -> None:
    if role:
        user = (
            factories.make_user(session, role) if role != "employer" else factories.make_employer(session)[1]
        )
        if role == "resident":
            factories.make_seeker(session, user=user)
        session.commit()
        factories.sign_in(client, user)
    links = page(client, "/").select(".nav a")
    assert [link.get_text().strip() for link in links] == words
    for link in links:
        assert client.get(link["href"]).status_code in (200, 302), link["href"]


def test_the_windows_page_names_all_districts_and_their_streets(client: FlaskClient) -> None:
    soup = page(client, "/service-windows")
    assert len(soup.select("details")) == 18
    assert "花园街道" in soup.find(id="d230103").get_text()


def test_the_privacy_page_says_what_the_law_asks(client: FlaskClient) -> None:
    soup = page(client, "/privacy")
    assert {h2["id"] for h2 in soup.find_all("h2")} >= {
        "who",
        "what",
        "how",
        "seen",
        "ranking",
        "rights",
        "kept",
    }
    for word in ("单独同意", "关掉", "注销", "加密", "12333"):
        assert word in soup.get_text()


def test_few_queries(client: FlaskClient, session: Session, engine: Engine) -> None:
    employer, user = factories.make_employer(session)
    for number in range(12):
        opening = factories.make_opening(session, employer=employer, title=f"岗位{number}", headcount=9)
        factories.make_application(session, opening, factories.make_seeker(session))
        factories.make_opening(session, kind="welfare", title=f"公益{number}")
    session.commit()
    client.get("/")
    with questions(engine) as statements:
        page(client, "/")
    assert len(statements) <= 8, statements
    factories.sign_in(client, user)
    with questions(engine) as statements:
        page(client, "/employer")
    assert len(statements) <= 12, statements


class TestEmployerRoom:
    """`/employer`."""

    def test_lists_who_waits_for_an_answer_first(self, client: FlaskClient, session: Session) -> None:
        employer, user = factories.make_employer(session)
        waits = factories.make_opening(session, employer=employer, title="有人等的", headcount=5)
        for state in ("applied", "viewed", "refused", "withdrawn"):
            factories.make_application(session, waits, factories.make_seeker(session), state)
        accepted = factories.make_opening(session, employer=employer, title="有人接受的")
        factories.make_application(session, accepted, factories.make_seeker(session), "accepted")
        factories.make_opening(
            session,
            employer=employer,
            title="退回来的",
            state="draft",
            state_note="请写清几点上班",
            published_at=None,
        )
        factories.make_opening(session, employer=employer, title="没人报的")
        factories.make_opening(session, title="别人家的")
        session.commit()
        factories.sign_in(client, user)
        soup = page(client, "/employer")
        todo = [item.get_text(" ", strip=True) for item in soup.select(".todo li")]
        assert len(todo) == 3
        assert "有人等的：2 人报名" in todo[0] and "有人接受的：1 人已接受" in todo[1]
        assert "退回来的" in todo[2] and "请写清几点上班" in todo[2]
        rows = {li.find("h3").get_text(): li.get_text(" ", strip=True) for li in soup.select(".posts > li")}
        assert len(rows) == 4 and list(rows)[-1] == "市场岗位：没人报的"
        assert "3 人报名" in rows["市场岗位：有人等的"].replace(" 人", " 人")
        assert "还没有人报名" in rows["市场岗位：没人报的"]
        assert "别人家的" not in soup.get_text()

    def test_says_when_a_post_ends_soon(self, client: FlaskClient, session: Session) -> None:
        employer, user = factories.make_employer(session)
        soon = clock.today() + timedelta(days=2)
        factories.make_opening(session, employer=employer, valid_until=soon)
        session.commit()
        factories.sign_in(client, user)
        assert "到期" in page(client, "/employer").find(class_="posts").get_text()

    @pytest.mark.parametrize(
        ("state", "words"),
        [("pending", "单位资料正在核验"), ("refused", "营业执照看不清"), ("verified", "已核验")],
    )
    def test_says_where_the_verification_stands(
        self, client: FlaskClient, session: Session, state: str, words: str
    ) -> None:
        _employer, user = factories.make_employer(session, state=state, decision_note="营业执照看不清")
        session.commit()
        factories.sign_in(client, user)
        assert words in page(client, "/employer").get_text()

    def test_is_closed_to_others(self, client: FlaskClient, session: Session) -> None:
        assert client.get("/employer").status_code == 302
        resident = factories.make_user(session)
        session.commit()
        factories.sign_in(client, resident)
        assert client.get("/employer").status_code == 403


def test_error_pages_keep_the_way_on_and_read_no_database(app: Flask, engine: Engine) -> None:
    with questions(engine) as statements:
        answer = app.test_client().get("/nothing-here?lang=en")
    assert answer.status_code == 404
    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.h1.text == "This page was not found"
    assert {link["href"] for link in soup.select("main a")} >= {"/", "tel:12333"}
    assert statements == []
