"""Receipts come back: what was paid is paid, what was returned is due again. All lines of a file, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.errors import WrongState
from jobhelp.payments import bankfile, telling
from jobhelp.payments.models import LedgerEntry, Payment, PaymentRun
from jobhelp.payments.receipts import Receipt, read_receipts
from jobhelp.payments.refusals import Fault, NothingDue, ReceiptsRefused
from jobhelp.payments.service import ledger
from jobhelp.payments.service.events import PaymentReturned
from jobhelp.payments.service.granting import receipt_after_stop
from jobhelp.payments.service.preparing import prepare
from jobhelp.payments.service.signing import hold, move
from jobhelp.payments.states import (
    PAYMENT_LIFE,
    Dropped,
    EntryKind,
    PaymentAction,
    PaymentState,
    RunAction,
    RunState,
)
from jobhelp.permissions import Permission
from jobhelp.texts import N_

UNKNOWN = N_("流水号 %(reference)s 不在这一批里。")
OTHER_AMOUNT = N_("流水号 %(reference)s 的金额是 %(wanted)s 元，回单写的是 %(found)s 元。")
CONTRADICTS = N_("流水号 %(reference)s 已经记为%(state)s，和回单不一样。")
WORDS = {PaymentState.PAID: N_("成功"), PaymentState.RETURNED: N_("退回")}


@dataclass(frozen=True)
class Received:
    """What a file changed: payments now paid, now returned, and those that were known already."""

    paid: int
    returned: int
    known: int


def receive(session: Session, run: PaymentRun, content: bytes, *, by: User) -> Received:
    """回单: book every line of the bank's file. The same file again changes nothing.

    Raises `ReceiptsRefused` with line numbers (unknown or doubled references, other amounts, contradictions),
    `WrongState` for a run that was not sent.
    """
    need(by, Permission.PAYMENT_PREPARE)
    receipts = read_receipts(content)
    hold(session, run)
    if run.state not in (RunState.SENT, RunState.SETTLED):
        raise WrongState()
    payments = _payments(session, run)
    fresh = _fresh(receipts, payments)
    for one in fresh:
        _take(session, payments[one.reference], one, by)
    session.flush()
    _book(session, run, [payments[one.reference] for one in fresh], by)
    received = Received(
        paid=sum(one.paid for one in fresh),
        returned=sum(not one.paid for one in fresh),
        known=len(receipts) - len(fresh),
    )
    if not fresh:
        return received
    audit.record(
        session,
        "payments:receive",
        by=by,
        subject="payment_run",
        subject_id=run.number,
        digest=bankfile.digest(content),
        paid=received.paid,
        returned=received.returned,
    )
    if not _waiting(session, run):
        move(session, run, RunAction.SETTLE, by=by, settled_at=clock.now())
    return received


def retry(session: Session, run: PaymentRun, *, by: User) -> PaymentRun:
    """重发: a new run with what the bank returned, as far as it can be paid now. Raises `NothingDue`."""
    returned = select(Payment.month_id).where(
        Payment.run_id == run.id, Payment.state == PaymentState.RETURNED.value
    )
    month_ids = list(session.scalars(returned.order_by(Payment.id)))
    if not month_ids:
        raise NothingDue()
    return prepare(
        session,
        programme=run.programme,
        month=run.month,
        district=run.district_code,
        by=by,
        month_ids=month_ids,
    )


def _payments(session: Session, run: PaymentRun) -> dict[str, Payment]:
    statement = select(Payment).where(Payment.run_id == run.id, Payment.state != PaymentState.CANCELLED.value)
    statement = statement.order_by(Payment.id).with_for_update()
    found = session.scalars(statement, execution_options={"populate_existing": True})
    return {payment.reference: payment for payment in found}


def _fresh(receipts: Sequence[Receipt], payments: dict[str, Payment]) -> list[Receipt]:
    """The lines that say something new. Raises `ReceiptsRefused` when any line cannot be."""
    faults, fresh = [], []
    for one in receipts:
        payment = payments.get(one.reference)
        said = {"reference": one.reference[:40]}
        if payment is None:
            faults.append(Fault(one.line, UNKNOWN, said))
        elif payment.amount != one.amount:
            amounts = {"wanted": bankfile.yuan(payment.amount), "found": bankfile.yuan(one.amount)}
            faults.append(Fault(one.line, OTHER_AMOUNT, said | amounts))
        elif payment.state == PaymentState.SENT:
            fresh.append(one)
        elif payment.state != (PaymentState.PAID if one.paid else PaymentState.RETURNED):
            faults.append(Fault(one.line, CONTRADICTS, said | {"state": WORDS[PaymentState(payment.state)]}))
    if faults:
        raise ReceiptsRefused(faults)
    return fresh


def _take(session: Session, payment: Payment, one: Receipt, by: User) -> None:
    month = session.get_one(BenefitMonth, payment.month_id)
    claim = session.get_one(Claim, payment.claim_id)
    action = PaymentAction.PAY if one.paid else PaymentAction.RETURN
    payment.state = PAYMENT_LIFE.after(PaymentState(payment.state), action).value
    overtaken = payment.return_reason == Dropped.NOT_GRANTED  # a stop came while the bank had it
    payment.return_reason, payment.changed_at = one.reason, clock.now()
    if one.paid:
        month.state, month.paid_at = MonthState.PAID.value, clock.now()
        telling.paid(session, claim, payment, month)
    else:
        month.state = MonthState.DUE.value
        if not overtaken:
            telling.returned(session, claim, payment, month)
        events.publish(session, PaymentReturned(payment.id, claim.id))
    if overtaken:
        session.flush()
        receipt_after_stop(session, claim, month, paid=one.paid, by_id=by.id)


def _book(session: Session, run: PaymentRun, payments: Sequence[Payment], by: User) -> None:
    """transit → bank for what was paid; for what was returned the sending is reversed."""
    returned = [payment for payment in payments if payment.state == PaymentState.RETURNED]
    sent: dict[str, LedgerEntry] = ledger.by_key(session, [f"send:{payment.id}" for payment in returned])
    lines = ledger.lines_of(session, [entry.id for entry in sent.values()])
    entries = []
    for payment in payments:
        if payment.state == PaymentState.PAID:
            month = session.get_one(BenefitMonth, payment.month_id)
            entries.append(ledger.paid(month, payment.id, run.id))
        else:
            entry = sent[f"send:{payment.id}"]
            key = f"return:{payment.id}"
            entries.append(ledger.reversal(entry, lines[entry.id], key=key, kind=EntryKind.RETURN))
    ledger.book_all(session, entries, by=by)


def _waiting(session: Session, run: PaymentRun) -> int:
    session.flush()
    statement = select(func.count()).where(Payment.run_id == run.id, Payment.state == PaymentState.SENT.value)
    return session.scalar(statement) or 0
