"""The city's own people. Who gets more rights gets them from two people; who loses rights loses them at once.

With two accounts of their own one person could prepare a payment and approve it. So nobody opens an account, moves
it, gives it a new set-up code or switches it on alone: one proposes (`Grant`), another confirms (granting.py).
"""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts.models import Grant, User
from jobhelp.accounts.service.accounts import create_user, end_all_sessions, need
from jobhelp.accounts.service.codes import DIGITS, kill_codes
from jobhelp.accounts.states import WITH_CODE, GrantAct, GrantState
from jobhelp.audit import service as audit
from jobhelp.errors import Conflict, NotAllowed, Refusal
from jobhelp.orm import new_uid
from jobhelp.permissions import CITY_WIDE, STAFF, Permission, Role
from jobhelp.texts import N_

FIRST_PART = DIGITS["setup"] // 2


class DistrictMissing(Refusal):
    """A street or district officer works for one district."""

    message = N_("街道和区县的工作人员要选所在的区县。")


class NotYourself(Refusal):
    """An administrator does not change their own rights: another one does it."""

    message = N_("不能改自己的角色，也不能停用自己。请另一位系统管理员来办。")


class AlreadyWaiting(Conflict):
    """Something else that was proposed for this colleague is not decided yet."""

    message = N_("这位同事已有一项改动在等确认。请先确认或退回那一项。")


def create_staff(
    session: Session, *, role: str, display_name: str, phone: str, district_code: str | None, by: User
) -> Grant:
    """Propose a new colleague: the account stays shut until another person confirms it.

    Raises `PhoneTaken`, `DistrictMissing`, `NotAllowed`.
    """
    need(by, Permission.STAFF_CHANGE)
    district = _district(role, district_code)
    user = create_user(
        session, role=Role(role), display_name=display_name, phone=phone, district_code=district
    )
    user.active = False
    return _propose(session, user, GrantAct.TAKE_ON, by, role=role, district=district)


def revise_staff(
    session: Session, user: User, *, role: str, display_name: str, district_code: str | None, by: User
) -> Grant | None:
    """Change the name at once, and propose another role or district; None when these stay.

    Raises `NotYourself`, `DistrictMissing`, `AlreadyWaiting`, `NotAllowed`.
    """
    need(by, Permission.STAFF_CHANGE)
    district = _district(role, district_code)
    if user.id == by.id:
        raise NotYourself()
    if user.display_name != display_name.strip():
        user.display_name = display_name.strip()
        session.flush()
        write_down(session, "accounts:revise_staff", user, by)
    if (user.role, user.district_code) == (role, district):
        return None
    return _propose(session, user, GrantAct.MOVE, by, role=role, district=district)


def deactivate(session: Session, user: User, *, by: User) -> None:
    """Switch a staff account off: its sessions end and nobody can sign in with it. Raises `NotYourself`."""
    need(by, Permission.STAFF_CHANGE)
    if user.id == by.id:
        raise NotYourself()
    user.active = False
    end_all_sessions(session, user)
    write_down(session, "accounts:deactivate", user, by)


def reactivate(session: Session, user: User, *, by: User) -> Grant:
    """Propose to switch a staff account on again. Raises `AlreadyWaiting`, `NotYourself`, `NotAllowed`."""
    need(by, Permission.STAFF_CHANGE)
    return _propose(session, user, GrantAct.SWITCH_ON, by)


def renew_access(session: Session, user: User, *, by: User) -> Grant:
    """For someone who lost their phone: password and second factor go at once; a new set-up code is proposed.

    Raises `AlreadyWaiting`, `NotYourself`, `NotAllowed`.
    """
    need(by, Permission.STAFF_CHANGE)
    grant = _propose(session, user, GrantAct.RENEW, by)
    user.password_hash = None
    user.totp_secret = None
    user.totp_confirmed = False
    kill_codes(session, user)
    end_all_sessions(session, user)
    return grant


def _propose(
    session: Session,
    user: User,
    act: GrantAct,
    by: User,
    *,
    role: str | None = None,
    district: str | None = None,
) -> Grant:
    if user.id == by.id:
        raise NotYourself()
    grant = Grant(
        uid=new_uid(),
        user_id=user.id,
        act=act.value,
        role=role,
        district_code=district,
        state=GrantState.WAITING.value,
        proposed_by=by.id,
        proposed_at=clock.now(),
    )
    if act in WITH_CODE:
        grant.first_part = crypto.one_time_code(FIRST_PART)
    try:
        with session.begin_nested():
            session.add(grant)
    except IntegrityError:
        raise AlreadyWaiting() from None
    write_down(session, "accounts:propose_rights", user, by, act=act.value, role=role, district=district)
    return grant


def _district(role: str, district_code: str | None) -> str | None:
    if Role(role) not in STAFF:
        raise NotAllowed()
    if Role(role) in CITY_WIDE:
        return None
    if not district_code:
        raise DistrictMissing(field="district_code")
    return district_code


def write_down(session: Session, action: str, user: User, by: User, **details: Any) -> None:
    """An act on a colleague's account, in the audit log."""
    audit.record(session, action, by=by, subject="user", subject_id=user.id, **details)
