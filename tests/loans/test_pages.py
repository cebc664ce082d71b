"""The pages: the open calculator keeps nothing, the borrower sees their own, the desk acts and settles."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session
from time_machine import travel

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries as claims_queries
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.loans import queries, service
from jobhelp.loans.calculator import Asked
from jobhelp.loans.models import Loan
from jobhelp.loans.token import LARGEST, seal, unseal
from jobhelp.orm import Base
from jobhelp.payments.models import Recovery
from jobhelp.payments.wording import amount as exact
from tests import factories
from tests.loans import rows

PERSON = {
    "group": "returning_migrant",
    "people": "2",
    "other": "none",
    "consumer": "",
    "amount": "300000",
    "months": "36",
    "rate": "3.5",
    "on": "2026-11-24",
}
FIRM = {"staff": "40", "hires": "2", "amount": "300000", "months": "24", "rate": "", "on": "2026-11-24"}


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """A day whose law is known."""
    with travel("2026-11-24T04:00:00Z", tick=True):
        yield


@contextmanager
def queries_counted(engine: Engine) -> Iterator[list[str]]:
    """Every statement that runs inside."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def soup_of(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def cells(soup: BeautifulSoup, heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    table = soup.find(id=heading).find_parent("section").table
    return [[cell.get_text(strip=True) for cell in row.find_all("td")] for row in table.tbody.find_all("tr")]


# ── the calculator ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_answered_and_nothing_is_kept(client: FlaskClient, session: Session) -> None:
    def rows_in() -> dict[str, int]:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }

    before = rows_in()
    where = client.post("/loans", data=PERSON).location
    assert "returning_migrant" not in where and "300000" not in where
    told = soup_of(client, where)
    assert told.h1.get_text(strip=True) == "最高可以借 660,000 元"
    assert cells(told, "years") == [
        ["第一年", "10,500", "5,250", "5,250"],
        ["第二年", "10,500", "5,250", "5,250"],
        ["第三年", "10,500", "5,250", "5,250"],
        ["合计", "31,500", "15,750", "15,750"],
    ]
    assert [row[0] for row in cells(told, "eras")] == [
        "2021年1月1日以前",
        "2021年1月1日到2023年9月30日",
        "2023年10月1日起",
    ]
    assert rows_in() == before


def test_a_firm_below_the_share_is_told_how_many_are_missing(client: FlaskClient) -> None:
    told = soup_of(client, client.post("/loans?kind=firm", data=FIRM).location)
    assert told.find(id="share").get_text(strip=True) == "再招 3 人，就够比例"
    assert told.h1.get_text(strip=True) == "最高可以借 300,000 元"


def test_the_printed_sheet_has_the_same_sums_and_the_papers(client: FlaskClient) -> None:
    where = client.post("/loans", data=PERSON).location
    sheet = soup_of(client, f"{where}&print=1")
    assert "sheet" in sheet.body["class"]
    text = sheet.get_text()
    assert "15,750" in text and "征信报告" in text and "营业执照" in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "很多"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "9" * 400}, "amount"),
        ({"rate": "NaN"}, "rate"),
        ({"rate": "sNaN"}, "rate"),
        ({"rate": "Infinity"}, "rate"),
        ({"months": "0"}, "months"),
        ({"on": "2026-11-25"}, "on"),
        ({"on": "2017-12-07"}, "on"),
        ({"on": "昨天"}, "on"),
        ({"on": ""}, "on"),
        ({"group": "civil_servant"}, "group"),
        ({"group": ""}, "group"),
        ({"other": "consumer"}, "consumer"),
    ],
)
def test_faults_are_told_at_the_field(client: FlaskClient, changes: dict[str, str], field: str) -> None:
    response = client.post("/loans", data=PERSON | changes)
    assert response.status_code == 422
    soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert [one["href"] for one in soup.select(".govuk-error-summary a")] == [f"#{field}"]


def test_more_new_hires_than_staff_cannot_be(client: FlaskClient) -> None:
    response = client.post("/loans?kind=firm", data=FIRM | {"hires": "41"})
    assert response.status_code == 422 and "不能比职工还多" in response.get_data(as_text=True)


def test_a_spoiled_address_shows_the_empty_form(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        token = seal(Asked("sl", date(2026, 1, 1), 1, 1))
        assert unseal(token) is not None
        assert unseal(token[:-4]) is None and unseal("x" * (LARGEST + 1)) is None and unseal("") is None
    assert soup_of(client, f"/loans?t={token[:-4]}").find(id="amount") is not None


def test_without_a_known_law_the_sums_are_left_open(client: FlaskClient) -> None:
    told = soup_of(client, client.post("/loans", data=PERSON | {"on": "2019-01-01", "rate": ""}).location)
    assert told.find(id="years") is None and "利息还算不出来" in told.get_text()


# ── the borrower ──────────────────────────────────────────────────────────────────────────────────────────


def lent(session: Session) -> tuple[Claim, Loan, User, User]:
    """A loan of January with its first quarter settled and paid: claim, loan, borrower, officer."""
    with travel("2026-01-15T04:00:00Z", tick=False):
        by = factories.make_user(session, "district_officer")
        claim, loan = rows.lent(session, clock.today(), by=by)
    with travel("2026-04-02T04:00:00Z", tick=False):
        service.settle(session, date(2026, 1, 1), by=by)
        session.scalars(select(BenefitMonth)).one().state = MonthState.PAID.value
    borrower = session.get_one(User, claims_queries.claimant_user_ids(session, claim)[0])
    session.commit()
    return claim, loan, borrower, by


def test_the_borrower_sees_stages_quarters_and_what_is_next(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    claim, _, borrower, _ = lent(session)
    factories.sign_in(client, borrower)
    with queries_counted(engine) as seen:
        told = soup_of(client, f"/me/loans/{claim.number}")
    assert len(seen) <= 12
    assert [one["class"][0] for one in told.select(".stagebar li")] == [
        *["done"] * 4,
        "now",
        "todo",
    ]
    first, second = cells(told, "interest")[:2]
    assert first[-1] == "已发" and second[-1] == "待结息"
    assert first[0] == "2026 年第 1 季度" and first[1] == "76"
    every = [row for table in told.select("table.quarters") for row in table.tbody.select("tr")]
    total = [cell.get_text(strip=True) for cell in every[-1].select("td")]
    assert total[2:5] == ["20,400.00", "10,200.00", "10,200.00"]


def test_nobody_else_sees_it(client: FlaskClient, session: Session) -> None:
    claim, _, _, _ = lent(session)
    employer, member = factories.make_employer(session)
    stranger = factories.make_seeker(session)
    session.commit()
    factories.sign_in(client, session.get_one(User, stranger.user_id))
    theirs = client.get(f"/me/loans/{claim.number}")
    missing = client.get("/me/loans/SL0000-99999")
    assert (theirs.status_code, missing.status_code) == (404, 404)
    factories.sign_in(client, member)
    assert client.get(f"/employer/loans/{claim.number}").status_code == 404
    assert client.get(f"/me/loans/{claim.number}").status_code == 403


def test_a_firm_sees_its_own(client: FlaskClient, session: Session) -> None:
    employer, member = factories.make_employer(session)
    claim, _ = rows.granted_firm(session, employer, member)
    session.commit()
    factories.sign_in(client, member)
    told = soup_of(client, f"/employer/loans/{claim.number}")
    assert "担保机构看您的材料" in told.get_text()


def test_the_page_of_the_claim_leads_to_the_loan(client: FlaskClient, session: Session) -> None:
    claim, _, borrower, _ = lent(session)
    factories.sign_in(client, borrower)
    told = soup_of(client, f"/me/benefits/{claim.number}")
    assert told.select_one(f'a[href="/me/loans/{claim.number}"]') is not None


# ── the desk ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_desk_takes_a_loan_from_guarantee_to_lent(client: FlaskClient, session: Session) -> None:
    claim, loan = rows.granted(session)
    by = factories.make_user(session, "district_officer")
    session.commit()
    factories.sign_in(client, by)
    address = f"/desk/loans/{claim.number}"
    blank = client.post(address, data={"do": "guarantee"})
    assert blank.status_code == 422 and "请填担保机构" in blank.get_data(as_text=True)
    done = client.post(address, data={"do": "guarantee", "guarantee-guarantor": "市担保中心"})
    assert done.status_code == 302
    contract = {
        "do": "lend",
        "lend-bank": "示例银行",
        "lend-amount": "300000.01",
        "lend-rate": "3.5",
        "lend-months": "36",
        "lend-contract_on": "2026-11-24",
        "lend-lent_on": "2026-11-24",
    }
    above = client.post(address, data=contract)
    assert above.status_code == 422
    soup = BeautifulSoup(above.get_data(as_text=True), "html.parser")
    assert [one["href"] for one in soup.select(".govuk-error-summary a")] == ["#lend-amount"]
    assert soup.find(id="lend-bank")["value"] == "示例银行"  # nothing that was typed is lost
    assert client.post(address, data=contract | {"lend-amount": "250000.50"}).status_code == 302
    session.expire_all()
    assert (loan.state, loan.amount) == ("lent", 250_000_50)
    assert client.post(address, data=contract).status_code == 409  # the button of an old page


@pytest.mark.parametrize(
    ("role", "district", "see", "act"),
    [
        ("district_officer", "230103", 200, 422),
        ("district_officer", "230102", 404, 404),
        ("street_officer", "230103", 200, 403),
        ("city_officer", None, 200, 422),
        ("auditor", None, 200, 403),
        ("administrator", None, 403, 403),
        ("fair_organiser", None, 403, 403),
    ],
)
def test_who_sees_a_loan_at_the_desk_and_who_may_act(
    client: FlaskClient, session: Session, role: str, district: str | None, see: int, act: int
) -> None:
    claim, _ = rows.granted(session)
    user = factories.make_user(session, role, district_code=district)
    session.commit()
    factories.sign_in(client, user)
    address = f"/desk/loans/{claim.number}"
    assert client.get(address).status_code == see
    assert client.post(address, data={"do": "guarantee"}).status_code == act
    listed = client.get("/desk/loans")
    assert (claim.number in listed.get_data(as_text=True)) is (see == 200)


def test_the_list_is_short_in_questions_and_filters_by_stage(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    for _ in range(3):
        rows.granted(session)
    lent(session)
    by = factories.make_user(session, "district_officer")
    session.commit()
    factories.sign_in(client, by)
    soup_of(client, "/desk/loans")  # the reference book is read once
    with queries_counted(engine) as seen:
        told = soup_of(client, "/desk/loans")
    assert len(seen) <= 12
    assert len(told.select(".loanlist tbody tr")) == 4
    assert len(soup_of(client, "/desk/loans?state=lent").select(".loanlist tbody tr")) == 1
    assert len(soup_of(client, "/desk/loans?state=nonsense&page=x").select(".loanlist tbody tr")) == 4
    assert soup_of(client, "/desk/loans?state=repaid").select(".empty")


def test_quarters_are_settled_at_the_desk_once(client: FlaskClient, session: Session, engine: Engine) -> None:
    _, loan, _, by = lent(session)
    factories.sign_in(client, by)
    soup_of(client, "/desk/loans/quarters")  # the reference book is read once
    with queries_counted(engine) as seen:
        told = soup_of(client, "/desk/loans/quarters")
    assert len(seen) <= 12
    assert [one["action"] for one in told.select(".qlist form")] == [
        "/desk/loans/quarters/2026-04-01",
        "/desk/loans/quarters/2026-07-01",
    ]
    for _ in range(2):
        assert client.post("/desk/loans/quarters/2026-04-01").status_code == 302
    session.expire_all()
    assert len(queries.quarters_of(session, loan.id)) == 2
    assert client.post("/desk/loans/quarters/2026-10-01").status_code == 302
    assert "这个季度还没过完" in client.get("/desk/loans/quarters").get_data(as_text=True)
    assert client.post("/desk/loans/quarters/soon").status_code == 404
    session.expire_all()
    assert len(queries.quarters_of(session, loan.id)) == 2


def test_an_early_repayment_in_a_settled_quarter_shows_what_must_come_back(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    claim, loan, person, by = lent(session)
    paid = session.scalars(select(BenefitMonth).where(BenefitMonth.claim_id == claim.id)).one()
    paid.state = MonthState.PAID.value
    session.commit()
    factories.sign_in(client, by)
    address = f"/desk/loans/{claim.number}"
    early = client.post(address, data={"do": "repay", "repay-on": "2026-03-01", "repay-note": ""})
    assert early.status_code == 302
    session.expire_all()
    [found] = session.scalars(select(Recovery)).all()
    assert found.proposed_by == by.id and loan.due_on == date(2026, 3, 1)
    told = soup_of(client, address)  # the reference book is read once
    with queries_counted(engine) as seen:
        soup_of(client, address)
    assert len([one for one in seen if not one.startswith("BEGIN")]) <= 12
    assert "已经提出追回" in told.get_text()
    words = f"多贴 {exact(found.amount)} 元"
    assert words in cells(told, "interest")[0][0]
    listed = told.find(id="recoveries").parent
    assert "等确认" in listed.get_text() and found.reason in listed.get_text()
    assert listed.a["href"] == f"/desk/recoveries/{found.id}"
    street = factories.make_user(session, "street_officer")
    session.commit()
    factories.sign_in(client, street)
    assert found.reason in client.get(address).get_data(as_text=True)
    factories.sign_in(client, person)
    assert words in soup_of(client, f"/me/loans/{claim.number}").get_text()


def test_only_those_who_may_change_loans_settle(client: FlaskClient, session: Session) -> None:
    lent(session)
    street = factories.make_user(session, "street_officer")
    session.commit()
    factories.sign_in(client, street)
    assert not soup_of(client, "/desk/loans/quarters").select(".qlist form")
    assert client.post("/desk/loans/quarters/2026-04-01").status_code == 403
