"""The calendar of working days. The published one ends with its year; staff enters the next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims import pasted_days, queries, service
from jobhelp.claims.deadlines import WEEKEND, Day, published, published_until
from jobhelp.claims.forms import DaysForm, PastedDaysForm
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
            days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
            working, name = form.working.data == "on", form.name.data
            service.enter_days(db, [(day, working, name) for day in days], by=me())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("记下了。没办完的申请，期限也跟着改了。"), "success")
            return redirect(url_for("claims.calendar", year=first.year))
    return _page(form), form.status


@bp.post("/desk/calendar/paste")
@access.requires(Permission.CALENDAR_CHANGE)
def paste_days() -> Any:
    """A whole notice at once: every line is understood, or nothing is written."""
    form = PastedDaysForm()
    if form.submitted():
        days, odd = pasted_days.read(form.notice.data, _year())
        if odd:
            form.notice.errors = [
                _("第 %(lines)s 行没有看懂，什么都没有记。", lines="、".join(map(str, odd[:20])))
            ]
            return _page(DaysForm(formdata=None), form), 422
        service.enter_days(db, [(one.day, one.working, one.name) for one in days], by=me())
        db.commit()
        flash(_("记下了 %(count)s 天。没办完的申请，期限也跟着改了。", count=len(days)), "success")
        return redirect(url_for("claims.calendar", year=days[0].day.year))
    return _page(DaysForm(formdata=None), form), form.status


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


def _year() -> int:
    today = clock.today()
    return min(max(request.args.get("year", today.year, int), today.year - 1), today.year + 2)


@dataclass(frozen=True)
class Span:
    """Days in a row that are alike: off for one holiday, or worked. `entered`: by staff, not in the notice."""

    first: date
    last: date
    working: bool
    name: str
    entered: bool

    @property
    def days(self) -> list[date]:
        """Each of them."""
        return [self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1)]


def _spans(days: Mapping[date, Day], entered: Collection[date]) -> list[Span]:
    found: list[Span] = []
    for day, one in sorted(days.items()):
        span = Span(day, day, one.working, one.name, day in entered)
        last = found[-1] if found else None
        if last is not None and last.last + timedelta(days=1) == day:
            alike = (last.working, last.name, last.entered) == (span.working, span.name, span.entered)
            if alike:
                found[-1] = replace(last, last=day)
                continue
        found.append(span)
    return found


def _page(form: DaysForm, paste: PastedDaysForm | None = None) -> str:
    today, year = clock.today(), _year()
    entered = {row.day: row for row in queries.entered(db, year)}
    days = {day: one for day, one in published().items() if day.year == year}
    days |= {day: one for day, one in queries.calendar(db).items() if day.year == year}
    return render_template(
        "claims/calendar.html",
        year=year,
        years=[today.year - 1, today.year, today.year + 1],
        spans=_spans(days, entered),
        off=sum(not one.working for one in days.values()),
        missing=year > published_until() and not entered,
        next_missing=published_until() == today.year and not queries.entered(db, today.year + 1),
        form=form,
        paste=paste or PastedDaysForm(formdata=None),
        weekend=WEEKEND,
    )
