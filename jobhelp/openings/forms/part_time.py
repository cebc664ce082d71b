"""Posts of some hours: a public-welfare post of a community, and a day's work."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import Length, Optional, ValidationError

from jobhelp.labels import Kind, label
from jobhelp.openings.forms.every import OpeningForm
from jobhelp.openings.forms.reading import Between, Typed, in_time, minutes, required
from jobhelp.openings.forms.steady import SteadyForm
from jobhelp.reference.views import book, name
from jobhelp.texts import N_

PART_TIME_WEEK = 24


class WelfareForm(OpeningForm):
    """A public-welfare post of a community: part time."""

    kind = Kind.WELFARE
    units = ("hour", "month")
    names = (
        "requirements",
        "welfare_kind_code",
        "community",
        "hours_per_week",
        "days",
        "hours_note",
        "valid_until",
    )

    welfare_kind_code = SelectField(_l("哪一类公益性岗位"), required(N_("请选一类。")), default="")
    street_code = SelectField(_l("街道或乡镇"), required(N_("请选街道或乡镇。")), default="")
    community = StringField(_l("服务哪个社区"), [*required(N_("请填社区的名称。")), Length(max=120)])
    hours_per_week = DecimalField(
        _l("每周几小时"),
        [Typed(N_("请填每周几小时。")), Between(1, PART_TIME_WEEK)],
        places=None,
        description=_l("非全日制用工每周不超过 24 小时（《劳动合同法》第六十八条）。"),
    )
    days = SteadyForm.days
    hours_note = StringField(
        _l("几点到几点"), [Optional(), Length(max=120)], description=_l("例如：上午 9 点到 12 点。")
    )
    requirements = SteadyForm.requirements
    valid_until = SteadyForm.valid_until

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [(number, gettext(label("weekday", number))) for number in range(7)]
        self.welfare_kind_code.choices = [("", gettext("请选"))] + [
            (code, name("welfare_kinds", code)) for code in book().welfare_kinds
        ]

    def validate_valid_until(self, field: DateField) -> None:
        """Between today and three months from now."""
        in_time(field)

    def values(self) -> dict[str, Any]:
        """Half a day's work in daylight."""
        values = super().values()
        return values | {"hours_per_week": float(values["hours_per_week"]), "shifts": ["day"]}


class GigForm(OpeningForm):
    """A day's work."""

    kind = Kind.GIG
    units = ("day", "once", "hour")
    names = ("gig_on", "gig_from", "gig_to", "meeting_point", "demands")

    gig_on = DateField(_l("哪天干活"), [Typed(N_("请填哪天干活。"))])
    gig_from = TimeField(_l("几点开始"), [Typed(N_("请填几点开始。"))])
    gig_to = TimeField(_l("几点结束"), [Typed(N_("请填几点结束。"))])
    meeting_point = StringField(
        _l("在哪里集合"),
        [*required(N_("请填集合的地方。")), Length(max=200)],
        description=_l("例如：哈西大街会展中心西门。"),
    )
    demands = SelectMultipleField(_l("这份活要做得来的"), [Optional()])

    def validate_gig_on(self, field: DateField) -> None:
        """From today on."""
        in_time(field)

    def validate_gig_to(self, field: TimeField) -> None:
        """Not the same minute: past midnight is the next day."""
        if field.data is not None and field.data == self.gig_from.data:
            raise ValidationError(gettext("结束和开始不能是同一个时间。"))

    def values(self) -> dict[str, Any]:
        """Open for applications until the day itself."""
        values = super().values()
        begins, ends = minutes(self.gig_from.data), minutes(self.gig_to.data)
        night = begins is not None and (begins >= 20 * 60 or begins < 5 * 60)
        return values | {
            "valid_until": self.gig_on.data,
            "shifts": ["night"] if night else ["day"],
            "hours_per_day": None if begins is None or ends is None else ((ends - begins) % 1440) / 60,
        }
