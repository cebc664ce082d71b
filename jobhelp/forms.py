"""Forms: the shape of what people type. A base class, fields for the numbers that name people, the password rule.

    class SignUpForm(Form):
        name = StringField(_l("姓名"), [DataRequired(), Length(max=20)])
        phone = forms.phone(_l("手机号"))
        password = forms.new_password(_l("密码"))

Text is trimmed and freed of control characters before it is checked. Errors come in the reader's language. When a
service refuses, `form.refuse(refusal)` puts its words at the right field and the page is drawn again: nothing that
was typed is lost, passwords apart.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError

from jobhelp import clock, identity
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.texts import N_
from jobhelp.web import SAFE_METHODS, say

COMMON_PASSWORDS = Path(__file__).parent / "common_passwords.txt"
PASSWORD_MIN, PASSWORD_MIN_STAFF, PASSWORD_MAX = 8, 12, 128
CREDIT_CODE_LENGTH = 18
SITE_NAMES = ("jobhelp", "冰城就业", "bingchengjiuye")
_TRIMMINGS = "0123456789!@#$%&*._- "  # what people add to a name to make it a password

# WTForms' own sentences (the keys) in our words. Every validator then speaks like the rest of the site.
SENTENCES = {
    "This field is required.": N_("这一项要填。"),
    "Field must be at least %(min)d character long.": N_("这一项至少要 %(min)d 个字。"),
    "Field must be at least %(min)d characters long.": N_("这一项至少要 %(min)d 个字。"),
    "Field cannot be longer than %(max)d character.": N_("这一项最多 %(max)d 个字。"),
    "Field cannot be longer than %(max)d characters.": N_("这一项最多 %(max)d 个字。"),
    "Field must be exactly %(max)d character long.": N_("这一项要正好 %(max)d 个字。"),
    "Field must be exactly %(max)d characters long.": N_("这一项要正好 %(max)d 个字。"),
    "Field must be between %(min)d and %(max)d characters long.": N_("这一项要 %(min)d 到 %(max)d 个字。"),
    "Number must be at least %(min)s.": N_("不能小于 %(min)s。"),
    "Number must be at most %(max)s.": N_("不能大于 %(max)s。"),
    "Number must be between %(min)s and %(max)s.": N_("要在 %(min)s 和 %(max)s 之间。"),
    "Date must be at least %(min)s.": N_("不能早于 %(min)s。"),
    "Date must be at most %(max)s.": N_("不能晚于 %(max)s。"),
    "Date must be between %(min)s and %(max)s.": N_("要在 %(min)s 和 %(max)s 之间。"),
    "Invalid Choice: could not coerce.": N_("请从列出的里面选。"),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_("请从列出的里面选。"),
    "Not a valid choice.": N_("请从列出的里面选。"),
    "'%(value)s' is not a valid choice for this field.": N_("请从列出的里面选。"),
    "'%(value)s' are not valid choices for this field.": N_("请从列出的里面选。"),
    "Not a valid integer value.": N_("请填整数。"),
    "Not a valid decimal value.": N_("请填数字。"),
    "Not a valid float value.": N_("请填数字。"),
    "Not a valid date value.": N_("请填日期，例如 2026-01-15。"),
    "Not a valid time value.": N_("请填时间，例如 8:30。"),
    "Not a valid datetime value.": N_("请填日期和时间，例如 2026-01-15 8:30。"),
    "Field must be equal to %(other_name)s.": N_("两次填的不一样。"),
    "Invalid input.": N_("这一项填得不对，请检查后重填。"),
    "Invalid value, must be one of: %(values)s.": N_("请从列出的里面选。"),
    "Invalid value, can't be any of: %(values)s.": N_("这一项填得不对，请检查后重填。"),
    "Invalid email address.": N_("请填完整的邮箱地址。"),
    "Invalid URL.": N_("请填完整的网址，以 https:// 开头。"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ud800-\udfff]")


class _Words:
    """WTForms' sentences in the reader's language."""

    def gettext(self, string: str) -> str:
        return gettext(SENTENCES.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


def clean(value: Any) -> Any:
    """Text without control characters and outer space, with plain line ends; None becomes ""."""
    if value is None:
        return ""
    return _CONTROL.sub("", value.replace("\r\n", "\n")).strip() if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Our words, our trimming, and form data only (never JSON)."""

        def get_translations(self, form: Any) -> Any:
            """WTForms' sentences in our words."""
            return _Words()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was posted; an empty post is a post too."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if request.method in SAFE_METHODS:
                return None
            return CombinedMultiDict((request.files, request.form))

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Trim every text field first, passwords and files apart."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField | TextAreaField | HiddenField) and not issubclass(
                kind, PasswordField | FileField
            ):
                own = tuple(unbound_field.kwargs.get("filters", ()))
                options = {"filters": (clean, *own), **options}
                unbound_field = _without_filters(unbound_field)
            return unbound_field.bind(form=form, **options)

    def refuse(self, refusal: Refusal) -> None:
        """Put the words of a refusal at its field, or above the form, and roll back what the act began."""
        db.rollback()
        words = say(refusal)
        if refusal.field and refusal.field in self:
            field = self[refusal.field]
            field.errors = [*field.errors, words]
        else:
            self.form_errors = [*self.form_errors, words]

    @property
    def status(self) -> int:
        """The HTTP status of a page with this form: 422 when something in it was refused."""
        return 422 if self.errors else 200

    def submitted(self) -> bool:
        """Whether this request posts the form and everything in it is right."""
        return bool(self.validate_on_submit())


def _without_filters(unbound: Any) -> Any:
    kwargs = {name: value for name, value in unbound.kwargs.items() if name != "filters"}
    copy = type(unbound)(unbound.field_class, *unbound.args, name=unbound.name, **kwargs)
    copy.creation_counter = unbound.creation_counter
    return copy


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """(code, label) pairs as WTForms wants its choices."""
    return [SelectChoice(code, words) for code, words in pairs]


# ── numbers that name people ─────────────────────────────────────────────────────────────────────────────


def phone(label: Any, *, required: bool = True, **options: Any) -> Any:
    """A mobile number; the field's data become the canonical 11 digits."""
    return StringField(label, _asked(required, N_("请填手机号。"), _phone), **options)


def id_number(label: Any, *, required: bool = False, **options: Any) -> Any:
    """A citizen identity number; the field's data become the canonical 18 characters."""
    return StringField(label, _asked(required, N_("请填身份证号。"), _id_number), **options)


def credit_code(label: Any, *, required: bool = True, **options: Any) -> Any:
    """A unified social credit code; the field's data become the canonical 18 characters."""
    return StringField(label, _asked(required, N_("请填统一社会信用代码。"), _credit_code), **options)


def _asked(required: bool, missing: str, check: Any) -> list[Any]:
    return [Present(missing) if required else Optional(), check]


class Present(DataRequired):
    """The field must be filled in; `message` (a msgid) says it in words made for the field."""

    def __init__(self, message: str = "This field is required.") -> None:
        super().__init__()
        self.words = message

    def __call__(self, form: Any, field: Field) -> None:
        """Stop with our words when nothing was typed."""
        self.message = gettext(SENTENCES.get(self.words, self.words))
        super().__call__(form, field)


def _phone(_form: Any, field: Field) -> None:
    _canonical(field, identity.canonical_phone)


def _credit_code(_form: Any, field: Field) -> None:
    typed = len(identity.plain(field.data))
    if typed != CREDIT_CODE_LENGTH:  # the commonest slip, and easily seen once the count is said
        raise ValidationError(
            gettext("统一社会信用代码一共 18 位，您填了 %(count)s 位。请照着营业执照再填一遍。", count=typed)
        )
    _canonical(field, identity.canonical_credit_code)


def _id_number(_form: Any, field: Field) -> None:
    _canonical(field, lambda text: identity.canonical_id_number(text, clock.today()))


def _canonical(field: Field, make: Any) -> None:
    try:
        field.data = make(field.data)
    except identity.Invalid as invalid:
        raise ValidationError(gettext(invalid.message)) from None


# ── passwords ────────────────────────────────────────────────────────────────────────────────────────────


def new_password(label: Any, *, staff: bool = False, **options: Any) -> Any:
    """A password that is being chosen. The rule is length and not being well known; no composition is asked for.

    If the form has a field `phone`, or an attribute `own_phone`, that number is refused as a password too.
    """
    return PasswordField(label, [Present(N_("请设一个密码。")), NewPassword(staff=staff)], **options)


class NewPassword:
    """The password rule as a validator."""

    def __init__(self, *, staff: bool = False) -> None:
        self.staff = staff

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse a weak password in words that say what would help."""
        number = form["phone"].data if "phone" in form else getattr(form, "own_phone", "")
        fault = weakness(field.data or "", staff=self.staff, phone=number or "")
        if fault is not None:
            raise ValidationError(say(fault))


def weakness(password: str, *, staff: bool = False, phone: str = "") -> Refusal | None:
    """Why `password` may not be chosen, or None when it may. Long enough, not common, not the phone or the site."""
    least = PASSWORD_MIN_STAFF if staff else PASSWORD_MIN
    if len(password) < least:
        return Refusal(N_("密码至少要 %(least)s 个字。"), least=least)
    if len(password) > PASSWORD_MAX:
        return Refusal(N_("密码最多 %(most)s 个字。"), most=PASSWORD_MAX)
    folded = unicodedata.normalize("NFKC", password).casefold().strip()
    digits = identity.plain(password)
    if phone and identity.plain(phone)[-11:] in digits and len(digits) < 11 + 4:
        return Refusal(N_("密码不能是手机号，别人容易猜到。请换一个。"))
    if any(name in folded and not folded.replace(name, "").strip(_TRIMMINGS) for name in SITE_NAMES):
        return Refusal(N_("密码不能是本站的名字，别人容易猜到。请换一个。"))
    if len(set(folded)) < 3 or folded in common_passwords():
        return Refusal(N_("这个密码太常见，别人容易猜到。请换一个，比如几个不相干的词连起来。"))
    return None


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that are tried first: world-wide favourites, and those of China."""
    return frozenset(COMMON_PASSWORDS.read_text(encoding="utf-8").splitlines())
