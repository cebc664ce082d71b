"""The three questions of the channel for migrant workers."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import StopValidation

from jobhelp import forms
from jobhelp.benefits.migrant import NOWHERE, OUTSIDE, Insured
from jobhelp.forms import Form, Present
from jobhelp.reference.queries import OUTSIDE as OUT_OF_TOWN
from jobhelp.texts import N_


class MigrantForm(Form):
    """Asked and answered in the address: nothing is kept, and a result can be sent to somebody else."""

    class Meta(Form.Meta):
        """A GET form changes nothing and needs no token."""

        csrf = False

    work = SelectField(_l("您在哪里干活"), [Present(N_("请选在哪里干活。"))])
    live = SelectField(_l("您住在哪里"), [Present(N_("请选住在哪里。"))])
    insured = RadioField(
        _l("您参加过失业保险吗"),
        [Present(N_("请选参加过没有。说不清就选说不清。"))],
        choices=forms.choices(
            [
                (Insured.YES.value, _l("参加过，单位给缴过")),
                (Insured.NO.value, _l("没有参加过")),
                (Insured.UNSURE.value, _l("说不清")),
            ]
        ),
    )
    where = SelectField(_l("在哪里参加的"), validate_choice=False)

    def __init__(self, formdata: Any, places: list[tuple[str, str]]) -> None:
        super().__init__(formdata=formdata)
        first = ("", gettext("请选择"))
        self.work.choices = forms.choices([first, *places, (NOWHERE, gettext("现在没有干活"))])
        self.live.choices = forms.choices([first, *places])
        self.where.choices = forms.choices([first, *places])

    def validate_where(self, field: Any) -> None:
        """Asked of those who were insured."""
        known = {choice.value for choice in field.choices if choice.value}
        if self.insured.data == Insured.YES and field.data not in known:
            raise StopValidation(gettext("请选在哪里参加的。几个地方都参加过，选最后一个。"))

    def facts(self) -> dict[str, Any]:
        """The answers as facts."""

        def place(code: str | None) -> str | None:
            return OUTSIDE if code == OUT_OF_TOWN else code or None

        insured = {Insured.YES.value: True, Insured.NO.value: False}.get(self.insured.data)
        return {
            "work_area": place(self.work.data),
            "live_area": place(self.live.data),
            "insured": insured,
            "insured_area": place(self.where.data) if insured else None,
        }
