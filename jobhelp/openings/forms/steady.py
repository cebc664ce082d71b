"""Posts with a working week: an ordinary job, and one for people whom the city helps first."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, Optional

from jobhelp import clock
from jobhelp.forms import Present
from jobhelp.labels import Education, Kind, label
from jobhelp.openings.forms.every import OpeningForm
from jobhelp.openings.forms.reading import Typed, clock_time, in_time, minutes, required, together
from jobhelp.openings.models import Opening
from jobhelp.openings.service import VALID_DAYS
from jobhelp.reference.views import book, name
from jobhelp.texts import N_

SHOWN_EDUCATION = [level for level in Education if level <= Education.BACHELOR]
EXPERIENCE = ("0", "1", "2", "3", "5")


class SteadyForm(OpeningForm):
    """Posts with a working week: market and assistance."""

    names = ("requirements", "shifts", "days", "hours_note", "demands", "certificates", "education_min") + (
        "valid_until",
    )

    requirements = TextAreaField(
        _l("还有什么要求"),
        [Optional(), Length(max=1000)],
        description=_l("只写这份活真正用得着的。不写性别、年龄、户口、婚育、民族、长相。"),
    )
    shifts = SelectMultipleField(_l("班次"), [Present(N_("请至少选一种班次。"))])
    starts = TimeField(_l("几点上班"), [Optional()])
    ends = TimeField(_l("几点下班"), [Optional()], description=_l("比上班早的，算第二天。"))
    days = SelectMultipleField(_l("星期几上班"), [Optional()], coerce=int)
    hours_note = StringField(
        _l("休息怎么安排"), [Optional(), Length(max=120)], description=_l("例如：每周休一天，轮休。")
    )
    demands = SelectMultipleField(
        _l("这份活要做得来的"), [Optional()], description=_l("照实选，免得人来了才知道。")
    )
    certificates = SelectMultipleField(
        _l("要什么证"), [Optional()], description=_l("没有证也能来、来了再办的，不用选。")
    )
    education_min = SelectField(_l("学历"), [Optional()], coerce=int, default=0)
    experience_min = SelectField(_l("做过几年"), [Optional()], default="0")
    valid_until = DateField(
        _l("招到哪天为止"),
        [Typed(N_("请填截止日期。"))],
        default=lambda: clock.today() + timedelta(VALID_DAYS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [(number, gettext(label("weekday", number))) for number in range(7)]
        self.certificates.choices = [(code, name("certificates", code)) for code in book().certificates]
        self.education_min.choices = [
            (level.value, gettext(label("education", level.value))) for level in SHOWN_EDUCATION
        ]
        self.experience_min.choices = [
            (years, gettext("不限") if years == "0" else gettext("%(years)s 年以上", years=years))
            for years in EXPERIENCE
        ]

    def validate_valid_until(self, field: DateField) -> None:
        """Between today and three months from now."""
        in_time(field)

    def validate_starts(self, _field: TimeField) -> None:
        """Both ends of the day, or neither."""
        together(self.ends)

    def validate_ends(self, _field: TimeField) -> None:
        """Both ends of the day, or neither."""
        together(self.starts)

    @classmethod
    def stored(cls, opening: Opening) -> dict[str, Any]:
        """As above, with clock times."""
        return super().stored(opening) | {
            "starts": clock_time(opening.starts_at),
            "ends": clock_time(opening.ends_at),
            "experience_min": f"{opening.experience_min or 0:g}",
        }

    def values(self) -> dict[str, Any]:
        """As above, with minutes; the hours of a day follow from them."""
        starts, ends = minutes(self.starts.data), minutes(self.ends.data)
        if starts is not None and ends is not None and ends <= starts:
            ends += 24 * 60
        return super().values() | {
            "starts_at": starts,
            "ends_at": ends,
            "hours_per_day": None if starts is None or ends is None else round((ends - starts) / 60, 2),
            "experience_min": float(self.experience_min.data or 0) or None,
        }


class MarketForm(SteadyForm):
    """An ordinary job."""

    kind = Kind.MARKET


class AssistanceForm(SteadyForm):
    """A job for people whom the city helps first."""

    kind = Kind.ASSISTANCE
    names = (*SteadyForm.names, "priority_note")
    priority_note = StringField(
        _l("谁优先，为什么"),
        [*required(N_("请写明谁优先。")), Length(max=200)],
        default=lambda: gettext("经认定的就业困难人员优先"),
    )
