"""Employers: registering, being verified, correcting; who may see and decide."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import events
from jobhelp.accounts import queries as accounts
from jobhelp.accounts import service as accounts_service
from jobhelp.audit.models import AuditEntry
from jobhelp.employers import queries, service
from jobhelp.employers.models import Employer
from jobhelp.employers.states import LIFE, EmployerAction, EmployerState
from jobhelp.errors import Conflict, NotFound, WrongState
from jobhelp.notices.models import Notice
from jobhelp.orm import write_session
from tests.factories import credit_code, make_employer, make_user, sign_in
from tests.pages import bare, questions

PASSWORD = "雪花 松花江 早班车"
FORM = {
    "name": "南岗示例物业有限公司",
    "credit_code": credit_code(777001),
    "district_code": "230103",
    "address": "东大直街 1 号",
    "industry": "物业",
    "contact_name": "钱进",
    "phone": "13904520001",
    "password": PASSWORD,
}


def register(session: Session, **changes: Any) -> Employer:
    return service.register(session, **(FORM | changes))


def officer_of(client: FlaskClient, session: Session, role: str = "district_officer", **fields: Any) -> Any:
    user = make_user(session, role, **fields)
    session.commit()
    sign_in(client, user)
    return user


# ── registering ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_employer_registers_and_waits_for_verification(client: FlaskClient, session: Session) -> None:
    answer = client.post("/employers/register", data=FORM, follow_redirects=True)
    assert answer.status_code == 200 and "等待核验" in answer.text and "3 个工作日" in answer.text
    employer = queries.by_credit_code(session, FORM["credit_code"])
    assert employer is not None and employer.state == "pending" and not employer.demo
    user = accounts.by_phone(session, FORM["phone"])
    assert user is not None and user.role == "employer"
    assert queries.employer_of(session, user) is employer
    assert queries.member_user_ids(session, employer.id) == [user.id]
    client.post("/sign-out")
    assert client.post("/sign-in", data={"phone": FORM["phone"], "password": PASSWORD}).status_code == 302


def test_what_was_typed_may_have_spaces_lower_case_and_full_width(
    client: FlaskClient, session: Session
) -> None:
    code = FORM["credit_code"]
    typed = f" {code[:6].lower()} {code[6:]} ".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    changed = FORM | {"credit_code": typed, "phone": "+86 139-0452-0001"}
    assert client.post("/employers/register", data=changed).status_code == 302
    assert queries.by_credit_code(session, code) is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("credit_code", ""),
        ("credit_code", "912301030000000000"),
        ("district_code", ""),
        ("district_code", "110101"),
        ("contact_name", " "),
        ("phone", "0451-12345678"),
        ("password", "12345678"),
        ("password", "short"),
        ("address", "x" * 201),
    ],
)
def test_a_wrong_entry_is_named_and_the_rest_is_kept(
    client: FlaskClient, session: Session, field: str, value: str
) -> None:
    answer = client.post("/employers/register", data=FORM | {field: value})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    for name, typed in FORM.items():
        if name not in (field, "password", "district_code"):
            assert typed in answer.text, name
    assert PASSWORD not in answer.text
    assert session.scalars(select(Employer)).all() == []


def test_a_code_of_another_length_is_told_its_length_and_the_password_is_asked_again(
    client: FlaskClient,
) -> None:
    short = client.post("/employers/register", data=FORM | {"credit_code": " 9123 0103 MA1"}).text
    assert "一共 18 位，您填了 11 位" in short and "密码没有留在页面上" in short
    weak = client.post("/employers/register", data=FORM | {"password": "short"}).text
    assert "密码没有留在页面上" not in weak  # its own error says so


def test_whoever_waits_may_write_a_post_and_knows_whom_to_call(client: FlaskClient) -> None:
    page = client.post("/employers/register", data=FORM, follow_redirects=True).text
    assert 'href="/employer/openings/new"' in page and "还没有结果，请打 12333" in page
    assert "正在招人的岗位先从名单上撤下" not in page  # there are none yet


def test_a_credit_code_registers_once_with_a_clear_message(client: FlaskClient, session: Session) -> None:
    register(session, phone="13904529999")
    session.commit()
    answer = client.post("/employers/register", data=FORM)
    assert answer.status_code == 409 and "这个统一社会信用代码已经注册过了" in answer.text
    assert "请打 12333" in answer.text and 'href="/forgotten"' in answer.text
    assert FORM["name"] in answer.text
    assert accounts.by_phone(session, FORM["phone"]) is None  # no half-made account


def test_a_phone_that_has_an_account_registers_no_second(client: FlaskClient, session: Session) -> None:
    accounts_service.create_user(session, role="resident", display_name="王*", phone=FORM["phone"])
    session.commit()
    answer = client.post("/employers/register", data=FORM)
    assert answer.status_code == 409 and "这个手机号已经注册过了" in answer.text
    assert queries.by_credit_code(session, FORM["credit_code"]) is None


def test_more_fields_than_the_form_has_change_nothing(client: FlaskClient, session: Session) -> None:
    extra = {"state": "verified", "demo": "1", "decided_by": "1", "role": "administrator", "id": "9999"}
    client.post("/employers/register", data=FORM | extra)
    employer = queries.by_credit_code(session, FORM["credit_code"])
    assert employer is not None and employer.state == "pending" and employer.id != 9999
    user = accounts.by_phone(session, FORM["phone"])
    assert user is not None and user.role == "employer"


def test_of_those_who_register_one_code_at_the_same_moment_one_succeeds(either_engine: Engine) -> None:
    gate = Barrier(5)

    def one(number: int) -> bool:
        gate.wait()
        try:
            with write_session(either_engine) as session:
                register(session, phone=f"1390453{number:04d}", password=None)
        except service.CreditCodeTaken:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(one, range(5))) == 1
    with Session(either_engine) as session:
        assert len(session.scalars(select(Employer)).all()) == 1


# ── the life of a registration ───────────────────────────────────────────────────────────────────────────

S, A = EmployerState, EmployerAction
MOVES = {
    (S.PENDING, A.VERIFY): S.VERIFIED,
    (S.PENDING, A.REFUSE): S.REFUSED,
    (S.PENDING, A.RESUBMIT): S.PENDING,
    (S.VERIFIED, A.RESUBMIT): S.PENDING,
    (S.VERIFIED, A.REVOKE): S.REFUSED,
    (S.REFUSED, A.RESUBMIT): S.PENDING,
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("action", list(A))
def test_every_state_and_action(session: Session, state: EmployerState, action: EmployerAction) -> None:
    employer, user = make_employer(session, state=state.value)
    expected = MOVES.get((state, action))
    if expected is None:
        with pytest.raises(WrongState):
            service.move(session, employer, action, by=user)
        assert employer.state == state and not LIFE.allows(state, action)
    else:
        service.move(session, employer, action, by=user, note="n")
        assert employer.state == expected


def test_verification_is_written_down_told_and_published(session: Session) -> None:
    officer = make_user(session, "district_officer")
    employer, member = make_employer(session, state="pending")
    heard: list[service.EmployerVerified] = []
    events.subscribe(service.EmployerVerified, _listener(heard))
    service.verify(session, employer, officer, "看过执照")
    assert (employer.state, employer.decided_by, employer.decision_note) == (
        "verified",
        officer.id,
        "看过执照",
    )
    assert heard == [service.EmployerVerified(employer.id)]
    [notice] = session.scalars(select(Notice).where(Notice.user_id == member.id)).all()
    assert "通过核验" in notice.text and notice.link == "/employer/profile"
    [row] = session.scalars(select(AuditEntry).where(AuditEntry.action == "employers:verify")).all()
    assert (row.actor_id, row.actor_role, row.why) == (officer.id, "district_officer", "看过执照")


def _listener(heard: list[Any]) -> Any:
    def listen(_session: Session, happened: object) -> None:
        heard.append(happened)

    return listen


def test_a_refusal_needs_a_reason(session: Session) -> None:
    officer = make_user(session, "district_officer")
    employer, member = make_employer(session, state="pending")
    with pytest.raises(service.ReasonMissing):
        service.refuse(session, employer, officer, "  ")
    service.refuse(session, employer, officer, "名称和执照对不上")
    assert employer.state == "refused" and employer.decision_note == "名称和执照对不上"
    assert session.scalars(select(Notice).where(Notice.user_id == member.id)).one()


def test_of_two_decisions_at_the_same_moment_one_stands(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        employer, _ = make_employer(session, state="pending")
        officer = make_user(session, "city_officer")
    gate = Barrier(4)

    def decide(number: int) -> bool:
        with Session(either_engine) as session:
            theirs = session.get_one(Employer, employer.id)
            session.rollback()  # as read on the page, before the button
            session.expunge(theirs)
        gate.wait()
        try:
            with write_session(either_engine) as session:
                found = session.get_one(Employer, employer.id)
                act = service.verify if number % 2 else service.refuse
                act(session, found, officer, "理由")
        except (Conflict, WrongState):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(decide, range(4))) == 1


# ── the employer's own page ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def own(client: FlaskClient, session: Session) -> Employer:
    """A verified employer, its member in this browser."""
    employer, user = make_employer(session, contact_name="钱进", contact_phone="13904520009", address="旧址")
    session.commit()
    sign_in(client, user)
    return employer


def profile_form(employer: Employer, **changes: str) -> dict[str, str]:
    names = ("name", "credit_code", "district_code", "address", "industry", "contact_name", "contact_phone")
    return {name: getattr(employer, name) for name in names} | {"introduction": ""} | changes


def test_address_and_contact_change_without_a_new_verification(
    client: FlaskClient, session: Session, own: Employer
) -> None:
    form = profile_form(own, address="新址 2 号", introduction="我们有 40 个人。")
    assert client.post("/employer/profile", data=form).status_code == 302
    session.commit()
    session.refresh(own)
    assert (own.state, own.address, own.introduction) == ("verified", "新址 2 号", "我们有 40 个人。")
    [row] = session.scalars(select(AuditEntry).where(AuditEntry.action == "employers:revise")).all()
    assert row.details == {"changed": ["address", "introduction"], "anew": False}
    assert "新址" not in str(row.details)


@pytest.mark.parametrize("field", ["name", "credit_code"])
def test_a_new_name_or_code_is_verified_anew(
    client: FlaskClient, session: Session, own: Employer, field: str
) -> None:
    value = {"name": "另一家公司", "credit_code": credit_code(777002)}[field]
    answer = client.post("/employer/profile", data=profile_form(own, **{field: value}), follow_redirects=True)
    assert "重新核验" in answer.text and "等待核验" in answer.text
    session.commit()
    session.refresh(own)
    assert own.state == "pending" and getattr(own, field) == value and own.decided_at is None


def test_anothers_code_is_refused_and_nothing_changes(
    client: FlaskClient, session: Session, own: Employer
) -> None:
    other, _ = make_employer(session)
    session.commit()
    name = own.name
    form = profile_form(own, credit_code=other.credit_code, name="改名")
    answer = client.post("/employer/profile", data=form)
    assert answer.status_code == 409 and "已经注册过" in answer.text and "改名" in answer.text
    session.commit()
    session.refresh(own)
    assert own.name == name and own.state == "verified"


def test_a_refused_employer_sees_why_and_asks_again(
    client: FlaskClient, session: Session, own: Employer
) -> None:
    own.state, own.decision_note = "refused", "执照看不清"
    session.commit()
    page = client.get("/employer/profile").text
    assert "执照看不清" in page and "再提交一次" in page
    assert client.post("/employer/profile/resubmit").status_code == 302
    session.commit()
    session.refresh(own)
    assert own.state == "pending"


def test_an_account_without_an_employer_finds_nothing(client: FlaskClient, session: Session) -> None:
    user = make_user(session, "employer")
    session.commit()
    sign_in(client, user)
    assert client.get("/employer/profile").status_code == 404
    with pytest.raises(NotFound):
        queries.employer_of(session, user)


@pytest.mark.parametrize("role", ["resident", "district_officer", "administrator", "auditor"])
def test_others_have_no_employer_page(client: FlaskClient, session: Session, role: str) -> None:
    officer_of(client, session, role)
    assert client.get("/employer/profile").status_code == 403
    assert client.post("/employer/profile", data=FORM).status_code == 403
    assert client.post("/employer/profile/resubmit").status_code == 403


# ── the reviewer's page ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", ["district_officer", "city_officer"])
def test_an_officer_verifies(client: FlaskClient, session: Session, role: str) -> None:
    employer, _ = make_employer(session, state="pending", contact_phone="13904520009")
    officer_of(client, session, role)
    page = client.get(f"/desk/employers/{employer.id}")
    assert page.status_code == 200 and employer.credit_code in page.text and "核验通过" in page.text
    answer = client.post(f"/desk/employers/{employer.id}", data={"decision": "verify", "note": ""})
    assert answer.status_code == 302
    session.commit()
    session.refresh(employer)
    assert employer.state == "verified"
    assert "核验结果" in client.get(f"/desk/employers/{employer.id}").text


def test_an_officer_returns_with_a_reason_and_without_one_is_asked(
    client: FlaskClient, session: Session
) -> None:
    employer, _ = make_employer(session, state="pending")
    officer_of(client, session)
    address = f"/desk/employers/{employer.id}"
    answer = client.post(address, data={"decision": "refuse", "note": ""})
    assert answer.status_code == 422 and "请写明原因" in answer.text
    assert client.post(address, data={"decision": "refuse", "note": "代码不对"}).status_code == 302
    session.commit()
    session.refresh(employer)
    assert (employer.state, employer.decision_note) == ("refused", "代码不对")


@pytest.mark.parametrize("decision", ["", "VERIFY", "nonsense"])
def test_only_the_verify_button_verifies(client: FlaskClient, session: Session, decision: str) -> None:
    employer, _ = make_employer(session, state="pending")
    officer_of(client, session)
    client.post(f"/desk/employers/{employer.id}", data={"decision": decision, "note": ""})
    session.commit()
    session.refresh(employer)
    assert employer.state == "pending"


def test_a_second_decision_meets_the_first(client: FlaskClient, session: Session) -> None:
    employer, _ = make_employer(session, state="pending")
    officer_of(client, session)
    address = f"/desk/employers/{employer.id}"
    assert client.post(address, data={"decision": "verify", "note": ""}).status_code == 302
    assert client.post(address, data={"decision": "refuse", "note": "晚了"}).status_code == 409


def test_another_districts_employer_looks_like_none(client: FlaskClient, session: Session) -> None:
    employer, _ = make_employer(session, state="pending", district_code="230102")
    nowhere, _ = make_employer(session, state="pending", district_code=None)
    officer_of(client, session)  # of 230103
    missing = client.get("/desk/employers/999999")
    for address in (f"/desk/employers/{employer.id}", f"/desk/employers/{nowhere.id}"):
        page = client.get(address)
        assert page.status_code == 404
        assert bare(page.text, address) == bare(missing.text, "/desk/employers/999999")
        assert client.post(address, data={"decision": "verify", "note": ""}).status_code == 404
    session.commit()
    session.refresh(employer)
    assert employer.state == "pending"


def test_the_queue_of_pending_employers_is_the_districts_own(session: Session) -> None:
    ours, _ = make_employer(session, state="pending", district_code="230103")
    theirs, _ = make_employer(session, state="pending", district_code="230102")
    make_employer(session, state="verified", district_code="230103")
    assert queries.pending(session, "230103") == [ours]
    assert queries.pending(session, None) == [ours, theirs]
    assert queries.pending(session, "") == []


@pytest.mark.parametrize(("role", "status"), [("street_officer", 200), ("auditor", 200), ("resident", 403)])
def test_others_may_look_or_not_but_never_decide(
    client: FlaskClient, session: Session, role: str, status: int
) -> None:
    employer, _ = make_employer(session, state="pending")
    officer_of(client, session, role)
    page = client.get(f"/desk/employers/{employer.id}")
    assert page.status_code == status and 'name="decision"' not in page.text
    answer = client.post(f"/desk/employers/{employer.id}", data={"decision": "verify", "note": ""})
    assert answer.status_code == 403


def test_the_reviewer_sees_employers_that_look_alike(client: FlaskClient, session: Session) -> None:
    employer, _ = make_employer(session, state="pending", name="同名公司", contact_phone="13904520009")
    twin, _ = make_employer(session, name="同名公司", district_code="230102")
    caller, _ = make_employer(session, name="别的公司", contact_phone="13904520009")
    stranger, _ = make_employer(session, name="无关公司")
    officer_of(client, session)
    page = client.get(f"/desk/employers/{employer.id}").text
    assert twin.credit_code in page and caller.credit_code in page
    assert stranger.credit_code not in page


def test_what_an_employer_writes_is_text_and_nothing_else(client: FlaskClient, session: Session) -> None:
    nasty = '<img src=x onerror="alert(1)">'
    employer, _ = make_employer(
        session, state="pending", name=nasty, address=nasty, industry=nasty, introduction=nasty
    )
    officer_of(client, session)
    page = client.get(f"/desk/employers/{employer.id}").text
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_staff_pages_ask_few_questions(client: FlaskClient, session: Session, engine: Engine) -> None:
    employer, _ = make_employer(session, state="verified")
    officer_of(client, session)
    with questions(engine) as asked:
        client.get(f"/desk/employers/{employer.id}")
    assert 0 < len(asked) <= 12
