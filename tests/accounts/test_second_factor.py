"""The second factor: nothing without it, each code once, set up once, not worn down by guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pyotp
import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp.accounts import queries, service
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.orm import write_session
from tests.accounts.conftest import PASSWORD, SignIn, digits
from tests.factories import make_user

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
OFFICER_PHONE = "13904510002"


def test_staff_come_from_the_password_to_the_second_step_and_from_there_to_work(
    client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    answer = try_sign_in(phone=OFFICER_PHONE)
    assert answer.location == "/second-factor"
    page = client.get("/second-factor")
    assert page.status_code == 200 and "六位数字" in page.text
    answer = client.post("/second-factor?next=/account", data={"code": digits(officer)})
    assert answer.location == "/account"
    assert client.get("/account").status_code == 200
    assert client.get("/second-factor").status_code == 302  # nothing is owed any more


def test_before_the_second_factor_staff_reach_nothing_else(
    app: Flask, client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    try_sign_in(phone=OFFICER_PHONE)
    open_to_them = {"accounts.second_factor", "accounts.second_factor_setup"}
    looked_at = 0
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], "access", None)
        if declared in (None, "public") or rule.endpoint in open_to_them:
            continue
        looked_at += 1
        values = {name: 1 if name.endswith("_id") else "x" for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in rule.methods & {"GET", "POST"}:
            answer = client.open(address, method=method)
            assert answer.status_code == 302 and answer.location.startswith("/second-factor"), rule
    assert looked_at > 5


def test_the_same_code_does_not_work_twice(
    app: Flask, client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    with time_machine.travel(NOON, tick=False):
        code = digits(officer)
        try_sign_in(phone=OFFICER_PHONE)
        assert client.post("/second-factor", data={"code": code}).status_code == 302
        other = app.test_client()
        other.post("/sign-in", data={"phone": OFFICER_PHONE, "password": PASSWORD})
        for variant in (code, f"{code[:3]} {code[3:]}", code.translate(FULL_WIDTH), f" {code}\u200b"):
            answer = other.post("/second-factor", data={"code": variant})
            assert answer.status_code == 422 and "已经用过" in answer.text


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize("shape", ["{0}", "{0:.3} {1}", " {0} "])
def test_spaces_and_full_width_digits_are_understood(
    client: FlaskClient, officer: User, try_sign_in: SignIn, shape: str
) -> None:
    with time_machine.travel(NOON, tick=False):
        code = digits(officer)
        try_sign_in(phone=OFFICER_PHONE)
        typed = shape.format(code, code[3:]).translate(FULL_WIDTH)
        assert client.post("/second-factor", data={"code": typed}).status_code == 302


@pytest.mark.parametrize(("ahead", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_half_a_minute_wrong_is_forgiven_and_no_more(
    session: Session, officer: User, ahead: int, good: bool
) -> None:
    with time_machine.travel(NOON, tick=False):
        code = digits(officer, ahead=ahead)
        if good:
            service.take_second_factor(session, officer, code)
        else:
            with pytest.raises(service.WrongSecondFactor):
                service.take_second_factor(session, officer, code)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠١٢٣٤٥", "0" * 5000, "\x00"])
def test_what_are_no_six_digits_is_refused(
    client: FlaskClient, officer: User, try_sign_in: SignIn, typed: str
) -> None:
    try_sign_in(phone=OFFICER_PHONE)
    assert client.post("/second-factor", data={"code": typed}).status_code == 422


def test_of_twenty_uses_of_one_code_at_the_same_moment_one_succeeds(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        user = make_user(session, "city_officer")
        uid = user.uid
    gate = Barrier(10)

    def use(_number: int) -> bool:
        gate.wait()
        try:
            with write_session(either_engine) as session:
                person = queries.by_uid(session, uid)
                assert person is not None
                service.take_second_factor(session, person, code)
        except service.WrongSecondFactor:
            return False
        return True

    with time_machine.travel(NOON, tick=False):
        code = pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").at(NOON)
        with ThreadPoolExecutor(10) as pool:
            assert sum(pool.map(use, range(20))) == 1


def test_five_wrong_codes_and_the_next_is_not_judged(
    client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        try_sign_in(phone=OFFICER_PHONE)
        for _ in range(5):
            assert client.post("/second-factor", data={"code": "000000"}).status_code == 422
        blocked = client.post("/second-factor", data={"code": digits(officer)})
        assert blocked.status_code == 429 and blocked.headers["Retry-After"] == "300"
        clock.shift(timedelta(minutes=5))
        assert client.post("/second-factor", data={"code": digits(officer)}).status_code == 302


def test_a_new_session_does_not_give_new_tries(app: Flask, officer: User) -> None:
    with time_machine.travel(NOON, tick=False):
        for number in range(6):
            browser = app.test_client()
            browser.post("/sign-in", data={"phone": OFFICER_PHONE, "password": PASSWORD})
            answer = browser.post("/second-factor", data={"code": "000000"})
            assert answer.status_code == (422 if number < 5 else 429)


def test_the_first_time_staff_set_up_their_app(
    client: FlaskClient, session: Session, officer: User, try_sign_in: SignIn
) -> None:
    officer.totp_secret, officer.totp_confirmed = None, False
    session.commit()
    assert try_sign_in(phone=OFFICER_PHONE).location == "/second-factor"
    assert client.get("/second-factor").location == "/second-factor/setup"
    page = client.get("/second-factor/setup")
    assert page.headers["Cache-Control"] == "no-store"
    session.commit()
    session.refresh(officer)
    secret = officer.totp_secret
    assert secret is not None and len(secret) == 32
    soup = BeautifulSoup(page.text, "html.parser")
    assert soup.select_one(".secret").get_text().replace(" ", "") == secret
    picture = soup.select_one(".qr svg")
    assert picture is not None and picture.find("path") is not None
    assert "style=" not in page.text and "data:" not in page.text and "<script>" not in page.text
    assert client.post("/second-factor/setup", data={"code": "000000"}).status_code == 422
    assert client.post("/second-factor/setup", data={"code": digits(officer)}).status_code == 302
    assert client.get("/account").status_code == 200
    session.commit()
    session.refresh(officer)
    assert officer.totp_confirmed
    assert client.get("/second-factor/setup").status_code == 302  # the secret is never shown again


def test_a_confirmed_secret_is_not_shown_to_one_who_has_only_the_password(
    client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    try_sign_in(phone=OFFICER_PHONE)
    answer = client.get("/second-factor/setup")
    assert answer.status_code == 302 and answer.location == "/second-factor"


def test_looking_at_the_setup_page_writes_nothing(
    client: FlaskClient, session: Session, officer: User, try_sign_in: SignIn
) -> None:
    try_sign_in(phone=OFFICER_PHONE)
    officer.totp_secret, officer.totp_confirmed = None, False
    session.commit()
    assert "开始设置" in client.get("/second-factor/setup").text
    session.commit()
    session.refresh(officer)
    assert officer.totp_secret is None
    assert client.post("/second-factor/setup").status_code == 302
    session.commit()
    session.refresh(officer)
    assert officer.totp_secret is not None


def test_residents_owe_no_second_factor(client: FlaskClient, resident: User, try_sign_in: SignIn) -> None:
    try_sign_in()
    assert client.get("/second-factor").status_code == 302
    assert client.get("/account").status_code == 200


def test_each_try_is_in_the_audit_log(
    client: FlaskClient, session: Session, officer: User, try_sign_in: SignIn
) -> None:
    try_sign_in(phone=OFFICER_PHONE)
    client.post("/second-factor", data={"code": "000000"})
    client.post("/second-factor", data={"code": digits(officer)})
    rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "accounts:second_factor")).all()
    assert [row.result for row in rows] == ["refused", "done"]


def test_the_secret_is_sealed(session: Session, officer: User) -> None:
    assert officer.totp_secret is not None
    assert officer.totp_secret.encode() not in (officer.totp_secret_sealed or b"")
