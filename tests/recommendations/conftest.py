"""A small city with a past, and one resident of it who can sign in."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.config import Settings
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.matching.features import FEATURES
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.text import WIDTH
from jobhelp.recommendations import shelf
from jobhelp.recommendations.service import Recommended, current_for
from tests import factories
from tests.recommendations.city import City, build

SMALL = {"openings": 60, "seekers": 20, "each": 4}


@pytest.fixture
def city(engine: Engine) -> City:
    """60 openings, 20 people and half a year of applications."""
    return build(engine, **SMALL)


@pytest.fixture
def models_dir(settings: Settings) -> Path:
    """Where the site keeps its rankers."""
    return settings.models_dir


@pytest.fixture
def model(models_dir: Path) -> Ranker:
    """A ranker in use whose tables hold random numbers: whatever reaches a feature moves the list."""
    return keep_random_model(models_dir)


def keep_random_model(models_dir: Path, seed: int = 8) -> Ranker:
    """Put a ranker with random tables into use."""
    rng = np.random.default_rng(seed)
    tables = {
        name: np.concatenate([[0.0], rng.normal(0, 1, one.scale.steps)]) for name, one in FEATURES.items()
    }
    ranker = Ranker("model:test", tables, 0.0, (-1.0, 1.0), {"source": "test"})
    idf = {name: np.ones(WIDTH, np.float32) for name in ("title", "text")}
    return shelf.keep(models_dir, ranker, idf, clock.now()).ranker


@dataclass
class Resident:
    """A signed-in resident: the browser, the account and the rows."""

    client: FlaskClient
    user: User
    seeker: Seeker
    profile: SeekerProfile


@pytest.fixture
def resident(client: FlaskClient, session: Session) -> Resident:
    """A resident of 南岗区 who wants to clean, by day."""
    user = factories.make_user(session)
    seeker = factories.make_seeker(
        session, user=user, wanted=["4-09-08-01"], shifts=["day"], lat=45.76, lon=126.66, max_km=10.0
    )
    session.commit()
    factories.sign_in(client, user)
    return Resident(client, user, seeker, session.get_one(SeekerProfile, seeker.id))


def listed(session: Session, seeker: Seeker, models_dir: Path) -> Recommended:
    """The person's list as a page would show it now."""
    session.rollback()  # a new request sees what was committed
    session.expire_all()
    return current_for(session, seeker, models_dir)
