"""Channels by which text messages leave: a callable `send(key, to, body)` that raises when it fails.

The console adapter is for a machine without a gateway; the file adapter is for tests and hand-over by file.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from jobhelp import clock, identity
from jobhelp.config import Settings

Send = Callable[[str, str, str], None]


def sender(settings: Settings) -> Send:
    """The adapter that the settings name."""
    if settings.sms == "file":
        return to_file(settings.data_dir / "sms.jsonl")
    return to_console(show=not settings.production)


def to_console(*, show: bool) -> Send:
    """Print one line on standard error. The text is shown in development only: it may hold a code."""

    def send(key: str, to: str, body: str) -> None:
        text = body if show else "(…)"
        print(f"SMS {identity.mask_phone(to)}: {text}", file=sys.stderr, flush=True)

    return send


def to_file(path: Path) -> Send:
    """Append one JSON line {key, to, body, at}; a key that stands there already is not written again."""

    def send(key: str, to: str, body: str) -> None:
        line = json.dumps(
            {"key": key, "to": to, "body": body, "at": clock.now().isoformat()}, ensure_ascii=False
        )
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+", encoding="utf-8") as file:
            if any(json.loads(known)["key"] == key for known in file if known.strip()):
                return
            file.write(line + "\n")

    return send
