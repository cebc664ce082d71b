"""Pages as tests compare them, and what they ask of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

FORM_TOKEN = re.compile(r'<input[^>]*name="csrf_token"[^>]*>')  # signed with the second of its making


def bare(page: str, *own: str) -> str:
    """The page without its form tokens and its own words (`own`: its address, the number that was typed)."""
    for words in own:
        page = page.replace(words, "")
    return FORM_TOKEN.sub("", page)


@contextmanager
def questions(engine: Engine) -> Iterator[list[str]]:
    """The list of the statements that `engine` is sent while the block runs; opening a transaction asks nothing."""
    asked: list[str] = []

    def note(*call: object) -> None:
        statement = str(call[2])
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
