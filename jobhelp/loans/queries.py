"""Questions about loans. Whose they are, and of which district, is decided by the claim: out of sight is `NotFound`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth, Claim, Decision
from jobhelp.claims.states import ClaimState
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.loans.interest import Period, Terms, last_complete, next_quarter, quarters
from jobhelp.loans.models import InterestQuarter, Loan, LoanStep
from jobhelp.loans.states import LoanState

PAGE = 25
S = LoanState
BEARING = (S.LENT.value, S.REPAID.value)
"""An overdue loan gets no subsidy while it is overdue."""


@dataclass(frozen=True)
class File:
    """One loan with everything that its pages show."""

    loan: Loan
    claim: Claim
    steps: list[LoanStep]
    quarters: list[tuple[InterestQuarter, BenefitMonth | None]]


@dataclass(frozen=True)
class DeskRow:
    """One line of the desk's list."""

    loan: Loan
    claim: Claim
    name: str


def of_claim(session: Session, claim_id: int) -> Loan | None:
    """The loan that follows from a claim."""
    return session.scalar(select(Loan).where(Loan.claim_id == claim_id))


def own(session: Session, user: User, number: str) -> File:
    """The loan of this person, or of the employer they act for, by the number of its claim. Raises `NotFound`."""
    return _file(session, claims.own_claim(session, user, number))


def for_desk(session: Session, number: str, user: User) -> File:
    """A loan as this officer may see it. Raises `NotFound`."""
    return _file(session, claims.for_desk(session, number, user))


def _file(session: Session, claim: Claim) -> File:
    loan = of_claim(session, claim.id)
    if loan is None:
        raise NotFound()
    return File(loan, claim, steps(session, loan.id), quarters_of(session, loan.id))


def steps(session: Session, loan_id: int) -> list[LoanStep]:
    """What happened, first step first."""
    statement = select(LoanStep).where(LoanStep.loan_id == loan_id)
    return list(session.scalars(statement.order_by(LoanStep.at, LoanStep.id)))


def quarters_of(session: Session, loan_id: int) -> list[tuple[InterestQuarter, BenefitMonth | None]]:
    """The settled quarters, earliest first, each with the payment that it owes."""
    statement = (
        select(InterestQuarter, BenefitMonth)
        .outerjoin(BenefitMonth, BenefitMonth.id == InterestQuarter.month_id)
        .where(InterestQuarter.loan_id == loan_id)
        .order_by(InterestQuarter.quarter)
    )
    return [(quarter, month) for quarter, month in session.execute(statement)]


def decision_of(session: Session, claim_id: int) -> Decision | None:
    """The newest decision on a claim."""
    return next(iter(claims.decisions(session, claim_id)), None)


def settled_until(session: Session, loan_id: int) -> date | None:
    """The day up to which (not inside) the interest is settled; None: nothing is."""
    last = session.scalar(select(func.max(InterestQuarter.quarter)).where(InterestQuarter.loan_id == loan_id))
    return None if last is None else next_quarter(last)


# ── what a loan says ─────────────────────────────────────────────────────────────────────────────────────


def terms_of(loan: Loan, programme: str) -> Terms | None:
    """The contract; None before there is one."""
    if loan.rate is None or loan.contract_on is None or loan.lent_on is None:
        return None
    return Terms(programme, loan.amount, loan.rate, loan.contract_on, loan.lent_on, loan.months)


def overdue_days(told: Iterable[LoanStep]) -> list[Period]:
    """The stretches of days on which the loan was overdue; one that lasts has no end yet."""
    found: list[Period] = []
    since: date | None = None
    for step in told:
        if step.state == S.OVERDUE:
            since = step.on
        elif since is not None:
            found.append((since, step.on))
            since = None
    return found if since is None else [*found, (since, date.max)]


def repaid_on(told: Iterable[LoanStep]) -> date | None:
    """The day on which everything was paid back."""
    return next((step.on for step in told if step.state == S.REPAID), None)


# ── the desk ─────────────────────────────────────────────────────────────────────────────────────────────

RANK = {S.GUARANTEE: 0, S.BANK: 1, S.OVERDUE: 2, S.LENT: 3, S.REPAID: 4, S.DECLINED: 5}


def desk_list(
    session: Session, user: User, *, state: str = "", page: int = 1, size: int = PAGE
) -> list[DeskRow]:
    """One page of the loans that this officer may see: by stage, the longest waiting first."""
    rank = case({state.value: place for state, place in RANK.items()}, value=Loan.state, else_=9)
    statement = (
        select(Loan, Claim, Seeker.name_mask, Employer.name)
        .join(Claim, Claim.id == Loan.claim_id)
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
        .where(*_within(user))
        .order_by(rank, Loan.changed_at, Loan.id)
    )
    if state:
        statement = statement.where(Loan.state == state)
    rows = session.execute(statement.limit(size).offset((page - 1) * size))
    return [DeskRow(loan, claim, mask or name or "") for loan, claim, mask, name in rows]


def desk_totals(session: Session, user: User) -> dict[str, int]:
    """{state: how many} of the loans that this officer may see."""
    statement = select(Loan.state, func.count()).join(Claim, Claim.id == Loan.claim_id).where(*_within(user))
    return dict(session.execute(statement.group_by(Loan.state)).all())  # type: ignore[arg-type]


def _within(user: User) -> list[Any]:
    scope = user.district_scope
    return [] if scope is None else [Claim.district_code == scope]


# ── quarters ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class QuarterTotal:
    """A quarter in which something was settled."""

    quarter: date
    loans: int
    interest: int
    subsidy: int


def bearing(session: Session, quarter: date, scope: str | None) -> list[tuple[Loan, Claim]]:
    """The loans that bear interest in a quarter which is not settled yet, and whose claim runs."""
    return [(loan, claim) for loan, claim in session.execute(_bearing(quarter, scope).order_by(Loan.id))]


def _bearing(quarter: date, scope: str | None) -> Select[Loan, Claim]:
    settled = select(InterestQuarter.loan_id).where(InterestQuarter.quarter == quarter)
    statement = (
        select(Loan, Claim)
        .join(Claim, Claim.id == Loan.claim_id)
        .where(
            Loan.state.in_(BEARING),
            Loan.lent_on < next_quarter(quarter),
            Loan.due_on > quarter,
            Loan.due_on > Loan.lent_on,
            Loan.id.not_in(settled),
            Claim.state == ClaimState.GRANTED.value,
        )
    )
    return statement if scope is None else statement.where(Claim.district_code == scope)


def waiting(session: Session, scope: str | None) -> dict[date, int]:
    """{quarter that is over: how many loans are to be settled in it}, earliest first."""
    statement = (
        select(Loan.id, Loan.lent_on, Loan.due_on)
        .join(Claim, Claim.id == Loan.claim_id)
        .where(
            Loan.state.in_(BEARING),
            Loan.due_on > Loan.lent_on,
            Claim.state == ClaimState.GRANTED.value,
        )
    )
    if scope is not None:
        statement = statement.where(Claim.district_code == scope)
    done = {tuple(row) for row in session.execute(select(InterestQuarter.loan_id, InterestQuarter.quarter))}
    end = next_quarter(last_complete(clock.today()))
    counted: Counter[date] = Counter()
    for number, lent_on, due_on in session.execute(statement):
        if lent_on is not None and due_on is not None:
            touched = quarters(lent_on, min(due_on, end))
            counted.update(quarter for quarter in touched if (number, quarter) not in done)
    return dict(sorted(counted.items()))


def settled(session: Session, scope: str | None, *, limit: int = 12) -> list[QuarterTotal]:
    """The quarters that were settled, newest first, with their sums."""
    statement = (
        select(
            InterestQuarter.quarter,
            func.count(),
            func.sum(InterestQuarter.interest),
            func.sum(InterestQuarter.subsidy),
        )
        .join(Loan, Loan.id == InterestQuarter.loan_id)
        .join(Claim, Claim.id == Loan.claim_id)
        .group_by(InterestQuarter.quarter)
        .order_by(InterestQuarter.quarter.desc())
        .limit(limit)
    )
    if scope is not None:
        statement = statement.where(Claim.district_code == scope)
    return [
        QuarterTotal(quarter, loans, int(interest), int(subsidy))
        for quarter, loans, interest, subsidy in session.execute(statement)
    ]


def finished(session: Session) -> list[tuple[Loan, Claim]]:
    """The loans that are paid back and whose claim still runs."""
    statement = (
        select(Loan, Claim)
        .join(Claim, Claim.id == Loan.claim_id)
        .where(Loan.state == S.REPAID.value, Claim.state == ClaimState.GRANTED.value)
        .order_by(Loan.id)
    )
    return [(loan, claim) for loan, claim in session.execute(statement)]
