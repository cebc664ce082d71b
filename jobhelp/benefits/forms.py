"""The form of one question of the check, made from the question."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import DecimalField, Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional

from jobhelp import clock, forms
from jobhelp.benefits.contradictions import contradiction
from jobhelp.benefits.questions import Answer, Answers, Question
from jobhelp.forms import Form
from jobhelp.policy.calendar import add_years
from jobhelp.policy.parameters import Reader, published

OLDEST_YEARS = 110
_DAY = re.compile(r"(\d{4})\D*?(\d{1,2})\D+(\d{1,2})\D*|(\d{4})(\d{2})(\d{2})")


def read_day(text: str) -> date | None:
    """A date as people write it: 1970-05-03, 1970.5.3, 1970年5月3日, 19700503."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


class QuestionForm(Form):
    """What every question's form can do; the fields are added by `form_for`."""

    question: Question
    others: Answers  # what was answered to the other questions
    file: Answers  # what the person's own file says

    def validate(self, extra_validators: Any = None) -> bool:
        """Something chosen, and what belongs to it typed, with a message at the field."""
        valid = super().validate(extra_validators)
        checks = [
            self._check_pick(),
            self._check_day(),
            self._check_number("number"),
            self._check_number("other"),
        ]
        return valid and all(checks) and self._check_together()

    def _check_together(self) -> bool:
        """Nothing that contradicts another answer or the person's own file."""
        told = contradiction(self.question.name, self.answer(), self.others, clock.today(), self.file)
        return told is None or _wrong(self[told[0]], gettext(told[-1]))

    @property
    def wants(self) -> set[str]:
        """What must be typed beside the choice; everything when there is nothing to choose."""
        if not self.question.options:
            return {name for name in ("day", "number") if name in self}
        pick = self["pick"].data
        return {name for one in self.question.options if one.code == pick for name in one.wants}

    def _check_pick(self) -> bool:
        if "pick" not in self:
            return True
        field = self["pick"]
        if not field.data or field.data == "None":
            field.errors = []
            return _wrong(field, gettext("请选一个。说不清就点跳过。"))
        if field.errors:
            return False
        if self.question.many and "none" in field.data and len(field.data) > 1:
            return _wrong(field, gettext("选了「都没有」，就不能再选别的。"))
        return True

    def _check_day(self) -> bool:
        if "day" not in self or "day" not in self.wants:
            return True
        field, today = self["day"], clock.today()
        day = read_day(field.data or "")
        if day is None:
            return _wrong(field, gettext("请填年月日，例如 1970-05-03。"))
        if day > today:
            return _wrong(field, gettext("这个日期还没到，请检查。"))
        if day < add_years(today, -OLDEST_YEARS):
            return _wrong(field, gettext("这个日期太早了，请检查年份。"))
        if self.question.name == "born" and day > add_years(today, -_working_age(today)):
            return _wrong(field, gettext("未满 16 周岁，还不能登记求职。请检查日期。"))
        field.data = day.isoformat()
        return True

    def _check_number(self, name: str) -> bool:
        if name not in self:
            return True
        field = self[name]
        if field.errors:
            return False
        if field.data is None:
            if name in self.wants:
                return _wrong(field, gettext("请填数字。"))
            return True
        if field.data < 0:
            return _wrong(field, gettext("不能是负数。"))
        if field.data > self.question.most:
            return _wrong(field, gettext("这个数太大了，请检查。"))
        unit = self.question.unit if name == "number" else self.question.other_unit
        if unit != "元" and field.data != int(field.data):
            return _wrong(field, gettext("请填整数。"))
        return True

    def answer(self) -> dict[str, Any]:
        """The answer to carry on."""
        told: dict[str, Any] = {}
        if "pick" in self:
            told["pick"] = self["pick"].data
        if "day" in self and "day" in self.wants:
            told["day"] = self["day"].data
        for name in ("number", "other"):
            if (
                name in self
                and (name in self.wants or "number" in self.wants)
                and self[name].data is not None
            ):
                value = self[name].data
                told[name] = int(value) if value == int(value) else float(value)
        return told


def _working_age(on: date) -> int:
    return Reader(published()).number("working_age", on) or 0


def _wrong(field: Field, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False


def form_for(
    question: Question, kept: Answer, places: list[tuple[str, str]], *, others: Answers, file: Answers
) -> QuestionForm:
    """The form of a question, filled with the answer given before."""
    members: dict[str, Any] = {"question": question, "others": others, "file": file}
    title = gettext(question.title)
    if question.places:
        members["pick"] = SelectField(
            title, choices=forms.choices([("", gettext("请选择")), *places]), default=""
        )
    elif question.options:
        kind = SelectMultipleField if question.many else RadioField
        members["pick"] = kind(
            title,
            choices=forms.choices((one.code, gettext(one.says)) for one in question.options),
            validate_choice=True,
        )
    if question.day:
        members["day"] = StringField(gettext(question.day))
    if question.number:
        members["number"] = DecimalField(gettext(question.number), [Optional()])
    if question.other:
        members["other"] = DecimalField(gettext(question.other), [Optional()])
    made: QuestionForm = type("OneQuestion", (QuestionForm,), members)(data=dict(kept))
    for name in ("number", "other"):
        if name in made:
            made[name].flags.optional = False  # whether it must be filled depends on the choice above it
    return made
