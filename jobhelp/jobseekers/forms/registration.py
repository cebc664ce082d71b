"""Registration, hardship facts, and the switch of personalised ranking."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from jobhelp import forms
from jobhelp.forms import Form, Present
from jobhelp.jobseekers.service.registration import MAX_NAME
from jobhelp.jobseekers.states import FACTS, PLAIN_ORDERS, Fact
from jobhelp.reference.queries import Book
from jobhelp.texts import N_


class RegistrationForm(Form):
    """Who they are, how they sign in, and what they agree to. Nothing is ticked beforehand."""

    name = StringField(_l("姓名"), [Present(N_("请填您的姓名，和身份证上一样。")), Length(max=MAX_NAME)])
    phone = forms.phone(_l("手机号"))
    password = forms.new_password(_l("设一个密码"))
    district_code = SelectField(_l("您住在哪个区"), [Present(N_("请选您住的区。"))])
    id_number = forms.id_number(_l("身份证号"))
    personalised = RadioField(
        _l("要不要按您的资料推荐岗位？"),
        [Present(N_("请选一项：同意，或不同意。两种都能注册。"))],
    )

    def __init__(self, *args: Any, book: Book, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = {code: book.name("districts", code, locale) for code in book.districts}
        self.district_code.choices = {"": gettext("请选择")} | districts
        self.personalised.choices = {
            "yes": gettext("同意，合适的排在前面"),
            "no": gettext("不同意，按时间或距离排"),
        }


class IdentityForm(Form):
    """Who they are, put right."""

    name = StringField(_l("姓名"), [Present(N_("请填您的姓名，和身份证上一样。")), Length(max=MAX_NAME)])
    id_number = forms.id_number(_l("身份证号"))


class HardshipForm(Form):
    """Facts apart, with the consent that keeping them needs."""

    facts = SelectMultipleField(_l("下面哪些和您的情况一样？"))
    agreed = BooleanField(_l("我同意"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts.choices = {fact.value: gettext(FACTS[fact][0]) for fact in Fact}


class PersonalisationForm(Form):
    """The switch, and the order of the list while it is off."""

    personalised = RadioField(choices={"on": "", "off": ""})
    plain_order = RadioField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plain_order.choices = {order.value: gettext(text) for order, text in PLAIN_ORDERS.items()}
