"""The pages of money: who does what with them, and that each stays within its number of questions."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.jobseekers.models import Seeker
from jobhelp.payments import queries, service
from jobhelp.payments.models import PaymentRun
from tests import factories
from tests.payments import city


@contextmanager
def asked(engine: Engine, most: int) -> Iterator[None]:
    """At most so many questions to the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield
    event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= most, "\n\n".join(seen)


def browser(client: FlaskClient, user: User) -> FlaskClient:
    """A browser of this officer."""
    other = client.application.test_client()
    factories.sign_in(other, user)
    return other


@pytest.fixture
def office(session: Session) -> tuple[city.Officers, list[Claim]]:
    """Three people who are owed a month."""
    who = city.officers(session)
    people = [city.granted(session, who, serial, card=serial != 2) for serial in range(3)]
    session.commit()
    return who, people


def test_a_run_through_the_pages_with_a_returned_payment_retried(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    month = f"{city.first_month(people[0]):%Y-%m}"
    preparer, checker, approver = (browser(client, one) for one in (who.preparer, who.checker, who.approver))
    page = preparer.get("/desk/payments").text
    assert "1 笔没有卡" in page and "准备" in page
    answer = preparer.post("/desk/payments", data={"programme": "ui", "month": month})
    address = answer.location
    assert address.startswith("/desk/payments/F")
    page = preparer.get(address).text
    assert "要由另一位同事复核" in page and "王*梅" in page and city.card_number(0) not in page
    preparer.post(f"{address}/check")
    assert "准备的人不能自己复核" in preparer.get(address).text
    checker.post(f"{address}/check")
    assert preparer.post(f"{address}/approve").status_code == 403
    approver.post(f"{address}/approve")
    preparer.post(f"{address}/send")
    file = preparer.post(f"{address}/file")
    assert file.headers["Content-Disposition"].startswith("attachment")
    rows = city.read_bank_file(file.data)
    assert [row["账号"] for row in rows] == [city.card_number(0), city.card_number(1)]
    lines = [(row["流水号"], row["金额"], "成功", "") for row in rows[:1]]
    lines += [(row["流水号"], row["金额"], "退回", "账号不存在") for row in rows[1:]]
    wrong = city.table(("流水号", "金额", "结果", "原因"), [*lines, ("X-1", "1.00", "成功", "")])
    answer = preparer.post(f"{address}/receipts", data={"file": (io.BytesIO(wrong), "r.csv")})
    assert answer.status_code == 422
    assert "第 4 行" in answer.text and "X-1 不在这一批里" in answer.text
    good = city.table(("流水号", "金额", "结果", "原因"), lines)
    for words in ("到账 1 笔，退回 1 笔", "什么都没有变"):
        answer = preparer.post(
            f"{address}/receipts", data={"file": (io.BytesIO(good), "r.csv")}, follow_redirects=True
        )
        assert words in answer.text
    assert "账号不存在" in answer.text
    again = preparer.post(f"{address}/retry").location
    assert again != address and "1 笔" in preparer.get(again).text
    session.expire_all()
    assert queries.faults(session) == []
    assert [city.states(session, claim)[0] for claim in people] == ["paid", "in_run", "due"]
    fetched = select(AuditEntry).where(AuditEntry.action == "payments:fetch_file")
    assert len(session.scalars(fetched).all()) == 1


def test_the_pages_ask_few_questions(
    client: FlaskClient, engine: Engine, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    run = city.paid(session, who, city.first_month(people[0]))
    found = service.propose(session, people[0], amount=500, reason="多发", by=who.preparer)
    session.commit()
    desk = browser(client, who.preparer)
    desk.get("/desk/payments")  # the reference book is read once a process
    for address in (
        *("/desk/payments", f"/desk/payments/{run.number}", "/desk/payments/late?all=1", "/desk/ledger"),
        *("/desk/recoveries", f"/desk/recoveries/{found.id}", "/desk/payments/late.xlsx?all=1"),
    ):
        with asked(engine, 12):
            assert desk.get(address).status_code == 200, address
    city_desk = browser(client, who.approver)
    for address in ("/desk/payments?district=230102", "/desk/ledger?kind=grant", "/desk/payments/late"):
        assert city_desk.get(address).status_code == 200


def test_the_late_list_says_why_and_exports_text_only(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    for month in session.scalars(select(BenefitMonth).where(BenefitMonth.month <= clock.today())):
        month.payable_from = clock.today() - timedelta(days=9)
    session.commit()
    desk = browser(client, who.preparer)
    page = desk.get("/desk/payments/late").text
    assert page.count("9 天") == 3
    assert "没有银行卡" in page and "没有人准备" in page
    book = load_workbook(io.BytesIO(desk.get("/desk/payments/late.xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) == 4 and rows[1][0].startswith("UI")  # type: ignore[union-attr]
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}  # type: ignore[union-attr]
    stranger = browser(client, city.officers(session, "230102").preparer)
    session.commit()
    assert "没有晚发的" in stranger.get("/desk/payments/late").text
    assert f"/desk/claims/{people[0].number}" not in stranger.get("/desk/ledger").text
    assert f"/desk/claims/{people[0].number}" in desk.get("/desk/ledger").text


def test_a_stranger_sees_the_same_as_for_nothing(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    run = city.paid(session, who, city.first_month(people[0]))
    found = service.propose(session, people[0], amount=500, reason="多发", by=who.preparer)
    other = city.officers(session, "230102")
    session.commit()
    stranger = browser(client, other.preparer)
    for act in ("", "/check", "/cancel", "/send", "/file", "/receipts", "/retry"):
        ask = stranger.post if act else stranger.get
        theirs, none = ask(f"/desk/payments/{run.number}{act}"), ask(f"/desk/payments/F0000-UI-99999{act}")
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert plain(theirs.text) == plain(none.text)
    for act in ("", "/confirm", "/ask-waiver", "/waive", "/keep", "/repay"):
        ask = stranger.post if act else stranger.get
        assert ask(f"/desk/recoveries/{found.id}{act}").status_code == 404
    answer = stranger.post(
        "/desk/recoveries",
        data={"claim": people[0].number, "amount": "5", "reason": "多发", "instalments": "1"},
    )
    assert answer.status_code == 422 and "没有找到" in answer.text
    assert session.get_one(PaymentRun, run.id).state == "settled"


def plain(page: str) -> str:
    """A page without what differs by address."""
    return re.sub(r"/desk/payments/[^\"?]*|csrf_token\" value=\"[^\"]*", "", page)


def test_a_recovery_through_the_pages(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    city.paid(session, who, city.first_month(people[0]))
    session.commit()
    first, second = browser(client, who.preparer), browser(client, who.checker)
    sent = {"claim": people[0].number.lower(), "amount": "300", "reason": "重复享受", "instalments": "3"}
    too_much = first.post("/desk/recoveries", data=sent | {"amount": "999999"})
    assert too_much.status_code == 422 and "最多" in too_much.text and "重复享受" in too_much.text
    address = first.post("/desk/recoveries", data=sent).location
    assert "要由另一位同事确认" in first.get(address).text
    first.post(f"{address}/confirm")
    assert "等确认" in first.get(address).text
    second.post(f"{address}/confirm")
    page = second.get(address).text
    assert page.count("100.00") >= 3
    second.post(f"{address}/repay", data={"amount": "150", "receipt": "B-1"})
    assert "退了" in second.get(address).text
    person = browser(client, session.get_one(User, session.get_one(Seeker, people[0].seeker_id).user_id))
    page = person.get(f"/me/benefits/{people[0].number}").text
    assert "多发了 300 元" in page and "重复享受" in page
    session.expire_all()
    assert queries.faults(session) == []


def test_a_waiver_through_the_pages(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    city.paid(session, who, city.first_month(people[0]))
    found = service.propose(session, people[0], amount=500, reason="多发", by=who.preparer)
    session.commit()
    first, second = browser(client, who.checker), browser(client, who.preparer)
    address = f"/desk/recoveries/{found.id}"
    empty = first.post(f"{address}/ask-waiver", data={"waiver_reason": " "})
    assert empty.status_code == 422 and "请写明原因" in empty.text
    page = first.post(
        f"{address}/ask-waiver", data={"waiver_reason": "<b>没有过错</b>"}, follow_redirects=True
    )
    assert "等同意不追回" in page.text and "&lt;b&gt;没有过错" in page.text
    assert "要由另一位同事同意" in page.text and f"{address}/waive" not in page.text
    first.post(f"{address}/waive")
    assert "等同意不追回" in first.get(address).text
    assert "两位同事都同意不追回" in second.post(f"{address}/waive", follow_redirects=True).text
    assert "等同意" not in second.get("/desk/recoveries").text


def test_a_big_citys_month_makes_several_runs_and_says_so(
    client: FlaskClient,
    session: Session,
    office: tuple[city.Officers, list[Claim]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who, people = office  # the third has no card
    month = city.first_month(people[0])
    city.granted(session, who, 7)
    session.commit()
    monkeypatch.setattr("jobhelp.payments.service.MOST", 2)
    monkeypatch.setattr("jobhelp.payments.service.preparing.MOST", 2)
    desk = browser(client, who.preparer)
    assert "一批最多 2 笔" in desk.get("/desk/payments").text
    wish = {"programme": "ui", "month": f"{month:%Y-%m}"}
    page = desk.post("/desk/payments", data=wish, follow_redirects=True).text
    assert "准备好了，2 笔" in page and "还有 2 笔没有进来" in page
    page = desk.post("/desk/payments", data=wish, follow_redirects=True).text
    assert "准备好了，1 笔" in page and "没有进来" not in page


def test_the_card_of_a_person_and_of_a_firm(client: FlaskClient, engine: Engine, session: Session) -> None:
    seeker = factories.make_seeker(session)
    employer, member = factories.make_employer(session)
    session.commit()
    person = browser(client, session.get_one(User, seeker.user_id))
    with asked(engine, 12):
        assert "发到您本人名下" in person.get("/me/card").text
    wrong = person.post("/me/card", data={"number": city.card_number(1)[:-1] + "x", "bank": "示例银行"})
    assert wrong.status_code == 422 and "银行卡号不对" in wrong.text
    for serial in (1, 2):
        number = city.card_number(serial)
        page = person.post(
            "/me/card", data={"number": number, "bank": "示例银行"}, follow_redirects=True
        ).text
        assert number[-4:] in page and number not in page
        assert ("先等 72 小时" in page) is (serial == 2)
    firm = browser(client, member)
    page = firm.post(
        "/employer/card", data={"number": "2301 0400 1234 567", "bank": "示例银行"}, follow_redirects=True
    )
    assert "4567" in page.text and employer.name in page.text
    assert person.get("/employer/card").status_code == 404
    assert firm.get("/me/card").status_code == 404


def test_my_own_page_shows_the_card_and_what_came_back(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    run = city.signed(session, who, city.first_month(people[0]))
    service.send(session, run, by=who.preparer)
    service.receive(
        session, run, city.receipts(city.payments(session, run), lambda _one: "户名不符"), by=who.preparer
    )
    session.commit()
    person = browser(client, session.get_one(User, session.get_one(Seeker, people[0].seeker_id).user_id))
    page = person.get(f"/me/benefits/{people[0].number}").text
    assert "银行退回了" in page and "户名不符" in page and "6228 ****" in page
    assert "收款的卡" in person.get("/me/benefits").text
    desk = browser(client, who.preparer)
    assert "银行退回" in desk.get(f"/desk/claims/{people[0].number}").text


def test_everything_that_can_be_paid_is_prepared_at_once(
    client: FlaskClient, session: Session, office: tuple[city.Officers, list[Claim]]
) -> None:
    who, people = office
    month = city.first_month(people[0])
    page = browser(client, who.preparer).post("/desk/payments/all", follow_redirects=True)
    assert "准备好了" in page.text and "请另一位同事复核" in page.text
    runs = list(session.scalars(select(PaymentRun)))
    assert {run.month for run in runs} >= {month}
    assert {(run.state, run.prepared_by) for run in runs} == {("prepared", who.preparer.id)}
    again = browser(client, who.preparer).post("/desk/payments/all", follow_redirects=True)
    assert "准备好了" not in again.text
