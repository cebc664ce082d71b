"""The desk: the list of loans, one loan with what may be done with it, the quarters to settle."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp import clock
from jobhelp.errors import NotFound, Refusal, WrongState
from jobhelp.extensions import db
from jobhelp.forms import Form
from jobhelp.loans import queries, service, wording
from jobhelp.loans.calculator import CENTS, longest
from jobhelp.loans.forms import DayForm, DeclineForm, GuaranteeForm, LendForm
from jobhelp.loans.queries import File
from jobhelp.loans.states import LIFE, LoanAction, LoanState
from jobhelp.loans.views.base import bp
from jobhelp.loans.views.telling import TONES, exact, quarter_words, shown, state_words
from jobhelp.payments.queries import recoveries_about
from jobhelp.payments.wording import RECOVERY_STATES
from jobhelp.permissions import Permission
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.rules.loans import law_of
from jobhelp.policy.rules.sf import CODE as FIRM
from jobhelp.policy.texts import programme
from jobhelp.texts import N_
from jobhelp.web import access, current_locale, flash_refusal, me, money, wanted_page

A, S = LoanAction, LoanState
FORMS: dict[LoanAction, type[Form]] = {
    A.GUARANTEE: GuaranteeForm,
    A.LEND: LendForm,
    A.REPAY: DayForm,
    A.FALL_OVERDUE: DayForm,
    A.CATCH_UP: DayForm,
    A.DECLINE: DeclineForm,
}
DONE = {
    A.GUARANTEE: N_("已经记下担保，等银行审批。"),
    A.LEND: N_("已经记下放款，按季度结息。"),
    A.DECLINE: N_("已经记下没有办成，申请人会看到原因。"),
    A.REPAY: N_("已经记下还清。"),
    A.FALL_OVERDUE: N_("已经记下逾期，逾期的日子不贴息。"),
    A.CATCH_UP: N_("已经记下补还，接着贴息。"),
}
TOO_MUCH = {
    A.FALL_OVERDUE: N_("逾期以后还贴了 %(amount)s 元利息，已经提出追回，要由另一位同事确认。"),
    A.REPAY: N_("还清以后的日子还贴了 %(amount)s 元利息，已经提出追回，要由另一位同事确认。"),
}


@bp.get("/desk/loans")
@access.requires(Permission.LOAN_SEE)
def desk() -> str:
    """The loans of the officer's district, by stage."""
    state = request.args.get("state", "")
    state = state if state in set(S) else ""
    totals = queries.desk_totals(db, me())
    page, last = wanted_page(totals.get(state, 0) if state else sum(totals.values()), queries.PAGE)
    return render_template(
        "loans/desk.html",
        rows=queries.desk_list(db, me(), state=state, page=page),
        totals=totals,
        total=sum(totals.values()),
        state=state,
        states=list(S),
        state_words=state_words,
        tones=TONES,
        page=page,
        last=last,
        page_url=lambda number: url_for("loans.desk", state=state or None, page=number),
        waiting=sum(queries.waiting(db, current_user.district_scope).values()),
        titles={code: programme(code).title.in_(current_locale()) for code in ("sl", "sf")},
        percent=wording.percent,
    )


@bp.get("/desk/loans/<number>")
@access.requires(Permission.LOAN_SEE)
def case(number: str) -> str:
    """Everything about one loan, and what may be done with it now."""
    return _page(queries.for_desk(db, number, me()), {})


@bp.post("/desk/loans/<number>")
@access.requires(Permission.LOAN_CHANGE)
def act(number: str) -> ResponseReturnValue:
    """One move: guarantee, contract, refusal, repayment, overdue, caught up."""
    file = queries.for_desk(db, number, me())
    action = _wished(file)
    form = FORMS[action](prefix=action.value)
    if not form.submitted():
        return _page(file, {action: form}), 422
    try:
        overpaid = ACTS[action](file, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(queries.for_desk(db, number, me()), {action: form}), refusal.status
    db.commit()
    flash(_(DONE[action]), "success")
    if overpaid:
        flash(_(TOO_MUCH[action], amount=exact(overpaid)), "warning")
    return redirect(url_for("loans.case", number=number))


def _wished(file: File) -> LoanAction:
    wish = request.form.get("do", "")
    for action in LIFE.actions(S(file.loan.state)):
        if action.value == wish and action in FORMS:
            return action
    raise WrongState()


ACTS: dict[LoanAction, Callable[[File, Any], int | None]] = {
    A.GUARANTEE: lambda file, form: service.guarantee(
        db, file.loan, by=me(), guarantor=form.guarantor.data, note=form.note.data
    ),
    A.LEND: lambda file, form: service.lend(db, file.loan, form.contract(), by=me()),
    A.DECLINE: lambda file, form: service.decline(db, file.loan, by=me(), note=form.note.data),
    A.REPAY: lambda file, form: service.repay(db, file.loan, by=me(), on=form.on.data, note=form.note.data),
    A.FALL_OVERDUE: lambda file, form: service.fall_overdue(
        db, file.loan, by=me(), on=form.on.data, note=form.note.data
    ),
    A.CATCH_UP: lambda file, form: service.catch_up(
        db, file.loan, by=me(), on=form.on.data, note=form.note.data
    ),
}


def _page(file: File, bound: dict[LoanAction, Form]) -> str:
    today = clock.today()
    law = law_of(today, Reader(published()), firm=file.claim.programme == FIRM)
    actions = [one for one in LIFE.actions(S(file.loan.state)) if one in FORMS]
    return render_template(
        "loans/case.html",
        **shown(file),
        forms={one.value: bound.get(one) or _blank(one, file) for one in actions},
        limit=None if law is None else law.limit,
        longest=longest(file.claim.programme, today),
        programme=programme(file.claim.programme),
        cents=CENTS,
        percent=wording.percent,
        lines=wording.law_lines(file.claim.programme, file.loan.contract_on or today),
        recoveries=recoveries_about(db, file.claim.id) if file.quarters else [],
        recovery_states=RECOVERY_STATES,
    )


def _blank(action: LoanAction, file: File) -> Form:
    """The form before anything is typed; the contract begins with what was asked for."""
    told: dict[str, Any] = {"on": clock.today()}
    if action is A.LEND:
        amount = Decimal(file.loan.amount) / CENTS
        told = {"amount": amount, "months": file.loan.months or None}
    return FORMS[action](formdata=None, prefix=action.value, data=told)


@bp.get("/desk/loans/quarters")
@access.requires(Permission.LOAN_SEE)
def quarters() -> str:
    """The quarters that are over: what waits to be settled, and what was settled."""
    return render_template(
        "loans/quarters.html",
        waiting=queries.waiting(db, current_user.district_scope),
        settled=queries.settled(db, current_user.district_scope),
        quarter_words=quarter_words,
        exact=exact,
    )


@bp.post("/desk/loans/quarters/<quarter>")
@access.requires(Permission.LOAN_CHANGE)
def settle(quarter: str) -> ResponseReturnValue:
    """Settle one quarter for every loan of the officer's district."""
    try:
        day = date.fromisoformat(quarter)
    except ValueError:
        raise NotFound() from None
    try:
        told = service.settle(db, day, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("loans.quarters"))
    db.commit()
    if told.loans:
        words = _(
            "结了 %(count)s 笔贷款的利息，财政付 %(subsidy)s 元。由另一位同事做发放批次，复核以后才发。",
            count=told.loans,
            subsidy=money(told.subsidy),
        )
        flash(words, "success")
    else:
        flash(_("这个季度没有要结的贷款。"), "warning")
    if told.unknown:
        flash(_("%(count)s 笔还没有贴息办法或 LPR，没有结。", count=told.unknown), "warning")
    return redirect(url_for("loans.quarters"))
