"""Sign in with phone and password, change the password, end a session.

Replies are the same, and take the same time, for an unknown phone, a wrong password, a closed account and a demo
account in production: whoever asks learns nothing.
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from jobhelp import clock, crypto, identity
from jobhelp.accounts import queries
from jobhelp.accounts.models import EndedSession, User
from jobhelp.accounts.service import limits
from jobhelp.accounts.service.accounts import end_all_sessions
from jobhelp.accounts.service.own_acts import note, settle
from jobhelp.audit import service as audit
from jobhelp.errors import Refusal
from jobhelp.texts import N_


class SignInFailed(Refusal):
    """Phone and password do not fit together; which of them is wrong is not said."""

    message = N_("手机号或密码不对，请检查后再试。")


class WrongPassword(Refusal):
    """The present password is wrong."""

    message = N_("现在的密码不对，请再填一遍。")


def whom(phone: str) -> str:
    """Whom a limit on `phone` counts: the canonical number, or what was typed when it is none."""
    try:
        return identity.canonical_phone(phone)
    except identity.InvalidPhone:
        return identity.plain(phone)[:40]


def admit_sign_in(session: Session, phone: str) -> User | None:
    """Count a try for `phone`, known or not, and find its account. Raises `limits.TooManyTries`.

    The view commits before it calls `check_password`: the count stands, and no lock is held while hashing.
    """
    limits.admit(session, limits.SIGN_IN, whom(phone))
    return queries.by_phone(session, phone)


def check_password(
    session: Session, user: User | None, phone: str, password: str, *, production: bool
) -> User:
    """Judge a try that was admitted; renews an old hash. Raises `SignInFailed` after writing the audit row."""
    fits = crypto.verify_password(user.password_hash if user else None, password)
    if user is None or not fits or not user.active or (user.demo and production):
        audit.record(
            session,
            "accounts:sign_in",
            actor_id=user.id if user else None,
            actor_role=user.role if user else "unknown",
            subject="user",
            subject_id=user.id if user else "unknown",
            result="refused",
        )
        raise SignInFailed()
    if user.password_hash and crypto.needs_rehash(user.password_hash):
        user.password_hash = crypto.hash_password(password)
    limits.clear(session, limits.SIGN_IN, whom(phone))
    note(session, user, "accounts:sign_in")
    return user


def authenticate(session: Session, phone: str, password: str, *, production: bool) -> User:
    """Find the account and judge the password in one go. Raises `SignInFailed` or `limits.TooManyTries`."""
    user = admit_sign_in(session, phone)
    return check_password(session, user, phone, password, production=production)


def admit_password(session: Session, user: User) -> None:
    """Count a try of the present password. Raises `limits.TooManyTries`; the view commits before it judges."""
    limits.admit(session, limits.PASSWORD_AGAIN, user.uid)


def prove_password(session: Session, user: User, password: str) -> None:
    """Judge the password of somebody who is signed in, before an act on money or rights; the try was admitted.

    Raises `WrongPassword` (field "password_again") after writing the audit row.
    """
    fits = crypto.verify_password(user.password_hash, password)
    refusal = WrongPassword(N_("密码不对，请再填一遍。"), field="password_again")
    settle(session, user, "accounts:password_again", limits.PASSWORD_AGAIN, fits=fits, refusal=refusal)


def change_password(session: Session, user: User, current: str, new: str) -> None:
    """Set a new password; every session of the person ends. Raises `WrongPassword` (field "current")."""
    if not crypto.verify_password(user.password_hash, current):
        raise WrongPassword(field="current")
    limits.clear(session, limits.PASSWORD_AGAIN, user.uid)
    user.password_hash = crypto.hash_password(new)
    end_all_sessions(session, user)
    note(session, user, "accounts:change_password")


def end_session(session: Session, user: User, session_id: str) -> None:
    """Sign this one session out, so that a copy of its cookie opens nothing."""
    session.merge(EndedSession(digest=session_digest(session_id), ended_at=clock.now()))
    note(session, user, "accounts:sign_out")


def session_user(session: Session, identity_text: str, session_id: str) -> User | None:
    """The active account of a session identity ("uid.version") whose session was not ended, in one query."""
    uid, _, version = identity_text.partition(".")
    if not version.isdecimal():
        return None
    ended = exists(select(EndedSession.digest).where(EndedSession.digest == session_digest(session_id)))
    statement = select(User).where(User.uid == uid, User.session_version == int(version), User.active)
    return session.scalar(statement.where(~ended))


def session_digest(session_id: str) -> bytes:
    """The stored form of a session's random name."""
    return crypto.digest_code("session", session_id)
