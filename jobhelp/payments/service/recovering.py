"""Overpaid money comes back: one person proposes, another confirms, it is repaid at once or by instalments."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.errors import Conflict
from jobhelp.orm import rows_changed
from jobhelp.payments import queries, telling
from jobhelp.payments.bankfile import yuan
from jobhelp.payments.instalments import LEAST
from jobhelp.payments.models import Recovery
from jobhelp.payments.refusals import (
    ReasonMissing,
    SamePerson,
    WrongAmount,
    WrongInstalments,
)
from jobhelp.payments.service import ledger
from jobhelp.payments.service.ledger import Line
from jobhelp.payments.states import RECOVERY_LIFE, Account, EntryKind, RecoveryAction, RecoveryState
from jobhelp.permissions import Permission
from jobhelp.policy.calendar import written
from jobhelp.texts import N_

MOST_INSTALMENTS = 60
AFTER_STOP = N_("停发以后还发了：%(months)s。")


def propose(
    session: Session,
    claim: Claim,
    *,
    amount: int,
    reason: str,
    by: User,
    instalments: int = 1,
    first_due: date | None = None,
) -> Recovery:
    """提出追回: so much of what a claim was paid must come back.

    Raises `WrongAmount` for more than was paid and is not being recovered, `WrongInstalments`, `ReasonMissing`.
    """
    need(by, Permission.PAYMENT_PREPARE)
    _hold_claim(session, claim)
    most = queries.recoverable(session, claim.id)
    if not 0 < amount <= most:
        raise WrongAmount(field="amount", most=yuan(most))
    _fit(amount, instalments)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return _write(session, claim, amount, reason.strip(), by.id, instalments, first_due, by=by)


def propose_for_stop(
    session: Session, claim: Claim, months: Sequence[BenefitMonth], *, by_id: int
) -> Recovery | None:
    """A stop came after these months were paid: proposed in the name of whoever stopped; another person decides."""
    shown = "、".join(written(month.month) for month in months)
    amount = sum(month.amount for month in months)
    return propose_for(session, claim, amount=amount, reason=AFTER_STOP % {"months": shown}, by_id=by_id)


def propose_for(session: Session, claim: Claim, *, amount: int, reason: str, by_id: int) -> Recovery | None:
    """What somebody wrote down elsewhere shows that too much was paid: proposed in their name; another person decides.

    None when all that was paid is being recovered already.
    """
    _hold_claim(session, claim)
    amount = min(amount, queries.recoverable(session, claim.id))
    return _write(session, claim, amount, reason, by_id, 1, None) if amount > 0 else None


def confirm(
    session: Session,
    found: Recovery,
    *,
    by: User,
    instalments: int | None = None,
    first_due: date | None = None,
) -> None:
    """确认追回: by somebody else. From here on it is owed. Raises `SamePerson`, `WrongState`."""
    need(by, Permission.PAYMENT_PREPARE)
    claim = session.get_one(Claim, found.claim_id)
    if instalments is not None:
        _fit(found.amount, instalments)
    _move(
        session,
        found,
        RecoveryAction.CONFIRM,
        by,
        confirmed_by=by.id,
        instalments=instalments or found.instalments,
        first_due=first_due or found.first_due or clock.today(),
    )
    pair = (
        Line(ledger.account(Account.RECEIVABLE, claim.programme), found.amount, found.holder),
        Line(ledger.account(Account.FUND, claim.programme), -found.amount, found.holder),
    )
    ledger.book(session, EntryKind.RECOVER, pair, key=f"recover:{found.id}", by=by, claim_id=claim.id)
    telling.recovery(session, claim, found)


def ask_waiver(session: Session, found: Recovery, *, reason: str, by: User) -> None:
    """提出不追回: money would be given up, so another person has to agree. Raises `ReasonMissing`, `WrongState`.

    Who proposed the recovery may ask too: proposals are wrong now and then.
    """
    need(by, Permission.PAYMENT_PREPARE)
    if not reason.strip():
        raise ReasonMissing(field="waiver_reason")
    _move(session, found, RecoveryAction.ASK_WAIVER, by, waiver_by=by.id, waiver_reason=reason.strip())


def waive(session: Session, found: Recovery, *, by: User) -> None:
    """不追回: a second person agrees; nothing was booked. Raises `SamePerson` for who asked, `WrongState`."""
    need(by, Permission.PAYMENT_PREPARE)
    _move(session, found, RecoveryAction.WAIVE, by, waived_by=by.id)


def keep(session: Session, found: Recovery, *, by: User) -> None:
    """还是要追: it is not waived, and is decided like any proposal. Raises `WrongState`."""
    need(by, Permission.PAYMENT_PREPARE)
    _move(session, found, RecoveryAction.KEEP, by, waiver_by=None, waiver_reason="")


def repay(session: Session, found: Recovery, *, amount: int, receipt: str, by: User) -> None:
    """还款: money came back, by the bank's receipt number. The same receipt again changes nothing.

    Raises `WrongAmount` for more than is open, `BookedOtherwise` for a receipt number with another amount.
    """
    need(by, Permission.PAYMENT_PREPARE)
    receipt = receipt.strip()
    if amount <= 0:
        raise WrongAmount(field="amount", most=yuan(found.amount - found.repaid))
    if not receipt:
        raise ReasonMissing(N_("请填银行回单号。"), field="receipt")
    _hold(session, found)
    claim = session.get_one(Claim, found.claim_id)
    pair = (
        Line(ledger.account(Account.BANK, claim.programme), amount, found.holder),
        Line(ledger.account(Account.RECEIVABLE, claim.programme), -amount, found.holder),
    )
    key = f"repay:{found.id}:{receipt}"[:80]
    if ledger.by_key(session, [key]):
        ledger.book(session, EntryKind.REPAY, pair, key=key, by=by, claim_id=claim.id)
        return
    RECOVERY_LIFE.after(RecoveryState(found.state), RecoveryAction.SETTLE)
    open_amount = found.amount - found.repaid
    if amount > open_amount:
        raise WrongAmount(field="amount", most=yuan(open_amount))
    ledger.book(session, EntryKind.REPAY, pair, key=key, by=by, claim_id=claim.id)
    found.repaid += amount
    found.changed_at = clock.now()
    session.flush()
    _record(session, found, "repay", by)
    if found.repaid == found.amount:
        _move(session, found, RecoveryAction.SETTLE, by)


def _fit(amount: int, instalments: int) -> None:
    most = max(1, min(MOST_INSTALMENTS, amount // LEAST))
    if not 1 <= instalments <= most:
        raise WrongInstalments(field="instalments", most=most)


def _write(
    session: Session,
    claim: Claim,
    amount: int,
    reason: str,
    by_id: int,
    instalments: int,
    first_due: date | None,
    *,
    by: User | None = None,
) -> Recovery:
    now = clock.now()
    found = Recovery(
        claim_id=claim.id,
        holder=claim.holder,
        amount=amount,
        repaid=0,
        instalments=instalments,
        reason=reason,
        state=RecoveryState.PROPOSED.value,
        proposed_by=by_id,
        first_due=first_due,
        created_at=now,
        changed_at=now,
    )
    session.add(found)
    session.flush()
    _record(session, found, "propose_recovery", by)
    return found


def _hold_claim(session: Session, claim: Claim) -> None:
    """Two proposals about one claim come one after the other: together they never exceed what was paid."""
    session.execute(select(Claim.id).where(Claim.id == claim.id).with_for_update())


def _hold(session: Session, found: Recovery) -> None:
    statement = select(Recovery).where(Recovery.id == found.id).with_for_update()
    session.scalars(statement, execution_options={"populate_existing": True}).one()


def _move(session: Session, found: Recovery, action: RecoveryAction, by: User, **values: object) -> None:
    _hold(session, found)
    before = RecoveryState(found.state)
    after = RECOVERY_LIFE.after(before, action)
    first = {RecoveryAction.CONFIRM: found.proposed_by, RecoveryAction.WAIVE: found.waiver_by}
    if first.get(action) == by.id:
        raise SamePerson()
    statement = update(Recovery).where(Recovery.id == found.id, Recovery.state == before.value)
    if not rows_changed(session, statement.values(state=after.value, changed_at=clock.now(), **values)):
        raise Conflict()
    session.refresh(found)
    _record(session, found, action.value + "_recovery", by)


def _record(session: Session, found: Recovery, verb: str, by: User | None) -> None:
    audit.record(
        session,
        f"payments:{verb}",
        actor_id=by.id if by else found.proposed_by,
        actor_role=by.role if by else "system",
        subject="recovery",
        subject_id=found.id,
        amount=found.amount,
        repaid=found.repaid,
    )
