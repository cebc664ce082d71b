"""The openings as columns: what the ranker knows about n posts, one array a fact.

Build once with `Posts.from_columns`, keep in memory, replace single posts with `patch` when they change.
A `Posts` is never changed in place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from jobhelp.matching.columns import Category, Mask, SetColumn
from jobhelp.matching.facts import DEMANDS, PERKS, SHIFTS
from jobhelp.matching.text import WordIndex

_WEEKDAYS = (0, 1, 2, 3, 4, 5, 6)

CATEGORIES = ("kind", "occupation", "place", "employer", "pay_basis")
NUMBERS = (
    "lat", "lon", "pay_low", "pay_high", "education_min", "experience_min", "starts", "ends",
    "hours_per_day", "days_per_week", "published", "valid_until", "headcount", "taken",
)  # fmt: skip
FLAGS = ("outside", "open")
MASKS = {"shifts": SHIFTS, "demands": DEMANDS, "perks": PERKS, "days": _WEEKDAYS}
SETS = ("certificates", "skills")
TEXTS = ("title", "text")
COLUMNS = ("id", *CATEGORIES, *NUMBERS, *FLAGS, *MASKS, *SETS, *TEXTS)


@dataclass(slots=True)
class Posts:
    """n posts as columns. A column that was not given is unknown for every post.

    Given to `from_columns` and `patch` as sequences of n plain values; None is unknown everywhere.

    id              int, unique: the opening's number
    kind            kind code (market, assistance, welfare, gig)
    occupation      occupation code; None = only the title is known
    place           district code, or the plain name of a place outside the city
    employer        any key of the employer (text)
    pay_basis       month, day, hour, piece, year, once
    lat, lon        degrees
    pay_low/high    whole 分 a month or the equivalent of a month; None = 面议 or not stated
    education_min   level 0–7; 0 = none asked
    experience_min  years; 0 = none asked
    starts, ends    minutes after midnight (ends before starts = after midnight)
    hours_per_day, days_per_week
    published, valid_until   ordinal days (valid_until: the last day)
    headcount, taken         seats, and seats already given (taken None counts as 0)
    outside         True = the place is outside the city
    open            True = published and taking applications (default True)
    shifts, demands, perks, days   sets of codes (facts.py), days 0–6; an empty set says “none”, None “unknown”
    certificates, skills           sets of codes or words required
    title, text     the heading, and the words of the advertisement (may be left out)
    """

    id: np.ndarray
    kind: Category
    occupation: Category
    place: Category
    employer: Category
    pay_basis: Category
    lat: np.ndarray
    lon: np.ndarray
    pay_low: np.ndarray
    pay_high: np.ndarray
    education_min: np.ndarray
    experience_min: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    hours_per_day: np.ndarray
    days_per_week: np.ndarray
    published: np.ndarray
    valid_until: np.ndarray
    headcount: np.ndarray
    taken: np.ndarray
    outside: np.ndarray  # float32: 1 outside, 0 inside, nan unknown
    open: np.ndarray  # bool
    shifts: Mask
    demands: Mask
    perks: Mask
    days: Mask
    certificates: SetColumn
    skills: SetColumn
    title: WordIndex
    text: WordIndex
    _row_of: dict[int, int] | None = None
    _by_id: np.ndarray | None = None

    @classmethod
    def from_columns(
        cls, columns: Mapping[str, Sequence[Any]], *, idf: Mapping[str, np.ndarray] | None = None
    ) -> "Posts":
        """Build from plain sequences; `id` is needed, every other column may be missing.

        idf   weights of the words per text column ("title", "text"), from a ranker's artefact; without it the
              weights come from these texts.
        Raises ValueError for an unknown column name, columns of different length, a repeated id or an unknown
        code in a closed set.
        """
        unknown = set(columns) - set(COLUMNS)
        if unknown:
            raise ValueError(f"unknown columns: {sorted(unknown)}")
        ids = np.asarray(columns["id"], np.int64)
        lengths = {name: len(values) for name, values in columns.items() if len(values) != len(ids)}
        if lengths:
            raise ValueError(f"{len(ids)} ids, but columns of another length: {lengths}")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id stands twice")
        nothing: list[None] = [None] * len(ids)
        built: dict[str, Any] = {name: Category.of(columns.get(name, nothing)) for name in CATEGORIES}
        built |= {name: number_column(columns.get(name), len(ids)) for name in NUMBERS}
        built["outside"] = number_column(columns.get("outside"), len(ids))
        built["open"] = _open_column(columns.get("open"), len(ids))
        built |= {name: Mask.of(columns.get(name, nothing), words) for name, words in MASKS.items()}
        built |= {name: SetColumn.of(columns.get(name, nothing)) for name in SETS}
        for name in TEXTS:
            built[name] = WordIndex.of(columns.get(name, nothing), (idf or {}).get(name))
        return cls(id=ids, **built)

    def __len__(self) -> int:
        return len(self.id)

    @property
    def idf(self) -> dict[str, np.ndarray]:
        """The word weights in use, to build other posts that compare alike."""
        return {name: getattr(self, name).idf for name in TEXTS}

    @property
    def row_of(self) -> dict[int, int]:
        """Post number → row."""
        if self._row_of is None:
            self._row_of = dict(zip(self.id.tolist(), range(len(self)), strict=True))
        return self._row_of

    def rows(self, ids: Iterable[int]) -> np.ndarray:
        """Rows of the posts with these numbers, in the order asked; numbers that are not here are left out."""
        found = (self.row_of.get(int(number)) for number in ids)
        return np.array([row for row in found if row is not None], np.int64)

    def where(self, ids: np.ndarray) -> np.ndarray:
        """Row of each of these numbers, −1 where it is not here, int64 (len(ids),)."""
        if not len(self):
            return np.full(len(ids), -1, np.int64)
        if self._by_id is None:
            self._by_id = np.argsort(self.id, kind="stable")
        place = np.minimum(np.searchsorted(self.id, ids, sorter=self._by_id), len(self) - 1)
        row = self._by_id[place]
        return np.where(self.id[row] == ids, row, -1)

    def take(self, rows: np.ndarray) -> "Posts":
        """The posts in these rows only, in this order."""
        rows = np.asarray(rows)
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.int64)
        names = (f.name for f in fields(self) if not f.name.startswith("_"))
        return Posts(**{name: _take(getattr(self, name), rows) for name in names})

    def patch(self, columns: Mapping[str, Sequence[Any]]) -> "Posts":
        """A copy in which the given posts are replaced (known id) or added at the end (new id).

        columns  as for `from_columns`, complete rows: what is not given becomes unknown. To take a post off the
                 list give it with open=False; rows are never removed, so row numbers stay good.
        """
        ids = np.asarray(columns["id"], np.int64)
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id stands twice")
        fresh_ids = [number for number in ids.tolist() if number not in self.row_of]
        n = len(self) + len(fresh_ids)
        row_of = self.row_of | dict(zip(fresh_ids, range(len(self), n), strict=True))
        rows = np.array([row_of[number] for number in ids.tolist()], np.int64)
        nothing: list[None] = [None] * len(ids)
        built: dict[str, Any] = {"id": _patched(self.id, rows, ids, n)}
        for name in (*CATEGORIES, *MASKS, *SETS, *TEXTS):
            built[name] = getattr(self, name).patch(rows, columns.get(name, nothing), n)
        for name in (*NUMBERS, "outside"):
            built[name] = _patched(getattr(self, name), rows, number_column(columns.get(name), len(ids)), n)
        built["open"] = _patched(self.open, rows, _open_column(columns.get("open"), len(ids)), n)
        return Posts(**built, _row_of=row_of)

    def facts(self, row: int) -> dict[str, Any]:
        """The facts of one post in plain values, as they were given (texts apart), for explanations and tests."""
        plain: dict[str, Any] = {"id": int(self.id[row]), "open": bool(self.open[row])}
        for name in (*NUMBERS, "outside"):
            value = float(getattr(self, name)[row])
            plain[name] = None if np.isnan(value) else value
        for name in (*CATEGORIES, *MASKS, *SETS):
            plain[name] = getattr(self, name).value(row)
        return plain


def number_column(values: Sequence[float | None] | None, n: int) -> np.ndarray:
    """Numbers with None → float64 with nan."""
    if values is None:
        return np.full(n, np.nan)
    return np.array(values, dtype=np.float64)


def _open_column(values: Sequence[bool | None] | None, n: int) -> np.ndarray:
    return (
        np.ones(n, bool)
        if values is None
        else np.array([value is None or bool(value) for value in values], bool)
    )


def _take(column: Any, rows: np.ndarray) -> Any:
    return column[rows] if isinstance(column, np.ndarray) else column.take(rows)


def _patched(column: np.ndarray, rows: np.ndarray, values: np.ndarray, n: int) -> np.ndarray:
    out = np.resize(column, n) if len(column) else np.zeros(n, column.dtype)
    out[rows] = values
    return out
