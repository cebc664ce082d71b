"""Where in the sheets of a file the facts stand: the heading is found, each column is placed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from jobhelp.errors import Refusal
from jobhelp.hub.layouts import KNOWN, OURS
from jobhelp.hub.mapping import Mapped, MappingRefused, short
from jobhelp.hub.reading import Line, Sheet
from jobhelp.labels import N_

HEADING_WITHIN = 10  # rows in which a heading is looked for, below titles and notes


class ColumnsUnknown(Refusal):
    """No layout that we know fits the headings."""

    message = N_(
        "这张表的列认不出来。表里的列是：%(found)s。认得的有 51job、智联等表；别的表请附一个对照文件，"
        "写明哪一列是岗位名称、哪一列是招聘单位。"
    )


@dataclass(frozen=True)
class Columns:
    """Where in one sheet the facts stand, and which of its rows are data."""

    layout: str
    header: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    tag_separators: str
    lines: tuple[Line, ...]
    strict: bool
    own: tuple[int, ...]  # columns of our own list of returned rows: ignored, also in a row's identity
    damaged: int = 0
    delimiter: str = ""

    @property
    def width(self) -> int:
        """How many cells the heading has."""
        return len(self.header)

    def heading(self, name: str) -> str:
        """The file's own heading(s) of a field; "" when the file does not have it."""
        return " / ".join(self.header[place] for place in self.places.get(name, ()))


def recognise(sheets: Sequence[Sheet], mapping: Mapped | None = None) -> Columns:
    """The first sheet whose columns are known. Raises `ColumnsUnknown` (`MappingRefused` with a mapping)."""
    if mapping is not None:
        return _by_mapping(sheets, mapping)
    for sheet in sheets:
        for heading in _headings(sheet):
            for layout in KNOWN:
                if set(layout.marks) <= set(heading.cells):
                    return _placed(sheet, heading, layout.name, layout.columns, layout.tag_separators)
    shown = [cell for cell in sheets[0].lines[0].cells if cell][:30]
    raise ColumnsUnknown(field="file", found="、".join(short(cell) for cell in shown))


@dataclass(frozen=True)
class _Heading:
    """A row, or two rows of merged cells, that may be the heading; the data begin at `data`."""

    cells: tuple[str, ...]
    data: int


def _headings(sheet: Sheet) -> Iterator[_Heading]:
    """The first rows as headings, each also together with the next: 薪资 merged over 最低 and 最高."""
    lines = sheet.lines[: HEADING_WITHIN + 1]
    for position, line in enumerate(lines[:HEADING_WITHIN]):
        yield _Heading(_trimmed(line.cells), position + 1)
        if position + 1 < len(lines):
            pairs = zip_longest(line.cells, lines[position + 1].cells, fillvalue="")
            yield _Heading(_trimmed(tuple(lower or upper for upper, lower in pairs)), position + 2)


def _by_mapping(sheets: Sequence[Sheet], mapping: Mapped) -> Columns:
    if not mapping.header:
        width = max(len(_trimmed(line.cells)) for line in sheets[0].lines)
        numbers = _Heading(tuple(str(number) for number in range(1, width + 1)), 0)
        return _placed(sheets[0], numbers, "mapping", mapping.columns, mapping.tag_separators)
    named = {name for columns in mapping.columns.values() for name in columns if isinstance(name, str)}
    candidates = [(sheet, heading) for sheet in sheets for heading in _headings(sheet)]
    sheet, heading = max(candidates, key=lambda one: len(named & set(one[1].cells)))  # the first of the best
    return _placed(sheet, heading, "mapping", mapping.columns, mapping.tag_separators)


def _placed(
    sheet: Sheet,
    heading: _Heading,
    name: str,
    columns: Mapping[str, tuple[str, ...]] | Mapping[str, tuple[str | int, ...]],
    tag_separators: str,
) -> Columns:
    header = heading.cells
    places = {}
    for fact, wanted in columns.items():
        found = tuple(place for column in wanted if (place := _place(header, column)) is not None)
        if len(found) < len(wanted) and name == "mapping":
            missing = next(column for column in wanted if _place(header, column) is None)
            raise MappingRefused(
                N_("对照文件里的列“%(column)s”（%(name)s）在表里没有。表里的列是：%(found)s。"),
                column=str(missing),
                name=fact,
                found="、".join(short(cell) for cell in header if cell),
            )
        if found:
            places[fact] = found
    own = tuple(place for place, cell in enumerate(header) if cell.endswith(OURS))
    lines = sheet.lines[heading.data :]
    return Columns(
        name, header, places, tag_separators, lines, sheet.strict, own, sheet.damaged, sheet.delimiter
    )


def _place(header: tuple[str, ...], column: str | int) -> int | None:
    if isinstance(column, int):
        return column - 1 if column <= len(header) else None
    return header.index(column) if column in header else None


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
