"""When a person leaves: open claims are withdrawn, running ones keep the account, facts and papers are deleted.

What was decided and paid stays, under a number that names nobody: the fund must be able to answer for it.
"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import Claim, ClaimDocument, ClaimDraft, ClaimStep, Decision, PersonFact
from jobhelp.claims.refusals import StillRunning
from jobhelp.claims.service.running import withdraw
from jobhelp.claims.states import LIFE, RUNNING_STATES, ClaimAction, ClaimState, seeker_holder

S = ClaimState


def refuse_while_running(session: Session, seeker_id: int) -> None:
    """Raises `StillRunning` while a benefit of this person is granted or suspended."""
    statement = select(Claim.id).where(
        Claim.seeker_id == seeker_id, Claim.state.in_([state.value for state in RUNNING_STATES])
    )
    if session.scalar(statement.limit(1)) is not None:
        raise StillRunning()


def erase_seeker(session: Session, seeker_id: int, *, by: User) -> int:
    """Forget what is known of a person for their claims. Returns how many claims there were.

    Raises `StillRunning`.
    """
    refuse_while_running(session, seeker_id)
    mine = list(session.scalars(select(Claim).where(Claim.seeker_id == seeker_id).order_by(Claim.id)))
    for claim in mine:
        if LIFE.allows(S(claim.state), ClaimAction.WITHDRAW):
            withdraw(session, claim, by=by)
        claim.facts = claim.note = None
        claim.seeker_id = None
    session.flush()
    ids = [claim.id for claim in mine]
    session.execute(delete(ClaimDraft).where(ClaimDraft.seeker_id == seeker_id))
    session.execute(delete(PersonFact).where(PersonFact.holder == seeker_holder(seeker_id)))
    session.execute(delete(ClaimDocument).where(ClaimDocument.claim_id.in_(ids)))
    session.execute(update(ClaimStep).where(ClaimStep.claim_id.in_(ids)).values(note_sealed=None))
    session.execute(
        update(Decision).where(Decision.claim_id.in_(ids)).values(facts_sealed=None, why_sealed=None)
    )
    return len(ids)
