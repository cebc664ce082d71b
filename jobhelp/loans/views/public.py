"""The open calculator: no signing in, nothing kept. What was typed travels sealed in the address."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.benefits import token as check_token
from jobhelp.benefits.check import RESIDENT
from jobhelp.benefits.token import Carried
from jobhelp.loans import wording
from jobhelp.loans.calculator import (
    CENTS,
    CONSUMER,
    NO_LOAN,
    OTHER_LOAN,
    PROGRAMMES,
    Asked,
    calculate,
)
from jobhelp.loans.forms import FORMS, empty_form, form_of
from jobhelp.loans.token import seal, unseal
from jobhelp.loans.views.base import bp
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.rules.sf import CODE as FIRM
from jobhelp.policy.rules.sl import CODE as PERSON
from jobhelp.policy.texts import programme
from jobhelp.web import access

KINDS = {"person": PERSON, "firm": FIRM}


@bp.route("/loans", methods=["GET", "POST"])
@access.public
def calculator() -> ResponseReturnValue:
    """How much may be lent, who pays the interest, what stands in the way, what to bring."""
    token = request.args.get("t", "")
    asked = unseal(token)
    code = asked.programme if asked else KINDS.get(request.args.get("kind", ""), PERSON)
    if request.method == "POST":
        form = FORMS[code]()
        if form.submitted():
            return redirect(url_for("loans.calculator", t=seal(form.asked())))
        return _page(code, form), 422
    if asked is None:
        return _page(code, empty_form(code, clock.today()))
    told = calculate(asked)
    whole = told.division.whole() if told.division else None
    shown = {
        "told": told,
        "whole": whole,
        "token": token,
        "carried": _carried(asked),
        "wording": wording,
        "cents": CENTS,
        "eras": wording.eras(told),
        "plot": wording.years_plot(told.division, _("每一年的利息谁付")) if told.division else None,
        "eras_plot": wording.eras_plot(told, _("合同哪天签，财政付多少")),
    }
    if request.args.get("print"):
        return render_template("loans/sheet.html", **shown)
    return render_template("loans/result.html", form=form_of(asked), kinds=KINDS, code=code, **shown)


def _carried(asked: Asked) -> str:
    """What was typed, as answers of the open check, so that the application does not ask it again."""
    if asked.programme == FIRM:
        return ""
    limit = Reader(published()).amount("sl_small_consumer_loan_ignored", clock.today())
    large = limit is not None and asked.consumer > limit
    credit = {
        NO_LOAN: "none",
        CONSUMER: "consumer_large" if large else "consumer_small",
        OTHER_LOAN: "other",
    }[asked.other]
    answers = {"business": {"pick": "wish"}, "loan": {"number": asked.amount}, "credit": {"pick": [credit]}}
    return check_token.seal(Carried(RESIDENT, clock.today(), answers))


def _page(code: str, form: object) -> str:
    others = [one for one in PROGRAMMES if one != code]
    return render_template(
        "loans/calculator.html", form=form, code=code, kinds=KINDS, programme=programme(code), others=others
    )
