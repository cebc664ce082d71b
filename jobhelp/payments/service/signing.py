"""The two signatures of a run: checked by another, approved by another, whatever their roles are at the time."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims.models import BenefitMonth
from jobhelp.claims.states import MonthState
from jobhelp.errors import Conflict
from jobhelp.orm import rows_changed
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.refusals import SamePerson
from jobhelp.payments.states import RUN_LIFE, Dropped, PaymentState, RunAction, RunState
from jobhelp.permissions import Permission

A = RunAction


def hold(session: Session, run: PaymentRun) -> None:
    """Lock the run and read it anew: acts on one run happen one after the other."""
    statement = select(PaymentRun).where(PaymentRun.id == run.id).with_for_update()
    session.scalars(statement, execution_options={"populate_existing": True}).one()


def move(session: Session, run: PaymentRun, action: RunAction, *, by: User, **values: Any) -> None:
    """Make the move: the table, the guarded update, the audit entry. Raises `WrongState`, `Conflict`."""
    before = RunState(run.state)
    after = RUN_LIFE.after(before, action)
    session.flush()
    statement = update(PaymentRun).where(PaymentRun.id == run.id, PaymentRun.state == before.value)
    if not rows_changed(session, statement.values(state=after.value, **values)):
        raise Conflict()
    session.refresh(run)
    audit.record(
        session,
        f"payments:{action.value}",
        by=by,
        subject="payment_run",
        subject_id=run.number,
        programme=run.programme,
        count=run.count,
        total=run.total,
    )


def check(session: Session, run: PaymentRun, *, by: User) -> None:
    """复核: somebody else has looked at every line. Again by the same person: nothing changes."""
    need(by, Permission.PAYMENT_PREPARE)
    hold(session, run)
    if run.state == RunState.CHECKED and run.checked_by == by.id:
        return
    RUN_LIFE.after(RunState(run.state), A.CHECK)
    if by.id == run.prepared_by:
        raise SamePerson()
    move(session, run, A.CHECK, by=by, checked_by=by.id, checked_at=clock.now())


def send_back(session: Session, run: PaymentRun, *, by: User) -> None:
    """The approver does not agree: to be checked again."""
    need(by, Permission.PAYMENT_APPROVE)
    hold(session, run)
    move(session, run, A.SEND_BACK, by=by, checked_by=None, checked_at=None)


def approve(session: Session, run: PaymentRun, *, by: User) -> None:
    """批准: by somebody who did not prepare it. Again by the same person: nothing changes."""
    need(by, Permission.PAYMENT_APPROVE)
    hold(session, run)
    if run.state == RunState.APPROVED and run.approved_by == by.id:
        return
    RUN_LIFE.after(RunState(run.state), A.APPROVE)
    if by.id == run.prepared_by or run.checked_by in (None, run.prepared_by):
        raise SamePerson()
    move(session, run, A.APPROVE, by=by, approved_by=by.id, approved_at=clock.now())


def cancel(session: Session, run: PaymentRun, *, by: User) -> None:
    """作废: nothing of it was sent; its months are due again."""
    need(by, Permission.PAYMENT_PREPARE)
    hold(session, run)
    RUN_LIFE.after(RunState(run.state), A.CANCEL)
    pending = select(Payment.month_id).where(
        Payment.run_id == run.id, Payment.state == PaymentState.PENDING.value
    )
    free = update(BenefitMonth).where(
        BenefitMonth.id.in_(pending), BenefitMonth.state == MonthState.IN_RUN.value
    )
    options: dict[str, Any] = {"synchronize_session": "fetch"}
    session.execute(free.values(state=MonthState.DUE.value), execution_options=options)
    drop = update(Payment).where(Payment.run_id == run.id, Payment.state == PaymentState.PENDING.value)
    values = {
        "state": PaymentState.CANCELLED.value,
        "return_reason": Dropped.RUN_CANCELLED.value,
        "changed_at": clock.now(),
    }
    session.execute(drop.values(values), execution_options=options)
    move(session, run, A.CANCEL, by=by, count=0, total=0)
