"""What a person or an employer does with a claim of theirs: mend it, take it back, appeal, hand in papers."""

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from jobhelp.claims import asking, queries, service, wording
from jobhelp.claims import facts as stored
from jobhelp.claims.forms import AppealForm, NoteForm, facts_form
from jobhelp.claims.states import (
    LIFE,
    ClaimAction,
    ClaimState,
)
from jobhelp.claims.views.base import as_file
from jobhelp.claims.views.claimant import Room
from jobhelp.claims.views.looking import form_of_paper, show
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.policy.texts import programme
from jobhelp.reference.views import place_choices
from jobhelp.web import flash_refusal, me

S, A = ClaimState, ClaimAction


def correct(room: Room, number: str) -> Any:
    """Mend what was returned and hand it in again."""
    case = room.case(number)
    claim, seeker = case.claim, case.seeker
    if not LIFE.allows(S(claim.state), A.CORRECT):
        return redirect(room.url("show", number=number))
    assessed = service.assess_claim(db, claim, case)
    fixed = stored.of_id_number(seeker.id_number) if seeker and seeker.id_number else {}
    names = [name for name in asking.asked_for(claim.programme, assessed.facts) if name not in fixed]
    form = facts_form(names, assessed.facts, place_choices())
    if form.submitted():
        kept = {name: value for name, value in stored.read_all(claim.facts).items() if name not in names}
        facts = {**kept, **form.facts(assessed.facts)}
        try:
            service.correct(db, claim, facts, by=me())
        except Refusal as refusal:
            form.refuse(refusal)
            claim = room.claim(number)
        else:
            db.commit()
            flash(_("补好交上了。我们会尽快看。"), "success")
            return redirect(room.url("show", number=number))
    page = render_template(
        "claims/correct.html",
        room=room,
        claim=claim,
        programme=programme(claim.programme),
        form=form,
        fixed=fixed,
        facts=asking.FACTS,
        wording=wording,
    )
    return page, form.status


def withdraw(room: Room, number: str) -> Any:
    """Take the claim back."""
    claim = room.claim(number)
    form = NoteForm()
    try:
        service.withdraw(db, claim, by=me(), note=form.note.data or "")
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("已经撤回。想办的时候可以再申请。"), "success")
    return redirect(room.url("show", number=number))


def appeal(room: Room, number: str) -> Any:
    """Disagree with a refusal or a stop."""
    claim = room.claim(number)
    form = AppealForm()
    if form.submitted():
        try:
            service.appeal(db, claim, by=me(), note=form.note.data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("复核申请交上了。由没有经手过的工作人员重新看。"), "success")
            return redirect(room.url("show", number=number))
    return show(room, number, appeal_form=form), form.status


def upload(room: Room, number: str) -> Any:
    """Hand in a paper."""
    claim = room.claim(number)
    form = form_of_paper(claim, posted=True)
    if form.submitted():
        try:
            service.add_document(
                db,
                claim,
                body=form.body(),
                name=form.paper.data.filename if form.paper.data else "",
                criterion=form.criterion.data,
                valid_until=form.valid_until.data,
                by=me(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("材料收到了，加密保存。"), "success")
            return redirect(room.url("show", number=number) + "#papers")
    return show(room, number, paper_form=form), form.status


def remove(room: Room, number: str, uid: str) -> Any:
    """Take a paper back that nobody has accepted yet."""
    claim = room.claim(number)
    paper = queries.document(db, claim.id, uid)
    try:
        service.remove_document(db, claim, paper, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("材料删掉了。"), "success")
    return redirect(room.url("show", number=number) + "#papers")


def document(room: Room, number: str, uid: str) -> Any:
    """One's own paper again."""
    claim = room.claim(number)
    paper = queries.document(db, claim.id, uid)
    return as_file(paper, service.open_document(db, claim, paper, by=me()))
