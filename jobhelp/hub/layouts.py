"""Which column of a file is which fact: the layouts that we know, and mapping files for all others. Pure.

A mapping file is YAML (or JSON, which is YAML) of at most 64 kB:

    columns:
      title: 职位            # a heading, or the number of a column counted from 1
      employer: 招聘单位
      place: [城市, 区县, 地址]   # several columns are joined
    header: true             # false: the file has no heading, and columns are named by number
    tag_separator: "、"
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import yaml

from jobhelp.errors import Refusal
from jobhelp.hub.reading import Line, Sheet
from jobhelp.labels import N_

MAX_MAPPING = 64 * 1024
HEADING_WITHIN = 10  # rows in which a heading is looked for, below titles and notes
OURS = "（导入时不读）"  # columns that our own list of returned rows adds; never read back

FIELDS: Mapping[str, str] = {
    "title": N_("岗位名称"),
    "employer": N_("招聘单位"),
    "pay": N_("工资待遇"),
    "pay_min": N_("最低工资"),
    "pay_max": N_("最高工资"),
    "pay_unit": N_("工资单位"),
    "place": N_("工作地点"),
    "education": N_("学历要求"),
    "experience": N_("工作经验"),
    "tags": N_("标签"),
    "duties": N_("工作内容"),
    "requirements": N_("任职要求"),
    "hours": N_("工作时间"),
    "headcount": N_("招聘人数"),
    "valid_until": N_("截止日期"),
    "occupation": N_("职业"),
    "link": N_("招聘网址"),
}
REQUIRED = ("title", "employer")
JOINED: Mapping[str, str] = {"place": "·", "pay": "", "tags": "\n"}  # others are joined by a line break


class ColumnsUnknown(Refusal):
    """No layout that we know fits the headings."""

    message = N_(
        "这张表的列认不出来。表里的列是：%(found)s。认得的有 51job、智联等表；别的表请附一个对照文件，"
        "写明哪一列是岗位名称、哪一列是招聘单位。"
    )


class MappingRefused(Refusal):
    """The mapping file is not usable; the text says where and why."""

    message = N_("对照文件读不出来。")

    def __init__(self, message: str | None = None, **params: Any) -> None:
        super().__init__(message, field="mapping", **params)


@dataclass(frozen=True)
class Layout:
    """Fields by the headings that hold them. `marks` are headings that must be there for it to be this layout."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...]
    tag_separators: str = r"[,，;；|\n、]"


KNOWN = (
    Layout(
        "51job",
        {
            "title": ("jobName",),
            "employer": ("companyName",),
            "pay": ("salary",),
            "place": ("area",),
            "education": ("degree",),
            "experience": ("workYear",),
            "tags": ("tags",),
        },
        ("jobName", "area", "salary", "companyName"),
        r"[,，]",
    ),
    Layout(
        "zhilian",
        {
            "title": ("0",),
            "employer": ("1",),
            "pay": ("2",),
            "tags": ("3",),
            "place": ("4",),
            "experience": ("5",),
            "education": ("6",),
            "link": ("7",),
        },
        tuple("01234567"),
        r"\|",
    ),
    Layout(
        "zhilian_desc",
        {
            "title": ("岗位名称",),
            "employer": ("公司名",),
            "pay": ("岗位薪资",),
            "place": ("工作地点",),
            "education": ("学历要求",),
            "experience": ("工作经验",),
            "tags": ("岗位关键词", "福利"),
            "duties": ("岗位职责",),
            "link": ("职位链接",),
        },
        ("岗位名称", "岗位薪资", "工作地点", "公司名"),
        r"\n",
    ),
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


@dataclass(frozen=True)
class Mapped:
    """A mapping file that was read: headings or column numbers by field."""

    columns: Mapping[str, tuple[str | int, ...]]
    header: bool = True
    tag_separators: str = field(default=Layout("", {}, ()).tag_separators)


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
    raise ColumnsUnknown(field="file", found="、".join(_short(cell) for cell in shown))


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
                found="、".join(_short(cell) for cell in header if cell),
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


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


# ── mapping files ─────────────────────────────────────────────────────────────────────────────────────────


def read_mapping(content: bytes) -> Mapped:
    """Read a mapping file. Raises `MappingRefused` that says what to change."""
    if len(content) > MAX_MAPPING:
        raise MappingRefused(N_("对照文件太大，最多 64 kB。"))
    try:
        document = yaml.safe_load(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MappingRefused(N_("对照文件不是 UTF-8 文字。")) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise MappingRefused(
            N_("对照文件第 %(line)s 行写法不对，不是 YAML 或 JSON。"), line=mark.line + 1 if mark else 1
        ) from None
    if not isinstance(document, dict) or not isinstance(document.get("columns"), dict):
        raise MappingRefused(N_("对照文件里要有 columns，下面逐行写“字段: 列名”。"))
    unknown = sorted(str(key) for key in set(document) - {"columns", "header", "tag_separator"})
    if unknown:
        raise MappingRefused(N_("对照文件里不认识“%(name)s”。"), name=unknown[0])
    header = document.get("header", True)
    if not isinstance(header, bool):
        raise MappingRefused(N_("对照文件里的 header 只能写 true 或 false。"))
    columns = _columns(document["columns"], header)
    separator = document.get("tag_separator")
    if separator is None:
        return Mapped(columns, header)
    if not isinstance(separator, str) or not 1 <= len(separator) <= 5:
        raise MappingRefused(N_("对照文件里的 tag_separator 要写一两个符号，并加引号。"))
    return Mapped(columns, header, re.escape(separator))


def _columns(entries: Mapping[Any, Any], header: bool) -> dict[str, tuple[str | int, ...]]:
    columns: dict[str, tuple[str | int, ...]] = {}
    for name, value in entries.items():
        if name not in FIELDS:
            raise MappingRefused(
                N_("对照文件里不认识字段“%(name)s”。可以写的有：%(known)s。"),
                name=_short(str(name)),
                known="、".join(FIELDS),
            )
        wanted = value if isinstance(value, list) else [value]
        if not wanted or len(wanted) > 10 or not all(_is_column(column, header) for column in wanted):
            raise MappingRefused(
                N_("对照文件里“%(name)s”后面要写列名，或从 1 数起的列号；没有表头的表只能写列号。"), name=name
            )
        columns[name] = tuple(wanted)
    for name in REQUIRED:
        if name not in columns:
            raise MappingRefused(
                N_("对照文件里缺少“%(name)s”（%(label)s），每张表都要有。"), name=name, label=FIELDS[name]
            )
    return columns


def _is_column(column: object, header: bool) -> bool:
    if isinstance(column, bool):
        return False
    if isinstance(column, int):
        return 1 <= column <= 1000
    return header and isinstance(column, str) and bool(column.strip())
