"""What the calendar brings by itself. Each may start twice and does no harm."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.life_events import queries, service
from jobhelp.policy.calendar import month_of

MOST_SECONDS = 30.0


def count_down(engine: Engine, _settings: Settings) -> str:
    """Tasks and notices 60, 30 and 7 days before a benefit ends."""
    return f"{service.count_down(engine, clock.today())} made"


def retire(engine: Engine, _settings: Settings) -> str:
    """Proposals for those whose statutory retirement date has come."""
    return f"{service.reach_retirement(engine, clock.today())} made"


def screen(engine: Engine, _settings: Settings) -> str:
    """Screen the whole city once a month: a while each time, so that messages do not wait for it."""
    first = month_of(clock.today())
    with Session(engine) as session:
        if queries.finished_since(session, first):
            return "done already"
    done = service.screen(engine, first, _silent, most_seconds=MOST_SECONDS)
    return f"{done.people} people, {done.employers} employers, {'finished' if done.finished else 'to be continued'}"


def _silent(_text: str) -> None:
    """A worker has nobody to tell how far it is."""
