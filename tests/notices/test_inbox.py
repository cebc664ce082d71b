"""The inbox: theirs alone, in their language, read only when they say so."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.notices import queries, service
from jobhelp.notices.models import Notice
from tests.factories import make_user, sign_in
from tests.pages import bare, questions

VERIFIED = "您的单位已经通过核验，现在可以发布岗位了。"


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> User:
    """A resident in this browser."""
    user = make_user(session)
    session.commit()
    sign_in(client, user)
    return user


def test_messages_stand_newest_first_with_what_is_new_marked(
    client: FlaskClient, session: Session, reader: User
) -> None:
    service.tell(session, reader.id, "第一条 <b>粗</b>")
    service.tell(session, reader.id, "第二条 %(what)s", what="好消息")
    session.commit()
    page = client.get("/notices")
    cards = [
        card.get_text(" ", strip=True) for card in BeautifulSoup(page.text, "html.parser").select(".inbox li")
    ]
    assert len(cards) == 2 and "第二条 好消息" in cards[0] and "第一条 <b>粗</b>" in cards[1]
    assert all("新消息" in card for card in cards)
    assert "有 2 条没有看过" in page.text


def test_looking_marks_nothing_read(client: FlaskClient, session: Session, reader: User) -> None:
    service.tell(session, reader.id, "一条")
    session.commit()
    client.get("/notices")
    session.commit()
    assert queries.unread_count(session, reader.id) == 1


def test_opening_a_message_marks_it_read_and_goes_where_it_points(
    client: FlaskClient, session: Session, reader: User
) -> None:
    first = service.tell(session, reader.id, "看账户", link="/account")
    second = service.tell(session, reader.id, "没有去处")
    session.commit()
    assert client.post(f"/notices/{first.id}").location == "/account"
    assert client.post(f"/notices/{second.id}").location == "/notices"
    session.commit()
    assert queries.unread_count(session, reader.id) == 0


def test_a_message_never_leads_off_the_site(client: FlaskClient, session: Session, reader: User) -> None:
    notice = service.tell(session, reader.id, "坏", link="//evil.example/x")
    session.commit()
    assert client.post(f"/notices/{notice.id}").location == "/notices"


def test_all_are_marked_read_at_once_and_only_ones_own(
    client: FlaskClient, session: Session, reader: User
) -> None:
    other = make_user(session)
    for _ in range(3):
        service.tell(session, reader.id, "我的")
        service.tell(session, other.id, "别人的")
    session.commit()
    assert client.post("/notices/read").location == "/notices"
    session.commit()
    assert queries.unread_count(session, reader.id) == 0
    assert queries.unread_count(session, other.id) == 3
    assert "别人的" not in client.get("/notices").text


def test_anothers_message_looks_like_none(client: FlaskClient, session: Session, reader: User) -> None:
    theirs = service.tell(session, make_user(session).id, "别人的")
    session.commit()
    answer, missing = client.post(f"/notices/{theirs.id}"), client.post("/notices/999999")
    assert answer.status_code == missing.status_code == 404
    assert bare(answer.text) == bare(missing.text)
    session.commit()
    session.refresh(theirs)
    assert theirs.read_at is None


def test_messages_come_in_the_readers_language(client: FlaskClient, session: Session, reader: User) -> None:
    service.tell(session, reader.id, VERIFIED)
    session.commit()
    assert VERIFIED in client.get("/notices").text
    page = client.get("/notices?lang=en").text
    assert "Your organisation is verified." in page and VERIFIED not in page


def test_parameters_that_do_not_fit_do_not_break_the_page(
    client: FlaskClient, session: Session, reader: User
) -> None:
    service.tell(session, reader.id, "少了 %(that)s", this="x")
    service.tell(session, reader.id, "百分之 50% 好", this="x")
    session.commit()
    page = client.get("/notices")
    assert page.status_code == 200 and "少了 %(that)s" in page.text


def test_the_masthead_counts_what_is_new_with_one_question(
    engine: Engine, client: FlaskClient, session: Session, reader: User
) -> None:
    for _ in range(3):
        service.tell(session, reader.id, "一条")
    session.commit()
    with questions(engine) as asked:
        page = BeautifulSoup(client.get("/notices").text, "html.parser")
    assert page.select_one(".who .count").get_text().startswith("3")
    assert len([one for one in asked if "count(" in one and "read_at IS NULL" in one]) == 1
    assert len(asked) <= 12


def test_many_messages_have_pages(client: FlaskClient, session: Session, reader: User) -> None:
    for number in range(25):
        service.tell(session, reader.id, f"消息第{number}号")
    session.commit()
    first, second = client.get("/notices").text, client.get("/notices?page=2").text
    assert "消息第24号" in first and "消息第4号" not in first and 'rel="next"' in first
    assert "消息第4号" in second and "消息第5号" not in second and 'rel="prev"' in second
    for junk in ("0", "-3", "x", "9" * 30):
        assert client.get(f"/notices?page={junk}").status_code == 200


def test_an_empty_inbox_says_what_will_come(client: FlaskClient, reader: User) -> None:
    assert "还没有消息" in client.get("/notices").text


@pytest.mark.parametrize("role", ["employer", "district_officer", "administrator"])
def test_everybody_reads_in_their_own_room(client: FlaskClient, session: Session, role: str) -> None:
    user = make_user(session, role)
    session.commit()
    sign_in(client, user)
    assert client.get("/notices").status_code == 200
    assert client.get("/account").status_code == 200


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/notices").location == "/sign-in?next=/notices"
    assert client.post("/notices/read").status_code == 302


def test_forgetting_a_person_erases_their_messages_and_nobody_elses(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        for user_id in (1, 2):
            service.tell(session, user_id, "一条")
            service.send_sms(session, key=f"k{user_id}", user_id=user_id, to="13900000000", body="x")
        service.forget(session, 1)
        session.commit()
        assert session.scalars(select(Notice.user_id)).all() == [2]
