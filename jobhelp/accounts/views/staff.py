"""The city's own people, for administrators."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp import clock, sheets
from jobhelp.accounts import queries, service
from jobhelp.accounts.forms import NewStaffForm, StaffForm
from jobhelp.accounts.fresh import fresh
from jobhelp.accounts.models import Grant, User
from jobhelp.accounts.views.blueprint import bp
from jobhelp.accounts.views.grants import proposed
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.reference.views import district_choices, name
from jobhelp.texts import N_
from jobhelp.web import access, as_workbook, flash_refusal, label, me, wanted_page

PAGE_SIZE = 50


@bp.get("/desk/staff")
@access.requires(Permission.STAFF_SEE)
def staff() -> Any:
    """Everybody who works here, active first."""
    total = queries.staff_count(db)
    page, last = wanted_page(total, PAGE_SIZE)
    people = queries.staff(db, page=page, size=PAGE_SIZE)
    return render_template(
        "accounts/staff.html",
        people=people,
        waiting=queries.waiting_for(db, people),
        total=total,
        standing=standing,
        page=page,
        last=last,
        page_url=lambda number: url_for("accounts.staff", page=number),
    )


@bp.get("/desk/staff.xlsx")
@access.requires(Permission.STAFF_SEE)
@fresh
def staff_sheet() -> Response:
    """Everybody who works here, as an Excel file."""
    head = [
        gettext("姓名"),
        gettext("角色"),
        gettext("区域"),
        gettext("手机号"),
        gettext("状态"),
        gettext("开户时间"),
    ]
    people = queries.staff(db, size=sheets.MOST_ROWS)
    waiting = queries.waiting_for(db, people)
    rows = [
        [
            person.display_name,
            label(person.role, "role"),
            name("districts", person.district_code) if person.district_code else gettext("全市"),
            person.phone_mask,
            gettext(standing(person, waiting.get(person.id))[0]),
            clock.local(person.created_at).date().isoformat(),
        ]
        for person in people
    ]
    content = sheets.workbook(gettext("工作人员"), head, rows, widths=(20, 18, 14, 18, 20, 14))
    return as_workbook(content, f"staff-{clock.today().isoformat()}")


def standing(person: User, waiting: Grant | None) -> tuple[str, str]:
    """How far an account is, as a msgid with its tone."""
    if waiting is not None:
        return N_("等另一位同事确认"), "attention"
    if not person.active:
        return N_("已停用"), "muted"
    if person.password_hash is None:
        return N_("等本人设密码"), "wait"
    return (N_("在用"), "ok") if person.totp_confirmed else (N_("等本人设第二步验证"), "wait")


@bp.route("/desk/staff/new", methods=["GET", "POST"])
@access.requires(Permission.STAFF_CHANGE)
@fresh
def new_staff() -> Any:
    """Propose a new colleague; the answer shows the first part of their set-up code."""
    form = NewStaffForm(districts=district_choices())
    if not form.submitted():
        return render_template("accounts/new_staff.html", form=form), 422 if form.is_submitted() else 200
    try:
        grant = service.create_staff(
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
    return proposed(grant, db.get_one(User, grant.user_id))


@bp.route("/desk/staff/<uid>", methods=["GET", "POST"])
@access.requires(Permission.STAFF_CHANGE)
@fresh
def staff_member(uid: str) -> Any:
    """Name, role and district of one person."""
    user = queries.staff_member(db, uid)
    form = StaffForm(districts=district_choices(), obj=user)
    waiting = queries.waiting_for(db, [user]).get(user.id)
    if not form.submitted():
        return render_template("accounts/staff_member.html", form=form, user=user, waiting=waiting), (
            422 if form.is_submitted() else 200
        )
    try:
        grant = service.revise_staff(
            db,
            user,
            role=form.role.data,
            display_name=form.display_name.data,
            district_code=form.district_code.data or None,
            by=me(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        page = render_template("accounts/staff_member.html", form=form, user=user, waiting=waiting)
        return page, refusal.status
    db.commit()
    if grant is not None:
        return proposed(grant, user)
    flash(gettext("改好了。"), "success")
    return redirect(url_for("accounts.staff"))


@bp.post("/desk/staff/<uid>/active")
@access.requires(Permission.STAFF_CHANGE)
@fresh
def switch_staff(uid: str) -> Any:
    """Switch an account off, at once; or propose to switch it on."""
    user = queries.staff_member(db, uid)
    grant = None
    try:
        if request.form.get("on") == "1":
            grant = service.reactivate(db, user, by=me())
        else:
            service.deactivate(db, user, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("accounts.staff_member", uid=uid))
    db.commit()
    if grant is not None:
        return proposed(grant, user)
    flash(gettext("账户已停用，正在用的登录也已退出。"), "success")
    return redirect(url_for("accounts.staff"))


@bp.post("/desk/staff/<uid>/renew")
@access.requires(Permission.STAFF_CHANGE)
@fresh
def renew_staff(uid: str) -> Any:
    """For a lost phone or password: the old access is gone at once; the answer shows the first part of a new code."""
    user = queries.staff_member(db, uid)
    try:
        grant = service.renew_access(db, user, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("accounts.staff_member", uid=uid))
    db.commit()
    return proposed(grant, user)
