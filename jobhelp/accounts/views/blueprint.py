"""The accounts' blueprint, and what its pages share."""

import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import segno
from flask import Blueprint, current_app, render_template, request, url_for
from markupsafe import Markup

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.accounts.service import CODE_MINUTES
from jobhelp.config import Settings
from jobhelp.permissions import Role

bp = Blueprint("accounts", __name__)
EVEN_SECONDS = 0.25


def settings() -> Settings:
    """The application's settings."""
    found: Settings = current_app.config["JOBHELP"]
    return found


def landing(user: User) -> str:
    """Where a person begins after signing in."""
    wanted = {Role.RESIDENT: "recommendations.mine", Role.EMPLOYER: "home.employer"}
    endpoint = wanted.get(Role(user.role), "desk.home")
    known = endpoint if endpoint in current_app.view_functions else "accounts.account"
    return url_for(known)


def qr(text: str) -> Markup:
    """`text` as a QR code: an inline picture without size, black on white in every scheme."""
    return Markup(
        segno.make(text, error="m").svg_inline(omitsize=True, border=2, light="#fff", dark="#12222b")
    )


def code_sheet(template: str, person: User, code: str, via: str, **more: Any) -> str:
    """The sheet with a one-time code, or one part of it: rendered once, stored nowhere. `more`: for the template."""
    # In production never the Host that a request claims; while developing the port may be any.
    root = settings().site_url if settings().production else request.host_url.rstrip("/")
    return render_template(
        template,
        person=person,
        code=code,
        until=clock.minutes_from_now(CODE_MINUTES[via]),
        address=root + url_for("accounts.reset"),
        picture=qr(root + url_for("accounts.reset")),
        **more,
    )


def address() -> str:
    """The address that a limit counts: an IPv6 neighbourhood (/64) is one, for it is one customer's."""
    try:
        found = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def everybody() -> str:
    """One count for all."""
    return "everybody"


def went_wrong(response: Any) -> bool:
    """Whether a limit on failures counts this response: everything but the redirect of a success."""
    return bool(response.status_code != 302)


@contextmanager
def even_time() -> Iterator[None]:
    """Take the same time whether a phone number is known or not."""
    end = time.monotonic() + EVEN_SECONDS
    try:
        yield
    finally:
        time.sleep(max(0.0, end - time.monotonic()))
