"""Everyone registered, for every programme: who fits and does not receive, who receives and no longer fits.

A block of people is read and assessed without a lock, and written in one short transaction that also moves the
screening on: a run that is broken off goes on after its last block. What is found becomes tasks; nothing stops.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit import service as audit
from jobhelp.claims import queries as claims
from jobhelp.claims.models import Claim
from jobhelp.errors import Conflict
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import queries
from jobhelp.life_events.costs import whole
from jobhelp.life_events.effects import ASKED_ONCE, CONTINUING
from jobhelp.life_events.models import Screening, ScreeningFind
from jobhelp.life_events.next_steps import PEOPLES, chance_of, found_for
from jobhelp.life_events.people import Person, block
from jobhelp.life_events.service.proposing import by_key, propose
from jobhelp.life_events.states import Cause, Find, ProposalKind, ProposalState
from jobhelp.orm import rows_changed, write_session
from jobhelp.policy.assess import UNREADABLE
from jobhelp.policy.bulk import assess_many
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Finding
from jobhelp.policy.texts import programme

BLOCK = 500
Say = Callable[[str], None]
HALF = 6
"""The last month of the first half of a year: the same finding is proposed again in the next half, not before."""


@dataclass
class Found:
    """One line of one list."""

    person: Person
    programme: str
    found: Find
    missing: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    amount: int | None = None
    claim: Claim | None = None


@dataclass
class Screened:
    """How a run went. `finished` False: the time was over; the next run goes on."""

    screening_id: int
    on: date
    people: int
    counts: dict[str, dict[str, int]]
    resumed_after: int
    seconds: float
    finished: bool
    proposals: dict[str, int] = field(default_factory=dict)


def screen(engine: Engine, on: date, say: Say, *, most_seconds: float | None = None) -> Screened:
    """Assess everyone for every programme on a day, and make tasks of what is found. Raises `Conflict` when another
    run of the same screening is at work.
    """
    began = time.monotonic()
    with write_session(engine) as session:
        screening = queries.unfinished(session, on) or _new(session, on)
        number, reached, people = screening.id, screening.reached, screening.people
        total = session.scalar(select(func.count()).select_from(Seeker)) or 0
    resumed, finished = reached, False
    while most_seconds is None or time.monotonic() - began < most_seconds:
        with Session(engine, expire_on_commit=False) as session:
            everyone = block(session, on, after=reached, limit=BLOCK)
            lists, told = _assess(session, everyone, on)
        last = everyone[-1].seeker_id if everyone else reached
        with write_session(engine) as session:
            finished = len(everyone) < BLOCK
            _write(session, number, on, reached, last, lists, told, len(everyone), finished=finished)
        reached, people = last, people + len(everyone)
        say(f"{people:>9,} of {total:,} people, {_pace(people, time.monotonic() - began)}")
        if finished:
            break
    with Session(engine, expire_on_commit=False) as session:
        done = session.get_one(Screening, number)
        counts: dict[str, dict[str, int]] = dict(done.counts)
        proposals = counts.pop("proposals", {})
    seconds = round(time.monotonic() - began, 1)
    return Screened(number, on, people, counts, resumed, seconds, finished, proposals)


def _pace(people: int, seconds: float) -> str:
    return f"{people / seconds:,.0f} a second" if seconds else "at once"


def _new(session: Session, on: date) -> Screening:
    screening = Screening(on=on, began_at=clock.now(), people=0, reached=0, counts={})
    session.add(screening)
    session.flush()
    return screening


# ── one block ────────────────────────────────────────────────────────────────────────────────────────────


def _assess(
    session: Session, everyone: list[Person], on: date
) -> tuple[list[Found], dict[str, Counter[str]]]:
    """(lines of the lists, programme → counts) of a block."""
    lists: list[Found] = []
    told: dict[str, Counter[str]] = {code: Counter() for code in PEOPLES}
    for code in PEOPLES:
        facts = [person.facts(code, on) for person in everyone]
        for person, known, finding in zip(everyone, facts, _findings(code, facts, on), strict=True):
            if finding is None:
                told[code]["unreadable"] += 1
                continue
            line = _sort(session, person, code, known, finding)
            told[code][finding.decision.value] += 1
            told[code]["receives"] += code in person.running
            if line is not None:
                told[code][line.found.value] += 1
                lists.append(line)
    return lists, told


def _findings(code: str, facts: list[Facts], on: date) -> Iterator[Finding | None]:
    """The findings of one programme, in the order of the people; one by one when somebody's facts are unreadable."""
    try:
        yield from [found[code] for found in assess_many(facts, on, (code,))]
    except UNREADABLE:
        yield from (found_for(code, known, on) for known in facts)


def _sort(session: Session, person: Person, code: str, facts: Facts, finding: Finding) -> Found | None:
    """The list on which a person stands for one programme, if any."""
    claim = person.running.get(code)
    if claim is not None:
        failing = _fails_now(session, claim, finding) if code in CONTINUING else ()
        return Found(person, code, Find.NO_LONGER, criteria=failing, claim=claim) if failing else None
    if programme(code).automatic or person.has_had(code, facts):
        return None
    chance = chance_of(finding, facts)
    if chance is None:
        return None
    if chance.sure:
        return Found(person, code, Find.QUALIFIES, amount=whole(finding))
    return Found(person, code, Find.LIKELY, missing=chance.missing, criteria=chance.open)


def _fails_now(session: Session, claim: Claim, finding: Finding) -> tuple[str, ...]:
    """The criteria that fail now and did not at the decision. Those of the day of application do not count."""
    spare = programme(claim.programme).needs_one_of
    met = any(finding.reasons.get(code) is Answer.PASS for code in spare)
    failing = [
        code
        for code, answer in finding.reasons.items()
        if answer is Answer.FAIL and code not in ASKED_ONCE and not (met and code in spare)
    ]
    if not failing:
        return ()
    decided = claims.decisions(session, claim.id)
    before = decided[0].reasons if decided else {}
    return tuple(code for code in failing if before.get(code) != Answer.FAIL.value)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


def _write(
    session: Session,
    number: int,
    on: date,
    reached: int,
    last: int,
    lists: list[Found],
    told: dict[str, Counter[str]],
    people: int,
    *,
    finished: bool,
) -> None:
    """Write one block: whole or not at all, and only if nobody else has written it."""
    guard = update(Screening).where(
        Screening.id == number, Screening.reached == reached, Screening.ended_at.is_(None)
    )
    ended = clock.now() if finished else None
    if not rows_changed(session, guard.values(reached=last, ended_at=ended)):
        raise Conflict()
    alive = set(
        session.scalars(select(Seeker.id).where(Seeker.id.in_([one.person.seeker_id for one in lists])))
    )
    kept = [one for one in lists if one.person.seeker_id in alive]  # somebody may just have left
    if kept:
        session.execute(insert(ScreeningFind), [_row(number, one) for one in kept])
    made: Counter[str] = Counter()
    for one in kept:
        if one.found is not Find.LIKELY:
            made["new" if _task(session, number, on, one) else "known"] += 1
    screening = session.get_one(Screening, number, populate_existing=True)
    screening.people += people
    screening.counts = _added(screening.counts, told | {"proposals": made})
    if finished:
        audit.record(
            session,
            "life_events:screen",
            subject="screening",
            subject_id=number,
            on=on.isoformat(),
            people=screening.people,
        )


def _row(number: int, one: Found) -> dict[str, Any]:
    return {
        "screening_id": number,
        "seeker_id": one.person.seeker_id,
        "programme": one.programme,
        "found": one.found.value,
        "district_code": _district(one),
        "claim_id": one.claim.id if one.claim else None,
        "missing": list(one.missing),
        "criteria": list(one.criteria),
        "amount": one.amount,
    }


def _district(one: Found) -> str | None:
    """The district that pays, where something is paid; else where the person lives."""
    return (one.claim.district_code if one.claim else None) or one.person.district_code


def _task(session: Session, number: int, on: date, one: Found) -> bool:
    """The task that follows. The same finding in the same half of a year is the same task."""
    half = f"{on.year}h{1 if on.month <= HALF else 2}"
    seeker = session.get_one(Seeker, one.person.seeker_id)
    if one.claim is not None:
        claim = session.get_one(Claim, one.claim.id)
        key = f"no_longer:{claim.id}:{'+'.join(one.criteria)}:{half}"
        evidence: dict[str, Any] = {"criterion": one.criteria[0], "failing": list(one.criteria)}
        kind, cause = ProposalKind.RECHECK, Cause.NO_LONGER
    else:
        claim, key = None, f"apply:{seeker.id}:{one.programme}:{half}"
        evidence = {"amount": one.amount}
        kind, cause = ProposalKind.APPLY, Cause.QUALIFIES
    made = propose(
        session,
        key,
        kind,
        one.programme,
        cause,
        claim=claim,
        seeker=seeker,
        evidence=evidence,
        effective_on=on,
        screening_id=number,
    )
    if made is None:
        known = by_key(session, key)
        if known is not None and known.state == ProposalState.OPEN:
            known.screening_id = number  # the task that waits belongs to the latest screening
    return made is not None


def _added(before: dict[str, Any], told: dict[str, Counter[str]]) -> dict[str, Any]:
    return before | {code: dict(Counter(before.get(code, {})) + counted) for code, counted in told.items()}
