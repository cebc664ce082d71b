"""What if a standard were another: counts and sums by hand, nothing stored, and which rule reads what."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.models import BenefitMonth
from jobhelp.life_events.costs import Cost, cost_from, fen
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.service.trying import NotAParameter, NotAValue, try_out
from jobhelp.life_events.what_if import changeable, readers_of, reads
from jobhelp.policy.assess import RULES
from jobhelp.policy.calendar import add_months, month_of
from jobhelp.policy.model import Decision, Finding
from jobhelp.policy.parameters import published
from tests import factories
from tests.life_events.conftest import make_case
from tests.life_events.test_screening import older

UI = "ui_standard_monthly_u1"


@pytest.fixture(autouse=True)
def _on_a_day() -> object:
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=True):
        yield


def officer(session: Session) -> User:
    return factories.make_user(session, "district_officer")


def test_more_a_month_costs_the_difference_for_every_month_left(session: Session) -> None:
    case = make_case(session)  # 12 months from November 2026
    now = published()[UI][-1].value
    since = date(2027, 1, 1)
    told = try_out(session, UI, Decimal(now + 100), since, scope="230103", by=case.district)
    shift = told.receiving["ui"]
    assert (shift.before.people, shift.after.people) == (1, 1)
    assert (shift.gain, shift.lose, shift.more, shift.less) == (0, 0, 1, 0)
    assert shift.before.cost == Cost(fen(now), fen(now) * 10)  # January to October 2027
    assert shift.after.cost == Cost(fen(now + 100), fen(now + 100) * 10)
    assert (shift.month, shift.year) == (fen(100), fen(1000))


def test_less_a_month_is_less_for_the_same_person(session: Session) -> None:
    case = make_case(session)
    told = try_out(session, UI, Decimal(1000), date(2027, 1, 1), scope="230103", by=case.district)
    assert (told.receiving["ui"].less, told.receiving["ui"].more) == (1, 0)
    assert told.receiving["ui"].year < 0


def test_the_same_value_changes_nothing(session: Session) -> None:
    case = make_case(session)
    now = Decimal(published()[UI][-1].value)
    shift = try_out(session, UI, now, date(2027, 1, 1), scope=None, by=case.city).receiving["ui"]
    assert (shift.year, shift.month, shift.more, shift.less, shift.gain, shift.lose) == (0,) * 6


def test_a_lower_age_lets_more_people_in_and_a_higher_one_fewer(session: Session) -> None:
    by = officer(session)
    older(session, birth_date="1977-06-01")  # 49
    older(session, birth_date="1970-06-01")  # 56
    younger = try_out(session, "dp_age_male", Decimal(45), clock.today(), scope=None, by=by).others["dp"]
    assert (younger.before.people, younger.after.people, younger.gain, younger.lose) == (1, 2, 1, 0)
    stricter = try_out(session, "dp_age_male", Decimal(58), clock.today(), scope=None, by=by).others["dp"]
    assert (stricter.before.people, stricter.after.people, stricter.gain, stricter.lose) == (1, 0, 0, 1)


def test_the_day_before_the_change_the_old_value_holds(session: Session) -> None:
    case = make_case(session)
    far = try_out(session, UI, Decimal(9999), date(2028, 6, 1), scope=None, by=case.city)
    assert far.receiving["ui"].more == 0
    last = add_months(month_of(clock.today()), 11)
    for since, more in ((last, 1), (last + timedelta(days=1), 0)):
        told = try_out(session, UI, Decimal(9999), since, scope=None, by=case.city)
        assert told.receiving["ui"].more == more


def test_another_district_is_not_looked_at(session: Session) -> None:
    case = make_case(session)
    told = try_out(session, UI, Decimal(3000), date(2027, 1, 1), scope="230102", by=case.city)
    assert (told.people, told.receiving["ui"].before.people) == (0, 0)


def test_nothing_is_stored_but_that_it_was_asked(session: Session) -> None:
    case = make_case(session)
    months = session.execute(select(func.count(), func.sum(BenefitMonth.amount))).one()
    entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    value = published()[UI][-1].value
    try_out(session, UI, Decimal(3000), date(2027, 1, 1), scope="230103", by=case.district)
    session.commit()
    assert published()[UI][-1].value == value
    assert session.execute(select(func.count(), func.sum(BenefitMonth.amount))).one() == months
    assert session.scalar(select(func.count()).select_from(Proposal)) == 0
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == entries + 1
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.subject_id) == ("life_events:what_if", UI)


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("stop_events", Decimal(1), NotAParameter),
        ("nothing_like_it", Decimal(1), NotAParameter),
        (UI, Decimal(-1), NotAValue),
    ],
)
def test_what_cannot_be_tried_is_refused(
    session: Session, name: str, value: Decimal, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        try_out(session, name, value, clock.today(), scope=None, by=officer(session))


def test_every_parameter_that_can_be_tried_is_read_by_a_rule_and_can_change_something() -> None:
    assert set(reads()) == set(RULES)
    assert len(changeable()) > 40
    assert readers_of(UI) == ("ui",)
    assert readers_of("min_wage_monthly_tier3") == ("pw",)
    assert readers_of("si_flex_age_male") == ("si",)
    assert "ui_ratio_to_min_wage" not in changeable()  # no rule reads it
    assert "retirement_delay" not in changeable()  # a table


def test_costs_by_the_schedule_once_and_by_the_hire() -> None:
    monthly = Finding("ui", Decision.ELIGIBLE, {}, {"schedule": [["2026-11", "2027-02", Decimal("100.50")]]})
    on = date(2026, 11, 24)
    assert cost_from(monthly, on, date(2026, 12, 5)) == Cost(10050, 30150)
    assert cost_from(monthly, on, date(2027, 3, 1)) == Cost()
    once = Finding("js", Decision.ELIGIBLE, {}, {"total": Decimal(1000)})
    assert cost_from(once, on, on) == Cost(100000, 100000)
    hire = Finding("ei", Decision.ELIGIBLE, {}, {"monthly": Decimal(900), "max_months": 36})
    assert cost_from(hire, on, on) == Cost(90000, 90000 * 12)
    relief = Finding(
        "tr", Decision.ELIGIBLE, {}, {"total": None, "total_range": [Decimal(860), Decimal(2580)]}
    )
    assert cost_from(relief, on, on).year == 86000
    no = Finding("ui", Decision.INELIGIBLE, {}, {"schedule": [["2026-11", "2027-02", Decimal(1)]]})
    assert cost_from(no, on, on) == Cost()
    loan = Finding("sl", Decision.ELIGIBLE, {}, {"cap": Decimal(300000)})
    assert cost_from(loan, on, on) == Cost()
