"""The city's own people, for administrators."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.accounts import queries, service
from jobhelp.accounts.forms import NewStaffForm, StaffForm
from jobhelp.accounts.fresh import fresh
from jobhelp.accounts.views.blueprint import bp, code_sheet
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.reference.views import district_choices
from jobhelp.web import access, flash_refusal, me, wanted_page

PAGE_SIZE = 50


@bp.get("/desk/staff")
@access.requires(Permission.STAFF_SEE)
def staff() -> Any:
    """Everybody who works here, active first."""
    page, last = wanted_page(queries.staff_count(db), PAGE_SIZE)
    return render_template(
        "accounts/staff.html",
        people=queries.staff(db, page=page, size=PAGE_SIZE),
        page=page,
        last=last,
        page_url=lambda number: url_for("accounts.staff", page=number),
    )


@bp.route("/desk/staff/new", methods=["GET", "POST"])
@access.requires(Permission.STAFF_CHANGE)
@fresh
def new_staff() -> Any:
    """Take somebody on; the answer shows their one-time set-up code."""
    form = NewStaffForm(districts=district_choices())
    if not form.submitted():
        return render_template("accounts/new_staff.html", form=form), 422 if form.is_submitted() else 200
    try:
        user, code = service.create_staff(
            db,
            role=form.role.data,
            display_name=form.display_name.data,
            phone=form.phone.data,
            district_code=form.district_code.data or None,
            by=me(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("accounts/new_staff.html", form=form), refusal.status
    db.commit()
    return code_sheet("accounts/setup_code.html", user, code, "setup")


@bp.route("/desk/staff/<uid>", methods=["GET", "POST"])
@access.requires(Permission.STAFF_CHANGE)
@fresh
def staff_member(uid: str) -> Any:
    """Name, role and district of one person."""
    user = queries.staff_member(db, uid)
    form = StaffForm(districts=district_choices(), obj=user)
    if not form.submitted():
        return render_template("accounts/staff_member.html", form=form, user=user), (
            422 if form.is_submitted() else 200
        )
    try:
        service.revise_staff(
            db,
            user,
            role=form.role.data,
            display_name=form.display_name.data,
            district_code=form.district_code.data or None,
            by=me(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("accounts/staff_member.html", form=form, user=user), refusal.status
    db.commit()
    flash(gettext("改好了。"), "success")
    return redirect(url_for("accounts.staff"))


@bp.post("/desk/staff/<uid>/active")
@access.requires(Permission.STAFF_CHANGE)
@fresh
def switch_staff(uid: str) -> Any:
    """Switch an account off or on."""
    user = queries.staff_member(db, uid)
    on = request.form.get("on") == "1"
    try:
        if on:
            service.reactivate(db, user, by=me())
        else:
            service.deactivate(db, user, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("accounts.staff_member", uid=uid))
    db.commit()
    flash(gettext("账户已启用。") if on else gettext("账户已停用，正在用的登录也已退出。"), "success")
    return redirect(url_for("accounts.staff"))


@bp.post("/desk/staff/<uid>/renew")
@access.requires(Permission.STAFF_CHANGE)
@fresh
def renew_staff(uid: str) -> Any:
    """For a lost phone or password: a new one-time set-up code; the answer shows it."""
    user = queries.staff_member(db, uid)
    try:
        code = service.renew_access(db, user, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("accounts.staff_member", uid=uid))
    db.commit()
    return code_sheet("accounts/setup_code.html", user, code, "setup")
