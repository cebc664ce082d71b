"""What happens to openings by itself."""

from sqlalchemy import Engine

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.openings import service
from jobhelp.orm import write_session

BATCH = 200


def expire(engine: Engine, _settings: Settings) -> int:
    """Expire what is over. Runs often and at every start; a second run finds nothing. Returns how many."""
    total = 0
    while True:
        with write_session(engine) as session:
            expired = service.expire_due(session, clock.today(), limit=BATCH)
        total += expired
        if expired < BATCH:
            return total
