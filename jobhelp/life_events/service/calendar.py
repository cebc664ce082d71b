"""What the calendar brings: 60, 30 and 7 days before the end of a benefit, and the statutory retirement date."""

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import queries, telling
from jobhelp.life_events.effects import PENSION
from jobhelp.life_events.service.proposing import propose
from jobhelp.life_events.states import COUNTDOWN_DAYS, Cause, ProposalKind
from jobhelp.orm import write_session
from jobhelp.policy.facts import BadFact
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.retirement import retirement_dates

BATCH = 200
K = ProposalKind


def count_down(engine: Engine, today: date) -> int:
    """Make the tasks and notices of every benefit that ends soon. A second run finds nothing. Returns how many."""
    made, after = 0, 0
    while True:
        with write_session(engine) as session:
            until = today + timedelta(days=max(COUNTDOWN_DAYS))
            found = queries.ending(session, today, until, after=after, limit=BATCH)
            made += sum(_warn(session, claim, today) for claim in found)
        if len(found) < BATCH:
            return made
        after = found[-1].id


def stage(days: int) -> int | None:
    """Which warning is due so many days before the end: the nearest one only, also after days without a run."""
    return min((limit for limit in COUNTDOWN_DAYS if 0 <= days <= limit), default=None)


def _warn(session: Session, claim: Claim, today: date) -> bool:
    days = (claim.ends_on - today).days if claim.ends_on is not None else -1
    due = stage(days)
    if due is None or claim.ends_on is None:
        return False
    seeker = session.get(Seeker, claim.seeker_id) if claim.seeker_id is not None else None
    made = propose(
        session,
        f"countdown:{claim.id}:{claim.ends_on.isoformat()}:{due}",
        K.COUNTDOWN,
        claim.programme,
        Cause.ENDING,
        claim=claim,
        seeker=seeker,
        evidence={"days": days, "stage": due},
        effective_on=claim.ends_on,
    )
    if made is None:
        return False
    made.due_on = min(made.due_on, claim.ends_on)
    telling.about(session, made, telling.ENDING, days=days)
    return True


def reach_retirement(engine: Engine, today: date) -> int:
    """Propose the end of what retirement ends, for everybody whose date has come. Returns how many."""
    made, after = 0, 0
    while True:
        with write_session(engine) as session:
            found = queries.running_of_people(session, tuple(PENSION), after=after, limit=BATCH)
            made += sum(_retire(session, claim, today) for claim in found)
        if len(found) < BATCH:
            return made
        after = found[-1].id


def _retire(session: Session, claim: Claim, today: date) -> bool:
    """For a woman whose class is not known, two dates are possible: after the earlier one a person looks."""
    seeker = session.get(Seeker, claim.seeker_id)
    if seeker is None:
        return False
    try:
        facts = claims.facts_for(session, seeker, claim.programme, today)
        dates = [day for day in retirement_dates(Reader(published()), facts).values() if day is not None]
    except BadFact:
        return False
    reached = [day for day in dates if day <= today]
    if not reached:
        return False
    sure = len(reached) == len(dates)
    follows = PENSION[claim.programme]
    made = propose(
        session,
        f"retirement:{claim.id}:{max(reached).isoformat()}",
        follows.kind if sure else K.RECHECK,
        claim.programme,
        Cause.RETIREMENT,
        claim=claim,
        seeker=seeker,
        evidence={"criterion": follows.criterion} | ({} if sure else {"open": ["retire_class"]}),
        effective_on=max(reached),
    )
    if made is not None:
        telling.happened(session, Cause.RETIREMENT, seeker.id)
    return made is not None
