"""贴息: the interest of a quarter that is over, divided, and the city's part owed through the claim.

Two people: the maker settles the quarter here; what it owes is paid only by a payment run, which another prepares or
checks and a third approves. Settling the same quarter again adds only what was not there.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims import deadlines
from jobhelp.claims import queries as claims
from jobhelp.claims import service as claims_service
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState
from jobhelp.loans import queries, telling
from jobhelp.loans.interest import (
    QUARTER_MONTHS,
    Split,
    UnknownRule,
    division,
    last_complete,
    next_quarter,
    quarter_of,
)
from jobhelp.loans.models import InterestQuarter, Loan
from jobhelp.loans.refusals import QuarterNotOver
from jobhelp.notices import service as notices
from jobhelp.payments.service import ledger
from jobhelp.permissions import TABLE, Permission
from jobhelp.policy.calendar import months_from
from jobhelp.texts import N_

REMINDER = N_("有一个季度过完了，%(count)s 笔贷款等着结息。")
ON_THE_WAY = (MonthState.DUE.value, MonthState.IN_RUN.value)


@dataclass(frozen=True)
class Settled:
    """What a run did: how many loans, what they owe, and how many could not be computed."""

    loans: int
    interest: int
    subsidy: int
    unknown: int


def settle(session: Session, quarter: date, *, by: User) -> Settled:
    """Settle a quarter for every loan of the officer's district that bears interest in it. Raises `QuarterNotOver`."""
    need(by, Permission.LOAN_CHANGE)
    quarter = quarter_of(quarter)
    if quarter > last_complete(clock.today()):
        raise QuarterNotOver()
    done: list[Split] = []
    unknown = 0
    for loan, claim in queries.bearing(session, quarter, by.district_scope):
        try:
            split = split_of(session, loan, claim, quarter)
        except UnknownRule:
            unknown += 1
            continue
        if split.days and _write(session, loan, claim, quarter, split, by):
            done.append(split)
    told = Settled(len(done), sum(one.interest for one in done), sum(one.subsidy for one in done), unknown)
    if done:
        audit.record(
            session,
            "loans:settle",
            by=by,
            subject="quarter",
            subject_id=quarter.isoformat(),
            loans=told.loans,
            interest=told.interest,
            subsidy=told.subsidy,
        )
    return told


def split_of(session: Session, loan: Loan, claim: Claim, quarter: date) -> Split:
    """The interest of a quarter up to the day of repayment; overdue days bear no subsidy. Raises UnknownRule."""
    terms = queries.terms_of(loan, claim.programme)
    if terms is None:
        raise UnknownRule("there is no contract yet")
    until = min(next_quarter(quarter), loan.due_on or date.max)
    overdue = queries.overdue_days(queries.steps(session, loan.id))
    return division(terms).between(quarter, until, without=overdue)


def _write(
    session: Session, loan: Loan, claim: Claim, quarter: date, split: Split, by: User
) -> InterestQuarter | None:
    """The quarter's row first: by constraint there is one, so that nothing is owed twice. None: it is there."""
    row = InterestQuarter(
        loan_id=loan.id,
        quarter=quarter,
        days=split.days,
        interest=split.interest,
        subsidy=split.subsidy,
        borrower=split.borrower,
        prepared_by=by.id,
        prepared_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another officer settled it at this moment
        return None
    if split.subsidy:
        owe(session, claim, row, by=by)
    session.flush()
    telling.tell(session, claim, telling.SETTLED)
    return row


def owe(session: Session, claim: Claim, row: InterestQuarter, *, by: User) -> None:
    """Owe the city's part of a settled quarter through the claim, and book it."""
    due = deadlines.payable_from(next_quarter(row.quarter), clock.today(), claims.calendar(session))
    month = _free_month(session, claim, row.quarter)
    owed = claims_service.add_month(session, claim, month, row.subsidy, due)
    row.month_id = owed.id
    ledger.owe(session, [owed], by=by)


def _free_month(session: Session, claim: Claim, quarter: date) -> date:
    """The first month of the quarter that is not owed yet: two loans of one borrower may meet in a quarter."""
    taken = {
        row.month for row in claims.owed_of_holder(session, claim.holder) if row.programme == claim.programme
    }
    free = (month for month in months_from(quarter, QUARTER_MONTHS) if month not in taken)
    return next(free, quarter)


def end_finished(session: Session) -> int:
    """End the claims whose loan is paid back, settled to its last day and fully paid out. Returns how many."""
    ended = 0
    for loan, claim in queries.finished(session):
        settled = queries.settled_until(session, loan.id)
        owed = session.scalar(
            select(BenefitMonth.id)
            .where(BenefitMonth.claim_id == claim.id, BenefitMonth.state.in_(ON_THE_WAY))
            .limit(1)
        )
        bore = loan.lent_on is not None and loan.due_on is not None and loan.lent_on < loan.due_on
        over = not bore or (settled is not None and loan.due_on is not None and settled >= loan.due_on)
        if over and owed is None:
            claims_service.end(session, claim)
            ended += 1
    return ended


def remind(session: Session) -> int:
    """Tell the officers who settle interest how many loans of their district wait. Returns how many were told."""
    quarter, told = last_complete(clock.today()), 0
    roles = [role.value for role, rights in TABLE.items() if Permission.LOAN_CHANGE in rights]
    statement = select(User).where(User.role.in_(roles), User.active).order_by(User.id)
    for user in session.scalars(statement):
        count = len(queries.bearing(session, quarter, user.district_scope))
        if count:
            notices.tell(session, user.id, REMINDER, link="/desk/loans/quarters", count=count)
            told += 1
    return told
