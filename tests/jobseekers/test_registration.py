"""Registering: one page, an account, an empty profile, consent as it was given."""

import threading
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from jobhelp import crypto, identity
from jobhelp.accounts.models import User
from jobhelp.accounts.service import PhoneTaken
from jobhelp.audit.models import AuditEntry
from jobhelp.jobseekers import queries, service
from jobhelp.jobseekers.models import Consent, Seeker, SeekerProfile
from jobhelp.jobseekers.states import CONSENT_TEXTS, Purpose
from jobhelp.orm import write_session
from tests import factories

PHONE = "13812340001"
ID_NUMBER = "230103197601014521"[:17] + identity.id_check("23010319760101452")
FORM = {
    "name": "王小梅",
    "phone": PHONE,
    "password": "雪地里三盏红灯笼",
    "district_code": "230103",
    "personalised": "yes",
}


def post(client: FlaskClient, **changes: str) -> Any:
    """Send the registration form with these changes."""
    return client.post("/register", data=FORM | changes)


def test_a_person_registers_and_is_asked_the_first_question(client: FlaskClient, session: Session) -> None:
    answer = post(client, id_number=ID_NUMBER.lower())
    assert answer.status_code == 302
    assert answer.location == "/me/profile/work"
    user = session.scalars(select(User).where(User.role == "resident")).one()
    seeker = session.scalars(select(Seeker)).one()
    assert (user.phone, user.phone_mask, user.display_name) == (PHONE, "138****0001", "王*梅")
    assert (seeker.name, seeker.name_mask, seeker.district_code) == ("王小梅", "王*梅", "230103")
    assert (seeker.id_number, seeker.id_number_mask) == (ID_NUMBER, identity.mask_id_number(ID_NUMBER))
    profile = queries.profile_of(session, seeker.id)
    assert profile.personalised
    assert (profile.wanted, profile.answered, profile.district_code) == ([], [], "230103")
    assert client.get("/me/profile").status_code == 200


def test_the_name_and_the_numbers_stand_nowhere_in_plain(client: FlaskClient, session: Session) -> None:
    post(client, id_number=ID_NUMBER)
    for table in ("users", "seekers", "audit_entries", "consents"):
        for row in session.execute(text(f"SELECT * FROM {table}")):
            assert not any(value in repr(row) for value in ("王小梅", PHONE, ID_NUMBER)), table


def test_consent_is_kept_with_the_text_that_was_read(client: FlaskClient, session: Session) -> None:
    client.get("/register?lang=en")
    post(client)
    rows = session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(row.purpose, row.given, row.channel) for row in rows] == [
        ("data_use", True, "self"),
        ("personalised_ranking", True, "self"),
    ]
    for row in rows:
        assert row.text.isascii() or "’" in row.text
        assert row.text != CONSENT_TEXTS[Purpose(row.purpose)]
        assert row.text_digest == crypto.digest_text(row.text)


def test_nothing_is_ticked_beforehand_and_no_choice_is_no_consent(
    client: FlaskClient, session: Session
) -> None:
    assert " checked" not in client.get("/register").get_data(as_text=True)
    answer = client.post("/register", data={k: v for k, v in FORM.items() if k != "personalised"})
    assert answer.status_code == 422
    assert "请选一项：同意，或不同意" in answer.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(Seeker)) == 0


def test_whoever_says_no_to_personalised_ranking_registers_just_as_well(
    client: FlaskClient, session: Session
) -> None:
    assert post(client, personalised="no").status_code == 302
    profile = session.scalars(select(SeekerProfile)).one()
    assert profile.personalised is False
    assert not queries.has_consented(session, profile.seeker_id, Purpose.PERSONALISED_RANKING)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "请填您的姓名"),
        ("name", "12345", "请填您的姓名"),
        ("name", "王", "请填您的姓名"),
        ("name", "<b>x", "请填您的姓名"),
        ("phone", "12345", "11 位的手机号"),
        ("password", "short", "密码至少要 8 个字"),
        ("password", "12345678", "太常见"),
        ("password", PHONE, "不能是手机号"),
        ("district_code", "", "请选您住的区"),
        ("district_code", "999999", "请从列出的里面选"),
        ("id_number", "230103197601014522", "身份证号不对"),
        ("id_number", "230103197613014520", "身份证号不对"),
        ("personalised", "maybe", "请从列出的里面选"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, session: Session, field: str, value: str, words: str
) -> None:
    answer = post(client, **{field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert f'id="{field}-error"' in page
    if field not in ("name", "phone"):
        assert 'value="王小梅"' in page and f'value="{PHONE}"' in page
    assert "雪地里" not in page
    assert session.scalar(select(func.count()).select_from(User)) == 0


def test_a_phone_number_registers_once(client: FlaskClient, session: Session) -> None:
    post(client)
    client.post("/sign-out")
    again = post(client, phone="+86 138-1234-0001", name="李华")
    assert again.status_code == 422
    assert "这个手机号已经注册过了" in again.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(Seeker)) == 1


def test_an_identity_number_registers_once_in_every_spelling(either_engine: Engine) -> None:
    spellings = [ID_NUMBER.lower(), f" {ID_NUMBER[:6]} {ID_NUMBER[6:]}"]
    spellings.append("".join(chr(ord(c) + 0xFEE0) for c in ID_NUMBER))
    values = {"name": "王小梅", "password": "雪地里三盏红灯笼"}
    with write_session(either_engine) as session:
        service.register(session, phone=PHONE, id_number=ID_NUMBER, **values)
    for number, spelling in enumerate(spellings):
        with write_session(either_engine) as session, pytest.raises(service.IdNumberTaken):
            service.register(session, phone=f"1391234000{number}", id_number=spelling, **values)
    with Session(either_engine) as session:
        assert session.scalar(select(func.count()).select_from(Seeker)) == 1


def test_a_refused_registration_leaves_no_account_behind(client: FlaskClient, session: Session) -> None:
    post(client, id_number=ID_NUMBER)
    client.post("/sign-out")
    assert post(client, phone="13812340002", id_number=ID_NUMBER).status_code == 422
    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_the_service_checks_for_itself(session: Session) -> None:
    values = {"name": "王小梅", "phone": PHONE, "password": "雪地里三盏红灯笼"}
    with pytest.raises(service.NotOnTheList):
        service.register(session, **values, district_code="999999")
    with pytest.raises(service.NameRefused):
        service.register(session, **(values | {"name": "x1"}))
    service.register(session, **values)
    with pytest.raises(PhoneTaken):
        service.register(session, **values)


@pytest.mark.parametrize("name", ["王小梅", "欧阳娜娜", "阿依古丽·买买提", "Anna-Maria O'Neil", "㛃𠮷"])
def test_names_of_all_peoples_are_names(session: Session, name: str) -> None:
    seeker = service.register(session, name=f"  {name} ", phone=PHONE, password=None)
    assert seeker.name == name


def test_whoever_is_signed_in_does_not_register_again(client: FlaskClient, session: Session) -> None:
    seeker = factories.make_seeker(session)
    session.commit()
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    assert client.get("/register").location == "/me/profile"


def test_a_consent_is_never_changed(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        service.register(session, name="王小梅", phone=PHONE, password=None)
    with pytest.raises(DatabaseError, match="append-only"), write_session(either_engine) as session:
        session.execute(text("UPDATE consents SET given = NOT given"))
    with Session(either_engine) as session:
        assert all(row.given for row in session.scalars(select(Consent)))


def test_giving_and_taking_back_each_add_a_row(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        seeker = service.register(session, name="王小梅", phone=PHONE, password=None)
        for on in (False, False, True):
            service.set_personalised(session, seeker, on)
        told = [(row.purpose, row.given) for row in reversed(queries.consents(session, seeker.id))]
        assert told == [
            ("data_use", True),
            ("personalised_ranking", True),
            ("personalised_ranking", False),
            ("personalised_ranking", True),
        ]
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions.count("jobseekers:consent") == len(told)


def test_of_many_at_the_same_moment_one_registers_an_identity_number(either_engine: Engine) -> None:
    answers: list[str] = []
    start = threading.Barrier(6)

    def register(number: int) -> None:
        start.wait()
        try:
            with write_session(either_engine) as session:
                service.register(
                    session, name="王小梅", phone=f"1391234100{number}", password=None, id_number=ID_NUMBER
                )
            answers.append("registered")
        except service.IdNumberTaken:
            answers.append("taken")

    people = [threading.Thread(target=register, args=(number,)) for number in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(answers) == ["registered"] + ["taken"] * 5
    with Session(either_engine) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 1
