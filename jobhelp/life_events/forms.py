"""What staff and residents type about a proposal."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from jobhelp.forms import Form, Present, choices
from jobhelp.life_events import wording
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.states import KEYED_IN, OUTCOMES, Outcome, ProposalKind
from jobhelp.texts import N_

LONGEST = 1000
DISMISS = "dismiss"


class Chosen(InputRequired):  # type: ignore[misc]
    """Something must be chosen or filled in; says so in our words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def __call__(self, form: Any, field: Any) -> None:
        """Stop with our words when there is nothing."""
        self.message = gettext(self.words)
        super().__call__(form, field)


class DecisionForm(Form):
    """What a person makes of a proposal, with the reason, and what the resident said if it is not written down yet."""

    outcome = RadioField(_l("怎么办"), [Chosen(N_("请选一项怎么办。"))])
    heard = TextAreaField(_l("本人怎么说"), [Optional(), Length(max=LONGEST)])
    note = TextAreaField(_l("理由"), [Present(N_("请写明为什么这样决定，留作依据。")), Length(max=LONGEST)])


def decision_form(proposal: Proposal) -> DecisionForm:
    """The form with the outcomes that this kind has. "No" is always possible, and nothing is chosen beforehand."""
    form = DecisionForm()
    kind = ProposalKind(proposal.kind)
    offered = [(one.value, wording.outcome_words(proposal, one)) for one in OUTCOMES[kind]]
    if Outcome.KEEP not in OUTCOMES[kind]:  # else "nothing changes" says it already
        offered.append((DISMISS, gettext("不采纳这条提议")))
    form.outcome.choices = choices(offered)
    if proposal.employer_id is not None:
        form.heard.label.text = gettext("单位怎么说")
    return form


class HearForm(Form):
    """What the resident says, written down by staff."""

    heard = TextAreaField(
        _l("本人怎么说"), [Present(N_("请写下本人怎么说，或者哪天联系过、没有联系上。")), Length(max=LONGEST)]
    )


class ReplyForm(Form):
    """What the resident says, in their own words."""

    words = TextAreaField(_l("您想说什么"), [Present(N_("请写几句您的情况。")), Length(max=LONGEST)])


class KeyInForm(Form):
    """A life event of one person."""

    person = StringField(
        _l("申请编号或身份证号码"), [Present(N_("请填申请编号或身份证号码。")), Length(max=40)]
    )
    cause = RadioField(_l("发生了什么"), [Chosen(N_("请选发生了什么。"))])
    on = DateField(_l("哪一天"), [Chosen(N_("请填是哪一天。"))])
    told = TextAreaField(
        _l("从哪里知道的"),
        [Present(N_("请写明从哪里知道的，例如哪个单位的来函、本人来窗口说的。")), Length(max=LONGEST)],
    )


def key_in_form() -> KeyInForm:
    """The form with the events that staff may key in."""
    form = KeyInForm()
    form.cause.choices = choices([(one.value, gettext(wording.CAUSES[one])) for one in KEYED_IN])
    return form


class WhatIfForm(Form):
    """Another value of one parameter from a day on."""

    parameter = SelectField(_l("改哪个标准"))
    value = DecimalField(_l("改成多少"), [Chosen(N_("请填改成多少。"))])
    since = DateField(_l("从哪天起"), [Chosen(N_("请填从哪天起。"))])
