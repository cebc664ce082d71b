"""kill -9 in the middle of payment runs: nothing lost, nothing paid twice, the books agree after every kill.

Counted are only kills that landed inside: after the transaction's first write, before its commit was acknowledged
(a first harness of ours counted kills that had landed nowhere). The short form runs in `make test`; the long one, in
`make test-long`, goes on until 200 have landed on each database and writes docs/measured/payment-crash.json.
"""

import multiprocessing
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import database
from jobhelp.app import create_app
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.config import Settings
from jobhelp.orm import write_session
from jobhelp.payments import queries
from jobhelp.payments.models import LedgerLine, Payment
from jobhelp.policy.calendar import add_months
from tests import measured
from tests.payments import city, paying

CLAIMANTS = 4
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["tests.payments.paying"])


@dataclass
class Killed:
    """What the killing has come to."""

    kills: int = 0
    inside: int = 0
    finished: int = 0  # the office was done before it was killed
    months: int = 0
    longest: float = 0.0


@dataclass
class Scene:
    """A database, its office, and the bank."""

    engine: Engine
    office: paying.Office
    claim_ids: list[int]
    killed: Killed = field(default_factory=Killed)

    def owe(self, months: int) -> None:
        """So many further months for everybody."""
        with write_session(self.engine) as session:
            for claim_id in self.claim_ids:
                claim = session.get_one(Claim, claim_id)
                for ahead in range(months):
                    month = add_months(date(1990, 1, 1), self.killed.months + ahead)
                    claims.add_month(session, claim, month, 150_000 + claim_id, month)
        self.killed.months += months

    def kill_one(self, chance: random.Random) -> None:
        """Start the office, and kill it at a random moment of its work."""
        if self._due() < 2 * CLAIMANTS:
            self.owe(3)
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=paying.work, args=(self.office, theirs, chance.randrange(10**9)))
        process.start()
        theirs.close()
        last = self._wait(ours, skip=chance.randrange(6))
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.join(30)
        self.killed.kills += 1
        try:
            while ours.poll(0):
                last = ours.recv_bytes()
        except EOFError:
            pass
        ours.close()
        assert process.exitcode == -9 or process.exitcode == 0, process.exitcode
        if process.exitcode == 0:
            self.killed.finished += 1
        elif last == paying.INSIDE:
            self.killed.inside += 1
        self.check()

    def _wait(self, line: Connection, *, skip: int) -> bytes:
        """Let so many transactions pass, then wait until the next one has written. Returns what was heard last."""
        last = paying.OUTSIDE
        try:
            while skip >= 0:
                assert line.poll(60), "the office stands still"
                last = line.recv_bytes()
                if last == paying.OUTSIDE:
                    skip -= 1
                elif skip == 0:
                    break
        except EOFError:  # everything was paid before
            pass
        return last

    def check(self) -> None:
        """The books agree, and nothing was paid twice, at this very moment."""
        started = time.monotonic()
        with Session(self.engine) as session:
            assert queries.faults(session) == []
        self.killed.longest = max(self.killed.longest, time.monotonic() - started)
        assert not (self.office.bank / "FAULT").exists()

    def finish(self) -> None:
        """Let the office work to the end without a kill; then everything must have been paid once."""
        for _ in range(40 * (self.killed.months + 2)):
            if not paying.step(self.engine, self.office):
                break
        self.check()
        with Session(self.engine) as session:
            assert not paying.unfinished(session)
            assert self._due() == 0
            months = session.scalars(select(BenefitMonth).where(BenefitMonth.month <= date.today())).all()
            assert {month.state for month in months} == {"paid"}
            paid = session.execute(
                select(Payment.reference, Payment.amount).where(Payment.state == "paid")
            ).all()
            assert dict(paid) == paying.bank_paid(self.office.bank)
            assert len(paid) == len(months)
            assert session.scalar(select(func.sum(LedgerLine.amount))) == 0
            bank = session.scalar(select(func.sum(LedgerLine.amount)).where(LedgerLine.account == "bank:ui"))
            assert bank == -sum(month.amount for month in months)

    def _due(self) -> int:
        with Session(self.engine) as session:
            statement = select(func.count()).select_from(BenefitMonth)
            where = (BenefitMonth.state == "due", BenefitMonth.month <= date.today())
            return session.scalar(statement.where(*where)) or 0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def scene(request: pytest.FixtureRequest, tmp_path: Path, template_database: Path) -> Iterator[Scene]:
    """Four people who are owed months, three officers, a bank."""
    folder = tmp_path / "office"
    bank = tmp_path / "bank"
    folder.mkdir()
    bank.mkdir()
    environment = {"JOBHELP_DATA_DIR": str(folder), "JOBHELP_SMS": "file"}
    if request.param == "postgresql":
        environment["JOBHELP_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    else:
        (folder / "jobhelp.db").write_bytes(template_database.read_bytes())
    settings = Settings.from_env(environment)
    app = create_app(settings)
    engine: Engine = app.extensions["jobhelp.engine"]
    database.prepare(settings, engine)
    with write_session(engine) as session:
        who = city.officers(session)
        claim_ids = [city.granted(session, who, serial).id for serial in range(CLAIMANTS)]
    office = paying.Office(
        url=settings.database_url,
        key_file=settings.key_file,
        bank=bank,
        preparer=who.preparer.id,
        checker=who.checker.id,
        approver=who.approver.id,
        pause=0.003,
    )
    yield Scene(engine, office, claim_ids)
    engine.dispose()


def kill(scene: Scene, wanted: int, *, most: int) -> None:
    """Kill until so many have landed inside, at most so many times."""
    chance = random.Random(38)
    while scene.killed.inside < wanted and scene.killed.kills < most:
        scene.kill_one(chance)
    assert scene.killed.inside >= wanted, scene.killed
    scene.finish()


def test_a_killed_payment_run_is_gone_on_with(scene: Scene) -> None:
    kill(scene, 4, most=40)


@pytest.mark.long
def test_two_hundred_kills_inside_payment_runs(scene: Scene) -> None:
    started = time.monotonic()
    kill(scene, 200, most=1200)
    with Session(scene.engine) as session:
        paid = session.scalar(select(func.count()).select_from(Payment).where(Payment.state == "paid"))
        runs = session.scalar(select(func.count(func.distinct(Payment.run_id))))
    figures: dict[str, Any] = {
        "kills": scene.killed.kills,
        "kills_inside_a_transaction": scene.killed.inside,
        "payment_runs": runs,
        "months_paid_once": paid,
        "lost": 0,
        "paid_twice": 0,
        "ledger_sum": 0,
        "seconds": round(time.monotonic() - started, 1),
    }
    measured.record("payment-crash", {scene.engine.dialect.name: figures})
