"""A loan turns out to have been overdue, or paid back, in quarters that are settled: what was subsidised too much.

What is owed and not paid is owed anew, less. What was paid is proposed for recovery in the name of whoever wrote the
day down; another person decides. Nothing comes back by itself.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.errors import Conflict
from jobhelp.loans import queries
from jobhelp.loans.interest import QUARTER_MONTHS, Split
from jobhelp.loans.models import InterestQuarter, Loan
from jobhelp.loans.refusals import QuarterBeingPaid
from jobhelp.loans.service.settling import owe, split_of
from jobhelp.orm import rows_changed
from jobhelp.payments import service as payments
from jobhelp.payments.service import ledger
from jobhelp.texts import N_

WAS_OVERDUE = N_("贷款逾期的日子不贴息：%(year)s 年第 %(number)s 季度的贴息发多了。")
PAID_EARLY = N_("贷款还清以后不贴息：%(year)s 年第 %(number)s 季度的贴息发多了。")


def correct_settled(session: Session, loan: Loan, *, by: User, reason: str) -> int:
    """Bring the settled quarters in step with the loan as it is now. Returns the 分 proposed for recovery.

    reason   what the borrower reads of a paid quarter: `WAS_OVERDUE` or `PAID_EARLY`
    Raises `QuarterBeingPaid` while a payment of such a quarter is on its way.
    """
    claim = session.get_one(Claim, loan.claim_id)
    proposed = 0
    for row, month in queries.quarters_of(session, loan.id):
        split = split_of(session, loan, claim, row.quarter)
        too_much = row.subsidy - row.overpaid - split.subsidy
        if month is None and too_much >= 0:
            _write_anew(row, split)
        if month is None or too_much <= 0:
            continue
        if month.state == MonthState.IN_RUN:
            raise QuarterBeingPaid(field="on")
        if month.state == MonthState.DUE:
            _owe_less(session, claim, row, month, split, by)
        elif month.state == MonthState.PAID:
            number = row.quarter.month // QUARTER_MONTHS + 1
            told = reason % {"year": row.quarter.year, "number": number}
            if payments.propose_for(session, claim, amount=too_much, reason=told, by_id=by.id):
                row.overpaid += too_much
                proposed += too_much
    session.flush()
    return proposed


def _write_anew(row: InterestQuarter, split: Split) -> None:
    """A quarter for which nothing is owed or paid."""
    row.days, row.interest = split.days, split.interest
    row.subsidy, row.borrower = split.subsidy, split.borrower


def _owe_less(
    session: Session, claim: Claim, row: InterestQuarter, month: BenefitMonth, split: Split, by: User
) -> None:
    """The month is cancelled and owed anew with what is left: amounts in the books are never changed."""
    cancel = update(BenefitMonth).where(
        BenefitMonth.id == month.id, BenefitMonth.state == MonthState.DUE.value
    )
    if not rows_changed(session, cancel.values(state=MonthState.CANCELLED.value)):
        raise Conflict()  # a run took it at this moment
    session.refresh(month)
    claim.granted -= month.amount
    session.flush()
    ledger.release(session, [month], by=by)
    _write_anew(row, split)
    row.month_id = None
    if row.subsidy:
        owe(session, claim, row, by=by)
