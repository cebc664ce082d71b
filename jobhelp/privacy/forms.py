"""What a person types before they are forgotten."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import Length

from jobhelp.forms import Form, Present
from jobhelp.texts import N_


class EraseForm(Form):
    """The password once more: a borrowed phone must not be able to erase its owner."""

    password = PasswordField(_l("您的密码"), [Present(N_("请填密码，确认是您本人。")), Length(max=1000)])
