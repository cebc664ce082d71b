"""Sign in and out: who gets in, what a failure tells, what is left behind."""

import re
import time

import argon2
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp import crypto
from jobhelp.accounts import service
from jobhelp.accounts.models import Attempt, User
from jobhelp.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD, PHONE, SignIn
from tests.pages import bare


def main_of(answer: TestResponse) -> str:
    """The page without its frame (whose addresses of static files change while people work on them)."""
    return str(BeautifulSoup(answer.text, "html.parser").find("main"))


def test_a_resident_signs_in_and_sees_their_account(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    answer = try_sign_in()
    assert answer.status_code == 302
    page = client.get("/account")
    assert page.status_code == 200
    assert "139****0001" in page.text and PHONE not in page.text


@pytest.mark.parametrize("typed", ["+86 139 0451 0001", "１３９０４５１０００１", " 139-0451-0001 "])
def test_the_phone_may_be_typed_in_any_way(resident: User, try_sign_in: SignIn, typed: str) -> None:
    assert try_sign_in(phone=typed).status_code == 302


def test_after_signing_in_one_comes_to_the_wanted_page_of_this_site_only(
    client: FlaskClient, resident: User
) -> None:
    form = {"phone": PHONE, "password": PASSWORD}
    assert client.post("/sign-in?next=/account?x=1", data=form).location == "/account?x=1"
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post("/sign-in", query_string={"next": elsewhere}, data=form)
        assert answer.location.startswith("/") and "evil" not in answer.location


def test_whoever_is_signed_in_does_not_see_the_form_again(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    try_sign_in()
    assert client.get("/sign-in").status_code == 302


def test_a_failure_keeps_the_phone_and_never_the_password(resident: User, try_sign_in: SignIn) -> None:
    answer = try_sign_in(password="wrong-wrong")
    assert answer.status_code == 422
    assert PHONE in answer.text and "wrong-wrong" not in answer.text
    assert "手机号或密码不对" in answer.text


def test_unknown_phone_wrong_password_and_closed_account_get_the_same_answer(
    client: FlaskClient, session: Session, resident: User, try_sign_in: SignIn
) -> None:
    closed = service.create_user(
        session, role="resident", display_name="李*华", phone="13904510009", password=PASSWORD
    )
    closed.active = False
    nameless = service.create_user(session, role="resident", display_name="赵*", phone="13904510008")
    session.commit()
    assert nameless.password_hash is None
    answers = [
        try_sign_in(password="not this one"),
        try_sign_in(phone="13904519999", password="not this one"),
        try_sign_in(phone="13904510009"),
        try_sign_in(phone="13904510008"),
        try_sign_in(phone="not a phone at all"),
    ]
    assert {answer.status_code for answer in answers} == {422}
    typed = [PHONE, "13904519999", "13904510009", "13904510008", "not a phone at all"]
    pages = {bare(main_of(answer), f'value="{phone}"') for answer, phone in zip(answers, typed, strict=True)}
    assert len(pages) == 1


@pytest.mark.usefixtures("costly_passwords")
def test_unknown_phone_and_wrong_password_take_the_same_time(
    client: FlaskClient, session: Session, resident: User, try_sign_in: SignIn
) -> None:
    def cost(phone: str) -> float:
        session.query(Attempt).delete()
        session.commit()
        # The work of this thread, not the clock on the wall: a busy machine changes the one, not the other.
        began = time.thread_time()
        assert try_sign_in(phone=phone, password="not this one").status_code == 422
        return time.thread_time() - began

    # Turn about, and the least of each, so that a slow moment of the machine falls on neither alone.
    pairs = [(cost(PHONE), cost("13904519999")) for _ in range(12)]
    known, unknown = (min(costs) for costs in zip(*pairs, strict=True))
    # Without the dummy hash the unknown phone takes a fifth of the time.
    assert 0.67 < unknown / known < 1.5


@pytest.mark.usefixtures("costly_passwords")
def test_passwords_are_argon2id_and_cost_what_owasp_asks(resident: User) -> None:
    assert resident.password_hash is not None
    assert resident.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    began = time.perf_counter()
    assert crypto.verify_password(resident.password_hash, PASSWORD)
    assert 0.005 < time.perf_counter() - began < 2


@pytest.mark.usefixtures("costly_passwords")
def test_an_older_hash_is_renewed_at_sign_in(session: Session, resident: User, try_sign_in: SignIn) -> None:
    resident.password_hash = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(
        PASSWORD
    )
    session.commit()
    assert try_sign_in().status_code == 302
    session.commit()
    session.refresh(resident)
    assert resident.password_hash is not None and "m=19456,t=2,p=1" in resident.password_hash
    assert try_sign_in().status_code == 302


def test_demo_accounts_do_not_work_in_production(app: Flask, session: Session) -> None:
    demo = service.create_user(
        session, role="resident", display_name="演示", phone=PHONE, password=PASSWORD, demo=True
    )
    session.commit()
    assert service.authenticate(session, PHONE, PASSWORD, production=False) is demo
    with pytest.raises(service.SignInFailed):
        service.authenticate(session, PHONE, PASSWORD, production=True)


def test_a_new_city_has_no_account(session: Session) -> None:
    assert session.scalars(select(User)).all() == []


def test_sign_ins_and_refusals_are_in_the_audit_log_without_personal_values(
    session: Session, resident: User, try_sign_in: SignIn
) -> None:
    try_sign_in()
    try_sign_in(password="not this one")
    try_sign_in(phone="13904519999")
    rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "accounts:sign_in")).all()
    assert [(row.result, row.subject_id) for row in rows] == [
        ("done", str(resident.id)),
        ("refused", str(resident.id)),
        ("refused", "unknown"),
    ]
    for row in rows:
        assert PHONE not in str(row.details) and "13904519999" not in f"{row.details}{row.why}"


def test_signing_out_ends_the_session_and_every_copy_of_its_cookie(
    app: Flask, client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    try_sign_in()
    stolen = client.get_cookie("jobhelp_session")
    assert stolen is not None
    thief = app.test_client()
    thief.set_cookie("jobhelp_session", stolen.value)
    assert thief.get("/account").status_code == 200
    answer = client.post("/sign-out", follow_redirects=True)
    assert answer.status_code == 200 and "您已经退出登录" in answer.text
    assert client.get("/account").status_code == 302
    assert thief.get("/account").status_code == 302


def test_another_device_stays_signed_in_when_this_one_signs_out(
    app: Flask, client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    other = app.test_client()
    other.post("/sign-in", data={"phone": PHONE, "password": PASSWORD})
    try_sign_in()
    client.post("/sign-out")
    assert other.get("/account").status_code == 200


def test_whoever_is_signed_in_is_not_told_otherwise(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    assert client.get("/signed-out").status_code == 200
    try_sign_in()
    assert client.get("/signed-out").location == "/account"


def test_signing_out_without_a_session_is_no_error(client: FlaskClient) -> None:
    assert client.post("/sign-out").status_code == 302


def test_the_session_is_new_after_signing_in(
    client: FlaskClient, resident: User, try_sign_in: SignIn
) -> None:
    with client.session_transaction() as before:
        before["planted"] = "by a stranger"
        before["sid"] = "known to a stranger"
    try_sign_in()
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after["sid"] != "known to a stranger" and len(after["sid"]) >= 20


@pytest.mark.parametrize("form", [{}, {"phone": ""}, {"phone": "\x00\ud800", "password": "x" * 5000}])
def test_junk_gets_a_clear_answer(client: FlaskClient, form: dict[str, str]) -> None:
    form = {name: value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in form.items()}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 422 and "请看看下面几处" in answer.text


def test_every_page_for_strangers_speaks_english_throughout(client: FlaskClient) -> None:
    client.get("/?lang=en")
    for address in ("/sign-in", "/forgotten", "/reset", "/signed-out", "/employers/register"):
        page = BeautifulSoup(client.get(address).text, "html.parser")
        main = page.find("main")
        assert main is not None and main.find("h1") is not None
        chosen = main.get_text() if address != "/employers/register" else main.find("h1").get_text()
        assert not re.search(r"[\u4e00-\u9fff]", chosen), address
