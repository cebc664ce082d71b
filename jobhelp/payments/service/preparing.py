"""Preparing a run: which months can be paid now, and why the others cannot."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims import service as claims
from jobhelp.claims.models import BenefitMonth
from jobhelp.claims.states import MonthState
from jobhelp.errors import NotAllowed
from jobhelp.orm import new_uid
from jobhelp.payments import queries
from jobhelp.payments.models import Payment, PaymentRun
from jobhelp.payments.queries import Payable
from jobhelp.payments.refusals import NothingDue
from jobhelp.payments.service import ledger
from jobhelp.payments.states import Dropped, PaymentState, RunState
from jobhelp.permissions import Permission

MOST = 1000  # lines of a run, so that one person can look at every line; what is left makes the next one


def prepare(
    session: Session,
    *,
    programme: str,
    month: date,
    district: str | None,
    by: User,
    month_ids: Sequence[int] | None = None,
) -> PaymentRun:
    """准备: gather the months of one programme and calendar month that can be paid now, at most `MOST`, oldest first.

    district    whose claims; None: the whole city (city officers only)
    month_ids   only these months (of a retry)
    Raises `NothingDue`, `NotAllowed`.
    """
    need(by, Permission.PAYMENT_PREPARE)
    if by.district_scope is not None and district != by.district_scope:
        raise NotAllowed()
    month = month.replace(day=1)
    ready = _ready(session, programme, month, district, month_ids)
    taken = _take(session, [one.month.id for one in ready])
    ready = [one for one in ready if one.month.id in taken]
    if not ready:
        raise NothingDue()
    run = _run(session, programme, month, district, ready, by)
    ledger.owe(session, [one.month for one in ready], by=by)
    now = clock.now()
    for place, one in enumerate(ready, start=1):
        payment = Payment(
            uid=new_uid(),
            run_id=run.id,
            month_id=one.month.id,
            claim_id=one.claim.id,
            amount=one.month.amount,
            state=PaymentState.PENDING.value,
            reference=f"{run.number}-{place:04d}",
            card_mask=one.card.number_mask if one.card else "",
            changed_at=now,
        )
        session.add(payment)
    session.flush()
    audit.record(
        session,
        "payments:prepare",
        by=by,
        subject="payment_run",
        subject_id=run.number,
        programme=programme,
        month=month.isoformat(),
        count=run.count,
        total=run.total,
    )
    return run


def _ready(
    session: Session, programme: str, month: date, district: str | None, month_ids: Sequence[int] | None
) -> list[Payable]:
    """The first `MOST` that can be paid. Those that cannot stand in nobody's way, however many they are."""
    found: list[Payable] = []
    after = 0
    while len(found) < MOST:
        candidates = queries.payable(
            session,
            programme=programme,
            month=month,
            district=district,
            month_ids=month_ids,
            after=after,
            limit=MOST,
        )
        found += [one for one in candidates if why_not(session, one) is None]
        if len(candidates) < MOST:
            break
        after = candidates[-1].month.id
    return found[:MOST]


def why_not(session: Session, one: Payable) -> Dropped | None:
    """Why this month cannot be paid at this moment; None when it can."""
    if one.claim.state not in queries.PAYABLE_STATES:
        return Dropped.NOT_GRANTED
    if one.card is None:
        return Dropped.NO_CARD
    if one.card.frozen_until is not None and one.card.frozen_until > clock.now():
        return Dropped.CARD_FROZEN
    eligible = claims.still_eligible(session, one.claim, one.month.month)
    if eligible is None:
        return Dropped.NOT_KNOWN
    return None if eligible else Dropped.NOT_ELIGIBLE


def _take(session: Session, month_ids: Sequence[int]) -> set[int]:
    """Mark them as being in a run, as far as they are still due. Two runs never take the same."""
    statement = (
        update(BenefitMonth)
        .where(BenefitMonth.id.in_(month_ids), BenefitMonth.state == MonthState.DUE.value)
        .values(state=MonthState.IN_RUN.value)
        .returning(BenefitMonth.id)
    )
    return set(session.scalars(statement, execution_options={"synchronize_session": "fetch"}))


def _run(
    session: Session,
    programme: str,
    month: date,
    district: str | None,
    ready: Sequence[Payable],
    by: User,
) -> PaymentRun:
    run = PaymentRun(
        number=new_uid()[:24],  # until the row has its own
        programme=programme,
        month=month,
        district_code=district,
        state=RunState.PREPARED.value,
        count=len(ready),
        total=sum(one.month.amount for one in ready),
        prepared_by=by.id,
        prepared_at=clock.now(),
    )
    session.add(run)
    session.flush()
    run.number = f"F{month:%y%m}-{programme.upper()}-{run.id:05d}"
    session.flush()
    return run
