"""What the desk does with a case: look, decide, record a fact, open and accept a paper."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from jobhelp.audit import service as audit
from jobhelp.claims import asking, queries, service, wording
from jobhelp.claims.forms import FactsForm, NoteForm, ProposeForm, StopForm, facts_form
from jobhelp.claims.models import Claim, ClaimDocument
from jobhelp.claims.refusals import FactsUnreadable
from jobhelp.claims.states import LIFE, ClaimAction, ClaimState
from jobhelp.claims.views import case as screen
from jobhelp.claims.views.base import as_file, bp, kept_filters
from jobhelp.claims.views.case import DONE, all_asked
from jobhelp.errors import NotFound, Refusal, WrongState
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.reference.views import place_choices
from jobhelp.web import access, flash_refusal, me

S, A = ClaimState, ClaimAction


@bp.get("/desk/claims/<number>")
@access.requires(Permission.CLAIM_SEE)
def case(number: str) -> Any:
    """Everything about one claim."""
    return screen.page(queries.desk_case(db, number, me()))


@bp.post("/desk/claims/<number>/reveal")
@access.requires(Permission.CLAIM_REVIEW)
def reveal(number: str) -> Any:
    """The same page with the full name and identity number; that somebody looked is written down."""
    claim = queries.for_desk(db, number, me())
    audit.record(
        db,
        "claims:reveal",
        by=me(),
        subject="claim",
        subject_id=claim.id,
    )
    db.commit()
    return screen.page(queries.desk_case(db, number, me()), revealed=True)


@bp.post("/desk/claims/<number>")
@access.requires(Permission.CLAIM_REVIEW)
def decide(number: str) -> Any:
    """One act of the desk. Who may do it, and whether it may be done, the service decides."""
    claim = queries.for_desk(db, number, me())
    action = _wished(claim)
    form = _form_of(action)
    if not form.submitted():
        return screen.page(queries.desk_case(db, number, me()), failed=(action, form)), 422
    try:
        service.move(db, claim, action, by=me(), note=form.note.data or "", **_details(action, form))
    except Refusal as refusal:
        form.refuse(refusal)
        return screen.page(queries.desk_case(db, number, me()), failed=(action, form)), refusal.status
    db.commit()
    flash(_(DONE[action]), "success")
    return redirect(url_for("claims.case", number=number, **kept_filters()))


def _wished(claim: Claim) -> ClaimAction:
    """The act that was pressed, if the desk has it and the claim's state allows it."""
    wish = request.form.get("do", "")
    if wish not in {action.value for action in DONE} or not LIFE.allows(S(claim.state), A(wish)):
        raise WrongState()
    return A(wish)


def _form_of(action: ClaimAction) -> Any:
    kind: Any = {A.PROPOSE: ProposeForm, A.STOP: StopForm}.get(action, NoteForm)
    return kind(prefix=f"{action.value}-")


def _details(action: ClaimAction, form: Any) -> dict[str, Any]:
    if action is A.PROPOSE:
        return {"outcome": form.outcome.data, "chosen_months": form.chosen_months.data}
    return {"effective_on": form.effective_on.data} if action is A.STOP else {}


@bp.post("/desk/claims/<number>/facts/<fact>")
@access.requires(Permission.CLAIM_REVIEW)
def record_fact(number: str, fact: str) -> Any:
    """What the officer read from a paper; it weighs more than what was said."""
    claim = queries.for_desk(db, number, me())
    if fact not in asking.FACTS or fact not in all_asked(claim):
        raise NotFound()
    form = facts_form([fact], {}, place_choices(), FactsForm, prefix=f"{fact}-")
    form.known = _known(claim)
    if not form.submitted():
        flash(next(iter(form[fact].errors), _("这一项填得不对，请检查后重填。")), "error")
        return redirect(url_for("claims.case", number=number, **kept_filters()) + f"#fact-{fact}")
    told = form.facts({})
    try:
        service.record_fact(db, claim, fact, told.get(fact), by=me(), document=_paper_of_fact(claim))
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("记下了：%(what)s。", what=wording.fact(fact)), "success")
    return redirect(url_for("claims.case", number=number, **kept_filters()) + f"#fact-{fact}")


def _known(claim: Claim) -> dict[str, Any]:
    """What is known besides, which the recorded fact must not contradict."""
    try:
        return dict(service.assess_claim(db, claim).facts)
    except FactsUnreadable:
        return {}


def _paper_of_fact(claim: Claim) -> ClaimDocument | None:
    uid = request.form.get("document", "")
    return queries.document(db, claim.id, uid) if uid else None


@bp.post("/desk/claims/<number>/documents/<uid>")
@access.requires(Permission.CLAIM_REVIEW)
def desk_document(number: str, uid: str) -> Any:
    """A paper as a file. That the officer opened it is written down, so this is a button and not a link."""
    claim = queries.for_desk(db, number, me())
    paper = queries.document(db, claim.id, uid)
    body = service.open_document(db, claim, paper, by=me())
    db.commit()
    return as_file(paper, body)


@bp.post("/desk/claims/<number>/documents/<uid>/seen")
@access.requires(Permission.CLAIM_REVIEW)
def seen(number: str, uid: str) -> Any:
    """The officer accepts a paper as proof."""
    claim = queries.for_desk(db, number, me())
    paper = queries.document(db, claim.id, uid)
    try:
        service.mark_seen(db, claim, paper, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("材料核对过了。"), "success")
    return redirect(url_for("claims.case", number=number, **kept_filters()) + f"#paper-{uid}")
