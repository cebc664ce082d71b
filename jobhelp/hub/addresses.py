"""What makes two rows the same advertisement: the posting's address, else all cells. Pure."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
LONGEST = 400


def is_address(text: str) -> bool:
    """Whether a cell is a web address."""
    return _ADDRESS.fullmatch(text) is not None


def canonical(address: str) -> str | None:
    """One spelling for one address: no scheme, lower-case host, no default port, fragment or final slash."""
    if not is_address(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname
    except ValueError:
        return None
    if not host:
        return None
    shown = host if port in (None, 80, 443) else f"{host}:{port}"
    return f"{shown}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


def key(address: str, cells: Sequence[str]) -> str:
    """The identity of a row: of its address where it has one, else of all its cells."""
    found = canonical(address)
    if found is not None:
        return _digest(f"address\x1f{found}")
    return _digest("cells\x1f" + _joined(cells))


def digest(cells: Sequence[str]) -> str:
    """The identity of what a row says, so that a changed row is seen."""
    return _digest(_joined(cells))


def _joined(cells: Sequence[str]) -> str:
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return "\x1f".join(cells[: last + 1])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
