"""Excel files to take away. Whatever people typed stays text: no cell may become a formula (checklist 26)."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.utils import get_column_letter

LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may read as the beginning of a formula, also after the file was saved as CSV."""
LONGEST_CELL = 32_767
MOST_ROWS = 5_000  # of a desk's list as a file


def plain(text: str) -> str:
    """`text` without control characters, and with a ' before anything that could be read as a formula."""
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    kept = f"'{kept}" if kept.lstrip(" \u00a0\u3000\ufeff\u200b").startswith(LIVE) else kept
    return kept[:LONGEST_CELL]


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """An .xlsx file of one sheet: a head row that stays in view, and text cells only."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in (head, *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=plain(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()
