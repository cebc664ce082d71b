"""A quarter's interest: by day, by the contract date, once only, owed through the claim, never while overdue."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from time_machine import travel

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries as claims_queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import ClaimState, MonthState
from jobhelp.loans import queries, refusals, service, tasks
from jobhelp.loans.interest import division
from jobhelp.loans.models import InterestQuarter, Loan
from jobhelp.notices.models import Notice
from jobhelp.payments import queries as money
from jobhelp.payments import service as payments
from jobhelp.payments.models import LedgerLine, Recovery
from jobhelp.payments.refusals import SamePerson
from tests import factories
from tests.loans import rows
from tests.loans.rows import YUAN

Q1, Q2, Q3 = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)


def noon(day: date) -> str:
    """Noon of a day in the city."""
    return f"{day.isoformat()}T04:00:00Z"


def lent(session: Session, on: date, **changes: object) -> tuple[Claim, Loan, User]:
    """A loan that was granted and lent on a day, and the officer who wrote it down."""
    with travel(noon(on), tick=False):
        by = factories.make_user(session, "district_officer")
        claim, loan = rows.lent(session, on, by=by, **changes)
    return claim, loan, by


def settled(session: Session, loan: Loan) -> list[InterestQuarter]:
    """What was written down, earliest first."""
    return [quarter for quarter, _ in queries.quarters_of(session, loan.id)]


def test_a_quarter_is_divided_by_its_days_and_the_citys_part_is_owed(session: Session) -> None:
    claim, loan, by = lent(session, date(2026, 2, 10), rate=Decimal("3.5"))
    with travel(noon(date(2026, 4, 2)), tick=False):
        told = service.settle(session, Q1, by=by)
    row = settled(session, loan)[0]
    # 200,000 yuan at 3.5 %: 7,000 yuan in 365 days, of which 50 (19 in February, 31 in March)
    assert (row.days, row.interest) == (50, 95_890)  # 7,000 × 50 / 365 = 958.904…
    assert (row.subsidy, row.borrower) == (47_945, 47_945)
    assert (told.loans, told.interest, told.subsidy) == (1, 95_890, 47_945)
    month = session.get_one(BenefitMonth, row.month_id)
    assert (month.claim_id, month.programme, month.month) == (claim.id, "sl", Q1)
    assert (month.amount, month.state) == (47_945, MonthState.DUE)
    assert month.payable_from >= date(2026, 4, 20)
    assert row.prepared_by == by.id
    assert claims_queries.due_months(session, programme="sl", month=Q1) == [month]
    booked = session.scalars(select(LedgerLine).order_by(LedgerLine.amount)).all()
    assert [(line.amount, line.holder, line.month) for line in booked] == [
        (-47_945, claim.holder, Q1),
        (47_945, claim.holder, Q1),
    ]


def test_settling_again_changes_nothing(session: Session) -> None:
    claim, _, by = lent(session, date(2026, 2, 10))
    with travel(noon(date(2026, 7, 2)), tick=False):
        for _ in range(2):
            service.settle(session, Q1, by=by)
        again = service.settle(session, Q1, by=by)
        assert (again.loans, again.subsidy) == (0, 0)
        service.settle(session, date(2026, 6, 30), by=by)  # any day names its quarter
    found = session.scalars(select(BenefitMonth).order_by(BenefitMonth.month)).all()
    assert [one.month for one in found] == [Q1, Q2]
    assert claim.granted == sum(one.amount for one in found)


@pytest.mark.parametrize("today", [date(2026, 3, 31), date(2026, 2, 11)])
def test_a_quarter_that_is_not_over_is_not_settled(session: Session, today: date) -> None:
    _, _, by = lent(session, date(2026, 2, 10))
    with travel(noon(today), tick=False), pytest.raises(refusals.QuarterNotOver):
        service.settle(session, Q1, by=by)


def test_all_quarters_add_up_to_the_whole_term(session: Session) -> None:
    claim, loan, by = lent(session, date(2024, 2, 29), months=12, rate=Decimal("3.95"))
    with travel(noon(date(2025, 6, 1)), tick=False):
        for quarter in list(queries.waiting(session, None)):
            service.settle(session, quarter, by=by)
        assert queries.waiting(session, None) == {}
    rows_ = settled(session, loan)
    terms = queries.terms_of(loan, claim.programme)
    assert terms is not None
    whole = division(terms).whole()
    assert sum(one.days for one in rows_) == whole.days == 365  # to 28 February 2025
    assert sum(one.interest for one in rows_) == whole.interest == 7_900 * YUAN
    assert sum(one.subsidy for one in rows_) == whole.subsidy == 3_950 * YUAN
    assert all(one.subsidy + one.borrower == one.interest for one in rows_)


def test_an_overdue_loan_gets_nothing_and_after_catching_up_all_but_the_overdue_days(
    session: Session,
) -> None:
    _, loan, by = lent(session, date(2026, 1, 1), rate=Decimal("3.5"))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.fall_overdue(session, loan, by=by, on=date(2026, 3, 2))
        assert service.settle(session, Q1, by=by).loans == 0
        assert session.scalar(select(func.count()).select_from(BenefitMonth)) == 0
        service.catch_up(session, loan, by=by, on=date(2026, 3, 12))
        assert service.settle(session, Q1, by=by).loans == 1
    row = settled(session, loan)[0]
    assert row.days == 90 and row.interest == 172_603  # 7,000 × 90 / 365
    # half of the interest of 90 days less that of the ten days from 2 to 11 March
    assert row.subsidy == pytest.approx(7_000 * YUAN * 80 / 365 / 2, abs=1)
    assert row.borrower == row.interest - row.subsidy


def test_catching_up_is_not_written_into_a_settled_quarter(session: Session) -> None:
    _, loan, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.settle(session, Q1, by=by)
        assert service.fall_overdue(session, loan, by=by, on=date(2026, 3, 2)) == 0
        with pytest.raises(refusals.QuarterSettled):
            service.catch_up(session, loan, by=by, on=date(2026, 3, 12))
    assert loan.state == "overdue"


# ── paid back inside of a quarter that is settled ─────────────────────────────────────────────────────────


def pay_out(session: Session) -> list[BenefitMonth]:
    """Every month that is owed has reached the borrower."""
    months = list(session.scalars(select(BenefitMonth).order_by(BenefitMonth.month)))
    for month in months:
        month.state = MonthState.PAID.value
    session.flush()
    return months


def test_what_was_paid_for_days_after_an_early_repayment_is_recovered_by_two_people(session: Session) -> None:
    claim, loan, by = lent(session, date(2026, 1, 1), rate=Decimal("3.5"))
    with travel(noon(date(2026, 7, 6)), tick=False):
        service.settle(session, Q1, by=by)
        service.settle(session, Q2, by=by)
        first, second = pay_out(session)
        # 7,000 yuan a year, half of it the city's: of Q1 59 days are left, 31 are too much; of Q2 all 91 are
        told = service.repay(session, loan, by=by, on=date(2026, 3, 1))
        found = session.scalars(select(Recovery).order_by(Recovery.id)).all()
        assert [one.amount for one in found] == [round(350_000 * 31 / 365), second.amount]
        assert told == sum(one.amount for one in found)
        assert [(row.subsidy, row.overpaid) for row in settled(session, loan)] == [
            (first.amount, found[0].amount),
            (second.amount, second.amount),
        ]
        assert all(one.state == "proposed" and one.proposed_by == by.id for one in found)
        assert ["第 1 季度" in found[0].reason, "第 2 季度" in found[1].reason] == [True, True]
        assert all("还清" in one.reason for one in found)
        with pytest.raises(SamePerson):
            payments.confirm(session, found[0], by=by)
        payments.confirm(session, found[0], by=factories.make_user(session, "district_officer"))
        booked = session.scalars(select(LedgerLine).where(LedgerLine.account == "receivable:sl")).all()
        assert [(one.amount, one.holder) for one in booked] == [(found[0].amount, claim.holder)]
        assert session.scalar(select(func.sum(LedgerLine.amount))) == 0
        assert service.correct_settled(session, loan, by=by, reason=service.PAID_EARLY) == 0  # once
        assert service.settle(session, Q1, by=by).loans == 0


def test_what_was_not_paid_yet_ends_with_the_day_before_an_early_repayment(session: Session) -> None:
    claim, loan, by = lent(session, date(2026, 1, 1), rate=Decimal("3.5"))
    with travel(noon(date(2026, 7, 6)), tick=False):
        service.settle(session, Q1, by=by)
        service.settle(session, Q2, by=by)
        assert service.repay(session, loan, by=by, on=date(2026, 3, 1)) == 0
        assert session.scalars(select(Recovery)).all() == []
        first, second = settled(session, loan)
        assert (first.days, first.interest) == (59, round(700_000 * 59 / 365))
        assert first.subsidy + first.borrower == first.interest and first.overpaid == 0
        assert session.get_one(BenefitMonth, first.month_id).amount == first.subsidy == claim.granted
        assert (second.days, second.interest, second.subsidy, second.month_id) == (0, 0, 0, None)
        states = [one.state for one in session.scalars(select(BenefitMonth).order_by(BenefitMonth.id))]
        assert sorted(states) == ["cancelled", "cancelled", "due"]
        assert money.faults(session) == []


def test_a_repayment_on_the_first_day_of_a_quarter_changes_nothing_of_the_one_before(
    session: Session,
) -> None:
    _, loan, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.settle(session, Q1, by=by)
        [month] = pay_out(session)
        assert service.repay(session, loan, by=by, on=Q2) == 0
        assert (settled(session, loan)[0].overpaid, month.state) == (0, MonthState.PAID)
        assert session.scalars(select(Recovery)).all() == []


def test_an_early_repayment_waits_for_what_is_with_the_bank(session: Session) -> None:
    _, loan, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.settle(session, Q1, by=by)
        session.scalars(select(BenefitMonth)).one().state = MonthState.IN_RUN.value
        with pytest.raises(refusals.QuarterBeingPaid):
            service.repay(session, loan, by=by, on=date(2026, 3, 2))


def test_a_quarter_without_subsidy_only_says_what_was_borne(session: Session) -> None:
    _, loan, by = lent(session, date(2023, 9, 1), rate=Decimal("1.9"))
    with travel(noon(date(2023, 10, 9)), tick=False):
        service.settle(session, date(2023, 7, 1), by=by)
        assert service.repay(session, loan, by=by, on=date(2023, 9, 11)) == 0
    row = settled(session, loan)[0]
    assert (row.days, row.subsidy, row.borrower) == (10, 0, row.interest)


# ── overdue inside of a quarter that is settled ───────────────────────────────────────────────────────────


def test_what_was_paid_for_overdue_days_is_proposed_for_recovery_to_another_person(session: Session) -> None:
    claim, loan, by = lent(session, date(2026, 1, 1), rate=Decimal("3.5"))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.settle(session, Q1, by=by)
        month = session.scalars(select(BenefitMonth)).one()
        month.state = MonthState.PAID.value
        session.flush()
        paid = month.amount
        told = service.fall_overdue(session, loan, by=by, on=date(2026, 3, 2))  # 30 of 90 days
        found = session.scalars(select(Recovery)).one()
        assert told == found.amount == pytest.approx(paid / 3, abs=1)
        assert (found.state, found.proposed_by, found.claim_id) == ("proposed", by.id, claim.id)
        assert "2026 年第 1 季度" in found.reason and "逾期" in found.reason
        with pytest.raises(SamePerson):
            payments.confirm(session, found, by=by)
        assert service.correct_settled(session, loan, by=by, reason=service.WAS_OVERDUE) == 0  # once
        row = settled(session, loan)[0]
        assert (row.subsidy, row.overpaid) == (paid, told)
        assert month.state == MonthState.PAID
        assert [line.amount for line in session.scalars(select(LedgerLine))] == [
            paid,
            -paid,
        ]  # nothing booked


def test_what_was_not_paid_yet_is_owed_anew_without_the_overdue_days(session: Session) -> None:
    claim, loan, by = lent(session, date(2026, 1, 1), rate=Decimal("3.5"))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.settle(session, Q1, by=by)
        before = session.scalars(select(BenefitMonth)).one()
        assert service.fall_overdue(session, loan, by=by, on=date(2026, 3, 2)) == 0
        assert session.scalars(select(Recovery)).all() == []
        row = settled(session, loan)[0]
        after = session.get_one(BenefitMonth, row.month_id)
        assert (before.state, after.state) == (MonthState.CANCELLED, MonthState.DUE)
        assert after.amount == row.subsidy == pytest.approx(before.amount * 2 / 3, abs=1)
        assert row.subsidy + row.borrower == row.interest and claim.granted == after.amount
        assert money.faults(session) == []


def test_what_is_with_the_bank_waits_for_its_receipt(session: Session) -> None:
    _, loan, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 5, 4)), tick=False):
        service.settle(session, Q1, by=by)
        session.scalars(select(BenefitMonth)).one().state = MonthState.IN_RUN.value
        with pytest.raises(refusals.QuarterBeingPaid):
            service.fall_overdue(session, loan, by=by, on=date(2026, 3, 2))


def test_interest_ends_with_the_day_before_repayment(session: Session) -> None:
    _, loan, by = lent(session, date(2026, 1, 1), rate=Decimal("3.5"))
    with travel(noon(date(2026, 10, 8)), tick=False):
        service.repay(session, loan, by=by, on=date(2026, 4, 11))
        assert list(queries.waiting(session, None)) == [Q1, Q2]
        service.settle(session, Q1, by=by)
        service.settle(session, Q2, by=by)
        assert service.settle(session, Q3, by=by).loans == 0
    assert [row.days for row in settled(session, loan)] == [90, 10]
    assert settled(session, loan)[1].interest == 19_178  # 7,000 × 100 / 365 less 7,000 × 90 / 365


def test_a_suspended_or_stopped_claim_is_not_settled(session: Session) -> None:
    claim, _, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 4, 2)), tick=False):
        claims.suspend(session, claim, by=by, note="核查。")
        assert service.settle(session, Q1, by=by).loans == 0
        claims.resume(session, claim, by=by, note="查过了。")
        assert service.settle(session, Q1, by=by).loans == 1


def test_each_district_settles_its_own(session: Session) -> None:
    lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 4, 2)), tick=False):
        elsewhere = factories.make_user(session, "district_officer", district_code="230102")
        assert service.settle(session, Q1, by=elsewhere).loans == 0
        assert queries.waiting(session, "230102") == {} and queries.waiting(session, "230103") == {Q1: 1}
        city = factories.make_user(session, "city_officer", district_code=None)
        assert service.settle(session, Q1, by=city).loans == 1
        assert queries.waiting(session, None) == {}


def test_a_contract_without_subsidy_is_settled_and_owes_nothing(session: Session) -> None:
    # of a contract of 2021-01-01 to 2023-09-30 the borrower pays all below LPR less 1.5 points
    _, loan, by = lent(session, date(2023, 9, 29), rate=Decimal("1.9"))
    with travel(noon(date(2023, 10, 9)), tick=False):
        assert service.settle(session, date(2023, 7, 1), by=by).loans == 1
        assert queries.waiting(session, None) == {}
    row = settled(session, loan)[0]
    assert (row.days, row.subsidy, row.month_id) == (2, 0, None)
    assert row.borrower == row.interest > 0


def test_a_loan_is_over_when_it_is_repaid_settled_and_paid_out(session: Session, engine: Engine) -> None:
    claim, loan, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 4, 20)), tick=False):
        service.repay(session, loan, by=by, on=date(2026, 3, 20))
        assert service.end_finished(session) == 0  # not settled yet
        service.settle(session, Q1, by=by)
        assert service.end_finished(session) == 0  # not paid out yet
        month = session.scalars(select(BenefitMonth)).one()
        month.state = MonthState.PAID.value
        session.commit()
        assert tasks.end_finished(engine, None) == 1  # type: ignore[arg-type]
    session.expire_all()
    assert claim.state == ClaimState.ENDED


def test_a_claim_with_a_running_loan_is_not_ended_by_the_calendar(session: Session) -> None:
    claim, _, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 4, 20)), tick=False):
        service.settle(session, Q1, by=by)
        session.scalars(select(BenefitMonth)).one().state = MonthState.PAID.value
        session.flush()
        assert claims.end_finished(session, clock.today()) == []
    assert claim.state == ClaimState.GRANTED


def test_officers_are_reminded_when_something_waits(session: Session) -> None:
    _, _, by = lent(session, date(2026, 1, 1))
    with travel(noon(date(2026, 4, 1)), tick=False):
        before = session.scalar(select(func.count()).select_from(Notice).where(Notice.user_id == by.id))
        elsewhere = factories.make_user(session, "district_officer", district_code="230102")
        service.remind(session)
        told = session.scalars(select(Notice).where(Notice.user_id == by.id)).all()
        assert len(told) == (before or 0) + 1 and told[-1].link == "/desk/loans/quarters"
        assert session.scalar(select(Notice).where(Notice.user_id == elsewhere.id)) is None


def test_quarters_on_both_databases(either_engine: Engine) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        _, loan, by = lent(session, date(2026, 2, 10))
        session.commit()
        with travel(noon(date(2026, 4, 2)), tick=False):
            assert service.settle(session, Q1, by=by).loans == 1
            session.commit()
            assert service.settle(session, Q1, by=by).loans == 0
        assert len(settled(session, loan)) == 1
        assert queries.settled(session, None)[0].loans == 1
        assert queries.desk_totals(session, by) == {"lent": 1}
