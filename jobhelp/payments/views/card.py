"""Where the money goes: a person's card, a firm's account."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from jobhelp.accounts.fresh import fresh
from jobhelp.claims.states import employer_holder, seeker_holder
from jobhelp.employers import queries as employers
from jobhelp.errors import Refusal
from jobhelp.extensions import db, limiter
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.payments import queries, service, wording
from jobhelp.payments.forms import AccountForm, CardForm
from jobhelp.payments.models import BankCard
from jobhelp.payments.views.base import bp
from jobhelp.permissions import Permission
from jobhelp.web import access, me


@bp.get("/me/card")
@access.requires(Permission.CLAIM_OWN_SEE)
def card() -> Any:
    """The person's card, masked, and the way to change it."""
    seeker = jobseekers.seeker_of(db, me())
    kept = queries.card_of(db, seeker_holder(seeker.id))
    return _page(CardForm(formdata=None), kept, owner=seeker.name or "", firm=False)


@bp.post("/me/card")
@access.requires(Permission.CLAIM_OWN_CHANGE)
@fresh
@limiter.limit("20 per hour")
def save_card() -> Any:
    """Keep the person's card."""
    seeker = jobseekers.seeker_of(db, me())
    form = CardForm()
    if form.submitted():
        try:
            service.save_seeker_card(db, seeker, number=form.number.data, bank=form.bank.data, by=me())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _kept("payments.card")
    kept = queries.card_of(db, seeker_holder(seeker.id))
    return _page(form, kept, owner=seeker.name or "", firm=False), form.status


@bp.get("/employer/card")
@access.requires(Permission.CLAIM_OWN_SEE)
def firm_card() -> Any:
    """The firm's account, masked, and the way to change it."""
    employer = employers.employer_of(db, me())
    kept = queries.card_of(db, employer_holder(employer.id))
    return _page(AccountForm(formdata=None), kept, owner=employer.name, firm=True)


@bp.post("/employer/card")
@access.requires(Permission.CLAIM_OWN_CHANGE)
@fresh
@limiter.limit("20 per hour")
def save_firm_card() -> Any:
    """Keep the firm's account."""
    employer = employers.employer_of(db, me())
    form = AccountForm()
    if form.submitted():
        try:
            service.save_employer_card(db, employer, number=form.number.data, bank=form.bank.data, by=me())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _kept("payments.firm_card")
    kept = queries.card_of(db, employer_holder(employer.id))
    return _page(form, kept, owner=employer.name, firm=True), form.status


def _kept(endpoint: str) -> Any:
    db.commit()
    flash(_("记下了。改过的卡，72 小时以后才往里发钱。"), "success")
    return redirect(url_for(endpoint))


def _page(form: CardForm | AccountForm, kept: BankCard | None, *, owner: str, firm: bool) -> str:
    return render_template(
        "payments/card.html",
        form=form,
        card=kept,
        frozen=kept is not None and wording.frozen(kept.frozen_until),
        owner=owner,
        firm=firm,
    )
