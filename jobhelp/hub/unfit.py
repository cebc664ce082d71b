"""What cannot be an advertisement: nothing to call it, nobody who offers it, cells in the wrong columns. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jobhelp.hub import addresses
from jobhelp.hub.reading import Line
from jobhelp.labels import N_

LONGEST_CELL = 20_000
LONGEST_TITLE = 300
LONGEST_EMPLOYER = 120


class Unfit(Exception):
    """The row is no advertisement. `name` is one of our fields, or "row"; `message` a msgid that `params` fill."""

    def __init__(self, name: str, message: str, **params: Any) -> None:
        super().__init__(message)
        self.name, self.message, self.params = name, message, params


def check_width(line: Line, width: int, *, strict: bool) -> None:
    """No cell beyond the heading (in a CSV), and none of a length that no advertisement has."""
    extra = sum(1 for cell in line.cells[width:] if cell)
    if strict and extra:
        raise Unfit("row", N_("这一行比表头多出 %(count)s 格，内容错位了。"), count=extra)
    longest = max(len(cell) for cell in line.cells)
    if longest > LONGEST_CELL:
        raise Unfit(
            "row", N_("这一行有一格长 %(count)s 字，最多 %(most)s 字。"), count=longest, most=LONGEST_CELL
        )


_LETTERS = re.compile(r"[^\W\d_]")
_ONLY_NUMBER = re.compile(r"[\d\s.,:/年月日\-]+")
_LONG_NUMBER = re.compile(r"[\d\s.,:/年月日\-]{5,}")  # 58 and 360 are names of companies
_ONLY_EXPERIENCE = re.compile(r"(?:\d+(?:-\d+)?年(?:及?以[上下])?|经验不限|无需经验|无经验|在校生/应届生)")
_ONLY_EDUCATION = re.compile(
    r"(?:本科|大专|硕士|博士|高中|中专|中技|中专/中技|中技/中专|学历不限|初中及以下)"
)
_ONLY_COMPANY_KIND = re.compile(
    r"民营|国企|合资|上市公司|已上市|外商独资|外资|外资（(?:非)?欧美）|事业单位|股份制企业|(?:少于)?\d+(?:-\d+)?人(?:以上)?"
)
_ONLY_PAY = re.compile(
    r"\d+(?:\.\d+)?[千万k]?(?:-\d+(?:\.\d+)?)?[千万k](?:元)?(?:/[月年天])?(?:·\d+薪)?|面议", re.IGNORECASE
)

_STRANGE: Mapping[str, tuple[Callable[[str], object], ...]] = {
    "title": (addresses.is_address, _ONLY_NUMBER.fullmatch, _ONLY_PAY.fullmatch, _ONLY_EXPERIENCE.fullmatch),
    "employer": (
        addresses.is_address,
        _LONG_NUMBER.fullmatch,
        _ONLY_PAY.fullmatch,
        _ONLY_EXPERIENCE.fullmatch,
        _ONLY_EDUCATION.fullmatch,
        _ONLY_COMPANY_KIND.fullmatch,
    ),
    "pay": (addresses.is_address, _ONLY_EXPERIENCE.fullmatch, _ONLY_EDUCATION.fullmatch),
    "place": (
        addresses.is_address,
        _ONLY_PAY.fullmatch,
        _ONLY_EXPERIENCE.fullmatch,
        _ONLY_EDUCATION.fullmatch,
    ),
    "experience": (addresses.is_address, _ONLY_PAY.fullmatch),
    "education": (addresses.is_address, _ONLY_PAY.fullmatch, _ONLY_COMPANY_KIND.fullmatch),
}


def check_cells(texts: Mapping[str, str]) -> None:
    """A title, an employer, and in each cell what its heading promises. Raises `Unfit`."""
    for name, missing in (("title", N_("没有岗位名称。")), ("employer", N_("没有招聘单位的名称。"))):
        if not texts[name]:
            raise Unfit(name, missing)
    for name, tests in _STRANGE.items():
        text = texts[name]
        if text and any(test(text) for test in tests):
            raise Unfit(name, N_("这一格写的是“%(text)s”，像是错位了。"), text=short(text))
    if not _LETTERS.search(texts["title"]):
        raise Unfit("title", N_("“%(text)s”不是岗位名称。"), text=short(texts["title"]))
    if len(texts["title"]) > LONGEST_TITLE:
        raise Unfit("title", N_("岗位名称有 %(count)s 字，像是错位了。"), count=len(texts["title"]))
    if len(texts["employer"]) > LONGEST_EMPLOYER:
        raise Unfit("employer", N_("单位名称有 %(count)s 字，像是错位了。"), count=len(texts["employer"]))


def swallows_rows(line: Line, width: int, delimiter: str) -> bool:
    """Whether a cell of this unfit row holds other rows of the table: a quotation mark was not closed in time."""
    if not delimiter or width < 3:
        return False
    return any(
        inner.count(delimiter) >= width - 1
        for cell in line.cells
        if "\n" in cell
        for inner in cell.split("\n")[1:]
    )


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def short(text: str) -> str:
    """The beginning of a text, for a message."""
    line = one_line(text)
    return line if len(line) <= 24 else line[:23] + "…"
