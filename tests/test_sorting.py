"""Lists in another order: the address says which, the heading says how, and what it can't say is the usual order."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth
from jobhelp.desk.worklist import ORDERS, Item, Work, in_order
from jobhelp.payments import queries as payments
from jobhelp.payments import service
from jobhelp.payments.models import Payment
from jobhelp.web import wanted_order
from tests import factories
from tests.pages import questions
from tests.payments import city

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("address", "chosen", "kept", "way", "after", "numbers_after"),
    [
        ("/", "due", None, "", "amount", "-amount"),
        ("/?sort=amount", "amount", "amount", "ascending", "-amount", "-amount"),
        ("/?sort=-amount", "-amount", "-amount", "descending", "amount", "amount"),
        ("/?sort=password", "due", None, "", "amount", "-amount"),
        ("/?sort=--amount", "due", None, "", "amount", "-amount"),
        ("/?sort=-", "due", None, "", "amount", "-amount"),
        ("/?sort=due&sort=amount", "due", None, "", "amount", "-amount"),
    ],
)
def test_an_order_stands_in_the_address(
    app: Flask, address: str, chosen: str, kept: str | None, way: str, after: str, numbers_after: str
) -> None:
    with app.test_request_context(address):
        order = wanted_order({"due", "amount"}, "due")
    assert (order.chosen, order.kept, order.way("amount")) == (chosen, kept, way)
    assert (order.after("amount"), order.after("amount", down=True)) == (after, numbers_after)
    assert order.after("due") == (
        "-due" if chosen == "due" else None
    )  # the usual order has the plain address


def item(work: Work, number: int, waited: int, due: int, district: str, who: str) -> Item:
    return Item(
        work, number, TODAY - timedelta(days=waited), TODAY + timedelta(days=due), None, district, who
    )


ITEMS = [
    item(Work.OPENING, 1, waited=9, due=2, district="230103", who="阿城砖厂"),
    item(Work.CLAIM, 2, waited=1, due=-3, district="230102", who="张*"),
    item(Work.EMPLOYER, 3, waited=30, due=5, district="", who="道里物业"),
]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("due", [2, 1, 3]),
        ("-due", [3, 1, 2]),
        ("waited", [2, 1, 3]),
        ("-waited", [3, 1, 2]),
        ("work", [2, 3, 1]),
        ("who", [1, 3, 2]),  # a, d, z: by their sound
        ("-district", [1, 2, 3]),
    ],
)
def test_the_work_list_stands_as_it_is_asked(order: str, numbers: list[int]) -> None:
    assert [one.number for one in in_order(ITEMS, order)] == numbers
    assert [one.number for one in in_order(ITEMS[::-1], order)] == numbers


def rows(soup: BeautifulSoup) -> list[Tag]:
    found = soup.select("table:has(thead.sorts) tbody tr")
    return [row for row in found if "grp" not in (row.get("class") or [])]


@pytest.fixture
def desk(client: FlaskClient, session: Session) -> Callable[[str], BeautifulSoup]:
    """The pages of a district in which there is something to put in order on every list."""
    city.listen()
    who = city.officers(session)
    people = [city.granted(session, who, serial, card=serial != 2, months_ago=1) for serial in range(3)]
    run = city.paid(session, who, city.first_month(people[0]))
    for number, row in enumerate([*session.scalars(select(Payment)), *session.scalars(select(BenefitMonth))]):
        row.amount += (number * 7 % 5) * 100
        if isinstance(row, BenefitMonth) and row.month <= clock.today():
            row.payable_from = clock.today() - timedelta(days=9 - number % 3)
    for person, amount in zip(people[:2], (700, 300), strict=True):
        found = service.propose(session, person, amount=amount, reason="多发", by=who.preparer)
        service.confirm(session, found, by=who.checker)
    for number in range(3):
        firm, _ = factories.make_employer(session, name=f"单位{number}", state="pending")
        firm.created_at = clock.now() - timedelta(days=20 * ((number + 1) % 3) + 1)
    factories.make_claim(session, seeker=factories.make_seeker(session))
    session.commit()
    factories.sign_in(client, who.preparer)
    client.get("/desk")  # the reference book is read once a process

    def page(address: str) -> BeautifulSoup:
        answer = client.get(address.replace("RUN", run.number))
        assert answer.status_code == 200, address
        return BeautifulSoup(answer.data, "html.parser")

    return page


LISTS = {
    "/desk?work=employer": ORDERS,
    "/desk/claims?state=all": claims.ORDERS,
    "/desk/payments?state=settled": payments.RUN_ORDERS,
    "/desk/payments/RUN?": payments.LINE_ORDERS,
    "/desk/payments/late?all=1": payments.LATE_ORDERS,
    "/desk/recoveries?": payments.RECOVERY_ORDERS,
    "/desk/ledger?kind=recover": payments.ENTRY_ORDERS,
}


def test_every_heading_turns_its_list_round_and_keeps_the_filters(
    desk: Callable[[str], BeautifulSoup], engine: Engine
) -> None:
    for address, orders in LISTS.items():
        plain = desk(address)
        assert len(rows(plain)) >= 1, address
        usual = plain.select("th[aria-sort]")
        assert len(usual) == 1, address
        links = [str(link["href"]) for link in plain.select("thead.sorts th.by a.sort")]
        asked = {parse_qs(urlsplit(link).query)["sort"][0].removeprefix("-") for link in links}
        one_district = (
            {"district"} if address.startswith(("/desk?", "/desk/claims", "/desk/payments?")) else set()
        )
        assert asked == set(orders) - one_district, address
        kept = parse_qs(urlsplit(address).query)
        for link in links:
            assert kept.items() <= parse_qs(urlsplit(link).query).items(), link
            with questions(engine) as sent:
                there = desk(link)
            assert len([one for one in sent if not one.startswith("BEGIN")]) <= 12, link
            column = there.select_one("th[aria-sort]")
            back = column.select_one("a") if column else None
            assert column is not None and back is not None, link
            again = desk(str(back["href"]))
            assert sorted(row.get_text() for row in rows(again)) == sorted(
                row.get_text() for row in rows(there)
            )
            turned = again.select_one("th[aria-sort]")
            assert turned is not None and turned["aria-sort"] != column["aria-sort"], link
        for wish in ("password", "-", "'", "--due"):
            strange = desk(f"{address}&sort={wish}")
            assert [row.get_text() for row in rows(strange)] == [row.get_text() for row in rows(plain)]


def amounts(soup: BeautifulSoup) -> list[float]:
    heads = [head.get_text() for head in soup.select("thead.sorts th")]
    at = next(place for place, head in enumerate(heads) if head.startswith(("金额", "要退")))
    return [float(row.select("td")[at].get_text().replace(",", "")) for row in rows(soup)]


@pytest.mark.parametrize(
    "address",
    ["/desk/payments/late?all=1", "/desk/recoveries?", "/desk/ledger?kind=recover", "/desk/payments/RUN?"],
)
def test_the_largest_sum_stands_first_or_last(desk: Callable[[str], BeautifulSoup], address: str) -> None:
    up, down = (amounts(desk(f"{address}&sort={way}amount")) for way in ("", "-"))
    assert len(set(up)) > 1
    assert up == sorted(up) and down == sorted(up, reverse=True)


def test_the_list_of_the_day_by_age_has_no_groups_and_its_file_stands_alike(
    desk: Callable[[str], BeautifulSoup], client: FlaskClient
) -> None:
    assert desk("/desk?work=employer").select("tr.grp")
    soup = desk("/desk?work=employer&sort=-waited")
    assert not soup.select("tr.grp")
    firms = [row.select("td")[3].get_text().strip() for row in rows(soup)]
    assert firms == ["单位1", "单位0", "单位2"]
    kept = soup.select_one('a[href*="worklist.xlsx"]')
    assert kept is not None
    book = load_workbook(io.BytesIO(client.get(str(kept["href"])).data))
    sheet = list(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    assert [row[4] for row in sheet] == firms
