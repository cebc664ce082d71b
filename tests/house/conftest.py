"""The small city that the whole-site tests share: built once a process, put back before each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from jobhelp import crypto
from jobhelp.extensions import limiter
from tests.conftest import served, settle
from tests.house.scene import Scene, build


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory, template_database: Path) -> Iterator[Scene]:
    """A city with two districts and one person of each role; CSRF is off, errors become pages."""
    settings = settle(tmp_path_factory.mktemp("house") / "data", template_database)
    with served(settings) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with Session(app.extensions["jobhelp.engine"], expire_on_commit=False) as session:
            yield build(app, settings.data_dir / "jobhelp.db", session)


@pytest.fixture
def scene(built: Scene) -> Iterator[Scene]:
    """The city as it was at first, with its own keys and settings."""
    config = dict(built.app.config)
    crypto.use(crypto.Keyring.load(config["JOBHELP"].key_file))
    limiter.enabled = config["RATELIMIT_ENABLED"]  # the newest site of the process decides otherwise
    built.restore()
    yield built
    built.app.config.clear()
    built.app.config.update(config)
