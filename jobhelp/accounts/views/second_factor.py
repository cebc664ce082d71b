"""The second factor of the city's own people: set up once, asked for at every sign-in."""

from typing import Any

from flask import redirect, render_template, request, session, url_for
from markupsafe import Markup

from jobhelp.accounts import service
from jobhelp.accounts.forms import SecondFactorForm
from jobhelp.accounts.models import User
from jobhelp.accounts.views.blueprint import bp, landing, qr
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.web import access, me, safe_next, start_session


@bp.route("/second-factor", methods=["GET", "POST"])
@access.signed_in
def second_factor() -> Any:
    """Six digits from the app."""
    user = me()
    if _done(user):
        return redirect(_target(user))
    if not user.totp_confirmed:
        return redirect(url_for("accounts.second_factor_setup", next=request.args.get("next")))
    form = SecondFactorForm()
    if not form.submitted():
        return render_template("accounts/second_factor.html", form=form), _status()
    return _judge(user, form, service.take_second_factor) or (
        render_template("accounts/second_factor.html", form=form),
        _refused_status(form),
        _retry(form),
    )


@bp.route("/second-factor/setup", methods=["GET", "POST"])
@access.signed_in
def second_factor_setup() -> Any:
    """First time: read the picture with the app, type the digits that it shows."""
    user = me()
    if _done(user):
        return redirect(_target(user))
    if user.totp_confirmed:
        return redirect(url_for("accounts.second_factor", next=request.args.get("next")))
    form = SecondFactorForm()
    if request.method == "POST" and user.totp_secret is None:
        service.begin_second_factor(db, user)
        db.commit()
        return redirect(url_for("accounts.second_factor_setup", next=request.args.get("next")))
    if not form.submitted():
        return _setup_page(user, form), _status()
    return _judge(user, form, service.confirm_second_factor) or (
        _setup_page(user, form),
        _refused_status(form),
        _retry(form),
    )


def _judge(user: User, form: Any, act: Any) -> Any:
    """Count the try, then judge it; a redirect when the digits fit, None (and words in the form) when not."""
    form.refusal = None
    try:
        service.admit_second_factor(db, user)
        db.commit()
        act(db, user, form.code.data)
    except service.TooManyTries as refusal:
        form.refusal = refusal
        form.refuse(refusal)
        return None
    except service.WrongSecondFactor as refusal:
        db.commit()  # the audit row
        form.refusal = refusal
        form.refuse(refusal)
        return None
    db.commit()
    start_session(user, second_factor=True)
    return redirect(_target(user))


def _status() -> int:
    return 422 if request.method == "POST" else 200


def _refused_status(form: Any) -> int:
    refusal: Refusal | None = form.refusal
    return refusal.status if refusal is not None else 422


def _retry(form: Any) -> dict[str, str]:
    refusal = form.refusal
    return {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, service.TooManyTries) else {}


def _done(user: User) -> bool:
    """Whether this person owes no second factor now."""
    return not user.needs_second_factor or session.get("second_factor") == user.get_id()


def _target(user: User) -> str:
    return safe_next(request.args.get("next"), landing(user))


def _setup_page(user: User, form: Any) -> str:
    secret = user.totp_secret
    picture, groups = Markup(""), ""
    if secret is not None:
        picture = qr(service.provisioning_uri(user))
        groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return render_template("accounts/second_factor_setup.html", form=form, picture=picture, secret=groups)
