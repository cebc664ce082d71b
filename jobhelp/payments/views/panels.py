"""What the pages of claims show of the money: for the claimant, and at the desk."""

from typing import Any

from flask import render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from jobhelp import clock
from jobhelp.claims.models import Claim
from jobhelp.claims.states import seeker_holder
from jobhelp.extensions import db
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.payments import instalments, queries, wording
from jobhelp.payments.states import PaymentState
from jobhelp.permissions import Permission, Role


def claim_money(claim: Claim, months: Any = (), **_context: Any) -> Markup:
    """On a claim's own page: where the money goes, what came back, what must be repaid. Three questions."""
    if not months:
        return Markup()
    recoveries = queries.recoveries_of_claim(db, claim.id)
    card = queries.card_of(db, claim.holder)
    page = render_template(
        "payments/_claim_money.html",
        wording=wording,
        claim=claim,
        card=card,
        frozen=card is not None and wording.frozen(card.frozen_until),
        returned=_returned(claim),
        recoveries=[(one, _plan(one)) for one in recoveries],
        card_url=url_for("payments.card" if claim.seeker_id is not None else "payments.firm_card"),
    )
    return Markup(page)  # rendered by an escaping template


def my_benefits(**_context: Any) -> Markup:
    """On 我的待遇: the card, in one line."""
    if current_user.role != Role.RESIDENT:
        return Markup()
    card = queries.card_of(db, seeker_holder(jobseekers.seeker_of(db, current_user).id))
    page = render_template(
        "payments/_my_card.html", card=card, frozen=card is not None and wording.frozen(card.frozen_until)
    )
    return Markup(page)  # rendered by an escaping template


def claim_desk(claim: Claim, **_context: Any) -> Markup:
    """On a claim's page at the desk: what was sent, and the way to recover."""
    if not current_user.may(Permission.PAYMENT_SEE):
        return Markup()
    payments = queries.payments_of_claim(db, claim.id)
    if not payments:
        return Markup()
    return Markup(
        render_template("payments/_claim_desk.html", wording=wording, claim=claim, payments=payments)
    )


def _returned(claim: Claim) -> list[Any]:
    """Returned payments whose month has not been paid since, newest first."""
    found = queries.payments_of_claim(db, claim.id)
    good = {
        month.id
        for payment, month in found
        if payment.state in (PaymentState.PAID.value, PaymentState.SENT.value)
    }
    return [
        (payment, month)
        for payment, month in found
        if payment.state == PaymentState.RETURNED and month.id not in good
    ]


def _plan(found: Any) -> list[instalments.Instalment]:
    due = found.first_due or clock.today()
    return instalments.plan(found.amount, found.instalments, due, found.repaid)
