"""How what is typed is read and checked: numbers, days, yuan for 分 and clock times for minutes."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import DateField, Field, TimeField
from wtforms.validators import StopValidation, ValidationError

from jobhelp import clock
from jobhelp.forms import Form, Present

MOST_DAYS = 90
OUT_OF_RANGE = "Number must be between %(min)s and %(max)s."  # a key of `forms.SENTENCES`


def required(words: str = "This field is required.") -> list[Any]:
    """It must be filled in."""
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


def together(other: TimeField) -> None:
    """The other end of the day was filled in as well."""
    if not (other.raw_data and other.raw_data[0].strip()):
        raise ValidationError(gettext("上班和下班时间要一起填。"))


def in_time(field: DateField) -> None:
    """A day between today and three months from now."""
    if field.data is not None and field.data < clock.today():
        raise ValidationError(gettext("不能早于今天。"))
    if field.data is not None and field.data > clock.today() + timedelta(MOST_DAYS):
        raise ValidationError(gettext("最多 %(days)s 天以内，到期可以再发。", days=MOST_DAYS))


def fen(yuan: Decimal | None) -> int | None:
    """Yuan as typed, in whole 分."""
    return None if yuan is None else int((yuan * 100).to_integral_value())


def yuan(fen: int | None) -> Decimal | None:
    """分 as yuan, with cents only where there are any."""
    return None if fen is None else Decimal(fen) / 100 if fen % 100 else Decimal(fen // 100)


def minutes(at: time | None) -> int | None:
    """A clock time as minutes after midnight."""
    return None if at is None else at.hour * 60 + at.minute


def clock_time(minutes: int | None) -> time | None:
    """Minutes after midnight as a clock time; past midnight it is the next day's."""
    return None if minutes is None else time(minutes % 1440 // 60, minutes % 60)
