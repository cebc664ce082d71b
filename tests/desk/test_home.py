"""The work list: whose it is, what stands on it, that it adds up, and that other districts never show through."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit.models import AuditEntry
from tests import factories
from tests.applications.conftest import make_post
from tests.pages import bare, questions

HERE, ELSEWHERE = "230103", "230102"


def page(client: FlaskClient, address: str = "/desk") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.data, "html.parser")


def shown(client: FlaskClient, address: str) -> str:
    """The whole page but for the form token, which is new each time."""
    return bare(client.get(address).get_data(as_text=True))


def tabs(soup: BeautifulSoup) -> dict[str, int]:
    """{name of the tab: its number}."""
    found = {}
    for link in soup.select(".tabs a"):
        number = link.select_one("b")
        assert number is not None
        found[link.get_text().removesuffix(number.get_text()).strip()] = int(number.get_text())
    return found


def lines(soup: BeautifulSoup) -> list[Tag]:
    """The lines of the list, group heads apart."""
    return [row for row in soup.select(".worklist tbody tr") if "grp" not in (row.get("class") or [])]


def city(session: Session) -> None:
    """In 南岗区: two employers, an opening, a held import, a duplicate; one employer and opening elsewhere."""
    factories.make_employer(session, name="南岗家政部", state="pending")
    late, _ = factories.make_employer(session, name="南岗物业", state="pending")
    late.created_at = clock.now() - timedelta(days=30)
    factories.make_opening(session, title="超市理货员", state="review", published_at=None)
    factories.make_opening(
        session,
        title="前台文员",
        state="review",
        published_at=None,
        source="51job",
        lint=[{"words": "未婚优先", "reason": "不能按婚育状况挑人。", "rule": "family", "level": "block"}],
    )
    first = factories.make_opening(session, title="社区保洁员")
    factories.make_opening(
        session, title="社区保洁员 ", flags=[f"likely_duplicate:{first.id}"], source="51job"
    )
    factories.make_employer(session, name="道里物业", state="pending", district_code=ELSEWHERE)
    factories.make_opening(
        session, title="道里保安", state="review", published_at=None, district_code=ELSEWHERE
    )
    factories.make_opening(
        session, title="外地普工", state="review", published_at=None, district_code=None, outside_city=True
    )
    session.commit()


def test_the_list_holds_what_waits_in_the_district_and_adds_up(client: FlaskClient, session: Session) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    soup = page(client)
    assert tabs(soup) == {
        "全部": 5,
        "待遇申请": 0,
        "单位核验": 2,
        "岗位审核": 1,
        "导入待审": 1,
        "可能重复": 1,
        "追回": 0,
    }
    assert len(lines(soup)) == 5
    groups = {
        head.get_text(strip=True).rstrip("0123456789"): int(re.sub(r"\D", "", head.get_text()))
        for head in soup.select("tr.grp")
    }
    assert sum(groups.values()) == 5
    assert groups["已超期"] == 1
    assert "南岗物业" in lines(soup)[0].get_text()
    for other in ("道里物业", "道里保安", "外地普工"):
        assert other not in soup.get_text()
    for work, number in (("employer", 2), ("opening", 1), ("held", 1), ("duplicate", 1)):
        assert len(lines(page(client, f"/desk?work={work}"))) == number


def test_the_line_that_is_looked_at_shows_what_to_mind(client: FlaskClient, session: Session) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    held = page(client, "/desk?work=held").select_one(".pane")
    assert held is not None
    assert "未婚优先" in held.get_text() and "不能按婚育状况挑人。" in held.get_text()
    double = page(client, "/desk?work=duplicate").select_one(".pane")
    assert double is not None
    assert "像是同一个岗位" in double.get_text()
    assert double.select_one(".go")["href"].startswith("/desk/openings/")  # type: ignore[index,union-attr]
    link = lines(page(client))[-1].select_one("a")
    assert link is not None
    chosen = page(client, str(link["href"]))
    assert chosen.select_one("tr.on a")["href"] == link["href"]  # type: ignore[index]


def test_a_duplicate_in_another_district_is_not_shown_to_this_one(
    client: FlaskClient, session: Session
) -> None:
    other = factories.make_opening(session, title="道里保洁", district_code=ELSEWHERE)
    factories.make_opening(session, title="南岗保洁", flags=[f"likely_duplicate:{other.id}"])
    officer = factories.make_user(session, "district_officer")
    city_officer = factories.make_user(session, "city_officer", district_code=None)
    session.commit()
    factories.sign_in(client, officer)
    assert "道里保洁" not in page(client).get_text()
    factories.sign_in(client, city_officer)
    assert "道里保洁" in page(client).get_text()


def test_city_staff_sees_all_and_can_look_at_one_district(client: FlaskClient, session: Session) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "city_officer", district_code=None))
    session.commit()
    assert tabs(page(client))["全部"] == 8
    assert tabs(page(client, f"/desk?district={ELSEWHERE}"))["全部"] == 2
    assert tabs(page(client, "/desk?district=999999"))["全部"] == 8


def test_an_officer_cannot_ask_for_another_district(client: FlaskClient, session: Session) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    assert tabs(page(client, f"/desk?district={ELSEWHERE}"))["全部"] == 5
    assert "道里" not in page(client, f"/desk?district={ELSEWHERE}").select_one("main").get_text()  # type: ignore[union-attr]


def test_an_officer_without_a_district_sees_nothing(client: FlaskClient, session: Session) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "district_officer", district_code=None))
    session.commit()
    assert "没有要办的" in page(client).get_text()


@pytest.mark.parametrize("address", ["/desk", "/desk?work=held", "/desk?work=employer&page=2"])
@pytest.mark.parametrize("role", ["street_officer", "district_officer"])
def test_a_hundred_rows_in_another_district_change_nothing(
    client: FlaskClient, session: Session, role: str, address: str
) -> None:
    """Counts, numbers and lists of one district tell nothing about another (checklist 6)."""
    city(session)
    factories.sign_in(client, factories.make_user(session, role))
    session.commit()
    before = shown(client, address)
    for number in range(25):
        factories.make_employer(session, name=f"别区单位{number}", state="pending", district_code=ELSEWHERE)
        factories.make_opening(
            session, state="review", published_at=None, district_code=ELSEWHERE, source="51job"
        )
        post = make_post(session, state="hired", district_code=ELSEWHERE)
        post.seekers[0].district_code = ELSEWHERE
    session.commit()
    assert shown(client, address) == before


def test_the_numbers_count_today_and_this_week_of_the_district(client: FlaskClient, session: Session) -> None:
    post = make_post(session, seekers=4, state="applied", headcount=9)
    post.applications[0].state = post.applications[1].state = "hired"
    post.applications[1].changed_at = clock.now() - timedelta(days=8)
    post.applications[3].created_at = clock.now() - timedelta(days=8)
    post.seekers[2].created_at = clock.now() - timedelta(days=8)
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    told = [one.get_text(" ", strip=True) for one in page(client).select(".desk-numbers span")]
    assert told == ["本周新登记 3 人，今天 3 人", "报名 3 份，今天 3 份", "录用 1 人，今天 1 人"]


def test_street_officers_and_auditors_may_look_but_not_decide(client: FlaskClient, session: Session) -> None:
    city(session)
    people = {role: factories.make_user(session, role) for role in ("street_officer", "district_officer")}
    people["auditor"] = factories.make_user(session, "auditor", district_code=None)
    session.commit()
    for role, user in people.items():
        factories.sign_in(client, user)
        text = page(client).get_text()
        assert ("打开办理" in text) is (role == "district_officer")
        assert ("您的账户只能看" in text) is (role != "district_officer")


@pytest.mark.parametrize(("role", "says"), [("fair_organiser", "还没有开通"), ("administrator", "操作记录")])
def test_whoever_has_no_part_in_the_list_is_told_so_plainly(
    client: FlaskClient, session: Session, role: str, says: str
) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, role, district_code=None))
    session.commit()
    soup = page(client)
    assert says in soup.get_text()
    assert lines(soup) == [] and "南岗物业" not in soup.get_text()
    assert client.get("/desk/worklist.xlsx").status_code == 403


def test_an_empty_list_says_so(client: FlaskClient, session: Session) -> None:
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    soup = page(client)
    assert "清单办完了" in soup.get_text() and "没有要办的" in soup.get_text()


def test_a_long_list_is_paged_and_no_line_stands_twice(client: FlaskClient, session: Session) -> None:
    for number in range(61):
        factories.make_employer(session, name=f"单位{number}", state="pending")
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    seen = [
        str(row.select_one("a")["href"]).split("item=")[1].split("#")[0].split("&")[0]  # type: ignore[index]
        for number in (1, 2)
        for row in lines(page(client, f"/desk?page={number}"))
    ]
    assert len(seen) == len(set(seen)) == 61
    assert len(lines(page(client, "/desk?page=99"))) == 11


def test_the_desk_asks_at_most_twelve_questions(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    client.get("/desk")  # the reference book is read once a process
    for address in ("/desk", "/desk?work=duplicate", "/desk/worklist.xlsx"):
        with questions(engine) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 12, (address, asked)


def test_two_that_are_not_the_same_both_stay_and_leave_the_list(
    client: FlaskClient, session: Session
) -> None:
    first = factories.make_opening(session, title="社区保洁员")
    second = factories.make_opening(
        session, title="社区保洁员", flags=[f"likely_duplicate:{first.id}", "other"]
    )
    officer, street = (factories.make_user(session, role) for role in ("district_officer", "street_officer"))
    elsewhere = factories.make_user(session, "district_officer", district_code=ELSEWHERE)
    session.commit()
    address = f"/desk/openings/{second.id}/keep-both"
    for user, status in ((street, 403), (elsewhere, 404)):
        factories.sign_in(client, user)
        assert client.post(address).status_code == status
    factories.sign_in(client, officer)
    pressed = page(client, "/desk?work=duplicate").select_one(".pane form")
    assert pressed is not None and pressed["action"] == address
    assert "两个都留着" in client.post(address, follow_redirects=True).get_data(as_text=True)
    client.post(address)  # twice is once
    session.rollback()
    session.refresh(second)
    assert second.flags == ["other"] and second.state == "published"
    assert session.scalars(select(AuditEntry.action)).all() == ["openings:keep_both"]
    assert tabs(page(client))["可能重复"] == 0


def test_on_to_the_next_thing_and_at_last_back_to_the_list(client: FlaskClient, session: Session) -> None:
    city(session)
    factories.sign_in(client, factories.make_user(session, "district_officer"))
    session.commit()
    ways = [line.select_one("a") for line in lines(page(client, "/desk?work=employer"))]
    keys = [re.findall(r"item=(employer-\d+)", str(way))[0] for way in ways]
    first, second = (f"/desk/employers/{key.split('-')[1]}" for key in keys)
    assert client.get("/desk/next?work=employer").headers["Location"] == first
    assert client.get(f"/desk/next?work=employer&after={keys[0]}").headers["Location"] == second
    assert client.get(f"/desk/next?work=employer&after={keys[1]}").headers["Location"] == first
    assert client.get("/desk/next?work=claim").headers["Location"] == "/desk"
    assert "这一类办完了" in client.get("/desk").text
