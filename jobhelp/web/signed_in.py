"""The person of this browser: their session, from signing in to signing out."""

import secrets
from typing import Any

from flask import g, request, session
from flask_login import current_user, login_user

from jobhelp import clock
from jobhelp.extensions import login_manager


def me() -> Any:
    """The signed-in account itself (`accounts.models.User`), not Flask-Login's stand-in; a guest when nobody is."""
    return current_user._get_current_object()


def start_session(user: Any, *, second_factor: bool = False) -> None:
    """Sign `user` in under a new session; nothing of the old one stays but the words to be shown."""
    words = session.get("_flashes")
    session.clear()
    g.pop("csrf_token", None)
    login_user(user)
    now = clock.now().timestamp()
    session.update(sid=secrets.token_urlsafe(18), signed_in_at=now, seen_at=now)
    if words:
        session["_flashes"] = words
    if second_factor:
        session["second_factor"] = user.get_id()


def end_session() -> None:
    """Forget the session of this browser."""
    session.clear()
    g.pop("csrf_token", None)
    g._login_user = login_manager.anonymous_user()


def limit_key() -> str:
    """Whom a limit counts: the person when signed in, else the address."""
    return f"user:{current_user.uid}" if current_user.is_authenticated else f"ip:{request.remote_addr}"
