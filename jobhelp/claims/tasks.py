"""What the calendar does by itself."""

from sqlalchemy import Engine

from jobhelp import clock
from jobhelp.claims import service
from jobhelp.config import Settings
from jobhelp.orm import write_session


def forget_old_drafts(engine: Engine, _settings: Settings) -> int:
    """Delete the drafts that nobody touched for ninety days. Returns how many."""
    with write_session(engine) as session:
        return service.forget_old_drafts(session)


def end_finished(engine: Engine, _settings: Settings) -> int:
    """End the benefits whose time is over and of which everything was paid. Returns how many."""
    with write_session(engine) as session:
        return len(service.end_finished(session, clock.today()))
