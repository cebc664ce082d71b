"""How long a session lives, and what ends it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp.accounts import service
from jobhelp.accounts.models import User
from jobhelp.app import create_app
from jobhelp.config import Settings
from jobhelp.crypto import write_key_file
from tests.accounts.conftest import OTHER_PASSWORD, PASSWORD, PHONE, SignIn, digits
from tests.pages import questions

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def test_staff_who_do_nothing_for_half_an_hour_sign_in_again(
    client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        try_sign_in(phone="13904510002")
        client.post("/second-factor", data={"code": digits(officer)})
        for _ in range(4):  # whoever works stays signed in
            clock.shift(timedelta(minutes=29))
            assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=31))
        answer = client.get("/account")
        assert answer.status_code == 302 and answer.location == "/sign-in?next=/account"
        assert "您离开得久了" in client.get("/sign-in").text


def test_residents_may_take_their_time_up_to_twelve_hours(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        try_sign_in()
        clock.shift(timedelta(hours=6))
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(hours=5, minutes=59))
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get("/account").status_code == 302


def test_staff_sessions_end_after_twelve_hours_however_busy(
    client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        try_sign_in(phone="13904510002")
        client.post("/second-factor", data={"code": digits(officer)})
        for _ in range(12 * 3):
            clock.shift(timedelta(minutes=20))
            assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.get("/account").status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    app: Flask, client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    other = app.test_client()
    other.post("/sign-in", data={"phone": PHONE, "password": PASSWORD})
    try_sign_in()
    form = {"current": PASSWORD, "password": OTHER_PASSWORD}
    assert client.post("/account/password", data=form).location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_staff_keep_their_second_factor_over_a_new_password(
    client: FlaskClient, officer: User, try_sign_in: SignIn
) -> None:
    try_sign_in(phone="13904510002")
    client.post("/second-factor", data={"code": digits(officer)})
    short = {"current": PASSWORD, "password": OTHER_PASSWORD}
    assert client.post("/account/password", data=short).status_code == 422  # 9 characters
    long = {"current": PASSWORD, "password": "大江大河大桥大船大雪大风"}
    assert client.post("/account/password", data=long).status_code == 302
    assert client.get("/account").status_code == 200


def test_signing_out_everywhere_ends_every_session(
    app: Flask, client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    other = app.test_client()
    other.post("/sign-in", data={"phone": PHONE, "password": PASSWORD})
    try_sign_in()
    assert client.post("/account/sign-out-everywhere").location == "/signed-out"
    assert client.get("/account").status_code == other.get("/account").status_code == 302


def test_the_present_password_is_asked_for_and_guessing_it_is_limited(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    try_sign_in()
    wrong = {"current": "not this one", "password": OTHER_PASSWORD}
    answers = [client.post("/account/password", data=wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "现在的密码不对" in answers[0].text


@pytest.mark.parametrize("password", [PHONE, "139 0451 0001", "jobhelp2026", "1234567", "abababab"])
def test_a_new_password_is_not_the_phone_nor_the_site_nor_common(
    client: FlaskClient, resident: User, try_sign_in: SignIn, password: str
) -> None:
    try_sign_in()
    form = {"current": PASSWORD, "password": password}
    assert client.post("/account/password", data=form).status_code == 422


def test_a_closed_account_and_a_changed_role_count_from_the_next_request(
    client: FlaskClient, session: Session, officer: User, try_sign_in: SignIn
) -> None:
    try_sign_in(phone="13904510002")
    client.post("/second-factor", data={"code": digits(officer)})
    assert client.get("/desk/reset-codes").status_code == 200
    officer.role = "auditor"
    session.commit()
    assert client.get("/desk/reset-codes").status_code == 403
    officer.active = False
    session.commit()
    assert client.get("/account").status_code == 302


def test_a_made_up_session_identity_opens_nothing(client: FlaskClient, resident: User) -> None:
    now = datetime.now(UTC).timestamp()
    for identity in ("", "x", f"{resident.uid}.", f"{resident.uid}.2", f"{resident.uid}.x", "0.1"):
        with client.session_transaction() as state:
            state.update(_user_id=identity, signed_in_at=now, seen_at=now)
        assert client.get("/account").status_code == 302


def test_pages_of_a_signed_in_person_are_never_stored(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    assert try_sign_in().headers["Cache-Control"] == "no-store"
    for address in ("/account", "/notices", "/account/password"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_an_account_page_asks_few_questions_of_the_database(
    engine: Engine, client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    try_sign_in()
    with questions(engine) as asked:
        client.get("/account")
    assert 0 < len(asked) <= 12


@pytest.fixture
def production(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Production settings on the test's database."""
    keys = tmp_path_factory.mktemp("keys") / "keys.json"
    write_key_file(keys)
    return replace(
        settings,
        production=True,
        debug=False,
        secret_key="kS9x-2vQw7_LmZ4rTyUb8nHc3dEf6gAj1pKoIu5sXqW",
        key_file=keys,
        site_url="https://jobs.example",
        rate_limits=True,
    )


def test_in_production_cookies_are_host_only_and_demo_accounts_are_shut_out(production: Settings) -> None:
    production.refuse_if_unsafe()
    site = create_app(production)
    site.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with Session(site.extensions["jobhelp.engine"]) as session:
        for phone, demo in (("13904510001", False), ("13904510009", True)):
            service.create_user(
                session, role="resident", display_name="王*", phone=phone, password=PASSWORD, demo=demo
            )
        session.commit()
    client = site.test_client()
    demo_form = {"phone": "13904510009", "password": PASSWORD}
    refused = client.post("/sign-in", data=demo_form, base_url="https://jobs.example")
    assert refused.status_code == 422
    form = {"phone": PHONE, "password": PASSWORD}
    answer = client.post("/sign-in?lang=zh&elder=1", data=form, base_url="https://jobs.example")
    assert answer.status_code == 302
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 3
    for cookie in cookies:
        assert cookie.startswith("__Host-") and "Path=/" in cookie and "Domain" not in cookie
        for flag in ("Secure", "HttpOnly", "SameSite=Lax"):
            assert flag in cookie
    site.extensions["jobhelp.engine"].dispose()
