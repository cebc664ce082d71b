"""What every command needs: the settings, a ready database, progress on standard error, one JSON document."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from jobhelp import crypto, database
from jobhelp.config import Settings


@dataclass(frozen=True)
class Workplace:
    """The settings and the open engine of one command."""

    settings: Settings
    engine: Engine


@contextmanager
def workplace(*, prepared: bool = True) -> Iterator[Workplace]:
    """Open the city's database for a command; create, migrate and load the reference data when missing."""
    settings = Settings.from_env()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    crypto.use(crypto.Keyring.load(settings.key_file, create=not settings.production))
    engine = database.open_engine(settings)
    try:
        if prepared:
            database.prepare(settings, engine)
        yield Workplace(settings, engine)
    finally:
        engine.dispose()


def say(text: str) -> None:
    """Progress for the person at the terminal: standard error."""
    print(text, file=sys.stderr, flush=True)


def answer(document: Any) -> None:
    """The one JSON document of a command run with --json."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
