"""What people type about accounts."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from jobhelp import forms, labels
from jobhelp.forms import Form, Present
from jobhelp.permissions import CITY_WIDE, Role
from jobhelp.texts import N_

STAFF_ROLES = (
    Role.STREET_OFFICER,
    Role.DISTRICT_OFFICER,
    Role.CITY_OFFICER,
    Role.FAIR_ORGANISER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


class SignInForm(Form):
    """Phone and password. The phone is not checked for shape: a wrong one fails like any other."""

    phone = StringField(_l("手机号"), [Present(N_("请填手机号。")), Length(max=40)])
    password = PasswordField(_l("密码"), [Present(N_("请填密码。")), Length(max=1000)])


class SecondFactorForm(Form):
    """The six digits of the app."""

    code = StringField(_l("六位数字"), [Present(N_("请填手机应用上的六位数字。")), Length(max=40)])


class ForgottenForm(Form):
    """Where to send a code."""

    phone = forms.phone(_l("手机号"))


class ResetForm(Form):
    """A code, and the password that it may set."""

    phone = forms.phone(_l("手机号"))
    code = StringField(_l("验证码"), [Present(N_("请填验证码。")), Length(max=40)])
    password = forms.new_password(_l("新密码"))


class PasswordAgainForm(Form):
    """The password once more. Its name stands in no other form: it travels with what another form posted."""

    password_again = PasswordField(_l("登录密码"), [Present(N_("请填登录密码。")), Length(max=1000)])


class ChangePasswordForm(Form):
    """The present password and a new one."""

    own_phone = ""
    staff = False
    current = PasswordField(_l("现在的密码"), [Present(N_("请填现在的密码。")), Length(max=1000)])
    password = forms.new_password(_l("新密码"))


class StaffChangePasswordForm(ChangePasswordForm):
    """As above, under the longer rule for the city's own people."""

    password = forms.new_password(_l("新密码"), staff=True)


class PaperCodeForm(Form):
    """Whom the counter prints a code for."""

    phone = forms.phone(_l("手机号"))
    checked = BooleanField(_l("我已经看过本人的身份证件，确认是本人来办"))

    def validate_checked(self, field: Any) -> None:
        """The officer says that they looked."""
        if not field.data:
            raise ValidationError(gettext(N_("请先核对本人的身份证件，再打钩。")))


class StaffForm(Form):
    """One of the city's own people."""

    display_name = StringField(_l("姓名"), [Present(N_("请填姓名。")), Length(max=20)])
    role = SelectField(_l("角色"))
    district_code = SelectField(_l("区县"))

    def __init__(self, *args: Any, districts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, gettext(labels.label("role", role.value))) for role in STAFF_ROLES]
        self.role.choices = forms.choices(roles)
        self.district_code.choices = forms.choices([("", gettext("全市")), *districts])

    def validate_district_code(self, field: Any) -> None:
        """Street and district officers have one; the others work for the whole city."""
        city_wide = self.role.data in {role.value for role in CITY_WIDE}
        if not city_wide and not field.data:
            raise ValidationError(gettext(N_("街道和区县的工作人员要选所在的区县。")))


class NewStaffForm(StaffForm):
    """One of the city's own people, taken on."""

    phone = forms.phone(_l("手机号"))
