"""What a decision on a claim does to the books: owed when granted, not owed any more when stopped."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.service import ClaimGranted, ClaimStopped
from jobhelp.claims.states import ClaimAction, MonthState
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.service import ledger
from jobhelp.payments.service.dropping import drop
from jobhelp.payments.service.recovering import propose_for_stop
from jobhelp.payments.states import Dropped, PaymentState


def claim_granted(session: Session, event: ClaimGranted) -> None:
    """Book every month that the decision owes."""
    claim = session.get_one(Claim, event.claim_id)
    months = [row for row in claims.months(session, claim.id) if row.state != MonthState.CANCELLED]
    ledger.owe(session, months, by=claim.second_id or claim.checker_id)


def claim_stopped(session: Session, event: ClaimStopped) -> None:
    """Take the months after the stop out of runs and books; what was paid for them is proposed to be recovered.

    A payment that is already with the bank is marked: its receipt decides which of the two it becomes.
    """
    claim = session.get_one(Claim, event.claim_id)
    by_id = _who_stopped(session, claim.id)
    for payment, run, month in _on_the_way(session, event):
        if payment.state == PaymentState.PENDING:
            drop(run, payment, Dropped.NOT_GRANTED)
            month.state = MonthState.CANCELLED.value
        else:
            payment.return_reason = Dropped.NOT_GRANTED.value
    session.flush()
    months = claims.months(session, claim.id)
    ledger.release(session, [row for row in months if row.state == MonthState.CANCELLED], by=by_id)
    overpaid = [row for row in months if row.state == MonthState.PAID and row.month > event.effective_on]
    if overpaid and by_id is not None:
        propose_for_stop(session, claim, overpaid, by_id=by_id)


def receipt_after_stop(
    session: Session, claim: Claim, month: BenefitMonth, *, paid: bool, by_id: int
) -> None:
    """The receipt of a payment that a stop had overtaken: paid is overpaid, returned is not owed any more."""
    if paid:
        propose_for_stop(session, claim, [month], by_id=_who_stopped(session, claim.id) or by_id)
    else:
        month.state = MonthState.CANCELLED.value
        ledger.release(session, [month], by=by_id)


def _on_the_way(session: Session, event: ClaimStopped) -> list[tuple[Payment, PaymentRun, BenefitMonth]]:
    """The payments for later months, locked after their runs (whoever locks both does it in this order)."""
    later = (
        Payment.claim_id == event.claim_id,
        Payment.state.in_([PaymentState.PENDING.value, PaymentState.SENT.value]),
        BenefitMonth.month > event.effective_on,
    )
    of_claim = select(Payment).join(BenefitMonth, BenefitMonth.id == Payment.month_id).where(*later)
    run_ids = session.scalars(of_claim.with_only_columns(Payment.run_id)).all()
    locked = select(PaymentRun).where(PaymentRun.id.in_(run_ids)).order_by(PaymentRun.id)
    fresh = {"populate_existing": True}
    runs = {run.id: run for run in session.scalars(locked.with_for_update(), execution_options=fresh)}
    payments = session.scalars(
        of_claim.order_by(Payment.id).with_for_update(of=Payment), execution_options=fresh
    )
    return [
        (payment, runs[payment.run_id], session.get_one(BenefitMonth, payment.month_id))
        for payment in payments
        if payment.run_id in runs
    ]


def _who_stopped(session: Session, claim_id: int) -> int | None:
    stops = [one for one in claims.steps(session, claim_id) if one.action == ClaimAction.STOP]
    return stops[-1].by_id if stops else None
