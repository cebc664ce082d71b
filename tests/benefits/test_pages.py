"""The pages: nothing is kept, answers are not readable in the address, faults are told at the field."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.benefits.forms import read_day
from jobhelp.benefits.token import KEPT_DAYS, Carried, Spoiled, seal, unseal
from jobhelp.orm import Base
from jobhelp.policy.assess import RULES
from tests import factories
from tests.benefits.test_check import YES


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    """A page as people get it."""
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def result_of(app: Flask, answers: dict[str, Any], role: str = "resident") -> str:
    """The address of the result of these answers."""
    with app.app_context():
        return f"/check/result?t={seal(Carried(role, clock.today(), answers))}"


def rows_in(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_the_whole_check_without_javascript_keeps_nothing(client: FlaskClient, session: Session) -> None:
    before = rows_in(session)
    where = client.post("/check", data={"role": "resident"}).location
    asked = []
    while "/check/result" not in where:
        name = where.partition("/check/")[2].partition("?")[0]
        asked.append(name)
        soup = page(client, where)
        assert soup.find("h1")
        data = dict(YES[name]) if name in YES else {}
        where = client.post(where, data=data | {"do": "save" if data else "skip"}).location
        assert "1979" not in where and "230103" not in where
    told = page(client, where)
    assert "您现在就能申请" in told.find("h1").get_text()
    assert told.find(id="ui")["class"] == ["vd", "v-y"]
    assert "36,774" in told.find(id="ui").get_text()
    assert "暂定" in told.find(id="ui").get_text()
    session.expire_all()
    assert rows_in(session) == before


def test_every_refused_programme_says_the_criterion_and_what_would_change_it(
    client: FlaskClient, app: Flask
) -> None:
    told = page(client, result_of(app, YES))
    refused = told.find_all("details", class_="v-n")
    assert refused
    for one in refused:
        assert "卡在这一条" in one.get_text()
        assert "怎样会变" in one.get_text() or "有一类就行" in one.get_text()


def test_skipped_questions_are_to_be_checked(client: FlaskClient, app: Flask) -> None:
    told = page(client, result_of(app, {"work": {}, "born": {}}))
    assert {one["id"] for one in told.find_all("details", class_="v-n")} == {"us", "tl"}
    assert "待核实" in told.find(id="ui").get_text()


@pytest.mark.parametrize(
    ("question", "data", "says"),
    [
        ("born", {"day": "1979-13-01"}, "请填年月日"),
        ("born", {"day": "2999-01-01"}, "还没到"),
        ("born", {"day": "1800-01-01"}, "太早了"),
        ("born", {"day": "2020-01-01"}, "未满 16 周岁"),
        ("born", {"day": ""}, "请填年月日"),
        ("insured", {"pick": "paid", "number": "-1"}, "不能是负数"),
        ("insured", {"pick": "paid", "number": "900"}, "太大了"),
        ("insured", {"pick": "paid"}, "请填数字"),
        ("insured", {"pick": "paid", "number": "1.5"}, "请填整数"),
        ("insured", {"pick": "paid", "number": "three"}, "请填数字"),
        ("insured", {}, "请选一个"),
        ("work", {"pick": "nonsense"}, "请从列出的里面选"),
        ("receiving", {"pick": ["none", "dibao"]}, "不能再选别的"),
        ("registered", {"pick": "yes"}, "请填年月日"),
        ("area", {"pick": ""}, "请选一个"),
    ],
)
def test_bad_facts_get_a_clear_message_at_the_question(
    client: FlaskClient, app: Flask, question: str, data: dict[str, Any], says: str
) -> None:
    with app.app_context():
        token = seal(Carried("resident", clock.today(), {}))
    response = client.post(f"/check/{question}?t={token}", data=data | {"do": "save"})
    assert response.status_code == 422
    assert says in response.get_data(as_text=True)


def test_going_back_shows_the_answer_and_changing_it_keeps_the_others(
    client: FlaskClient, app: Flask
) -> None:
    with app.app_context():
        token = seal(Carried("resident", clock.today(), YES))
    soup = page(client, f"/check/born?t={token}")
    assert soup.find(id="day")["value"] == "1979-05-03"
    where = client.post(f"/check/born?t={token}", data={"day": "19800606", "do": "save"}).location
    with app.app_context():
        told = unseal(where.partition("t=")[2], clock.today())
    assert told.answers["born"] == {"day": "1980-06-06"}
    assert told.answers["insured"] == YES["insured"]


def test_a_link_that_was_cut_or_is_old_begins_anew(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        token = seal(Carried("resident", clock.today(), YES))
        old = seal(Carried("resident", clock.today() - timedelta(days=KEPT_DAYS + 1), YES))
        with pytest.raises(Spoiled):
            unseal(token[:-4] + "AAAA", clock.today())
        with pytest.raises(Spoiled):
            unseal("A" * 5000, clock.today())
    for spoiled in (token[:-4] + "AAAA", token[:20], old, "x", "é"):
        response = client.get("/check/result", query_string={"t": spoiled})
        assert response.status_code == 302 and response.location == "/check"
    assert "30 天" in client.get("/check").get_data(as_text=True)
    assert client.get("/check/result").location == "/check"
    assert client.get(f"/check/nothing?t={token}").location == "/check"


def test_tokens_hide_the_answers(app: Flask) -> None:
    with app.app_context():
        token = seal(Carried("resident", clock.today(), YES))
        assert token != seal(Carried("resident", clock.today(), YES))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)
    assert len(token) < 1500


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1970-05-03", date(1970, 5, 3)),
        ("19700503", date(1970, 5, 3)),
        ("1970年5月3日", date(1970, 5, 3)),
        ("1970.5.3", date(1970, 5, 3)),
        ("1970/5/3", date(1970, 5, 3)),
        ("70-5-3", None),
        ("1970-2-30", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_a_resident_s_file_helps_only_with_their_click(
    client: FlaskClient, app: Flask, session: Session
) -> None:
    seeker = factories.make_seeker(session)
    seeker.id_number = "230102198506150012"
    session.commit()
    user = session.get(User, seeker.user_id)
    assert user is not None
    factories.sign_in(client, user)
    assert "用我的出生日期" in client.get("/check").get_data(as_text=True)
    for data, answered in (({}, set()), ({"known": "y"}, {"born", "who"})):
        where = client.post("/check", data=data | {"role": "resident"}).location
        with app.app_context():
            told = unseal(where.partition("t=")[2], clock.today())
        assert set(told.answers) == answered
        assert "classes" not in told.known


def test_policy_pages_say_clause_amounts_and_source_without_any_style(client: FlaskClient) -> None:
    assert {one["href"] for one in page(client, "/policies").select(".plist a")} == {
        f"/policies/{code}" for code in RULES
    }
    for code in RULES:
        for language in ("zh", "en"):
            soup = page(client, f"/policies/{code}?lang={language}")
            assert not soup.find(style=True)
            assert soup.find(class_="clause")
    assert page(client, "/policies/ui").find("svg", class_="steps")
    assert client.get("/policies/xx").status_code == 404


def test_a_closed_programme_says_so_and_offers_no_check(client: FlaskClient) -> None:
    soup = page(client, "/policies/us?lang=zh")
    assert "已停办" in soup.find("h1").get_text()
    assert not soup.find("form", action="/check")
    assert page(client, "/policies/ui").find("form", action="/check")


def test_the_result_reads_in_english_too(client: FlaskClient, app: Flask) -> None:
    told = page(client, result_of(app, YES) + "&lang=en")
    main = told.find("main").get_text()
    assert "You can apply for" in main
    chinese = [
        word
        for word in re.findall(r"[\u4e00-\u9fff]+", main)
        if word not in "".join(one.get_text() for one in told.find_all(lang="zh-CN"))
    ]
    assert chinese == []


@pytest.mark.parametrize(
    ("question", "data", "answers", "says"),
    [
        (
            "insured",
            {"pick": "paid", "number": "31", "other": "0"},
            {"born": {"day": "1985-06-15"}},
            "缴费的时间比您",
        ),
        ("born", {"day": "2000-06-15"}, {"insured": {"pick": "paid", "number": 30}}, "缴费的时间比您"),
        ("registered", {"pick": "yes", "day": "2001-06-14"}, {"born": {"day": "1985-06-15"}}, "早于满 16 岁"),
        ("business", {"pick": "open", "day": "2001-06-14"}, {"born": {"day": "1985-06-15"}}, "早于满 16 岁"),
        (
            "school",
            {"pick": "graduate", "day": "2004-06-15"},
            {"born": {"day": "2004-06-15"}},
            "早于出生日期",
        ),
        ("born", {"day": "1985-06-15"}, {"registered": {"pick": "yes", "day": "2001-06-14"}}, "早于满 16 岁"),
    ],
)
def test_answers_that_contradict_each_other_are_told_at_the_question(
    client: FlaskClient, app: Flask, question: str, data: dict[str, Any], answers: dict[str, Any], says: str
) -> None:
    with app.app_context():
        token = seal(Carried("resident", clock.today(), answers))
    response = client.post(f"/check/{question}?t={token}", data=data | {"do": "save"})
    assert response.status_code == 422
    assert says in response.get_data(as_text=True)


def test_a_day_later_they_do_not_contradict(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        token = seal(Carried("resident", clock.today(), {"born": {"day": "1985-06-15"}}))
    for question, data in (
        ("registered", {"pick": "yes", "day": "2001-06-15"}),
        ("insured", {"pick": "paid", "number": "20", "other": "0"}),
    ):
        assert client.post(f"/check/{question}?t={token}", data=data | {"do": "save"}).status_code == 302


def test_more_hires_than_staff_are_told_at_the_question(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        token = seal(Carried("employer", clock.today(), {"staff": {"number": 3}}))
    response = client.post(f"/check/hires?t={token}", data={"number": "4", "do": "save"})
    assert response.status_code == 422
    assert "新招的人不会比职工总数还多" in response.get_data(as_text=True)
    assert client.post(f"/check/hires?t={token}", data={"number": "3", "do": "save"}).status_code == 302


def test_a_date_of_birth_that_contradicts_the_identity_number_of_the_file_is_told(
    client: FlaskClient, session: Session
) -> None:
    seeker = factories.make_seeker(session)
    seeker.id_number = "230102197905030013"
    session.commit()
    user = session.get(User, seeker.user_id)
    assert user is not None
    factories.sign_in(client, user)
    where = client.post("/check", data={"role": "resident", "known": "1"}).location
    token = where.partition("t=")[2]
    response = client.post(f"/check/born?t={token}", data={"day": "1979-05-04", "do": "save"})
    assert response.status_code == 422
    assert "身份证号上的出生日期对不上" in response.get_data(as_text=True)
    assert client.post(f"/check/born?t={token}", data={"day": "1979-05-03", "do": "save"}).status_code == 302
    response = client.post(f"/check/who?t={token}", data={"pick": "female_worker", "do": "save"})
    assert "身份证号上的性别对不上" in response.get_data(as_text=True)


def test_a_share_is_written_as_per_cent(client: FlaskClient) -> None:
    page = client.get("/policies/ui").get_data(as_text=True)
    assert "90%" in page and "0.5%" in page and "0.005" not in page
