"""The promised day of each thing and the group of the day in which it stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhelp.desk.worklist import PROMISED, Group, Work, due_on, group_of, in_order, item

FRIDAY = date(2026, 11, 27)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("arrived", "working_days", "due"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),  # Monday to Thursday
        (FRIDAY, 1, date(2026, 11, 30)),  # over the weekend
        (date(2026, 11, 28), 2, date(2026, 12, 1)),  # what comes on Saturday starts on Monday
        (FRIDAY, 5, date(2026, 12, 4)),
        (FRIDAY, 0, FRIDAY),
    ],
)
def test_the_promise_counts_monday_to_friday(arrived: date, working_days: int, due: date) -> None:
    assert due_on(arrived, working_days) == due


@given(days, st.integers(1, 30))
def test_it_is_never_due_on_a_weekend_and_never_earlier_than_promised(arrived: date, promised: int) -> None:
    due = due_on(arrived, promised)
    assert due.weekday() < 5
    worked = [arrived + timedelta(days=n) for n in range(1, (due - arrived).days + 1)]
    assert sum(day.weekday() < 5 for day in worked) == promised


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


@given(st.lists(st.builds(item, st.sampled_from(list(Work)), st.integers(1, 99), days), max_size=30))
def test_what_is_due_first_stands_first_whatever_came_in(items: list) -> None:  # type: ignore[type-arg]
    ordered = in_order(items)
    assert sorted(ordered, key=lambda one: one.due) == ordered
    assert ordered == in_order(list(reversed(items)))


def test_every_kind_of_work_has_a_promise() -> None:
    assert set(PROMISED) == set(Work)
