"""The outbox: nothing is sent for what did not happen, nothing that happened goes unsent, each key has one effect."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp.config import Settings
from jobhelp.notices import senders, service
from jobhelp.notices.models import OutboxMessage
from jobhelp.orm import write_session

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
PHONE = "13904510001"


def queue(engine: Engine, key: str = "k1", body: str = "验证码 123456") -> bool:
    with write_session(engine) as session:
        return service.send_sms(session, key=key, user_id=7, to=PHONE, body=body)


def rows(engine: Engine) -> list[OutboxMessage]:
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_queued_message_is_sent_once_and_its_text_is_then_gone(
    either_engine: Engine, settings: Settings
) -> None:
    sent: list[tuple[str, str, str]] = []
    assert queue(either_engine)
    assert service.deliver(either_engine, settings, send=lambda *message: sent.append(message)) == 1
    assert service.deliver(either_engine, settings, send=lambda *message: sent.append(message)) == 0
    assert sent == [("k1", PHONE, "验证码 123456")]
    [row] = rows(either_engine)
    assert row.state == "sent" and row.sent_at is not None
    assert row.to_sealed is None and row.body_sealed is None


def test_the_same_key_is_queued_once(either_engine: Engine) -> None:
    assert queue(either_engine)
    assert not queue(either_engine, body="again")
    [row] = rows(either_engine)
    assert row.body == "验证码 123456"


def test_a_refused_second_key_leaves_the_rest_of_the_transaction_standing(either_engine: Engine) -> None:
    queue(either_engine)
    with write_session(either_engine) as session:
        assert not service.send_sms(session, key="k1", user_id=7, to=PHONE, body="x")
        assert service.send_sms(session, key="k2", user_id=7, to=PHONE, body="y")
    assert [row.key for row in rows(either_engine)] == ["k1", "k2"]


def test_nothing_is_sent_for_an_act_that_was_rolled_back(engine: Engine, settings: Settings) -> None:
    with pytest.raises(RuntimeError), write_session(engine) as session:
        service.send_sms(session, key="k1", user_id=7, to=PHONE, body="x")
        raise RuntimeError
    assert service.deliver(engine, settings) == 0


def test_messages_leave_in_the_order_in_which_they_came(engine: Engine, settings: Settings) -> None:
    for number in range(5):
        queue(engine, key=f"k{number}", body=str(number))
    sent: list[str] = []
    service.deliver(engine, settings, send=lambda _key, _to, body: sent.append(body))
    assert sent == ["0", "1", "2", "3", "4"]


def test_a_failing_gateway_is_tried_again_later_and_later_and_at_last_parked(
    engine: Engine, settings: Settings
) -> None:
    tries: list[datetime] = []

    def broken(_key: str, _to: str, _body: str) -> None:
        tries.append(datetime.now(UTC))
        raise ConnectionError("no gateway")

    with time_machine.travel(NOON, tick=False) as clock:
        queue(engine)
        for _ in range(600):
            service.deliver(engine, settings, send=broken)
            clock.shift(timedelta(minutes=1))
    assert len(tries) == service.MAX_TRIES == 8
    waits = [later - earlier for earlier, later in zip(tries, tries[1:], strict=False)]
    assert waits == sorted(waits) and waits[0] <= timedelta(minutes=2) and waits[-1] >= timedelta(minutes=30)
    [row] = rows(engine)
    assert row.state == "parked" and row.next_try_at is None


def test_one_bad_message_does_not_hold_up_the_others(engine: Engine, settings: Settings) -> None:
    for key in ("bad", "good"):
        queue(engine, key=key)
    sent: list[str] = []

    def picky(key: str, _to: str, _body: str) -> None:
        if key == "bad":
            raise ValueError
        sent.append(key)

    assert service.deliver(engine, settings, send=picky) == 1
    assert sent == ["good"]


def test_a_sender_that_died_after_sending_leaves_a_second_try_that_changes_nothing(
    engine: Engine, settings: Settings
) -> None:
    class Killed(BaseException):
        """As kill -9 between the sending and the note of it."""

    to_file = senders.sender(settings)

    def die(key: str, to: str, body: str) -> None:
        to_file(key, to, body)
        raise Killed

    with time_machine.travel(NOON, tick=False) as clock:
        queue(engine)
        with pytest.raises(Killed):
            service.deliver(engine, settings, send=die)
        assert service.deliver(engine, settings) == 0  # somebody may still be at it
        clock.shift(timedelta(minutes=3))
        assert service.deliver(engine, settings) == 1
    lines = (settings.data_dir / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["k1"]


def test_two_workers_at_once_send_each_message_once(either_engine: Engine, settings: Settings) -> None:
    for number in range(12):
        queue(either_engine, key=f"k{number}")
    sent: list[str] = []
    gate = Barrier(4)

    def work(_number: int) -> int:
        gate.wait()
        return service.deliver(either_engine, settings, send=lambda key, _to, _body: sent.append(key))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 12
    assert sorted(sent) == sorted(f"k{number}" for number in range(12))


def test_the_console_shows_the_text_while_developing_and_never_in_production(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    console = replace(settings, sms="console")
    senders.sender(console)("k", PHONE, "验证码 123456")
    shown = capsys.readouterr()
    assert shown.out == "" and "验证码 123456" in shown.err
    assert "139****0001" in shown.err and PHONE not in shown.err
    senders.sender(replace(console, production=True))("k", PHONE, "验证码 123456")
    hidden = capsys.readouterr().err
    assert "139****0001" in hidden and "123456" not in hidden and PHONE not in hidden


def test_the_file_is_readable_by_its_owner_only(settings: Settings) -> None:
    senders.sender(settings)("k", PHONE, "x")
    assert (settings.data_dir / "sms.jsonl").stat().st_mode & 0o077 == 0


def test_sending_at_once_never_fails_the_page(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(service, "deliver", broken)
    service.deliver_now(engine, settings)


def test_phone_and_text_are_sealed_while_they_wait(engine: Engine, settings: Settings) -> None:
    queue(engine, body="验证码 739105")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = (settings.data_dir / "jobhelp.db").read_bytes()
    assert PHONE.encode() not in stored and b"739105" not in stored
