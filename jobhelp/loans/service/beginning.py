"""A granted claim to a start-up loan becomes a loan that waits for its guarantee."""

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims.models import Claim, Decision
from jobhelp.claims.service import ClaimGranted, ClaimStopped
from jobhelp.claims.states import seeker_holder
from jobhelp.jobseekers.service import SeekerErased
from jobhelp.loans import queries
from jobhelp.loans.calculator import CENTS, PROGRAMMES
from jobhelp.loans.models import Loan, LoanStep
from jobhelp.loans.service.stepping import step, write_step
from jobhelp.loans.states import OPEN_STATES, LoanAction, LoanState

S, A = LoanState, LoanAction


def begin(session: Session, event: ClaimGranted) -> None:
    """Reaction: a personal or small-firm loan was granted. Granted anew after an appeal, the loan begins again."""
    claim = session.get_one(Claim, event.claim_id)
    if claim.programme not in PROGRAMMES:
        return
    cap, amount, months = _asked(queries.decision_of(session, claim.id))
    there = queries.of_claim(session, claim.id)
    if there is not None:
        if there.state == S.DECLINED:
            step(session, there, A.BEGIN_AGAIN, by=None, cap=cap, amount=amount, months=months)
        return
    now = clock.now()
    loan = Loan(
        claim_id=claim.id,
        state=S.GUARANTEE.value,
        cap=cap,
        amount=amount,
        months=months,
        created_at=now,
        changed_at=now,
    )
    session.add(loan)
    session.flush()
    write_step(session, loan, by=None, on=clock.today())


def give_up(session: Session, event: ClaimStopped) -> None:
    """Reaction: the claim was stopped. A loan of which no money has moved is over; one that was lent only bears
    no more subsidy (see `settle`).
    """
    loan = queries.of_claim(session, event.claim_id)
    if loan is not None and loan.state in OPEN_STATES:
        step(session, loan, A.DECLINE, by=None)


def forget(session: Session, event: SeekerErased) -> None:
    """Reaction: a person left. Sums and days stay, as the books need them; what was noted about the person goes."""
    mine = select(Loan.id).join(Claim, Claim.id == Loan.claim_id)
    mine = mine.where(Claim.holder == seeker_holder(event.seeker_id))
    statement = update(LoanStep).where(LoanStep.loan_id.in_(mine)).values(note_sealed=None)
    session.execute(statement, execution_options={"synchronize_session": False})


def _asked(decision: Decision | None) -> tuple[int, int, int]:
    """(limit, amount, months) of the frozen decision, in 分 and months."""
    if decision is None:
        raise LookupError("a granted claim has a decision")
    facts: dict[str, Any] = {name: told["value"] for name, told in json.loads(decision.facts or "{}").items()}
    cap = _fen(decision.values["cap"])
    amount = _fen(facts["amount"]) if facts.get("amount") else cap
    return cap, min(amount, cap), int(facts.get("months") or 0)


def _fen(amount: Any) -> int:
    return int(Decimal(str(amount)) * CENTS)
