"""What employers and their reviewers type."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from jobhelp import forms
from jobhelp.forms import Form, Present
from jobhelp.texts import N_


class EmployerForm(Form):
    """Who the employer is and where."""

    name = StringField(_l("单位名称"), [Present(N_("请填单位名称。")), Length(min=2, max=120)])
    credit_code = forms.credit_code(_l("统一社会信用代码"))
    district_code = SelectField(_l("所在区县"), [Present(N_("请选单位所在的区县。"))])
    address = StringField(_l("地址"), [Optional(), Length(max=200)])
    industry = StringField(_l("行业"), [Optional(), Length(max=60)])
    contact_name = StringField(_l("联系人姓名"), [Present(N_("请填联系人姓名。")), Length(max=20)])

    def __init__(self, *args: Any, districts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district_code.choices = forms.choices([("", gettext("请选择")), *districts])


class RegisterForm(EmployerForm):
    """An employer and the account of the person who registers it."""

    phone = forms.phone(_l("联系人手机号"))
    password = forms.new_password(_l("设一个登录密码"))


class ProfileForm(EmployerForm):
    """What the employer itself may correct."""

    contact_phone = forms.phone(_l("联系电话"))
    introduction = TextAreaField(_l("单位介绍"), [Optional(), Length(max=1000)])


class DecisionForm(Form):
    """A reviewer's decision."""

    note = TextAreaField(_l("说明"), [Optional(), Length(max=500)])


class RevokeForm(Form):
    """Why a verification is taken back."""

    note = TextAreaField(_l("原因"), [Present(N_("请写明原因，让单位知道怎么改。")), Length(max=500)])
