"""Employers register, correct their data; staff verifies them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp.accounts import queries as accounts
from jobhelp.employers import queries, service
from jobhelp.employers.forms import DecisionForm, ProfileForm, RegisterForm, RevokeForm
from jobhelp.employers.models import Employer
from jobhelp.employers.states import LIFE, EmployerAction, EmployerState
from jobhelp.errors import Refusal
from jobhelp.extensions import db, limiter
from jobhelp.permissions import Permission
from jobhelp.reference.views import district_choices
from jobhelp.texts import N_
from jobhelp.web import access, flash_refusal, me, start_session

bp = Blueprint("employers", __name__)
DECISIONS = {"verify": service.verify, "refuse": service.refuse, "revoke": service.revoke}
DONE = {
    service.verify: N_("核验通过了，单位已收到消息。"),
    service.refuse: N_("已退回，单位已收到原因。"),
    service.revoke: N_("已撤销核验，单位已收到原因。正在招人的岗位已经暂停。"),
}
TONES = {"pending": "wait", "verified": "ok", "refused": "attention"}


@bp.route("/employers/register", methods=["GET", "POST"])
@access.public
@limiter.limit("30 per hour", methods=["POST"])
def register() -> Any:
    """Open an employer and its first account, and sign in."""
    form = RegisterForm(districts=district_choices())
    if not form.submitted():
        return render_template("employers/register.html", form=form), 422 if form.is_submitted() else 200
    try:
        employer = service.register(
            db,
            name=form.name.data,
            credit_code=form.credit_code.data,
            contact_name=form.contact_name.data,
            phone=form.phone.data,
            password=form.password.data,
            district_code=form.district_code.data,
            address=form.address.data,
            industry=form.industry.data,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("employers/register.html", form=form), refusal.status
    user = accounts.by_id(db, queries.member_user_ids(db, employer.id)[0])
    db.commit()
    start_session(user)
    flash(gettext("注册好了，您已经登录。"), "success")
    return redirect(url_for("employers.profile"))


@bp.route("/employer/profile", methods=["GET", "POST"])
@access.requires(Permission.EMPLOYER_CHANGE)
def profile() -> Any:
    """The employer's own data and how far its verification is."""
    employer = queries.employer_of(db, me())
    form = ProfileForm(districts=district_choices(), obj=employer)
    if not form.submitted():
        return _profile_page(employer, form, 422 if form.is_submitted() else 200)
    try:
        values = {field.name: field.data for field in form if field.name != "csrf_token"}
        anew = service.revise(db, employer, values, by=me())
    except Refusal as refusal:
        form.refuse(refusal)
        return _profile_page(employer, form, refusal.status)
    db.commit()
    if anew:
        flash(
            gettext("改好了。名称或信用代码变了，要重新核验，3 个工作日内给您回话。这之前岗位先不在名单上。"),
            "success",
        )
    else:
        flash(gettext("改好了。"), "success")
    return redirect(url_for("employers.profile"))


@bp.post("/employer/profile/resubmit")
@access.requires(Permission.EMPLOYER_CHANGE)
def resubmit() -> Any:
    """After a refusal: ask for another look."""
    try:
        service.resubmit(db, queries.employer_of(db, me()), by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("employers.profile"))
    db.commit()
    flash(gettext("已经重新提交，3 个工作日内给您回话。"), "success")
    return redirect(url_for("employers.profile"))


@bp.get("/desk/employers/<int:employer_id>")
@access.requires(Permission.REVIEW_SEE)
def review(employer_id: int) -> Any:
    """Everything about one employer, for staff."""
    employer = queries.for_desk(db, employer_id, current_user.district_scope)
    return _review_page(employer, _decision_form(employer), 200)


@bp.post("/desk/employers/<int:employer_id>")
@access.requires(Permission.REVIEW_DECIDE)
def decide(employer_id: int) -> Any:
    """Verify the employer, refuse it or take its verification back, each with a reason."""
    employer = queries.for_desk(db, employer_id, current_user.district_scope)
    form = _decision_form(employer)
    if not form.submitted():
        return _review_page(employer, form, 422)
    act = DECISIONS.get(request.form.get("decision", ""), service.refuse)
    try:
        act(db, employer, me(), form.note.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _review_page(employer, form, refusal.status)
    db.commit()
    flash(gettext(DONE[act]), "success")
    return redirect(url_for("employers.review", employer_id=employer_id))


def _profile_page(employer: Employer, form: ProfileForm, status: int) -> Any:
    actions = LIFE.actions(EmployerState(employer.state))
    again = employer.state == EmployerState.REFUSED and EmployerAction.RESUBMIT in actions
    page = render_template(
        "employers/profile.html", employer=employer, form=form, tone=TONES[employer.state], again=again
    )
    return page, status


def _decision_form(employer: Employer) -> DecisionForm | RevokeForm:
    """What may be decided about the employer as it stands."""
    verified = LIFE.allows(EmployerState(employer.state), EmployerAction.REVOKE)
    return RevokeForm() if verified else DecisionForm()


def _review_page(employer: Employer, form: DecisionForm | RevokeForm, status: int) -> Any:
    decider = accounts.by_id(db, employer.decided_by) if employer.decided_by else None
    page = render_template(
        "employers/review.html",
        employer=employer,
        form=form,
        tone=TONES[employer.state],
        alike=queries.alike(db, employer),
        decider=decider,
        open_to_decide=LIFE.allows(EmployerState(employer.state), EmployerAction.VERIFY),
        revocable=LIFE.allows(EmployerState(employer.state), EmployerAction.REVOKE),
    )
    return page, status
