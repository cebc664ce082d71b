"""The audit log, as a page and as an Excel file: acts and codes, never a personal value."""

from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.audit.models import AuditEntry
from jobhelp.desk import log_words as wording
from jobhelp.desk import queries
from jobhelp.desk.queries import LogFilter
from jobhelp.desk.views.base import bp
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.permissions import Permission
from jobhelp.web import access, as_workbook, wanted_page


@bp.get("/desk/audit")
@access.requires(Permission.AUDIT_SEE)
def audit() -> Any:
    """Who did what to which thing, when and why: acts and codes, never a personal value."""
    wanted = _wanted()
    total = queries.log_count(db, wanted)
    page, last = wanted_page(total, queries.LOG_PAGE)
    kept = _kept(wanted)
    return render_template(
        "desk/audit.html",
        entries=queries.log(db, wanted, page=page),
        total=total,
        page=page,
        last=last,
        page_url=lambda number: url_for("desk.audit", **kept, page=number),
        wanted=wanted,
        sheet=url_for("desk.audit_sheet", **kept),
        most=sheets.MOST_ROWS,
        wording=wording,
    )


@bp.get("/desk/audit.xlsx")
@access.requires(Permission.AUDIT_SEE)
@fresh
def audit_sheet() -> Response:
    """The log as an Excel file, with the filters of the page; the newest entries when there are too many."""
    head = [
        *(gettext("时间"), gettext("角色"), gettext("账户"), gettext("办了什么"), gettext("对象")),
        *(gettext("对象编号"), gettext("说明"), gettext("细节"), gettext("结果")),
    ]
    entries = queries.log(db, _wanted(), page=1, size=sheets.MOST_ROWS)
    content = sheets.workbook(
        gettext("操作记录"),
        head,
        (_cells(one) for one in entries),
        widths=(18, 16, 8, 28, 14, 14, 40, 40, 10),
    )
    return as_workbook(content, f"audit-{clock.today().isoformat()}")


def _cells(entry: AuditEntry) -> list[str]:
    return [
        f"{clock.local(entry.at):%Y-%m-%d %H:%M:%S}",
        wording.actor(entry.actor_role),
        str(entry.actor_id or ""),
        wording.act(entry.action),
        wording.subject(entry.subject),
        entry.subject_id,
        entry.why,
        "；".join(wording.facts(entry.details)),
        wording.result(entry.result),
    ]


def _wanted() -> LogFilter:
    return LogFilter(
        action=clean(request.args.get("action"))[:60],
        number=clean(request.args.get("number"))[:40],
        since=_date("since"),
        until=_date("until"),
    )


def _kept(wanted: LogFilter) -> dict[str, Any]:
    """The filters that are set, as they stand in the address."""
    return {name: value or None for name, value in asdict(wanted).items()}


def _date(field: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(field, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
