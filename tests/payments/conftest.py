"""A database session on both engines, and one on SQLite, with the slice's reactions connected."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp.orm import writing
from tests.payments import city


@pytest.fixture(autouse=True)
def connected() -> None:
    """What wiring.py connects."""
    city.listen()


@pytest.fixture
def either(either_engine: Engine) -> Iterator[Session]:
    """A session that writes, on both databases in turn; rolled back at the end unless the test commits."""
    with writing(), Session(either_engine, expire_on_commit=False) as session:
        yield session
