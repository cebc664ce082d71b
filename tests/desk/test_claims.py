"""Claims on the one work list: which of them wait, for whom, in which order, and that the numbers add up."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import ClaimState, Outcome
from tests import factories
from tests.desk.test_home import ELSEWHERE, city, lines, page, tabs
from tests.pages import questions

WAITING = ("submitted", "accepted", "reviewed", "special", "appealed")


def claim_in(session: Session, state: str, officers: tuple[User, User, User], **fields: object) -> Claim:
    """A claim in a state, with its own claimant."""
    claim = factories.make_claim(session, state=state, officers=officers)
    for name, value in fields.items():
        setattr(claim, name, value)
    return claim


def pane(soup: BeautifulSoup) -> str:
    found = soup.select_one(".pane")
    assert found is not None
    return found.get_text(" ", strip=True)


def test_every_step_that_staff_owes_is_on_the_list_and_nothing_else(
    client: FlaskClient, session: Session
) -> None:
    officers = factories.make_officers(session)
    for state in ClaimState:
        claim_in(session, state.value, officers)
    session.commit()
    factories.sign_in(client, officers[1])
    soup = page(client, "/desk?work=claim")
    assert tabs(soup)["待遇申请"] == tabs(soup)["全部"] == len(WAITING)
    said = [line.get_text(" ", strip=True) for line in lines(soup)]
    for step in ("等受理", "等审核", "等审批", "等第二人签字", "等复核"):
        assert sum(f"失业保险金，{step}" in one for one in said) == 1, step


def test_a_correction_that_came_back_says_so_and_waits_from_that_day(
    client: FlaskClient, session: Session
) -> None:
    officers = factories.make_officers(session)
    claim = claim_in(session, "returned", officers)
    claim.applied_on = clock.today() - timedelta(days=40)
    session.commit()
    factories.sign_in(client, officers[0])
    assert tabs(page(client))["待遇申请"] == 0
    person = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
    claims.correct(session, claim, factories.ui_facts(), by=person)
    session.commit()
    soup = page(client)
    [line] = lines(soup)
    assert "补正交回，等受理" in line.get_text()
    assert "已等 0 天，5 个工作日内办" in pane(soup)
    assert "补正交回" in client.get("/desk/claims").text


def test_the_overdue_stand_first_among_all_kinds_and_are_counted(
    client: FlaskClient, session: Session
) -> None:
    city(session)  # an employer here has waited for a month
    officers = factories.make_officers(session)
    today = clock.today()
    later = claim_in(session, "accepted", officers, due_on=today + timedelta(days=20))
    due_today = claim_in(session, "submitted", officers, due_on=today)
    latest = claim_in(session, "reviewed", officers, due_on=today - timedelta(days=90))
    session.commit()
    factories.sign_in(client, officers[1])
    soup = page(client)
    keys = [str(line.select_one("a")["href"]).split("item=")[1].split("#")[0] for line in lines(soup)]  # type: ignore[index]
    assert keys[0] == f"claim-{latest.id}"
    assert keys.index(f"claim-{due_today.id}") < keys.index(f"claim-{later.id}") == len(keys) - 1
    assert tabs(soup)["全部"] == 8 and tabs(soup)["待遇申请"] == 3
    head = soup.select_one("h1")
    assert head is not None and "今天要办 3 件" in head.get_text() and "其中 2 件已超期" in head.get_text()
    assert latest.number in pane(soup)
    assert soup.select_one(".pane .go")["href"] == f"/desk/claims/{latest.number}"  # type: ignore[index]


def test_staff_sees_the_claims_of_its_own_district_only(client: FlaskClient, session: Session) -> None:
    here, there = factories.make_officers(session), factories.make_officers(session, ELSEWHERE)
    mine = claim_in(session, "submitted", here)
    theirs = claim_in(session, "submitted", there, district_code=ELSEWHERE)
    nobodys = claim_in(session, "submitted", there, district_code=None)
    session.commit()
    for officer in here[:2]:
        factories.sign_in(client, officer)
        for address in ("/desk", f"/desk?item=claim-{theirs.id}", f"/desk?district={ELSEWHERE}"):
            soup = page(client, address)
            assert tabs(soup)["待遇申请"] == 1 and mine.number in pane(soup)
            assert theirs.number not in soup.get_text()
    factories.sign_in(client, here[2])
    assert tabs(page(client))["待遇申请"] == 3
    assert nobodys.number in pane(page(client, f"/desk?item=claim-{nobodys.id}"))
    only = page(client, f"/desk?district={ELSEWHERE}")
    assert tabs(only)["待遇申请"] == 1 and theirs.number in pane(only)


@pytest.mark.parametrize(
    ("role", "state", "says"),
    [
        ("street_officer", "submitted", "打开办理"),
        ("street_officer", "accepted", "打开办理"),
        ("street_officer", "reviewed", "等区县或市级同事审批。"),
        ("district_officer", "reviewed", "打开办理"),
        ("city_officer", "special", "打开办理"),
        ("auditor", "submitted", "您的账户只能看"),
    ],
)
def test_the_pane_says_whether_this_step_is_the_readers(
    client: FlaskClient, session: Session, role: str, state: str, says: str
) -> None:
    claim_in(session, state, factories.make_officers(session))
    reader = factories.make_user(
        session, role, district_code=None if role in ("city_officer", "auditor") else "230103"
    )
    session.commit()
    factories.sign_in(client, reader)
    assert says in pane(page(client))


def test_who_proposed_is_told_that_a_colleague_decides(client: FlaskClient, session: Session) -> None:
    _, district, _ = officers = factories.make_officers(session)
    claim = claim_in(session, "accepted", officers)
    claims.propose(session, claim, Outcome.GRANT, by=district)
    session.commit()
    factories.sign_in(client, district)
    assert "请由另一位同事办理" in pane(page(client)) and "打开看看" in pane(page(client))


def test_the_list_names_the_claimant_masked_and_the_excel_file_too(
    client: FlaskClient, session: Session
) -> None:
    officers = factories.make_officers(session)
    claim = claim_in(session, "submitted", officers)
    session.commit()
    factories.sign_in(client, officers[0])
    text = client.get("/desk").text
    assert "王*梅" in text and "王小梅" not in text
    assert client.get("/desk/worklist.xlsx?work=claim").status_code == 200
    assert claim.number in text


def test_a_full_list_asks_at_most_twelve_questions(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    city(session)
    officers = factories.make_officers(session)
    for state in WAITING:
        claim_in(session, state, officers)
    session.commit()
    factories.sign_in(client, officers[1])
    client.get("/desk")  # the reference book is read once a process
    first = next(line for line in lines(page(client)) if "像另一个岗位" in line.get_text())
    looked_at = str(first.select_one("a")["href"])  # type: ignore[index]
    for address in ("/desk", looked_at, "/desk?work=claim", "/desk/worklist.xlsx"):
        with questions(engine) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 12, address
