"""An employer writes openings, sends them in, stops them, uses an old one again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp.employers import queries as employers
from jobhelp.employers.models import Employer
from jobhelp.errors import Refusal, WrongState
from jobhelp.extensions import db, limiter
from jobhelp.labels import Kind
from jobhelp.openings import lint, queries, service
from jobhelp.openings.forms import FORMS, MoveForm, OpeningForm
from jobhelp.openings.models import Opening
from jobhelp.openings.states import EDITABLE, LIFE, OpeningAction, OpeningState
from jobhelp.openings.views.base import bp
from jobhelp.openings.views.marks import marked
from jobhelp.openings.views.words import questions
from jobhelp.permissions import Permission
from jobhelp.texts import N_
from jobhelp.web import access, flash_refusal, me

A, S = OpeningAction, OpeningState
OWN_ACTIONS = (A.SUBMIT, A.RETURN, A.CLOSE, A.WITHDRAW)
OLD_SHOWN = 5
KIND_SAYS = {
    Kind.MARKET: N_("单位自己招人，长期或短期都行。"),
    Kind.ASSISTANCE: N_("愿意优先招就业困难人员的岗位。"),
    Kind.WELFARE: N_("在社区里做事，非全日制，由街道或社区用人。"),
    Kind.GIG: N_("按天、按次结算的活儿。"),
}
DONE = {
    A.SUBMIT: N_("已经提交审核，3 个工作日内给您回话。"),
    A.RETURN: N_("已经收回，改好了可以再提交。"),
    A.CLOSE: N_("已经停止招人，报名的人会收到消息。"),
    A.WITHDRAW: N_("已经撤下。"),
}


@bp.route("/employer/openings/new", methods=["GET", "POST"])
@access.requires(Permission.OPENING_OWN_CHANGE)
@limiter.limit("60 per hour", methods=["POST"])
def new() -> Any:
    """Choose a kind, or start from an old opening; then the form."""
    employer = employers.employer_of(db, me())
    kind = request.args.get("kind", "")
    if kind not in FORMS:
        old = queries.of_employer(db, employer.id, limit=OLD_SHOWN)
        return render_template("openings/kinds.html", says=KIND_SAYS, old=old)
    prefilled = {"district_code": employer.district_code or "", "place_text": employer.address}
    form = FORMS[kind](data=prefilled, district=employer.district_code)
    if not form.submitted():
        return _form_page(form, employer, None, 422 if form.is_submitted() else 200)
    try:
        opening = service.draft(db, employer=employer, values=form.values(), by=me())
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, employer, None, refusal.status)
    db.commit()
    return redirect(url_for("openings.own", opening_id=opening.id))


@bp.route("/employer/openings/<int:opening_id>/edit", methods=["GET", "POST"])
@access.requires(Permission.OPENING_OWN_CHANGE)
def edit(opening_id: int) -> Any:
    """Correct a draft, or an opening that has ended."""
    employer = employers.employer_of(db, me())
    opening = queries.own(db, opening_id, employer.id)
    if S(opening.state) not in EDITABLE:
        flash(_("正在审核或正在招人的岗位不能直接改。"), "warning")
        return redirect(url_for("openings.own", opening_id=opening.id))
    kind = FORMS[opening.kind]
    form = kind(data=kind.stored(opening), district=opening.district_code)
    if not form.submitted():
        return _form_page(form, employer, opening, 422 if form.is_submitted() else 200)
    try:
        service.revise(db, opening, form.values(), me())
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, employer, opening, refusal.status)
    db.commit()
    return redirect(url_for("openings.own", opening_id=opening.id))


@bp.get("/employer/openings/<int:opening_id>")
@access.requires(Permission.OPENING_OWN_SEE)
def own(opening_id: int) -> Any:
    """Where the opening stands, what the lint says, what can be done, and how it looks to others."""
    employer = employers.employer_of(db, me())
    opening = queries.own(db, opening_id, employer.id)
    state = S(opening.state)
    found = service.scan(opening) if state in EDITABLE else []
    return render_template(
        "openings/own.html",
        opening=opening,
        employer=employer,
        findings=lint.as_rows(found) if state in EDITABLE else opening.lint,
        blocked=lint.blocks(found),
        missing=service.missing(opening) if state in EDITABLE else [],
        actions=[action.value for action in LIFE.actions(state) if action in OWN_ACTIONS],
        editable=state in EDITABLE,
        questions=questions(opening),
        marked=marked,
        form=MoveForm(),
    )


@bp.post("/employer/openings/<int:opening_id>/move")
@access.requires(Permission.OPENING_OWN_CHANGE)
def move(opening_id: int) -> Any:
    """Send in, take back, stop or withdraw the employer's own opening."""
    employer = employers.employer_of(db, me())
    opening = queries.own(db, opening_id, employer.id)
    action = _own_action()
    try:
        service.move(db, opening, action, by=me(), note=request.form.get("note", "")[:500])
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("openings.own", opening_id=opening_id))
    db.commit()
    flash(_(DONE[action]), "success")
    return redirect(url_for("openings.own", opening_id=opening_id))


@bp.post("/employer/openings/<int:opening_id>/copy")
@access.requires(Permission.OPENING_OWN_CHANGE)
@limiter.limit("60 per hour")
def copy(opening_id: int) -> Any:
    """再发一个: a fresh draft with the content of an old opening."""
    employer = employers.employer_of(db, me())
    opening = service.copy_of(db, queries.own(db, opening_id, employer.id), employer=employer, by=me())
    db.commit()
    flash(_("照旧的写好了，请看看日期和人数对不对。"), "success")
    return redirect(url_for("openings.edit", opening_id=opening.id))


def _own_action() -> OpeningAction:
    wish = request.form.get("action", "")
    if wish not in {action.value for action in OWN_ACTIONS}:
        raise WrongState()
    return OpeningAction(wish)


def _form_page(form: OpeningForm, employer: Employer, opening: Opening | None, status: int) -> Any:
    page = render_template(
        "openings/form.html", form=form, kind=form.kind.value, employer=employer, opening=opening
    )
    return page, status
