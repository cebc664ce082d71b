"""The acts on a run: check, approve, send back, cancel, send, fetch the file, take the receipts in."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from jobhelp.accounts.fresh import fresh
from jobhelp.audit import service as audit
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.payments import queries, service
from jobhelp.payments.forms import ReceiptsForm
from jobhelp.payments.refusals import ReceiptsRefused
from jobhelp.payments.views.base import bp
from jobhelp.payments.views.runs import run_page
from jobhelp.permissions import Permission
from jobhelp.web import access, flash_refusal, me


@bp.post("/desk/payments/<number>/check")
@access.requires(Permission.PAYMENT_PREPARE)
def check(number: str) -> Any:
    """The second person has looked at every line."""
    return _sign(number, service.check, _("复核好了。请市里批准。"))


@bp.post("/desk/payments/<number>/approve")
@access.requires(Permission.PAYMENT_APPROVE)
@fresh
def approve(number: str) -> Any:
    """The city approves."""
    return _sign(number, service.approve, _("批准了，可以送银行。"))


@bp.post("/desk/payments/<number>/send-back")
@access.requires(Permission.PAYMENT_APPROVE)
def send_back(number: str) -> Any:
    """To be checked again."""
    return _sign(number, service.send_back, _("退回了，要重新复核。"))


@bp.post("/desk/payments/<number>/cancel")
@access.requires(Permission.PAYMENT_PREPARE)
def cancel(number: str) -> Any:
    """Nothing of it was sent; its months are due again."""
    return _sign(number, service.cancel, _("作废了。这些月份重新变成应发。"))


@bp.post("/desk/payments/<number>/send")
@access.requires(Permission.PAYMENT_PREPARE)
def send(number: str) -> Any:
    """Ask everything once more, book it, make the bank file."""
    return _sign(number, service.send, _("银行文件做好了，请下载交给银行。"))


@bp.post("/desk/payments/<number>/file")
@access.requires(Permission.PAYMENT_PREPARE)
@fresh
def file(number: str) -> Any:
    """The bank file. It carries whole card numbers: each fetching is written down."""
    run = queries.run_for_desk(db, number, me())
    try:
        content = service.bank_file(db, run)
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("payments.run", number=number))
    audit.record(
        db,
        "payments:fetch_file",
        by=me(),
        subject="payment_run",
        subject_id=run.number,
        count=run.count,
    )
    name = f"{run.number}.csv"
    db.commit()
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/desk/payments/<number>/receipts")
@access.requires(Permission.PAYMENT_PREPARE)
def receipts(number: str) -> Any:
    """Take the bank's answer in: all of it, or none with the line numbers."""
    run = queries.run_for_desk(db, number, me())
    form = ReceiptsForm()
    if not form.submitted():
        return run_page(run, form), 422
    try:
        got = service.receive(db, run, form.file.data.read(), by=me())
    except ReceiptsRefused as refusal:
        form.refuse(refusal)
        return run_page(queries.run_for_desk(db, number, me()), form, refusal.faults), 422
    except Refusal as refusal:
        form.refuse(refusal)
        return run_page(queries.run_for_desk(db, number, me()), form), refusal.status
    db.commit()
    if got.paid or got.returned:
        words = _(
            "回单入账了：到账 %(paid)s 笔，退回 %(returned)s 笔。", paid=got.paid, returned=got.returned
        )
    else:
        words = _("这份回单以前入过账，什么都没有变。")
    flash(words, "success")
    return redirect(url_for("payments.run", number=number))


def _sign(number: str, act: Callable[..., object], words: str) -> Any:
    run = queries.run_for_desk(db, number, me())
    try:
        act(db, run, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(words, "success")
    return redirect(url_for("payments.run", number=number))
