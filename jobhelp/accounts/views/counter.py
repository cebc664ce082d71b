"""At the counter: an officer prints a one-time code for somebody who cannot receive a text message."""

from typing import Any

from flask import render_template

from jobhelp.accounts import queries, service
from jobhelp.accounts.forms import PaperCodeForm
from jobhelp.accounts.views.blueprint import bp, code_sheet
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db, limiter
from jobhelp.permissions import Permission
from jobhelp.texts import N_
from jobhelp.web import access, me


@bp.route("/desk/reset-codes", methods=["GET", "POST"])
@access.requires(Permission.RESET_CODE_ISSUE)
@limiter.limit("60 per hour", methods=["POST"])
def reset_codes() -> Any:
    """Look a person up by phone, print the code once. The sheet is the answer to the post: it is never stored."""
    form = PaperCodeForm()
    if not form.submitted():
        return render_template("accounts/reset_codes.html", form=form), 422 if form.is_submitted() else 200
    try:
        person = queries.client_by_phone(db, form.phone.data)
    except NotFound:
        form.refuse(Refusal(N_("没有居民或单位用这个手机号注册过。请核对号码。"), field="phone"))
        return render_template("accounts/reset_codes.html", form=form), 422
    code = service.issue_reset_code(db, person, via="paper", by=me())
    db.commit()
    return code_sheet("accounts/paper_code.html", person, code, "paper")
