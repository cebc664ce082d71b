"""The desk's list of claims, with the clock."""

from dataclasses import asdict
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from jobhelp.benefits.check import PROGRAMMES
from jobhelp.claims import queries, wording
from jobhelp.claims.queries import DeskFilter
from jobhelp.claims.states import ClaimState
from jobhelp.claims.views.base import bp
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.permissions import Permission
from jobhelp.policy.texts import programme
from jobhelp.reference.views import book
from jobhelp.web import access, me, wanted_page

S = ClaimState
TABS = ("owed", "late", S.RETURNED.value, S.GRANTED.value, S.SUSPENDED.value, S.REFUSED.value, "all")


@bp.get("/desk/claims")
@access.requires(Permission.CLAIM_SEE)
def desk() -> Any:
    """The claims of the district, the late first; every filter stands in the address."""
    wanted = _filter()
    total = queries.desk_count(db, me(), wanted)
    page, last = wanted_page(total, queries.PAGE)
    kept = _kept(wanted)
    return render_template(
        "claims/desk.html",
        rows=queries.desk_list(db, me(), wanted, page=page),
        total=total,
        totals=queries.desk_totals(db, me()),
        wanted=wanted,
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
        tab_url=lambda name: url_for("claims.desk", **(kept | {"state": name})),
    )


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
        words=clean(request.args.get("words", ""))[:24],
    )


def _kept(wanted: DeskFilter) -> dict[str, Any]:
    kept: dict[str, Any] = {name: value for name, value in asdict(wanted).items() if value and name != "late"}
    return kept | ({"state": "late"} if wanted.late else {})
