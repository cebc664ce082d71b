"""The lists of money as Excel files: a run line by line, the books, what is to come back."""

from flask import Response, request
from flask_babel import gettext as _

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.claims import queries as claims
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.payments import queries, wording
from jobhelp.payments.states import EntryKind
from jobhelp.payments.views.base import bp
from jobhelp.permissions import Permission
from jobhelp.reference.views import name, wanted_district
from jobhelp.web import access, as_workbook, me, wanted_order


@bp.get("/desk/payments/<number>.xlsx")
@access.requires(Permission.PAYMENT_SEE)
@fresh
def run_sheet(number: str) -> Response:
    """One run as its officers sign it: masked names and card numbers; the bank's own file is another."""
    run = queries.run_for_desk(db, number, me())
    lines = queries.run_lines(db, run, size=sheets.MOST_ROWS)
    head = [
        *(_("流水号"), _("领取人"), _("待遇编号"), _("账号"), _("金额（元）")),
        *(_("状态"), _("银行写的原因")),
    ]
    rows = [
        [
            line.payment.reference,
            line.name,
            line.claim_number,
            line.payment.card_mask,
            wording.amount(line.payment.amount),
            _(wording.PAYMENT_STATES[line.payment.state][0]),
            wording.dropped(line.payment.return_reason),
        ]
        for line in lines
    ]
    rows.append([_("合计"), "", "", "", wording.amount(run.total), "", ""])
    return as_workbook(
        sheets.workbook(run.number, head, rows, widths=(24, 16, 18, 22, 14, 14, 30)), run.number
    )


@bp.get("/desk/ledger.xlsx")
@access.requires(Permission.PAYMENT_SEE)
@fresh
def ledger_sheet() -> Response:
    """The entries of the books, with the filters of the page: one row a line."""
    district, _chosen = wanted_district()
    kind = request.args.get("kind", "")
    entries = queries.entries(
        db,
        district,
        number=clean(request.args.get("number"))[:24].upper(),
        kind=kind if kind in set(EntryKind) else "",
        order=wanted_order(queries.ENTRY_ORDERS, "-number").chosen,
        size=sheets.MOST_ROWS,
    )
    lines = queries.lines_by_entry(db, [entry.id for entry, _claim in entries])
    names = claims.names(db, {entry.by_id for entry, _claim in entries if entry.by_id is not None})
    head = [
        *(_("序号"), _("时间"), _("类别"), _("待遇编号"), _("待遇"), _("月份")),
        *(_("科目"), _("借（元）"), _("贷（元）"), _("办理人")),
    ]
    rows = [
        [
            str(entry.id),
            f"{clock.local(entry.at):%Y-%m-%d %H:%M}",
            wording.word("kind", entry.kind),
            claim,
            wording.title(line.account.split(":")[1]),
            f"{line.month:%Y-%m}" if line.month else "",
            wording.word("account", line.account.split(":")[0]),
            wording.amount(line.amount) if line.amount > 0 else "",
            wording.amount(-line.amount) if line.amount < 0 else "",
            names.get(entry.by_id or 0, "") if entry.by_id else _("系统"),
        ]
        for entry, claim in entries
        for line in lines[entry.id]
    ]
    content = sheets.workbook(_("待遇台账"), head, rows, widths=(8, 18, 16, 18, 20, 10, 12, 14, 14, 18))
    return as_workbook(content, f"ledger-{clock.today().isoformat()}")


@bp.get("/desk/recoveries.xlsx")
@access.requires(Permission.PAYMENT_SEE)
@fresh
def recoveries_sheet() -> Response:
    """What is to come back, as an Excel file."""
    order = wanted_order(queries.RECOVERY_ORDERS, "state").chosen
    head = [
        *(_("状态"), _("退款人"), _("待遇"), _("待遇编号"), _("区县")),
        *(_("要退（元）"), _("已退（元）"), _("分几次退"), _("提出"), _("原因")),
    ]
    rows = [
        [
            _(wording.RECOVERY_STATES[row.recovery.state][0]),
            row.name,
            wording.title(row.claim.programme),
            row.claim.number,
            name("districts", row.claim.district_code) if row.claim.district_code else "",
            wording.amount(row.recovery.amount),
            wording.amount(row.recovery.repaid),
            str(row.recovery.instalments),
            clock.local(row.recovery.created_at).date().isoformat(),
            row.recovery.reason,
        ]
        for row in queries.recoveries(db, me(), order=order, size=sheets.MOST_ROWS)
    ]
    content = sheets.workbook(_("追回"), head, rows, widths=(14, 16, 20, 18, 12, 14, 14, 10, 14, 40))
    return as_workbook(content, f"recoveries-{clock.today().isoformat()}")
