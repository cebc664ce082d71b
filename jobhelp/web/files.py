"""Files to take away."""

from flask import Response

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_workbook(content: bytes, name: str) -> Response:
    """An Excel file as an answer; `name` without its ending, in ASCII."""
    return Response(
        content, mimetype=WORKBOOK, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
