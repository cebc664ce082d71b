"""Open a file of unknown making and give its rows as clean text. Pure; nothing is trusted.

CSV in UTF-8 (with or without mark), GB 18030 or UTF-16, and XLSX. What is not a table, is broken, too large, a
zip bomb or carries a macro is refused whole with a `FileRefused`, in words for the person who brought the file.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from jobhelp.errors import Refusal
from jobhelp.labels import N_

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED = 160 * 1024 * 1024
MAX_RATIO = 150
MAX_PARTS = 2_000
MAX_ROWS = 300_000
MAX_COLUMNS = 120
MAX_CELL = 1_000_000  # characters; more means a quotation mark that never ends

csv.field_size_limit(MAX_CELL)

_END = "\x1eend of file\x1e"
_DELIMITERS = ",\t;"
_SPACES = " \t\r\n\v\f\xa0\u3000\u200b\u200c\u200d\u2060\ufeff"
_UNWANTED = (*range(32), 127, *range(0x80, 0xA0), 0x200B, 0xFEFF, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_CONTROLS = {code: None for code in _UNWANTED if chr(code) not in "\t\n"}  # surrogates fit no database
_OTHER_KINDS = (
    (b"%PDF", N_("这是 PDF 文件，不是表格。请让对方提供 .xlsx 或 .csv 文件。")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        N_("这是旧版 Excel（.xls）或设了密码的文件。请在 Excel 里去掉密码，另存为 .xlsx 再传。"),
    ),
    (b"\x89PNG", N_("这是图片，不是表格。请让对方提供 .xlsx 或 .csv 文件。")),
    (b"\xff\xd8\xff", N_("这是图片，不是表格。请让对方提供 .xlsx 或 .csv 文件。")),
    (b"Rar!", N_("这是压缩包，不是表格。请先解压，再传里面的 .xlsx 或 .csv 文件。")),
    (b"7z\xbc\xaf", N_("这是压缩包，不是表格。请先解压，再传里面的 .xlsx 或 .csv 文件。")),
    (b"\x1f\x8b", N_("这是压缩包，不是表格。请先解压，再传里面的 .xlsx 或 .csv 文件。")),
)


class FileRefused(Refusal):
    """The file as a whole cannot be read; nothing of it was imported."""

    message = N_("这个文件读不出来。请确认它是 .xlsx 或 .csv 表格。")

    def __init__(self, message: str | None = None, **params: Any) -> None:
        super().__init__(message, field="file", **params)


@dataclass(frozen=True)
class Line:
    """One row: its number in the file (line of a CSV, row of a sheet) and its cells, cleaned."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The rows of one table. `strict` says that a cell beyond the heading means a shifted row (CSV)."""

    name: str
    lines: tuple[Line, ...]
    strict: bool
    damaged: int = 0  # characters that could not be decoded
    delimiter: str = ""  # of a CSV


def unclosed(line: int) -> FileRefused:
    """The refusal for a quotation mark that swallows what follows it."""
    return FileRefused(N_("从第 %(line)s 行起有一个引号没有结束，后面的行读不出来。请改好再传。"), line=line)


def clean(text: str) -> str:
    """A cell without surrounding white space and without control characters; line breaks are \\n."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CONTROLS).strip(_SPACES)


def read(content: bytes) -> list[Sheet]:
    """The tables in a file: one for a CSV, one a visible sheet for a workbook. Raises `FileRefused`."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileRefused(N_("文件是空的。"))
    if len(content) > MAX_BYTES:
        raise FileRefused(
            N_("文件太大（%(size)s MB），最多 %(most)s MB。请分成几个文件。"),
            size=len(content) // 2**20,
            most=MAX_BYTES // 2**20,
        )
    for mark, message in _OTHER_KINDS:
        if content.startswith(mark):
            raise FileRefused(message)
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _workbook(content)
    return [_text_table(content)]


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────


def _text_table(content: bytes) -> Sheet:
    text, damaged = _decoded(content)
    if not text.endswith("\n"):
        text += "\n"
    # A row of our own at the end: when a quotation mark never closes, it is swallowed and does not come back.
    delimiter = _delimiter(text)
    rows = csv.reader(io.StringIO(text + _END + "\n", newline=""), delimiter=delimiter)
    lines: list[Line] = []
    first = 1
    try:
        for row in rows:
            if row == [_END]:
                return Sheet("", tuple(lines), strict=True, damaged=damaged, delimiter=delimiter)
            if any(_END in cell for cell in row):
                break
            if len(row) > MAX_COLUMNS * 10:
                raise FileRefused(
                    N_("第 %(line)s 行有 %(count)s 格，这不像一张岗位表。"), line=first, count=len(row)
                )
            cells = tuple(clean(cell) for cell in row)
            if any(cells):
                lines.append(Line(first, cells))
            if len(lines) > MAX_ROWS:
                raise FileRefused(N_("超过 %(most)s 行，请分成几个文件。"), most=MAX_ROWS)
            first = rows.line_num + 1
    except csv.Error:
        if rows.line_num <= first:
            raise FileRefused(
                N_("第 %(line)s 行有一格超过 %(most)s 字，这不像一张岗位表。"), line=first, most=MAX_CELL
            ) from None
    raise unclosed(first)


def _decoded(content: bytes) -> tuple[str, int]:
    """The text, and how many characters of it were lost. A few broken bytes do not make UTF-8 into GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
        _refuse_junk(text[:65_536].encode("utf-8", "replace"))
        return text, 0
    _refuse_junk(content[:65_536])
    text = content.decode("utf-8-sig", errors="replace")
    lost = text.count("\ufffd") - content.count(b"\xef\xbf\xbd")
    if lost <= 0:
        return text, 0
    try:
        return content.decode("gb18030"), 0
    except UnicodeDecodeError:
        pass
    if lost * 200 < len(text):
        return text, lost
    raise FileRefused(N_("文字编码认不出来。请在 Excel 里另存为“CSV UTF-8”或 .xlsx 再传。"))


def _refuse_junk(head: bytes) -> None:
    """Binary junk has control characters; a table has none to speak of."""
    controls = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\v\f")
    if controls * 100 > len(head):
        raise FileRefused(N_("这不是表格文件。请传 .xlsx 或 .csv 文件。"))


def _delimiter(text: str) -> str:
    """The separator that the first lines use most; a comma when in doubt."""
    head = "\n".join(text.split("\n", 12)[:12])
    return max(_DELIMITERS, key=head.count)


# ── XLSX ──────────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(content: bytes) -> list[Sheet]:
    _inspect(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that we do not read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheets = [
                Sheet(sheet.title, tuple(_rows(sheet)), strict=False)
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
            book.close()
    except FileRefused:
        raise
    except Exception:  # whatever a broken file makes openpyxl raise, the person needs one clear line
        raise FileRefused(N_("这个 Excel 文件坏了，打不开。请在 Excel 里重新保存一次再传。")) from None
    found = [sheet for sheet in sheets if sheet.lines]
    if not found:
        raise FileRefused(N_("文件是空的。"))
    return found


def _inspect(content: bytes) -> None:
    """Look at the package from outside before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            encrypted = any(part.flag_bits & 1 for part in parts)
            if (
                len(parts) > MAX_PARTS
                or unpacked > MAX_UNPACKED
                or unpacked > MAX_RATIO * len(content) + 2**20
            ):
                raise FileRefused(N_("这个文件解开后大得不正常，不能导入。"))
            if any("vbaproject" in name.lower() for name in names):
                raise FileRefused(N_("这个文件带有宏，不能导入。请在 Excel 里另存为不带宏的 .xlsx。"))
            if encrypted or "xl/workbook.xml" not in names:
                raise FileRefused(N_("这是压缩包或别的格式，不是 .xlsx 表格。请解压或另存为 .xlsx 再传。"))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as file:
                        if b"<!DOCTYPE" in file.read(4_096):
                            raise FileRefused()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise FileRefused(N_("这个 Excel 文件坏了，打不开。请在 Excel 里重新保存一次再传。")) from None


def _rows(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    filled = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        cells = tuple(_text(value) for value in row)
        if any(cells):
            filled += 1
            yield Line(number, cells)
        if filled > MAX_ROWS:
            raise FileRefused(N_("超过 %(most)s 行，请分成几个文件。"), most=MAX_ROWS)


def _text(value: object) -> str:
    """A cell's value as a person sees it: 8000 for 8000.0, 2026-01-31 for a date."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return clean(str(value))
