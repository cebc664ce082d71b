"""One demo city for the tests that only look; a copy of it for those that change something."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock, crypto, database
from jobhelp.config import Settings
from jobhelp.demo import service as demo
from jobhelp.demo import texts
from jobhelp.demo.texts import Texts
from jobhelp.reference.queries import Book, book


def quiet(_text: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory, template_database: Path) -> Path:
    """A database with the demo city, and beside it the keys that it was sealed with."""
    folder = tmp_path_factory.mktemp("city")
    (folder / "jobhelp.db").write_bytes(template_database.read_bytes())
    settings = Settings.from_env({"JOBHELP_DATA_DIR": str(folder)})
    crypto.use(crypto.Keyring.load(settings.key_file, create=True))
    engine = database.open_engine(settings)
    assert demo.ensure(engine, settings, quiet)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "jobhelp.db"


@pytest.fixture
def city_settings(city_file: Path) -> Settings:
    """The settings of the city that is only looked at."""
    settings = Settings.from_env({"JOBHELP_DATA_DIR": str(city_file.parent)})
    crypto.use(crypto.Keyring.load(settings.key_file))
    return settings


@pytest.fixture
def city(city_settings: Settings) -> Iterator[Session]:
    """A session on the city. Nothing may be written."""
    engine = database.open_engine(city_settings)
    with Session(engine) as session:
        yield session
        session.rollback()
    engine.dispose()


@pytest.fixture
def own_settings(city_settings: Settings, city_file: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of the city."""
    (tmp_path / "own").mkdir()
    copy = tmp_path / "own" / "jobhelp.db"
    copy.write_bytes(city_file.read_bytes())
    return replace(city_settings, data_dir=copy.parent, database_url=f"sqlite:///{copy}")


@pytest.fixture
def own_city(own_settings: Settings) -> Iterator[Engine]:
    """A copy of the city that the test may change."""
    engine = database.open_engine(own_settings)
    yield engine
    engine.dispose()


@pytest.fixture
def reference(city: Session) -> Book:
    """The reference book."""
    return book(city)


@pytest.fixture
def city_texts(city_settings: Settings, reference: Book) -> Texts:
    """The texts in seed/demo."""
    return texts.read(city_settings.seed_dir / "demo", reference)


@pytest.fixture
def time_machine_at() -> Iterator[Callable[[timedelta], None]]:
    """Call it to travel ahead by some time; the test ends in the present."""
    travelling: list[time_machine.travel] = []

    def go(ahead: timedelta) -> None:
        travelling.append(time_machine.travel(clock.now() + ahead, tick=True))
        travelling[-1].start()

    yield go
    for trip in reversed(travelling):
        trip.stop()
