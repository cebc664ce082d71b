"""One move of a loan: the guarded update, its step, the audit entry, word to the borrower."""

from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.claims.models import Claim
from jobhelp.errors import Conflict
from jobhelp.loans import telling
from jobhelp.loans.models import Loan, LoanStep
from jobhelp.loans.states import LIFE, LoanAction, LoanState

S, A = LoanState, LoanAction
LONGEST_NOTE = 2000


def step(
    session: Session,
    loan: Loan,
    action: LoanAction,
    *,
    by: User | None,
    on: date | None = None,
    note: str = "",
    **values: Any,
) -> None:
    """Make the move. `on`: the day from which it holds; `values`: what else of the loan changes with it.

    Two officers may act at once: the second finds no row in the state that they saw. Raises `WrongState`, `Conflict`.
    """
    after = LIFE.after(S(loan.state), action)
    now = clock.now()
    statement = update(Loan).where(
        Loan.id == loan.id, Loan.state == loan.state, Loan.changed_at == loan.changed_at
    )
    statement = statement.values(state=after.value, changed_at=now, **values).returning(Loan.id)
    changed = session.scalar(statement, execution_options={"synchronize_session": False})
    session.refresh(loan)
    if changed is None:
        raise Conflict()
    write_step(session, loan, by=by, on=on or clock.today(), note=note)
    audit.record(
        session,
        f"loans:{action.value}",
        by=by,
        subject="claim",
        subject_id=loan.claim_id,
        loan=loan.id,
    )
    if action in telling.TO_BORROWER:
        claim = session.get_one(Claim, loan.claim_id)
        telling.tell(session, claim, telling.TO_BORROWER[action])


def write_step(session: Session, loan: Loan, *, by: User | None, on: date, note: str = "") -> None:
    """Write the present state into the loan's history."""
    written = LoanStep(
        loan_id=loan.id, at=loan.changed_at, on=on, state=loan.state, by_id=by.id if by else None
    )
    written.note = note.strip()[:LONGEST_NOTE] or None
    session.add(written)
    session.flush()
