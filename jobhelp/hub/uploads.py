"""Uploaded files between preview and confirmation: sealed on disk under a random name, for a day at most."""

import base64
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jobhelp import clock, crypto
from jobhelp.crypto import Undecipherable
from jobhelp.errors import NotFound

KEPT = timedelta(days=1)
PLACE = "hub.upload"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Upload:
    """What a person brought, what they said of it, and what a look at it showed. `content` is the file itself."""

    token: str
    user_uid: str
    at: str  # ISO instant
    filename: str
    source: str
    valid_days: int
    result: dict[str, Any]
    content: bytes = field(repr=False)
    mapping: bytes | None = field(default=None, repr=False)


def new_token() -> str:
    """An unguessable name."""
    return secrets.token_urlsafe(24)


def keep(folder: Path, upload: Upload) -> None:
    """Write it sealed: the file in one part, what the preview shows in another, so that a preview reads little."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {
        "content": base64.b64encode(upload.content).decode("ascii"),
        "mapping": None if upload.mapping is None else base64.b64encode(upload.mapping).decode("ascii"),
    }
    facts = {name: value for name, value in asdict(upload).items() if name not in content}
    _write(folder / f"{upload.token}.file", upload.token, content)
    _write(folder / f"{upload.token}.look", upload.token, facts)


def look(folder: Path, token: str, user_uid: str) -> Upload:
    """What the preview shows, without the file. Raises `NotFound`: missing, too old, or somebody else's."""
    facts = _read(folder, token, "look")
    upload = Upload(**facts, content=b"")
    if upload.user_uid != user_uid or datetime.fromisoformat(upload.at) < clock.now() - KEPT:
        raise NotFound()
    return upload


def waiting(folder: Path, user_uid: str, *, most: int = 5) -> list[Upload]:
    """What this person looked at and neither imported nor put away, the newest first: a closed tab loses nothing."""
    looks = sorted(folder.glob("*.look"), key=lambda path: path.stat().st_mtime, reverse=True)
    found = []
    for path in looks:
        if len(found) < most and path.with_suffix(".file").exists():
            try:
                found.append(look(folder, path.stem, user_uid))
            except NotFound:
                continue
    return found


def open_whole(folder: Path, token: str, user_uid: str) -> Upload:
    """The upload with its file. Raises `NotFound`."""
    upload = look(folder, token, user_uid)
    parts = _read(folder, token, "file")
    mapping = parts["mapping"]
    return Upload(
        **{name: value for name, value in vars(upload).items() if name not in ("content", "mapping")},
        content=base64.b64decode(parts["content"]),
        mapping=None if mapping is None else base64.b64decode(mapping),
    )


def claim(folder: Path, token: str) -> bool:
    """Take the upload for applying; of two at the same moment one gets it."""
    try:
        (folder / f"{token}.file").rename(folder / f"{token}.taken")
    except OSError:
        return False
    return True


def give_back(folder: Path, token: str) -> None:
    """Applying failed: the upload can be tried again."""
    taken = folder / f"{token}.taken"
    if taken.exists():
        taken.rename(folder / f"{token}.file")


def forget(folder: Path, token: str) -> None:
    """Remove every part of it."""
    if _TOKEN.fullmatch(token):
        for part in ("file", "look", "taken"):
            (folder / f"{token}.{part}").unlink(missing_ok=True)


def sweep(folder: Path, now: datetime) -> int:
    """Remove everything that is older than a day. Returns how many files went."""
    gone = 0
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _write(path: Path, token: str, document: dict[str, Any]) -> None:
    sealed = crypto.keyring().seal(json.dumps(document, ensure_ascii=False), place=PLACE, row=token)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)


def _read(folder: Path, token: str, part: str) -> dict[str, Any]:
    if not _TOKEN.fullmatch(token):
        raise NotFound()
    for name in (part, "taken") if part == "file" else (part,):
        path = folder / f"{token}.{name}"
        if path.is_file():
            try:
                document: dict[str, Any] = json.loads(
                    crypto.keyring().open(path.read_bytes(), place=PLACE, row=token)
                )
            except Undecipherable:
                raise NotFound() from None
            return document
    raise NotFound()
