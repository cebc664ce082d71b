"""The demo city: make it, keep it fresh, make it larger. Refused in production."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts import queries as accounts
from jobhelp.applications.models import Application
from jobhelp.config import Settings
from jobhelp.demo import city, crowd, life_events, texts
from jobhelp.demo.accounts import ACCOUNTS, accounts_text
from jobhelp.demo.freshening import freshen, stamp
from jobhelp.demo.timeline import Timeline
from jobhelp.demo.world import Maker
from jobhelp.employers.models import Employer
from jobhelp.errors import CommandFailed
from jobhelp.jobseekers.models import Seeker
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.orm import write_session
from jobhelp.reference.queries import book

__all__ = ["Census", "accounts_text", "bulk", "census", "ensure"]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Census:
    """What the city holds."""

    employers: int
    openings: int
    on_show: int
    seekers: int
    applications: int


def ensure(engine: Engine, settings: Settings, say: Say) -> bool:
    """Add the demo city when it is missing, freshen it when it is old. Returns whether it was added.

    One transaction: it is whole or not there, however the run ends. Other data in the database stay as they are.
    """
    _refuse_production(settings)
    with write_session(engine) as session:
        if _stands(session):
            moved = freshen(session, clock.today())
            if moved:
                say(f"The demo city's {moved} openings were moved to today's dates.")
            return False
        say("Building the demo city …")
        started = time.monotonic()
        made = city.build(session, _maker(session, settings))
        life_events.tell_facts(session)
        life_events.happen(session)
        stamp(session, clock.today())
    life_events.look_around(engine)
    say(
        f"The demo city stands: {made['employers']} employers, {made['openings']:,} openings (past ones too), "
        f"{made['seekers']} residents, {made['applications']:,} applications "
        f"({time.monotonic() - started:.1f} s)."
    )
    return True


def bulk(engine: Engine, settings: Settings, openings: int, seekers: int, say: Say) -> Census:
    """Add openings and people until `openings` are on show and `seekers` are registered, with a year of applications.

    An interrupted run is gone on with by the same call. People of the crowd have accounts without a password.
    """
    _refuse_production(settings)
    started = time.monotonic()
    added = Counter[str]()
    census_now = _count(engine)
    while census_now.on_show < openings or census_now.seekers < seekers:
        missing = (max(0, openings - census_now.on_show), max(0, seekers - census_now.seekers))
        tranches = crowd.plan(*missing)
        for tranche in tranches:
            with write_session(engine) as session:
                maker = _maker(session, settings)
                written = crowd.add(session, maker, tranche, census_now.openings, census_now.seekers)
            added["openings"] += len(written.opening_ids)
            added["people"] += len(written.seeker_ids)
            added["applications"] += written.applications
            say(f"{tranche.number + 1:>3}/{len(tranches)}: {_progress(added, time.monotonic() - started)}")
        census_now = _count(
            engine
        )  # some of the new openings are full by now: the next round makes up for them
    return census_now


def _progress(added: Counter[str], spent: float) -> str:
    counts = ", ".join(f"{count:,} {what}" for what, count in added.items())
    return f"{counts} in {spent:.0f} s ({added.total() / spent:,.0f} rows a second)"


def _count(engine: Engine) -> Census:
    with Session(engine) as session:
        return census(session)


def census(session: Session) -> Census:
    """Count the city."""

    def count(model: type, *where: object) -> int:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]

    return Census(
        employers=count(Employer),
        openings=count(Opening),
        on_show=count(Opening, Opening.state == OpeningState.PUBLISHED.value),
        seekers=count(Seeker),
        applications=count(Application),
    )


def _maker(session: Session, settings: Settings) -> Maker:
    reference = book(session)
    return Maker(texts.read(settings.seed_dir / "demo", reference), reference, Timeline(clock.now()))


def _stands(session: Session) -> bool:
    """Whether the accounts of the demo city are there. Raises when somebody else has one of their phone numbers."""
    found = [accounts.by_phone(session, account.phone) for account in ACCOUNTS]
    if any(user is not None and not user.demo for user in found):
        raise CommandFailed(
            "the demo city cannot be added: one of its telephone numbers belongs to another account."
        )
    return any(found)


def _refuse_production(settings: Settings) -> None:
    if settings.production:
        raise CommandFailed("the demo city is for demonstrations and tests: refused in production.")
