"""The promised day of each thing and the group of the day in which it stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhelp.claims.deadlines import STAFF_DAYS, Day, published
from jobhelp.claims.queries import STAFF_OWES
from jobhelp.desk.lines import CLAIM_SENTENCES, CLAIM_TASKS, TASKS
from jobhelp.desk.worklist import PROMISED, Group, Work, group_of, in_order, item

FRIDAY = date(2026, 11, 27)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("work", "arrived", "due"),
    [
        (Work.EMPLOYER, date(2026, 11, 23), date(2026, 11, 26)),  # three days, Monday to Thursday
        (Work.OPENING, FRIDAY, date(2026, 12, 1)),  # two days, over the weekend
        (Work.HELD, date(2026, 9, 24), date(2026, 10, 9)),  # five days, over two festivals
        (Work.DUPLICATE, FRIDAY, date(2026, 12, 4)),
    ],
)
def test_the_promise_counts_working_days_of_the_published_calendar(
    work: Work, arrived: date, due: date
) -> None:
    assert item(work, 1, arrived).due == due


def test_lateness_is_counted_in_working_days_of_the_same_calendar() -> None:
    one = item(Work.OPENING, 1, date(2026, 9, 22))
    assert (one.due, one.days_late(one.due)) == (date(2026, 9, 24), 0)
    assert one.days_late(date(2026, 10, 8)) == 4  # a fortnight later, over two festivals
    assert item(Work.OPENING, 1, FRIDAY).days_late(FRIDAY) == 0
    entered = {date(2026, 9, 28): Day(False, "停电")} | dict(published())
    assert item(Work.OPENING, 1, date(2026, 9, 22), entered).days_late(date(2026, 10, 8)) == 3


def test_a_promise_in_a_year_without_a_calendar_is_estimated() -> None:
    assert item(Work.HELD, 1, date(2026, 12, 28)).is_estimated
    assert not item(Work.HELD, 1, date(2026, 12, 21)).is_estimated


def test_a_day_that_staff_entered_moves_the_promise() -> None:
    off = {date(2026, 11, 30): Day(False, "停电")}
    assert item(Work.OPENING, 1, FRIDAY, off).due == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (FRIDAY - timedelta(days=1), Group.LATE),
        (FRIDAY, Group.TODAY),
        (FRIDAY + timedelta(days=2), Group.WEEK),  # Sunday
        (FRIDAY + timedelta(days=3), Group.LATER),
    ],
)
def test_the_groups_of_the_day(due: date, group: Group) -> None:
    assert group_of(due, FRIDAY) is group


@given(st.lists(st.builds(item, st.sampled_from(list(PROMISED)), st.integers(1, 99), days), max_size=30))
def test_what_is_due_first_stands_first_whatever_came_in(items: list) -> None:  # type: ignore[type-arg]
    ordered = in_order(items)
    assert sorted(ordered, key=lambda one: one.due) == ordered
    assert ordered == in_order(list(reversed(items)))


def test_every_kind_of_work_has_a_promise_and_a_task() -> None:
    assert set(PROMISED) == set(TASKS) == set(Work) - {Work.CLAIM}
    assert set(CLAIM_TASKS) == set(CLAIM_SENTENCES) == set(STAFF_DAYS) == set(STAFF_OWES)
