"""The paying transactions are whole or nothing: a failure at any statement leaves the database as it was (32); and
fifty replays at once have one effect (35).
"""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from jobhelp.errors import Refusal
from jobhelp.orm import write_session
from jobhelp.payments import queries, service
from jobhelp.payments.models import LedgerEntry, Payment, PaymentRun
from tests.payments import city

Act = Callable[[Session], object]


class PulledPlug(Exception):
    """What a statement raises in these tests."""


def arranged(engine: Engine, upto: str) -> tuple[city.Officers, int, date]:
    """(officers, run id, month): two people owed a month, and a run that has come `upto` a state."""
    with write_session(engine) as session:
        who = city.officers(session)
        month = city.first_month(city.granted(session, who, 1))
        city.granted(session, who, 2)
        if upto == "due":
            return who, 0, month
        run = city.signed(session, who, month)
        if upto == "sent":
            service.send(session, run, by=who.preparer)
        return who, run.id, month


def acts(who: city.Officers, run_id: int, month: date) -> dict[str, Act]:
    """What is tried, by the state that it starts from."""

    def prepare(session: Session) -> object:
        return service.prepare(session, programme="ui", month=month, district=city.HERE, by=who.preparer)

    def send(session: Session) -> object:
        return service.send(session, session.get_one(PaymentRun, run_id), by=who.preparer)

    def receive(session: Session) -> object:
        run = session.get_one(PaymentRun, run_id)
        first, second = city.payments(session, run)
        content = city.receipts([first, second], {second.reference: "销户"})
        return service.receive(session, run, content, by=who.preparer)

    return {"due": prepare, "approved": send, "sent": receive}


@pytest.mark.parametrize("start", ["due", "approved", "sent"])
def test_a_failure_at_any_statement_changes_nothing(either_engine: Engine, start: str) -> None:
    who, run_id, month = arranged(either_engine, start)
    act = acts(who, run_id, month)[start]
    with Session(either_engine) as session:
        before = city.dump(session)
    statements = 0
    stop_at = 0

    def count(*_args: Any) -> None:
        nonlocal statements
        statements += 1
        if statements == stop_at:
            raise PulledPlug

    for stop_at in range(1, 1000):
        statements = 0
        event.listen(either_engine, "before_cursor_execute", count)
        try:
            with write_session(either_engine) as session:
                act(session)
        except PulledPlug:
            pass
        else:
            break  # every statement has had its turn
        finally:
            event.remove(either_engine, "before_cursor_execute", count)
        with Session(either_engine) as session:
            assert city.dump(session) == before, f"statement {stop_at}"
    assert stop_at > 10, "the act ran through"
    with Session(either_engine) as session:
        assert city.dump(session) != before
        assert queries.faults(session) == []


def replay(engine: Engine, act: Act, *, threads: int = 10, times: int = 5) -> list[object]:
    """The act from many threads at once; what each got, a refusal too."""
    found: list[object] = []
    gate = threading.Barrier(threads)

    def one() -> None:
        gate.wait(30)
        for _ in range(times):
            try:
                with write_session(engine) as session:
                    found.append(act(session))
            except Refusal as refusal:
                found.append(refusal)

    running = [threading.Thread(target=one) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(240)
    return found


def entries(engine: Engine) -> dict[str, int]:
    """{kind: entries in the books}."""
    with Session(engine) as session:
        statement = select(LedgerEntry.kind, func.count()).group_by(LedgerEntry.kind)
        return dict(session.execute(statement).all())


def test_fifty_replays_of_each_step_have_one_effect(either_engine: Engine) -> None:
    who, _, month = arranged(either_engine, "due")
    prepared = replay(either_engine, acts(who, 0, month)["due"])
    runs = [one for one in prepared if isinstance(one, PaymentRun)]
    assert (len(prepared), len(runs), runs[0].count) == (50, 1, 2)
    run_id = runs[0].id

    def of_run(act: Callable[..., object], by: object) -> Act:
        return lambda session: act(session, session.get_one(PaymentRun, run_id), by=by)

    assert replay(either_engine, of_run(service.check, who.checker)) == [None] * 50
    assert replay(either_engine, of_run(service.approve, who.approver)) == [None] * 50
    files = replay(either_engine, of_run(service.send, who.preparer))
    assert len(files) == 50 and len(set(files)) == 1  # the same key, the same answer
    received = replay(either_engine, acts(who, run_id, month)["sent"])
    assert [
        (one.paid, one.returned) for one in received if isinstance(one, service.Received) and one.paid
    ] == [(1, 1)]
    assert len(received) == 50 and not [one for one in received if isinstance(one, Refusal)]
    booked = entries(either_engine)
    assert (booked["send"], booked["pay"], booked["return"]) == (2, 1, 1)
    with Session(either_engine) as session:
        assert queries.faults(session) == []
        assert session.scalar(select(func.count()).select_from(Payment)) == 2
