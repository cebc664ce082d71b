"""Take a copy, and be forgotten."""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts import service as accounts
from jobhelp.accounts.models import User
from jobhelp.applications import service as applications
from jobhelp.audit import service as audit
from jobhelp.claims import service as claims
from jobhelp.errors import NotFound
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers import service as jobseekers_service

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHECKPOINT_WAIT_SECONDS = 2.0


def erase(session: Session, user: User, password: str) -> None:
    """Forget a person, in one transaction: open claims and applications are withdrawn, so that nobody waits in vain;
    then profile, hardship facts, consents, applications, lists, messages and the account itself are deleted.

    What happened stays in the audit log, by number only. Raises `accounts.WrongPassword` (field "password"), and
    `claims.StillRunning` while a benefit is being paid.
    The caller commits and then calls `scrub`.
    """
    if not crypto.verify_password(user.password_hash, password):
        raise accounts.WrongPassword(field="password")
    audit.record(
        session,
        "privacy:erase",
        by=user,
        subject="user",
        subject_id=user.id,
    )
    try:
        seeker = jobseekers.seeker_of(session, user)
    except NotFound:
        pass
    else:
        claims.erase_seeker(session, seeker.id, by=user)
        applications.erase_seeker(session, seeker.id)
        jobseekers_service.erase(session, seeker)
    accounts.erase(session, user)


def scrub(engine: Engine, _settings: object = None) -> bool:
    """Let nothing of what was deleted linger in the write-ahead log. Returns whether all of it could be cleared.

    SQLite overwrites deleted rows (secure_delete), but the log still holds them until it is copied back and cut;
    readers at work can delay that, so a periodic task repeats it. PostgreSQL's vacuum does this by itself.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(sqlite3.connect(str(engine.url.database), timeout=CHECKPOINT_WAIT_SECONDS)) as connection:
        busy, _pages, _copied = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0)


def archive(tables: Mapping[str, Sequence[Mapping[str, Any]]], files: Mapping[str, str]) -> bytes:
    """A ZIP of everything: data.json, one CSV a table (those that hold something), and `files` as they are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            opened.writestr(name, text)
        document = {"made_at": clock.local(clock.now()).isoformat(timespec="seconds"), **tables}
        opened.writestr("data.json", json.dumps(document, ensure_ascii=False, indent=2))
        for name, rows in tables.items():
            if rows:
                opened.writestr(f"tables/{name}.csv", _csv(rows))
    return packed.getvalue()


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """A table that Excel opens as it should: with a byte order mark, and without live formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
