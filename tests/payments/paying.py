"""An office that pays without end, in a process of its own that may be killed at any moment.

It goes on where the last one was killed: whatever the database says. The bank is a folder: it keeps every file that it
was given and pays each reference once.
"""

import random
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from zlib import crc32

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from jobhelp import crypto
from jobhelp.accounts.models import User
from jobhelp.orm import make_engine, write_session
from jobhelp.payments import queries, service
from jobhelp.payments.bankfile import HEAD
from jobhelp.payments.models import PaymentRun
from jobhelp.payments.states import RunState
from tests.payments import city

INSIDE, OUTSIDE = b"(", b")"


@dataclass(frozen=True)
class Office:
    """Where the office works, and who its people are (user ids)."""

    url: str
    key_file: Path
    bank: Path
    preparer: int
    checker: int
    approver: int
    pause: float  # seconds at most between two statements, so that kills land between them too


def work(office: Office, line: Connection, seed: int) -> None:
    """Pay until there is nothing to pay. Tells on `line` when a transaction has written and when it is committed."""
    crypto.use(crypto.Keyring.load(office.key_file))
    engine = make_engine(office.url, pool_size=1)
    city.listen()
    chance = random.Random(seed)

    def tell(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        time.sleep(chance.random() * office.pause)
        if statement.startswith(("INSERT", "UPDATE")):
            line.send_bytes(INSIDE)

    event.listen(engine, "after_cursor_execute", tell)
    while step(engine, office):
        line.send_bytes(OUTSIDE)
    engine.dispose()


def step(engine: Engine, office: Office) -> bool:
    """The next act that the database calls for, in one transaction. False: everything is paid."""
    with write_session(engine) as session:
        people = {
            name: session.get_one(User, getattr(office, name)) for name in ("preparer", "checker", "approver")
        }
        open_run = select(PaymentRun).where(
            PaymentRun.state.in_([state.value for state in queries.OPEN_RUNS])
        )
        run = session.scalars(open_run.order_by(PaymentRun.id).limit(1)).first()
        if run is None:
            groups = queries.due_groups(session, None, limit=1)
            if not groups:
                return False
            service.prepare(
                session, programme="ui", month=groups[0].month, district=city.HERE, by=people["preparer"]
            )
        elif run.state == RunState.PREPARED:
            service.check(session, run, by=people["checker"])
        elif run.state == RunState.CHECKED:
            service.approve(session, run, by=people["approver"])
        elif run.state == RunState.APPROVED:
            service.send(session, run, by=people["preparer"])
        else:
            deliver(office.bank, run, service.bank_file(session, run))
            service.receive(session, run, answer(office.bank, run), by=people["preparer"])
    return True


def deliver(bank: Path, run: PaymentRun, content: bytes) -> None:
    """Give the file to the bank. A second time it must be the same file."""
    kept = bank / f"{run.number}.csv"
    if kept.exists():
        if kept.read_bytes() != content:
            (bank / "FAULT").write_text(f"{run.number}: the bank was given two files", encoding="utf-8")
        return
    fresh = kept.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.rename(kept)


def answer(bank: Path, run: PaymentRun) -> bytes:
    """The bank's receipts: about one in nine comes back, always the same ones."""
    rows = city.read_bank_file((bank / f"{run.number}.csv").read_bytes())
    lines = [(row[HEAD[0]], row[HEAD[4]], *said(row[HEAD[0]])) for row in rows]
    return city.table(("流水号", "金额", "结果", "原因"), lines)


def said(reference: str) -> tuple[str, str]:
    """(result, reason) of one reference."""
    return ("退回", "账号已注销") if crc32(reference.encode()) % 9 == 0 else ("成功", "")


def bank_paid(bank: Path) -> dict[str, int]:
    """{reference: 分} that the bank has paid, by its own files."""
    found: dict[str, int] = {}
    for file in sorted(bank.glob("*.csv")):
        for row in city.read_bank_file(file.read_bytes()):
            if said(row[HEAD[0]])[0] == "成功":
                assert row[HEAD[0]] not in found, "the same reference in two files"
                found[row[HEAD[0]]] = round(float(row[HEAD[4]]) * 100)
    return found


def unfinished(session: Session) -> bool:
    """Whether a run stands in the middle."""
    states = [state.value for state in queries.OPEN_RUNS]
    return session.scalars(select(PaymentRun.id).where(PaymentRun.state.in_(states))).first() is not None
