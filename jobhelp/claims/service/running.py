"""What happens to a claim after the decision, and what the claimant does: withdraw, appeal."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.claims import queries
from jobhelp.claims.deadlines import APPEAL_DAYS
from jobhelp.claims.models import BenefitMonth, Claim, ClaimStep
from jobhelp.claims.refusals import AppealTooLate, MonthOwedElsewhere
from jobhelp.claims.service.events import ClaimEnded, ClaimStopped
from jobhelp.claims.service.stepping import hold, need_note, step
from jobhelp.claims.states import (
    LIFE,
    RUNNING_STATES,
    WITHOUT_MONTHS,
    ClaimAction,
    ClaimState,
    MonthState,
)
from jobhelp.errors import WrongState
from jobhelp.permissions import Permission
from jobhelp.policy.calendar import last_day, written

S, A = ClaimState, ClaimAction
ON_THE_WAY = (MonthState.DUE.value, MonthState.IN_RUN.value)


def suspend(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """暂停: nothing is paid until somebody decides; no month is lost."""
    need(by, Permission.CLAIM_REVIEW)
    step(session, claim, A.SUSPEND, by=by, note=need_note(note))


def resume(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """Paid again, with what was due in between."""
    need(by, Permission.CLAIM_APPROVE)
    step(session, claim, A.RESUME, by=by, note=need_note(note))


def stop(session: Session, claim: Claim, *, by: User, effective_on: date, note: str) -> None:
    """停发: the months that begin after `effective_on` are cancelled as far as they are due. What is in a payment
    run, or was paid too much, is the business of whoever hears `ClaimStopped`.
    """
    need(by, Permission.CLAIM_APPROVE)
    LIFE.after(S(claim.state), A.STOP)
    need_note(note)
    statement = update(BenefitMonth).where(
        BenefitMonth.claim_id == claim.id,
        BenefitMonth.state == MonthState.DUE.value,
        BenefitMonth.month > effective_on,
    )
    statement = statement.values(state=MonthState.CANCELLED.value)
    session.execute(statement, execution_options={"synchronize_session": "fetch"})
    kept = [row for row in queries.months(session, claim.id) if row.state != MonthState.CANCELLED]
    last = max((row.month for row in kept), default=None)
    step(
        session,
        claim,
        A.STOP,
        by=by,
        note=note,
        granted=sum(row.amount for row in kept),
        last_month=last,
        ends_on=None if claim.ends_on is None else min(claim.ends_on, last_day(last or effective_on)),
    )
    events.publish(session, ClaimStopped(claim.id, effective_on))


def end(session: Session, claim: Claim, *, by: User | None = None, note: str = "") -> None:
    """终结: everything is paid, or the status is over. `by` None: the calendar."""
    step(session, claim, A.END, by=by, note=note)
    events.publish(session, ClaimEnded(claim.id))


def end_finished(session: Session, on: date, *, limit: int = 500) -> list[int]:
    """End the granted claims whose time is over and of which nothing is due any more. Returns their numbers."""
    still = exists().where(BenefitMonth.claim_id == Claim.id, BenefitMonth.state.in_(ON_THE_WAY))
    paid = exists().where(BenefitMonth.claim_id == Claim.id, BenefitMonth.state == MonthState.PAID.value)
    statement = select(Claim).where(
        Claim.state == S.GRANTED.value,
        Claim.programme.not_in(WITHOUT_MONTHS),
        or_(Claim.ends_on.is_(None), Claim.ends_on < on),
        paid,
        ~still,
    )
    found = list(session.scalars(statement.order_by(Claim.id).limit(limit)))
    for claim in found:
        end(session, claim)
    return [claim.id for claim in found]


def withdraw(session: Session, claim: Claim, *, by: User, note: str = "") -> None:
    """The claimant does not want it any more; a new claim is possible at any time."""
    step(session, claim, A.WITHDRAW, by=by, note=note)


def appeal(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The claimant does not agree with a refusal or a stop. Raises `AppealTooLate` after sixty days."""
    LIFE.after(S(claim.state), A.APPEAL)
    need_note(note)
    if clock.today() > appeal_until(claim, queries.steps(session, claim.id)):
        raise AppealTooLate()
    step(session, claim, A.APPEAL, by=by, note=note)


def appeal_until(claim: Claim, steps: Sequence[ClaimStep]) -> date:
    """The last day on which the latest refusal or stop of the timeline can be appealed against."""
    told = [one.at for one in steps if one.state in (S.REFUSED, S.STOPPED)]
    decided = clock.local(told[-1] if told else claim.changed_at).date()
    return decided + timedelta(days=APPEAL_DAYS)


def add_month(session: Session, claim: Claim, month: date, amount: int, payable_from: date) -> BenefitMonth:
    """Owe one more month (of a loan: a quarter of interest, named by its first month) on a running claim.

    Raises `WrongState` when the claim does not run, `MonthOwedElsewhere` when this month is owed already.
    """
    if claim.state not in RUNNING_STATES:
        raise WrongState()
    month = month.replace(day=1)
    hold(session, claim.holder)
    for row in queries.owed_of_holder(session, claim.holder):
        if row.programme == claim.programme and row.month == month:
            raise MonthOwedElsewhere(month=written(month))
    added = BenefitMonth(
        claim_id=claim.id,
        holder=claim.holder,
        programme=claim.programme,
        month=month,
        amount=amount,
        state=MonthState.DUE.value,
        payable_from=payable_from,
    )
    session.add(added)
    claim.granted += amount
    claim.first_month = min(claim.first_month or month, month)
    claim.last_month = max(claim.last_month or month, month)
    session.flush()
    return added
