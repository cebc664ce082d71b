"""The borrower's page: the stage bar, the interest by quarter, what is next. A person's and an employer's."""

from flask import render_template

from jobhelp.extensions import db
from jobhelp.loans import queries, wording
from jobhelp.loans.views.base import bp
from jobhelp.loans.views.telling import shown
from jobhelp.permissions import Permission
from jobhelp.policy.texts import programme
from jobhelp.web import access, me


@bp.get("/me/loans/<number>")
@access.requires(Permission.PROFILE_SEE)
def show(number: str) -> str:
    """A person's own loan."""
    return _page(number)


@bp.get("/employer/loans/<number>")
@access.requires(Permission.EMPLOYER_SEE)
def show_firm(number: str) -> str:
    """The loan of the employer for whom the account acts."""
    return _page(number)


def _page(number: str) -> str:
    file = queries.own(db, me(), number)
    return render_template(
        "loans/show.html",
        **shown(file),
        programme=programme(file.claim.programme),
        percent=wording.percent,
        lines=wording.law_lines(file.claim.programme, file.loan.contract_on) if file.loan.contract_on else [],
    )
