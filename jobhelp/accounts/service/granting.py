"""The second person: what was proposed for a colleague comes into force, or is sent back."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import Grant, User
from jobhelp.accounts.service.accounts import need
from jobhelp.accounts.service.codes import issue_reset_code
from jobhelp.accounts.service.staff import FIRST_PART, write_down
from jobhelp.accounts.states import GRANT, WITH_CODE, GrantAct, GrantState, GrantStep
from jobhelp.errors import Refusal, WrongState
from jobhelp.orm import rows_changed
from jobhelp.permissions import Permission
from jobhelp.texts import N_


class AnotherConfirms(Refusal):
    """Whoever proposed it, or would get the rights, does not confirm it."""

    message = N_("这一项要由另一位同事确认：提出的人和本人都不能确认。")
    status = 403


def confirm_grant(session: Session, grant: Grant, *, by: User) -> str | None:
    """Let it come into force. Returns the second part of the set-up code where there is one, once.

    Raises `AnotherConfirms`, `NotAllowed`, `WrongState`.
    """
    user = _decider(session, grant, by)
    begins = grant.first_part or ""
    _move(session, grant, GrantStep.CONFIRM, by)
    before = {"role_before": user.role, "district_before": user.district_code}
    if grant.act in (GrantAct.TAKE_ON, GrantAct.SWITCH_ON):
        user.active = True
    if grant.act == GrantAct.MOVE:
        user.role, user.district_code = str(grant.role), grant.district_code
    session.flush()
    now = {"role": user.role, "district": user.district_code}
    write_down(session, "accounts:confirm_rights", user, by, act=grant.act, **now, **before)
    if grant.act not in WITH_CODE:
        return None
    return issue_reset_code(session, user, via="setup", by=by, begins=begins)[FIRST_PART:]


def refuse_grant(session: Session, grant: Grant, *, by: User) -> None:
    """Send it back, or take it back. An account that was never opened goes with it.

    Raises `NotAllowed`, `WrongState`.
    """
    user = session.get_one(User, grant.user_id)
    if by.id != grant.proposed_by:
        need(by, Permission.STAFF_CONFIRM)
    _move(session, grant, GrantStep.REFUSE, by)
    write_down(session, "accounts:refuse_rights", user, by, act=grant.act)
    if grant.act == GrantAct.TAKE_ON:
        session.execute(delete(User).where(User.id == user.id))
        session.expunge(user)
        session.expunge(grant)


def _decider(session: Session, grant: Grant, by: User) -> User:
    """The colleague whom it is about, once it is clear that `by` may confirm it."""
    need(by, Permission.STAFF_CONFIRM)
    if by.id in (grant.proposed_by, grant.user_id):
        raise AnotherConfirms()
    return session.get_one(User, grant.user_id)


def _move(session: Session, grant: Grant, step: GrantStep, by: User) -> None:
    """One step, once, however many press at the same moment. The first part of the code is not kept any longer."""
    after = GRANT.after(GrantState(grant.state), step)
    guarded = update(Grant).where(Grant.id == grant.id, Grant.state == GrantState.WAITING.value)
    values = {"state": after.value, "decided_by": by.id, "decided_at": clock.now(), "first_part_sealed": None}
    if not rows_changed(session, guarded.values(**values)):
        raise WrongState()
    session.refresh(grant)
