"""Being forgotten: by password, in one transaction, and with nothing left in any file."""

import io
import json
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import Attempt, User
from jobhelp.applications import service as applications
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import ApplicationAction
from jobhelp.audit.models import AuditEntry
from jobhelp.jobseekers import service as jobseekers
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.notices.models import Notice
from jobhelp.openings.models import Opening
from jobhelp.orm import Base, write_session
from jobhelp.privacy import queries, service
from jobhelp.privacy.kept import Person
from jobhelp.privacy.states import Part
from jobhelp.recommendations import service as recommendations
from jobhelp.recommendations.service import training
from tests import factories
from tests.privacy.test_copy import ID_NUMBER, NAME, PASSWORD, PHONE, WORDS, full_person
from tests.recommendations import city

PAST = "纺织厂挡车工老师傅"


def erase(client: FlaskClient, password: str = PASSWORD) -> Any:
    """Press 删除我的全部资料."""
    return client.post("/me/data/erase", data={"password": password})


def canaries(session: Session, user: User, seeker: Seeker) -> list[bytes]:
    """Every value by which the person could be told, as it was typed and as it is stored."""
    hardship = session.get_one(SeekerHardship, seeker.id)
    typed = [NAME, PHONE, ID_NUMBER, WORDS, PAST, PASSWORD, user.display_name, seeker.id_number_mask]
    stored = [user.uid, seeker.uid, hardship.uid, user.password_hash or "", json.dumps(PAST)[1:-1]]
    raw = [
        user.phone_sealed,
        user.phone_index,
        seeker.name_sealed,
        seeker.id_number_sealed,
        seeker.id_number_index,
        hardship.facts_sealed,
    ]
    found = [value.encode() for value in typed + stored] + [bytes(value) for value in raw if value]
    assert len(found) == len(typed) + len(stored) + len(raw) and all(len(value) >= 6 for value in found)
    return found


def content_of(path: Path) -> bytes:
    """A file's bytes; of an archive also what is inside it."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    return content


def found_in(folder: Path, values: list[bytes]) -> list[str]:
    """Where any of the values stands in any file below the folder."""
    return [
        f"{path.name}: {value!r}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for value in values
        if value in content_of(path)
    ]


def test_after_erasure_nothing_of_the_person_stands_in_any_file_or_in_the_log(
    app: Flask,
    client: FlaskClient,
    engine: Engine,
    session: Session,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training, "shortfalls", lambda *_judged: [])  # released, whatever it is worth
    folder: Path = app.config["JOBHELP"].data_dir
    models: Path = app.config["JOBHELP"].models_dir
    city.build(engine)
    client.post(
        "/register",
        data={
            "name": NAME,
            "phone": PHONE,
            "password": PASSWORD,
            "id_number": ID_NUMBER,
            "district_code": "230103",
            "personalised": "yes",
        },
    )
    client.post("/me/profile/work", data={"do": "save", "words": WORDS})
    client.post("/me/profile/experience", data={"do": "save", "words_0": PAST, "years_0": "12"})
    client.post("/me/hardship", data={"do": "save", "facts": ["dibao"], "agreed": "y"})
    client.get("/me/data/download")
    user = session.scalars(select(User).where(User.role == "resident")).one()
    seeker = session.scalars(select(Seeker).where(Seeker.user_id == user.id)).one()
    employer, _ = factories.make_employer(session)
    for _ in range(3):
        opening = factories.make_opening(session, employer=employer)
        applications.apply(session, opening.id, seeker)
    session.commit()
    recommendations.train(engine, models, clock.today(), lambda _text: None)
    recommendations.match_city(engine, models, clock.today(), lambda _text: None)
    values = canaries(session, user, seeker)
    session.close()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(found_in(folder, values[:4])) >= 1, "the search must find them while they are there"
    assert list(models.glob("*.npz")), "a model must have been trained"

    assert erase(client).location == "/"
    assert found_in(folder, values) == []
    printed = capsys.readouterr()
    log = (printed.out + printed.err + caplog.text).encode()
    assert [value for value in values if value in log] == []
    assert (folder / "jobhelp.db-wal").stat().st_size == 0


def test_after_erasure_no_row_of_any_table_tells_of_the_person(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        seeker, user = full_person(session)
        jobseekers.answer(session, seeker, "experience", {"past": [{"words": PAST, "years": 12}]})
    with Session(either_engine) as session:
        seeker, user = session.get_one(Seeker, seeker.id), session.get_one(User, user.id)
        values = canaries(session, user, seeker)
        numbers = (user.id, seeker.id)
        person = queries.person_of(session, user)
        assert values[0] in dump(session)
    with write_session(either_engine) as session:
        service.erase(session, session.get_one(User, numbers[0]), PASSWORD)
    assert service.scrub(either_engine)
    with Session(either_engine) as session:
        everything = dump(session)
        assert [value for value in values if value in everything] == []
        left = queries.everything(session, person)
        assert {table for table, rows in left.items() if rows} == {"audit_entries"}


def dump(session: Session) -> bytes:
    """Every row of every table, sealed values opened where they can be."""
    parts: list[bytes] = []
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            for value in row:
                parts.append(value if isinstance(value, bytes) else str(value).encode())
    for seeker in session.scalars(select(Seeker)):
        parts += [(seeker.name or "").encode(), (seeker.id_number or "").encode()]
    for user in session.scalars(select(User)):
        parts.append((user.phone or "").encode())
    for hardship in session.scalars(select(SeekerHardship)):
        parts.append((hardship.facts or "").encode())
    return b"\n".join(parts)


def test_what_stays_in_the_audit_log_are_numbers(session: Session) -> None:
    seeker, user = full_person(session)
    person = queries.person_of(session, user)
    service.erase(session, user, PASSWORD)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.actor_id == person.user_id)).all()
    assert [entry.action for entry in entries][-4:] == [
        "privacy:erase",
        "claims:withdraw",
        "jobseekers:erase",
        "accounts:erase",
    ]
    for entry in entries:
        assert entry.why == ""
        for value in entry.details.values():
            assert (
                isinstance(value, bool | int)
                or value
                in (
                    "resident",
                    "data_use",
                    "personalised_ranking",
                    "hardship",
                    "sl",
                    "tr",
                    "ui",
                    "",
                )
                or len(str(value)) == 64
            ), entry.details


def test_the_wrong_password_erases_nothing(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    for password, words in (
        ("", "请填密码"),
        ("falsches Passwort", "密码不对"),
        ("x" * 2000, "最多 1000 个字"),
    ):
        answer = erase(client, password)
        assert answer.status_code in (200, 422)
        assert words in answer.get_data(as_text=True)
        assert '<details class="fold text" open>' in answer.get_data(as_text=True)
    session.rollback()
    assert all(queries.everything(session, queries.person_of(session, user)).values())
    assert client.get("/me/data").status_code == 200


def test_guessing_the_password_is_stopped(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    for _ in range(10):
        assert "密码不对" in erase(client, "falsches Passwort").text
    assert "试的次数太多了" in erase(client).text
    session.rollback()
    assert session.get(User, user.id) is not None


def test_the_session_ends_and_the_phone_may_register_again(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    other = client.application.test_client()
    factories.sign_in(other, user)
    page = client.post("/me/data/erase", data={"password": PASSWORD}, follow_redirects=True)
    assert "您的账户和资料都已删除" in page.get_data(as_text=True)
    for browser in (client, other):
        assert browser.get("/me/profile").location.startswith("/sign-in")
    assert "密码不对" in client.post("/sign-in", data={"phone": PHONE, "password": PASSWORD}).text
    session.rollback()
    session.expire_all()
    again = jobseekers.register(session, name=NAME, phone=PHONE, password=PASSWORD, id_number=ID_NUMBER)
    assert queries.counts(session, Person(again.user_id or 0, again.id))[Part.APPLICATIONS] == 0


def test_no_counter_of_tries_remembers_the_phone(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    client.post("/sign-in", data={"phone": PHONE, "password": "falsches Passwort"})
    factories.sign_in(client, user)
    erase(client)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_an_open_application_is_withdrawn_and_the_employer_knows(session: Session) -> None:
    seeker, user = full_person(session)
    application = session.scalars(select(Application).where(Application.seeker_id == seeker.id)).one()
    opening = session.get_one(Opening, application.opening_id)
    service.erase(session, user, PASSWORD)
    assert session.scalar(select(func.count()).select_from(Application)) == 0
    assert session.scalar(select(func.count()).select_from(ApplicationStep)) == 0
    told = session.scalars(select(Notice.text).order_by(Notice.id.desc())).first()
    assert told == "「%(title)s」有人撤回了报名。"
    assert opening.taken == 0


def test_a_seat_that_was_given_stays_given(session: Session) -> None:
    seeker, user = full_person(session)
    application = session.scalars(select(Application).where(Application.seeker_id == seeker.id)).one()
    applications.move(session, application, ApplicationAction.HIRE)
    opening = session.get_one(Opening, application.opening_id)
    assert opening.taken == 1
    service.erase(session, user, PASSWORD)
    session.refresh(opening)
    assert (opening.taken, opening.state) == (1, "published")


def test_nobody_else_is_touched(session: Session) -> None:
    _, user = full_person(session)
    other = factories.make_seeker(session, words="别人的话")
    opening = session.scalars(select(Opening).where(Opening.employer_id.is_not(None))).one()
    applications.apply(session, opening.id, other)
    neighbour = queries.person_of(session, session.get_one(User, other.user_id))
    before = queries.everything(session, neighbour)
    service.erase(session, user, PASSWORD)
    assert queries.everything(session, neighbour) == before


def test_other_slices_hear_of_it_while_the_rows_still_stand(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeker, user = full_person(session)
    heard: list[tuple[int, int | None, bool]] = []

    def note(inner: Session, event: jobseekers.SeekerErased) -> None:
        heard.append((event.seeker_id, event.user_id, inner.get(Seeker, event.seeker_id) is not None))

    monkeypatch.setitem(events._reactions, jobseekers.SeekerErased, [note])
    numbers = (seeker.id, user.id, True)
    service.erase(session, user, PASSWORD)
    assert heard == [numbers]


def test_a_reaction_that_fails_leaves_everything_as_it_was(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, user = full_person(session)
    session.commit()
    before, number = dump(session), user.id
    session.rollback()

    def fail(_session: Session, _event: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setitem(events._reactions, jobseekers.SeekerErased, [fail])
    with pytest.raises(RuntimeError), write_session(engine) as writing:
        service.erase(writing, writing.get_one(User, number), PASSWORD)
    session.expire_all()
    assert dump(session) == before


def test_an_account_without_a_jobseeker_is_erased_too(session: Session) -> None:
    seeker, user = full_person(session)
    session.execute(text("DELETE FROM application_steps"))
    session.execute(text("DELETE FROM applications"))
    session.execute(text("DELETE FROM dismissals"))
    session.execute(text("DELETE FROM seekers"))
    session.expire_all()
    number = user.id
    service.erase(session, user, PASSWORD)
    assert session.get(User, number) is None


def test_a_reader_at_work_delays_the_scrubbing_and_does_not_break_it(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CHECKPOINT_WAIT_SECONDS", 0.1)
    session.execute(select(User)).all()
    done = threading.Event()
    with write_session(engine) as writing:
        factories.make_seeker(writing)
    assert service.scrub(engine) is False
    done.set()
    session.rollback()
    assert service.scrub(engine) is True


def test_a_running_benefit_keeps_the_account_and_says_why(client: FlaskClient, session: Session) -> None:
    seeker = jobseekers.register(session, name=NAME, phone=PHONE, password=PASSWORD, district_code="230103")
    factories.make_claim(session, seeker=seeker, state="granted")
    user = session.get_one(User, seeker.user_id)
    session.commit()
    factories.sign_in(client, user)
    page = erase(client)
    assert page.status_code == 422
    assert "您有正在发放的待遇" in page.text
    session.expire_all()
    assert session.get(Seeker, seeker.id) is not None
