"""What `jobhelp serve --demo` needs to be there: a ranker and today's lists. Each only when missing."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.recommendations import queries, shelf
from jobhelp.recommendations.service.city import match_city
from jobhelp.recommendations.service.training import TooFewOutcomes, train

Say = Callable[[str], object]


def ensure_model(engine: Engine, settings: Settings, say: Say) -> None:
    """Train a ranker when there is none that works. Without enough history the stated rule ranks."""
    if not shelf.known(settings.models_dir).is_rule:
        return
    try:
        trained = train(engine, settings.models_dir, clock.today(), say)
    except TooFewOutcomes as too_few:
        say(f"No model yet, the stated rule ranks. {too_few}")
        return
    if trained.released:
        say(f"The ranker is {trained.model} ({trained.seconds:.0f} s).")
    else:
        say(f"The new model is not used ({trained.why}); the stated rule ranks.")


def ensure_lists(engine: Engine, settings: Settings, say: Say) -> None:
    """Rank the city when today's run of the ranker in use is missing or broke off."""
    on = clock.today()
    if not is_matched(engine, settings, on):
        match_city(
            engine,
            settings.models_dir,
            on,
            say,
            strength=settings.congestion,
            address=settings.dask_address,
        )


def is_matched(engine: Engine, settings: Settings, on: date) -> bool:
    """Whether the ranker in use has ranked the whole city for that day."""
    with Session(engine) as session:
        run = queries.last_run(session, on, shelf.known(settings.models_dir).ranker.name)
    return run is not None and run.finished_at is not None
