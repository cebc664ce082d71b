"""Open and close accounts."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock, crypto, identity
from jobhelp.accounts import queries
from jobhelp.accounts.models import ResetCode, User
from jobhelp.accounts.service import limits
from jobhelp.accounts.service.own_acts import note
from jobhelp.audit import service as audit
from jobhelp.errors import Conflict, NotAllowed
from jobhelp.notices import service as notices
from jobhelp.orm import new_uid
from jobhelp.permissions import Permission, Role
from jobhelp.texts import N_


class PhoneTaken(Conflict):
    """Another account has this phone number."""

    message = N_("这个手机号已经注册过了。您可以直接登录；忘了密码可以用短信验证码重设。")


def create_user(
    session: Session,
    *,
    role: Role | str,
    display_name: str,
    phone: str,
    password: str | None = None,
    district_code: str | None = None,
    street_code: str | None = None,
    demo: bool = False,
) -> User:
    """Open an account. Without a password nobody can sign in until a code sets one. Raises `PhoneTaken`."""
    canonical = identity.canonical_phone(phone)
    hashed = crypto.hash_password(password) if password is not None else None  # before the first lock
    if queries.by_phone(session, canonical) is not None:
        raise PhoneTaken(field="phone")
    user = User(
        uid=new_uid(),
        role=Role(role).value,
        display_name=display_name.strip(),
        phone_mask=identity.mask_phone(canonical),
        password_hash=hashed,
        session_version=1,
        active=True,
        demo=demo,
        district_code=district_code,
        street_code=street_code,
        totp_last_step=0,
        totp_confirmed=False,
        created_at=clock.now(),
    )
    user.phone = canonical
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # two people pressed at the same moment
        if queries.by_phone(session, canonical) is None:
            raise
        raise PhoneTaken(field="phone") from None
    audit.record(session, "accounts:create", subject="user", subject_id=user.id, role=user.role, demo=demo)
    return user


def end_all_sessions(session: Session, user: User) -> None:
    """Sign the person out everywhere, this browser included."""
    user.session_version = User.session_version + 1
    session.flush()
    session.refresh(user, ["session_version"])


def erase(session: Session, user: User) -> None:
    """Delete an account with its messages and codes; what happened stays in the audit log, without a name."""
    notices.forget(session, user.id)
    for rules in (limits.SIGN_IN, limits.RESET_SMS, limits.RESET_CODE):
        limits.clear(session, rules, user.phone or "")
    for rules in (limits.SECOND_FACTOR, limits.PASSWORD_AGAIN):
        limits.clear(session, rules, user.uid)
    session.execute(delete(ResetCode).where(ResetCode.user_id == user.id))
    note(session, user, "accounts:erase")
    session.execute(delete(User).where(User.id == user.id))
    session.expunge(user)


def need(by: User | None, permission: Permission) -> User:
    """The person, if their account is open and their role of this moment may do it. Raises `NotAllowed`.

    Asked inside an act, not only at its page: a role may have changed since the page was drawn.
    """
    if by is None or not by.active or not by.may(permission):
        raise NotAllowed()
    return by
