"""The password once more, before money or rights move: fresh for 30 minutes after it was typed (checklist 19).

A form that was posted too late is answered by a page that carries what was posted and asks for the password; posting
that page does both at once. An address that was opened too late (a download) is left for the page of this module and
offered again after the password. Nothing is stored on the server, and no script is needed.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, session, url_for
from flask_login import current_user

from jobhelp import clock
from jobhelp.accounts import service
from jobhelp.accounts.forms import PasswordAgainForm
from jobhelp.accounts.fresh import MINUTES
from jobhelp.accounts.views.blueprint import bp, landing
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.web import SAFE_METHODS, access, me, safe_next

FIELD = "password_again"
TYPED_AT = "password_at"  # in the session; signing in counts too
NOT_CARRIED = ("csrf_token", FIELD)


@bp.before_app_request
def ask_again() -> Any:
    """Ask before a view that is marked `fresh`, unless the password was typed lately. Runs after the gate."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "fresh", False) or not current_user.is_authenticated or _typed_lately():
        return None
    here = request.full_path.rstrip("?")
    if request.method in SAFE_METHODS:
        methods = request.url_rule.methods if request.url_rule is not None else None
        if "POST" in (methods or ()):  # the form's page: its posting is guarded
            return None
        return redirect(url_for("accounts.password_again", next=here))
    form = PasswordAgainForm()
    if FIELD not in request.form:
        form = PasswordAgainForm(formdata=None)
        return _page(form, action=here, back=_came_from(), status=422)
    if form.submitted():
        refusal = _judge(form)
        if refusal is None:
            return None  # the view goes on with what was carried
        return _page(form, action=here, back=_came_from(), status=refusal.status, refusal=refusal)
    return _page(form, action=here, back=_came_from(), status=422)


@bp.route("/password-again", methods=["GET", "POST"])
@access.requires(Permission.ACCOUNT_CHANGE)
def password_again() -> Any:
    """Before a download: the password, then the way to it."""
    target = safe_next(request.args.get("next"), "")
    here = url_for("accounts.password_again", next=target or None)
    form = PasswordAgainForm()
    if request.method == "POST":
        refusal = _judge(form) if form.submitted() else None
        if form.errors:
            status = refusal.status if refusal is not None else 422
            return _page(form, action=here, back=landing(me()), status=status, refusal=refusal)
        return redirect(here)
    if not _typed_lately():
        return _page(form, action=here, back=landing(me()), status=200)
    if not target:
        return redirect(landing(me()))
    return render_template("accounts/password_again.html", target=target, back=landing(me()))


def _judge(form: PasswordAgainForm) -> Refusal | None:
    """Count the try, then judge it. The refusal (its words are in the form), or None when the password fits."""
    user = me()
    try:
        service.admit_password(db, user)
        db.commit()
        service.prove_password(db, user, form.password_again.data)
    except service.TooManyTries as refusal:
        form.refuse(refusal)
        return refusal
    except service.WrongPassword as refusal:
        db.commit()  # the audit row
        form.refuse(refusal)
        return refusal
    db.commit()
    session[TYPED_AT] = clock.now().timestamp()
    return None


def _typed_lately() -> bool:
    typed = max(session.get("signed_in_at", 0), session.get(TYPED_AT, 0))
    return bool(clock.now().timestamp() - typed < MINUTES * 60)


def _came_from() -> str:
    """The page of this site whose form was posted, else where the person begins."""
    parts = urlsplit(request.referrer or "")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return safe_next(path if parts.netloc == request.host else None, landing(me()))


def _page(
    form: PasswordAgainForm, *, action: str, back: str, status: int, refusal: Refusal | None = None
) -> Any:
    carried = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED]
    page = render_template(
        "accounts/password_again.html", form=form, target="", action=action, carried=carried, back=back
    )
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, service.TooManyTries) else {}
    return page, status, headers
