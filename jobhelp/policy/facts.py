"""What is known about a person or a firm.

A fact is a value, or None: unknown. What a fact that nobody stated means depends on who asks. In a *case file* it is
taken as satisfied, so that a case states only what it is about; in the *product* it is unknown. A rule says at each
reading which value would satisfy it, so both readings are one line.

Two facts exist in the product only, because a date cannot say "never": `graduate` false (no graduate route), and
`has_business` false (no business was registered).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jobhelp.policy.calendar import read_month

LARGEST = 10**12
"""No count and no amount of a person or a firm comes near it; above it sums to the cent would not be exact."""
ABSENT: Any = object()
"""What a look-up gives for a fact that is not stated, as None is unknown."""


class BadFact(ValueError):
    """A fact has a value that its name cannot have; the message names it."""


@dataclass(frozen=True)
class Facts:
    """Facts by name. `assume_satisfied`: read what is not stated as a case file does."""

    stated: Mapping[str, Any] = field(default_factory=dict)
    assume_satisfied: bool = False

    def has(self, name: str) -> bool:
        """Whether the fact is stated, be it as unknown."""
        return name in self.stated

    def get(self, name: str, satisfied: Any = None) -> Any:
        """The fact; not stated: `satisfied` in a case file, unknown in the product."""
        value = self.stated.get(name, ABSENT)
        if value is not ABSENT:
            return value
        return satisfied if self.assume_satisfied else None

    def extra(self, name: str, absent: Any) -> Any:
        """A fact that opens an alternative, a deduction or an addition: a case file that leaves it out means `absent`.

        In the product it is unknown until somebody says so, as every fact.
        """
        return self.get(name, absent)

    def left_out(self, name: str) -> bool:
        """Whether a case file does not state the fact: its criterion passes."""
        return self.assume_satisfied and name not in self.stated

    def without(self, name: str) -> "Facts":
        """The same facts, with one not stated."""
        return Facts(_Without(self.stated, name), self.assume_satisfied)

    def flag(self, name: str, satisfied: bool) -> bool | None:
        """True, False or unknown."""
        value: bool | None = self.get(name, satisfied)
        if value is True or value is False or value is None:
            return value
        raise BadFact(f"{name} must be true, false or null, not {value!r}")

    def word(self, name: str, allowed: tuple[str, ...], satisfied: str | None = None) -> str | None:
        """One of the allowed words, or unknown."""
        value = self.get(name, satisfied)
        if value is not None and value not in allowed:
            raise BadFact(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
        return None if value is None else str(value)

    def day(self, name: str, satisfied: date | None = None) -> date | None:
        """A date or unknown."""
        return read_day(name, self.get(name, satisfied))

    def whole(self, name: str, satisfied: int | None = None) -> int | None:
        """A whole number ≥ 0, or unknown."""
        return read_whole(name, self.get(name, satisfied))

    def amount(self, name: str, satisfied: Decimal | None = None) -> Decimal | None:
        """A number ≥ 0, or unknown."""
        return read_amount(name, self.get(name, satisfied))

    def change(self, name: str) -> Decimal | None:
        """A number that may be negative (prices can fall), or unknown."""
        return read_number(name, self.get(name))

    def rows(self, name: str) -> list[Mapping[str, Any]] | None:
        """A list of records, or unknown; a case file that leaves it out means: none."""
        value = self.extra(name, [])
        if value is None:
            return None
        if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
            raise BadFact(f"{name} must be a list of records, not {value!r}")
        return list(value)


class _Without(Mapping[str, Any]):
    """Facts with one hidden; the others are looked at only when they are asked for."""

    def __init__(self, stated: Mapping[str, Any], hidden: str) -> None:
        self.stated, self.hidden = stated, hidden

    def __getitem__(self, name: str) -> Any:
        if name == self.hidden:
            raise KeyError(name)
        return self.stated[name]

    def __contains__(self, name: object) -> bool:
        return name != self.hidden and name in self.stated

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.stated if name != self.hidden)

    def __len__(self) -> int:
        return len(self.stated) - (self.hidden in self.stated)


def read_day(name: str, value: Any) -> date | None:
    """A date from a date or an ISO text."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise BadFact(f"{name} must be a date that exists, like 2021-02-05, not {value!r}") from None
    if day.isoformat() != str(value):
        raise BadFact(f"{name} must be written like 2021-02-05, not {value!r}")
    return day


def read_month_of(name: str, value: Any) -> date:
    """A month from a text like 2021-02, or from a date."""
    try:
        return read_month(value)
    except ValueError:
        raise BadFact(f"{name} must be a month that exists, like 2021-02, not {value!r}") from None


def read_whole(name: str, value: Any) -> int | None:
    """A whole number that is not negative."""
    if value is None or (value.__class__ is int and 0 <= value < LARGEST):
        return value  # type: ignore[no-any-return]
    number = read_number(name, value)
    if number is None or number != number.to_integral_value():
        raise BadFact(f"{name} must be a whole number, not {value!r}")
    if number < 0:
        raise BadFact(f"{name} cannot be negative: {value!r}")
    return int(number)


def read_amount(name: str, value: Any) -> Decimal | None:
    """A number that is not negative, as an exact decimal."""
    number = read_number(name, value)
    if number is not None and number < 0:
        raise BadFact(f"{name} cannot be negative: {value!r}")
    return number


def read_number(name: str, value: Any) -> Decimal | None:
    """A number as an exact decimal."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise BadFact(f"{name} must be a number, not {value!r}")
    number = Decimal(str(value))
    if not number.is_finite():
        raise BadFact(f"{name} must be a number, not {value!r}")
    if abs(number) >= LARGEST:
        raise BadFact(f"{name} is too large: {value!r}")
    return number
