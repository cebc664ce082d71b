"""The jobseeker's pages: apply, 我的报名, one application, withdraw, accept."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.applications import queries, service, wording
from jobhelp.applications.disclosure import shows_contact
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationAction, ApplicationState
from jobhelp.applications.views.asking import bp, seeker, takes_people
from jobhelp.employers import queries as employers
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db, limiter
from jobhelp.permissions import Permission
from jobhelp.reference.views import book
from jobhelp.texts import N_
from jobhelp.web import access, flash_refusal, me, wanted_page

S, A = ApplicationState, ApplicationAction


@bp.post("/openings/<int:opening_id>/apply")
@access.requires(Permission.APPLICATION_CHANGE)
@limiter.limit("60 per hour")
def apply(opening_id: int) -> Any:
    """Apply with one tap."""
    try:
        application = service.apply(db, opening_id, seeker())
    except NotFound:
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("openings.show", opening_id=opening_id))
    db.commit()
    flash(gettext("报名成功。单位能看到您的报名了，进展都在这一页。"), "success")
    return redirect(url_for("applications.show", application_id=application.id))


@bp.get("/me/applications")
@access.requires(Permission.APPLICATION_SEE)
def mine() -> Any:
    """Everything this person applied to, what waits for them first."""
    who = seeker()
    total = queries.count_of_seeker(db, who.id)
    page, last = wanted_page(total, queries.PAGE)
    return render_template(
        "applications/mine.html",
        rows=queries.of_seeker(db, who.id, page=page),
        total=total,
        page=page,
        last=last,
        page_url=lambda number: url_for("applications.mine", page=number),
        next_step=wording.NEXT,
        tones=wording.TONES,
        open_states=OPEN_STATES,
    )


@bp.get("/me/applications/<int:application_id>")
@access.requires(Permission.APPLICATION_SEE)
def show(application_id: int) -> Any:
    """One application: where it stands, what comes next, and what the employer sees."""
    who = seeker()
    row = queries.own(db, application_id, who.id)
    application, opening = row.application, row.opening
    state = S(application.state)
    contact = shows_contact(state) and opening.employer_id is not None
    ended = state in (S.REFUSED, S.WITHDRAWN, S.CLOSED)
    return render_template(
        "applications/show.html",
        application=application,
        opening=opening,
        items=wording.timeline(application, queries.steps(db, application.id), for_employer=False),
        next_step=wording.NEXT[state],
        tone=wording.TONES[state],
        may_accept=LIFE.allows(state, A.ACCEPT),
        may_withdraw=LIFE.allows(state, A.WITHDRAW),
        may_apply_again=LIFE.allows(state, A.APPLY_AGAIN) and takes_people(opening),
        employer=employers.by_id(db, opening.employer_id) if contact and opening.employer_id else None,
        seen=queries.seen_by_employer(db, row, who),
        similar=queries.similar(db, opening, book(), who.id) if ended else [],
    )


@bp.route("/me/applications/<int:application_id>/withdraw", methods=["GET", "POST"])
@access.requires(Permission.APPLICATION_CHANGE)
def withdraw(application_id: int) -> Any:
    """Ask once more (GET), then withdraw (POST)."""
    row = queries.own(db, application_id, seeker().id)
    if request.method == "GET":
        if not LIFE.allows(S(row.application.state), A.WITHDRAW):
            return redirect(url_for("applications.show", application_id=application_id))
        return render_template("applications/withdraw.html", application=row.application, opening=row.opening)
    return _move(row, A.WITHDRAW, N_("已撤回。单位会知道，不影响您报别的岗位。"))


@bp.post("/me/applications/<int:application_id>/accept")
@access.requires(Permission.APPLICATION_CHANGE)
def accept(application_id: int) -> Any:
    """Say yes to an offer."""
    row = queries.own(db, application_id, seeker().id)
    return _move(row, A.ACCEPT, N_("已答复单位：您愿意去。等单位确认录用。"))


def _move(row: queries.Row, action: ApplicationAction, done: str) -> Any:
    address = url_for("applications.show", application_id=row.application.id)
    try:
        service.move(db, row.application, action, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(address)
    db.commit()
    flash(gettext(done), "success")
    return redirect(address)
