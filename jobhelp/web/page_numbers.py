"""Lists that go over several pages."""

from flask import request


def asked_page() -> int:
    """The page that the address asks for, from 1; what is no number asks for the first."""
    wanted = request.args.get("page", "1")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1


def wanted_page(total: int, size: int) -> tuple[int, int]:
    """(the page that the address asks for, inside what there is; the last page)."""
    last = max(1, -(-total // size))
    return min(asked_page(), last), last
