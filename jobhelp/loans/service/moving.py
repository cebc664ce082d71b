"""What the desk writes down: the guarantee, the contract, the refusal, repayment, overdue days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import RUNNING_STATES
from jobhelp.loans import queries, refusals
from jobhelp.loans.calculator import CENTS, longest
from jobhelp.loans.interest import Terms, UnknownRule, division
from jobhelp.loans.models import Loan
from jobhelp.loans.service.recovering import PAID_EARLY, WAS_OVERDUE, correct_settled
from jobhelp.loans.service.stepping import step
from jobhelp.loans.states import LIFE, LoanAction, LoanState
from jobhelp.permissions import Permission

S, A = LoanState, LoanAction
LONGEST_NAME = 60


@dataclass(frozen=True)
class Contract:
    """What the bank's contract says: `amount` in 分, `rate` in percent a year."""

    bank: str
    amount: int
    rate: Decimal
    months: int
    contract_on: date
    lent_on: date


def guarantee(session: Session, loan: Loan, *, by: User, guarantor: str, note: str = "") -> None:
    """担保审核: somebody stands for the loan, the bank looks at it next."""
    need(by, Permission.LOAN_CHANGE)
    name = guarantor.strip()[:LONGEST_NAME]
    LIFE.after(S(loan.state), A.GUARANTEE)
    if not name:
        raise refusals.GuarantorMissing(field="guarantor")
    step(session, loan, A.GUARANTEE, by=by, note=note, guarantor=name)


def lend(session: Session, loan: Loan, contract: Contract, *, by: User, note: str = "") -> None:
    """银行审批、放款: the contract, inside the limits of the claim and of the law of the contract date."""
    need(by, Permission.LOAN_CHANGE)
    LIFE.after(S(loan.state), A.LEND)
    claim = session.get_one(Claim, loan.claim_id)
    _check(loan, claim, contract)
    terms = Terms(
        claim.programme,
        contract.amount,
        contract.rate,
        contract.contract_on,
        contract.lent_on,
        contract.months,
    )
    _check_rate(terms)
    step(
        session,
        loan,
        A.LEND,
        by=by,
        on=contract.lent_on,
        note=note,
        bank=contract.bank.strip()[:LONGEST_NAME],
        amount=contract.amount,
        rate=contract.rate,
        months=contract.months,
        contract_on=contract.contract_on,
        lent_on=contract.lent_on,
        due_on=terms.due_on,
    )


def decline(session: Session, loan: Loan, *, by: User, note: str) -> None:
    """The guarantor or the bank refuses: the loan is over and the claim is stopped, so that an appeal or a new
    claim is open to the borrower.
    """
    need(by, Permission.LOAN_CHANGE)
    LIFE.after(S(loan.state), A.DECLINE)
    if not note.strip():
        raise refusals.ReasonMissing(field="note")
    step(session, loan, A.DECLINE, by=by, note=note)
    claim = session.get_one(Claim, loan.claim_id)
    if claim.state in RUNNING_STATES:
        claims.stop(session, claim, by=by, effective_on=clock.today(), note=note)


def repay(session: Session, loan: Loan, *, by: User, on: date, note: str = "") -> int:
    """到期还清, or earlier: interest ends with the day before `on`. Returns the 分 that were paid for later days,
    proposed for recovery.

    `on` may lie in a quarter that is settled. Raises `QuarterBeingPaid` while its payment is on its way.
    """
    need(by, Permission.LOAN_CHANGE)
    LIFE.after(S(loan.state), A.REPAY)
    _check_day(session, loan, on, settled_too=True)
    due_on = on if loan.due_on is None else min(on, loan.due_on)
    step(session, loan, A.REPAY, by=by, on=on, note=note, due_on=due_on)
    return correct_settled(session, loan, by=by, reason=PAID_EARLY)


def fall_overdue(session: Session, loan: Loan, *, by: User, on: date, note: str = "") -> int:
    """逾期: from `on` the budget pays nothing. Returns the 分 that were paid for later days, proposed for recovery.

    `on` may lie in a quarter that is settled. Raises `QuarterBeingPaid` while its payment is on its way.
    """
    need(by, Permission.LOAN_CHANGE)
    LIFE.after(S(loan.state), A.FALL_OVERDUE)
    _check_day(session, loan, on, settled_too=True)
    step(session, loan, A.FALL_OVERDUE, by=by, on=on, note=note)
    return correct_settled(session, loan, by=by, reason=WAS_OVERDUE)


def catch_up(session: Session, loan: Loan, *, by: User, on: date, note: str = "") -> None:
    """What was overdue is paid: the subsidy goes on from `on`, the overdue days stay without."""
    need(by, Permission.LOAN_CHANGE)
    LIFE.after(S(loan.state), A.CATCH_UP)
    _check_day(session, loan, on)
    step(session, loan, A.CATCH_UP, by=by, on=on, note=note)


def _check(loan: Loan, claim: Claim, contract: Contract) -> None:
    if not contract.bank.strip():
        raise refusals.BankMissing(field="bank")
    if contract.amount <= 0:
        raise refusals.AmountMissing(field="amount")
    if contract.amount > loan.cap:
        raise refusals.AmountAboveCap(field="amount", cap=f"{loan.cap / CENTS:,.0f}")
    if contract.contract_on > clock.today():
        raise refusals.DayInFuture(field="contract_on")
    if contract.contract_on < claim.applied_on:
        raise refusals.ContractBeforeClaim(field="contract_on", day=claim.applied_on.isoformat())
    if contract.lent_on < contract.contract_on:
        raise refusals.LentBeforeContract(field="lent_on")
    if contract.lent_on > clock.today():
        raise refusals.DayInFuture(field="lent_on")
    most = longest(claim.programme, contract.contract_on)
    if contract.months < 1 or (most is not None and contract.months > most):
        raise refusals.TermTooLong(field="months", months=most)


def _check_rate(terms: Terms) -> None:
    if terms.rate <= 0:
        raise refusals.RateMissing(field="rate")
    try:
        limit = division(terms).limit
    except UnknownRule:
        raise refusals.RuleUnknown(field="contract_on") from None
    if limit is not None and terms.rate > limit:
        raise refusals.RateAboveLimit(field="rate", limit=f"{limit.normalize():f}")


def _check_day(session: Session, loan: Loan, on: date, *, settled_too: bool = False) -> None:
    """A day on which it can have happened: since the money was lent, not after today, not in a settled quarter."""
    if on > clock.today():
        raise refusals.DayInFuture(field="on")
    if loan.lent_on is not None and on < loan.lent_on:
        raise refusals.BeforeLent(field="on", day=loan.lent_on.isoformat())
    overdue = next(
        (first for first, _ in reversed(queries.overdue_days(queries.steps(session, loan.id)))), None
    )
    if loan.state == S.OVERDUE and overdue is not None and on < overdue:
        raise refusals.CatchUpBeforeOverdue(field="on", day=overdue.isoformat())
    settled = None if settled_too else queries.settled_until(session, loan.id)
    if settled is not None and on < settled:
        raise refusals.QuarterSettled(field="on", day=settled.isoformat())
