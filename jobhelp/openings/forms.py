"""One page to write an opening, a form for each kind. What is typed in yuan and clock times is stored in 分 and minutes."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, Optional, StopValidation, ValidationError

from jobhelp import clock
from jobhelp.forms import Form, Present
from jobhelp.labels import DEMANDS, PERKS, SHIFTS, Education, Kind, label
from jobhelp.openings.models import Opening
from jobhelp.openings.service import VALID_DAYS
from jobhelp.reference.views import book, name
from jobhelp.texts import N_

MOST_DAYS = 90
MOST_YUAN = 200_000
PART_TIME_WEEK = 24
OUT_OF_RANGE = "Number must be between %(min)s and %(max)s."  # a key of `forms.SENTENCES`
SHOWN_EDUCATION = [level for level in Education if level <= Education.BACHELOR]
EXPERIENCE = ("0", "1", "2", "3", "5")


def _required(words: str = "This field is required.") -> list[Any]:
    return [Present(words)]


class Typed:
    """Something was typed. What cannot be read keeps its own words: "many" is no number, and not nothing."""

    field_flags = {"required": True}

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop with our words when nothing was typed, with the field's own when it cannot be read."""
        if not (field.raw_data and str(field.raw_data[0]).strip()):
            field.errors = []
            raise StopValidation(field.gettext(self.words))
        if field.errors:
            raise StopValidation()


class Between:
    """A number from `least` to `most`; anything that can be typed is compared, NaN and 400 digits too."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop when the number is beyond either end."""
        number = field.data
        if number is None:
            return
        if not (Decimal(number).is_finite() and self.least <= number <= self.most):
            words = field.gettext(OUT_OF_RANGE)
            raise StopValidation(words % {"min": self.least, "max": self.most})


def _pair(family: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, gettext(label(family, code))) for code in codes]


def grouped_occupations() -> dict[str, list[tuple[str, str]]]:
    """Occupations under the names of their families, for a grouped select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, occupation in book().occupations.items():
        groups.setdefault(gettext(label("family", occupation.family)), []).append(
            (code, name("occupations", code))
        )
    return groups


def grouped_streets(first: str | None) -> dict[str, list[tuple[str, str]]]:
    """Streets under the names of their districts; the employer's own district comes first."""
    codes = sorted(book().districts, key=lambda code: code != first)
    return {
        name("districts", code): [
            (street.code, name("streets", street.code)) for street in book().streets_of(code)
        ]
        for code in codes
    }


class OpeningForm(Form):
    """What every kind asks. Subclasses add their own and say which units of pay they know."""

    kind = Kind.MARKET
    units = ("month", "day", "hour", "piece")
    names: tuple[str, ...] = ()  # of the fields that are stored under their own name

    title = StringField(
        _l("岗位名称"),
        [*_required(N_("请填岗位名称。")), Length(min=2, max=40)],
        description=_l("写做什么的人，例如：写字楼保洁员。不写男女和年龄。"),
    )
    occupation_code = SelectField(_l("职业"), _required(N_("请选一个最接近的职业。")), default="")
    duties = TextAreaField(
        _l("每天做什么"),
        [*_required(N_("请写每天做什么。")), Length(min=4, max=2000)],
        description=_l("一行写一件事，写清楚动作和轻重。"),
    )
    headcount = IntegerField(_l("招几人"), [Typed(N_("请填招几人。")), Between(1, 500)], default=1)
    pay_min = DecimalField(_l("工资从"), [Typed(N_("请填工资。")), Between(1, MOST_YUAN)], places=None)
    pay_max = DecimalField(_l("到"), [Optional(), Between(1, MOST_YUAN)], places=None)
    pay_unit = SelectField(_l("怎么算"), _required())
    pay_note = StringField(
        _l("什么时候发钱"), [Optional(), Length(max=120)], description=_l("例如：每月 10 日发到银行卡。")
    )
    district_code = SelectField(_l("区县"), _required(N_("请选区县。")), default="")
    street_code = SelectField(_l("街道或乡镇"), [Optional()], default="")
    place_text = StringField(
        _l("详细地址"), [Optional(), Length(max=200)], description=_l("写到门牌和楼层，让人找得到。")
    )
    perks = SelectMultipleField(_l("包什么"), [Optional()])

    def __init__(self, *args: Any, district: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = [("", gettext("请选"))]
        self.occupation_code.choices = {"": empty, **grouped_occupations()}
        self.district_code.choices = empty + [(code, name("districts", code)) for code in book().districts]
        self.street_code.choices = {"": [("", gettext("不写街道"))], **grouped_streets(district)}
        self.pay_unit.choices = _pair("pay_unit", self.units)
        self.perks.choices = _pair("perk", PERKS)
        for field, family, codes in (("shifts", "shift", SHIFTS), ("demands", "demand", DEMANDS)):
            if field in self:
                self[field].choices = _pair(family, codes)

    def validate_pay_max(self, field: DecimalField) -> None:
        """The upper end is not below the lower."""
        if self.pay_min.errors or self.pay_min.data is None or field.data is None:
            return
        if field.data < self.pay_min.data:
            raise ValidationError(gettext("后面的数不能比前面的小。"))

    def validate_street_code(self, field: SelectField) -> None:
        """The street lies in the chosen district."""
        street = book().streets.get(field.data or "")
        if street and self.district_code.data and street.district_code != self.district_code.data:
            raise ValidationError(
                gettext("这个街道不在%(district)s。", district=name("districts", self.district_code.data))
            )

    @classmethod
    def stored(cls, opening: Opening) -> dict[str, Any]:
        """The opening as the form shows it: yuan for 分, clock times for minutes."""
        values = {field: getattr(opening, field) for field in (*COMMON, *cls.names)}
        values |= {
            "pay_min": _yuan(opening.pay_min),
            "pay_max": None if opening.pay_max == opening.pay_min else _yuan(opening.pay_max),
            "district_code": opening.district_code or "",
            "street_code": opening.street_code or "",
            "occupation_code": opening.occupation_code or "",
        }
        return values

    def values(self) -> dict[str, Any]:
        """What the service stores."""
        low = _fen(self.pay_min.data)
        high = _fen(self.pay_max.data)
        values = {field: self[field].data for field in (*COMMON, *self.names)}
        return values | {
            "kind": self.kind.value,
            "pay_min": low,
            "pay_max": low if high is None else high,
            "street_code": self.street_code.data or None,
            "lat": None,
            "lon": None,
        }


COMMON = ("title", "occupation_code", "duties", "headcount", "pay_unit", "pay_note", "district_code") + (
    "street_code",
    "place_text",
    "perks",
)


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
        _in_time(field, clock.today() + timedelta(MOST_DAYS))

    def validate_starts(self, _field: TimeField) -> None:
        """Both ends of the day, or neither."""
        _together(self.ends)

    def validate_ends(self, _field: TimeField) -> None:
        """Both ends of the day, or neither."""
        _together(self.starts)

    @classmethod
    def stored(cls, opening: Opening) -> dict[str, Any]:
        """As above, with clock times."""
        return super().stored(opening) | {
            "starts": _clock(opening.starts_at),
            "ends": _clock(opening.ends_at),
            "experience_min": f"{opening.experience_min or 0:g}",
        }

    def values(self) -> dict[str, Any]:
        """As above, with minutes; the hours of a day follow from them."""
        starts, ends = _minutes(self.starts.data), _minutes(self.ends.data)
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
        [*_required(N_("请写明谁优先。")), Length(max=200)],
        default=lambda: gettext("经认定的就业困难人员优先"),
    )


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

    welfare_kind_code = SelectField(_l("哪一类公益性岗位"), _required(N_("请选一类。")), default="")
    street_code = SelectField(_l("街道或乡镇"), _required(N_("请选街道或乡镇。")), default="")
    community = StringField(_l("服务哪个社区"), [*_required(N_("请填社区的名称。")), Length(max=120)])
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
        _in_time(field, clock.today() + timedelta(MOST_DAYS))

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
        [*_required(N_("请填集合的地方。")), Length(max=200)],
        description=_l("例如：哈西大街会展中心西门。"),
    )
    demands = SelectMultipleField(_l("这份活要做得来的"), [Optional()])

    def validate_gig_on(self, field: DateField) -> None:
        """From today on."""
        _in_time(field, clock.today() + timedelta(MOST_DAYS))

    def validate_gig_to(self, field: TimeField) -> None:
        """Not the same minute: past midnight is the next day."""
        if field.data is not None and field.data == self.gig_from.data:
            raise ValidationError(gettext("结束和开始不能是同一个时间。"))

    def values(self) -> dict[str, Any]:
        """Open for applications until the day itself."""
        values = super().values()
        begins, ends = _minutes(self.gig_from.data), _minutes(self.gig_to.data)
        night = begins is not None and (begins >= 20 * 60 or begins < 5 * 60)
        return values | {
            "valid_until": self.gig_on.data,
            "shifts": ["night"] if night else ["day"],
            "hours_per_day": None if begins is None or ends is None else ((ends - begins) % 1440) / 60,
        }


FORMS: dict[str, type[OpeningForm]] = {
    form.kind.value: form for form in (MarketForm, AssistanceForm, WelfareForm, GigForm)
}


class MoveForm(Form):
    """A reason or a legal ground, for an act on an opening."""

    note = TextAreaField(_l("原因"), [Length(max=500)])


def _together(other: TimeField) -> None:
    if not (other.raw_data and other.raw_data[0].strip()):
        raise ValidationError(gettext("上班和下班时间要一起填。"))


def _in_time(field: DateField, last: date) -> None:
    if field.data is not None and field.data < clock.today():
        raise ValidationError(gettext("不能早于今天。"))
    if field.data is not None and field.data > last:
        raise ValidationError(gettext("最多 %(days)s 天以内，到期可以再发。", days=MOST_DAYS))


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int((yuan * 100).to_integral_value())


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100 if fen % 100 else Decimal(fen // 100)


def _minutes(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _clock(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes % 1440 // 60, minutes % 60)
