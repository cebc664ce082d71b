"""A granted claim becomes a loan; every state and action; the limits of a contract; who may write what down."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import travel

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims import queries as claims_queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import ClaimState, Outcome
from jobhelp.errors import Conflict, NotAllowed, NotFound, WrongState
from jobhelp.jobseekers.service import SeekerErased
from jobhelp.loans import queries, refusals, service
from jobhelp.loans.models import Loan
from jobhelp.loans.states import LIFE, LoanAction, LoanState
from jobhelp.notices.models import Notice
from jobhelp.permissions import Role
from tests import factories
from tests.loans import rows
from tests.loans.rows import YUAN

S, A = LoanState, LoanAction


def officer(session: Session, role: Role = Role.DISTRICT_OFFICER) -> User:
    """Somebody who may write down what happens to a loan."""
    return factories.make_user(session, role)


def act(session: Session, loan: Loan, action: LoanAction, by: User) -> None:
    """Any move of the desk, with what it needs."""
    today = clock.today()
    match action:
        case A.GUARANTEE:
            service.guarantee(session, loan, by=by, guarantor="示例担保")
        case A.LEND:
            service.lend(session, loan, rows.contract(today), by=by)
        case A.DECLINE:
            service.decline(session, loan, by=by, note="担保机构没有同意。")
        case A.REPAY:
            service.repay(session, loan, by=by, on=today + timedelta(days=0))
        case A.FALL_OVERDUE:
            service.fall_overdue(session, loan, by=by, on=today)
        case A.CATCH_UP:
            service.catch_up(session, loan, by=by, on=today)


WAY = {
    S.GUARANTEE: (),
    S.BANK: (A.GUARANTEE,),
    S.LENT: (A.GUARANTEE, A.LEND),
    S.REPAID: (A.GUARANTEE, A.LEND, A.REPAY),
    S.OVERDUE: (A.GUARANTEE, A.LEND, A.FALL_OVERDUE),
    S.DECLINED: (A.DECLINE,),
}


def in_state(session: Session, state: LoanState, by: User) -> tuple[Claim, Loan]:
    """A loan that was taken to `state`."""
    claim, loan = rows.granted(session)
    for action in WAY[state]:
        act(session, loan, action, by)
    assert loan.state == state
    return claim, loan


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("action", [action for action in A if action is not A.BEGIN_AGAIN])
def test_every_state_and_action_moves_as_the_table_says(
    session: Session, state: LoanState, action: LoanAction
) -> None:
    by = officer(session)
    claim, loan = in_state(session, state, by)
    if LIFE.allows(state, action):
        act(session, loan, action, by)
        assert loan.state == LIFE.after(state, action)
        step = queries.steps(session, loan.id)[-1]
        assert (step.state, step.by_id) == (loan.state, by.id)
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("loans:")).order_by(AuditEntry.id.desc())
        ).first()
        assert entry is not None
        assert (entry.action, entry.subject_id) == (f"loans:{action.value}", str(claim.id))
    else:
        before = len(queries.steps(session, loan.id))
        with pytest.raises(WrongState):
            act(session, loan, action, by)
        assert loan.state == state and len(queries.steps(session, loan.id)) == before


# ── the beginning ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_granted_claim_becomes_a_loan_that_waits_for_its_guarantee(session: Session) -> None:
    claim, loan = rows.granted(session)
    assert (loan.claim_id, loan.state) == (claim.id, S.GUARANTEE)
    assert (loan.cap, loan.amount, loan.months) == (300_000 * YUAN, 200_000 * YUAN, 36)
    assert [step.state for step in queries.steps(session, loan.id)] == [S.GUARANTEE]


def test_a_granted_claim_of_a_firm_becomes_one_too(session: Session) -> None:
    employer, member = factories.make_employer(session)
    _, loan = rows.granted_firm(session, employer, member)
    assert (loan.cap, loan.amount, loan.months) == (4_000_000 * YUAN, 1_000_000 * YUAN, 24)


def test_other_programmes_become_no_loan(session: Session) -> None:
    claim = factories.make_claim(session, state="granted")
    assert queries.of_claim(session, claim.id) is None


def test_a_claim_stopped_before_the_money_moved_ends_the_loan(session: Session) -> None:
    claim, loan = rows.granted(session)
    by = officer(session)
    claims.stop(session, claim, by=by, effective_on=clock.today(), note="本人放弃。")
    assert loan.state == S.DECLINED


def test_a_claim_stopped_later_leaves_the_loan_and_its_debt(session: Session) -> None:
    by = officer(session)
    claim, loan = in_state(session, S.LENT, by)
    claims.stop(session, claim, by=by, effective_on=clock.today(), note="查出不实。")
    assert loan.state == S.LENT


def test_a_declined_loan_stops_its_claim_and_an_appeal_that_is_right_begins_it_again(
    session: Session,
) -> None:
    by = officer(session)
    claim, loan = in_state(session, S.BANK, by)
    service.decline(session, loan, by=by, note="银行没有同意。")
    assert claim.state == ClaimState.STOPPED and claim.note == "银行没有同意。"
    person = session.get_one(User, claims_queries.claimant_user_ids(session, claim)[0])
    claims.appeal(session, claim, by=person, note="材料已经补齐。")
    claims.reopen(session, claim, by=officer(session), note="重新审核。")
    street, district, _ = factories.make_officers(session)
    claims.propose(session, claim, Outcome.GRANT, by=street)
    claims.approve(session, claim, by=district)
    assert loan.state == S.GUARANTEE
    assert [one.state for one in queries.steps(session, loan.id)] == [
        S.GUARANTEE,
        S.BANK,
        S.DECLINED,
        S.GUARANTEE,
    ]


# ── the contract ──────────────────────────────────────────────────────────────────────────────────────────


def bank(session: Session, **facts: Any) -> tuple[Loan, User]:
    """A loan that waits for the bank."""
    _, loan = rows.granted(session, **facts)
    by = officer(session)
    service.guarantee(session, loan, by=by, guarantor="示例担保")
    return loan, by


def test_a_contract_is_written_down_whole(session: Session) -> None:
    loan, by = bank(session)
    on = clock.today()
    service.lend(session, loan, rows.contract(on, months=12), by=by)
    assert (loan.amount, loan.rate, loan.months, loan.bank) == (
        200_000 * YUAN,
        Decimal("3.4"),
        12,
        "示例银行",
    )
    assert (loan.contract_on, loan.lent_on) == (on, on)
    assert loan.due_on is not None and loan.due_on.year == on.year + 1
    assert session.scalars(select(Notice.link)).all()[-1].startswith("/me/loans/SL")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": 300_000 * YUAN + 1}, refusals.AmountAboveCap),
        ({"amount": 0}, refusals.AmountMissing),
        ({"months": 37}, refusals.TermTooLong),
        ({"months": 0}, refusals.TermTooLong),
        ({"rate": Decimal("3.501")}, refusals.RateAboveLimit),
        ({"rate": Decimal("0")}, refusals.RateMissing),
        ({"bank": "  "}, refusals.BankMissing),
    ],
)
@travel("2026-11-24T04:00:00Z", tick=False)
def test_a_contract_beyond_a_limit_is_refused_at_its_field(
    session: Session, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    loan, by = bank(session)
    with pytest.raises(refusal) as told:
        service.lend(session, loan, rows.contract(clock.today(), **changes), by=by)
    assert told.value.field == next(iter(changes))  # type: ignore[attr-defined]
    assert loan.state == S.BANK


@travel("2026-11-24T04:00:00Z", tick=False)
def test_the_limits_themselves_are_allowed(session: Session) -> None:
    loan, by = bank(session)
    most = {"amount": 300_000 * YUAN, "months": 36, "rate": Decimal("3.5")}
    service.lend(session, loan, rows.contract(clock.today(), **most), by=by)
    assert loan.state == S.LENT


@travel("2026-11-24T04:00:00Z", tick=False)
def test_days_that_cannot_be_are_refused(session: Session) -> None:
    loan, by = bank(session)
    today = clock.today()
    cases = [
        ({"contract_on": today + timedelta(days=1)}, refusals.DayInFuture),
        ({"lent_on": today + timedelta(days=1)}, refusals.DayInFuture),
        ({"contract_on": today - timedelta(days=1)}, refusals.ContractBeforeClaim),
        ({"lent_on": today - timedelta(days=1)}, refusals.LentBeforeContract),
    ]
    for changes, refusal in cases:
        with pytest.raises(refusal):
            service.lend(session, loan, rows.contract(today, **changes), by=by)


def test_the_rate_limit_is_that_of_the_contract_date(session: Session) -> None:
    with travel("2024-10-01T04:00:00Z", tick=False):
        loan, by = bank(session)
    with travel("2024-10-25T04:00:00Z", tick=False):
        before, after = date(2024, 10, 20), date(2024, 10, 21)  # LPR 3.35 until the 20th, 3.10 from the 21st
        high = Decimal("3.85")
        with pytest.raises(refusals.RateAboveLimit):
            service.lend(session, loan, rows.contract(after, rate=high), by=by)
        service.lend(session, loan, rows.contract(before, rate=high, lent_on=after), by=by)
    assert loan.state == S.LENT


# ── later ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_early_repayment_ends_the_interest(session: Session) -> None:
    with travel("2026-01-15T04:00:00Z", tick=False):
        by = officer(session)
        _, loan = rows.lent(session, clock.today(), by=by)
    with travel("2026-11-24T04:00:00Z", tick=False):
        with pytest.raises(refusals.BeforeLent):
            service.repay(session, loan, by=by, on=date(2026, 1, 14))
        with pytest.raises(refusals.DayInFuture):
            service.repay(session, loan, by=by, on=date(2026, 11, 25))
        service.repay(session, loan, by=by, on=date(2026, 11, 2))
    assert loan.due_on == date(2026, 11, 2)


def test_a_late_repayment_bears_no_interest_beyond_the_due_day(session: Session) -> None:
    with travel("2025-01-15T04:00:00Z", tick=False):
        by = officer(session)
        _, loan = rows.lent(session, clock.today(), by=by, months=12)
    with travel("2026-03-01T04:00:00Z", tick=False):
        service.fall_overdue(session, loan, by=by, on=date(2026, 1, 15))
        service.repay(session, loan, by=by, on=date(2026, 2, 20))
    assert loan.due_on == date(2026, 1, 15)


def test_caught_up_cannot_be_before_overdue(session: Session) -> None:
    with travel("2026-01-15T04:00:00Z", tick=False):
        by = officer(session)
        _, loan = rows.lent(session, clock.today(), by=by)
    with travel("2026-05-01T04:00:00Z", tick=False):
        service.fall_overdue(session, loan, by=by, on=date(2026, 4, 20))
        with pytest.raises(refusals.CatchUpBeforeOverdue):
            service.catch_up(session, loan, by=by, on=date(2026, 4, 19))
        service.catch_up(session, loan, by=by, on=date(2026, 4, 25))
    assert queries.overdue_days(queries.steps(session, loan.id)) == [(date(2026, 4, 20), date(2026, 4, 25))]


# ── who ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.DISTRICT_OFFICER, Role.CITY_OFFICER)]
)
def test_nobody_else_writes_anything_down(session: Session, role: Role) -> None:
    _, loan = rows.granted(session)
    by = factories.make_user(session, role)
    with pytest.raises(NotAllowed):
        service.guarantee(session, loan, by=by, guarantor="示例担保")
    with pytest.raises(NotAllowed):
        service.settle(session, date(2026, 1, 1), by=by)


def test_two_officers_at_once_the_second_is_told(session: Session) -> None:
    _, loan = rows.granted(session)
    by = officer(session)
    session.commit()
    with Session(session.get_bind()) as other:
        theirs = other.get_one(Loan, loan.id)
        service.guarantee(other, theirs, by=other.get_one(User, by.id), guarantor="先到的")
        other.commit()
    with pytest.raises(Conflict):
        service.guarantee(session, loan, by=by, guarantor="后到的")
    assert loan.guarantor == "先到的"


def test_loans_are_seen_by_their_borrower_and_their_district_only(session: Session) -> None:
    claim, loan = rows.granted(session)
    mine = session.get_one(User, claims_queries.claimant_user_ids(session, claim)[0])
    assert queries.own(session, mine, claim.number).loan is loan
    employer, member = factories.make_employer(session)
    for stranger in (factories.make_user(session), member):
        with pytest.raises(NotFound):
            queries.own(session, stranger, claim.number)
    here, city = officer(session), factories.make_user(session, "city_officer", district_code=None)
    elsewhere = factories.make_user(session, "district_officer", district_code="230102")
    for user in (here, city):
        assert queries.for_desk(session, claim.number, user).loan is loan
        assert [row.loan for row in queries.desk_list(session, user)] == [loan]
    with pytest.raises(NotFound):
        queries.for_desk(session, claim.number, elsewhere)
    assert queries.desk_list(session, elsewhere) == [] and queries.desk_totals(session, elsewhere) == {}
    other = factories.make_claim(session)
    with pytest.raises(NotFound):  # a claim that is no loan
        queries.for_desk(session, other.number, city)


def test_what_was_noted_about_a_person_is_sealed_and_goes_with_them(session: Session) -> None:
    claim, loan = rows.granted(session)
    service.decline(session, loan, by=officer(session), note="征信上有一笔没有还清。")
    step = queries.steps(session, loan.id)[-1]
    assert step.note == "征信上有一笔没有还清。" and "征信".encode() not in (step.note_sealed or b"")
    assert claim.seeker_id is not None
    service.forget(session, SeekerErased(claim.seeker_id, 0))
    session.expire_all()
    assert [one.note for one in queries.steps(session, loan.id)] == [None, None]
    assert [one.state for one in queries.steps(session, loan.id)] == [S.GUARANTEE, S.DECLINED]
