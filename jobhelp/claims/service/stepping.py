"""One move of a claim, whoever makes it: the guarded update, the step, the audit entry, word to the claimant.

Two people may act at the same moment. The update is guarded (`WHERE id = … AND state = … AND changed_at = …`):
the second one changes no row and is told that things have changed.
"""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.claims import queries, telling
from jobhelp.claims.deadlines import due_on
from jobhelp.claims.models import Claim, ClaimStep
from jobhelp.claims.refusals import AlreadyClaimed, ReasonMissing, SamePerson
from jobhelp.claims.states import LIFE, ClaimAction, ClaimState
from jobhelp.errors import Conflict

S, A = ClaimState, ClaimAction
LONGEST_NOTE = 2000
SHOWN = frozenset({A.RETURN, A.REFUSE, A.APPEAL, A.SUSPEND, A.STOP, A.UPHOLD, A.REOPEN, A.APPROVE})
"""Moves whose note the claimant reads on top of their page."""


def step(
    session: Session, claim: Claim, action: ClaimAction, *, by: User | None, note: str = "", **values: Any
) -> ClaimStep:
    """Make the move. `values`: what else of the claim changes with it. Raises `WrongState`, `Conflict`."""
    after = LIFE.after(S(claim.state), action)
    calendar = queries.calendar(session)
    now, note = clock.now(), note.strip()[:LONGEST_NOTE]
    statement = update(Claim).where(
        Claim.id == claim.id, Claim.state == claim.state, Claim.changed_at == claim.changed_at
    )
    statement = statement.values(
        state=after.value, changed_at=now, due_on=due_on(after, clock.today(), calendar), **values
    )
    options = {"synchronize_session": False}
    try:
        with session.begin_nested():
            changed = session.scalar(statement.returning(Claim.id), execution_options=options)
    except IntegrityError as error:
        if "live" in str(error.orig) or "holder" in str(error.orig):
            raise AlreadyClaimed() from None
        raise
    session.refresh(claim)
    if changed is None:
        raise Conflict()
    if action in SHOWN:
        claim.note = note or None
    return write_step(session, claim, action, by=by, note=note)


def write_step(
    session: Session, claim: Claim, action: ClaimAction | None, *, by: User | None, note: str = ""
) -> ClaimStep:
    """The line of the timeline, the audit entry and the message. `action` None: the claim was handed in."""
    verb = action.value if action is not None else "submit"
    written = ClaimStep(
        claim_id=claim.id,
        at=claim.changed_at,
        action=verb,
        state=claim.state,
        by_id=by.id if by else None,
        by_role=by.role if by else "system",
    )
    written.note = note or None
    session.add(written)
    session.flush()
    codes: dict[str, Any] = {"outcome": claim.outcome} if claim.outcome else {}
    audit.record(
        session,
        f"claims:{verb}",
        by=by,
        subject="claim",
        subject_id=claim.id,
        programme=claim.programme,
        **codes,
    )
    if action is not None:
        telling.tell(session, claim, written, action)
    return written


def need_note(note: str) -> str:
    """The reason. Raises `ReasonMissing`."""
    if not note.strip():
        raise ReasonMissing(field="note")
    return note


def another_person(by: User, *signed: int | None) -> None:
    """Refuse whoever has signed before, whatever their role is now. Raises `SamePerson`."""
    if by.id in signed:
        raise SamePerson()


def hold(session: Session, holder: str) -> None:
    """Lock the holder's claims, so that two decisions about one person happen one after the other."""
    statement = select(Claim.id).where(Claim.holder == holder).order_by(Claim.id).with_for_update()
    session.execute(statement).all()
