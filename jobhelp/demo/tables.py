"""Invented openings and people as arrays, so that a year of choices can be worked out at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobhelp.demo.people import Person
from jobhelp.labels import DEMANDS, SHIFTS, Kind
from jobhelp.openings.pay import monthly
from jobhelp.reference.queries import Book

Array = NDArray[Any]
KINDS = tuple(kind.value for kind in Kind)
NEVER = np.inf
MOST_WANTED, MOST_PAST = 3, 2
GIFTS = {
    "insurance": 0.7, "rest_weekend": 0.6, "training": 0.4, "lodging": 0.4, "shuttle": 0.3, "meals": 0.3,
    "daily_pay": 0.2,
}  # fmt: skip
"""How much each perk is liked."""


@dataclass(slots=True)
class Codes:
    """Reference codes as small whole numbers."""

    occupations: Mapping[str, int]
    groups: Array
    families: Array
    certificates: Mapping[str, int]
    skills: Mapping[str, int]
    districts: Mapping[str, int]

    @classmethod
    def of(cls, book: Book) -> "Codes":
        """Numbers in the order of the reference tables."""
        rows = list(book.occupations.values())
        return cls(
            occupations={row.code: at for at, row in enumerate(rows)},
            groups=_numbered(row.group for row in rows),
            families=_numbered(row.family for row in rows),
            certificates={code: at for at, code in enumerate(book.certificates)},
            skills={code: at for at, code in enumerate(book.skills)},
            districts={code: at for at, code in enumerate(book.districts)},
        )


@dataclass(slots=True)
class Posts:
    """n openings. opens and closes are times (timeline.py); pay is log2 of 分 a month; skills (n, all skills) 0/1."""

    occupation: Array
    district: Array
    kind: Array
    lat: Array
    lon: Array
    pay: Array
    shifts: Array
    demands: Array
    certificates: Array
    skills: Array
    education: Array
    experience: Array
    hours: Array
    starts: Array
    ends: Array
    headcount: Array
    comfort: Array
    opens: Array
    closes: Array

    def __len__(self) -> int:
        return len(self.opens)

    @classmethod
    def of(
        cls,
        rows: Sequence[Mapping[str, Any]],
        spans: Sequence[tuple[float, float]],
        codes: Codes,
        rng: np.random.Generator,
    ) -> "Posts":
        """`spans` holds (opens, closes) of each row; never opened is (inf, inf)."""
        _, employer = np.unique([row["employer_id"] for row in rows], return_inverse=True)
        repute = rng.normal(0, 0.5, len(rows))[employer]  # some employers are better liked than others
        gifts = _numbers(sum(GIFTS[perk] for perk in row["perks"]) for row in rows)
        return cls(
            occupation=_wholes(codes.occupations[r["occupation_code"]] for r in rows),
            district=_wholes(codes.districts[r["district_code"]] for r in rows),
            kind=_wholes(KINDS.index(r["kind"]) for r in rows),
            lat=_numbers(r["lat"] for r in rows),
            lon=_numbers(r["lon"] for r in rows),
            pay=np.log2(_numbers(_month_pay(r) for r in rows)),
            shifts=_wholes(_mask(r["shifts"], SHIFTS) for r in rows),
            demands=_wholes(_mask(r["demands"], DEMANDS) for r in rows),
            certificates=_wholes(_mask_of(r["certificates"], codes.certificates) for r in rows),
            skills=_matrix((r["skills"] for r in rows), codes.skills),
            education=_wholes(r["education_min"] for r in rows),
            experience=_numbers(r["experience_min"] for r in rows),
            hours=_numbers(r["hours_per_day"] for r in rows),
            starts=_numbers(r["starts_at"] for r in rows),
            ends=_numbers(r["ends_at"] for r in rows),
            headcount=_wholes(r["headcount"] for r in rows),
            comfort=gifts + repute + rng.normal(0, 0.35, len(rows)),
            opens=_numbers(span[0] for span in spans),
            closes=_numbers(span[1] for span in spans),
        )


@dataclass(slots=True)
class People:
    """m people as they truly are. wanted (m, 4: three wishes, one unsaid) and past (m, 2) hold
    occupation numbers, −1 = none.
    """

    wanted: Array
    past: Array
    past_years: Array
    district: Array
    lat: Array
    lon: Array
    max_km: Array
    pay: Array
    shifts: Array
    cannot: Array
    certificates: Array
    skills: Array
    education: Array
    hours: Array
    earliest: Array
    latest: Array
    kinds: Array
    registered: Array
    visits: Array
    reliability: Array

    def __len__(self) -> int:
        return len(self.registered)

    @classmethod
    def of(cls, people: Sequence[Person], codes: Codes) -> "People":
        """From drawn people."""
        truths = [person.truth for person in people]
        numbers = codes.occupations
        past = [[(numbers[p["occupation"]], p["years"]) for p in t["past"]] for t in truths]
        return cls(
            wanted=np.hstack(
                [
                    _padded([[numbers[code] for code in t["wanted"]] for t in truths], MOST_WANTED),
                    _padded([[numbers[code] for code in t.get("fancies", ())] for t in truths], 1),
                ]
            ),
            past=_padded([[code for code, _ in one] for one in past], MOST_PAST),
            past_years=_padded([[years for _, years in one] for one in past], MOST_PAST, 0.0),
            district=_wholes(codes.districts[t["district_code"]] for t in truths),
            lat=_numbers(t["lat"] for t in truths),
            lon=_numbers(t["lon"] for t in truths),
            max_km=_numbers(t["max_km"] for t in truths),
            pay=np.log2(_numbers(t["pay_min"] for t in truths)),
            shifts=_wholes(_mask(t["shifts"], SHIFTS) for t in truths),
            cannot=_wholes(_mask(t["cannot"], DEMANDS) for t in truths),
            certificates=_wholes(_mask_of(t["certificates"], codes.certificates) for t in truths),
            skills=_matrix((t["skills"] for t in truths), codes.skills),
            education=_wholes(t["education"] for t in truths),
            hours=_numbers(t["hours_max"] for t in truths),
            earliest=_numbers(t["earliest"] for t in truths),
            latest=_numbers(t["latest"] for t in truths),
            kinds=_wholes(_mask(t["kinds"], KINDS) for t in truths),
            registered=_numbers(person.registered for person in people),
            visits=_numbers(person.visits for person in people),
            reliability=_numbers(person.reliability for person in people),
        )


def _month_pay(row: Mapping[str, Any]) -> float | None:
    """What it pays in the middle, 分 a month or what that comes to; None by the piece."""
    amounts = [amount for amount in (row["pay_min"], row["pay_max"]) if amount is not None]
    unit, middle = row["pay_unit"], sum(amounts) // len(amounts)
    if unit == "once":
        unit = "day"
    return monthly(middle, unit, hours_per_week=row["hours_per_week"])


def _numbered(values: Iterable[str]) -> Array:
    known: dict[str, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values])


def _wholes(values: Iterable[int]) -> Array:
    return np.array(list(values), np.int64)


def _numbers(values: Iterable[float | None]) -> Array:
    return np.array([np.nan if value is None else value for value in values], float)


def _mask(words: Iterable[str], all_words: Sequence[str]) -> int:
    return sum(1 << all_words.index(word) for word in words)


def _mask_of(words: Iterable[str], places: Mapping[str, int]) -> int:
    return sum(1 << places[word] for word in words)


def _matrix(rows: Iterable[Iterable[str]], places: Mapping[str, int]) -> Array:
    lists = [[places[word] for word in words] for words in rows]
    table = np.zeros((len(lists), len(places)), np.float32)
    for row, columns in enumerate(lists):
        table[row, columns] = 1
    return table


def _padded(rows: Sequence[Sequence[float]], width: int, missing: float = -1) -> Array:
    padded = [[*row[:width], *[missing] * (width - len(row))] for row in rows]
    return np.array(padded, float).reshape(len(rows), width)
