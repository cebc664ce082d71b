"""Screenings: the list of them, one with its three lists, and the Excel file."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.extensions import db
from jobhelp.life_events import queries, wording
from jobhelp.life_events.queries import FindLine
from jobhelp.life_events.states import Find
from jobhelp.life_events.views.blueprint import bp, chosen_district, scope
from jobhelp.permissions import Permission
from jobhelp.policy.assess import RULES
from jobhelp.reference.views import name
from jobhelp.web import access, money, wanted_page

MOST_EXPORTED = 20_000


@bp.get("/desk/screenings")
@access.requires(Permission.PROPOSAL_SEE)
def screenings() -> Any:
    """The latest screenings, and how one is made."""
    found = queries.screenings(db)
    return render_template(
        "life_events/screenings.html",
        screenings=found,
        counts={one.id: _totals(queries.find_counts(db, one.id, scope())) for one in found[:1]},
    )


def _totals(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    """{list: how many people or employers and programmes}."""
    return {
        list_.value: sum(number for (_, found), number in counts.items() if found == list_.value)
        for list_ in Find
    }


@bp.get("/desk/screenings/<int:screening_id>")
@access.requires(Permission.PROPOSAL_SEE)
def screening(screening_id: int) -> Any:
    """One screening: by programme, and who stands on one of its lists."""
    found = queries.screening(db, screening_id)
    shown, programme = _list(), _programme()
    counts = queries.find_counts(db, found.id, scope())
    total = sum(
        number for (code, list_), number in counts.items() if list_ == shown.value and programme in ("", code)
    )
    page, last = wanted_page(total, queries.PAGE)
    kept = {
        "screening_id": found.id,
        "list": shown.value,
        "programme": programme or None,
        "district": chosen_district() or None,
    }
    return render_template(
        "life_events/screening.html",
        screening=found,
        counts=counts,
        totals=_totals(counts),
        shown=shown,
        programme=programme,
        programmes=[code for code in RULES if found.counts.get(code)],
        lines=queries.finds(
            db, found.id, scope(), shown, programme, limit=queries.PAGE, offset=(page - 1) * queries.PAGE
        ),
        total=total,
        district=chosen_district(),
        finds=list(Find),
        wording=wording,
        page=page,
        last=last,
        page_url=lambda number: url_for("life_events.screening", **kept, page=number),
        address=lambda **change: url_for("life_events.screening", **(kept | change)),
        sheet=url_for("life_events.screening_sheet", **kept),
    )


def _list() -> Find:
    wish = request.args.get("list", "")
    return Find(wish) if wish in set(Find) else Find.QUALIFIES


def _programme() -> str:
    wish = request.args.get("programme", "")
    return wish if wish in RULES else ""


@bp.get("/desk/screenings/<int:screening_id>.xlsx")
@access.requires(Permission.PROPOSAL_SEE)
@fresh
def screening_sheet(screening_id: int) -> Response:
    """One list of a screening as an Excel file: masked names, numbers to find the people by."""
    found = queries.screening(db, screening_id)
    shown = _list()
    lines = queries.finds(db, found.id, scope(), shown, _programme(), limit=MOST_EXPORTED)
    head = [
        _("名单"),
        _("待遇"),
        _("对象"),
        _("编号"),
        _("区县"),
        _("申请编号"),
        _("一共可领（元）"),
        _("哪几条"),
        _("提议"),
    ]
    content = sheets.workbook(
        _(wording.FINDS[shown])[:31],
        head,
        (_row(line) for line in lines),
        widths=(22, 20, 10, 12, 12, 20, 16, 60, 12),
    )
    return Response(
        content,
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={
            "Content-Disposition": f'attachment; filename="screening-{found.on.isoformat()}-{shown}.xlsx"'
        },
    )


def _row(line: FindLine) -> list[str]:
    find = line.find
    return [
        _(wording.FINDS[find.found]),
        wording.title(find.programme),
        line.who,
        wording.number(find),
        name("districts", find.district_code),
        line.number,
        money(find.amount) if find.amount is not None else "",
        wording.of_codes(find.programme, find.criteria),
        _(wording.STATES[line.proposal_state]) if line.proposal_state else "",
    ]
