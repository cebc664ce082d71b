"""The second factor of the city's own people: six digits from an app (TOTP), each usable once."""

import hmac

import pyotp
from sqlalchemy import update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import limits
from jobhelp.accounts.service.codes import plain_code
from jobhelp.accounts.service.own_acts import note, settle
from jobhelp.errors import Refusal
from jobhelp.orm import rows_changed
from jobhelp.texts import N_

STEP_SECONDS = 30
ISSUER = "jobhelp"


class WrongSecondFactor(Refusal):
    """The six digits do not fit, or were used already."""

    message = N_("六位数字不对，或已经用过。请等手机上换一组新数字，再填一次。")


def begin_second_factor(session: Session, user: User) -> None:
    """Give a person who has none a secret to set up their app with."""
    if not user.totp_confirmed and user.totp_secret is None:
        user.totp_secret = pyotp.random_base32()
        session.flush()


def provisioning_uri(user: User) -> str:
    """The otpauth address for the app; it names the account by role and masked phone."""
    secret = user.totp_secret
    if secret is None:
        raise WrongSecondFactor()
    return pyotp.TOTP(secret).provisioning_uri(name=user.phone_mask or user.uid[:8], issuer_name=ISSUER)


def admit_second_factor(session: Session, user: User) -> None:
    """Count a try. Raises `limits.TooManyTries`; the view commits before it judges."""
    limits.admit(session, limits.SECOND_FACTOR, user.uid)


def take_second_factor(session: Session, user: User, code: str) -> None:
    """Use up the step that `code` belongs to. Raises `WrongSecondFactor`; of two uses at once one succeeds."""
    step = _step_of(user, plain_code(code))
    taken = update(User).where(User.id == user.id, User.totp_last_step < (step or 0))
    taken = taken.values(totp_last_step=step)
    fits = step is not None and rows_changed(session, taken) == 1
    refusal = WrongSecondFactor(field="code")
    settle(session, user, "accounts:second_factor", limits.SECOND_FACTOR, fits=fits, refusal=refusal)


def confirm_second_factor(session: Session, user: User, code: str) -> None:
    """The first code from the app: from now on it is asked for at every sign-in. Raises `WrongSecondFactor`."""
    take_second_factor(session, user, code)
    user.totp_confirmed = True
    session.flush()
    note(session, user, "accounts:confirm_second_factor")


def _step_of(user: User, digits: str) -> int | None:
    """The step, at most one away from now, whose code is `digits`; None when there is none."""
    secret = user.totp_secret
    if secret is None or len(digits) != 6:
        return None
    totp = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    steps = (now, now - 1, now + 1)
    fitting = [step for step in steps if hmac.compare_digest(totp.at(step * STEP_SECONDS), digits)]
    return fitting[0] if fitting else None
