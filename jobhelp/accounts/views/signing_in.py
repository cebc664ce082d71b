"""Sign in, sign out."""

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp.accounts import service
from jobhelp.accounts.forms import SignInForm
from jobhelp.accounts.views.blueprint import address, bp, everybody, landing, settings, went_wrong
from jobhelp.extensions import db, limiter
from jobhelp.web import access, end_session, me, safe_next, start_session

# An office with many people behind one address may err more often than one person does.
ONE_ADDRESS = "30 per 5 minutes"
EVERYBODY = "1000 per 5 minutes"
FAILURES = {"methods": ["POST"], "deduct_when": went_wrong}


@bp.route("/sign-in", methods=["GET", "POST"])
@access.public
@limiter.limit(ONE_ADDRESS, key_func=address, **FAILURES)
@limiter.limit(lambda: EVERYBODY, key_func=everybody, **FAILURES)
def sign_in() -> Any:
    """Phone and password."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next"), landing(me())))
    form = SignInForm()
    if not form.submitted():
        return _page(form, 422 if request.method == "POST" else 200)
    try:
        user = service.admit_sign_in(db, form.phone.data)
        db.commit()
        user = service.check_password(
            db, user, form.phone.data, form.password.data, production=settings().production
        )
    except service.TooManyTries as refusal:
        form.refuse(refusal)
        return _page(form, refusal.status, {"Retry-After": str(refusal.retry_after)})
    except service.SignInFailed as refusal:
        db.commit()  # the audit row
        form.refuse(refusal)
        return _page(form, refusal.status)
    if user.needs_second_factor:
        service.begin_second_factor(db, user)
    db.commit()
    start_session(user)
    target = safe_next(request.args.get("next"), "")
    if user.needs_second_factor:
        return redirect(url_for("accounts.second_factor", next=target or None))
    return redirect(target or landing(user))


@bp.post("/sign-out")
@access.public
def sign_out() -> Any:
    """End this session, here and for any copy of its cookie."""
    if current_user.is_authenticated:
        if session.get("sid"):
            service.end_session(db, me(), session["sid"])
        db.commit()
    end_session()
    return redirect(url_for("accounts.signed_out"))


@bp.get("/signed-out")
@access.public
def signed_out() -> Any:
    """The session is over: what a person at a shared computer wants to see."""
    if current_user.is_authenticated:
        return redirect(url_for("accounts.account"))
    return render_template("accounts/signed_out.html", title=gettext("您已经退出登录"))


def _page(form: SignInForm, status: int, headers: dict[str, str] | None = None) -> Any:
    return render_template("accounts/sign_in.html", form=form), status, headers or {}
