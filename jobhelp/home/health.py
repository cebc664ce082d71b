"""Whether the site can serve people now. Says what is wrong, never with what address, path or secret."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobhelp import database
from jobhelp.config import Settings
from jobhelp.recommendations import shelf


@dataclass(frozen=True)
class Readiness:
    """The state of the database ("ok", "not migrated", "unreachable") and the name of the ranker in use."""

    database: str
    ranker: str

    @property
    def ready(self) -> bool:
        """Whether people may be sent here. Ranking by the stated rule is ready: the site says so and stays up."""
        return self.database == "ok"


def readiness(engine: Engine, settings: Settings) -> Readiness:
    """Ask the database and the shelf of models, now."""
    return Readiness(_database(engine), shelf.known(settings.models_dir).ranker.name)


def _database(engine: Engine) -> str:
    try:
        return "ok" if database.is_current(engine) else "not migrated"
    except SQLAlchemyError:
        return "unreachable"
