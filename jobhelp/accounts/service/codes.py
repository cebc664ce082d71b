"""One-time codes with which a person sets a new password: by SMS, on paper from the counter, or for new staff.

A code is kept as a keyed digest, dies after its time, after five wrong tries, after its use and when a newer one
is issued. It sets a password and nothing else: the second factor is asked for as always.
"""

import hmac
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts import queries
from jobhelp.accounts.models import ResetCode, User
from jobhelp.accounts.service import limits
from jobhelp.accounts.service.accounts import end_all_sessions
from jobhelp.accounts.service.own_acts import note
from jobhelp.accounts.service.signing_in import whom
from jobhelp.audit import service as audit
from jobhelp.errors import Refusal
from jobhelp.notices import service as notices
from jobhelp.orm import rows_changed
from jobhelp.texts import N_

MAX_TRIES = 5
MINUTES = {"sms": 10, "paper": 30, "setup": 3 * 24 * 60}
DIGITS = {"sms": 6, "paper": 8, "setup": 12}
STAFF_PASSWORD_MIN = 12


class WrongCode(Refusal):
    """The code is wrong, used, or too old; or no account has this phone. Which of them is not said."""

    message = N_("验证码不对，或已经过期。请检查手机号和验证码，或重新要一个。")


class TooShortForStaff(Refusal):
    """The city's own people need longer passwords."""

    message = N_("工作人员的密码至少要 %(least)s 个字。")


def issue_reset_code(
    session: Session, user: User, *, via: str, by: User | None = None, begins: str = ""
) -> str:
    """Make a code for `user` ("sms", "paper" or "setup") and return it, once. Earlier codes die.

    begins  its first digits, where somebody else has them already
    """
    now = clock.now()
    kill_codes(session, user)
    code = begins + crypto.one_time_code(DIGITS[via] - len(begins))
    session.add(
        ResetCode(
            user_id=user.id,
            code_digest=_digest(user, code),
            via=via,
            issued_by=by.id if by else None,
            created_at=now,
            expires_at=now + timedelta(minutes=MINUTES[via]),
            tries=0,
        )
    )
    audit.record(
        session,
        "accounts:issue_reset_code",
        by=by,
        subject="user",
        subject_id=user.id,
        via=via,
    )
    if via == "paper":
        notices.tell(
            session,
            user.id,
            N_("服务窗口为您打印了一张重设密码的一次性代码。如果不是您本人去办的，请马上打电话告诉我们。"),
        )
    return code


def send_reset_code(session: Session, phone: str, body: str) -> None:
    """Queue a code to `phone` if an active account has it; say nothing about whether one does.

    `body` is the text in the reader's language with %(code)s and %(minutes)s. Raises `limits.TooManyTries`.
    """
    limits.admit(session, limits.RESET_SMS, whom(phone))
    user = queries.by_phone(session, phone)
    if user is None or not user.active or user.phone is None:
        return
    code = issue_reset_code(session, user, via="sms")
    notices.send_sms(
        session,
        key=f"reset:{user.uid}:{crypto.one_time_code(12)}",
        user_id=user.id,
        to=user.phone,
        body=body % {"code": code, "minutes": MINUTES["sms"]},
    )


def admit_code(session: Session, phone: str, code: str) -> ResetCode | None:
    """Count a try of `code` and find the living code that it fits. Raises `limits.TooManyTries`.

    The view commits before it acts on the answer, so that the try counts whatever comes.
    """
    limits.admit(session, limits.RESET_CODE, whom(phone))
    user = queries.by_phone(session, phone)
    now = clock.now()
    if user is None or not user.active:
        crypto.digest_code("nobody", code)
        return None
    living = (
        ResetCode.user_id == user.id,
        ResetCode.used_at.is_(None),
        ResetCode.expires_at > now,
        ResetCode.tries < MAX_TRIES,
    )
    found = session.scalar(select(ResetCode).where(*living).order_by(ResetCode.id.desc()).limit(1))
    if found is None:
        return None
    counted = update(ResetCode).where(ResetCode.id == found.id, *living).values(tries=ResetCode.tries + 1)
    if not rows_changed(session, counted):
        return None
    fits = hmac.compare_digest(found.code_digest, _digest(user, plain_code(code)))
    return found if fits else None


def use_code(session: Session, found: ResetCode | None, password: str) -> User:
    """Set `password` by an admitted code; it is used up and every session ends.

    Raises `WrongCode`, or `TooShortForStaff` (the code stays good).
    """
    if found is None:
        raise WrongCode(field="code")
    user = session.get_one(User, found.user_id)
    if user.is_staff and len(password) < STAFF_PASSWORD_MIN:
        raise TooShortForStaff(field="password", least=STAFF_PASSWORD_MIN)
    use = update(ResetCode).where(ResetCode.id == found.id, ResetCode.used_at.is_(None))
    if not rows_changed(session, use.values(used_at=clock.now())):
        raise WrongCode(field="code")
    user.password_hash = crypto.hash_password(password)
    end_all_sessions(session, user)
    phone = user.phone or ""
    limits.clear(session, limits.SIGN_IN, phone)
    limits.clear(session, limits.RESET_CODE, phone)
    note(session, user, "accounts:reset_password", via=found.via)
    notices.tell(session, user.id, N_("您的密码刚刚重新设过。如果不是您本人设的，请马上打电话告诉我们。"))
    return user


def reset_password(session: Session, phone: str, code: str, password: str) -> User:
    """Try `code` and set `password` in one go. Raises `WrongCode` or `limits.TooManyTries`."""
    return use_code(session, admit_code(session, phone, code), password)


def plain_code(code: str) -> str:
    """The digits of a typed code: full width and spaces are forgiven."""
    return "".join(
        character for character in _half_width(code) if character.isascii() and character.isdigit()
    )


def _half_width(text: str) -> str:
    return text.translate({0xFF10 + digit: ord("0") + digit for digit in range(10)})


def _digest(user: User, code: str) -> bytes:
    return crypto.digest_code(f"reset|{user.uid}", code)


def kill_codes(session: Session, user: User) -> None:
    """Codes that are still good are so no more."""
    kill = update(ResetCode).where(ResetCode.user_id == user.id, ResetCode.used_at.is_(None))
    rows_changed(session, kill.values(used_at=clock.now()))
