"""Lists that go over several pages."""

from flask import request


def wanted_page(total: int, size: int) -> tuple[int, int]:
    """(the page that the address asks for, inside what there is; the last page)."""
    last = max(1, -(-total // size))
    wanted = request.args.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    return min(max(number, 1), last), last
