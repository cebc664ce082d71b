"""A forgotten password: ask for a code, use it. Nothing here tells whether a phone number is registered."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext

from jobhelp import clock
from jobhelp.accounts import service
from jobhelp.accounts.forms import ForgottenForm, ResetForm
from jobhelp.accounts.views.blueprint import address, bp, even_time, settings
from jobhelp.extensions import db, engine, limiter
from jobhelp.notices import service as notices
from jobhelp.web import access


@bp.route("/forgotten", methods=["GET", "POST"])
@access.public
@limiter.limit("30 per hour", key_func=address, methods=["POST"])
def forgotten() -> Any:
    """Send a code to a phone."""
    form = ForgottenForm()
    if not form.submitted():
        return render_template("accounts/forgotten.html", form=form), 422 if form.is_submitted() else 200
    body = gettext("【冰城就业】重设密码的验证码是 %(code)s，%(minutes)s 分钟内有效。请不要告诉任何人。")
    try:
        with even_time():
            service.send_reset_code(db, form.phone.data, body)
            db.commit()
    except service.TooManyTries as refusal:
        form.refuse(refusal)
        headers = {"Retry-After": str(refusal.retry_after)}
        return render_template("accounts/forgotten.html", form=form), refusal.status, headers
    session["reset_phone"] = [form.phone.data, clock.now().timestamp()]
    flash(gettext("如果这个手机号注册过，验证码短信马上就到。"), "success")
    response = redirect(url_for("accounts.reset"))
    bound, known = engine(), settings()
    response.call_on_close(lambda: notices.deliver_now(bound, known))  # after the answer: it costs no time
    return response


@bp.route("/reset", methods=["GET", "POST"])
@access.public
@limiter.limit("60 per hour", key_func=address, methods=["POST"])
def reset() -> Any:
    """Set a new password by a code from a text message, from the counter, or from the administrator."""
    form = ResetForm()
    if not form.submitted():
        if request.method == "GET":
            form.phone.data = _remembered_phone()
        return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200
    try:
        with even_time():
            found = service.admit_code(db, form.phone.data, form.code.data)
            db.commit()
            service.use_code(db, found, form.password.data)
            db.commit()
    except service.TooManyTries as refusal:
        form.refuse(refusal)
        headers = {"Retry-After": str(refusal.retry_after)}
        return render_template("accounts/reset.html", form=form), refusal.status, headers
    except (service.WrongCode, service.TooShortForStaff) as refusal:
        form.refuse(refusal)
        return render_template("accounts/reset.html", form=form), refusal.status
    session.pop("reset_phone", None)
    flash(gettext("新密码设好了，请用新密码登录。以前登录过的手机和电脑都已退出。"), "success")
    return redirect(url_for("accounts.sign_in"))


def _remembered_phone() -> str:
    """The phone a code was just asked for, while the code lives: the next person at this device sees none."""
    phone, asked_at = session.get("reset_phone", ("", 0))
    young = clock.now().timestamp() - asked_at < service.CODE_MINUTES["sms"] * 60
    return phone if young else ""
