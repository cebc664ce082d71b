"""The person's own account."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext

from jobhelp.accounts import service
from jobhelp.accounts.forms import ChangePasswordForm, StaffChangePasswordForm
from jobhelp.accounts.views.blueprint import bp
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.web import access, end_session, me, start_session


@bp.get("/account")
@access.requires(Permission.ACCOUNT_SEE)
def account() -> Any:
    """Phone, role, language, the ways to change the password and to sign out."""
    return render_template("accounts/account.html", user=me())


@bp.route("/account/password", methods=["GET", "POST"])
@access.requires(Permission.ACCOUNT_CHANGE)
def change_password() -> Any:
    """A new password, by the present one; every other session ends."""
    user = me()
    form = StaffChangePasswordForm() if user.is_staff else ChangePasswordForm()
    form.own_phone = user.phone or ""
    if not form.submitted():
        return render_template(
            "accounts/change_password.html", form=form
        ), 422 if form.is_submitted() else 200
    try:
        service.admit_password(db, user)
        db.commit()
        service.change_password(db, user, form.current.data, form.password.data)
    except service.TooManyTries as refusal:
        form.refuse(refusal)
        headers = {"Retry-After": str(refusal.retry_after)}
        return render_template("accounts/change_password.html", form=form), refusal.status, headers
    except service.WrongPassword as refusal:
        form.refuse(refusal)
        return render_template("accounts/change_password.html", form=form), refusal.status
    db.commit()
    start_session(user, second_factor=session.get("second_factor") is not None)
    flash(gettext("新密码设好了。其他登录过的手机和电脑都已退出。"), "success")
    return redirect(url_for("accounts.account"))


@bp.post("/account/sign-out-everywhere")
@access.requires(Permission.ACCOUNT_CHANGE)
def sign_out_everywhere() -> Any:
    """End every session of this person, this one too."""
    service.end_all_sessions(db, me())
    db.commit()
    end_session()
    return redirect(url_for("accounts.signed_out"))
