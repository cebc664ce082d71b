"""Everyone registered, for every programme: who fits and does not receive, who receives and no longer fits.

People first, then employers. A block is read and assessed without a lock, and written in one short transaction that
also moves the screening on: a run that is broken off goes on after its last block. What is found becomes tasks;
nothing stops.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit import service as audit
from jobhelp.claims.models import Claim
from jobhelp.employers.models import Employer
from jobhelp.errors import Conflict
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import firms, people, queries
from jobhelp.life_events.firms import Firm
from jobhelp.life_events.models import Screening, ScreeningFind
from jobhelp.life_events.service.proposing import by_key, propose
from jobhelp.life_events.service.sorting import Found, Told, sort_firms, sort_people
from jobhelp.life_events.states import Cause, Find, ProposalKind, ProposalState
from jobhelp.orm import rows_changed, write_session

BLOCK = 500
Say = Callable[[str], None]
HALF = 6
"""The last month of the first half of a year: the same finding is proposed again in the next half, not before."""


@dataclass
class Screened:
    """How a run went. `finished` False: the time was over; the next run goes on."""

    screening_id: int
    on: date
    people: int
    employers: int
    counts: dict[str, dict[str, int]]
    resumed_after: int
    seconds: float
    finished: bool
    proposals: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class At:
    """How far a screening is: the last person's number, and the last employer's once all people are done."""

    person: int = 0
    employer: int | None = None


@dataclass
class Step:
    """One block, assessed and not written yet."""

    before: At
    after: At
    lists: list[Found]
    told: Told
    people: int = 0
    employers: int = 0
    finished: bool = False


def screen(engine: Engine, on: date, say: Say, *, most_seconds: float | None = None) -> Screened:
    """Assess everyone for every programme on a day, and make tasks of what is found. Raises `Conflict` when another
    run of the same screening is at work.
    """
    began = time.monotonic()
    with write_session(engine) as session:
        screening = queries.unfinished(session, on) or _new(session, on)
        number, at = screening.id, At(screening.reached, screening.reached_employer)
        people_done, employers_done = screening.people, screening.employers
        total = session.scalar(select(func.count()).select_from(Seeker)) or 0
    resumed, finished = at.person, False
    while not finished and (most_seconds is None or time.monotonic() - began < most_seconds):
        with Session(engine, expire_on_commit=False) as session:
            step = _assess(session, on, at)
        with write_session(engine) as session:
            _write(session, number, on, step)
        at, finished = step.after, step.finished
        people_done, employers_done = people_done + step.people, employers_done + step.employers
        pace = _pace(people_done, time.monotonic() - began)
        say(f"{people_done:>9,} of {total:,} people, {employers_done:,} employers, {pace}")
    with Session(engine, expire_on_commit=False) as session:
        done = session.get_one(Screening, number)
        counts: dict[str, dict[str, int]] = dict(done.counts)
        proposals = counts.pop("proposals", {})
    seconds = round(time.monotonic() - began, 1)
    return Screened(number, on, people_done, employers_done, counts, resumed, seconds, finished, proposals)


def _pace(people: int, seconds: float) -> str:
    return f"{people / seconds:,.0f} a second" if seconds else "at once"


def _new(session: Session, on: date) -> Screening:
    screening = Screening(on=on, began_at=clock.now(), people=0, employers=0, reached=0, counts={})
    session.add(screening)
    session.flush()
    return screening


def _assess(session: Session, on: date, at: At) -> Step:
    """The next block: of people, or of employers when all people are done."""
    if at.employer is None:
        everyone = people.block(session, on, after=at.person, limit=BLOCK)
        last = everyone[-1].seeker_id if everyone else at.person
        after = At(last, 0 if len(everyone) < BLOCK else None)
        return Step(at, after, *sort_people(session, everyone, on), people=len(everyone))
    found, many, last = firms.block(session, on, after=at.employer, limit=BLOCK)
    lists, told = sort_firms(session, found, on)
    return Step(at, At(at.person, last), lists, told, employers=many, finished=many < BLOCK)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


def _write(session: Session, number: int, on: date, step: Step) -> None:
    """Write one block: whole or not at all, and only if nobody else has written it."""
    guard = update(Screening).where(
        Screening.id == number,
        Screening.reached == step.before.person,
        Screening.reached_employer.is_not_distinct_from(step.before.employer),
        Screening.ended_at.is_(None),
    )
    moved = {
        "reached": step.after.person,
        "reached_employer": step.after.employer,
        "ended_at": clock.now() if step.finished else None,
    }
    if not rows_changed(session, guard.values(**moved)):
        raise Conflict()
    kept = _still_there(session, step.lists)
    if kept:
        session.execute(insert(ScreeningFind), [_row(number, one) for one in kept])
    made: Counter[str] = Counter()
    for one in kept:
        if one.found is not Find.LIKELY:
            made["new" if _task(session, number, on, one) else "known"] += 1
    screening = session.get_one(Screening, number, populate_existing=True)
    screening.people += step.people
    screening.employers += step.employers
    screening.counts = _added(screening.counts, step.told | {"proposals": made})
    if step.finished:
        audit.record(
            session,
            "life_events:screen",
            subject="screening",
            subject_id=number,
            on=on.isoformat(),
            people=screening.people,
            employers=screening.employers,
        )


def _still_there(session: Session, lists: list[Found]) -> list[Found]:
    """Without those who have left since their block was read."""
    seekers = [one.subject.seeker_id for one in lists if one.subject.seeker_id is not None]
    employers = [one.subject.employer_id for one in lists if one.subject.employer_id is not None]
    people_here = set(session.scalars(select(Seeker.id).where(Seeker.id.in_(seekers))))
    firms_here = set(session.scalars(select(Employer.id).where(Employer.id.in_(employers))))
    return [
        one for one in lists if one.subject.seeker_id in people_here or one.subject.employer_id in firms_here
    ]


def _row(number: int, one: Found) -> dict[str, Any]:
    return {
        "screening_id": number,
        "seeker_id": one.subject.seeker_id,
        "employer_id": one.subject.employer_id,
        "hire": one.subject.hire,
        "programme": one.programme,
        "found": one.found.value,
        "district_code": _district(one),
        "claim_id": one.claim.id if one.claim else None,
        "missing": list(one.missing),
        "criteria": list(one.criteria),
        "amount": one.amount,
    }


def _district(one: Found) -> str | None:
    """The district that pays, where something is paid; else where the person lives or the employer is registered."""
    return (one.claim.district_code if one.claim else None) or one.subject.district_code


def _task(session: Session, number: int, on: date, one: Found) -> bool:
    """The task that follows. The same finding in the same half of a year is the same task."""
    half, subject = f"{on.year}h{1 if on.month <= HALF else 2}", one.subject
    if one.claim is not None:
        key = f"no_longer:{one.claim.id}:{'+'.join(one.criteria)}:{half}"
        evidence: dict[str, Any] = {"criterion": one.criteria[0], "failing": list(one.criteria)}
        kind, cause = ProposalKind.RECHECK, Cause.NO_LONGER
    else:
        key = f"apply:{subject.holder}:{one.programme}:{half}"
        evidence = {"amount": one.amount}
        kind, cause = ProposalKind.APPLY, Cause.QUALIFIES
    if isinstance(subject, Firm) and subject.application_id is not None:
        evidence |= {"application": subject.application_id, "opening": subject.opening_id}
    made = propose(
        session,
        key,
        kind,
        one.programme,
        cause,
        claim=session.get_one(Claim, one.claim.id) if one.claim is not None else None,
        seeker=session.get_one(Seeker, subject.seeker_id) if subject.seeker_id is not None else None,
        employer=session.get_one(Employer, subject.employer_id) if subject.employer_id is not None else None,
        hire=subject.hire,
        evidence=evidence,
        effective_on=on,
        screening_id=number,
    )
    if made is None:
        known = by_key(session, key)
        if known is not None and known.state == ProposalState.OPEN:
            known.screening_id = number  # the task that waits belongs to the latest screening
    return made is not None


def _added(before: dict[str, Any], told: Told) -> dict[str, Any]:
    return before | {code: dict(Counter(before.get(code, {})) + counted) for code, counted in told.items()}
