"""The books: what is booked sums to zero, is booked once, and stays as it was written."""

import threading
from datetime import date

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from jobhelp.claims.models import Decision
from jobhelp.orm import write_session
from jobhelp.payments import queries, service
from jobhelp.payments.models import LedgerEntry, LedgerLine
from jobhelp.payments.refusals import AlreadyReversed, BookedOtherwise, Unbalanced
from jobhelp.payments.service import Line
from jobhelp.payments.states import EntryKind
from tests.payments import city

PAIR = (Line("fund:ui", 100, "s1", date(2026, 11, 1)), Line("payable:ui", -100, "s1", date(2026, 11, 1)))


def test_the_same_act_is_booked_once(either: Session) -> None:
    first = service.book(either, EntryKind.GRANT, PAIR, key="grant:1", by=None)
    again = service.book(either, EntryKind.GRANT, PAIR, key="grant:1", by=None)
    assert first.id == again.id
    assert either.scalar(select(func.count()).select_from(LedgerLine)) == 2


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (EntryKind.GRANT, (Line("fund:ui", 99, "s1"), Line("payable:ui", -99, "s1"))),
        (EntryKind.PAY, PAIR),
    ],
)
def test_the_same_key_with_another_body_is_refused(
    either: Session, kind: EntryKind, lines: tuple[Line, ...]
) -> None:
    service.book(either, EntryKind.GRANT, PAIR, key="grant:1", by=None)
    with pytest.raises(BookedOtherwise):
        service.book(either, kind, lines, key="grant:1", by=None)


@pytest.mark.parametrize(
    "lines",
    [
        (Line("fund:ui", 100), Line("payable:ui", -99)),
        (Line("fund:ui", 0), Line("payable:ui", 0)),
        (Line("fund:ui", 1.5), Line("payable:ui", -1.5)),  # type: ignore[arg-type]
        (Line("fund:ui", 100),),
        (),
    ],
)
def test_what_does_not_balance_in_whole_fen_is_refused(session: Session, lines: tuple[Line, ...]) -> None:
    with pytest.raises(Unbalanced):
        service.book(session, EntryKind.GRANT, lines, key="x", by=None)
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_a_correction_is_a_reversal_and_there_is_one(either: Session) -> None:
    entry = service.book(either, EntryKind.GRANT, PAIR, key="grant:1", by=None)
    back = service.reverse(either, entry, key="reverse:1", by=None, memo="记错了人")
    assert back.reverses_id == entry.id
    assert all(one.left == 0 for one in queries.balances(either, None))
    with pytest.raises(AlreadyReversed):
        service.reverse(either, entry, key="reverse:1-again", by=None)
    with pytest.raises(AlreadyReversed):
        service.reverse(either, back, key="reverse:2", by=None)


@pytest.mark.parametrize("model", [LedgerEntry, LedgerLine])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_the_books(either: Session, model: type, act: str) -> None:
    service.book(either, EntryKind.GRANT, PAIR, key="grant:1", by=None)
    first = select(func.min(model.id)).scalar_subquery()
    statement = (
        delete(model).where(model.id == first)
        if act == "delete"
        else update(model).where(model.id == first).values(id=model.id)
    )
    with pytest.raises(DBAPIError, match="append-only"), either.begin_nested():
        either.execute(statement)
    assert either.scalar(select(func.count()).select_from(model)) == (1 if model is LedgerEntry else 2)


def test_the_database_refuses_to_change_a_decision(either: Session) -> None:
    who = city.officers(either)
    claim = city.granted(either, who, 1)
    with pytest.raises(DBAPIError, match="append-only"), either.begin_nested():
        either.execute(update(Decision).where(Decision.claim_id == claim.id).values(outcome="refuse"))


def test_fifty_bookings_of_the_same_act_at_once_are_one(either_engine: Engine) -> None:
    found: list[int] = []
    gate = threading.Barrier(10)

    def act() -> None:
        gate.wait(30)
        for _ in range(5):
            with write_session(either_engine) as session:
                found.append(service.book(session, EntryKind.GRANT, PAIR, key="grant:1", by=None).id)

    threads = [threading.Thread(target=act) for _ in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    assert (len(found), len(set(found))) == (50, 1)
    with Session(either_engine) as session:
        assert session.scalar(select(func.count()).select_from(LedgerLine)) == 2
