"""Questions 5 to 8: where, when, for how much, and what they cannot do."""

import re
import unicodedata
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import Length, Optional

from jobhelp.jobseekers.forms.base import QuestionForm, coded
from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.jobseekers.states import Question
from jobhelp.labels import DEMANDS, SHIFTS, Kind
from jobhelp.texts import N_
from jobhelp.web import clock_time

DISTANCES = (2, 5, 10, 20, 40)
HOURS = (4, 6, 8, 10, 12)
HALF_HOURS = range(0, 24 * 60, 30)
_THOUSANDS = re.compile(r"([0-9.]+)(千|k|万)")
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_UNITS = {"万": 10_000, "千": 1000, "百": 100, "十": 10}


class PlaceForm(QuestionForm):
    """District, then street; how far; whether outside the city too."""

    question = Question.PLACE
    district_code = SelectField(_l("区县"))
    street_code = SelectField(_l("街道或乡镇"), validate_choice=False)
    max_km = RadioField(_l("上班最远能走多远？"), default="")
    beyond_city = RadioField(_l("外地的工作考虑吗？"), default="no")

    def offer(self) -> None:
        """Every district; the streets of the chosen one; the usual distances and the person's own."""
        choose = {"": gettext("请选择")}
        self.district_code.choices = choose | self.names("districts")
        streets = self.book.streets_of(self.district_code.data or "")
        self.street_code.choices = choose | {
            row.code: self.book.name("streets", row.code, self.locale) for row in streets
        }
        own = self.max_km.object_data
        known = {f"{distance:g}" for distance in DISTANCES}
        if own and own not in known:
            known.add(own)
        distances = {km: gettext("%(km)s 公里以内", km=km) for km in sorted(known, key=float)}
        self.max_km.choices = distances | {"": gettext("远近都可以")}
        self.beyond_city.choices = {"no": gettext("只看哈尔滨的"), "yes": gettext("外地的也看看")}

    @classmethod
    def from_profile(cls, profile: SeekerProfile) -> dict[str, Any]:
        """Radios speak text."""
        return {
            "district_code": profile.district_code or "",
            "street_code": profile.street_code or "",
            "max_km": f"{profile.max_km:g}" if profile.max_km else "",
            "beyond_city": "yes" if profile.beyond_city else "no",
        }

    def validate_street_code(self, field: Field) -> None:
        """A street of the chosen district: after another district was chosen, the old street is none."""
        if field.data and field.data not in field.choices:
            field.data = ""
            raise ValidationError(gettext(N_("您换了区县，请重新选街道。")))

    def values(self) -> dict[str, Any]:
        """Numbers and truth again."""
        return {
            "district_code": self.district_code.data or None,
            "street_code": self.street_code.data or None,
            "max_km": float(self.max_km.data) if self.max_km.data else None,
            "beyond_city": self.beyond_city.data == "yes",
        }


class TimeForm(QuestionForm):
    """Shifts, days, the hours of the day, and how many."""

    question = Question.TIME
    shifts = SelectMultipleField(_l("哪些班能上？"))
    days = SelectMultipleField(_l("哪几天能上班？"))
    earliest = SelectField(_l("最早几点能到岗"))
    latest = SelectField(_l("最晚几点下班"))
    hours_max = SelectField(_l("一天最多干几个小时"))

    def offer(self) -> None:
        """Half hours of the day, with the person's own time if it is another."""
        whatever = {"": gettext("都可以")}
        self.shifts.choices = coded("shift", SHIFTS)
        self.days.choices = coded("weekday", tuple("0123456"))
        for field in (self.earliest, self.latest):
            own = {int(field.object_data)} if field.object_data else set()
            minutes = sorted({*HALF_HOURS, *own})
            field.choices = whatever | {str(minute): clock_time(minute) for minute in minutes}
        hours = {f"{hours:g}" for hours in HOURS} | ({self.hours_max.object_data or ""} - {""})
        self.hours_max.choices = whatever | {
            number: gettext("%(hours)s 小时", hours=number) for number in sorted(hours, key=float)
        }

    @classmethod
    def from_profile(cls, profile: SeekerProfile) -> dict[str, Any]:
        """Selects speak text."""
        return {
            "shifts": profile.shifts,
            "days": [str(day) for day in profile.days],
            "earliest": _text(profile.earliest),
            "latest": _text(profile.latest),
            "hours_max": f"{profile.hours_max:g}" if profile.hours_max else "",
        }

    def values(self) -> dict[str, Any]:
        """Numbers again."""
        return {
            "shifts": self.shifts.data or [],
            "days": [int(day) for day in self.days.data or []],
            "earliest": int(self.earliest.data) if self.earliest.data else None,
            "latest": int(self.latest.data) if self.latest.data else None,
            "hours_max": float(self.hours_max.data) if self.hours_max.data else None,
        }


class PayForm(QuestionForm):
    """The least that they need, in yuan a month."""

    question = Question.PAY
    pay_min = StringField(_l("每月最少"), [Optional(), Length(max=20)])

    @classmethod
    def from_profile(cls, profile: SeekerProfile) -> dict[str, Any]:
        """分 as yuan."""
        return {"pay_min": f"{profile.pay_min / 100:g}" if profile.pay_min else ""}

    def validate_pay_min(self, field: Field) -> None:
        """A sum of money, however it is written."""
        if yuan_of(field.data) is None:
            raise ValidationError(gettext(N_("请填一个数，比如 2800；不知道可以点「跳过」。")))

    def values(self) -> dict[str, Any]:
        """Yuan as 分."""
        yuan = yuan_of(self.pay_min.data) if self.pay_min.data else None
        return {"pay_min": None if yuan is None else round(yuan * 100)}


def yuan_of(text: str) -> float | None:
    """2800, 2,800元, ３千, 3k, 两千五 as a number; None when it is none."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for noise in (",", "，", " ", "元", "块", "钱", "人民币", "¥", "￥", "每月", "/月", "一个月"):
        plain = plain.replace(noise, "")
    short = _THOUSANDS.fullmatch(plain)
    try:
        amount = (
            float(short.group(1)) * (10_000 if short.group(2) == "万" else 1000) if short else float(plain)
        )
    except ValueError:
        return chinese_number(plain)
    return amount if 0 <= amount < 10**9 else None


def chinese_number(text: str) -> float | None:
    """一万二, 两千八百, 三千五 as a number, the way people say sums; None when it is none."""
    total, unit, digit, zero = 0, 100_000, None, False
    for sign in text:
        if sign == "零" and digit is None and not zero:
            zero = True
        elif sign in _DIGITS and digit is None:
            digit = _DIGITS[sign]
        elif digit is not None and 1 < _UNITS.get(sign, 0) < unit:
            unit = _UNITS[sign]
            total, digit, zero = total + digit * unit, None, False
        else:
            return None
    if digit is not None:
        total += digit * (1 if zero or unit > 10_000 else unit // 10)  # 三千五 is three thousand five hundred
    return float(total) if total else None


class LimitsForm(QuestionForm):
    """What they cannot do, and the kinds of post that they want to see."""

    question = Question.LIMITS
    cannot = SelectMultipleField(_l("下面哪些您做不了？"))
    kinds = SelectMultipleField(_l("想看哪几种岗位？"))

    def offer(self) -> None:
        """Every demand and every kind."""
        self.cannot.choices = coded("demand", DEMANDS)
        self.kinds.choices = coded("kind", tuple(kind.value for kind in Kind))

    @classmethod
    def question_fields(cls) -> tuple[str, ...]:
        """As they are."""
        return ("cannot", "kinds")

    def values(self) -> dict[str, Any]:
        """As they are."""
        return {"cannot": self.cannot.data or [], "kinds": self.kinds.data or []}


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
