"""Fixtures that every test shares. Tests never see the caller's JOBHELP_* settings.

Each test has a site and a database of its own. What only costs time is done once a process: templates, addresses and
statements are compiled once, and no test waits for the disk.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from xdist.scheduler import LoadFileScheduling

for _name in [name for name in os.environ if name.startswith("JOBHELP_")]:
    del os.environ[_name]

from jobhelp import crypto, database, orm  # noqa: E402
from jobhelp.app import create_app  # noqa: E402
from jobhelp.config import Settings  # noqa: E402
from tests.servers import PostgresServer, start_postgres  # noqa: E402


class CompiledOnce(BytecodeCache):
    """Templates are compiled once a process, not once for each test's own site: five sixths of a first page."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


Flask.jinja_options = {"bytecode_cache": CompiledOnce()}

_build_address: Callable[..., Callable[..., tuple[str, str]]] = Rule._compile_builder
_address_builders: dict[object, Callable[..., tuple[str, str]]] = {}


def _compile_builder_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """What werkzeug compiles for a rule depends on these alone; it is nine tenths of making a site."""
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _address_builders:
        _address_builders[key] = _build_address(rule, append_unknown)
    return _address_builders[key]


Rule._compile_builder = _compile_builder_once  # type: ignore[method-assign]

_sqlite = create_engine("sqlite://", query_cache_size=5_000)
with _sqlite.connect():  # the dialect is whole after its first connection
    pass


def _create_engine_with_shared_statements(url: str, **options: Any) -> Engine:
    """SQLAlchemy compiles a statement for a dialect, and each engine has its own: here all of SQLite share one."""
    made = create_engine(url, **options)
    if made.dialect.name == "sqlite":
        made.dialect = made.pool._dialect = _sqlite.dialect
        made._compiled_cache = _sqlite._compiled_cache
    return made


orm.create_engine = _create_engine_with_shared_statements

_prepare_sqlite = orm._prepare_sqlite


def _prepare_sqlite_without_waiting(connection: Any, record: Any) -> None:
    _prepare_sqlite(connection, record)
    connection.execute("PRAGMA synchronous=OFF")


orm._prepare_sqlite = _prepare_sqlite_without_waiting

_costly = {"_hasher": crypto._hasher, "_NOBODY": crypto._NOBODY}
crypto._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
crypto._NOBODY = crypto.hash_password("nobody has this password")

SLOW = ("journeys", "demo", "test_serving", "house", "hub", "payments", "claims")
CITIES = ("tests/journeys/", "tests/demo/")  # the files of each share a demo city: half a minute of work


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that at the end no worker waits for another."""
    place = {name: at for at, name in enumerate(SLOW)}

    def rank(item: pytest.Item) -> int:
        part = item.path.relative_to(Path(__file__).parent).parts[0].removesuffix(".py")
        return place.get(part, len(place))

    items.sort(key=rank)


class CitiesWhole(LoadFileScheduling):  # type: ignore[misc]
    """Deals out whole files to the workers, and all files of a city to one worker: the city is made once."""

    def _split_scope(self, nodeid: str) -> str:
        found = [folder for folder in CITIES if nodeid.startswith(folder)]
        return found[0] if found else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """The quick run keeps cities whole; in the long one their files take too long for a single worker."""
    quick = config.option.dist == "loadfile" and config.option.markexpr == "not long"
    return CitiesWhole(config, log) if quick else None


gc.set_threshold(100_000, 50, 100)  # while everything is imported and collected, nothing of it is garbage


def pytest_collection_finish() -> None:
    """All that is there now stays: the collector need not look at it again after every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash of a password costs what it costs outside the tests."""
    for name, real in _costly.items():
        monkeypatch.setattr(crypto, name, real)


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that are made after this one wait for the disk, as they do outside the tests."""
    monkeypatch.setattr(orm, "_prepare_sqlite", _prepare_sqlite)


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the reference data, copied for each test that needs a database."""
    folder = tmp_path_factory.mktemp("template")
    settings = Settings.from_env({"JOBHELP_DATA_DIR": str(folder)})
    engine = database.open_engine(settings)
    database.prepare(settings, engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "jobhelp.db"


@pytest.fixture
def settings(tmp_path: Path, template_database: Path) -> Settings:
    """Development settings on a fresh copy of the migrated database; no rate limits unless a test wants them."""
    return settle(tmp_path / "data", template_database)


def settle(folder: Path, template_database: Path) -> Settings:
    """Settings of a new data folder with a copy of the migrated database."""
    folder.mkdir()
    (folder / "jobhelp.db").write_bytes(template_database.read_bytes())
    return Settings.from_env(
        {"JOBHELP_DATA_DIR": str(folder), "JOBHELP_RATE_LIMITS": "0", "JOBHELP_SMS": "file"}
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The site on its own database; unexpected errors reach the test."""
    with served(settings) as site:
        yield site


@contextmanager
def served(settings: Settings) -> Iterator[Flask]:
    """A site for tests: errors reach them, forms need no token."""
    site = create_app(settings)
    site.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True, WTF_CSRF_ENABLED=False)
    yield site
    site.extensions["jobhelp.engine"].dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The site's engine."""
    found: Engine = app.extensions["jobhelp.engine"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session for arranging data: commit before the client looks."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own in a temporary folder; skipped (in CI: failed) where it is not installed."""
    with start_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a migrated PostgreSQL database with the reference data, to be copied and not to be used."""
    with postgres_server.database() as url:
        settings = _on_postgres(tmp_path_factory.mktemp("postgres"), url)
        engine = database.open_engine(settings)
        database.prepare(settings, engine)
        engine.dispose()
        yield url


@pytest.fixture
def postgres_engine(
    postgres_server: PostgresServer, postgres_template: str, tmp_path: Path
) -> Iterator[Engine]:
    """A fresh copy of the migrated PostgreSQL database."""
    with postgres_server.database(copy_of=postgres_template) as url:
        settings = _on_postgres(tmp_path / "pg", url)
        crypto.use(crypto.Keyring.load(settings.key_file, create=True))
        opened = database.open_engine(settings)
        yield opened
        opened.dispose()


def _on_postgres(folder: Path, url: str) -> Settings:
    return Settings.from_env({"JOBHELP_DATA_DIR": str(folder), "JOBHELP_DATABASE_URL": url})


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either_engine(request: pytest.FixtureRequest) -> Engine:
    """The same test on both databases."""
    found: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgres_engine")
    return found
