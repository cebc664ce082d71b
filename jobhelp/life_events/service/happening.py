"""Reactions: a hire, a granted claim, a claim that is over; and what staff keys in. Each makes proposals, no more."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import clock, identity
from jobhelp.accounts.models import User
from jobhelp.applications import service as applications
from jobhelp.audit import service as audit
from jobhelp.claims import facts as stored
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim, ClaimStep
from jobhelp.claims.states import ClaimAction, ClaimState, FactSource, seeker_holder
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import queries, telling
from jobhelp.life_events.effects import work_of
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.next_steps import PEOPLES, chances
from jobhelp.life_events.refusals import (
    AlreadyKeyedIn,
    ChoiceMissing,
    EventInTheFuture,
    EventTooOld,
    NobodyFound,
    SourceMissing,
)
from jobhelp.life_events.service.proposing import about_claims, propose, switches
from jobhelp.life_events.states import KEYED_IN, Cause, Outcome, ProposalAction, ProposalKind, ProposalState
from jobhelp.openings.models import Opening
from jobhelp.policy.exclusions import APART, CHOOSE, REVIEW, Pair, pairs_among

K = ProposalKind
OLDEST_DAYS = 3 * 366
OPENED_BY_RECOGNITION = ("si", "pw", "sl")
DIBAO = {Cause.DIBAO_GAINED: True, Cause.DIBAO_LOST: False}


# ── reactions to other slices ────────────────────────────────────────────────────────────────────────────


def hired(session: Session, event: applications.Hired) -> None:
    """Reaction: somebody has a job through this site. What they receive may have to stop; a person decides."""
    seeker = session.get(Seeker, event.seeker_id)
    opening = session.get_one(Opening, event.opening_id)
    if seeker is None:
        return
    today = clock.today()
    work = work_of(opening.kind, opening.hours_per_day, opening.hours_per_week, today)
    made = about_claims(
        session,
        seeker,
        Cause.HIRED,
        today,
        f"hired:{event.application_id}",
        evidence={"application": event.application_id, "opening": opening.id, "work": work},
        work=work,
    )
    if made:
        telling.happened(session, Cause.HIRED, seeker.id)


def claim_granted(session: Session, event: claims.ClaimGranted) -> None:
    """Reaction: what excludes the newly granted programme is looked at; a recognition opens other doors."""
    claim = session.get_one(Claim, event.claim_id)
    others = [one for one in queries.running_of(session, claim.holder) if one.id != claim.id]
    post = stored.read_all(claim.facts).get("post", "fulltime") if claim.programme == "pw" else None
    for other in others:
        for pair in pairs_among((claim.programme, other.programme), post):
            _exclude(session, pair, claim, other)
    seeker = session.get(Seeker, claim.seeker_id) if claim.seeker_id is not None else None
    if claim.programme == "dp" and seeker is not None:
        _open_doors(session, seeker, OPENED_BY_RECOGNITION, Cause.OTHER_GRANTED, f"opened:{claim.id}")


def _exclude(session: Session, pair: Pair, granted: Claim, other: Claim) -> None:
    """Two programmes that may not meet: the second of the pair waits; a full-time post ends what it replaces."""
    kinds = {APART: K.SUSPEND, CHOOSE: K.RECHECK, REVIEW: K.RECHECK}
    if pair.kind not in kinds:
        return
    after = pair.first if pair.only_posts else pair.second
    waits = next(one for one in (granted, other) if one.programme == after)
    propose(
        session,
        f"excluded:{granted.id}:{other.id}",
        K.STOP if pair.only_posts else kinds[pair.kind],
        waits.programme,
        Cause.OTHER_GRANTED,
        claim=waits,
        seeker=session.get(Seeker, waits.seeker_id) if waits.seeker_id is not None else None,
        evidence={"pair": [pair.first, pair.second], "other": granted.programme},
        effective_on=clock.today(),
    )


def claim_ended(session: Session, event: claims.ClaimEnded) -> None:
    """Reaction: a benefit ran out. The next programmes are assessed and proposed, with new recommendations."""
    claim = session.get_one(Claim, event.claim_id)
    lapse(session, claim.id)
    if not _ran_out(session, claim):
        return
    seeker = session.get(Seeker, claim.seeker_id) if claim.seeker_id is not None else None
    if seeker is None:
        return
    if claim.programme == "ui" and claim.ends_on is not None:
        exhausted = {"ui_exhausted_on": claim.ends_on, "on_ui": False}
        claims.learn_facts(session, claim.holder, exhausted, source=FactSource.REGISTER, by=None)
    codes = tuple(code for code in PEOPLES if code not in (claim.programme, "ui"))
    made = _next(session, seeker, codes, Cause.RAN_OUT, f"next:{claim.id}")
    if made:
        telling.tell(session, seeker.id, telling.RAN_OUT, count=made)
    else:
        telling.tell(session, seeker.id, telling.RAN_OUT_NOTHING, telling.RECOMMENDATIONS)


def claim_stopped(session: Session, event: claims.ClaimStopped) -> None:
    """Reaction: what was proposed about a claim that is stopped has nothing left to decide."""
    lapse(session, event.claim_id)


def lapse(session: Session, claim_id: int) -> int:
    """Close the open proposals about a claim that is over. Returns how many."""
    found = queries.open_about(session, claim_id)
    for proposal in found:
        proposal.state = ProposalState.DISMISSED.value
        proposal.outcome = Outcome.LAPSED.value
        proposal.decided_at = clock.now()
        audit.record(
            session,
            f"life_events:{ProposalAction.LAPSE}",
            subject="proposal",
            subject_id=proposal.id,
            claim=claim_id,
        )
    session.flush()
    return len(found)


def _ran_out(session: Session, claim: Claim) -> bool:
    """Whether it ended because its months were over; an upheld refusal ends a claim too."""
    statement = select(ClaimStep.action).where(ClaimStep.claim_id == claim.id)
    last = session.scalar(statement.order_by(ClaimStep.id.desc()).limit(1))
    return claim.state == ClaimState.ENDED and last == ClaimAction.END and claim.ends_on is not None


def _open_doors(session: Session, seeker: Seeker, codes: Iterable[str], cause: Cause, key: str) -> None:
    made = _next(session, seeker, codes, cause, key)
    if made:
        telling.tell(session, seeker.id, telling.OPENED, count=made)


def _next(session: Session, seeker: Seeker, codes: Iterable[str], cause: Cause, key: str) -> int:
    """Assess these programmes on what is known today, and propose those that are met or likely. Returns how many
    there are, those included that wait as a proposal already: nobody reads the same twice.
    """
    today = clock.today()
    held = {claim.programme for claim in queries.live_claims(session, seeker.id)}
    known = {code: claims.facts_for(session, seeker, code, today) for code in codes if code not in held}
    found, waiting = chances(known, today), queries.open_switches(session, seeker.id)
    made = switches(session, seeker, [one for one in found if one.programme not in waiting], cause, key)
    return len(made) + sum(one.programme in waiting for one in found)


# ── what staff keys in ───────────────────────────────────────────────────────────────────────────────────


def find_person(session: Session, words: str, scope: str | None) -> Seeker:
    """The person behind the number of a claim, or behind an identity number, if this officer has to do with them.

    Raises `NobodyFound`: unknown and out of sight look alike.
    """
    seeker = queries.person_of_claim(session, words.upper(), scope)
    if seeker is not None:
        return seeker
    try:
        seeker = jobseekers.by_id_number(session, identity.canonical_id_number(words))
    except ValueError:
        seeker = None
    if seeker is None or not queries.in_scope(session, seeker, scope):
        raise NobodyFound(field="person")
    return seeker


def key_in(
    session: Session, seeker: Seeker, cause: Cause, on: date, *, by: User, told: str
) -> list[Proposal]:
    """Write down a life event of a person. Returns the proposals that follow; none when nothing is touched.

    Raises `ChoiceMissing`, `SourceMissing`, `EventInTheFuture`, `EventTooOld`, `AlreadyKeyedIn`.
    """
    today = clock.today()
    if cause not in KEYED_IN:
        raise ChoiceMissing(field="cause")
    if not told.strip():
        raise SourceMissing(field="told")
    if on > today:
        raise EventInTheFuture(field="on")
    if on < today - timedelta(days=OLDEST_DAYS):
        raise EventTooOld(field="on")
    key = f"{cause}:{seeker.id}:{on.isoformat()}"
    if _keyed(session, key):
        raise AlreadyKeyedIn()
    made = about_claims(session, seeker, cause, on, key, evidence={"keyed_by": by.id}, told=told.strip())
    if cause in DIBAO:
        holder = seeker_holder(seeker.id)
        claims.learn_facts(session, holder, {"dibao": DIBAO[cause]}, source=FactSource.REGISTER, by=by)
    audit.record(
        session,
        "life_events:key_in",
        by=by,
        subject="seeker",
        subject_id=seeker.id,
        cause=cause.value,
        on=on.isoformat(),
        proposals=len(made),
    )
    if made:
        telling.happened(session, cause, seeker.id)
    return made


def _keyed(session: Session, key: str) -> bool:
    statement = select(Proposal.id).where(Proposal.key.startswith(f"{key}:", autoescape=True))
    return session.scalar(statement.limit(1)) is not None
