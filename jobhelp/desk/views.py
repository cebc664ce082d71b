"""Staff rooms: the work list of the day, its Excel file, and the audit log."""

from collections import Counter
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp import clock, sheets
from jobhelp.desk import queries, wording
from jobhelp.desk.queries import LogFilter
from jobhelp.desk.worklist import PROMISED, Group, Item, Work, group_of
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.openings import queries as openings
from jobhelp.openings import service as openings_service
from jobhelp.permissions import Permission, Role
from jobhelp.reference.views import name, wanted_district
from jobhelp.web import access, wanted_page

bp = Blueprint("desk", __name__)
PAGE = 50
MOST_EXPORTED = 5_000


@bp.get("/desk")
@access.requires(Permission.DESK_SEE)
def home() -> Any:
    """The day in one screen: what waits, the late first; beside it the line that is looked at."""
    if not current_user.may(Permission.REVIEW_SEE):
        return render_template("desk/plain.html", organiser=current_user.role == Role.FAIR_ORGANISER)
    today = clock.today()
    scope, district = wanted_district()
    everything = queries.work(db, scope)
    chosen_work = _work()
    chosen = [item for item in everything if chosen_work in (None, item.work)]
    page, last = wanted_page(len(chosen), PAGE)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    rows = queries.rows_of(db, shown)
    looked_at = next((item for item in shown if item.key == request.args.get("item")), None)
    looked_at = looked_at or next(iter(shown), None)
    kept = {"work": chosen_work, "district": district or None}
    return render_template(
        "desk/home.html",
        groups=_grouped(shown, today),
        rows=rows,
        totals=Counter(group_of(item.due, today) for item in chosen),
        works=Counter(item.work for item in everything),
        everything=len(everything),
        urgent=Counter(group_of(item.due, today) for item in everything),
        chosen_work=chosen_work,
        district=district,
        looked_at=looked_at,
        row=rows[looked_at.key] if looked_at else None,
        same=_same(looked_at, rows, scope),
        promised=PROMISED,
        wording=wording,
        page=page,
        last=last,
        page_url=lambda number: url_for("desk.home", **kept, page=number),
        address=lambda **change: url_for("desk.home", **(kept | {"page": page} | change)),
        sheet=url_for("desk.worklist", **kept),
        numbers={
            "registered": queries.registered(db, scope),
            "applied": queries.applied(db, scope),
            "hired": queries.hired(db, scope),
        },
    )


@bp.post("/desk/openings/<int:opening_id>/keep-both")
@access.requires(Permission.REVIEW_DECIDE)
def keep_both(opening_id: int) -> Any:
    """Two openings that look alike are two: the line leaves the list."""
    opening = openings.for_desk(db, opening_id, current_user.district_scope)
    openings_service.keep_both(db, opening, current_user._get_current_object())
    db.commit()
    flash(gettext("记下了：不是同一个岗位，两个都留着。"), "success")
    return redirect(url_for("desk.home", work=Work.DUPLICATE))


@bp.get("/desk/worklist.xlsx")
@access.requires(Permission.REVIEW_SEE)
def worklist() -> Response:
    """The work list as an Excel file, with the filters of the page."""
    today = clock.today()
    scope, _ = wanted_district()
    chosen_work = _work()
    items = [item for item in queries.work(db, scope) if chosen_work in (None, item.work)][:MOST_EXPORTED]
    rows = queries.rows_of(db, items)
    head = [
        gettext("办结期限"),
        gettext("情况"),
        gettext("类型"),
        gettext("事项"),
        gettext("单位"),
        gettext("区县"),
        gettext("街道"),
        gettext("岗位编号"),
        gettext("来源"),
        gettext("等了几天"),
    ]
    content = sheets.workbook(
        gettext("工作清单"),
        head,
        (_line(item, rows[item.key], today) for item in items if item.key in rows),
        widths=(14, 12, 12, 44, 30, 12, 16, 16, 14, 10),
    )
    return Response(
        content,
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="worklist-{today.isoformat()}.xlsx"'},
    )


@bp.get("/desk/audit")
@access.requires(Permission.AUDIT_SEE)
def audit() -> Any:
    """Who did what to which thing, when and why: acts and codes, never a personal value."""
    wanted = LogFilter(
        action=clean(request.args.get("action"))[:60],
        number=clean(request.args.get("number"))[:40],
        since=_date("since"),
        until=_date("until"),
    )
    total = queries.log_count(db, wanted)
    page, last = wanted_page(total, queries.LOG_PAGE)
    kept = {
        "action": wanted.action or None,
        "number": wanted.number or None,
        "since": wanted.since,
        "until": wanted.until,
    }
    return render_template(
        "desk/audit.html",
        entries=queries.log(db, wanted, page=page),
        total=total,
        page=page,
        last=last,
        page_url=lambda number: url_for("desk.audit", **kept, page=number),
        wanted=wanted,
        wording=wording,
    )


# ── filters ──────────────────────────────────────────────────────────────────────────────────────────────


def _work() -> Work | None:
    wish = request.args.get("work", "")
    return Work(wish) if wish in set(Work) else None


def _date(field: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(field, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def _grouped(items: list[Item], today: date) -> list[tuple[Group, list[Item]]]:
    groups = [(group, [item for item in items if group_of(item.due, today) is group]) for group in Group]
    return [(group, members) for group, members in groups if members]


def _same(item: Item | None, rows: dict[str, Any], scope: str | None) -> list[Any]:
    if item is None or item.work is Work.EMPLOYER:
        return []
    return queries.likely_same(db, rows[item.key], scope)


def _line(item: Item, row: Any, today: date) -> list[str]:
    of_employer = item.work is Work.EMPLOYER
    return [
        item.due.isoformat(),
        gettext(wording.GROUPS[group_of(item.due, today)]),
        gettext(wording.WORKS[item.work]),
        wording.sentence(item, row),
        row.name if of_employer else row.employer_name,
        name("districts", row.district_code),
        "" if of_employer else name("streets", row.street_code),
        "" if of_employer else row.number or "",
        wording.source(item, row),
        str((today - item.arrived).days),
    ]
