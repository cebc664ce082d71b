"""One page to write an opening, a form for each kind. What is typed in yuan and clock times is stored in 分 and minutes."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from jobhelp.forms import Form
from jobhelp.openings.forms.every import OpeningForm
from jobhelp.openings.forms.part_time import GigForm, WelfareForm
from jobhelp.openings.forms.steady import AssistanceForm, MarketForm

__all__ = ["FORMS", "MoveForm", "OpeningForm"]


FORMS: dict[str, type[OpeningForm]] = {
    form.kind.value: form for form in (MarketForm, AssistanceForm, WelfareForm, GigForm)
}


class MoveForm(Form):
    """A reason or a legal ground, for an act on an opening."""

    note = TextAreaField(_l("原因"), [Length(max=500)])
