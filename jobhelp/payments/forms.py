"""What people type about money."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from jobhelp.forms import Form, Present
from jobhelp.identity import Invalid
from jobhelp.payments.cardnumbers import canonical_account, canonical_card
from jobhelp.payments.receipts import fen
from jobhelp.texts import N_


def _number(check: Callable[[str], str]) -> Callable[[Any, Field], None]:
    def validate(_form: Any, field: Field) -> None:
        try:
            field.data = check(field.data or "")
        except Invalid as invalid:
            raise ValidationError(gettext(invalid.message)) from None

    return validate


def _amount(_form: Any, field: Field) -> None:
    if fen(field.data or "") is None:
        raise ValidationError(gettext("请填金额，例如 2043.00。"))


class CardForm(Form):
    """Where the money of a person goes."""

    number = StringField(_l("银行卡号"), [Present(N_("请填银行卡号。")), _number(canonical_card)])
    bank = StringField(_l("开户银行"), [Present(N_("请填开户银行。")), Length(max=60)])


class AccountForm(Form):
    """Where the money of a firm goes."""

    number = StringField(_l("对公账号"), [Present(N_("请填对公账号。")), _number(canonical_account)])
    bank = StringField(_l("开户银行"), [Present(N_("请填开户银行。")), Length(max=60)])


class ReceiptsForm(Form):
    """The bank's answer."""

    file = FileField(_l("银行回单"), [FileRequired(_l("请选回单文件。"))])


class RecoveryForm(Form):
    """What must come back, and why."""

    claim = StringField(_l("待遇编号"), [Present(N_("请填待遇编号。")), Length(max=24)])
    amount = StringField(_l("要退的金额"), [Present(N_("请填金额，例如 2043.00。")), _amount])
    reason = TextAreaField(_l("原因"), [Present(N_("请写明原因。")), Length(max=500)])
    instalments = IntegerField(
        _l("分几次退"), [InputRequired(_l("请填次数。")), NumberRange(min=1, max=60)], default=1
    )
    first_due = DateField(_l("第一次在哪天以前退"), [Optional()])

    @property
    def fen(self) -> int:
        """The amount in 分."""
        return fen(self.amount.data or "") or 0


class WaiverForm(Form):
    """Why money that was overpaid need not come back."""

    waiver_reason = TextAreaField(_l("为什么不追回"), [Present(N_("请写明原因。")), Length(max=500)])


class RepaymentForm(Form):
    """Money that came back."""

    amount = StringField(_l("退了多少"), [Present(N_("请填金额，例如 2043.00。")), _amount])
    receipt = StringField(_l("银行回单号"), [Present(N_("请填银行回单号。")), Length(max=40)])

    @property
    def fen(self) -> int:
        """The amount in 分."""
        return fen(self.amount.data or "") or 0
