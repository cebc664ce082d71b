"""What every template may call: globals, filters, and Jinja's own settings."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from jobhelp import clock, labels
from jobhelp.permissions import Permission
from jobhelp.web import words
from jobhelp.web.panels import panels
from jobhelp.web.reading import current_locale, is_elder, switch_url


def _template_globals() -> dict[str, Any]:
    return {
        "static": static,
        "elder": is_elder(),
        "locale": current_locale(),
        "switch_url": switch_url,
        "csrf_token": generate_csrf,
        "today": clock.today(),
        "has_endpoint": lambda name: name in current_app.view_functions,
        "may": lambda permission: current_user.is_authenticated and current_user.may(Permission(permission)),
        "labels": labels,
        "panels": panels,
        "layout": layout,
    }


def layout() -> str:
    """The layout of a page that several kinds of people share: each sees it in their own room."""
    if current_user.is_authenticated and current_user.is_staff:
        return "layouts/desk.html"
    if current_user.is_authenticated and current_user.may(Permission.EMPLOYER_SEE):
        return "layouts/employer.html"
    return "layouts/public.html"


@cache
def _content_hash(path: Path, _modified: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static(path: str) -> str:
    """The address of a static file, with a hash of its content so that browsers may keep it for ever."""
    file = Path(current_app.static_folder or "") / path
    return f"{current_app.static_url_path}/{path}?v={_content_hash(file, file.stat().st_mtime)}"


def install(app: Flask) -> None:
    """Strict templates, with these globals and filters."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(
        money=words.money,
        pay=words.pay,
        day=words.day,
        when=words.when,
        date=words.date_of,
        since=words.since,
        clock=words.clock_time,
        km=words.km,
        label=words.label,
        number=words.number,
        lines=words.lines,
    )
    app.context_processor(_template_globals)
