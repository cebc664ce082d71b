"""台账: the balance of every account, and the entries behind them."""

from typing import Any

from flask import render_template, request, url_for

from jobhelp.claims import queries as claims
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.payments import queries, wording
from jobhelp.payments.states import Account, EntryKind
from jobhelp.payments.views.base import bp, districts
from jobhelp.permissions import Permission
from jobhelp.reference.views import wanted_district
from jobhelp.web import access, wanted_order, wanted_page

PAGE = 30


@bp.get("/desk/ledger")
@access.requires(Permission.PAYMENT_SEE)
def ledger() -> Any:
    """What each account says, whether the whole is zero, and entry by entry why."""
    district, chosen = wanted_district()
    number = clean(request.args.get("number"))[:24].upper()
    kind = request.args.get("kind", "")
    kind = kind if kind in set(EntryKind) else ""
    total = queries.entry_count(db, district, number=number, kind=kind)
    page, last = wanted_page(total, PAGE)
    order = wanted_order(queries.ENTRY_ORDERS, "-number")
    entries = queries.entries(
        db, district, number=number, kind=kind, order=order.chosen, page=page, size=PAGE
    )
    kept = {
        "number": number or None,
        "kind": kind or None,
        "district": chosen or None,
        "sort": order.kept,
    }
    balances = queries.balances(db, district)
    return render_template(
        "payments/ledger.html",
        wording=wording,
        accounts=list(Account),
        kinds=list(EntryKind),
        balances={(one.programme, one.account): one for one in balances},
        programmes=sorted({one.programme for one in balances}),
        left=sum(one.left for one in balances),
        entries=entries,
        lines=queries.lines_by_entry(db, [entry.id for entry, _claim in entries]),
        names=claims.names(db, {entry.by_id for entry, _claim in entries if entry.by_id is not None}),
        total=total,
        number=number,
        kind=kind,
        district=chosen,
        districts=districts(),
        page=page,
        last=last,
        order=order,
        sheet=url_for("payments.ledger_sheet", **kept),
        sort_url=lambda sort: url_for("payments.ledger", **(kept | {"sort": sort})),
        page_url=lambda place: url_for("payments.ledger", **kept, page=place),
    )
