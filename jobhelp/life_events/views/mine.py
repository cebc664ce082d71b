"""What a resident reads about a change of theirs, and what they say to it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.life_events import queries, service, wording
from jobhelp.life_events.forms import ReplyForm
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.states import ProposalState
from jobhelp.life_events.views.blueprint import bp
from jobhelp.permissions import Permission
from jobhelp.web import access, me


@bp.get("/me/changes")
@access.requires(Permission.CLAIM_OWN_SEE)
def mine() -> Any:
    """Everything that may change for this person, what is open first."""
    found = queries.own(db, me())
    return render_template(
        "life_events/mine.html",
        now=[one for one in found if one.state == ProposalState.OPEN],
        before=[one for one in found if one.state != ProposalState.OPEN],
        wording=wording,
    )


@bp.get("/me/changes/<uid>")
@access.requires(Permission.CLAIM_OWN_SEE)
def change(uid: str) -> Any:
    """One of them: why, what it means, what the law says, and a box for the person's own words."""
    return _drawn(queries.own_one(db, me(), uid), ReplyForm(), 200)


@bp.post("/me/changes/<uid>")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def reply(uid: str) -> Any:
    """Keep the person's own words beside the evidence."""
    found = queries.own_one(db, me(), uid)
    form = ReplyForm()
    if not form.submitted():
        return _drawn(found, form, 422)
    try:
        service.hear(db, found, form.words.data, by=me())
    except Refusal as refusal:
        form.refuse(refusal)
        return _drawn(queries.own_one(db, me(), uid), form, refusal.status)
    db.commit()
    flash(_("收到了。工作人员看过您的话才会决定。"), "success")
    return redirect(url_for("life_events.change", uid=uid))


def _drawn(found: Proposal, form: ReplyForm, status: int) -> Any:
    page = render_template(
        "life_events/change.html",
        proposal=found,
        form=form,
        stake=queries.at_stake(db, found),
        wording=wording,
        criterion=wording.criterion(found),
        number=queries.number_of(db, found),
    )
    return page, status
