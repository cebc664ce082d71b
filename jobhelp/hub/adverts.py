"""One row of a file becomes an advertisement in our terms, or a reason why it cannot be one. Pure.

Refused is only what cannot be an advertisement: no title, no employer, cells in the wrong columns, a last day that
has passed. A place elsewhere, an unknown occupation, unreadable pay: none of these refuses a row.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jobhelp.hub import addresses, hours, levels, pay, words
from jobhelp.hub.columns import Columns
from jobhelp.hub.formulas import restored
from jobhelp.hub.layouts import FIELDS, JOINED
from jobhelp.hub.occupations import Titles
from jobhelp.hub.places import Gazetteer, Place
from jobhelp.hub.reading import Line, unclosed
from jobhelp.hub.unfit import Unfit, check_cells, check_width, one_line, swallows_rows
from jobhelp.labels import N_, PERKS, SHIFTS, Kind

SHOWN_TITLE = 120
MOST_SEATS = 9_999
MOST_DAYS_AHEAD = 366
DOUBTFUL_PAY = "doubtful_pay"  # a flag for staff, as "likely_duplicate:123" is


@dataclass(frozen=True)
class Rejection:
    """A row that was not imported. `message` is a msgid and `params` fill it; `field` is one of ours, or "row"."""

    line: int
    field: str
    column: str
    message: str
    params: Mapping[str, Any]
    cells: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reason in Chinese."""
        return self.message % self.params if self.params else self.message


@dataclass
class Advert:
    """An advertisement. `values` are columns of `Opening`; `key` its identity; `digest` what the row says."""

    line: int
    key: str
    digest: str
    values: dict[str, Any]
    pay: pay.Reading
    valid_until: date | None
    findings: list[dict[str, Any]] | None = field(default=None, compare=False)
    blocked: bool = False

    @property
    def likeness(self) -> tuple[str, str, str]:
        """Title, employer and place: the same in two rows makes them likely duplicates."""
        values = self.values
        return alike(
            values["title"],
            values["employer_name"],
            values["district_code"],
            values["street_code"],
            values["place_text"],
        )


def alike(
    title: str, employer: str, district: str | None, street: str | None, place: str
) -> tuple[str, str, str]:
    """The form in which titles, employers and places are compared."""
    return title, employer, f"{district or ''}|{street or ''}|{_squeezed(place)}"


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one sheet with the city's own names at hand. `today` decides what has ended."""

    columns: Columns
    gazetteer: Gazetteer
    titles: Titles
    vocabulary: words.Vocabulary
    occupations: Mapping[str, str]  # code by name
    today: date

    def read(self, line: Line) -> Advert | Rejection:
        """The advertisement in this row, or why there is none. Raises `FileRefused` where it swallows other rows."""
        cells = self._own_removed(line.cells)
        try:
            check_width(line, self.columns.width, strict=self.columns.strict)
            return self._advert(line, cells)
        except Unfit as refused:
            if swallows_rows(line, self.columns.width, self.columns.delimiter):
                raise unclosed(line.number) from None
            column = self.columns.heading(refused.name)
            return Rejection(line.number, refused.name, column, refused.message, refused.params, cells)

    def _own_removed(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Cells as wide as the heading, without the columns that our own list of returned rows added."""
        width, own = self.columns.width, self.columns.own
        padded = (*cells[:width], *[""] * (width - len(cells)))
        if not own:
            return padded
        kept = (cell for place, cell in enumerate(padded) if place not in own)
        return tuple(restored(cell) for cell in kept)

    def _cells(self, line: Line, name: str) -> list[str]:
        found = []
        for place in self.columns.places.get(name, ()):
            cell = line.cells[place] if place < len(line.cells) else ""
            found.append(restored(cell) if self.columns.own else cell)
        return found

    def _text(self, line: Line, name: str) -> str:
        return JOINED.get(name, "\n").join(dict.fromkeys(cell for cell in self._cells(line, name) if cell))

    def _advert(self, line: Line, cells: tuple[str, ...]) -> Advert:
        texts = {name: self._text(line, name) for name in FIELDS}
        texts["pay"] = texts["pay"] or _pay_text(texts)
        check_cells(texts)
        title, more = _title(texts["title"])
        reading = pay.read(texts["pay"])
        tags = words.tags(self._cells(line, "tags"), self.columns.tag_separators, self.vocabulary)
        duties, requirements = self._descriptions(texts, more)
        perks = {
            *tags.perks,
            *words.perks_of([texts["pay"], texts["hours"], *_short_phrases(texts["title"])]),
        }
        worked = hours.read(texts["hours"])
        values = {
            "kind": Kind.MARKET.value,
            "title": title,
            "employer_name": one_line(texts["employer"]),
            "occupation_code": self._occupation(texts),
            "duties": duties,
            "requirements": requirements,
            "headcount": _headcount(texts["headcount"]),
            "education_min": levels.education(texts["education"]) or 0,
            "experience_min": levels.experience(texts["experience"]) if texts["experience"] else None,
            "certificates": list(tags.certificates),
            "skills": list(tags.skills),
            "shifts": [shift for shift in SHIFTS if shift in tags.shifts],
            "starts_at": worked.starts,
            "ends_at": worked.ends,
            "hours_per_day": worked.per_day,
            "hours_note": one_line(texts["hours"])[:120],
            "perks": [perk for perk in PERKS if perk in perks],
            "tags": list(tags.free),
            "source_url": _shown_address(texts["link"]),
            **_pay_columns(reading, texts["pay"]),
            **_place_columns(self.gazetteer.read(texts["place"])),
        }
        return Advert(
            line=line.number,
            key=addresses.key(texts["link"], cells),
            digest=addresses.digest(cells),
            values=values,
            pay=reading,
            valid_until=_last_day(texts["valid_until"], self.today),
        )

    def _descriptions(self, texts: Mapping[str, str], more: str) -> tuple[str, str]:
        duties, needs = words.sections(texts["duties"])
        asked = words.lines(texts["requirements"])
        return "\n".join(filter(None, (more, duties))), "\n".join(filter(None, (needs, asked)))

    def _occupation(self, texts: Mapping[str, str]) -> str | None:
        said = texts["occupation"]
        if said:
            return self.occupations.get(said) or self.titles.read(said) or self.titles.read(texts["title"])
        return self.titles.read(texts["title"])


# ── single facts ──────────────────────────────────────────────────────────────────────────────────────────


def _title(text: str) -> tuple[str, str]:
    """(title, "") or, where it is too long to show, (its beginning, the whole)."""
    line = one_line(text)
    return (line, "") if len(line) <= SHOWN_TITLE else (line[: SHOWN_TITLE - 1] + "…", line)


def _pay_text(texts: Mapping[str, str]) -> str:
    """One text from separate columns: 3000, 4500, 元/月 → 3000-4500元/月."""
    low, high, unit = texts["pay_min"], texts["pay_max"], texts["pay_unit"]
    amount = f"{low}-{high}" if low and high else f"{low}以上" if low else f"{high}以下" if high else ""
    if not amount or not unit:
        return amount
    return f"{amount}{unit if '/' in unit else '/' + unit.removeprefix('每')}"


def _pay_columns(reading: pay.Reading, text: str) -> dict[str, Any]:
    found = reading.pay
    columns: dict[str, Any] = {
        "pay_min": None,
        "pay_max": None,
        "pay_unit": None,
        "pay_months": None,
        "pay_text": one_line(text)[:60],
        "pay_note": "",
        "flags": [],
    }
    if found is not None:
        columns |= {
            "pay_min": found.low,
            "pay_max": found.high,
            "pay_unit": str(found.unit),
            "pay_months": found.months,
            "pay_note": found.note,
            "flags": [DOUBTFUL_PAY] if found.doubtful else [],
        }
    return columns


def _place_columns(place: Place) -> dict[str, Any]:
    return {
        "district_code": place.district,
        "street_code": place.street,
        "place_text": place.text,
        "outside_city": place.outside,
    }


def _headcount(text: str) -> int:
    found = re.search(r"\d+", unicodedata.normalize("NFKC", text))
    return max(1, min(int(found[0][:9]), MOST_SEATS)) if found else 1


def _last_day(text: str, today: date) -> date | None:
    """The last day that the source names; None where it names none. Refuses the row when it has passed."""
    found = re.search(
        r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})", unicodedata.normalize("NFKC", text)
    )
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if day < today:
        raise Unfit("valid_until", N_("招聘已在 %(day)s 截止。"), day=day.isoformat())
    return min(day, today + timedelta(days=MOST_DAYS_AHEAD))


def _shown_address(text: str) -> str:
    return text if addresses.canonical(text) and len(text) <= addresses.LONGEST else ""


def _short_phrases(title: str) -> list[str]:
    return re.split(r"[\s/+、，,()（）【】\[\]|]+", title)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s·・,，/\-]+", "", unicodedata.normalize("NFKC", text))
