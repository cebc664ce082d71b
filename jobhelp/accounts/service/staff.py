"""The city's own people: taken on, moved to another role or district, switched off. Effective at once."""

from typing import Any

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.accounts.service.accounts import create_user, end_all_sessions
from jobhelp.accounts.service.codes import issue_reset_code
from jobhelp.audit import service as audit
from jobhelp.errors import NotAllowed, Refusal
from jobhelp.permissions import CITY_WIDE, STAFF, Role
from jobhelp.texts import N_


class DistrictMissing(Refusal):
    """A street or district officer works for one district."""

    message = N_("街道和区县的工作人员要选所在的区县。")


class NotYourself(Refusal):
    """An administrator does not change their own rights: another one does it."""

    message = N_("不能改自己的角色，也不能停用自己。请另一位系统管理员来办。")


def create_staff(
    session: Session, *, role: str, display_name: str, phone: str, district_code: str | None, by: User
) -> tuple[User, str]:
    """Open a staff account; returns it with the one-time set-up code. Raises `PhoneTaken`, `DistrictMissing`."""
    district = _district(role, district_code)
    user = create_user(
        session, role=Role(role), display_name=display_name, phone=phone, district_code=district
    )
    _write_down(session, "accounts:create_staff", user, by, role=role, district=district)
    return user, issue_reset_code(session, user, via="setup", by=by)


def revise_staff(
    session: Session, user: User, *, role: str, display_name: str, district_code: str | None, by: User
) -> None:
    """Change name, role or district. The next request of the person goes by the new ones."""
    district = _district(role, district_code)
    if user.id == by.id:
        raise NotYourself()
    before = {"role_before": user.role, "district_before": user.district_code}
    user.role, user.display_name, user.district_code = role, display_name.strip(), district
    session.flush()
    _write_down(session, "accounts:revise_staff", user, by, role=role, district=district, **before)


def deactivate(session: Session, user: User, *, by: User) -> None:
    """Switch a staff account off: its sessions end and nobody can sign in with it. Raises `NotYourself`."""
    if user.id == by.id:
        raise NotYourself()
    user.active = False
    end_all_sessions(session, user)
    _write_down(session, "accounts:deactivate", user, by)


def reactivate(session: Session, user: User, *, by: User) -> None:
    """Switch a staff account on again."""
    user.active = True
    session.flush()
    _write_down(session, "accounts:reactivate", user, by)


def renew_access(session: Session, user: User, *, by: User) -> str:
    """For someone who lost their phone: password and second factor go, a new set-up code is returned."""
    if user.id == by.id:
        raise NotYourself()
    user.password_hash = None
    user.totp_secret = None
    user.totp_confirmed = False
    end_all_sessions(session, user)
    _write_down(session, "accounts:renew_access", user, by)
    return issue_reset_code(session, user, via="setup", by=by)


def _district(role: str, district_code: str | None) -> str | None:
    if Role(role) not in STAFF:
        raise NotAllowed()
    if Role(role) in CITY_WIDE:
        return None
    if not district_code:
        raise DistrictMissing(field="district_code")
    return district_code


def _write_down(session: Session, action: str, user: User, by: User, **details: Any) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject="user",
        subject_id=user.id,
        **details,
    )
