"""应发未发: what is owed and unpaid, since when, and what stands in the way; also as an Excel file."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.extensions import db
from jobhelp.payments import queries, wording
from jobhelp.payments.queries import LateFilter, LateRow
from jobhelp.payments.views.base import bp, districts
from jobhelp.permissions import Permission
from jobhelp.policy.assess import RULES
from jobhelp.reference.views import name, wanted_district
from jobhelp.web import access, wanted_order, wanted_page

PAGE = 50


@bp.get("/desk/payments/late")
@access.requires(Permission.PAYMENT_SEE)
def late() -> Any:
    """The list, the latest first when no other order is asked for."""
    district, chosen = wanted_district()
    wanted = _wanted()
    count, total, people = queries.late_totals(db, district, wanted)
    page, last = wanted_page(count, PAGE)
    kept = {"programme": wanted.programme or None, "district": chosen or None}
    kept["all"] = "1" if wanted.everything else None
    order = wanted_order(queries.LATE_ORDERS, "due")
    kept["sort"] = order.kept
    return render_template(
        "payments/late.html",
        wording=wording,
        rows=queries.late(db, district, wanted, order=order.chosen, page=page, size=PAGE),
        order=order,
        totals=(count, total, people),
        wanted=wanted,
        programmes=sorted(RULES),
        district=chosen,
        districts=districts(),
        page=page,
        last=last,
        sort_url=lambda sort: url_for("payments.late", **(kept | {"sort": sort})),
        page_url=lambda number: url_for("payments.late", **kept, page=number),
        sheet=url_for("payments.late_sheet", **kept),
    )


@bp.get("/desk/payments/late.xlsx")
@access.requires(Permission.PAYMENT_SEE)
@fresh
def late_sheet() -> Response:
    """The same as an Excel file."""
    district, _chosen = wanted_district()
    order = wanted_order(queries.LATE_ORDERS, "due").chosen
    rows = queries.late(db, district, _wanted(), order=order, size=sheets.MOST_ROWS)
    head = [
        *(_("待遇编号"), _("待遇"), _("月份"), _("申请人"), _("区县"), _("金额（元）")),
        *(_("最晚哪天发"), _("晚了几天"), _("卡在哪里"), _("批次"), _("银行写的原因")),
    ]
    content = sheets.workbook(
        _("应发未发"), head, (_line(row) for row in rows), widths=(16, 18, 12, 14, 12, 14, 14, 10, 24, 18, 24)
    )
    return Response(
        content,
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="unpaid-{clock.today().isoformat()}.xlsx"'},
    )


def _wanted() -> LateFilter:
    code = request.args.get("programme", "")
    return LateFilter(code if code in RULES else "", request.args.get("all") == "1")


def _line(row: LateRow) -> list[str]:
    return [
        row.claim.number,
        wording.title(row.claim.programme),
        f"{row.month.month:%Y-%m}",
        row.name,
        name("districts", row.claim.district_code) if row.claim.district_code else "",
        wording.amount(row.month.amount),
        row.month.payable_from.isoformat(),
        str(max(0, row.days)),
        wording.late_why(row.why),
        row.run_number,
        row.reason,
    ]
