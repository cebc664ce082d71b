"""A whole file, read: its advertisements, the rows that are none, and the table of pay formats met. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobhelp.hub import reading
from jobhelp.hub.adverts import Advert, Reader, Rejection
from jobhelp.hub.columns import Columns, recognise
from jobhelp.hub.mapping import Mapped
from jobhelp.hub.occupations import Titles
from jobhelp.hub.pay import Pay, Reading, Said
from jobhelp.hub.places import Gazetteer
from jobhelp.hub.words import Vocabulary


@dataclass(frozen=True)
class Names:
    """The city's own names, by which rows are read."""

    gazetteer: Gazetteer
    titles: Titles
    vocabulary: Vocabulary
    occupations: Mapping[str, str]  # code by name


@dataclass(frozen=True)
class FormatMet:
    """One shape of pay text in this file: how many rows, one example, and how it was read."""

    shape: str
    rows: int
    example: str
    said: Said
    pay: Pay | None


@dataclass(frozen=True)
class PayTable:
    """How pay is written in a file, the most frequent shape first."""

    formats: tuple[FormatMet, ...]

    def rows(self, said: Said) -> int:
        """How many rows say this."""
        return sum(met.rows for met in self.formats if met.said is said)

    @property
    def stated(self) -> int:
        """Rows that name an amount."""
        return self.rows(Said.AMOUNT) + self.rows(Said.UNREAD)

    @property
    def share(self) -> float:
        """The part of the stated amounts that was read; 1 where none is stated."""
        return self.rows(Said.AMOUNT) / self.stated if self.stated else 1.0

    @classmethod
    def of(cls, found: Iterable[tuple[str, Reading]]) -> "PayTable":
        """Count (text, reading) pairs."""
        counted: Counter[tuple[str, Said]] = Counter()
        first: dict[tuple[str, Said], tuple[str, Pay | None]] = {}
        for text, read in found:
            key = (read.shape, read.said)
            counted[key] += 1
            first.setdefault(key, (text, read.pay))
        return cls(
            tuple(
                FormatMet(shape, rows, *_example(first[shape, said], said))
                for (shape, said), rows in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
            )
        )


def _example(first: tuple[str, Pay | None], said: Said) -> tuple[str, Said, Pay | None]:
    text, pay = first
    return text, said, pay


@dataclass(frozen=True)
class Intake:
    """What stands in a file. `digest` is of its bytes."""

    filename: str
    digest: str
    columns: Columns
    adverts: tuple[Advert, ...]
    rejections: tuple[Rejection, ...]
    pay: PayTable

    @property
    def read(self) -> int:
        """How many data rows the file has."""
        return len(self.adverts) + len(self.rejections)

    @property
    def header(self) -> tuple[str, ...]:
        """The file's headings, without the columns that our own list of returned rows added."""
        return tuple(cell for place, cell in enumerate(self.columns.header) if place not in self.columns.own)


def take_in(
    content: bytes, *, filename: str, names: Names, today: date, mapping: Mapped | None = None
) -> Intake:
    """Read a file. Raises `FileRefused`, `ColumnsUnknown` or `MappingRefused` when there is nothing to read."""
    columns = recognise(reading.read(content), mapping)
    reader = Reader(columns, names.gazetteer, names.titles, names.vocabulary, names.occupations, today)
    rows: list[Advert | Rejection] = [reader.read(line) for line in columns.lines]
    adverts = tuple(row for row in rows if isinstance(row, Advert))
    return Intake(
        filename=filename,
        digest=hashlib.sha256(content).hexdigest(),
        columns=columns,
        adverts=adverts,
        rejections=tuple(row for row in rows if isinstance(row, Rejection)),
        pay=PayTable.of((advert.values["pay_text"], advert.pay) for advert in adverts),
    )


def told(table: PayTable) -> dict[str, Any]:
    """The table as a JSON document."""
    return {
        "stated": table.stated,
        "normalised": table.rows(Said.AMOUNT),
        "share": round(table.share, 5),
        "by_agreement": table.rows(Said.AGREEMENT),
        "not_stated": table.rows(Said.NOTHING),
        "formats": [
            {
                "shape": met.shape,
                "rows": met.rows,
                "example": met.example,
                "said": met.said.value,
                "pay": None
                if met.pay is None
                else {
                    "pay_min": met.pay.low,
                    "pay_max": met.pay.high,
                    "pay_unit": str(met.pay.unit),
                    "pay_months": met.pay.months,
                },
            }
            for met in table.formats
        ],
    }
