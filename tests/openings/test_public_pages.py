"""What the public pages promise beyond their words: addresses, data, the sheet, the map, nothing inline."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.employers.models import Employer
from jobhelp.openings.city_map import CITY, CORE, LETTERS, scale, shade
from jobhelp.openings.views.marks import marked
from tests.factories import make_opening


def test_the_quick_list_gets_an_address_without_empty_fields(client: FlaskClient, session: Session) -> None:
    make_opening(session)
    session.commit()
    quick = client.get("/openings?kind=market&work=&pay=0", headers={"HX-Request": "true"})
    assert quick.headers["HX-Push-Url"] == "/openings?kind=market"
    assert "HX-Push-Url" not in client.get("/openings?kind=market").headers


def test_the_way_back_leads_to_the_list_one_came_from_and_nowhere_else(
    client: FlaskClient, session: Session
) -> None:
    opening = make_opening(session)
    session.commit()

    def back(referrer: str) -> str:
        page = client.get(f"/openings/{opening.id}", headers={"Referer": referrer}).text
        found = re.search(r'<nav class="crumb"[^>]*><a href="([^"]*)"', page)
        assert found
        return unescape(found[1])

    assert back("http://localhost/openings?kind=market&page=2") == "/openings?kind=market&page=2"
    assert back("http://localhost/openings") == "/openings"
    assert back("http://evil.example/openings?kind=market") == "/openings"
    assert back("http://localhost/openings-elsewhere") == "/openings"
    assert back("http://localhost/account") == "/openings"


def test_what_is_typed_stays_text(client: FlaskClient, session: Session) -> None:
    make_opening(session, title="<b>保洁</b>", duties="<script>1</script>", place_text="<i>楼</i>")
    session.commit()
    for address in ("/openings?q=<script>alert(1)</script>", "/openings", "/openings/1", "/openings/1/sheet"):
        page = client.get(address).text
        assert "<script>" not in page
        assert "<b>保洁</b>" not in page
        assert "<i>楼</i>" not in page


@pytest.mark.parametrize(
    "address", ["/openings?district=230103&sort=near", "/openings/1", "/openings/1/sheet"]
)
def test_nothing_is_written_into_the_page_that_the_policy_forbids(
    client: FlaskClient, session: Session, address: str
) -> None:
    make_opening(session, id=1, starts_at=480, ends_at=1020)
    session.commit()
    page = client.get(address).text
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|data:image", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_the_map_the_filters_and_the_table_say_the_same(client: FlaskClient, session: Session) -> None:
    for district, number in (("230103", 3), ("230102", 2), ("230184", 1)):
        for _ in range(number):
            make_opening(session, district_code=district)
    session.commit()
    page = client.get("/openings").text
    for name, number in (("南岗区", 3), ("道里区", 2), ("五常市", 1), ("松北区", 0)):
        shapes = set(re.findall(rf'aria-label="{name}，(\d+) 个岗位"', page))
        row = re.search(rf">{name}</a></td><td[^>]*>(\d+)<", page)
        boxes = set(re.findall(rf"<span>{name}</span><span class=\"c\">.*?(\d+)<span", page))
        assert shapes == boxes == {str(number)}
        assert row and row[1] == str(number)


def test_pressing_a_district_on_the_map_chooses_it_and_once_more_leaves_it(
    client: FlaskClient, session: Session
) -> None:
    make_opening(session)
    session.commit()

    def way(page: str) -> str:
        found = re.search(r'<a href="([^"]*)" class="m\d[^"]*" aria-label="南岗区', page)
        assert found
        return unescape(found[1])

    first = way(client.get("/openings?kind=market").text)
    assert first == "/openings?kind=market&district=230103"
    assert way(client.get(first).text) == "/openings?kind=market"


def test_the_letters_of_the_map_stand_on_the_sheet() -> None:
    for sheet in (CORE, CITY):
        for lon, lat in LETTERS[sheet.prefix].values():
            x, y = sheet.spot(lon, lat)
            assert 20 < x < sheet.width - 20
            assert 15 < y < sheet.height - 15


@pytest.mark.parametrize("most", [0, 1, 4, 7, 26, 99, 1200, 30000])
def test_the_fullest_district_is_never_beyond_the_scale(most: int) -> None:
    ends = scale({"230103": most})
    assert len(ends) == 5
    assert ends[0] == 0
    assert shade(0, ends) == 0
    assert shade(most, ends) == max(n for n in range(5) if ends[n] <= most)
    assert most < 5 or shade(most, ends) >= 2


def test_the_data_of_an_opening(client: FlaskClient, firm: tuple[Employer, User], session: Session) -> None:
    opening = make_opening(
        session,
        employer=firm[0],
        occupation_code="4-10-01-06",
        headcount=3,
        taken=1,
        education_min=3,
        experience_min=2.0,
    )
    firm[0].contact_phone = "13812345678"
    session.commit()
    data = client.get(f"/openings/{opening.id}.json")
    posting = data.get_json()
    assert data.mimetype == "application/ld+json"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 2800,
        "maxValue": 3200,
    }
    assert posting["totalJobOpenings"] == 2
    assert posting["validThrough"] == (clock.today() + timedelta(days=30)).isoformat()
    assert posting["jobLocation"]["address"]["addressLocality"] == "哈尔滨市南岗区"
    assert posting["experienceRequirements"]["monthsOfExperience"] == 24
    assert "13812345678" not in data.text
    page = client.get(f"/openings/{opening.id}").text
    assert f'<link rel="alternate" type="application/ld+json" href="/openings/{opening.id}.json">' in page


def test_pay_that_is_not_said_is_left_out_of_the_data(client: FlaskClient, session: Session) -> None:
    opening = make_opening(session, pay_min=None, pay_max=None, pay_unit=None, pay_text="面议")
    session.commit()
    assert "baseSalary" not in client.get(f"/openings/{opening.id}.json").get_json()


def test_the_sheet_holds_what_one_needs_to_apply(client: FlaskClient, session: Session) -> None:
    opening = make_opening(session)
    session.commit()
    sheet = client.get(f"/openings/{opening.id}/sheet").text
    assert f"localhost/openings/{opening.id}" in sheet
    assert sheet.count(opening.number or "!") >= 5  # at the head, and on each strip to tear off
    assert '<svg class="qr"' in sheet or 'class="qr"' in sheet


def test_an_unverified_source_is_said(
    client: FlaskClient, firm: tuple[Employer, User], session: Session
) -> None:
    ours = make_opening(session, employer=firm[0])
    theirs = make_opening(session, source="某招聘网", source_url="https://jobs.example/1")
    odd = make_opening(session, source="某招聘网", source_url="javascript:alert(1)")
    session.commit()
    assert "单位已核验" in client.get(f"/openings/{ours.id}").text
    page = client.get(f"/openings/{theirs.id}").text
    assert "来源：某招聘网，单位未核实" in page
    assert 'href="https://jobs.example/1"' in page
    assert "javascript:" not in client.get(f"/openings/{odd.id}").text


def test_marks_stand_where_the_lint_found_the_words() -> None:
    findings = [
        {"field": "title", "level": "block", "start": 2, "end": 5},
        {"field": "title", "level": "warn", "start": 4, "end": 6},
        {"field": "duties", "level": "block", "start": 0, "end": 1},
        {"field": "title", "level": "block", "start": 0, "end": -1},
    ]
    assert marked("保<限男性五>", findings, "title") == '保&lt;<mark class="block">限男性五</mark>&gt;'
    assert marked("保洁", [], "title") == "保洁"
