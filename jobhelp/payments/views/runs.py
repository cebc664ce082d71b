"""Runs at the desk: what can be paid, what waits for whom, one run with its lines."""

from collections import Counter
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp.claims import queries as claims
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.payments import queries, service, wording
from jobhelp.payments.forms import ReceiptsForm
from jobhelp.payments.models import PaymentRun
from jobhelp.payments.refusals import Fault, NothingDue
from jobhelp.payments.states import RUN_LIFE, RunState
from jobhelp.payments.views.base import bp, districts
from jobhelp.permissions import Permission
from jobhelp.policy.assess import RULES
from jobhelp.policy.calendar import read_month
from jobhelp.reference.views import wanted_district
from jobhelp.web import access, flash_refusal, me, wanted_order, wanted_page

LINES = 50


@bp.get("/desk/payments")
@access.requires(Permission.PAYMENT_SEE)
def index() -> Any:
    """What can be paid now, and the runs, those first that wait for somebody."""
    district, chosen = wanted_district()
    counts = queries.runs_count(db, me())
    wish = request.args.get("state", "")
    state = wish if wish in set(RunState) else ""
    page, last = wanted_page(counts.get(state, 0) if state else sum(counts.values()), queries.RUNS_PAGE)
    order = wanted_order(queries.RUN_ORDERS, "state")
    runs = queries.runs(db, me(), state, order=order.chosen, page=page)
    kept = {"state": state or None, "district": chosen or None, "sort": order.kept}
    late_count, late_total, late_people = queries.late_totals(db, district, queries.LateFilter())
    return render_template(
        "payments/index.html",
        wording=wording,
        groups=queries.due_groups(db, district),
        runs=runs,
        sums=queries.run_sums(db, [run.id for run in runs]),
        counts=Counter(counts),
        states=list(RunState),
        most=service.MOST,
        state=state,
        district=chosen,
        districts=districts(),
        late=(late_count, late_total, late_people),
        page=page,
        last=last,
        order=order,
        address=lambda **change: url_for("payments.index", **(kept | change)),
        sort_url=lambda sort: url_for("payments.index", **(kept | {"sort": sort})),
        page_url=lambda number: url_for("payments.index", **kept, page=number),
    )


@bp.post("/desk/payments")
@access.requires(Permission.PAYMENT_PREPARE)
def prepare() -> Any:
    """Prepare a run of one programme and month."""
    month = _month(request.form.get("month", ""))
    programme = request.form.get("programme", "")
    own = me().district_scope
    district = own if own is not None else request.form.get("district") or None
    try:
        if month is None or programme not in RULES:
            raise NothingDue()
        run = service.prepare(db, programme=programme, month=month, district=district, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("payments.index"))
    db.commit()
    flash(_("准备好了，%(count)s 笔。请另一位同事复核。", count=run.count), "success")
    left = queries.due_left(db, programme=programme, month=month, district=district)
    if run.count == service.MOST and left:
        words = _(
            "一批最多 %(most)s 笔，还有 %(left)s 笔没有进来。请再准备一批。", most=service.MOST, left=left
        )
        flash(words, "warning")
    return redirect(url_for("payments.run", number=run.number))


@bp.post("/desk/payments/all")
@access.requires(Permission.PAYMENT_PREPARE)
def prepare_all() -> Any:
    """A run for every programme and month that can be paid: what is left over says why on the list."""
    own = me().district_scope
    district = own if own is not None else request.form.get("district") or None
    made = count = 0
    for group in queries.due_groups(db, district):
        if group.count == group.without_card:
            continue
        try:
            run = service.prepare(
                db, programme=group.programme, month=group.month, district=district, by=me()
            )
        except Refusal as refusal:
            flash_refusal(refusal)
            continue
        db.commit()
        made, count = made + 1, count + run.count
    if made:
        flash(
            _("准备好了 %(runs)s 批，共 %(count)s 笔。请另一位同事复核。", runs=made, count=count), "success"
        )
    return redirect(url_for("payments.index", district=request.form.get("district") or None))


@bp.get("/desk/payments/<number>")
@access.requires(Permission.PAYMENT_SEE)
def run(number: str) -> Any:
    """One run: its steps and who signed, its lines, and the next act."""
    return run_page(queries.run_for_desk(db, number, me()), ReceiptsForm(formdata=None))


@bp.post("/desk/payments/<number>/retry")
@access.requires(Permission.PAYMENT_PREPARE)
def retry(number: str) -> Any:
    """A new run with what the bank returned."""
    found = queries.run_for_desk(db, number, me())
    try:
        new = service.retry(db, found, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("payments.run", number=number))
    db.commit()
    flash(_("退回的 %(count)s 笔进了新的一批。请另一位同事复核。", count=new.count), "success")
    return redirect(url_for("payments.run", number=new.number))


def run_page(found: PaymentRun, form: ReceiptsForm, faults: tuple[Fault, ...] = ()) -> str:
    """The page of a run; `faults` of a receipts file that was refused."""
    sums = queries.run_sums(db, [found.id])[found.id]
    page, last = wanted_page(sum(sums.counts.values()), LINES)
    order = wanted_order(queries.LINE_ORDERS, "state")
    people = {found.prepared_by, found.checked_by, found.approved_by} - {None}
    return render_template(
        "payments/run.html",
        wording=wording,
        run=found,
        steps=wording.steps(found),
        actions=[action.value for action in RUN_LIFE.actions(RunState(found.state))],
        lines=queries.run_lines(db, found, order=order.chosen, page=page, size=LINES),
        order=order,
        sums=sums,
        returned=queries.returned_open(db, found),
        names=claims.names(db, {number for number in people if number is not None}),
        form=form,
        faults=faults,
        say_fault=_say_fault,
        page=page,
        last=last,
        sort_url=lambda sort: url_for("payments.run", number=found.number, sort=sort),
        page_url=lambda number: url_for("payments.run", number=found.number, sort=order.kept, page=number),
    )


def _say_fault(fault: Fault) -> str:
    """The words of a fault; a state in it is a word of ours too."""
    said = {name: _(value) if name == "state" else value for name, value in fault.params.items()}
    return _(fault.message, **said)


def _month(text: str) -> date | None:
    try:
        found = read_month(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2200 else None
