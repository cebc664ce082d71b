"""The small city that the whole-site tests share."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.house.scene import Scene, build


@pytest.fixture
def scene(app: Flask, session: Session) -> Scene:
    """A city with two districts and one person of each role; CSRF is off, errors become pages."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return build(app, Path(app.config["JOBHELP"].data_dir) / "jobhelp.db", session)
