"""Who is this? The person of a session, while the session lives."""

from flask import flash, session
from flask_babel import gettext

from jobhelp import clock
from jobhelp.accounts import service
from jobhelp.accounts.models import User
from jobhelp.accounts.views.blueprint import settings
from jobhelp.extensions import db, login_manager

ABSOLUTE_SECONDS = 12 * 3600
IDLE_SECONDS_STAFF = 30 * 60
NOTED_EVERY_SECONDS = 60


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(identity: str) -> User | None:
    """The active person of this session; None when it is too old, idle (staff), signed out or superseded."""
    now = clock.now().timestamp()
    if now - session.get("signed_in_at", 0) > ABSOLUTE_SECONDS:
        return _expired()
    user = service.session_user(db, identity, session.get("sid", ""))
    if user is None or (user.demo and settings().production):
        session.clear()
        return None
    idle = now - session.get("seen_at", 0)
    if user.is_staff and idle > IDLE_SECONDS_STAFF:
        return _expired()
    if idle > NOTED_EVERY_SECONDS:
        session["seen_at"] = now
    return user


def _expired() -> None:
    session.clear()
    flash(gettext("您离开得久了，为了安全，请重新登录。"), "warning")
