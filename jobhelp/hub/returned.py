"""The rejected rows of an import as a CSV that staff can mend and bring again. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jobhelp.hub.formulas import neutralised
from jobhelp.hub.layouts import FIELDS, OURS
from jobhelp.labels import N_

WHOLE_ROW = N_("整行")
MARK = "\ufeff"  # Excel takes a CSV for UTF-8 only when it begins with this


def field_label(name: str) -> str:
    """The label (msgid) of a field in a rejection."""
    return FIELDS.get(name, WHOLE_ROW)


def as_csv(
    header: Sequence[str], rejections: Iterable[Mapping[str, Any]], translate: Callable[..., str]
) -> str:
    """The source's own cells under its own headings, then line, field and reason in columns that are never read back.

    Cells that a spreadsheet would run are made harmless; reading the file again undoes that. `translate(msgid,
    **params)` gives the reasons in the reader's language. Rows whose cells are not kept have empty cells.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(
        [*header, *(f"{name}{OURS}" for name in ("原行号 line", "退回的格 cell", "退回原因 reason"))]
    )
    for row in rejections:
        cells = list(row["cells"] or [""] * len(header))
        where = translate(field_label(row["field"]))
        if row["column"]:
            where = f"{where} ({row['column']})"
        reason = translate(row["message"], **row["params"])
        writer.writerow([neutralised(str(cell)) for cell in (*cells, row["line"], where, reason)])
    return MARK + file.getvalue()
