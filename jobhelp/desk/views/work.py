"""The work list of the day: the list, the next thing on it, its Excel file."""

from collections import Counter
from datetime import date
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.desk import queries, wording
from jobhelp.desk.lines import Line, line
from jobhelp.desk.views.base import bp
from jobhelp.desk.worklist import ORDERS, Group, Item, Work, group_of
from jobhelp.extensions import db
from jobhelp.openings import queries as openings
from jobhelp.openings import service as openings_service
from jobhelp.openings.models import Opening
from jobhelp.permissions import Permission, Role
from jobhelp.reference.views import name, wanted_district
from jobhelp.web import access, as_workbook, me, wanted_order, wanted_page

PAGE = 50


@bp.get("/desk")
@access.requires(Permission.DESK_SEE)
def home() -> Any:
    """The day in one screen: what waits, the late first; beside it the line that is looked at."""
    if not current_user.may(Permission.REVIEW_SEE):
        return render_template("desk/plain.html", organiser=current_user.role == Role.FAIR_ORGANISER)
    today = clock.today()
    scope, district = wanted_district()
    order = wanted_order(ORDERS, "due")
    everything = _everything(scope, order.chosen)
    chosen_work = _work()
    chosen = [item for item in everything if chosen_work in (None, item.work)]
    page, last = wanted_page(len(chosen), PAGE)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    lines = _lines(shown)
    looked_at = lines.get(request.args.get("item", "")) or next(iter(lines.values()), None)
    numbers, g.desk_rooms = queries.front(db, scope, current_user.district_scope)
    kept = {"work": chosen_work, "district": district or None, "sort": order.kept}
    return render_template(
        "desk/home.html",
        groups=[(None, shown)] if order.kept and shown else _grouped(shown, today),
        group_of=lambda item: group_of(item.due, today),
        order=order,
        sort_url=lambda sort: url_for("desk.home", **(kept | {"sort": sort})),
        lines=lines,
        totals=Counter(group_of(item.due, today) for item in chosen),
        works=Counter(item.work for item in everything),
        everything=len(everything),
        urgent=Counter(group_of(item.due, today) for item in everything),
        chosen_work=chosen_work,
        district=district,
        looked_at=looked_at,
        same=_same(looked_at, scope),
        wording=wording,
        page=page,
        last=last,
        page_url=lambda number: url_for("desk.home", **kept, page=number),
        address=lambda **change: url_for("desk.home", **(kept | {"page": page} | change)),
        sheet=url_for("desk.worklist", **kept),
        numbers=numbers,
    )


@bp.get("/desk/next")
@access.requires(Permission.REVIEW_SEE)
def next_item() -> Any:
    """On to the next thing of a kind that this reader can do; the one that was left (`after`) comes last."""
    scope, _ = wanted_district()
    work, left = _work(), request.args.get("after", "")
    items = [item for item in _everything(scope) if work in (None, item.work)]
    keys = [item.key for item in items]
    behind = keys.index(left) + 1 if left in keys else 0
    lines = _lines([item for item in items[behind:] + items[:behind] if item.key != left][:PAGE])
    found = next((one for one in lines.values() if not one.hint), next(iter(lines.values()), None))
    if found is None:
        flash(gettext("这一类办完了。"), "success")
        return redirect(url_for("desk.home"))
    return redirect(found.way)


@bp.post("/desk/openings/<int:opening_id>/keep-both")
@access.requires(Permission.REVIEW_DECIDE)
def keep_both(opening_id: int) -> Any:
    """Two openings that look alike are two: the line leaves the list."""
    opening = openings.for_desk(db, opening_id, current_user.district_scope)
    openings_service.keep_both(db, opening, me())
    db.commit()
    flash(gettext("记下了：不是同一个岗位，两个都留着。"), "success")
    return redirect(url_for("desk.home", work=Work.DUPLICATE))


@bp.get("/desk/worklist.xlsx")
@access.requires(Permission.REVIEW_SEE)
@fresh
def worklist() -> Response:
    """The work list as an Excel file, with the filters of the page."""
    today = clock.today()
    scope, _ = wanted_district()
    chosen_work = _work()
    order = wanted_order(ORDERS, "due").chosen
    items = [item for item in _everything(scope, order) if chosen_work in (None, item.work)][
        : sheets.MOST_ROWS
    ]
    lines = _lines(items)
    head = [
        gettext("办结期限"),
        gettext("情况"),
        gettext("类型"),
        gettext("事项"),
        gettext("单位"),
        gettext("申请人"),
        gettext("区县"),
        gettext("街道"),
        gettext("编号"),
        gettext("来源"),
        gettext("等了几天"),
    ]
    content = sheets.workbook(
        gettext("工作清单"),
        head,
        (_cells(one, today) for one in lines.values()),
        widths=(14, 12, 12, 44, 30, 12, 12, 16, 18, 14, 10),
    )
    return as_workbook(content, f"worklist-{today.isoformat()}")


# ── filters ──────────────────────────────────────────────────────────────────────────────────────────────


def _everything(scope: str | None, order: str = "due") -> list[Item]:
    return queries.work(db, scope, money=current_user.may(Permission.PAYMENT_SEE), order=order)


def _work() -> Work | None:
    wish = request.args.get("work", "")
    return Work(wish) if wish in set(Work) else None


def _grouped(items: list[Item], today: date) -> list[tuple[Group, list[Item]]]:
    groups = [(group, [item for item in items if group_of(item.due, today) is group]) for group in Group]
    return [(group, members) for group, members in groups if members]


def _lines(items: list[Item]) -> dict[str, Line]:
    """{key: line}; what was decided while the list was read is left out."""
    rows = queries.rows_of(db, items)
    return {item.key: line(item, rows[item.key]) for item in items if item.key in rows}


def _same(looked_at: Line | None, scope: str | None) -> list[Any]:
    if looked_at is None or not isinstance(looked_at.row, Opening):
        return []
    return queries.likely_same(db, looked_at.row, scope)


def _cells(one: Line, today: date) -> list[str]:
    return [
        one.item.due.isoformat(),
        gettext(wording.GROUPS[group_of(one.item.due, today)]),
        gettext(wording.WORKS[one.item.work]),
        one.sentence,
        one.firm,
        one.person,
        name("districts", one.district),
        name("streets", one.street),
        one.number,
        one.source,
        str((today - one.item.arrived).days),
    ]
