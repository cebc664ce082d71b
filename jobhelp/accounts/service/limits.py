"""Lock-out, counted in the database: exact for many processes and many concurrent tries, with Redis or without.

The window begins with the first try. A try is counted before it is judged, by a guarded update, so that a hundred
guesses at the same moment are no more than the limit.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts.models import Attempt, EndedSession
from jobhelp.errors import Refusal
from jobhelp.orm import rows_changed, write_session
from jobhelp.texts import N_

KEEP_DAYS = 2


class TooManyTries(Refusal):
    """The limit of tries is used up for now."""

    message = N_("试的次数太多了。为了保护您的账户，请过 %(minutes)s 分钟再试。")
    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.retry_after = minutes * 60


@dataclass(frozen=True)
class Limit:
    """At most `tries` in `minutes`, for each key; `name` keeps the counts of two limits apart."""

    name: str
    tries: int
    minutes: int

    def key(self, whom: str) -> bytes:
        """The stored form of whom the limit counts: a keyed digest, never a phone number."""
        return crypto.digest_code(f"attempt|{self.name}", whom)


Limits = tuple[Limit, ...]
SIGN_IN: Limits = (Limit("sign-in", 10, 5),)
SECOND_FACTOR: Limits = (
    Limit("second-factor-5m", 5, 5),
    Limit("second-factor-1h", 20, 60),
    Limit("second-factor-1d", 50, 1440),
)
RESET_SMS: Limits = (Limit("reset-sms", 3, 30), Limit("reset-sms-1d", 8, 1440))
RESET_CODE: Limits = (Limit("reset-code", 10, 30),)
PASSWORD_AGAIN: Limits = (Limit("password-again", 10, 5),)


def admit(session: Session, limits: Limits, whom: str) -> None:
    """Count one try by `whom` against every limit. Raises `TooManyTries` at the first that is used up.

    The caller commits before it judges the try, so that the count stands whatever comes.
    """
    for limit in limits:
        if not _count(session, limit, limit.key(whom)):
            raise TooManyTries(limit.minutes)


def clear(session: Session, limits: Limits, whom: str) -> None:
    """Forget the tries of `whom` after one that succeeded."""
    session.execute(delete(Attempt).where(Attempt.key.in_([limit.key(whom) for limit in limits])))


def forget_old_attempts(engine: Engine, _settings: object = None) -> int:
    """Delete counts and ended sessions that no longer matter. Periodic."""
    border = clock.now() - timedelta(days=KEEP_DAYS)
    with write_session(engine) as session:
        gone = rows_changed(session, delete(Attempt).where(Attempt.since < border))
        gone += rows_changed(session, delete(EndedSession).where(EndedSession.ended_at < border))
    return gone


def _count(session: Session, limit: Limit, key: bytes) -> bool:
    """Whether one more try fits into the window; counts it if so."""
    now = clock.now()
    cutoff = now - timedelta(minutes=limit.minutes)
    row = update(Attempt).where(Attempt.key == key)
    for _ in range(2):
        if rows_changed(session, row.where(Attempt.since <= cutoff).values(count=1, since=now)):
            return True
        within = row.where(Attempt.since > cutoff, Attempt.count < limit.tries)
        if rows_changed(session, within.values(count=Attempt.count + 1)):
            return True
        try:
            with session.begin_nested():
                session.add(Attempt(key=key, count=1, since=now))
        except IntegrityError:
            continue  # somebody else began the window just now, or the window is full
        return True
    return False
