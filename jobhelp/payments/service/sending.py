"""The paying transaction: everything is asked once more, what still stands goes to the bank, the books follow."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.payments import bankfile, queries
from jobhelp.payments.bankfile import Transfer
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.queries import Payable
from jobhelp.payments.refusals import FileChanged, NothingLeft, SamePerson
from jobhelp.payments.service import ledger
from jobhelp.payments.service.dropping import drop
from jobhelp.payments.service.preparing import why_not
from jobhelp.payments.service.signing import hold, move
from jobhelp.payments.states import (
    PAYMENT_LIFE,
    RUN_LIFE,
    Dropped,
    PaymentAction,
    PaymentState,
    RunAction,
    RunState,
)
from jobhelp.permissions import Permission
from jobhelp.policy.calendar import written
from jobhelp.policy.texts import programme


def send(session: Session, run: PaymentRun, *, by: User) -> bytes:
    """送银行: ask claim, law and card of every line once more, book what still stands, and make the bank file.

    A line that does not stand any more leaves the run with its reason; its month is due again. When the run was sent
    before, nothing changes and the same file comes back.
    Raises `NothingLeft` when no line stands (nothing is changed then), `WrongState` before both have signed.
    """
    need(by, Permission.PAYMENT_PREPARE)
    hold(session, run)
    if run.state in (RunState.SENT, RunState.SETTLED):
        return bank_file(session, run)
    RUN_LIFE.after(RunState(run.state), RunAction.SEND)
    if run.prepared_by in (run.approved_by, run.checked_by) or None in (run.approved_by, run.checked_by):
        raise SamePerson()
    lines = _lines(session, run)
    standing = [(payment, one) for payment, one in lines if _stands(session, run, payment, one)]
    if not standing:
        raise NothingLeft()
    now = clock.now()
    words = f"{programme(run.programme).title.zh} {written(run.month)}"
    for payment, one in standing:
        assert one.card is not None  # `_stands` asked
        payment.card = bankfile.pack(one.card.owner or "", one.card.number or "", one.card.bank, words)
        payment.card_mask = one.card.number_mask
    content = bankfile.written(_transfer(payment) for payment, _ in standing)
    move(session, run, RunAction.SEND, by=by, sent_at=now, file_digest=bankfile.digest(content))
    for (
        payment,
        _,
    ) in standing:  # after the run: the database lets no payment go whose run is not signed and sent
        payment.state = PAYMENT_LIFE.after(PaymentState(payment.state), PaymentAction.SEND).value
        payment.changed_at = now
    session.flush()
    ledger.book_all(session, [ledger.sent(one.month, payment.id, run.id) for payment, one in standing], by=by)
    return content


def bank_file(session: Session, run: PaymentRun) -> bytes:
    """The file of a run that was sent, made again. Raises `FileChanged` when it would not be the same."""
    statement = select(Payment).where(Payment.run_id == run.id, Payment.state != PaymentState.CANCELLED.value)
    content = bankfile.written(_transfer(payment) for payment in session.scalars(statement))
    if not run.file_digest or bankfile.digest(content) != run.file_digest:
        raise FileChanged()
    return content


def _lines(session: Session, run: PaymentRun) -> list[tuple[Payment, Payable]]:
    """The run's payments, locked; then their claims, months and cards as they are at this moment."""
    pending = select(Payment).where(Payment.run_id == run.id, Payment.state == PaymentState.PENDING.value)
    payments = list(
        session.scalars(
            pending.order_by(Payment.id).with_for_update().execution_options(populate_existing=True)
        )
    )
    statement = (
        select(BenefitMonth, Claim)
        .join(Claim, Claim.id == BenefitMonth.claim_id)
        .where(BenefitMonth.id.in_([payment.month_id for payment in payments]))
        .execution_options(populate_existing=True)
    )
    found = {month.id: (month, claim) for month, claim in session.execute(statement)}
    cards = queries.cards(session, [claim.holder for _, claim in found.values()])
    return [
        (payment, Payable(month, claim, cards.get(queries.card_holder(claim.holder))))
        for payment in payments
        for month, claim in (found[payment.month_id],)
    ]


def _stands(session: Session, run: PaymentRun, payment: Payment, one: Payable) -> bool:
    why = why_not(session, one)
    if one.month.state != MonthState.IN_RUN or one.month.amount != payment.amount:
        why = Dropped.MONTH_CHANGED
    if why is None:
        return True
    drop(run, payment, why)
    if one.month.state == MonthState.IN_RUN:
        one.month.state = MonthState.DUE.value
    return False


def _transfer(payment: Payment) -> Transfer:
    return bankfile.unpack(payment.reference, payment.amount, payment.card)
