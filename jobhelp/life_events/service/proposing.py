"""From what happened to tasks for people. The same finding is one task, however often it is found."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import queries as claims
from jobhelp.claims.deadlines import working_day
from jobhelp.claims.models import Claim
from jobhelp.claims.states import RUNNING_STATES
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import queries
from jobhelp.life_events.effects import JOB, OPENS, effect
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.next_steps import Chance
from jobhelp.life_events.states import Cause, ProposalKind, ProposalState
from jobhelp.orm import new_uid

K = ProposalKind
PROMISED: Mapping[ProposalKind, int] = {
    K.STOP: 5,
    K.SUSPEND: 5,
    K.RECHECK: 5,
    K.COUNTDOWN: 5,
    K.SWITCH: 10,
    K.APPLY: 10,
}
"""Working days in which a person looks at each kind."""


def propose(
    session: Session,
    key: str,
    kind: ProposalKind,
    programme: str,
    cause: Cause,
    *,
    claim: Claim | None = None,
    seeker: Seeker | None = None,
    employer: Employer | None = None,
    hire: str = "",
    evidence: Mapping[str, Any] | None = None,
    effective_on: date | None = None,
    screening_id: int | None = None,
    told: str = "",
) -> Proposal | None:
    """Write one task about a person or an employer (of a claim: its holder); `hire`: which of the employer's hires.

    None when the same finding is a task already (open or decided), or when whom it was about is gone.
    """
    seeker_id = seeker.id if seeker is not None else claim.seeker_id if claim is not None else None
    employer_id = employer.id if employer is not None else claim.employer_id if claim is not None else None
    if (seeker_id is None) == (employer_id is None) or by_key(session, key) is not None:
        return None
    now = clock.now()
    proposal = Proposal(
        uid=new_uid(),
        key=key,
        kind=kind.value,
        programme=programme,
        cause=cause.value,
        claim_id=claim.id if claim else None,
        seeker_id=seeker_id,
        employer_id=employer_id,
        hire=hire or (hire_of(claim) if claim is not None else ""),
        district_code=_district(claim, seeker or employer),
        screening_id=screening_id,
        evidence=dict(evidence or {}),
        effective_on=effective_on,
        due_on=working_day(clock.today(), PROMISED[kind], claims.calendar(session)),
        state=ProposalState.OPEN.value,
        created_at=now,
    )
    if told:
        proposal.told = told
    try:
        with session.begin_nested():
            session.add(proposal)
    except IntegrityError:  # somebody else found the same a moment ago
        return None
    return proposal


def by_key(session: Session, key: str) -> Proposal | None:
    """The task with this key."""
    return session.scalar(select(Proposal).where(Proposal.key == key))


def hire_of(claim: Claim) -> str:
    """For which hire of an employer a claim is, by its keyed digest; "" where it is for the claimant."""
    return claim.holder.partition(":")[2]


def _district(claim: Claim | None, subject: Seeker | Employer | None) -> str | None:
    """Where it is paid, else where the person or employer is registered."""
    if claim is not None and claim.district_code is not None:
        return claim.district_code
    return subject.district_code if subject is not None else None


def about_claims(
    session: Session,
    seeker: Seeker,
    cause: Cause,
    on: date,
    key: str,
    *,
    evidence: Mapping[str, Any] | None = None,
    work: str = JOB,
    told: str = "",
) -> list[Proposal]:
    """What an event means for everything that a person has or has applied for: one task a claim.

    An application that is not decided yet is nothing to stop: its officer is asked to look again.
    """
    made = []
    held = queries.live_claims(session, seeker.id)
    for claim in held:
        follows = effect(cause, claim.programme, on, work=work)
        if follows is None:
            continue
        running = claim.state in RUNNING_STATES
        found = dict(evidence or {}) | {"criterion": follows.criterion}
        made.append(
            propose(
                session,
                f"{key}:{claim.id}",
                follows.kind if running else K.RECHECK,
                claim.programme,
                cause,
                claim=claim,
                seeker=seeker,
                evidence=found,
                effective_on=on,
                told=told,
            )
        )
    has = {claim.programme for claim in held} | queries.open_switches(session, seeker.id)
    for programme, criterion in OPENS.get(cause, {}).items():
        if programme not in has:
            found = dict(evidence or {}) | {"criterion": criterion}
            made.append(
                propose(
                    session,
                    f"{key}:{programme}",
                    K.SWITCH,
                    programme,
                    cause,
                    seeker=seeker,
                    evidence=found,
                    effective_on=on,
                    told=told,
                )
            )
    return [one for one in made if one is not None]


def switches(
    session: Session, seeker: Seeker, found: Iterable[Chance], cause: Cause, key: str, **evidence: Any
) -> list[Proposal]:
    """One task for each programme that somebody may have next."""
    made = []
    for chance in found:
        details = evidence | {"missing": list(chance.missing), "open": list(chance.open)}
        made.append(
            propose(
                session,
                f"{key}:{chance.programme}",
                K.SWITCH,
                chance.programme,
                cause,
                seeker=seeker,
                evidence=details,
                effective_on=clock.today(),
            )
        )
    return [one for one in made if one is not None]
