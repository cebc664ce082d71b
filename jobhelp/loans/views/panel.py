"""The box that loans put on the page of a claim."""

from typing import Any

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from jobhelp.claims.models import Claim
from jobhelp.extensions import db
from jobhelp.loans import queries
from jobhelp.loans.calculator import PROGRAMMES
from jobhelp.loans.states import LoanState
from jobhelp.loans.views.telling import TONES, state_words


def claim_loan(claim: Claim, **_others: Any) -> Markup | None:
    """Where the loan of a granted claim stands, with the way to its page."""
    if claim.programme not in PROGRAMMES:
        return None
    loan = queries.of_claim(db, claim.id)
    if loan is None:
        return None
    endpoint = "loans.show_firm" if claim.employer_id is not None else "loans.show"
    if current_user.is_staff:
        endpoint = "loans.case"
    page = render_template(
        "loans/_panel.html",
        loan=loan,
        claim=claim,
        endpoint=endpoint,
        words=state_words(loan.state),
        tone=TONES[LoanState(loan.state)],
    )
    return Markup(page)
