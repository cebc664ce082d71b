"""Extensions, created unbound and bound by `app.create_app`."""

from typing import Any

from flask import Flask, current_app, g
from flask_babel import Babel
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()


def limit_key() -> str:
    """Limits count by person when signed in, else by address (many people share one behind a NAT)."""
    key: str = current_app.extensions["jobhelp.limit_key"]()
    return key


limiter = Limiter(limit_key, in_memory_fallback_enabled=True, headers_enabled=True)


def engine() -> Engine:
    """The application's engine."""
    found: Engine = current_app.extensions["jobhelp.engine"]
    return found


def _session() -> Session:
    """The request's session, made at first use and closed at its end."""
    if "db_session" not in g:
        g.db_session = Session(engine(), expire_on_commit=False)
    session: Session = g.db_session
    return session


db: Session = LocalProxy(_session)  # type: ignore[assignment]


def close_session(_error: Any = None) -> None:
    """Roll back whatever the view did not commit, and give the connection back."""
    session: Session | None = g.pop("db_session", None)
    if session is not None:
        session.close()


def init_database(app: Flask, bound: Engine) -> None:
    """Bind the engine and close the session after each request."""
    app.extensions["jobhelp.engine"] = bound
    app.teardown_appcontext(close_session)
