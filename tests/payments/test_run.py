"""A payment run from preparation to the last receipt: what each step does, and what it refuses."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth
from jobhelp.claims.states import FactSource
from jobhelp.errors import NotAllowed, NotFound, WrongState
from jobhelp.jobseekers.models import Seeker
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.payments import queries, service
from jobhelp.payments.bankfile import digest
from jobhelp.payments.models import LedgerEntry, Payment, PaymentRun
from jobhelp.payments.refusals import FileChanged, NothingDue, NothingLeft, ReceiptsRefused, SamePerson
from jobhelp.payments.service import PaymentReturned, preparing
from jobhelp.payments.states import Dropped, PaymentState, RunState
from jobhelp.policy.calendar import written
from tests.payments import city


def test_a_run_pays_everybody_once_and_the_books_agree(either: Session) -> None:
    who = city.officers(either)
    people = [city.granted(either, who, serial) for serial in range(3)]
    month = city.first_month(people[0])
    run = city.signed(either, who, month)
    assert (run.count, run.total) == (3, sum(one.amount for one in city.payments(either, run)))
    content = service.send(either, run, by=who.preparer)
    rows = city.read_bank_file(content)
    assert [row["账号"] for row in rows] == [city.card_number(serial) for serial in range(3)]
    assert {row["户名"] for row in rows} == {"王小梅"}
    assert rows[0]["附言"] == f"失业保险金 {written(month)}"
    assert queries.faults(either) == []
    received = service.receive(either, run, city.receipts(city.payments(either, run)), by=who.preparer)
    assert (received.paid, received.returned, received.known) == (3, 0, 0)
    assert run.state == RunState.SETTLED and run.settled_at is not None
    assert all(city.states(either, claim)[0] == "paid" for claim in people)
    assert [queries.months_paid(either, claim.id) for claim in people] == [1, 1, 1]
    assert queries.faults(either) == []
    balances = {(one.account, one.programme): one.left for one in queries.balances(either, None)}
    assert balances["bank", "ui"] == -run.total
    assert sum(balances.values()) == 0


def test_two_returned_payments_are_retried_in_a_new_run(either: Session) -> None:
    who = city.officers(either)
    people = [city.granted(either, who, serial) for serial in range(4)]
    run = city.signed(either, who, city.first_month(people[0]))
    service.send(either, run, by=who.preparer)
    heard: list[PaymentReturned] = []
    events.subscribe(PaymentReturned, lambda _session, event: heard.append(event))
    sent = city.payments(either, run)
    bad = {sent[1].reference: "账号户名不符", sent[3].reference: "账户已销户"}
    received = service.receive(either, run, city.receipts(sent, bad), by=who.preparer)
    assert (received.paid, received.returned) == (2, 2)
    assert run.state == RunState.SETTLED
    assert [city.states(either, claim)[0] for claim in people] == ["paid", "due", "paid", "due"]
    assert {one.payment_id for one in heard} == {sent[1].id, sent[3].id}
    assert queries.returned_open(either, run) == 2
    assert queries.faults(either) == []
    retried = service.retry(either, run, by=who.preparer)
    assert (retried.count, retried.number != run.number) == (2, True)
    with pytest.raises(NothingDue):
        service.retry(either, run, by=who.preparer)
    service.check(either, retried, by=who.checker)
    service.approve(either, retried, by=who.approver)
    service.send(either, retried, by=who.preparer)
    service.receive(either, retried, city.receipts(city.payments(either, retried)), by=who.preparer)
    assert [city.states(either, claim)[0] for claim in people] == ["paid"] * 4
    assert queries.faults(either) == []
    texts = [row.text for row in either.scalars(select(Notice).order_by(Notice.id))]
    assert sum("退回" in text for text in texts) == 2
    messages = (
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.key.startswith("returned:"))
    )
    assert either.scalar(messages) == 2


def test_nobody_signs_what_they_prepared_even_with_a_new_role(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = service.prepare(
        either, programme="ui", month=city.first_month(claim), district=city.HERE, by=who.preparer
    )
    with pytest.raises(SamePerson):
        service.check(either, run, by=who.preparer)
    who.preparer.role, who.preparer.district_code = "city_officer", None  # promoted in the middle of it
    either.flush()
    with pytest.raises(SamePerson):
        service.check(either, run, by=who.preparer)
    with pytest.raises(WrongState):
        service.approve(either, run, by=who.preparer)
    service.check(either, run, by=who.checker)
    with pytest.raises(SamePerson):
        service.approve(either, run, by=who.preparer)
    with pytest.raises(NotAllowed):
        service.approve(either, run, by=who.checker)
    with pytest.raises(WrongState):
        service.send(either, run, by=who.preparer)
    who.checker.role = "auditor"  # whoever signed may have moved on; the signature stays
    service.approve(either, run, by=who.approver)
    with pytest.raises(NotAllowed):
        service.send(either, run, by=who.checker)
    service.send(either, run, by=who.preparer)
    assert run.state == RunState.SENT


@pytest.mark.parametrize(
    "values",
    [
        {"approved_by": PaymentRun.prepared_by},
        {"checked_by": PaymentRun.prepared_by},
        {"state": "sent"},
        {"prepared_by": PaymentRun.prepared_by + 1},
    ],
    ids=["approve", "check", "skip", "rewrite"],
)
def test_the_database_itself_refuses_a_run_of_one_person(either: Session, values: dict[str, object]) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = service.prepare(
        either, programme="ui", month=city.first_month(claim), district=city.HERE, by=who.preparer
    )
    either.flush()
    with pytest.raises(DBAPIError), either.begin_nested():
        either.execute(update(PaymentRun).where(PaymentRun.id == run.id).values(values))


@pytest.mark.parametrize("state", ["sent", "paid"])
def test_the_database_itself_refuses_a_payment_of_an_unsigned_run(either: Session, state: str) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = service.prepare(
        either, programme="ui", month=city.first_month(claim), district=city.HERE, by=who.preparer
    )
    service.check(either, run, by=who.checker)
    with pytest.raises(DBAPIError, match="two people signed"), either.begin_nested():
        either.execute(update(Payment).where(Payment.run_id == run.id).values(state=state))


def test_a_month_has_one_live_payment_by_constraint(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = city.signed(either, who, city.first_month(claim))
    [payment] = city.payments(either, run)
    twin = Payment(
        uid="1" * 32,
        run_id=run.id,
        month_id=payment.month_id,
        claim_id=claim.id,
        amount=payment.amount,
        state="pending",
        reference="TWIN",
        changed_at=clock.now(),
    )
    with pytest.raises(DBAPIError), either.begin_nested():
        either.add(twin)


def test_eligibility_is_asked_again_when_the_money_goes(either: Session) -> None:
    who = city.officers(either)
    kept, revoked, doubtful = (city.granted(either, who, serial) for serial in range(3))
    run = city.signed(either, who, city.first_month(kept))
    for claim, value in ((revoked, "worker_resigned_art37"), (doubtful, None)):
        claims.learn_facts(
            either, claim.holder, {"termination": value}, source=FactSource.REGISTER, by=who.street
        )
    content = service.send(either, run, by=who.preparer)
    assert len(city.read_bank_file(content)) == 1
    found = {one.claim_id: (one.state, one.return_reason) for one in city.payments(either, run)}
    assert found[kept.id] == (PaymentState.SENT, "")
    assert found[revoked.id] == (PaymentState.CANCELLED, Dropped.NOT_ELIGIBLE)
    assert found[doubtful.id] == (PaymentState.CANCELLED, Dropped.NOT_KNOWN)
    assert (run.count, run.total) == (1, city.payments(either, run)[0].amount)
    assert [city.states(either, claim)[0] for claim in (revoked, doubtful)] == ["due", "due"]
    assert queries.faults(either) == []


def test_a_suspended_claim_leaves_the_run_and_is_not_lost(either: Session) -> None:
    who = city.officers(either)
    kept, held = (city.granted(either, who, serial) for serial in range(2))
    run = city.signed(either, who, city.first_month(kept))
    claims.suspend(either, held, by=who.checker, note="等证明。")
    service.send(either, run, by=who.preparer)
    assert [one.state for one in city.payments(either, run)] == ["sent", "cancelled"]
    assert city.states(either, held)[0] == "due"


def test_a_run_in_which_nothing_stands_is_not_sent(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = city.signed(either, who, city.first_month(claim))
    claims.suspend(either, claim, by=who.checker, note="等证明。")
    either.commit()
    with pytest.raises(NothingLeft):
        service.send(either, run, by=who.preparer)
    either.rollback()
    assert either.get_one(PaymentRun, run.id).state == RunState.APPROVED
    service.cancel(either, run, by=who.preparer)
    assert (run.state, city.states(either, claim)[0]) == (RunState.CANCELLED, "due")
    assert queries.faults(either) == []


def test_a_changed_card_waits_72_hours(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = city.signed(either, who, city.first_month(claim))
    seeker = either.get_one(Seeker, claim.seeker_id)
    city.give_card(either, seeker, 2)  # just before the money goes
    either.commit()
    with pytest.raises(NothingLeft):
        service.send(either, run, by=who.preparer)
    either.rollback()
    assert [row.why for row in queries.late(either, None, queries.LateFilter(everything=True))] == ["in_run"]
    service.cancel(either, run, by=who.preparer)
    with pytest.raises(NothingDue):
        city.signed(either, who, city.first_month(claim))
    assert [row.why for row in queries.late(either, None, queries.LateFilter(everything=True))] == [
        "card_frozen"
    ]
    with time_machine.travel(clock.now() + timedelta(hours=72, seconds=1), tick=False):
        run = city.signed(either, who, city.first_month(claim))
        [row] = city.read_bank_file(service.send(either, run, by=who.preparer))
    assert row["账号"] == city.card_number(2)


def test_the_bank_file_is_the_same_at_any_time_and_a_changed_one_is_not_handed_out(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    run = city.signed(either, who, city.first_month(claim))
    content = service.send(either, run, by=who.preparer)
    city.give_card(either, either.get_one(Seeker, claim.seeker_id), 7)
    assert service.send(either, run, by=who.preparer) == content == service.bank_file(either, run)
    assert digest(content) == run.file_digest
    either.execute(update(Payment).where(Payment.run_id == run.id).values(amount=Payment.amount + 1))
    either.expire_all()
    with pytest.raises(FileChanged):
        service.bank_file(either, run)


def test_a_stop_takes_what_is_pending_and_recovers_what_was_sent(either: Session) -> None:
    who = city.officers(either)
    early = city.granted(either, who, 1)
    late = city.granted(either, who, 2)
    month = city.first_month(early)
    run = city.signed(either, who, month)
    before = month - timedelta(days=1)
    claims.stop(either, early, by=who.checker, effective_on=before, note="上月已经上班。")
    assert [one.state for one in city.payments(either, run)] == ["cancelled", "pending"]
    assert set(city.states(either, early)) == {"cancelled"}
    assert queries.faults(either) == []
    service.send(either, run, by=who.preparer)
    claims.stop(either, late, by=who.checker, effective_on=before, note="上月已经上班。")
    assert city.states(either, late)[0] == "in_run"
    service.receive(either, run, city.receipts(city.payments(either, run)[1:]), by=who.preparer)
    assert city.states(either, late)[0] == "paid"
    [row] = queries.recoveries(either, who.checker)
    assert (row.recovery.amount, row.recovery.state) == (run.total, "proposed")
    assert queries.faults(either) == []


def test_a_return_after_a_stop_is_not_due_again(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    month = city.first_month(claim)
    run = city.signed(either, who, month)
    service.send(either, run, by=who.preparer)
    claims.stop(either, claim, by=who.checker, effective_on=month - timedelta(days=1), note="上月已经上班。")
    lines = city.payments(either, run)
    service.receive(either, run, city.receipts(lines, lambda _one: "销户"), by=who.preparer)
    assert set(city.states(either, claim)) == {"cancelled"}
    assert queries.recoveries(either, who.checker) == []
    assert queries.faults(either) == []


def test_what_a_stopped_claim_is_still_owed_is_paid(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    claims.stop(either, claim, by=who.checker, effective_on=clock.today(), note="今天上班。")
    assert city.states(either, claim)[0] == "due"
    run = city.signed(either, who, city.first_month(claim))
    service.send(either, run, by=who.preparer)
    assert run.count == 1


@pytest.mark.parametrize(
    ("spoil", "line", "words"),
    [
        (lambda rows: [*rows, ("F-NOT-OURS", "1.00", "成功", "")], 4, "不在这一批里"),
        (lambda rows: [*rows, rows[0]], 4, "已经出现过"),
        (lambda rows: [(rows[0][0], "1.23", "成功", ""), *rows[1:]], 2, "的金额是"),
        (lambda rows: [(rows[0][0], "一百", "成功", ""), *rows[1:]], 2, "金额看不懂"),
        (lambda rows: [(rows[0][0], rows[0][1], "", ""), *rows[1:]], 2, "结果要写"),
        (lambda rows: [(rows[0][0], rows[0][1], "退回", ""), *rows[1:]], 2, "要写原因"),
        (lambda rows: [("", *rows[0][1:]), *rows[1:]], 2, "没有流水号"),
        (lambda rows: [], 0, "没有一笔"),
    ],
    ids=["unknown", "doubled", "amount", "no-amount", "no-result", "no-reason", "no-reference", "empty"],
)
def test_a_wrong_receipts_file_is_refused_whole_with_its_line(
    session: Session, spoil: object, line: int, words: str
) -> None:
    who = city.officers(session)
    claims_ = [city.granted(session, who, serial) for serial in range(2)]
    run = city.signed(session, who, city.first_month(claims_[0]))
    service.send(session, run, by=who.preparer)
    session.flush()
    before = city.dump(session)
    good = [(one.reference, f"{one.amount / 100:.2f}", "成功", "") for one in city.payments(session, run)]
    content = city.table(("流水号", "金额", "结果", "原因"), spoil(good))  # type: ignore[operator]
    with pytest.raises(ReceiptsRefused) as refused:
        service.receive(session, run, content, by=who.preparer)
    assert refused.value.faults[0].line == line
    assert words in refused.value.faults[0].message
    session.flush()
    assert city.dump(session) == before


def test_another_table_is_no_receipts_file(session: Session) -> None:
    who = city.officers(session)
    claim = city.granted(session, who, 1)
    run = city.signed(session, who, city.first_month(claim))
    content = service.send(session, run, by=who.preparer)
    with pytest.raises(ReceiptsRefused):  # our own file carries no results
        service.receive(session, run, content, by=who.preparer)


def test_the_same_receipts_twice_change_nothing_and_a_contradiction_is_refused(either: Session) -> None:
    who = city.officers(either)
    people = [city.granted(either, who, serial) for serial in range(2)]
    run = city.signed(either, who, city.first_month(people[0]))
    service.send(either, run, by=who.preparer)
    lines = city.payments(either, run)
    first = city.receipts(lines[:1])
    service.receive(either, run, first, by=who.preparer)
    assert run.state == RunState.SENT  # one receipt is still out
    before = city.dump(either)
    again = service.receive(either, run, first, by=who.preparer)
    assert (again.paid, again.returned, again.known) == (0, 0, 1)
    assert city.dump(either) == before
    with pytest.raises(ReceiptsRefused) as refused:
        service.receive(either, run, city.receipts(lines, lambda one: "错户"), by=who.preparer)
    assert [fault.line for fault in refused.value.faults] == [2]
    assert city.dump(either) == before


def test_receipts_before_the_run_was_sent_are_refused(session: Session) -> None:
    who = city.officers(session)
    claim = city.granted(session, who, 1)
    run = city.signed(session, who, city.first_month(claim))
    with pytest.raises(WrongState):
        service.receive(session, run, city.receipts(city.payments(session, run)), by=who.preparer)


def test_a_district_prepares_and_sees_its_own_only(session: Session) -> None:
    who = city.officers(session)
    claim = city.granted(session, who, 1)
    elsewhere = city.officers(session, "230102")
    month = city.first_month(claim)
    with pytest.raises(NotAllowed):
        service.prepare(session, programme="ui", month=month, district=city.HERE, by=elsewhere.preparer)
    with pytest.raises(NotAllowed):
        service.prepare(session, programme="ui", month=month, district=None, by=elsewhere.preparer)
    with pytest.raises(NothingDue):
        service.prepare(session, programme="ui", month=month, district="230102", by=elsewhere.preparer)
    with pytest.raises(NotAllowed):
        service.prepare(session, programme="ui", month=month, district=city.HERE, by=who.street)
    run = service.prepare(session, programme="ui", month=month, district=city.HERE, by=who.preparer)
    with pytest.raises(NotFound):
        queries.run_for_desk(session, run.number, elsewhere.preparer)
    assert queries.run_for_desk(session, run.number, who.approver).id == run.id
    assert queries.runs(session, elsewhere.preparer) == []
    assert queries.balances(session, "230102") == []


def test_a_double_press_of_a_signature_is_one(session: Session) -> None:
    who = city.officers(session)
    claim = city.granted(session, who, 1)
    run = city.signed(session, who, city.first_month(claim))
    service.approve(session, run, by=who.approver)
    assert run.state == RunState.APPROVED
    with pytest.raises(WrongState):
        service.check(session, run, by=who.checker)
    assert (
        session.scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.kind == "send")) == 0
    )


def test_a_month_that_has_not_come_yet_is_not_paid(session: Session) -> None:
    who = city.officers(session)
    claim = city.granted(session, who, 1)
    later = session.scalars(
        select(BenefitMonth.month).where(
            BenefitMonth.claim_id == claim.id, BenefitMonth.month > clock.today()
        )
    ).first()
    assert later is not None
    with pytest.raises(NothingDue):
        service.prepare(session, programme="ui", month=later, district=city.HERE, by=who.preparer)


def test_without_a_card_nothing_is_prepared_and_the_list_says_so(session: Session) -> None:
    who = city.officers(session)
    claim = city.granted(session, who, 1, card=False)
    with pytest.raises(NothingDue):
        city.signed(session, who, city.first_month(claim))
    [row] = queries.late(session, city.HERE, queries.LateFilter(everything=True))
    assert (row.why, row.name, row.claim.id) == ("no_card", "王*梅", claim.id)
    [group] = queries.due_groups(session, city.HERE)
    assert (group.programme, group.count, group.without_card) == ("ui", 1, 1)


def test_those_who_cannot_be_paid_do_not_stand_in_the_way_of_the_others(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "MOST", 3)
    who = city.officers(session)
    without = [city.granted(session, who, serial, card=False) for serial in range(7)]
    people = [city.granted(session, who, serial) for serial in range(7, 12)]
    month = city.first_month(people[0])
    counts = []
    while city.due(session):
        try:
            run = service.prepare(session, programme="ui", month=month, district=city.HERE, by=who.preparer)
        except NothingDue:
            break
        counts.append(run.count)
    assert counts == [3, 2]
    assert [city.states(session, claim)[0] for claim in people] == ["in_run"] * 5
    assert [city.states(session, claim)[0] for claim in without] == ["due"] * 7
