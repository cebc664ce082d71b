"""What the background worker does for lists. Each may start twice and does no harm."""

from sqlalchemy import Engine

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.recommendations import service

MOST_SECONDS = 30.0


def _silent(_text: str) -> None:
    """A worker has nobody to tell how far it is."""


def refresh(engine: Engine, settings: Settings) -> str:
    """Keep new lists for those whose profile changed."""
    return f"{service.refresh_stale(engine, settings.models_dir)} lists"


def night(engine: Engine, settings: Settings) -> str:
    """Rank the whole city for the day that has begun, or for a new ranker: a while each time, so that messages do
    not wait for it.
    """
    on = clock.today()
    if service.is_matched(engine, settings, on):
        return "done already"
    matched = service.match_city(
        engine,
        settings.models_dir,
        on,
        _silent,
        most_seconds=MOST_SECONDS,
        strength=settings.congestion,
        address=settings.dask_address,
    )
    return (
        f"{matched.lists} lists by {matched.model}, {'finished' if matched.finished else 'to be continued'}"
    )


def learn(engine: Engine, settings: Settings) -> str:
    """Learn from another week; a model that is no better than the stated rule stays outside."""
    try:
        trained = service.train(engine, settings.models_dir, clock.today(), _silent)
    except service.TooFewOutcomes as too_few:
        return str(too_few)
    return f"{trained.model} released" if trained.released else f"refused: {trained.why}"
