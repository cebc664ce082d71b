"""Who may enter a route, declared on its view with one of three decorators and denied by default.

    @access.public                     anybody
    @access.signed_in                  any account
    @access.requires(P.PROFILE_SEE)    the roles that the table in permissions.py gives it to

Whether a thing is *theirs* is decided in the query. A `:see` permission never guards a writing route.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import current_user

from jobhelp.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_NUMBER = 2**31 - 1


class access:  # noqa: N801  (reads as a word at the top of each view)
    """Declare who may use a route. `tests/house` fails for a route that has no declaration."""

    @staticmethod
    def public(view: View) -> View:
        """Anybody, signed in or not."""
        view.access = "public"  # type: ignore[attr-defined]
        return view

    @staticmethod
    def signed_in(view: View) -> View:
        """Any account, also one that still owes its second factor."""
        view.access = "signed_in"  # type: ignore[attr-defined]
        return view

    @staticmethod
    def requires(permission: Permission) -> Callable[[View], View]:
        """Accounts whose role has `permission`."""

        def declare(view: View) -> View:
            view.access = permission  # type: ignore[attr-defined]
            return view

        return declare


def _guard() -> Any:
    """Deny unless the route's declaration lets this person in. A route without one is closed to all."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    if any(isinstance(value, int) and value > LARGEST_NUMBER for value in (request.view_args or {}).values()):
        abort(404)  # no database holds it, and asking would be an error
    declared = getattr(current_app.view_functions[request.endpoint], "access", None)
    if declared == "public":
        return None
    if declared is None:
        abort(403)
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=_here()))
    if declared == "signed_in":
        return None
    if current_user.needs_second_factor and session.get("second_factor") != current_user.get_id():
        return redirect(url_for("accounts.second_factor", next=_here()))
    if not current_user.may(declared):
        abort(403)
    return None


def _here() -> str:
    """This page's own address, to come back to after signing in; a form's address only if it can be read."""
    return request.full_path.rstrip("?") if request.method in SAFE_METHODS else "/"


def safe_next(target: str | None, default: str) -> str:
    """`target` if it is an address inside this site, else `default`."""
    if not target:
        return default
    parts = urlsplit(target)
    inside = (
        not parts.scheme
        and not parts.netloc
        and target.startswith("/")
        and not target.startswith(("//", "/\\"))
    )
    return target if inside and "\\" not in target and not any(ord(c) < 32 for c in target) else default


def install(app: Flask) -> None:
    """Put the gate before every route."""
    app.before_request(_guard)
