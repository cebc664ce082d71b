"""What an opening of every kind asks."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DecimalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from jobhelp.forms import Form
from jobhelp.labels import DEMANDS, PERKS, SHIFTS, Kind
from jobhelp.openings.forms.choices import grouped_occupations, grouped_streets, pair
from jobhelp.openings.forms.reading import Between, Typed, fen, required, yuan
from jobhelp.openings.models import Opening
from jobhelp.reference.views import book, name
from jobhelp.texts import N_

MOST_YUAN = 200_000
COMMON = ("title", "occupation_code", "duties", "headcount", "pay_unit", "pay_note", "district_code") + (
    "street_code",
    "place_text",
    "perks",
)


class OpeningForm(Form):
    """What every kind asks. Subclasses add their own and say which units of pay they know."""

    kind = Kind.MARKET
    units = ("month", "day", "hour", "piece")
    names: tuple[str, ...] = ()  # of the fields that are stored under their own name

    title = StringField(
        _l("岗位名称"),
        [*required(N_("请填岗位名称。")), Length(min=2, max=40)],
        description=_l("写做什么的人，例如：写字楼保洁员。不写男女和年龄。"),
    )
    occupation_code = SelectField(_l("职业"), required(N_("请选一个最接近的职业。")), default="")
    duties = TextAreaField(
        _l("每天做什么"),
        [*required(N_("请写每天做什么。")), Length(min=4, max=2000)],
        description=_l("一行写一件事，写清楚动作和轻重。"),
    )
    headcount = IntegerField(_l("招几人"), [Typed(N_("请填招几人。")), Between(1, 500)], default=1)
    pay_min = DecimalField(_l("工资从"), [Typed(N_("请填工资。")), Between(1, MOST_YUAN)], places=None)
    pay_max = DecimalField(_l("到"), [Optional(), Between(1, MOST_YUAN)], places=None)
    pay_unit = SelectField(_l("怎么算"), required())
    pay_note = StringField(
        _l("什么时候发钱"), [Optional(), Length(max=120)], description=_l("例如：每月 10 日发到银行卡。")
    )
    district_code = SelectField(_l("区县"), required(N_("请选区县。")), default="")
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
        self.pay_unit.choices = pair("pay_unit", self.units)
        self.perks.choices = pair("perk", PERKS)
        for field, family, codes in (("shifts", "shift", SHIFTS), ("demands", "demand", DEMANDS)):
            if field in self:
                self[field].choices = pair(family, codes)

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
            "pay_min": yuan(opening.pay_min),
            "pay_max": None if opening.pay_max == opening.pay_min else yuan(opening.pay_max),
            "district_code": opening.district_code or "",
            "street_code": opening.street_code or "",
            "occupation_code": opening.occupation_code or "",
        }
        return values

    def values(self) -> dict[str, Any]:
        """What the service stores."""
        low = fen(self.pay_min.data)
        high = fen(self.pay_max.data)
        values = {field: self[field].data for field in (*COMMON, *self.names)}
        return values | {
            "kind": self.kind.value,
            "pay_min": low,
            "pay_max": low if high is None else high,
            "street_code": self.street_code.data or None,
            "lat": None,
            "lon": None,
        }
