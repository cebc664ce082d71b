"""The invented city that the benchmarks of the ranker measure in: its database, and a model trained there."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from jobhelp import clock, crypto, database
from jobhelp.config import Settings
from jobhelp.demo import service as demo
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.training import AdditiveTrainer, Pairs
from jobhelp.recommendations import shelf
from jobhelp.recommendations.service.training import study
from tests.recommendations import city as town

Say = Callable[[str], None]


@dataclass(frozen=True)
class City:
    """A prepared city: the database, a model trained in it, and everything of its training."""

    settings: Settings
    engine: Engine
    trainer: AdditiveTrainer
    pairs: Pairs
    ranker: Ranker


def settings_of(folder: Path) -> Settings:
    return Settings.from_env({"JOBHELP_DATA_DIR": str(folder), "JOBHELP_RATE_LIMITS": "0"})


def opened(folder: Path) -> tuple[Settings, Engine]:
    settings = settings_of(folder)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    crypto.use(crypto.Keyring.load(settings.key_file, create=True))
    engine = database.open_engine(settings)
    database.prepare(settings, engine)
    return settings, engine


def prepared(folder: Path, openings: int, seekers: int, say: Say, *, small: bool = False) -> City:
    """Fill the city up to this size, train as the site does, and put the model into use.

    small  a town of the tests instead of the invented city, which has some hundreds of people at the least
    """
    settings, engine = opened(folder)
    if small:
        town.build(engine, openings, seekers)
    else:
        demo.ensure(engine, settings, say)
        demo.bulk(engine, settings, openings, seekers, say)
    studied = study(engine, clock.today(), say)
    learned = studied.learned
    kept = shelf.keep(
        settings.models_dir, replace(learned.ranker, card=studied.card), studied.idf, clock.now()
    )
    return City(settings, engine, learned.trainer, learned.pairs, kept.ranker)


@contextlib.contextmanager
def folder_of(wanted: Path | None) -> Iterator[Path]:
    """The given folder, which stays, or one of our own, which goes."""
    if wanted is not None:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted
        return
    made = Path(tempfile.mkdtemp(prefix="jobhelp-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
