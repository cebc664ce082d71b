"""The work list as plain values: what waits, by when it is promised, and in which group of the day it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from jobhelp.claims.deadlines import Days, is_estimated, working_day, working_days_late


class Work(StrEnum):
    """What there is to do."""

    CLAIM = "claim"  # a benefit claim on which staff owes the next step
    EMPLOYER = "employer"  # an employer to verify
    OPENING = "opening"  # an opening that an employer submitted
    HELD = "held"  # an imported advertisement that the lint blocked
    DUPLICATE = "duplicate"  # two openings that look like one
    RECOVERY = "recovery"  # overpaid money: proposed for recovery or waiver, another person decides


class Group(StrEnum):
    """When it is due, as staff sees the day."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


PROMISED = {Work.EMPLOYER: 3, Work.OPENING: 2, Work.HELD: 5, Work.DUPLICATE: 5, Work.RECOVERY: 5}
"""Working days in which each kind is done. A claim carries its own deadline: it depends on the step."""


@dataclass(frozen=True)
class Item:
    """One line of the list: the kind, the row's number, since when it waits and by when it is due.

    calendar   the working days by which it is late; None: the published ones
    district   its code, "" when it has none; `who`: the firm or the masked person, where a list is put in their order
    """

    work: Work
    number: int
    arrived: date
    due: date
    calendar: Days | None = field(default=None, repr=False, compare=False)
    district: str = ""
    who: str = ""

    @property
    def key(self) -> str:
        """How addresses name it: employer-12."""
        return f"{self.work}-{self.number}"

    def days_late(self, today: date) -> int:
        """Working days since it was due; 0 while there is time."""
        return working_days_late(today, self.due, self.calendar)

    @property
    def is_estimated(self) -> bool:
        """Whether it is due in a year whose holidays are not known yet."""
        return is_estimated(self.due, self.calendar)


def item(
    work: Work, number: int, arrived: date, calendar: Days | None = None, *, district: str = "", who: str = ""
) -> Item:
    """The line for something that has waited since `arrived`, due by the calendar of working days."""
    due = working_day(arrived, PROMISED[work], calendar)
    return Item(work, number, arrived, due, calendar, district, who)


def group_of(due: date, today: date) -> Group:
    """The group of the day: late, today, before this week ends on Sunday, or later."""
    if due < today:
        return Group.LATE
    if due == today:
        return Group.TODAY
    return Group.WEEK if due <= today + timedelta(days=6 - today.weekday()) else Group.LATER


ORDERS: Mapping[str, Callable[[Item], Any]] = {
    "due": lambda one: one.due,
    "work": lambda one: list(Work).index(one.work),
    "who": lambda one: one.who.encode("gb18030"),  # its common characters stand in the order of their sounds
    "district": lambda one: one.district,
    "waited": lambda one: -one.arrived.toordinal(),
}
"""By what the list can be put in order."""


def in_order(items: list[Item], order: str = "due") -> list[Item]:
    """By one of `ORDERS`, with a "-" before it the other way round; among equals what is due first, then what has
    waited longest, then by kind and number.
    """
    usual = sorted(items, key=lambda one: (one.due, one.arrived, one.work, one.number))
    if order == "due":
        return usual
    return sorted(usual, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))
