"""追回: overpaid money, proposed by one, confirmed by another, repaid at once or by instalments."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims import queries as claims
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.forms import Form, clean
from jobhelp.payments import instalments, queries, service, wording
from jobhelp.payments.forms import RecoveryForm, RepaymentForm, WaiverForm
from jobhelp.payments.states import RecoveryState
from jobhelp.payments.views.base import bp
from jobhelp.permissions import Permission
from jobhelp.web import access, flash_refusal, me, wanted_order, wanted_page


@bp.get("/desk/recoveries")
@access.requires(Permission.PAYMENT_SEE)
def recoveries() -> Any:
    """What is to be decided, what is being repaid, and the form for a new one."""
    form = RecoveryForm(formdata=None)
    form.claim.data = clean(request.args.get("claim"))[:24]
    return _list(form)


@bp.post("/desk/recoveries")
@access.requires(Permission.PAYMENT_PREPARE)
def propose_recovery() -> Any:
    """Propose one; another person confirms."""
    form = RecoveryForm()
    if form.submitted():
        try:
            claim = queries.claim_for_recovery(db, form.claim.data.upper(), me())
            found = service.propose(
                db,
                claim,
                amount=form.fen,
                reason=form.reason.data,
                by=me(),
                instalments=form.instalments.data,
                first_due=form.first_due.data,
            )
        except NotFound as refusal:
            refusal.field = "claim"
            form.refuse(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            number = found.id
            db.commit()
            flash(_("提出了，等另一位同事确认。"), "success")
            return redirect(url_for("payments.recovery", recovery_id=number))
    return _list(form), form.status


@bp.get("/desk/recoveries/<int:recovery_id>")
@access.requires(Permission.PAYMENT_SEE)
def recovery(recovery_id: int) -> Any:
    """One of them: why, how much, the instalments, who signed."""
    return _page(recovery_id)


@bp.post("/desk/recoveries/<int:recovery_id>/confirm")
@access.requires(Permission.PAYMENT_PREPARE)
def confirm_recovery(recovery_id: int) -> Any:
    """The second person agrees: from here on it is owed."""
    row = queries.recovery_for_desk(db, recovery_id, me())
    return _decide(
        recovery_id, lambda: service.confirm(db, row.recovery, by=me()), _("确认了，已经通知本人。")
    )


@bp.post("/desk/recoveries/<int:recovery_id>/ask-waiver")
@access.requires(Permission.PAYMENT_PREPARE)
def ask_waiver(recovery_id: int) -> Any:
    """Somebody thinks that the money should be left to the person; another has to agree."""
    row, form = queries.recovery_for_desk(db, recovery_id, me()), WaiverForm()

    def ask() -> None:
        service.ask_waiver(db, row.recovery, reason=form.waiver_reason.data, by=me())

    return _filled_in(recovery_id, form, ask, _("提出了，等另一位同事同意。"), waiver=form)


@bp.post("/desk/recoveries/<int:recovery_id>/waive")
@access.requires(Permission.PAYMENT_PREPARE)
def waive_recovery(recovery_id: int) -> Any:
    """The second person agrees: the money stays where it is."""
    row = queries.recovery_for_desk(db, recovery_id, me())
    return _decide(recovery_id, lambda: service.waive(db, row.recovery, by=me()), _("不追回了。"))


@bp.post("/desk/recoveries/<int:recovery_id>/keep")
@access.requires(Permission.PAYMENT_PREPARE)
def keep_recovery(recovery_id: int) -> Any:
    """It is not waived."""
    row = queries.recovery_for_desk(db, recovery_id, me())
    return _decide(
        recovery_id, lambda: service.keep(db, row.recovery, by=me()), _("还是要追，等另一位同事确认。")
    )


@bp.post("/desk/recoveries/<int:recovery_id>/repay")
@access.requires(Permission.PAYMENT_PREPARE)
def repay_recovery(recovery_id: int) -> Any:
    """Some of it came back."""
    row, form = queries.recovery_for_desk(db, recovery_id, me()), RepaymentForm()

    def take() -> None:
        service.repay(db, row.recovery, amount=form.fen, receipt=form.receipt.data, by=me())

    return _filled_in(recovery_id, form, take, _("还款入账了。"), repayment=form)


def _filled_in(recovery_id: int, form: Form, act: Callable[[], None], words: str, **shown: Any) -> Any:
    """Do what a form asks; with a fault the page again, and the form as it was typed (`shown`)."""
    if form.submitted():
        try:
            act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(words, "success")
            return redirect(url_for("payments.recovery", recovery_id=recovery_id))
    return _page(recovery_id, **shown), form.status


def _decide(recovery_id: int, act: Callable[[], None], words: str) -> Any:
    try:
        act()
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(words, "success")
    return redirect(url_for("payments.recovery", recovery_id=recovery_id))


def _list(form: RecoveryForm) -> str:
    page, last = wanted_page(queries.recovery_count(db, me()), queries.RECOVERIES_PAGE)
    order = wanted_order(queries.RECOVERY_ORDERS, "state")
    rows = queries.recoveries(db, me(), order=order.chosen, page=page)
    today = clock.today()
    return render_template(
        "payments/recoveries.html",
        wording=wording,
        rows=rows,
        overdue={row.recovery.id: instalments.overdue(_parts(row), today) for row in rows},
        form=form,
        page=page,
        last=last,
        order=order,
        sort_url=lambda sort: url_for("payments.recoveries", sort=sort),
        page_url=lambda number: url_for("payments.recoveries", sort=order.kept, page=number),
        sheet=url_for("payments.recoveries_sheet", sort=order.kept),
    )


def _page(
    recovery_id: int, *, repayment: RepaymentForm | None = None, waiver: WaiverForm | None = None
) -> str:
    row = queries.recovery_for_desk(db, recovery_id, me())
    found = row.recovery
    signed = (found.proposed_by, found.confirmed_by, found.waiver_by, found.waived_by)
    people = {number for number in signed if number is not None}
    return render_template(
        "payments/recovery.html",
        wording=wording,
        row=row,
        recovery=found,
        parts=_parts(row),
        mine=found.proposed_by == me().id,
        asked_by_me=found.waiver_by == me().id,
        names=claims.names(db, people),
        form=repayment or RepaymentForm(formdata=None),
        waiver=waiver or WaiverForm(formdata=None),
    )


def _parts(row: queries.RecoveryRow) -> list[instalments.Instalment]:
    found = row.recovery
    if found.state == RecoveryState.WAIVED:
        return []
    due = found.first_due or clock.today()
    return instalments.plan(found.amount, found.instalments, due, found.repaid)
