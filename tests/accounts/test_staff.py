"""Staff administration, in which more rights need two people, and codes at the counter."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp import cli
from jobhelp.accounts import queries, service
from jobhelp.accounts.models import Grant, ResetCode, User
from jobhelp.audit.models import AuditEntry
from jobhelp.config import Settings
from jobhelp.errors import WrongState
from jobhelp.notices.models import Notice
from jobhelp.orm import write_session
from tests.accounts.conftest import OTHER_PASSWORD, PHONE
from tests.factories import make_user, sign_in

LONG = "大江大河大桥大船大雪大风"


@pytest.fixture
def administrator(client: FlaskClient, session: Session) -> User:
    """An administrator at work in this browser."""
    user = make_user(session, "administrator", display_name="管理员", district_code=None)
    session.commit()
    sign_in(client, user)
    return user


@pytest.fixture
def second(app: Flask, session: Session) -> FlaskClient:
    """The browser of another who may confirm."""
    user = make_user(session, "city_officer", display_name="方局", district_code=None)
    session.commit()
    browser = app.test_client()
    sign_in(browser, user)
    return browser


def decide(browser: FlaskClient, session: Session, do: str = "confirm") -> TestResponse:
    """Decide what waits."""
    session.rollback()
    waiting = session.scalars(select(Grant.uid).where(Grant.state == "waiting")).one()
    return browser.post(f"/desk/staff/grants/{waiting}", data={"do": do})


def new_staff(client: FlaskClient, **changes: str) -> TestResponse:
    form = {
        "display_name": "孙莉",
        "phone": "13904510005",
        "role": "street_officer",
        "district_code": "230103",
    }
    return client.post("/desk/staff/new", data=form | changes)


def code_on(page: str) -> str:
    found = BeautifulSoup(page, "html.parser").select_one(".onecode")
    assert found is not None
    return found.get_text().replace(" ", "")


def test_a_new_colleague_starts_with_a_code_of_two_people_and_a_second_factor(
    app: Flask, client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    page = new_staff(client)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    first = code_on(page.text)
    assert re.fullmatch(r"\d{6}", first)
    assert "13904510005" in second.get("/desk/staff/grants").text  # whoever confirms calls the colleague
    rest = code_on(decide(second, session).text)
    assert re.fullmatch(r"\d{6}", rest)
    theirs = app.test_client()
    form = {"phone": "13904510005", "code": first + rest, "password": LONG}
    for part in (first, rest, rest + first):
        assert theirs.post("/reset", data=form | {"code": part}).status_code == 422
    assert (
        theirs.post("/reset", data=form | {"password": OTHER_PASSWORD}).status_code == 422
    )  # short for staff
    assert theirs.post("/reset", data=form).status_code == 302
    answer = theirs.post("/sign-in", data={"phone": "13904510005", "password": LONG})
    assert answer.location == "/second-factor"
    assert theirs.get("/second-factor").location == "/second-factor/setup"
    user = queries.by_phone(session, "13904510005")
    assert user is not None and (user.role, user.district_code) == ("street_officer", "230103")


def test_nobody_opens_an_account_alone(
    app: Flask, client: FlaskClient, session: Session, administrator: User
) -> None:
    new_staff(client)
    answer = decide(client, session)
    assert "另一位" in client.get(answer.location).text
    user = queries.by_phone(session, "13904510005")
    assert user is not None and not user.active
    theirs = app.test_client()
    assert theirs.post("/forgotten", data={"phone": "13904510005"}).status_code == 302
    session.rollback()
    assert session.scalars(select(ResetCode).where(ResetCode.user_id == user.id)).all() == []
    alone = update(Grant).values(state="confirmed", decided_by=Grant.proposed_by)
    with pytest.raises(IntegrityError):  # the database says so too
        session.execute(alone)


def test_nobody_confirms_what_is_about_themselves(
    client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    officer = session.scalars(select(User).where(User.role == "city_officer")).one()
    form = {"display_name": "方局", "role": "administrator", "district_code": ""}
    client.post(f"/desk/staff/{officer.uid}", data=form)
    decide(second, session)
    session.rollback()
    assert session.get_one(User, officer.id).role == "city_officer"


def test_whoever_changed_roles_meanwhile_does_not_confirm(
    app: Flask, client: FlaskClient, session: Session, administrator: User
) -> None:
    other = make_user(session, "administrator", display_name="另一位")
    session.commit()
    browser = app.test_client()
    sign_in(browser, other)
    new_staff(client)
    session.execute(update(User).where(User.id == other.id).values(role="auditor"))
    session.commit()
    assert decide(browser, session).status_code == 403
    session.execute(update(User).where(User.id == administrator.id).values(role="city_officer"))
    session.commit()
    decide(client, session)  # another role, and still the one who proposed it
    session.rollback()
    assert session.scalars(select(Grant.state)).all() == ["waiting"]


def test_what_is_sent_back_leaves_no_account(
    client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    new_staff(client)
    assert "孙莉" in second.get("/desk/staff/grants").text
    assert decide(second, session, "refuse").status_code == 302
    session.rollback()
    assert queries.by_phone(session, "13904510005") is None
    assert new_staff(client).status_code == 200  # the phone is free again
    assert decide(client, session, "refuse").status_code == 302  # taken back by whoever proposed it
    session.rollback()
    assert queries.by_phone(session, "13904510005") is None


def test_of_two_who_confirm_at_once_one_gets_the_code(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        people = [make_user(session, role) for role in ("administrator", "administrator", "city_officer")]
        grant = service.create_staff(
            session,
            role="auditor",
            display_name="孙莉",
            phone="13904510005",
            district_code=None,
            by=people[0],
        )
        session.commit()
        numbers, uid = [person.id for person in people[1:]], grant.uid
    at_once = threading.Barrier(2)

    def confirm(number: int) -> str | None:
        with write_session(either_engine) as session:
            grant, by = queries.grant(session, uid), session.get_one(User, number)
            if (
                either_engine.dialect.name != "sqlite"
            ):  # there the second waits at the beginning of its transaction
                at_once.wait(10)
            try:
                return service.confirm_grant(session, grant, by=by)
            except WrongState:
                return None

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(confirm, numbers))
    assert sum(code is not None for code in codes) == 1


def test_the_code_is_nowhere_in_the_database(
    client: FlaskClient,
    engine: Engine,
    settings: Settings,
    session: Session,
    administrator: User,
    second: FlaskClient,
) -> None:
    first = code_on(new_staff(client).text)
    held = session.scalars(select(Grant)).one()
    assert held.first_part == first and first.encode() not in (held.first_part_sealed or b"")
    rest = code_on(decide(second, session).text)
    session.rollback()
    assert session.scalars(select(Grant.first_part_sealed)).all() == [None]
    session.rollback()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (first + rest).encode() not in (settings.data_dir / "jobhelp.db").read_bytes()


@pytest.mark.parametrize(
    "changes",
    [
        {"district_code": ""},
        {"district_code": "999999"},
        {"role": "resident"},
        {"role": "emperor"},
        {"role": ""},
        {"display_name": ""},
        {"phone": "123"},
    ],
)
def test_a_wrong_entry_is_refused_and_nothing_typed_is_lost(
    client: FlaskClient, session: Session, administrator: User, changes: dict[str, str]
) -> None:
    answer = new_staff(client, **changes)
    assert answer.status_code == 422
    assert (changes.get("display_name") or "孙莉") in answer.text or "display_name" in changes
    assert queries.by_phone(session, "13904510005") is None


def test_city_wide_roles_have_no_district(client: FlaskClient, session: Session, administrator: User) -> None:
    new_staff(client, role="auditor")
    user = queries.by_phone(session, "13904510005")
    assert user is not None and user.district_code is None and user.district_scope is None


def test_one_phone_is_one_account(client: FlaskClient, session: Session, administrator: User) -> None:
    assert new_staff(client).status_code == 200
    answer = new_staff(client, display_name="另一位")
    assert answer.status_code == 409 and "已经注册过" in answer.text and "另一位" in answer.text


def test_more_fields_than_the_form_has_change_nothing(
    client: FlaskClient, session: Session, administrator: User
) -> None:
    new_staff(client, active="1", totp_confirmed="1", session_version="9", demo="1", password_hash="x")
    user = queries.by_phone(session, "13904510005")
    assert user is not None and not user.active and not user.totp_confirmed and not user.demo
    assert user.session_version == 1 and user.password_hash is None


def test_role_and_district_change_once_another_has_confirmed(
    app: Flask, client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    officer = make_user(session, "district_officer", display_name="赵敏")
    session.commit()
    theirs = app.test_client()
    sign_in(theirs, officer)
    assert theirs.get("/desk/reset-codes").status_code == 200
    form = {"display_name": "赵敏儿", "role": "auditor", "district_code": ""}
    assert client.post(f"/desk/staff/{officer.uid}", data=form).status_code == 302
    assert theirs.get("/desk/reset-codes").status_code == 200
    assert "赵敏儿" in client.get("/desk/staff").text and "等另一位同事确认" in client.get("/desk/staff").text
    again = client.post(f"/desk/staff/{officer.uid}", data=form | {"role": "city_officer"})
    assert again.status_code == 409 and "在等确认" in again.text
    assert decide(second, session).status_code == 302
    assert theirs.get("/desk/reset-codes").status_code == 403
    assert "审计员" in client.get("/desk/staff").text


def test_whoever_is_switched_off_is_out_at_once_and_back_when_two_agree(
    app: Flask, client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    officer = make_user(session, "district_officer")
    session.commit()
    theirs = app.test_client()
    sign_in(theirs, officer)
    assert theirs.get("/account").status_code == 200
    client.post(f"/desk/staff/{officer.uid}/active", data={"on": "0"})
    assert theirs.get("/account").status_code == 302
    assert "已停用" in client.get("/desk/staff").text
    client.post(f"/desk/staff/{officer.uid}/active", data={"on": "1"})
    session.commit()
    session.refresh(officer)
    assert not officer.active
    decide(second, session)
    session.commit()
    session.refresh(officer)
    assert officer.active
    assert theirs.get("/account").status_code == 302  # the old session stays dead


def test_nobody_changes_their_own_rights(client: FlaskClient, session: Session, administrator: User) -> None:
    address = f"/desk/staff/{administrator.uid}"
    form = {"display_name": "管理员", "role": "auditor", "district_code": ""}
    assert client.post(address, data=form).status_code == 422
    client.post(f"{address}/active", data={"on": "0"})
    client.post(f"{address}/renew")
    session.commit()
    session.refresh(administrator)
    assert administrator.role == "administrator" and administrator.active and administrator.totp_confirmed


def test_a_lost_phone_means_a_new_code_and_the_old_access_is_gone(
    app: Flask, client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    officer = make_user(session, "district_officer")
    session.commit()
    theirs = app.test_client()
    sign_in(theirs, officer)
    page = client.post(f"/desk/staff/{officer.uid}/renew")
    first = code_on(page.text)
    assert theirs.get("/account").status_code == 302
    session.commit()
    session.refresh(officer)
    assert officer.password_hash is None and officer.totp_secret is None and not officer.totp_confirmed
    phone = officer.phone or ""
    rest = code_on(decide(second, session).text)
    assert (
        theirs.post("/reset", data={"phone": phone, "code": first + rest, "password": LONG}).status_code
        == 302
    )


@pytest.mark.parametrize("uid", ["nobody", "0" * 32])
def test_residents_and_unknown_people_are_not_on_the_staff_pages(
    client: FlaskClient, session: Session, administrator: User, uid: str
) -> None:
    resident = make_user(session)
    session.commit()
    unknown = client.get(f"/desk/staff/{uid}")
    theirs = client.get(f"/desk/staff/{resident.uid}")
    assert unknown.status_code == theirs.status_code == 404
    for act in ("active", "renew"):
        assert client.post(f"/desk/staff/{resident.uid}/{act}").status_code == 404
    assert resident.display_name not in client.get("/desk/staff").text


def test_each_act_on_staff_is_in_the_audit_log(
    client: FlaskClient, session: Session, administrator: User, second: FlaskClient
) -> None:
    new_staff(client)
    decide(second, session)
    user = queries.by_phone(session, "13904510005")
    assert user is not None
    form = {"display_name": "孙莉莉", "role": "district_officer", "district_code": "230102"}
    client.post(f"/desk/staff/{user.uid}", data=form)
    decide(second, session)
    client.post(f"/desk/staff/{user.uid}/active", data={"on": "0"})
    client.post(f"/desk/staff/{user.uid}/active", data={"on": "1"})
    decide(second, session, "refuse")
    session.commit()
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject == "user", AuditEntry.subject_id == str(user.id))
        .order_by(AuditEntry.id)
    ).all()
    assert [(row.action, row.actor_role) for row in rows if row.actor_id is not None] == [
        ("accounts:propose_rights", "administrator"),
        ("accounts:confirm_rights", "city_officer"),
        ("accounts:issue_reset_code", "city_officer"),
        ("accounts:revise_staff", "administrator"),
        ("accounts:propose_rights", "administrator"),
        ("accounts:confirm_rights", "city_officer"),
        ("accounts:deactivate", "administrator"),
        ("accounts:propose_rights", "administrator"),
        ("accounts:refuse_rights", "city_officer"),
    ]
    moved = rows[-4]
    assert (moved.details["role_before"], moved.details["role"]) == ("street_officer", "district_officer")
    assert all("13904510005" not in str(row.details) and "孙莉" not in str(row.details) for row in rows)


def test_the_staff_list_has_pages(client: FlaskClient, session: Session, administrator: User) -> None:
    for _ in range(55):
        make_user(session, "street_officer")
    session.commit()
    first, second = client.get("/desk/staff"), client.get("/desk/staff?page=2")
    assert 'rel="next"' in first.text and 'rel="prev"' not in first.text
    assert 'rel="prev"' in second.text and 'rel="next"' not in second.text
    for junk in ("0", "-1", "x", "99999999999999999999"):
        assert client.get(f"/desk/staff?page={junk}").status_code == 200


@pytest.mark.parametrize("role", ["street_officer", "district_officer", "city_officer"])
def test_an_officer_prints_a_code_for_whoever_stands_at_the_counter(
    app: Flask, client: FlaskClient, session: Session, resident: User, role: str
) -> None:
    officer = make_user(session, role)
    session.commit()
    sign_in(client, officer)
    page = client.post("/desk/reset-codes", data={"phone": PHONE, "checked": "y"})
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert "139****0001" in page.text and PHONE not in page.text
    code = code_on(page.text)
    theirs = app.test_client()
    form = {"phone": PHONE, "code": code, "password": OTHER_PASSWORD}
    assert theirs.post("/reset", data=form).status_code == 302
    session.commit()
    rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "accounts:issue_reset_code")).all()
    assert [(row.actor_id, row.actor_role, row.subject_id) for row in rows] == [
        (officer.id, role, str(resident.id))
    ]
    notices = session.scalars(select(Notice).where(Notice.user_id == resident.id)).all()
    assert any("服务窗口" in notice.text for notice in notices)


def test_without_looking_at_the_card_there_is_no_code(
    client: FlaskClient, session: Session, resident: User
) -> None:
    sign_in(client, _committed(session, make_user(session, "street_officer")))
    answer = client.post("/desk/reset-codes", data={"phone": PHONE})
    assert answer.status_code == 422 and "核对" in answer.text and PHONE in answer.text


def test_the_counter_prints_no_code_for_staff_nor_for_strangers(
    client: FlaskClient, session: Session, officer: User
) -> None:
    sign_in(client, _committed(session, make_user(session, "street_officer")))
    staff = client.post("/desk/reset-codes", data={"phone": "13904510002", "checked": "y"})
    nobody = client.post("/desk/reset-codes", data={"phone": "13904519999", "checked": "y"})
    assert staff.status_code == nobody.status_code == 422
    assert "没有居民或单位" in staff.text and "没有居民或单位" in nobody.text


@pytest.mark.parametrize("role", ["resident", "employer", "auditor", "administrator", "fair_organiser"])
def test_others_print_no_codes(client: FlaskClient, session: Session, role: str) -> None:
    sign_in(client, _committed(session, make_user(session, role)))
    assert client.get("/desk/reset-codes").status_code == 403
    assert client.post("/desk/reset-codes", data={"phone": PHONE}).status_code == 403


@pytest.mark.parametrize("role", ["resident", "employer", "auditor", "city_officer", "street_officer"])
def test_others_do_not_administer_staff(client: FlaskClient, session: Session, role: str) -> None:
    sign_in(client, _committed(session, make_user(session, role)))
    assert client.get("/desk/staff").status_code == 403
    assert new_staff(client).status_code == 403


def test_the_first_administrator_comes_from_the_command_line(
    tmp_path: object, session: Session, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("JOBHELP_DATA_DIR", str(settings.data_dir))
    done = CliRunner().invoke(
        cli.commands, ["add-administrator", "--name", "周宁", "--phone", "139 0451 0006", "--json"]
    )
    assert done.exit_code == 0, done.output
    found = re.search(r'"code": "(\d{12})"', done.stdout)
    assert found
    assert service.reset_password(session, "13904510006", found.group(1), LONG).role == "administrator"
    session.rollback()
    with pytest.raises(SystemExit) as leaving:
        cli.main(["add-administrator", "--name", "周宁", "--phone", "139 0451 0006"])
    assert leaving.value.code == 1
    with pytest.raises(SystemExit) as leaving:
        cli.main(["add-administrator", "--name", "周宁", "--phone", "12"])
    assert leaving.value.code == 1


def _committed(session: Session, user: User) -> User:
    session.commit()
    return user
