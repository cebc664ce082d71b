"""Overpaid money on the one work list: it waits for a second person, and only officers who see payments see it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.payments import service as payments
from jobhelp.payments.models import Recovery
from tests import factories
from tests.desk.test_claims import pane
from tests.desk.test_home import ELSEWHERE, city, lines, page, tabs
from tests.pages import questions

REASON = "贷款还清以后不贴息：2026 年第 1 季度的贴息发多了。"


def proposed(session: Session, by: User) -> tuple[Claim, Recovery]:
    """A month was paid and 500 yuan of it must come back, says an officer."""
    claim = factories.make_claim(session, state="granted")
    month = session.scalars(select(BenefitMonth).where(BenefitMonth.claim_id == claim.id)).first()
    assert month is not None
    month.state = MonthState.PAID.value
    session.flush()
    found = payments.propose(session, claim, amount=50_000, reason=REASON, by=by)
    session.commit()
    return claim, found


def test_a_proposed_recovery_waits_on_the_list_for_another_person(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    maker, checker = (factories.make_user(session, "district_officer") for _ in range(2))
    claim, found = proposed(session, maker)
    factories.sign_in(client, checker)
    page(client)  # the reference book is read once a process
    with questions(engine) as asked:
        soup = page(client, "/desk?work=recovery")
    assert len(asked) <= 12
    assert tabs(soup)["追回"] == 1
    [line] = lines(soup)
    assert "失业保险金，追回 500.00 元，等确认" in line.get_text()
    told = pane(soup)
    assert claim.number in told and REASON in told and "打开办理" in told
    assert soup.select_one(".pane .go")["href"] == f"/desk/recoveries/{found.id}"  # type: ignore[index]
    assert client.get("/desk/worklist.xlsx?work=recovery").status_code == 200
    factories.sign_in(client, maker)
    assert "请由另一位同事办理" in pane(page(client, "/desk?work=recovery"))


def test_a_wish_to_waive_waits_too_and_what_is_decided_leaves_the_list(
    client: FlaskClient, session: Session
) -> None:
    maker, checker = (factories.make_user(session, "district_officer") for _ in range(2))
    _, found = proposed(session, maker)
    payments.ask_waiver(session, found, reason="家里困难。", by=checker)
    session.commit()
    factories.sign_in(client, maker)
    soup = page(client, "/desk?work=recovery")
    assert "不追回 500.00 元，等同意" in lines(soup)[0].get_text()
    assert "家里困难。" in pane(soup) and "打开办理" in pane(soup)
    factories.sign_in(client, checker)
    assert "请由另一位同事办理" in pane(page(client, "/desk?work=recovery"))
    payments.waive(session, found, by=maker)
    session.commit()
    assert tabs(page(client))["追回"] == 0


def test_a_list_of_every_kind_asks_at_most_twelve_questions(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    city(session)
    officers = factories.make_officers(session)
    factories.make_claim(session, officers=officers)
    proposed(session, officers[1])
    factories.sign_in(client, officers[1])
    double = next(line for line in lines(page(client)) if "像另一个岗位" in line.get_text())
    looked_at = str(double.select_one("a")["href"])  # type: ignore[index]
    for address in ("/desk", looked_at, "/desk/worklist.xlsx"):
        with questions(engine) as asked:
            assert client.get(address).status_code == 200
        assert len([one for one in asked if not one.startswith("BEGIN")]) <= 12, address


@pytest.mark.parametrize(
    ("role", "district", "seen"),
    [
        ("district_officer", ELSEWHERE, 0),
        ("city_officer", None, 1),
        ("auditor", None, 1),
        ("street_officer", "230103", None),
    ],
)
def test_who_sees_it(
    client: FlaskClient, session: Session, role: str, district: str | None, seen: int | None
) -> None:
    proposed(session, factories.make_user(session, "district_officer"))
    factories.sign_in(client, factories.make_user(session, role, district_code=district))
    session.commit()
    soup = page(client)
    assert tabs(soup).get("追回") == seen
    assert ("等确认" in soup.get_text()) is bool(seen)
