"""What one person proposed for a colleague, for the other who confirms it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.accounts import queries, service
from jobhelp.accounts.fresh import fresh
from jobhelp.accounts.models import Grant, User
from jobhelp.accounts.states import WITH_CODE, GrantAct
from jobhelp.accounts.views.blueprint import bp, code_sheet
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.web import access, flash_refusal, me


@bp.get("/desk/staff/grants")
@access.requires(Permission.STAFF_CONFIRM)
def grants() -> Any:
    """Everything that waits for a second person, with the whole phone number: whoever confirms checks it."""
    return render_template("accounts/grants.html", waiting=queries.grants_waiting(db))


@bp.post("/desk/staff/grants/<grant_uid>")
@access.requires(Permission.STAFF_CONFIRM)
@fresh
def decide_grant(grant_uid: str) -> Any:
    """Confirm or send back. A confirmation that has a code shows its second part, once."""
    grant = queries.grant(db, grant_uid)
    user = db.get_one(User, grant.user_id)
    try:
        if request.form.get("do") != "confirm":
            service.refuse_grant(db, grant, by=me())
            db.commit()
            flash(gettext("已退回，没有改动。"), "success")
            return redirect(url_for("accounts.grants"))
        second = service.confirm_grant(db, grant, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("accounts.grants"))
    db.commit()
    if second is not None:
        return code_sheet(
            "accounts/setup_code.html", user, second, "setup", part=2, back=url_for("accounts.grants")
        )
    flash(gettext("已确认，马上生效。"), "success")
    return redirect(url_for("accounts.grants"))


def proposed(grant: Grant, user: User) -> Any:
    """The proposer's answer: the first part of the code, or back to the list with what happens next."""
    if GrantAct(grant.act) in WITH_CODE:
        return code_sheet(
            "accounts/setup_code.html",
            user,
            grant.first_part,
            "setup",
            part=1,
            back=url_for("accounts.staff"),
        )
    flash(gettext("已提交。另一位系统管理员或市级工作人员确认后生效。"), "success")
    return redirect(url_for("accounts.staff"))
