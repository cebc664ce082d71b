"""Fixtures that every test shares. Tests never see the caller's JOBHELP_* settings."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

for _name in [name for name in os.environ if name.startswith("JOBHELP_")]:
    del os.environ[_name]

from jobhelp import crypto, database  # noqa: E402
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

SLOW = ("journeys", "test_serving", "house", "demo", "hub", "payments", "claims")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that at the end no worker waits for another."""
    place = {name: at for at, name in enumerate(SLOW)}

    def rank(item: pytest.Item) -> int:
        part = item.path.relative_to(Path(__file__).parent).parts[0].removesuffix(".py")
        return place.get(part, len(place))

    items.sort(key=rank)


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
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "jobhelp.db").write_bytes(template_database.read_bytes())
    return Settings.from_env(
        {"JOBHELP_DATA_DIR": str(folder), "JOBHELP_RATE_LIMITS": "0", "JOBHELP_SMS": "file"}
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The site on its own database; unexpected errors reach the test."""
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


@pytest.fixture
def postgres_engine(postgres_url: str, tmp_path: Path) -> Iterator[Engine]:
    """A migrated PostgreSQL database with the reference data."""
    settings = Settings.from_env(
        {"JOBHELP_DATA_DIR": str(tmp_path / "pg"), "JOBHELP_DATABASE_URL": postgres_url}
    )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    crypto.use(crypto.Keyring.load(settings.key_file, create=True))
    opened = database.open_engine(settings)
    database.prepare(settings, opened)
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either_engine(request: pytest.FixtureRequest) -> Engine:
    """The same test on both databases."""
    found: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgres_engine")
    return found
