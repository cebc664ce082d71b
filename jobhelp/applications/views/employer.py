"""The employer's pages: the applicants of an opening, one applicant, the answers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.applications import queries, service, wording
from jobhelp.applications.forms import InviteForm, RefuseForm
from jobhelp.applications.queries import ApplicantRow
from jobhelp.applications.states import LIFE, ApplicationAction, ApplicationState
from jobhelp.applications.views.asking import bp
from jobhelp.employers import queries as employers
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.openings import queries as openings
from jobhelp.permissions import Permission
from jobhelp.texts import N_
from jobhelp.web import access, flash_refusal, me, wanted_page

S, A = ApplicationState, ApplicationAction
TABS: tuple[tuple[str, str, tuple[ApplicationState, ...]], ...] = (
    ("waiting", N_("等您回话"), (S.APPLIED, S.VIEWED)),
    ("invited", N_("已约面试"), (S.INVITED,)),
    ("offered", N_("已发录用意向"), (S.OFFERED, S.ACCEPTED)),
    ("hired", N_("已录用"), (S.HIRED,)),
    ("ended", N_("已结束"), (S.REFUSED, S.WITHDRAWN, S.CLOSED)),
)
ANSWERED = {
    A.INVITE: N_("已约面试，对方会收到消息和短信。"),
    A.OFFER: N_("已发录用意向，对方会收到消息和短信。"),
    A.HIRE: N_("已录用，对方会收到消息和短信。请打电话说好哪天上班。"),
    A.REFUSE: N_("已婉拒，对方会看到您选的原因。"),
}


@bp.get("/employer/openings/<int:opening_id>/applicants")
@access.requires(Permission.APPLICANT_SEE)
def applicants(opening_id: int) -> Any:
    """Who applied to one of the employer's openings."""
    employer = employers.employer_of(db, me())
    if not 0 < opening_id <= queries.LARGEST_NUMBER:
        raise NotFound()
    opening = openings.own(db, opening_id, employer.id)
    counts = queries.counts_by_state(db, opening_id)
    tabs = [(code, text, sum(counts.get(s, 0) for s in states)) for code, text, states in TABS]
    chosen = request.args.get("state", "")
    states = next((tuple(states) for code, _, states in TABS if code == chosen), ())
    total = sum(count for state, count in counts.items() if not states or state in states)
    page, last = wanted_page(total, queries.PAGE)
    return render_template(
        "applications/applicants.html",
        opening=opening,
        rows=queries.of_opening(db, opening_id, employer.id, states=states, page=page),
        tabs=tabs,
        everybody=sum(counts.values()),
        chosen=chosen if states else "",
        page=page,
        last=last,
        page_url=lambda number: url_for(
            "applications.applicants", opening_id=opening_id, state=chosen or None, page=number
        ),
        tones=wording.EMPLOYER_TONES,
    )


@bp.get("/employer/applications/<int:application_id>")
@access.requires(Permission.APPLICANT_SEE)
def applicant(application_id: int) -> Any:
    """One applicant: what they can do, and the ways to answer. A new one is opened with `view` first."""
    employer = employers.employer_of(db, me())
    row = queries.for_employer(db, application_id, employer.id)
    return _applicant_page(row, employer, None, None, 200)


@bp.post("/employer/applications/<int:application_id>/view")
@access.requires(Permission.APPLICANT_ANSWER)
def view(application_id: int) -> Any:
    """Open a new application: the applicant sees that it was looked at. Twice is once."""
    row = queries.for_employer(db, application_id, employers.employer_of(db, me()).id)
    if LIFE.allows(S(row.application.state), A.VIEW):
        try:
            service.move(db, row.application, A.VIEW, by=me())
        except Refusal as refusal:
            flash_refusal(refusal)
        else:
            db.commit()
    return redirect(url_for("applications.applicant", application_id=application_id))


@bp.post("/employer/applications/<int:application_id>/answer")
@access.requires(Permission.APPLICANT_ANSWER)
def answer(application_id: int) -> Any:
    """Invite, offer, hire or refuse."""
    employer = employers.employer_of(db, me())
    row = queries.for_employer(db, application_id, employer.id)
    action = next((known for known in ANSWERED if known.value == request.form.get("action")), None)
    if action is None:
        return _applicant_page(row, employer, None, None, 422)
    form: InviteForm | RefuseForm | None = None
    needs: dict[str, Any] = {}
    if action is A.INVITE:
        form = InviteForm()
    elif action is A.REFUSE:
        form = RefuseForm()
    if form is not None and not form.submitted():
        return _applicant_page(row, employer, action, form, 422)
    if isinstance(form, InviteForm):
        needs["meeting"] = form.meeting()
    elif isinstance(form, RefuseForm):
        needs["reason"] = form.reason.data
    try:
        service.move(db, row.application, action, by=me(), **needs)
    except Refusal as refusal:
        if form is None or refusal.field is None:
            flash_refusal(refusal)
            return redirect(url_for("applications.applicant", application_id=application_id))
        form.refuse(refusal)
        return _applicant_page(row, employer, action, form, refusal.status)
    db.commit()
    flash(gettext(ANSWERED[action]), "success")
    return redirect(url_for("applications.applicants", opening_id=row.opening.id))


def _applicant_page(
    row: ApplicantRow,
    employer: Employer,
    action: ApplicationAction | None,
    form: InviteForm | RefuseForm | None,
    status: int,
) -> Any:
    state = S(row.application.state)
    page = render_template(
        "applications/applicant.html",
        application=row.application,
        opening=row.opening,
        applicant=row.applicant,
        opened=state is not S.APPLIED,
        items=wording.timeline(row.application, queries.steps(db, row.application.id), for_employer=True),
        next_step=wording.EMPLOYER_NEXT[state],
        tone=wording.EMPLOYER_TONES[state],
        actions=[known.value for known in LIFE.actions(state) if known in ANSWERED],
        unfolded=action.value if action else "",
        invite=form
        if isinstance(form, InviteForm)
        else InviteForm.for_application(row.application, row.opening, employer.address),
        refuse=form if isinstance(form, RefuseForm) else RefuseForm(formdata=None),
        left=row.opening.headcount - row.opening.taken,
    )
    return page, status
