"""Hearing the resident, and the decision of a person on a proposal. Only here does anything happen to a claim."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.claims import queries as claim_queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import FactSource
from jobhelp.errors import Conflict, NotFound
from jobhelp.life_events import telling
from jobhelp.life_events.effects import LAW_NAMES
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.refusals import (
    AlreadyAnswered,
    ChoiceMissing,
    FirmNotHeard,
    NotHeard,
    OnlyApprovers,
    SameHand,
    WhyMissing,
)
from jobhelp.life_events.states import (
    LIFE,
    OUTCOMES,
    TAKES_AWAY,
    Cause,
    Outcome,
    ProposalAction,
    ProposalKind,
    ProposalState,
)
from jobhelp.orm import rows_changed
from jobhelp.permissions import Permission

A = ProposalAction
TELLS = {ProposalKind.APPLY.value: telling.MAY_CLAIM, ProposalKind.SWITCH.value: telling.MAY_CLAIM}
TOUCHES = frozenset({ProposalKind.STOP.value, ProposalKind.SUSPEND.value, ProposalKind.RECHECK.value})


def hear(session: Session, proposal: Proposal, words: str, *, by: User) -> None:
    """Write down what the resident says to it: their own words, or what staff heard. Later words are added.

    Raises `NotHeard` for no words, `AlreadyAnswered` once it is decided.
    """
    words = words.strip()
    if not words:
        raise NotHeard(field="heard")
    if proposal.state != ProposalState.OPEN:
        raise AlreadyAnswered()
    proposal.heard = f"{proposal.heard}\n{words}" if proposal.heard else words
    proposal.heard_at, proposal.heard_by = clock.now(), by.id
    session.flush()
    _record(session, proposal, "hear", by)
    if by.is_staff:
        telling.about(session, proposal, telling.HEARD)


def accept(
    session: Session, proposal: Proposal, outcome: Outcome, *, by: User, note: str, heard: str = ""
) -> None:
    """A person follows the proposal: the benefit stops or waits, the resident is told, or it was looked at.

    Raises `ChoiceMissing`, `WhyMissing`, `NotHeard`, `OnlyApprovers`, `SameHand`, `Conflict` when somebody else was
    quicker, and whatever the claim refuses.
    """
    LIFE.after(ProposalState(proposal.state), A.ACCEPT)
    if outcome not in OUTCOMES[ProposalKind(proposal.kind)]:
        raise ChoiceMissing(field="outcome")
    if heard.strip():
        hear(session, proposal, heard, by=by)
    if not note.strip():
        raise WhyMissing(field="note")
    if outcome in TAKES_AWAY:
        _refuse_unless_fair(proposal, outcome, by)
    _close(session, proposal, A.ACCEPT, outcome, by, note)
    if outcome is Outcome.STOP:
        _stop(session, proposal, by, note)
    elif outcome is Outcome.SUSPEND:
        claims.suspend(session, _claim(session, proposal), by=by, note=note)
    elif outcome is Outcome.TELL and proposal.kind in TELLS:
        telling.about(session, proposal, TELLS[proposal.kind])
    elif outcome is Outcome.KEEP:
        telling.about(session, proposal, telling.KEPT)


def dismiss(session: Session, proposal: Proposal, *, by: User, note: str) -> None:
    """A person does not follow it, and says why. Raises `WhyMissing`, `Conflict`."""
    if not note.strip():
        raise WhyMissing(field="note")
    _close(session, proposal, A.DISMISS, Outcome.KEEP, by, note)
    if proposal.kind in TOUCHES:
        telling.about(session, proposal, telling.KEPT)


def _refuse_unless_fair(proposal: Proposal, outcome: Outcome, by: User) -> None:
    """Nobody loses money by one hand, and nobody without having been asked."""
    if outcome is Outcome.STOP:
        if not by.may(Permission.CLAIM_APPROVE):
            raise OnlyApprovers()
        if proposal.evidence.get("keyed_by") == by.id:
            raise SameHand()
    if proposal.cause != Cause.DIED and not proposal.heard:
        raise NotHeard(field="heard") if proposal.employer_id is None else FirmNotHeard(field="heard")


def _close(
    session: Session, proposal: Proposal, action: ProposalAction, outcome: Outcome, by: User, note: str
) -> None:
    """The guarded update: of two people who decide at once, one is told that the other was quicker."""
    after = LIFE.after(ProposalState(proposal.state), action)
    statement = update(Proposal).where(Proposal.id == proposal.id, Proposal.state == ProposalState.OPEN.value)
    changed = rows_changed(session, statement.values(state=after.value, by_id=by.id))
    if not changed:
        raise Conflict()
    session.refresh(proposal)
    proposal.outcome, proposal.note, proposal.decided_at = outcome.value, note.strip(), clock.now()
    session.flush()
    _record(session, proposal, action.value, by)


def _stop(session: Session, proposal: Proposal, by: User, note: str) -> None:
    """Stop the claim from the month after what happened, and keep the event with the person's facts."""
    claim = _claim(session, proposal)
    day = proposal.effective_on or clock.today()
    claims.stop(session, claim, by=by, effective_on=day, note=note)
    kind = LAW_NAMES.get(Cause(proposal.cause))
    if kind is not None:
        known = claim_queries.person_facts(session, claim.holder).get("events") or []
        event = {"date": day.isoformat(), "type": kind}
        if event not in known:
            facts = {"events": [*known, event]}
            claims.learn_facts(session, claim.holder, facts, source=FactSource.REGISTER, by=by)


def _claim(session: Session, proposal: Proposal) -> Claim:
    claim = session.get(Claim, proposal.claim_id) if proposal.claim_id is not None else None
    if claim is None:
        raise NotFound()
    return claim


def _record(session: Session, proposal: Proposal, verb: str, by: User) -> None:
    codes: dict[str, Any] = {"cause": proposal.cause, "kind": proposal.kind, "programme": proposal.programme}
    if verb != "hear":
        codes["outcome"] = proposal.outcome or ""
    audit.record(
        session,
        f"life_events:{verb}",
        by=by,
        subject="proposal",
        subject_id=proposal.id,
        **codes,
    )
