"""What is typed on the pages of claims. The form of the facts is made from the programme's own criteria."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from jobhelp import clock
from jobhelp.benefits.contradictions import clashes
from jobhelp.claims.asking import AMOUNT, DAY, FACTS, MANY, PLACE, WHOLE, code_of, value_of
from jobhelp.claims.service.papers import LARGEST
from jobhelp.claims.states import Outcome
from jobhelp.forms import Form, Present, choices, id_number
from jobhelp.texts import N_

UNSURE = ""
NEVER_BLANKED = "registered_on"
"""To the law, an empty date of registration says "not registered": that is never concluded from an empty field."""


class FactsForm(Form):
    """Facts of one programme; the fields are added by `facts_form`. What is left empty stays unknown.

    known   what is known besides: what is typed may contradict it
    """

    names: tuple[str, ...] = ()
    known: Mapping[str, Any] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Days that can be, numbers that can be, and all of it together, with a message at the field."""
        valid = super().validate(extra_validators)
        checks = [self._check(name) for name in self.names]  # every one, so that each field has its message
        return valid and all(checks) and self._check_together()

    def _check_together(self) -> bool:
        """Nothing that cannot be true with the rest: told at the first of the fields that may be wrong."""
        told = {**self.known, **{name: read(name, self[name].data) for name in self.names}}
        clear = True
        for facts, text in clashes(told, clock.today()):
            name = next((one for one in facts if one in self.names), None)
            if name is not None:
                clear = _wrong(self[name], gettext(text))
        return clear

    def _check(self, name: str) -> bool:
        field, ask = self[name], FACTS[name]
        if field.errors or field.data in (None, ""):
            return not field.errors
        if ask.kind == DAY:
            if field.data > clock.today():
                return _wrong(field, gettext("这个日期还没到，请检查。"))
            if field.data.year < 1900:
                return _wrong(field, gettext("这个日期太早了，请检查年份。"))
        if ask.kind in (WHOLE, AMOUNT):
            if field.data < 0:
                return _wrong(field, gettext("不能是负数。"))
            if field.data > ask.most:
                return _wrong(field, gettext("这个数太大了，请检查。"))
        return True

    def facts(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """What the form says. A fact that was known and is empty now is unknown again."""
        told: dict[str, Any] = {}
        for name in self.names:
            found = read(name, self[name].data)
            if found is not None:
                told[name] = found
            elif known.get(name) is not None and name != NEVER_BLANKED:
                told[name] = None
        return told


class ClaimForm(FactsForm):
    """The same with the declaration, for the claimant."""

    agree = BooleanField(_l("我保证写的都是真的。写错了会影响待遇，多领的要退回。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The declaration too."""
        valid = super().validate(extra_validators)
        if not self.agree.data:
            return _wrong(self.agree, gettext("请先看一遍，再勾上这一条。"))
        return valid


class HireForm(ClaimForm):
    """For an employer: whom they hired. Their birth date and sex are read from the number."""

    hire_number = id_number(_l("招的这个人的身份证号"), required=True)


def _wrong(field: Field, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False


def facts_form(
    names: list[str],
    known: Mapping[str, Any],
    places: list[tuple[str, str]],
    base: type[FactsForm] = ClaimForm,
    prefix: str = "",
) -> Any:
    """The form of these facts, filled with what is known."""
    members: dict[str, Any] = {"names": tuple(names), "known": dict(known)}
    for name in names:
        members[name] = _field(name, places)
    kind = type("TheseFacts", (base,), members)
    return kind(prefix=prefix, data={name: shown(name, known.get(name)) for name in names})


def put_back(form: Any, typed: Mapping[str, list[str]]) -> None:
    """Show what was typed once before, right or wrong, as if it had just been typed. Nothing is judged yet."""
    for name in form.names:
        if name in typed:
            form[name].process(MultiDict({form[name].name: typed[name]}))


def _field(name: str, places: list[tuple[str, str]]) -> Any:
    ask = FACTS[name]
    title, hint = gettext(ask.title), gettext(ask.hint) if ask.hint else ""
    unit = gettext(ask.unit) if ask.unit else ""
    match ask.kind:
        case "flag":
            options = [(code, gettext(says)) for code, says, _value in ask.choices]
            return RadioField(
                title,
                choices=choices([*options, ("unsure", gettext("说不清"))]),
                description=hint,
                validate_choice=False,
            )
        case "day":
            return DateField(title, [Optional()], description=hint)
        case "whole":
            return IntegerField(title, [Optional()], description=hint, render_kw={"data-unit": unit})
        case "amount":
            return DecimalField(title, [Optional()], description=hint, render_kw={"data-unit": unit})
        case "many":
            return SelectMultipleField(
                title, choices=choices((code, gettext(says)) for code, says, _value in ask.choices)
            )
        case "place":
            return SelectField(
                title, choices=choices([("", gettext("说不清")), *places]), default="", description=hint
            )
    options = [(code, gettext(says)) for code, says, _value in ask.choices]
    return SelectField(
        title, choices=choices([("", gettext("说不清")), *options]), default="", description=hint
    )


def shown(name: str, value: Any) -> Any:
    """A known value as the field shows it."""
    kind = FACTS[name].kind
    if kind in (DAY, WHOLE, AMOUNT):
        return value
    if kind == PLACE:
        return "" if value is None else str(value)
    if value is None:
        return [] if kind == MANY else ""
    return code_of(name, value)


def read(name: str, data: Any) -> Any:
    """What a field says as a value of the fact; None: nothing."""
    kind = FACTS[name].kind
    if kind in (DAY, WHOLE):
        return data
    if kind == AMOUNT:
        return None if data is None else int(data) if data == int(data) else float(data)
    if kind == PLACE:
        return data or None
    if kind == MANY:
        return value_of(name, data) if data else None
    return value_of(name, data or UNSURE)


class NoteForm(Form):
    """Words to go with an act; whether they must be there, the act decides."""

    note = TextAreaField(_l("写给申请人的话"), [Length(max=2000)])


class AppealForm(Form):
    """Why the claimant does not agree."""

    note = TextAreaField(
        _l("为什么不同意"), [Present(N_("请写一写为什么不同意，几句话就行。")), Length(max=2000)]
    )


class PaperForm(Form):
    """One paper: the file, which criterion it proves, until when it is valid."""

    paper = FileField(_l("选照片或 PDF"))
    criterion = SelectField(_l("证明哪一条"))
    valid_until = DateField(_l("有效期到哪天"), [Optional()])

    def body(self) -> bytes:
        """The content, read no further than one byte above the limit."""
        uploaded = self.paper.data
        return uploaded.stream.read(LARGEST + 1) if uploaded is not None and uploaded.filename else b""


class ProposeForm(Form):
    """What the maker thinks should be decided."""

    outcome = RadioField(_l("意见"), [InputRequired(_l("请选一种意见。"))])
    chosen_months = IntegerField(_l("发几个月"), [Optional()])
    note = TextAreaField(_l("理由"), [Length(max=2000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = choices(
            [
                (Outcome.GRANT.value, gettext("批准")),
                (Outcome.REFUSE.value, gettext("不予批准")),
                (Outcome.SPECIAL.value, gettext("一事一议，另要两人签字")),
            ]
        )


class StopForm(Form):
    """From when a benefit is stopped, and why."""

    effective_on = DateField(_l("从哪天起"), [InputRequired(_l("请填从哪天起停发。"))])
    note = TextAreaField(_l("原因"), [Length(max=2000)])


class DaysForm(Form):
    """Some days of the calendar, from one to another."""

    first = DateField(_l("从哪天"), [InputRequired(_l("请填日期。"))])
    last = DateField(_l("到哪天"), [Optional()])
    working = RadioField(_l("这几天"), [InputRequired(_l("请选放假还是上班。"))])
    name = StringField(_l("叫什么"), [Present(N_("请写节日的名字，或写调休。")), Length(max=40)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.working.choices = choices([("off", gettext("放假")), ("on", gettext("调休上班"))])

    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first.data, self.last.data or self.first.data


class PastedDaysForm(Form):
    """The days off of a year, pasted."""

    notice = TextAreaField(
        _l("粘贴放假通知，或 Excel 里的几行"), [Present(N_("请粘贴通知里的各条。")), Length(max=4_000)]
    )
