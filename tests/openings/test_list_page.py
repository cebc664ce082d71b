"""The page of the list: chips, ways to loosen, pages, junk in the address; and what every page asks the database."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.employers.models import Employer
from jobhelp.openings.listing import PAGE_SIZE
from tests.factories import make_opening
from tests.pages import questions

MOST_QUERIES = 12


def test_chips_take_one_limit_away(client: FlaskClient, session: Session) -> None:
    make_opening(session, shifts=["day"], perks=["meals"])
    session.commit()
    page = client.get("/openings?kind=market&district=230103&perk=meals&pay=2500").text
    chips = [unescape(href) for href in re.findall(r'<a class="chip" href="([^"]*)"', page)]
    assert chips == [
        "/openings?district=230103&pay=2500&perk=meals",
        "/openings?kind=market&pay=2500&perk=meals",
        "/openings?kind=market&district=230103&perk=meals",
        "/openings?kind=market&district=230103&pay=2500",
    ]
    assert '<a class="clear" href="/openings">' in page
    for href in chips:
        assert client.get(href).status_code == 200
    assert 'class="chip"' not in client.get("/openings").text


def test_where_nothing_is_left_it_offers_what_is_left_without_one_limit(
    client: FlaskClient, session: Session
) -> None:
    for _ in range(3):
        make_opening(session, kind="market", perks=["meals"])
    make_opening(session, kind="gig", perks=[])
    session.commit()
    page = client.get("/openings?kind=gig&perk=meals").text
    assert "没有一个岗位全都符合" in page
    offers = re.findall(r'<a class="btn sec2" href="([^"]*)">.*?<b class="num">([^<]*)</b>', page)
    assert [(unescape(href), text) for href, text in offers] == [
        ("/openings?perk=meals", "3 个"),
        ("/openings?kind=gig", "1 个"),
    ]
    words = client.get("/openings?q=宇航员").text
    assert "没有一个岗位全都符合" in words and "/openings" in words


def test_pages_do_not_overlap_and_the_last_is_the_last(client: FlaskClient, session: Session) -> None:
    for n in range(PAGE_SIZE * 2 + 1):
        make_opening(session, title=f"岗位{n:02d}号")
    make_opening(session, title="没登的", state="review")
    session.commit()
    seen: list[str] = []
    for page in (1, 2, 3):
        text = client.get(f"/openings?page={page}").text
        found = list(dict.fromkeys(re.findall(r"岗位\d\d号", text)))
        assert len(found) == (1 if page == 3 else PAGE_SIZE)
        seen += found
    assert len(set(seen)) == PAGE_SIZE * 2 + 1
    assert "没登的" not in seen
    for beyond in ("4", "9999999"):
        assert seen[-1] in client.get(f"/openings?page={beyond}").text
    for junk in ("0", "-1", "abc", "1e3", "٣", "9" * 50, ""):
        assert client.get(f"/openings?page={junk}").status_code == 200


@pytest.mark.parametrize(
    "junk",
    [
        "kind=nothing&district=999999&shift=x&perk=y&work=z&pay=-1&sort=up&street=1&beyond=2",
        "pay=99999999999999&pay=NaN",
        "q=%00%ff'%22;--&q=b",
        "q=" + "岗" * 3000,
        "kind=market&kind=market&kind=gig",
        "district[]=230103&q[$ne]=1",
        "sort=near&street=230103001",
        "utm_source=x&page=2",
    ],
)
def test_junk_in_the_address_opens_a_page(client: FlaskClient, session: Session, junk: str) -> None:
    make_opening(session)
    session.commit()
    answer = client.get(f"/openings?{junk}")
    assert answer.status_code == 200
    canonical = re.search(r'rel="canonical" href="([^"]*)"', answer.text)
    assert canonical and not {"nothing", "999999", "utm_source", "$ne"} & set(
        re.split(r"\W+", canonical.group(1))
    )


def test_no_page_asks_the_database_more_than_twelve_times(
    client: FlaskClient,
    employer: FlaskClient,
    desk: FlaskClient,
    engine: Engine,
    session: Session,
    firm: tuple[Employer, User],
) -> None:
    rows = [make_opening(session, employer=firm[0], occupation_code="4-10-01-06") for _ in range(40)]
    waiting = make_opening(
        session, employer=firm[0], state="review", flags=[f"likely_duplicate:{rows[0].id}"]
    )
    old = make_opening(session, employer=firm[0], state="draft")
    session.commit()
    asked = {}
    for browser, path in (
        (client, "/openings"),
        (client, "/openings?q=保洁&district=230103&sort=near&shift=day&perk=meals&page=2"),
        (client, "/openings?q=宇航员&kind=gig"),
        (client, f"/openings/{rows[0].id}"),
        (client, f"/openings/{rows[0].id}/sheet"),
        (client, f"/openings/{rows[0].id}.json"),
        (employer, "/employer/openings/new"),
        (employer, "/employer/openings/new?kind=market"),
        (employer, f"/employer/openings/{old.id}"),
        (employer, f"/employer/openings/{old.id}/edit"),
        (desk, f"/desk/openings/{waiting.id}"),
    ):
        browser.get(path)  # the reference book is read once a process
        with questions(engine) as statements:
            assert browser.get(path).status_code == 200, path
        asked[path] = len(statements)
    assert max(asked.values()) <= MOST_QUERIES, asked
    assert min(asked.values()) >= 1
