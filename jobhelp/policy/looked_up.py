"""Parameters looked up once for a whole city, and what a rule computed from them alone."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from jobhelp.policy.model import Used
from jobhelp.policy.parameters import Book, Reader, Row

T = TypeVar("T")


@dataclass(frozen=True)
class LookedUp:
    """What was in force on a day: the row, its value as an exact decimal and as a whole number, and how its use is
    noted (nothing to note where nothing was in force).
    """

    row: Row | None
    value: Any = None
    amount: Decimal | None = None
    number: int | None = None
    used: tuple[tuple[tuple[str, date], Used], ...] = ()


@dataclass
class Law:
    """What was looked up in one book, by name and day."""

    book: Book
    rows: dict[tuple[str, date], LookedUp] = field(default_factory=dict)
    kept: dict[Hashable, tuple[Any, dict[tuple[str, date], Used]]] = field(default_factory=dict)
    shut: dict[tuple[str, date], dict[tuple[str, date], Used]] = field(default_factory=dict)

    def look_up(self, name: str, on: date) -> LookedUp:
        """The row in force on a day, looked up once."""
        plain = Reader(self.book)
        row = plain.row(name, on)
        if row is None:
            found = LookedUp(None)
        else:
            is_number = isinstance(row.value, int | float) and not isinstance(row.value, bool)
            amount = Decimal(str(row.value)) if is_number else None
            number = int(row.value) if is_number else None
            found = LookedUp(row, row.value, amount, number, tuple(plain.used.items()))
        self.rows[name, on] = found
        return found


@dataclass
class CityReader(Reader):
    """A reader for one person that looks up nothing which was looked up for another."""

    law: Law = None  # type: ignore[assignment]  # always given; a field after one with a default needs one itself

    def _note(self, name: str, on: date) -> LookedUp:
        found = self.law.rows.get((name, on)) or self.law.look_up(name, on)
        for key, used in found.used:
            self.used[key] = used
        return found

    def row(self, name: str, on: date) -> Row | None:
        """The row in force on a day, and its use noted."""
        return self._note(name, on).row

    def value(self, name: str, on: date) -> Any:
        """The value in force on a day."""
        return self._note(name, on).value

    def amount(self, name: str, on: date) -> Decimal | None:
        """A numeric value as an exact decimal."""
        return self._note(name, on).amount

    def number(self, name: str, on: date) -> int | None:
        """A whole-number value."""
        return self._note(name, on).number

    def shut(self, name: str, on: date) -> None:
        """Note that nothing was in force on a day."""
        noted = self.law.shut.get((name, on))
        if noted is None:
            plain = Reader(self.book)
            plain.shut(name, on)
            noted = self.law.shut[name, on] = plain.used
        self.used.update(noted)

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gave for somebody else with this key."""
        known = self.law.kept.get(key)
        if known is None:
            before, self.used = self.used, {}
            known = self.law.kept[key] = compute(), self.used
            self.used = before
        result, used = known
        self.used.update(used)
        return result  # type: ignore[no-any-return]
