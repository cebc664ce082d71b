"""A loan turns out to have been overdue in quarters that are settled: what was subsidised too much.

What is owed and not paid is owed anew, less. What was paid is proposed for recovery in the name of whoever wrote the
overdue day down; another person decides. Nothing comes back by itself.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.errors import Conflict
from jobhelp.loans import queries
from jobhelp.loans.interest import QUARTER_MONTHS
from jobhelp.loans.models import InterestQuarter, Loan
from jobhelp.loans.refusals import QuarterBeingPaid
from jobhelp.loans.service.settling import owe, split_of
from jobhelp.orm import rows_changed
from jobhelp.payments import service as payments
from jobhelp.payments.service import ledger
from jobhelp.texts import N_

TOO_MUCH = N_("贷款逾期的日子不贴息：%(year)s 年第 %(number)s 季度的贴息发多了。")


def correct_settled(session: Session, loan: Loan, *, by: User) -> int:
    """Bring the settled quarters in step with the overdue days. Returns the 分 proposed for recovery.

    Raises `QuarterBeingPaid` while a payment of such a quarter is on its way.
    """
    claim = session.get_one(Claim, loan.claim_id)
    proposed = 0
    for row, month in queries.quarters_of(session, loan.id):
        too_much = row.subsidy - row.overpaid - split_of(session, loan, claim, row.quarter).subsidy
        if too_much <= 0 or month is None:
            continue
        if month.state == MonthState.IN_RUN:
            raise QuarterBeingPaid(field="on")
        if month.state == MonthState.DUE:
            _owe_less(session, claim, row, month, too_much, by)
        elif month.state == MonthState.PAID:
            reason = TOO_MUCH % {"year": row.quarter.year, "number": row.quarter.month // QUARTER_MONTHS + 1}
            if payments.propose_for(session, claim, amount=too_much, reason=reason, by_id=by.id):
                row.overpaid += too_much
                proposed += too_much
    session.flush()
    return proposed


def _owe_less(
    session: Session, claim: Claim, row: InterestQuarter, month: BenefitMonth, too_much: int, by: User
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
    row.subsidy, row.borrower, row.month_id = row.subsidy - too_much, row.borrower + too_much, None
    if row.subsidy:
        owe(session, claim, row, by=by)
