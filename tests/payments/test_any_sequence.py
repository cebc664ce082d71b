"""Any sequence of acts by anybody keeps the books: checklist 31, 34 and 36.

Random officers whose roles change try random acts at random things. Most are refused; whatever gets through must leave
every entry at zero, every account equal to its rows, no month paid twice, and no payment behind which stands one person.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.errors import Refusal
from jobhelp.jobseekers.models import Seeker
from jobhelp.payments import queries, service
from jobhelp.payments.models import BankCard, LedgerEntry, LedgerLine, Payment, PaymentRun, Recovery
from jobhelp.payments.states import EntryKind, PaymentState, RunState
from jobhelp.permissions import Role
from jobhelp.policy.calendar import add_months
from tests import factories, measured
from tests.payments import city

ROLES = (Role.STREET_OFFICER, Role.DISTRICT_OFFICER, Role.CITY_OFFICER, Role.AUDITOR)
MONEY = (PaymentState.SENT.value, PaymentState.PAID.value, PaymentState.RETURNED.value)


@dataclass
class Players:
    """The people, the claims, and what has come of their acts."""

    session: Session
    chance: random.Random
    people: list[User]
    claims: list[Claim]
    signed: dict[str, set[int]] = field(default_factory=dict)  # run number → who acted on it
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    months: int = 0

    def act(self) -> None:
        """One random act by a random person; a refusal changes nothing."""
        name = self.chance.choices(list(ACTS), [weight for weight, _ in ACTS.values()])[0]
        try:
            with self.session.begin_nested():
                ACTS[name][1](self, self.chance.choice(self.people))
        except (Refusal, IndexError):  # IndexError: there is no such thing yet
            self.refused[name] += 1
        else:
            self.done[name] += 1

    def any(self, model: type, *where: object) -> object:
        """A random row."""
        rows = self.session.scalars(select(model).where(*where).order_by(model.id)).all()  # type: ignore[attr-defined, arg-type]
        return self.chance.choice(rows[-12:])

    def run(self, *states: str) -> PaymentRun:
        """A random run, mostly one in a state that the act is for."""
        fitting = PaymentRun.state.in_(states)
        found = self.any(PaymentRun, fitting) if self.chance.random() < 0.8 else self.any(PaymentRun)
        assert isinstance(found, PaymentRun)
        return found


def owe(players: Players, _who: User) -> None:
    """One more month for everybody."""
    players.months += 1
    month = add_months(date(1990, 1, 1), players.months)
    for claim in players.claims:
        if claim.state in ("granted", "suspended"):
            claims.add_month(players.session, claim, month, players.chance.randint(1, 500_000), month)


def prepare(players: Players, who: User) -> None:
    """Prepare whatever is due, or something that is not."""
    groups = queries.due_groups(players.session, None)
    month = players.chance.choice(groups).month
    district = players.chance.choice([city.HERE, None])
    run = service.prepare(players.session, programme="ui", month=month, district=district, by=who)
    players.signed[run.number] = {who.id}


def sign(act: Callable[..., object], *states: str) -> Callable[[Players, User], None]:
    """An act on a run that needs a person and nothing else."""

    def done(players: Players, who: User) -> None:
        run = players.run(*states)
        act(players.session, run, by=who)
        players.signed.setdefault(run.number, set()).add(who.id)

    return done


def receive(players: Players, who: User) -> None:
    """Receipts for some of a run's payments; some were returned; sometimes for all of them again."""
    run = players.run("sent")
    sent = city.payments(players.session, run)
    lines = [one for one in sent if one.state != PaymentState.CANCELLED and players.chance.random() < 0.8]
    again = {
        one.reference: one.return_reason or "销户" for one in lines if one.state == PaymentState.RETURNED
    }
    fresh = {
        one.reference: "账号不存在"
        for one in lines
        if one.state == PaymentState.SENT and players.chance.random() < 0.3
    }
    service.receive(players.session, run, city.receipts(lines, again | fresh), by=who)


def retry(players: Players, who: User) -> None:
    """What came back goes into a new run."""
    run = players.run("sent", "settled")
    new = service.retry(players.session, run, by=who)
    players.signed[new.number] = {who.id}


def change_card(players: Players, who: User) -> None:
    """A new card; three days pass at once for half of them."""
    claim = players.chance.choice(players.claims)
    city.give_card(
        players.session, players.session.get_one(Seeker, claim.seeker_id), players.chance.randint(1, 10**6)
    )
    if players.chance.random() < 0.8:
        card = queries.card_of(players.session, claim.holder)
        assert isinstance(card, BankCard)
        card.frozen_until = clock.now() - timedelta(seconds=1)


def suspend_or_resume(players: Players, who: User) -> None:
    """Hold a claim, or let it go on."""
    claim = players.chance.choice(players.claims)
    if claim.state == "suspended":
        claims.resume(players.session, claim, by=who, note="清楚了。")
    else:
        claims.suspend(players.session, claim, by=who, note="等证明。")


def stop(players: Players, who: User) -> None:
    """Stop a claim at some month; a new claim of somebody else takes its place."""
    claim = players.chance.choice(players.claims)
    on = add_months(date(1990, 1, 15), players.chance.randint(0, max(1, players.months)))
    claims.stop(players.session, claim, by=who, effective_on=on, note="上班了。")
    players.claims.remove(claim)
    players.claims.append(
        city.granted(players.session, city.officers(players.session), players.chance.randint(1, 10**6))
    )


def propose(players: Players, who: User) -> None:
    """Ask back a part of what was paid."""
    payment = players.any(Payment, Payment.state == "paid")
    assert isinstance(payment, Payment)
    claim = players.session.get_one(Claim, payment.claim_id)
    amount = players.chance.randint(1, payment.amount)
    service.propose(players.session, claim, amount=amount, reason="多发", by=who)


def recovery(act: Callable[..., object], state: str, **words: str) -> Callable[[Players, User], None]:
    """Decide about a recovery."""

    def done(players: Players, who: User) -> None:
        act(players.session, players.any(Recovery, Recovery.state == state), by=who, **words)

    return done


def repay(players: Players, who: User) -> None:
    """Some of it comes back; receipt numbers repeat."""
    found = players.any(Recovery)
    assert isinstance(found, Recovery)
    amount = players.chance.choice([found.amount - found.repaid, found.amount // 3, 7])
    receipt = f"R{players.chance.randint(1, 6)}"
    service.repay(players.session, found, amount=amount, receipt=receipt, by=who)


def correct(players: Players, who: User) -> None:
    """A wrong entry and its reversal."""
    amount = players.chance.randint(1, 10**7)
    pair = (service.Line("fund:ls", amount), service.Line("bank:ls", -amount))
    key = f"mistake:{players.chance.randint(1, 10**9)}"
    entry = service.book(players.session, EntryKind.GRANT, pair, key=key, by=who)
    service.reverse(players.session, entry, key=f"reverse:{entry.id}", by=who)


def change_role(players: Players, who: User) -> None:
    """Promoted, moved, or sent to audit, in the middle of everything."""
    role = players.chance.choice(ROLES)
    who.role, who.district_code = role.value, city.HERE
    players.session.flush()


ACTS: dict[str, tuple[int, Callable[[Players, User], None]]] = {
    "owe": (6, owe),
    "prepare": (14, prepare),
    "check": (16, sign(service.check, "prepared")),
    "approve": (16, sign(service.approve, "checked")),
    "send_back": (2, sign(service.send_back, "checked")),
    "cancel": (1, sign(service.cancel, "prepared", "checked", "approved")),
    "send": (12, sign(service.send, "approved")),
    "receive": (12, receive),
    "retry": (5, retry),
    "change_card": (2, change_card),
    "suspend_or_resume": (2, suspend_or_resume),
    "stop": (1, stop),
    "propose": (3, propose),
    "confirm": (3, recovery(service.confirm, "proposed")),
    "ask_waiver": (2, recovery(service.ask_waiver, "proposed", reason="家里困难")),
    "waive": (1, recovery(service.waive, "waiving")),
    "keep": (1, recovery(service.keep, "waiving")),
    "repay": (4, repay),
    "correct": (2, correct),
    "change_role": (5, change_role),
}


def players_of(session: Session, seed: int, *, people: int, claimants: int) -> Players:
    """A small office."""
    who = city.officers(session)
    office = [
        factories.make_user(session, "city_officer", district_code=None)
        if place % 2
        else factories.make_user(session, "district_officer", district_code=city.HERE)
        for place in range(people)
    ]
    granted = [city.granted(session, who, serial) for serial in range(claimants)]
    return Players(session, random.Random(seed), office, granted)


def check(players: Players) -> None:
    """Everything that must hold after any sequence."""
    session = players.session
    assert queries.faults(session) == []
    assert session.scalar(select(func.sum(LedgerLine.amount))) == 0
    whole = {one.account + ":" + one.programme: one.left for one in queries.balances(session, None)}
    by_line: Counter[str] = Counter()
    for account, amount in session.execute(select(LedgerLine.account, LedgerLine.amount)):
        by_line[account] += amount
    assert whole == dict(by_line)
    runs = session.scalars(select(PaymentRun)).all()
    for run in runs:
        if run.state in (RunState.APPROVED, RunState.SENT, RunState.SETTLED):
            assert run.prepared_by not in (run.checked_by, run.approved_by)
            assert len(players.signed[run.number]) >= 2
    money = session.scalars(select(Payment.run_id).where(Payment.state.in_(MONEY)).distinct())
    assert set(money) <= {run.id for run in runs if run.state in (RunState.SENT, RunState.SETTLED)}


def play(players: Players, acts: int, *, every: int = 500) -> None:
    """So many acts, with a look at the books in between."""
    for number in range(1, acts + 1):
        players.act()
        if number % every == 0:
            check(players)


def test_random_acts_keep_the_books(session: Session) -> None:
    play(players_of(session, 7, people=5, claimants=2), 1_000)


@pytest.mark.long
def test_ten_thousand_random_acts_keep_the_books(session: Session) -> None:
    players = players_of(session, 20261124, people=5, claimants=3)
    play(players, 10_000)
    for name in ACTS:  # the game reaches everything
        assert players.done[name] > 0, f"{name} never got through: {players.done}"
    paid = session.scalar(select(func.count()).select_from(Payment).where(Payment.state == "paid"))
    assert paid is not None and paid > 60
    assert players.refused["approve"] > 100 and players.refused["check"] > 100
    figures = {
        "acts": 10_000,
        "done": players.done.total(),
        "refused": players.refused.total(),
        "payments_paid": paid,
        "entries": session.scalar(select(func.count()).select_from(LedgerEntry)),
        "ledger_sum": session.scalar(select(func.sum(LedgerLine.amount))),
    }
    measured.record("ledger", {"random_acts": figures})


@pytest.mark.parametrize("seed", range(3))
def test_one_person_alone_never_pays_whatever_roles_they_pass_through(session: Session, seed: int) -> None:
    players = players_of(session, seed, people=1, claimants=2)
    play(players, 400, every=200)
    assert players.done["prepare"] > 0
    assert session.scalars(select(Payment.id).where(Payment.state.in_(MONEY))).all() == []
    kinds = set(session.scalars(select(LedgerEntry.kind)))
    assert kinds <= {"grant", "cancel", "reverse"}
    acts = set(session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("payments:%"))))
    assert not acts & {"payments:check", "payments:approve", "payments:send", "payments:receive"}
