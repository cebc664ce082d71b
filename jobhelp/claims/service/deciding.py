"""From acceptance to the decision: one person proposes, another decides, and what they decided is frozen."""

from typing import Any

from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.claims import owed, queries
from jobhelp.claims.deadlines import payable_from
from jobhelp.claims.models import Claim
from jobhelp.claims.refusals import (
    NotTheProposal,
)
from jobhelp.claims.service import allowed, written
from jobhelp.claims.service.events import ClaimGranted
from jobhelp.claims.service.knowing import assess_claim
from jobhelp.claims.service.stepping import another_person, hold, need_note, step
from jobhelp.claims.states import LIFE, ClaimAction, ClaimState, Outcome
from jobhelp.permissions import Permission

S, A = ClaimState, ClaimAction


def accept(session: Session, claim: Claim, *, by: User, note: str = "") -> None:
    """受理: the claim is complete enough to be looked at."""
    step(session, claim, A.ACCEPT, by=need(by, Permission.CLAIM_REVIEW), note=note)


def return_for_correction(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """补正: back to the claimant, with what is missing."""
    need(by, Permission.CLAIM_REVIEW)
    step(session, claim, A.RETURN, by=by, note=need_note(note))


def propose(
    session: Session,
    claim: Claim,
    outcome: Outcome,
    *,
    by: User,
    note: str = "",
    chosen_months: int | None = None,
) -> None:
    """审核: the maker says what should be decided. A refusal and a special case need their reason.

    chosen_months   of temporary relief: how many months; the note justifies them
    Raises what `approve` would raise: nobody can propose what the law does not let be decided.
    """
    need(by, Permission.CLAIM_REVIEW)
    LIFE.after(S(claim.state), A.PROPOSE)
    assessed = assess_claim(session, claim)
    if outcome is Outcome.REFUSE:
        allowed.refusable(assessed)
        need_note(note)
    elif outcome is Outcome.SPECIAL:
        need_note(note)
        allowed.waived(claim, assessed, chosen_months)
    else:
        allowed.grantable(claim, assessed, chosen_months)
    if outcome is not Outcome.REFUSE and claim.programme == "tr":
        need_note(note)
    step(
        session,
        claim,
        A.PROPOSE,
        by=by,
        note=note,
        outcome=outcome.value,
        maker_id=by.id,
        checker_id=None,
        second_id=None,
        chosen_months=chosen_months if claim.programme == "tr" and outcome is not Outcome.REFUSE else None,
    )


def send_back(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The checker does not agree: back to the review, with the reason."""
    need(by, Permission.CLAIM_APPROVE)
    cleared: dict[str, Any] = dict.fromkeys(
        ("outcome", "maker_id", "checker_id", "second_id", "chosen_months")
    )
    step(session, claim, A.SEND_BACK, by=by, note=need_note(note), **cleared)


def approve(session: Session, claim: Claim, *, by: User, note: str = "") -> None:
    """审批: another person grants what was proposed; of a special case (一事一议) this is the first or the second
    signature. The facts are rebuilt and the law is asked again at this moment.

    Raises `SamePerson`, `CriteriaOpen` (lists them), `CriteriaNotMet`, `AmountOpen`, `MeetsAnother` and others.
    """
    need(by, Permission.CLAIM_APPROVE)
    action = A.APPROVE
    if claim.outcome == Outcome.SPECIAL and claim.state == S.REVIEWED:
        action = A.SIGN_SPECIAL
    LIFE.after(S(claim.state), action)
    if claim.outcome not in (Outcome.GRANT, Outcome.SPECIAL):
        raise NotTheProposal()
    another_person(by, claim.maker_id, claim.checker_id)
    hold(session, claim.holder)
    assessed = assess_claim(session, claim)
    special = claim.outcome == Outcome.SPECIAL
    months = (allowed.waived if special else allowed.grantable)(claim, assessed, claim.chosen_months)
    if special:
        need_note(note)
    if action is A.SIGN_SPECIAL:
        step(session, claim, action, by=by, note=note, checker_id=by.id)
        return
    new = allowed.new_months(session, claim, months)
    allowed.refuse_exclusions(session, claim, months)
    last = owed.ends_on(months, assessed.finding)
    signed = {"second_id": by.id} if special else {"checker_id": by.id}
    step(
        session,
        claim,
        A.APPROVE,
        by=by,
        note=note,
        granted=sum(month.amount for month in months),
        first_month=min((month.month for month in months), default=None),
        last_month=max((month.month for month in months), default=None),
        ends_on=last,
        **signed,
    )
    today, calendar = clock.today(), queries.calendar(session)
    for month in new:
        session.add(written.month_row(claim, month, payable_from(month.month, today, calendar)))
    written.freeze(session, claim, assessed, note)
    events.publish(session, ClaimGranted(claim.id))


def sign_special(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """一事一议: the first of the two signatures."""
    LIFE.after(S(claim.state), A.SIGN_SPECIAL)
    if claim.outcome != Outcome.SPECIAL:
        raise NotTheProposal()
    approve(session, claim, by=by, note=note)


def refuse(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """不予批准: another person confirms the proposed refusal (or, of a special case, denies the second signature)."""
    need(by, Permission.CLAIM_APPROVE)
    LIFE.after(S(claim.state), A.REFUSE)
    if claim.outcome == Outcome.GRANT:
        raise NotTheProposal()
    another_person(by, claim.maker_id, claim.checker_id)
    assessed = assess_claim(session, claim)
    allowed.refusable(assessed)
    signed = {"second_id": by.id} if claim.checker_id is not None else {"checker_id": by.id}
    step(session, claim, A.REFUSE, by=by, note=need_note(note), outcome=Outcome.REFUSE.value, **signed)
    written.freeze(session, claim, assessed, note)


def uphold(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The appeal changes nothing: somebody who signed nothing before says why."""
    need(by, Permission.CLAIM_APPROVE)
    another_person(by, claim.maker_id, claim.checker_id, claim.second_id)
    step(session, claim, A.UPHOLD, by=by, note=need_note(note))


def reopen(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The appeal is right, or leaves a doubt: reviewed anew from the start."""
    need(by, Permission.CLAIM_APPROVE)
    another_person(by, claim.maker_id, claim.checker_id, claim.second_id)
    cleared: dict[str, Any] = dict.fromkeys(
        ("outcome", "maker_id", "checker_id", "second_id", "chosen_months")
    )
    step(session, claim, A.REOPEN, by=by, note=need_note(note), **cleared)
