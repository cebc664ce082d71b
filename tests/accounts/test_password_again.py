"""The password once more before money or rights move, when it was typed more than 30 minutes ago (checklist 19)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp import crypto
from jobhelp.accounts.models import Grant, User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.states import seeker_holder
from jobhelp.payments import queries as payments
from jobhelp.payments import service
from jobhelp.payments.models import BankCard, PaymentRun
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.payments import city

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
GUARDED = {
    *("payments.save_card", "payments.save_firm_card", "payments.approve"),
    *("payments.file", "payments.late_sheet", "desk.worklist", "life_events.screening_sheet"),
    *("desk.audit_sheet", "claims.desk_sheet", "life_events.proposals_sheet", "loans.desk_sheet"),
    *("payments.run_sheet", "payments.ledger_sheet", "payments.recoveries_sheet", "accounts.staff_sheet"),
    "privacy.download",
    "accounts.decide_grant",
    *("accounts.new_staff", "accounts.staff_member", "accounts.switch_staff", "accounts.renew_staff"),
}
CARRIED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ACTION = re.compile(r'<form method="post" action="([^"]+)" novalidate class="card">')
ASKED = "请再输入一次登录密码"
Clock = time_machine.Traveller


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time that moves only when the test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def browser(app: Flask, user: User) -> FlaskClient:
    """A browser in which this person has just signed in."""
    client = app.test_client()
    factories.sign_in(client, user)
    return client


def work_for_half_an_hour(client: FlaskClient, clock: Clock) -> None:
    """Nobody is idle, but the password was typed 31 minutes ago."""
    clock.shift(timedelta(minutes=20))
    assert client.get("/account").status_code == 200
    clock.shift(timedelta(minutes=11))


def press_on(client: FlaskClient, page: TestResponse, password: str) -> TestResponse:
    """Post the page that asks, as a browser without scripts does: its hidden fields and the password."""
    form = ACTION.search(page.text)
    assert form is not None, page.text
    fields = {name: unescape(value) for name, value in CARRIED.findall(page.text[form.end() :])}
    return client.post(unescape(form[1]), data=fields | {"password_again": password})


def look_anew(session: Session) -> None:
    """Forget what was read before the browser's request."""
    session.rollback()
    session.expire_all()


def acts(session: Session) -> list[str]:
    """How each try of the password ended, first try first."""
    look_anew(session)
    statement = select(AuditEntry.result).where(AuditEntry.action == "accounts:password_again")
    return list(session.scalars(statement.order_by(AuditEntry.id)))


def test_the_acts_on_money_and_rights_are_marked(app: Flask) -> None:
    marked = {name for name, view in app.view_functions.items() if getattr(view, "fresh", False)}
    assert marked == GUARDED


def test_a_card_typed_too_late_is_kept_while_the_password_is_asked_for(
    app: Flask, session: Session, clock: Clock
) -> None:
    person = factories.make_user(session, password_hash=crypto.hash_password(PASSWORD))
    seeker = factories.make_seeker(session, user=person)
    session.commit()
    client = browser(app, person)
    number, bank = city.card_number(1), '"示例" <银行>'
    client.post("/me/card", data={"number": number, "bank": bank})
    assert payments.card_of(session, seeker_holder(seeker.id)) is not None
    look_anew(session)

    clock.shift(timedelta(minutes=31))
    other = {"number": city.card_number(2), "bank": bank}
    page = client.post("/me/card", data=other, headers={"Referer": "http://localhost/me/card?lang=zh"})
    assert page.status_code == 422 and ASKED in page.text and "信息安全" in page.text
    assert 'href="/me/card?lang=zh"' in page.text and page.headers["Cache-Control"] == "no-store"
    again = press_on(client, page, "not this one")
    assert again.status_code == 422 and "密码不对" in again.text
    nothing = press_on(client, again, "")
    assert nothing.status_code == 422 and "请填登录密码" in nothing.text
    look_anew(session)
    assert session.scalars(select(BankCard)).one().number == number

    assert press_on(client, nothing, PASSWORD).location == "/me/card"
    look_anew(session)
    kept = session.scalars(select(BankCard)).one()
    assert (kept.number, kept.bank) == (city.card_number(2), bank)
    assert acts(session) == ["refused", "done"]
    clock.shift(timedelta(minutes=29))  # the password was typed anew
    assert client.post("/me/card", data=other).location == "/me/card"
    clock.shift(timedelta(minutes=2))
    assert ASKED in client.post("/me/card", data=other).text


def test_a_run_is_approved_with_a_fresh_password_only(app: Flask, session: Session, clock: Clock) -> None:
    who = city.officers(session)
    who.approver.password_hash = crypto.hash_password(PASSWORD)
    claim = city.granted(session, who, 1)
    run = service.prepare(
        session, programme="ui", month=city.first_month(claim), district=city.HERE, by=who.preparer
    )
    service.check(session, run, by=who.checker)
    session.commit()
    client = browser(app, who.approver)
    work_for_half_an_hour(client, clock)
    assert client.get(f"/desk/payments/{run.number}").status_code == 200
    page = client.post(f"/desk/payments/{run.number}/approve")
    assert page.status_code == 422 and ASKED in page.text
    look_anew(session)
    assert session.scalars(select(PaymentRun.state)).one() == "checked"
    assert press_on(client, page, PASSWORD).location == f"/desk/payments/{run.number}"
    look_anew(session)
    assert session.scalars(select(PaymentRun.state)).one() == "approved"


def test_a_download_waits_for_the_password(app: Flask, session: Session, clock: Clock) -> None:
    user = factories.make_user(session, "district_officer", password_hash=crypto.hash_password(PASSWORD))
    session.commit()
    client = browser(app, user)
    address = "/desk/payments/late.xlsx?all=1"
    assert client.get(address).mimetype.endswith("sheet")
    work_for_half_an_hour(client, clock)
    page = client.get(address, follow_redirects=True)
    assert page.request.path == "/password-again" and ASKED in page.text
    assert press_on(client, page, "not this one").status_code == 422
    ready = client.get(press_on(client, page, PASSWORD).location)
    assert f'href="{address}"' in ready.text
    assert client.get(address).mimetype.endswith("sheet")


def test_all_that_we_keep_about_a_person_waits_for_the_password(
    app: Flask, session: Session, clock: Clock, resident: User
) -> None:
    client = browser(app, resident)
    work_for_half_an_hour(client, clock)
    assert client.get("/me/data").status_code == 200
    page = client.get("/me/data/download", follow_redirects=True)
    assert page.request.path == "/password-again" and page.mimetype == "text/html" and ASKED in page.text
    ready = client.get(press_on(client, page, PASSWORD).location)
    assert 'href="/me/data/download"' in ready.text and "您完整的姓名和号码" in ready.text
    assert client.get("/me/data/download").mimetype == "application/zip"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""])
def test_the_way_on_stays_inside_the_site(
    app: Flask, session: Session, clock: Clock, resident: User, target: str
) -> None:
    client = browser(app, resident)
    clock.shift(timedelta(minutes=31))
    page = client.get("/password-again", query_string={"next": target})
    assert ASKED in page.text and "evil" not in page.text.split("<main", 1)[1].split("</main", 1)[0]
    answer = press_on(client, page, PASSWORD)
    assert answer.location == "/password-again"
    assert client.get(answer.location).status_code == 302


def test_somebody_elses_page_is_no_way_back(
    app: Flask, session: Session, clock: Clock, resident: User
) -> None:
    client = browser(app, resident)
    clock.shift(timedelta(minutes=31))
    page = client.post("/me/card", headers={"Referer": "https://evil.example/me/card"})
    assert ASKED in page.text and 'href="/me/card"' not in page.text


def test_a_role_is_changed_with_a_fresh_password_and_the_page_itself_stays_open(
    app: Flask, session: Session, clock: Clock
) -> None:
    boss = factories.make_user(session, "administrator", password_hash=crypto.hash_password(PASSWORD))
    colleague = factories.make_user(session, "street_officer", display_name="赵敏")
    session.commit()
    client = browser(app, boss)
    work_for_half_an_hour(client, clock)
    address = f"/desk/staff/{colleague.uid}"
    assert ASKED not in client.get(address).text
    form = {"display_name": "赵敏", "role": "auditor", "district_code": ""}
    page = client.post(address, data=form)
    assert page.status_code == 422 and ASKED in page.text
    look_anew(session)
    assert session.get_one(User, colleague.id).role == "street_officer"
    assert press_on(client, page, PASSWORD).location == "/desk/staff"
    look_anew(session)
    assert session.scalars(select(Grant.role)).all() == ["auditor"]  # proposed: another confirms it


def test_ten_wrong_passwords_and_no_more_for_now(
    app: Flask, session: Session, clock: Clock, resident: User
) -> None:
    client = browser(app, resident)
    clock.shift(timedelta(minutes=31))
    page = client.post("/me/card", data={"number": "1"})
    for _ in range(10):
        assert press_on(client, page, "not this one").status_code == 422
    for attempt in (
        press_on(client, page, PASSWORD),
        client.post("/password-again", data={"password_again": PASSWORD}),
    ):
        assert attempt.status_code == 429 and attempt.headers["Retry-After"] == "300"
        assert "过 5 分钟再试" in attempt.text
    assert acts(session) == ["refused"] * 10
    clock.shift(timedelta(minutes=6))
    assert press_on(client, page, PASSWORD).status_code in (404, 422)  # the card itself is judged now
    assert acts(session)[-1] == "done"


def test_a_forged_form_is_refused_before_any_password_is_judged(
    app: Flask, session: Session, clock: Clock, resident: User
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = browser(app, resident)
    clock.shift(timedelta(minutes=31))
    for address in ("/me/card", "/password-again"):
        assert client.post(address, data={"password_again": PASSWORD}).status_code == 400
    assert acts(session) == []
