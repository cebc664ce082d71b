"""The calendar of working days. The published one ends with its year; staff enters the next."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims import queries, service
from jobhelp.claims.deadlines import WEEKEND, published, published_until
from jobhelp.claims.forms import DaysForm
from jobhelp.claims.views.base import bp
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.web import access, flash_refusal, me

LONGEST = 31  # days entered at once


@bp.get("/desk/calendar")
@access.requires(Permission.CALENDAR_SEE)
def calendar() -> Any:
    """A year: days off, and weekend days that are worked."""
    return _page(DaysForm(formdata=None))


@bp.post("/desk/calendar")
@access.requires(Permission.CALENDAR_CHANGE)
def enter_days() -> Any:
    """Enter some days."""
    form = DaysForm()
    if form.submitted():
        first, last = form.days()
        if not first <= last < first + timedelta(days=LONGEST):
            form.last.errors = [_("到哪天不能早于从哪天，一次最多 31 天。")]
            return _page(form), 422
        try:
            day = first
            while day <= last:
                service.enter_day(db, day, working=form.working.data == "on", name=form.name.data, by=me())
                day += timedelta(days=1)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("记下了。没办完的申请，期限也跟着改了。"), "success")
            return redirect(url_for("claims.calendar", year=first.year))
    return _page(form), form.status


@bp.post("/desk/calendar/<day>/forget")
@access.requires(Permission.CALENDAR_CHANGE)
def forget_day(day: str) -> Any:
    """Take back what was entered."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise NotFound() from None
    try:
        service.forget_day(db, found, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("拿掉了。没办完的申请，期限也跟着改了。"), "success")
    return redirect(url_for("claims.calendar", year=found.year))


def _page(form: DaysForm) -> str:
    today = clock.today()
    year = min(max(request.args.get("year", today.year, int), today.year - 1), today.year + 2)
    entered = {row.day: row for row in queries.entered(db, year)}
    days = {day: one for day, one in published().items() if day.year == year}
    days |= {day: one for day, one in queries.calendar(db).items() if day.year == year}
    return render_template(
        "claims/calendar.html",
        year=year,
        years=[today.year - 1, today.year, today.year + 1],
        days=sorted(days.items()),
        entered=entered,
        missing=year > published_until() and not entered,
        next_missing=published_until() == today.year and not queries.entered(db, today.year + 1),
        form=form,
        weekend=WEEKEND,
    )
