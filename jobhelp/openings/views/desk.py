"""Staff reviews an opening: the text with what the lint found, who the employer is, one decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp.errors import Refusal, WrongState
from jobhelp.extensions import db
from jobhelp.openings import queries, service
from jobhelp.openings.forms import MoveForm
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningAction, OpeningState
from jobhelp.openings.views.base import bp
from jobhelp.openings.views.marks import marked
from jobhelp.openings.views.words import questions
from jobhelp.permissions import Permission
from jobhelp.texts import N_
from jobhelp.web import access, me

A = OpeningAction
DESK_ACTIONS = {
    OpeningState.REVIEW: (A.PUBLISH, A.RETURN),
    OpeningState.PUBLISHED: (A.WITHDRAW,),
    OpeningState.PAUSED: (A.WITHDRAW,),
}
DONE = {
    A.PUBLISH: N_("已经发布，单位会收到消息。"),
    A.RETURN: N_("已经退回，单位会看到原因。"),
    A.WITHDRAW: N_("已经撤下，单位会看到原因。"),
}


@bp.get("/desk/openings/<int:opening_id>")
@access.requires(Permission.REVIEW_SEE)
def review(opening_id: int) -> Any:
    """Everything about one opening, for staff."""
    opening = queries.for_desk(db, opening_id, current_user.district_scope)
    return _page(opening, MoveForm(), 200)


@bp.post("/desk/openings/<int:opening_id>")
@access.requires(Permission.REVIEW_DECIDE)
def decide(opening_id: int) -> Any:
    """Publish, send back or take off, with the reason or the legal ground."""
    opening = queries.for_desk(db, opening_id, current_user.district_scope)
    form = MoveForm()
    if not form.submitted():
        return _page(opening, form, 422)
    action = _wished(opening)
    try:
        service.move(db, opening, action, by=me(), note=form.note.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(queries.for_desk(db, opening_id, current_user.district_scope), form, refusal.status)
    db.commit()
    flash(_(DONE[action]), "success")
    return redirect(url_for("openings.review", opening_id=opening_id))


def _wished(opening: Opening) -> OpeningAction:
    """The act that was pressed, if it is one that staff may do now."""
    wish = request.form.get("decision", "")
    for action in DESK_ACTIONS.get(OpeningState(opening.state), ()):
        if action.value == wish:
            return action
    raise WrongState()


def _page(opening: Opening, form: MoveForm, status: int) -> Any:
    employer = queries.employer_of(db, opening)
    findings = opening.lint
    page = render_template(
        "openings/review.html",
        opening=opening,
        form=form,
        findings=findings,
        blocked=any(finding["level"] == "block" for finding in findings),
        employer=employer,
        others=queries.of_employer_counts(db, employer.id) if employer else {},
        alike=queries.flagged_alike(db, opening),
        questions=questions(opening),
        marked=marked,
        actions=[action.value for action in DESK_ACTIONS.get(OpeningState(opening.state), ())],
    )
    return page, status
