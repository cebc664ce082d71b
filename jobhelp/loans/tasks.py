"""What the clock does for loans."""

from sqlalchemy import Engine

from jobhelp.config import Settings
from jobhelp.loans import service
from jobhelp.orm import write_session


def remind(engine: Engine, _settings: Settings) -> int:
    """On the first day of a quarter: tell the officers that interest waits to be settled. A person settles it."""
    with write_session(engine) as session:
        return service.remind(session)


def end_finished(engine: Engine, _settings: Settings) -> int:
    """Every day: end the claims of loans that are over."""
    with write_session(engine) as session:
        return service.end_finished(session)
