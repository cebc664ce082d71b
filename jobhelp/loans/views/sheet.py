"""The desk's list of loans as an Excel file."""

from flask import Response, request
from flask_babel import gettext as _

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.extensions import db
from jobhelp.loans import queries, wording
from jobhelp.loans.states import LoanState
from jobhelp.loans.views.base import bp
from jobhelp.loans.views.telling import state_words
from jobhelp.permissions import Permission
from jobhelp.policy.texts import programme
from jobhelp.reference.views import name
from jobhelp.web import access, as_workbook, current_locale, me


@bp.get("/desk/loans.xlsx")
@access.requires(Permission.LOAN_SEE)
@fresh
def desk_sheet() -> Response:
    """The list with the stage that the page shows."""
    state = request.args.get("state", "")
    rows = queries.desk_list(db, me(), state=state if state in set(LoanState) else "", size=sheets.MOST_ROWS)
    head = [
        *(_("编号"), _("申请人"), _("哪一种"), _("走到哪一步"), _("金额（元）"), _("年利率")),
        *(_("担保机构"), _("放款银行"), _("合同日期"), _("放款日期"), _("到期"), _("区县")),
    ]
    content = sheets.workbook(
        _("创业担保贷款"),
        head,
        (_cells(row) for row in rows),
        widths=(18, 18, 24, 18, 14, 10, 24, 24, 14, 14, 14, 12),
    )
    return as_workbook(content, f"loans-{clock.today().isoformat()}")


def _cells(row: queries.DeskRow) -> list[str]:
    loan, claim = row.loan, row.claim
    days = (loan.contract_on, loan.lent_on, loan.due_on)
    return [
        *(claim.number, row.name, programme(claim.programme).title.in_(current_locale())),
        *(state_words(loan.state), f"{loan.amount / 100:.2f}"),
        "" if loan.rate is None else wording.percent(loan.rate),
        *(loan.guarantor or "", loan.bank or ""),
        *(day.isoformat() if day else "" for day in days),
        name("districts", claim.district_code) if claim.district_code else "",
    ]
