"""Parameters: every number of the law by date, with its source and how well it is known.

They stand in `rules/*.yaml` under `parameters`. The value in force on a day is the row with the latest `from` that is
not after it; a row with `to` ends there. `null` means that no value is known: the answer is then undetermined, never 0.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from jobhelp.policy.model import Confidence, Used

T = TypeVar("T")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True)
class Row:
    """One value of a parameter, from a day on. `reference_zh` is its source for Chinese readers, "" where they can
    read `reference` itself.
    """

    since: date
    until: date | None
    value: Any
    unit: str
    reference: str
    confidence: Confidence
    reference_zh: str = ""


Book = Mapping[str, tuple[Row, ...]]


@dataclass
class Reader:
    """Reads parameters for one assessment and remembers what was used."""

    book: Book
    used: dict[tuple[str, date], Used] = field(default_factory=dict)

    def row(self, name: str, on: date) -> Row | None:
        """The row in force on a day, or None before the first or after the last."""
        found = None
        for row in self.book[name]:
            if row.since <= on:
                found = row
        if found is None or (found.until is not None and on > found.until):
            return None
        return self._use(name, found)

    def _use(self, name: str, row: Row) -> Row:
        """Remember that an answer rests on a row."""
        self.used[name, row.since] = Used(
            name, row.value, row.since.isoformat(), row.confidence, row.reference
        )
        return row

    def value(self, name: str, on: date) -> Any:
        """The value in force on a day; None when there is none or it is not known."""
        row = self.row(name, on)
        return None if row is None else row.value

    def amount(self, name: str, on: date) -> Decimal | None:
        """A numeric value as an exact decimal."""
        value = self.value(name, on)
        return None if value is None else Decimal(str(value))

    def number(self, name: str, on: date) -> int | None:
        """A whole-number value."""
        value = self.value(name, on)
        return None if value is None else int(value)

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives. A reader for many people keeps it by its key, together with the rows it used."""
        return compute()

    def first(self, name: str) -> Row:
        """The earliest row."""
        return self._use(name, self.book[name][0])

    def shut(self, name: str, on: date) -> None:
        """Remember that an answer rests on nothing being in force on a day: on the end of the row before it, or on
        the beginning of the first.
        """
        begun = [row for row in self.book[name] if row.since <= on]
        self._use(name, begun[-1] if begun else self.book[name][0])

    def rows(self, name: str) -> tuple[Row, ...]:
        """All rows, earliest first."""
        return self.book[name]


def load(folder: Path = RULES) -> dict[str, tuple[Row, ...]]:
    """All parameters of all rule files. Raises ValueError for a name that stands twice or a row without a source."""
    book: dict[str, tuple[Row, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        document = read_yaml(path)
        for name, rows in (document.get("parameters") or {}).items():
            if name in book:
                raise ValueError(f"{path.name}: the parameter {name} stands in another file too")
            book[name] = tuple(sorted((_row(path, name, row) for row in rows), key=lambda row: row.since))
    return book


def _row(path: Path, name: str, row: Mapping[str, Any]) -> Row:
    if not row.get("reference"):
        raise ValueError(f"{path.name}: {name} has a row without a reference")
    return Row(
        row["from"],
        row.get("to"),
        row["value"],
        row.get("unit", ""),
        row["reference"],
        Confidence(row["confidence"]),
        row.get("reference_zh", ""),
    )


def read_yaml(path: Path) -> dict[str, Any]:
    """One rule file."""
    with path.open(encoding="utf-8") as file:
        document: dict[str, Any] = yaml.load(file, LOADER) or {}
    return document


class BadChange(ValueError):
    """A changed parameter that does not exist, or a value of another kind than the published one."""


WHAT_IF = "what if"


def with_changes(changes: Mapping[str, Any], since: date | None = None, book: Book | None = None) -> Book:
    """The parameters as they would be with other values: "what if the standard were …". Nothing is written.

    changes   name → value, as it would stand in the YAML; None: not known
    since     the first day on which the new values hold; None: they always held
    book      what is changed; None: the published parameters

    Rows that begin after `since` stand as published, as they would after an edit of the YAML. A finding that rests
    on a changed value is provisional. Raises BadChange.
    """
    changed = dict(book if book is not None else published())
    for name, value in changes.items():
        if name not in changed:
            raise BadChange(f"{name} is not a parameter")
        rows = changed[name]
        _check_kind(name, value, rows)
        if since is None:
            changed[name] = (_what_if(rows[0], value, rows[0].since, rows[-1].until),)
            continue
        before = [row for row in rows if row.since < since]
        after = [row for row in rows if row.since > since]
        like = next((row for row in reversed(rows) if row.since <= since), rows[0])
        changed[name] = (*before, _what_if(like, value, since, like.until), *after)
    return changed


def _what_if(like: Row, value: Any, since: date, until: date | None) -> Row:
    return replace(
        like,
        since=since,
        until=until,
        value=value,
        reference=WHAT_IF,
        reference_zh="",
        confidence=Confidence.ASSUMED,
    )


def _check_kind(name: str, value: Any, rows: tuple[Row, ...]) -> None:
    """The new value is of the same kind as one that was published: a number for a number, a map with the same keys."""
    known = [row.value for row in rows if row.value is not None]
    if value is None or any(_alike(value, one) for one in known):
        return
    raise BadChange(f"{name} cannot be {value!r}")


def _alike(value: Any, other: Any) -> bool:
    numbers = (int, float, Decimal)
    if isinstance(value, bool) or isinstance(other, bool):
        return isinstance(value, bool) and isinstance(other, bool)
    if isinstance(value, numbers) and isinstance(other, numbers):
        return value >= 0 or other < 0
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return value.keys() == other.keys() and all(_alike(value[key], other[key]) for key in value)
    return type(value) is type(other)


@cache
def published() -> Book:
    """The parameters as they stand in the repository, read once."""
    return load()
