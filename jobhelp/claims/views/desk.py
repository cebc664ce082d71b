"""The desk's list of claims, with the clock; also as an Excel file."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.benefits.check import PROGRAMMES
from jobhelp.claims import queries, wording
from jobhelp.claims.queries import DeskFilter, DeskRow
from jobhelp.claims.states import ClaimState
from jobhelp.claims.views.base import bp, kept_filters
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.permissions import Permission
from jobhelp.policy.texts import programme
from jobhelp.reference.views import book, name
from jobhelp.web import access, as_workbook, me, wanted_order, wanted_page

S = ClaimState
TABS = ("owed", "late", S.RETURNED.value, S.GRANTED.value, S.SUSPENDED.value, S.REFUSED.value, "all")
LONGEST_WORDS = 1_600  # a column of a hundred numbers, pasted


@bp.get("/desk/claims")
@access.requires(Permission.CLAIM_SEE)
def desk() -> Any:
    """The claims of the district, the late first; every filter stands in the address."""
    wanted = _filter()
    total = queries.desk_count(db, me(), wanted)
    page, last = wanted_page(total, queries.PAGE)
    kept = kept_filters()
    return render_template(
        "claims/desk.html",
        rows=queries.desk_list(db, me(), wanted, page=page),
        total=total,
        totals=queries.desk_totals(db, me()),
        wanted=wanted,
        order=wanted_order(queries.ORDERS, "due"),
        tab="late" if wanted.late else wanted.state,
        tabs=TABS,
        owed_states=[state.value for state in queries.STAFF_OWES],
        programmes=[programme(code) for codes in PROGRAMMES.values() for code in codes],
        districts=list(book().districts.values()) if current_user.district_scope is None else [],
        calendar=queries.calendar(db),
        wording=wording,
        page=page,
        last=last,
        page_url=lambda number: url_for("claims.desk", **kept, page=number),
        sort_url=lambda order: url_for("claims.desk", **(kept | {"sort": order})),
        tab_url=lambda state: url_for("claims.desk", **(kept | {"state": state})),
        kept=kept,
        sheet=url_for("claims.desk_sheet", **kept),
    )


@bp.get("/desk/claims.xlsx")
@access.requires(Permission.CLAIM_SEE)
@fresh
def desk_sheet() -> Response:
    """The list as an Excel file, with the filters of the page."""
    days = queries.calendar(db)
    rows = queries.desk_list(db, me(), _filter(), size=sheets.MOST_ROWS)
    head = [
        *(_("编号"), _("待遇"), _("申请人"), _("区县"), _("进展"), _("申请日")),
        *(_("办结期限"), _("情况"), _("批了（元）"), _("发到")),
    ]
    content = sheets.workbook(
        _("待遇审核"),
        head,
        (_cells(row, wording.clock_of(row.claim, days)[0]) for row in rows),
        widths=(18, 22, 24, 12, 22, 14, 14, 20, 14, 14),
    )
    return as_workbook(content, f"claims-{clock.today().isoformat()}")


def _cells(row: DeskRow, due: str) -> list[str]:
    claim = row.claim
    return [
        claim.number,
        wording.title(claim),
        row.employer_name or row.name_mask,
        name("districts", claim.district_code) if claim.district_code else "",
        wording.state(claim),
        claim.applied_on.isoformat(),
        claim.due_on.isoformat() if claim.due_on else "",
        due if claim.due_on else "",
        f"{claim.granted / 100:.2f}" if claim.granted else "",
        claim.ends_on.isoformat() if claim.ends_on else "",
    ]


def _filter() -> DeskFilter:
    state = request.args.get("state", "owed")
    codes = {code for listed in PROGRAMMES.values() for code in listed}
    code, district = request.args.get("programme", ""), request.args.get("district", "")
    known = {one.value for one in ClaimState} | {"owed", "all"}
    return DeskFilter(
        state="owed" if state == "late" else state if state in known else "owed",
        programme=code if code in codes else "",
        district=district if district in book().districts else "",
        late=state == "late",
        sort=wanted_order(queries.ORDERS, "due").chosen,
        words=clean(request.args.get("words", ""))[:LONGEST_WORDS],
    )
