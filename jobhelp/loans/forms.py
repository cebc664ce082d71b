"""The calculator's two forms, and what staff write down about a loan."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from jobhelp import clock
from jobhelp.forms import Form, Present, choices
from jobhelp.loans import calculator
from jobhelp.loans.calculator import CENTS, CONSUMER, NO_GROUP, NO_LOAN, OTHER_LOAN, Asked
from jobhelp.loans.service import Contract
from jobhelp.loans.wording import group_words
from jobhelp.policy.rules.sf import CODE as FIRM
from jobhelp.policy.rules.sl import CODE as PERSON
from jobhelp.texts import N_

MOST_YUAN = 100_000_000
MOST_PEOPLE, MOST_STAFF, MOST_MONTHS, MOST_RATE = 10, 1000, 120, 24
FEW = N_("要在 %(min)s 和 %(max)s 之间。")


class Number:
    """A number from `least` to `most`. Anything that can be typed is compared, NaN and 400 digits too."""

    def __init__(self, least: int, most: int, *, required: bool = True) -> None:
        self.least, self.most, self.required = least, most, required
        self.field_flags = {"required": True} if required else {"optional": True}

    def __call__(self, _form: Any, field: Field) -> None:
        """Stop with the first fault."""
        typed = field.raw_data and str(field.raw_data[0]).strip()
        if not typed:
            field.errors = []
            if self.required:
                raise StopValidation(gettext("请填数字。"))
            return
        if field.errors:
            raise StopValidation()
        number = Decimal(field.data)
        if not (number.is_finite() and self.least <= number <= self.most):
            raise StopValidation(gettext(FEW, min=self.least, max=self.most))


class CalculatorForm(Form):
    """What both kinds of loan ask."""

    programme = PERSON
    amount = IntegerField(_l("想借多少"), [Number(1, MOST_YUAN)])
    months = IntegerField(_l("借多久"), [Number(1, MOST_MONTHS)])
    rate = DecimalField(_l("银行说的年利率"), [Number(0, MOST_RATE, required=False)], places=None)
    on = DateField(_l("合同哪天签"), [InputRequired()])

    def validate_on(self, field: Field) -> None:
        """A day whose law is known."""
        first = calculator.first_day()
        if field.data is None:
            return
        if field.data < first:
            raise StopValidation(gettext("这一天太早了，最早算到 %(day)s。", day=first.isoformat()))
        if field.data > clock.today():
            raise StopValidation(gettext("以后的规定还不知道。打算以后签的，就填今天。"))

    def asked(self) -> Asked:
        """What was typed."""
        return Asked(self.programme, self.on.data, self.amount.data, self.months.data, self.rate.data)


class PersonForm(CalculatorForm):
    """A personal loan."""

    group = SelectField(_l("您是哪一类人"), [Present(N_("请选一类。"))])
    people = IntegerField(_l("几个人合伙，连您自己"), [Number(1, MOST_PEOPLE)], default=1)
    other = RadioField(
        _l("您和配偶现在还有别的贷款吗"),
        choices=choices(
            [
                (NO_LOAN, _l("没有，或只有助学、扶贫、首套房、车贷")),
                (CONSUMER, _l("有消费贷")),
                (OTHER_LOAN, _l("有别的贷款，比如经营贷")),
            ]
        ),
        default=NO_LOAN,
    )
    consumer = IntegerField(_l("消费贷一共还欠多少"), [Number(0, MOST_YUAN, required=False)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, group_words(code)) for code in calculator.groups(clock.today())]
        listed = [("", gettext("请选择")), *named, (NO_GROUP, gettext("都不是"))]
        self.group.choices = choices(listed)

    def validate_consumer(self, field: Field) -> None:
        """Asked for only with a consumer loan."""
        if self.other.data == CONSUMER and field.data is None and not field.errors:
            raise StopValidation(gettext("请填消费贷还欠多少。"))

    def asked(self) -> Asked:
        """What was typed."""
        return Asked(
            PERSON,
            self.on.data,
            self.amount.data,
            self.months.data,
            self.rate.data,
            group=self.group.data,
            people=self.people.data,
            other=self.other.data,
            consumer=(self.consumer.data or 0) if self.other.data == CONSUMER else 0,
        )


class FirmForm(CalculatorForm):
    """A small firm's loan."""

    programme = FIRM
    staff = IntegerField(_l("现在有多少职工"), [Number(1, MOST_STAFF)])
    hires = IntegerField(_l("一年里新招的重点人群有几人"), [Number(0, MOST_STAFF)])

    def validate_hires(self, field: Field) -> None:
        """New hires are part of the staff."""
        if field.data is not None and self.staff.data is not None and field.data > self.staff.data:
            raise StopValidation(gettext("新招的人也算职工，不能比职工还多。"))

    def asked(self) -> Asked:
        """What was typed."""
        return Asked(
            FIRM,
            self.on.data,
            self.amount.data,
            self.months.data,
            self.rate.data,
            staff=self.staff.data,
            hires=self.hires.data,
        )


# ── the desk ─────────────────────────────────────────────────────────────────────────────────────────────


class GuaranteeForm(Form):
    """Who stands for the loan."""

    guarantor = StringField(_l("担保机构"), [Present(N_("请填担保机构。")), Length(max=60)])
    note = TextAreaField(_l("记一笔"), [Optional(), Length(max=1000)])


class LendForm(Form):
    """What the bank's contract says."""

    bank = StringField(_l("放款银行"), [Present(N_("请填放款的银行。")), Length(max=60)])
    amount = DecimalField(_l("合同金额"), [Number(1, MOST_YUAN)], places=None)
    rate = DecimalField(_l("合同年利率"), [Number(0, MOST_RATE)], places=None)
    months = IntegerField(_l("期限"), [Number(1, MOST_MONTHS)])
    contract_on = DateField(_l("合同日期"), [InputRequired()])
    lent_on = DateField(_l("放款日期"), [InputRequired()])

    def contract(self) -> Contract:
        """What was typed."""
        return Contract(
            self.bank.data,
            int(self.amount.data * CENTS),
            self.rate.data,
            self.months.data,
            self.contract_on.data,
            self.lent_on.data,
        )


class DeclineForm(Form):
    """Why the guarantor or the bank refuses."""

    note = TextAreaField(_l("原因"), [Present(N_("请写明原因，申请人会看到。")), Length(max=1000)])


class DayForm(Form):
    """The day on which something happened."""

    on = DateField(_l("从哪天起"), [InputRequired()])
    note = TextAreaField(_l("记一笔"), [Optional(), Length(max=1000)])


FORMS: dict[str, type[CalculatorForm]] = {PERSON: PersonForm, FIRM: FirmForm}


def form_of(asked: Asked) -> CalculatorForm:
    """The form, filled with what was asked before."""
    told = {
        "amount": asked.amount,
        "months": asked.months,
        "rate": asked.rate,
        "on": asked.on,
        "group": asked.group,
        "people": asked.people,
        "other": asked.other,
        "consumer": asked.consumer or None,
        "staff": asked.staff,
        "hires": asked.hires,
    }
    return FORMS[asked.programme](data=told)


def empty_form(code: str, on: date) -> CalculatorForm:
    """The form before anything is typed: today's law and its longest term."""
    return FORMS[code](data={"on": on, "months": calculator.longest(code, on), "people": 1, "other": NO_LOAN})
