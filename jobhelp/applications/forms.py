"""What an employer types when answering an applicant."""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.applications.service import Meeting
from jobhelp.forms import Form, Present
from jobhelp.labels import LABELS
from jobhelp.openings.models import Opening
from jobhelp.texts import N_

FIRST_SLOT, LAST_SLOT, SLOT = 7 * 60, 20 * 60, 30  # minutes after midnight
USUAL_SLOT = "9:00"


def slots() -> list[str]:
    """Half hours at which an interview may begin: a list is easier to pick from than a clock to type."""
    return [f"{minute // 60}:{minute % 60:02d}" for minute in range(FIRST_SLOT, LAST_SLOT + 1, SLOT)]


class InviteForm(Form):
    """When, how and where to meet."""

    date = DateField(_l("哪天"), [Present(N_("请选面试的日期。"))])
    time = SelectField(_l("几点"))
    how = RadioField(_l("怎么面试"), [InputRequired(_l("请选当面还是通电话。"))])
    place = StringField(_l("地点"), [Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time.choices = [(slot, slot) for slot in slots()]
        self.how.choices = [(code, gettext(text)) for code, text in LABELS["meeting_how"].items()]

    @classmethod
    def for_application(cls, application: Application, opening: Opening, address: str) -> "InviteForm":
        """Filled in: the interview as it stands, else the usual one (the next weekday morning, where the work is)."""
        # formdata=None: this form is shown, not read, even when the request posts another one of the page
        if application.meeting_at is not None:
            at = clock.local(application.meeting_at)
            how, place = application.meeting_how, application.meeting_place
            return cls(formdata=None, date=at.date(), time=f"{at.hour}:{at.minute:02d}", how=how, place=place)
        place = opening.meeting_point or opening.place_text or address
        return cls(formdata=None, date=next_weekday(), time=USUAL_SLOT, how="in_person", place=place)

    def meeting(self) -> Meeting:
        """What the form says, in the city's time."""
        hour, minute = self.time.data.split(":")
        at = datetime.combine(self.date.data, time(int(hour), int(minute)), tzinfo=clock.CITY_ZONE)
        return Meeting(at=at, how=self.how.data, place=self.place.data)


class RefuseForm(Form):
    """Why not: one of a few humane reasons."""

    reason = RadioField(_l("原因（对方会看到）"), [InputRequired(_l("请选一个原因，对方会看到。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(code, gettext(text)) for code, text in LABELS["refusal_reason"].items()]


def next_weekday() -> Any:
    """The first day after today from Monday to Friday."""
    day = clock.today() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day
