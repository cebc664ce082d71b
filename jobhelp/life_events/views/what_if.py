"""What if a standard were another: staff tries it over the caseload. Nothing is stored but that it was asked."""

from datetime import date
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.benefits import parameters
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.life_events import what_if as trial
from jobhelp.life_events import wording
from jobhelp.life_events.forms import WhatIfForm
from jobhelp.life_events.service.trying import MOST_PEOPLE, Tried, try_out
from jobhelp.life_events.views.blueprint import bp, chosen_district, scope
from jobhelp.permissions import Permission
from jobhelp.policy.calendar import add_months, month_of
from jobhelp.web import access, current_locale, me

FIRST = "ui_standard_monthly_u1"


@bp.get("/desk/what-if")
@access.requires(Permission.PROPOSAL_SEE)
def what_if() -> Any:
    """The form, with the value that holds now."""
    form = _form()
    form.parameter.data = form.parameter.data or FIRST
    form.since.data = form.since.data or add_months(month_of(clock.today()), 1)
    return _drawn(form, None, 200)


@bp.post("/desk/what-if")
@access.requires(Permission.WHAT_IF_TRY)
def try_what_if() -> Any:
    """Assess everybody twice, and show the difference."""
    form = _form()
    if not form.submitted():
        return _drawn(form, None, 422)
    try:
        told = try_out(db, form.parameter.data, form.value.data, form.since.data, scope=scope(), by=me())
    except Refusal as refusal:
        form.refuse(refusal)
        return _drawn(form, None, refusal.status)
    page = _drawn(form, told, 200)
    db.commit()
    return page


def _form() -> WhatIfForm:
    form = WhatIfForm()
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name in trial.changeable():
        words = _named(name)
        for code in trial.readers_of(name)[:1]:
            grouped.setdefault(wording.title(code), []).append((name, words))
    form.parameter.choices = grouped
    return form


def _named(name: str) -> str:
    """The parameter after its present value, which a narrow field would cut off: 现在 2,043 元/月：失业保险金，八个区，每月."""
    row = trial.in_force(name, clock.today())
    told = parameters.title(name, current_locale())
    if row is None:
        return told
    return _("现在 %(value)s：%(title)s", title=told, value=parameters.written(row, current_locale()))


def _drawn(form: WhatIfForm, told: Tried | None, status: int) -> Any:
    chosen = form.parameter.data or FIRST
    chosen = chosen if chosen in trial.changeable() else FIRST
    since: date = form.since.data or clock.today()
    row = trial.in_force(chosen, since)
    page = render_template(
        "life_events/what_if.html",
        form=form,
        told=told,
        chosen=parameters.title(chosen, current_locale()),
        now=parameters.written(row, current_locale()) if row else "—",
        unit=parameters.unit(row, current_locale()) if row else "",
        sure=row is not None and row.confidence == "sourced",
        confidence=parameters.CONFIDENCES[row.confidence].in_(current_locale()) if row else "",
        most=MOST_PEOPLE,
        district=chosen_district(),
        wording=wording,
        loans=("sl", "sf"),
    )
    return page, status
