"""Working days by the published calendar and by what staff entered; the clock of a claim."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from time_machine import travel

from jobhelp.accounts.models import User
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.deadlines import (
    Day,
    due_on,
    is_estimated,
    is_working,
    payable_from,
    published,
    published_until,
    working_day,
    working_days_late,
    working_days_left,
)
from jobhelp.claims.models import Holiday
from jobhelp.claims.states import ClaimState
from jobhelp.errors import NotAllowed
from tests import factories


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 13), True),  # the Friday before
        (date(2026, 2, 14), True),  # a Saturday that is worked
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # a Monday, still Spring Festival
        (date(2026, 2, 24), True),
        (date(2026, 11, 28), False),  # an ordinary Saturday
        (date(2027, 2, 8), True),  # a Monday of a year that is not published yet
    ],
)
def test_the_published_calendar_says_which_days_are_worked(day: date, working: bool) -> None:
    assert is_working(day, published()) is working


def test_working_days_step_over_holidays_and_count_worked_weekends() -> None:
    assert working_day(date(2026, 2, 12), 1) == date(2026, 2, 13)
    assert working_day(date(2026, 2, 12), 2) == date(2026, 2, 14)
    assert working_day(date(2026, 2, 12), 3) == date(2026, 2, 24)
    assert working_day(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert working_day(date(2026, 11, 24), 0) == date(2026, 11, 24)


def test_days_left_are_counted_both_ways() -> None:
    assert working_days_left(date(2026, 2, 12), date(2026, 2, 24)) == 3
    assert working_days_left(date(2026, 2, 24), date(2026, 2, 12)) == -3
    assert working_days_left(date(2026, 2, 24), date(2026, 2, 24)) == 0


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2026, 9, 24), 0),  # the day itself: a Thursday before two festivals
        (date(2026, 9, 25), 1),  # over, though nobody has worked since
        (date(2026, 9, 28), 1),
        (date(2026, 9, 30), 3),
        (date(2026, 10, 7), 3),  # National Day makes nothing later
        (date(2026, 10, 8), 4),
    ],
)
def test_lateness_counts_working_days_and_the_first_late_day_is_one(today: date, late: int) -> None:
    assert working_days_late(today, date(2026, 9, 24)) == late


def test_a_deadline_of_a_year_without_a_calendar_is_estimated() -> None:
    assert not is_estimated(date(2026, 12, 31))
    assert is_estimated(date(2027, 1, 1))
    entered = dict(published()) | {date(2027, 2, 8): Day(False, "春节")}
    assert not is_estimated(date(2027, 1, 1), entered) and is_estimated(date(2028, 1, 3), entered)


def test_each_step_of_staff_has_its_deadline_and_the_claimants_has_none() -> None:
    day = date(2026, 11, 24)
    assert due_on(ClaimState.SUBMITTED, day) == date(2026, 12, 1)
    assert due_on(ClaimState.ACCEPTED, day) == date(2026, 12, 8)
    for state in (ClaimState.RETURNED, ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.WITHDRAWN):
        assert due_on(state, day) is None


def test_a_month_is_late_after_its_pay_day_or_ten_working_days_after_the_decision() -> None:
    assert payable_from(date(2026, 10, 1), date(2026, 11, 24)) == date(2026, 12, 8)
    assert payable_from(date(2027, 3, 1), date(2026, 11, 24)) == date(2027, 3, 20)


def test_what_staff_enters_weighs_more_and_moves_open_deadlines(session: Session) -> None:
    with travel(date(2027, 2, 4), tick=False):
        claim = factories.make_claim(session)
        assert claim.due_on == date(2027, 2, 11)
        city = factories.make_user(session, "city_officer", district_code=None)
        claims.enter_day(session, date(2027, 2, 8), working=False, name="春节", by=city)
        claims.enter_day(session, date(2027, 2, 6), working=True, name="调休", by=city)
        claims.enter_day(session, date(2027, 2, 9), working=False, name="春节", by=city)
        assert claim.due_on == date(2027, 2, 12)
        claims.forget_day(session, date(2027, 2, 9), by=city)
        assert claim.due_on == date(2027, 2, 11)
        assert [row.day for row in queries.entered(session, 2027)] == [date(2027, 2, 6), date(2027, 2, 8)]
        with pytest.raises(NotAllowed):
            claims.enter_day(
                session,
                date(2027, 2, 9),
                working=False,
                name="",
                by=factories.make_user(session, "district_officer"),
            )


def test_the_calendar_that_comes_with_a_case_is_the_same_on_both_databases(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        claim = factories.make_claim(session)
        reader = session.get_one(User, queries.claimant_user_ids(session, claim)[0])
        assert queries.own_case(session, reader, claim.number).calendar == queries.calendar(session)
        for day, working in ((date(2027, 2, 8), False), (date(2027, 2, 6), True), (date(2026, 2, 15), True)):
            session.add(Holiday(day=day, working=working, name="录入"))
        session.flush()
        whole, told = queries.calendar(session), queries.own_case(session, reader, claim.number).calendar
        assert {day: one.working for day, one in told.items()} == {
            day: one.working for day, one in whole.items()
        }


def test_the_calendar_is_published_for_this_year_and_not_the_next() -> None:
    assert published_until() == 2026
