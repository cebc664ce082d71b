"""How an application is told: its timeline for either side, the next step, the tone of each state."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import OPEN_STATES, ApplicationState
from jobhelp.labels import label
from jobhelp.texts import N_
from jobhelp.web import when

S = ApplicationState

TONES = {
    S.APPLIED: "wait",
    S.VIEWED: "wait",
    S.INVITED: "attention",
    S.OFFERED: "attention",
    S.ACCEPTED: "wait",
    S.HIRED: "ok",
    S.REFUSED: "muted",
    S.WITHDRAWN: "muted",
    S.CLOSED: "muted",
}
EMPLOYER_TONES = TONES | {
    S.APPLIED: "attention",
    S.VIEWED: "attention",
    S.INVITED: "wait",
    S.OFFERED: "wait",
    S.ACCEPTED: "attention",
}

NEXT = {
    S.APPLIED: N_("等单位看您的报名。有新进展，会放进「消息」。"),
    S.VIEWED: N_("单位看过了，正在考虑。有答复会放进「消息」。"),
    S.INVITED: N_("请按时间参加面试。去不了，请提前打电话改时间。"),
    S.OFFERED: N_("单位愿意录用您，请答复去不去。"),
    S.ACCEPTED: N_("您已经答应去了，等单位最后确认。"),
    S.HIRED: N_("请打电话问清楚：哪天上班，带什么证件。"),
    S.REFUSED: N_("这次没有选上，不影响您报别的岗位。"),
    S.WITHDRAWN: N_("您撤回了报名。岗位还在招的话，可以重新报名。"),
    S.CLOSED: N_("岗位已经停止招人，您的报名到此结束。"),
}

EMPLOYER_NEXT = {
    S.APPLIED: N_("打开看看，对方会知道您看过了。"),
    S.VIEWED: N_("请答复：约面试、录用，或说明原因婉拒。"),
    S.INVITED: N_("面试以后，请答复录用还是婉拒。"),
    S.OFFERED: N_("等对方答复去不去。"),
    S.ACCEPTED: N_("对方愿意来，请确认录用。"),
    S.HIRED: N_("请打电话告诉对方哪天上班，带什么证件。"),
    S.REFUSED: N_("您已经婉拒，对方看到了原因。"),
    S.WITHDRAWN: N_("对方撤回了报名，不用再答复。"),
    S.CLOSED: N_("岗位已经停止招人，对方已收到通知。"),
}

_LOOK, _TALK, _RESULT = N_("单位查看"), N_("面试，或直接答复"), N_("结果")
_THEY_APPLIED = N_("对方报名")
TO_COME = {
    S.APPLIED: (_LOOK, _TALK, _RESULT),
    S.VIEWED: (_TALK, _RESULT),
    S.INVITED: (_RESULT,),
    S.OFFERED: (N_("您答复去不去"), N_("单位确认录用")),
    S.ACCEPTED: (N_("单位确认录用"),),
}
EMPLOYER_TO_COME = {
    S.APPLIED: (N_("您查看"), _TALK, _RESULT),
    S.VIEWED: (_TALK, _RESULT),
    S.INVITED: (_RESULT,),
    S.OFFERED: (N_("对方答复来不来"), N_("您确认录用")),
    S.ACCEPTED: (N_("您确认录用"),),
}


def timeline(
    application: Application, steps: Sequence[ApplicationStep], *, for_employer: bool
) -> list[dict[str, Any]]:
    """What happened and what comes, as the timeline component draws it; both sides see the same steps."""
    family = "application_state_employer" if for_employer else "application_state"
    to_come = EMPLOYER_TO_COME if for_employer else TO_COME
    is_open = application.state in OPEN_STATES
    items = [
        {
            "title": gettext(
                _THEY_APPLIED if for_employer and step.state == S.APPLIED else label(family, step.state)
            ),
            "when": when(step.at),
            "text": _text(
                application, step, newest=not any(later.state == step.state for later in steps[place:])
            ),
            "state": "now" if is_open and step is steps[-1] else "done",
        }
        for place, step in enumerate(steps, start=1)
    ]
    items += [
        {"title": gettext(text), "when": "", "text": "", "state": "todo"}
        for text in to_come.get(S(application.state), ())
    ]
    return items


def _text(application: Application, step: ApplicationStep, *, newest: bool) -> str:
    if step.state == S.INVITED and application.meeting_at is not None:
        return meeting(application) if newest else gettext("后来改了时间")
    if step.state == S.REFUSED and application.refusal_reason:
        return gettext(label("refusal_reason", application.refusal_reason))
    return step.note


def meeting(application: Application) -> str:
    """The interview in one line: 11月27日（周五）9:30，当面，花园街 21 号."""
    parts = [when(application.meeting_at), gettext(label("meeting_how", application.meeting_how))]
    if application.meeting_place:
        parts.append(application.meeting_place)
    return gettext("，").join(parts)
