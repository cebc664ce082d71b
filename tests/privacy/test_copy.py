"""A copy of everything: complete by a walk through the schema, readable, and only of the person who asks."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, Table
from sqlalchemy.orm import Session

from jobhelp import clock, identity
from jobhelp.accounts import service as accounts
from jobhelp.accounts.models import User
from jobhelp.applications import service as applications
from jobhelp.applications.states import ApplicationAction
from jobhelp.audit import service as audit
from jobhelp.claims import facts as claims_facts
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.jobseekers import service as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal, Screening, ScreeningFind
from jobhelp.loans import service as loans_service
from jobhelp.loans.models import InterestQuarter
from jobhelp.notices import service as notices
from jobhelp.orm import Base, write_session
from jobhelp.payments import service as payments
from jobhelp.privacy import queries, service
from jobhelp.privacy.kept import NOT_ABOUT_A_JOBSEEKER, TABLES, Person
from jobhelp.privacy.states import Part
from jobhelp.recommendations.models import Dismissal, Interest, Invitation, RankedList
from tests import factories
from tests.loans import rows as loans
from tests.payments import city as money

NAME, PHONE, PASSWORD = "钟离晓梅", "13845120077", "雪地里三盏红灯笼"
ID_NUMBER = "23010319760101452" + identity.id_check("23010319760101452")
WORDS = "养松鼠和刺猬"
PERSON_TABLES = {"users", "seekers", "applications"}


def full_person(session: Session) -> tuple[Seeker, User]:
    """A person with something in every table that can hold something about one."""
    seeker = jobseekers.register(
        session, name=NAME, phone=PHONE, password=PASSWORD, id_number=ID_NUMBER, district_code="230103"
    )
    user = session.get_one(User, seeker.user_id)
    jobseekers.answer(session, seeker, "work", {"wanted": ["4-09-08-01"], "words": WORDS})
    jobseekers.answer(session, seeker, "pay", {"pay_min": 250000})
    jobseekers.save_hardship(session, seeker, ["dibao"], agreed=True)
    employer, member = factories.make_employer(session)
    opening = factories.make_opening(session, employer=employer, title="写字楼保洁")
    disliked = factories.make_opening(session, title="夜班保安")
    application = applications.apply(session, opening.id, seeker)
    applications.move(session, application, ApplicationAction.VIEW, by=member)
    applications.move(session, application, ApplicationAction.OFFER, by=member)
    numbers = np.array([opening.id], "<i8")
    ranked = RankedList(
        seeker_id=seeker.id,
        on=clock.today(),
        made_at=clock.now(),
        model="rule:1",
        suitable=1,
        opening_ids=numbers.tobytes(),
        scores=np.array([0.5], "<f8").tobytes(),
    )
    session.add(ranked)
    session.add(Dismissal(seeker_id=seeker.id, opening_id=disliked.id, reason="distance", at=clock.now()))
    session.add(Interest(seeker_id=seeker.id, opening_id=disliked.id, kind="view", place=3, at=clock.now()))
    session.add(Invitation(seeker_id=seeker.id, opening_id=disliked.id, at=clock.now()))
    _ended_claim(session, seeker, user)
    officer = factories.make_user(session, "district_officer")
    accounts.issue_reset_code(session, user, via="paper", by=officer)
    audit.record(
        session,
        "desk:look",
        actor_id=officer.id,
        actor_role=officer.role,
        subject="seeker",
        subject_id=seeker.id,
    )
    notices.send_sms(session, key=f"test:{user.uid}", user_id=user.id, to=PHONE, body=f"{NAME}，您好")
    session.flush()
    return seeker, user


def _ended_claim(session: Session, seeker: Seeker, user: User) -> None:
    """A claim with a paper, that was decided and is over; and an open one."""
    facts = factories.ui_facts(**claims_facts.of_id_number(ID_NUMBER), retire_class="female_cadre")
    claims.end(session, _paid_claim(session, seeker, facts))
    open_claim = factories.make_claim(session, seeker=seeker, programme="tr", facts={"hardship": True})
    body = b"\xff\xd8\xff" + b"photograph" + b"\xff\xd9"
    claims.add_document(session, open_claim, body=body, name="a.jpg", by=user)
    claims.keep_draft(session, seeker, "dp", {"lost_land": ["no"]})
    _loan(session, seeker, facts)
    screening = Screening(on=clock.today(), began_at=clock.now(), counts={})
    session.add(screening)
    session.flush()
    found = {"seeker_id": seeker.id, "programme": "tr", "screening_id": screening.id}
    session.add(ScreeningFind(found="qualifies", missing=[], criteria=[], **found))
    proposal = Proposal(
        key="test", kind="apply", cause="screening", evidence={}, due_on=clock.today(), state="open", **found
    )
    proposal.created_at = clock.now()
    proposal.told = "家里说没有收入。"
    session.add(proposal)
    session.flush()


def _paid_claim(session: Session, seeker: Seeker, facts: Mapping[str, Any]) -> Claim:
    """A claim of which a month was paid to the person's card, and a part of it must come back."""
    claim = factories.make_claim(session, seeker=seeker, facts=facts, state="granted")
    money.give_card(session, seeker, 1)
    who = money.officers(session)
    run = money.signed(session, who, money.first_month(claim))
    payments.send(session, run, by=who.preparer)
    payments.receive(session, run, money.receipts(money.payments(session, run)), by=who.preparer)
    payments.propose(session, claim, amount=500, reason="多发", by=who.preparer)
    return claim


def _loan(session: Session, seeker: Seeker, of_number: Mapping[str, Any]) -> None:
    """A start-up loan with a note, a settled quarter, and its end."""
    known = {name: of_number[name] for name in ("birth_date", "sex")}
    _, loan = loans.granted(session, seeker=seeker, retire_class="female_cadre", **known)
    officer = factories.make_user(session, "district_officer")
    loans_service.guarantee(session, loan, by=officer, guarantor="示例担保", note="材料齐全。")
    quarter = {"quarter": date(2026, 1, 1), "days": 90, "interest": 200, "subsidy": 100, "borrower": 100}
    session.add(InterestQuarter(loan_id=loan.id, prepared_by=officer.id, prepared_at=clock.now(), **quarter))
    loans_service.decline(session, loan, by=officer, note="银行没有同意。")


def opened(client: FlaskClient) -> zipfile.ZipFile:
    """The downloaded archive."""
    answer = client.get("/me/data/download")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(answer.data))


# ── the walk ─────────────────────────────────────────────────────────────────────────────────────────────


def points_at_a_person(table: Table) -> list[str]:
    """The columns of a table that point at an account, a jobseeker or an application, by key or by name."""
    names = {"user_id", "seeker_id", "application_id", "actor_id", "person_id"}
    return [
        column.name
        for column in table.columns
        if column.name in names or any(key.column.table.name in PERSON_TABLES for key in column.foreign_keys)
    ]


def test_every_table_that_points_at_a_person_is_in_the_copy() -> None:
    covered = {kept.table for kept in TABLES}
    assert covered >= PERSON_TABLES
    missing = [
        f"{table.name}.{column}"
        for table in Base.metadata.sorted_tables
        for column in points_at_a_person(table)
        if table.name not in covered and f"{table.name}.{column}" not in NOT_ABOUT_A_JOBSEEKER
    ]
    assert missing == [], "say in privacy/kept.py how these are copied and erased"


def test_the_walk_finds_what_it_is_made_for() -> None:
    found = {table.name for table in Base.metadata.sorted_tables if points_at_a_person(table)}
    assert found >= {"consents", "notices", "application_steps", "audit_entries", "openings"}


def test_every_column_of_a_covered_table_is_copied_opened_or_hidden_for_a_reason() -> None:
    for kept in TABLES:
        columns = set(queries.columns_of(kept))
        assert kept.hidden <= columns and set(kept.told) <= columns
        sealed = {name.removesuffix("_sealed") for name in columns if name.endswith("_sealed")}
        hidden = {name.removesuffix("_sealed") for name in kept.hidden}
        assert sealed <= set(kept.opened) | hidden, kept.table
        secret = {
            name
            for name in columns
            if name.endswith(("_index", "_digest", "_hash")) and name != "text_digest"
        }
        assert secret <= kept.hidden, kept.table


def test_the_copy_holds_a_row_of_every_table_and_every_column(session: Session) -> None:
    _, user = full_person(session)
    copied = queries.everything(session, queries.person_of(session, user))
    for kept in TABLES:
        rows = copied[kept.table]
        assert rows, kept.table
        wanted = {name.removesuffix("_sealed") for name in queries.columns_of(kept)}
        wanted -= {name.removesuffix("_sealed") for name in kept.hidden} | {"issued_by"}
        assert set(rows[0]) == wanted, kept.table


# ── what is in it ────────────────────────────────────────────────────────────────────────────────────────


def test_the_archive_can_be_read_by_people_and_by_machines(client: FlaskClient, session: Session) -> None:
    seeker, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    archive = opened(client)
    assert {"我的资料.html", "jobhelp.css", "data.json"} <= set(archive.namelist())
    document = json.loads(archive.read("data.json"))
    assert document["users"][0]["phone"] == PHONE
    assert document["seekers"][0]["name"] == NAME
    assert document["seekers"][0]["id_number"] == ID_NUMBER
    assert document["seeker_profiles"][0]["words"] == WORDS
    assert "dibao" in document["seeker_hardships"][0]["facts"]
    assert [row["state"] for row in document["application_steps"]] == ["applied", "viewed", "offered"]
    assert document["ranked_lists"][0]["scores"] == [0.5]
    assert document["outbox_messages"][-1]["body"] == f"{NAME}，您好"
    page = archive.read("我的资料.html").decode()
    for told in (
        NAME,
        PHONE,
        ID_NUMBER,
        WORDS,
        "写字楼保洁",
        "夜班保安",
        "正在领低保",
        "2,500",
        "愿意录用您",
        "失业保险金",
        "就业困难人员认定，没有交",
    ):
        assert told in page, told
    assert "password" not in json.dumps(document) and "argon2" not in json.dumps(document)
    for name in archive.namelist():
        if name.endswith(".csv"):
            rows = list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            assert len(rows) == len(document[name.removeprefix("tables/").removesuffix(".csv")])
    assert seeker.id == document["seekers"][0]["id"]


def test_the_copy_speaks_the_readers_language(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    client.get("/me/data?lang=en")
    page = opened(client).read("My data.html").decode()
    assert "On minimum living allowance" in page and "Job offered" in page or "offered you the job" in page


def test_a_copy_holds_nothing_of_anybody_else(client: FlaskClient, session: Session) -> None:
    full_person(session)
    other = factories.make_seeker(session, words="别人的话")
    session.commit()
    factories.sign_in(client, session.get_one(User, other.user_id))
    archive = opened(client)
    text = "".join(archive.read(name).decode() for name in archive.namelist() if name != "jobhelp.css")
    for value in (NAME, PHONE, ID_NUMBER, WORDS):
        assert value not in text
    assert "别人的话" in text


def test_who_acted_is_told_by_role_and_never_by_account(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    document = json.loads(opened(client).read("data.json"))
    assert {row["actor_id"] for row in document["audit_entries"]} == {None, user.id}
    assert "district_officer" in {row["actor_role"] for row in document["audit_entries"]}


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx"])
def test_no_cell_is_a_live_formula(typed: str) -> None:
    archive = service.archive({"notes": [{"id": 1, "text": typed, "more": [typed]}]}, {})
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        text = packed.read("tables/notes.csv").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert json.loads(packed.read("data.json"))["notes"][0]["text"] == typed
    assert rows[1] == ["1", f"'{typed}", json.dumps([typed])]


def test_a_copy_is_the_same_on_both_databases(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        _, user = full_person(session)
    with Session(either_engine) as session:
        person = queries.person_of(session, session.get_one(User, user.id))
        copied = queries.everything(session, person)
        counts = queries.counts(session, person)
    assert all(copied.values())
    totals: dict[Part, int] = dict.fromkeys(Part, 0)
    for kept in TABLES:
        totals[kept.part] += len(copied[kept.table])
    assert counts == totals
    json.dumps(copied)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_what_is_kept_and_who_looked(client: FlaskClient, session: Session) -> None:
    _, user = full_person(session)
    session.commit()
    factories.sign_in(client, user)
    page = client.get("/me/data").get_data(as_text=True)
    for told in ("看了您的报名", "说愿意录用您", "示例单位", "写字楼保洁", "区县工作人员", "保存困难情况"):
        assert told in page, told
    for value in (NAME, PHONE, ID_NUMBER):
        assert value not in page


def looked(session: Session, person: Person, **page: Any) -> list[str]:
    """The deeds of one page."""
    return [look.deed for look in queries.looks(session, person, **page)[0]]


def test_only_acts_of_others_about_this_person_are_looks(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        _, user = full_person(session)
        other = factories.make_seeker(session)
        stranger = queries.person_of(session, session.get_one(User, other.user_id))
        person = queries.person_of(session, user)
        assert looked(session, stranger) == []
        assert looked(session, person) == [
            "查看或办理了与您有关的事",
            "给您打印了重设密码的一次性代码",
            "停发了您的待遇",
            "记下您的贷款没有办成",
            "记下了您贷款的担保",
            "批准了您的待遇申请",
            "审核了您的待遇申请",
            "受理了您的待遇申请",
            "批准了您的待遇申请",
            "审核了您的待遇申请",
            "受理了您的待遇申请",
            "说愿意录用您",
            "看了您的报名",
        ]
        first, more = queries.looks(session, person, size=3)
        assert len(first) == 3 and more
        assert looked(session, person, page=5, size=3) == ["看了您的报名"]


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999", "999999999999", ""])
def test_a_strange_page_number_is_an_ordinary_page(client: FlaskClient, session: Session, page: str) -> None:
    seeker = factories.make_seeker(session)
    session.commit()
    factories.sign_in(client, session.get_one(User, seeker.user_id))
    assert client.get(f"/me/data?page={page}").status_code == 200


def test_an_account_without_a_jobseeker_has_a_page_too(client: FlaskClient, session: Session) -> None:
    user = factories.make_user(session)
    session.commit()
    factories.sign_in(client, user)
    assert client.get("/me/data").status_code == 200
    assert json.loads(opened(client).read("data.json"))["seekers"] == []


def test_staff_and_employers_have_no_such_page(client: FlaskClient, session: Session) -> None:
    people = [factories.make_user(session, "city_officer"), factories.make_employer(session)[1]]
    session.commit()
    assert client.get("/me/data").location.startswith("/sign-in")
    for user in people:
        factories.sign_in(client, user)
        assert client.get("/me/data").status_code == 403
        assert client.get("/me/data/download").status_code == 403
        assert client.post("/me/data/erase", data={"password": PASSWORD}).status_code == 403
