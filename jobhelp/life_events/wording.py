"""How staff and residents read a proposal: kinds, causes, sentences, what decided means, due days."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext

from jobhelp import labels
from jobhelp.claims.deadlines import Days, working_days_late
from jobhelp.claims.wording import estimated as estimated
from jobhelp.claims.wording import lateness, title
from jobhelp.life_events.models import Proposal, ScreeningFind
from jobhelp.life_events.states import Cause, Find, Outcome, ProposalKind, ProposalState
from jobhelp.policy.exclusions import pairs
from jobhelp.policy.texts import Criterion, programme
from jobhelp.texts import N_
from jobhelp.web import current_locale, day

K, C = ProposalKind, Cause
KINDS: Mapping[str, str] = {
    K.STOP: N_("该停发"),
    K.SUSPEND: N_("该暂停"),
    K.RECHECK: N_("要重新核"),
    K.COUNTDOWN: N_("快到期"),
    K.SWITCH: N_("能接着办"),
    K.APPLY: N_("应享未享"),
}
ICONS: Mapping[str, str] = {
    K.STOP: "noc",
    K.SUSPEND: "clock",
    K.RECHECK: "qc",
    K.COUNTDOWN: "cal",
    K.SWITCH: "swap",
    K.APPLY: "flag",
}
CAUSES: Mapping[str, str] = {
    C.HIRED: N_("在本站找到工作"),
    C.REEMPLOYED: N_("在别处找到工作"),
    C.PENSION_STARTED: N_("开始领养老金"),
    C.RETIREMENT: N_("到了法定退休年龄"),
    C.CONSCRIPTED: N_("应征入伍"),
    C.EMIGRATED: N_("移居境外"),
    C.MOVED_AWAY: N_("搬离哈尔滨"),
    C.REFUSED_WORK: N_("无正当理由不接受介绍的工作"),
    C.IMPRISONED: N_("被判刑收监"),
    C.DIED: N_("去世"),
    C.DIBAO_GAINED: N_("开始享受低保"),
    C.DIBAO_LOST: N_("不再享受低保"),
    C.OTHER_GRANTED: N_("另一项待遇批准了"),
    C.ENDING: N_("发放快到期"),
    C.RAN_OUT: N_("一项待遇发完了"),
    C.QUALIFIES: N_("全员筛查"),
    C.NO_LONGER: N_("全员筛查发现条件变了"),
}
SENTENCES: Mapping[str, str] = {
    K.STOP: N_("%(cause)s，%(programme)s该停"),
    K.SUSPEND: N_("%(cause)s，%(programme)s该暂停"),
    K.RECHECK: N_("%(cause)s，%(programme)s要重新核"),
    K.SWITCH: N_("%(cause)s，可能能办%(programme)s"),
    K.APPLY: N_("符合%(programme)s，还没有领"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.STOP: N_("停发"),
    Outcome.SUSPEND: N_("先暂停，等核实清楚"),
    Outcome.TELL: N_("告诉本人，请他来办"),
    Outcome.KEEP: N_("核实过了，照常发"),
    Outcome.LAPSED: N_("这项待遇已经结束，不用再办"),
}
TELLS: dict[str, str] = {
    K.COUNTDOWN: N_("联系过本人，说清了接下来怎么办"),
    K.SWITCH: N_("告诉本人可以办什么"),
    K.APPLY: N_("告诉本人来申请"),
}
"""What "telling" means for each kind that proposes it."""
TELLS_FIRM: dict[str, str] = {
    K.COUNTDOWN: N_("联系过单位，说清了接下来怎么办"),
    K.APPLY: N_("告诉单位来申请"),
}
DECIDED: Mapping[str, str] = {
    Outcome.STOP: N_("已停发，本人会收到通知。"),
    Outcome.SUSPEND: N_("已暂停，本人会收到通知。"),
    Outcome.TELL: N_("办完了。"),
    Outcome.KEEP: N_("记下了，待遇照常发。"),
}
STATES: Mapping[str, str] = {
    ProposalState.OPEN: N_("等人决定"),
    ProposalState.ACCEPTED: N_("已采纳"),
    ProposalState.DISMISSED: N_("没有采纳"),
}
FINDS: Mapping[str, str] = {
    Find.QUALIFIES: N_("应享未享"),
    Find.NO_LONGER: N_("在领，但条件变了"),
    Find.LIKELY: N_("可能符合，还缺几项情况"),
}
WORKS: Mapping[str, str] = {
    "job": N_("单位用工"),
    "fulltime": N_("全日制公益性岗位"),
    "parttime_temp": N_("非全日制公益性岗位"),
    "gig": N_("零工"),
}


def cause(proposal: Proposal) -> str:
    """What happened, in a few words."""
    return gettext(CAUSES[proposal.cause])


def sentence(proposal: Proposal) -> str:
    """What is to be decided, as a sentence."""
    if proposal.kind == K.COUNTDOWN:
        left = (proposal.effective_on - proposal.created_at.date()).days if proposal.effective_on else 0
        days = proposal.evidence.get("days", left)
        return gettext(
            "%(programme)s，提醒时还有 %(days)s 天到期", programme=title(proposal.programme), days=days
        )
    return gettext(SENTENCES[proposal.kind], cause=cause(proposal), programme=title(proposal.programme))


def criterion(proposal: Proposal) -> Criterion | None:
    """The criterion on which it rests, with its clause."""
    return programme(proposal.programme).criteria.get(str(proposal.evidence.get("criterion", "")))


def criteria(proposal: Proposal, name: str) -> list[Criterion]:
    """Criteria that the evidence lists: `open`, `failing`."""
    told = programme(proposal.programme).criteria
    return [told[code] for code in proposal.evidence.get(name, ()) if code in told]


def of_codes(code: str, wanted: list[str]) -> str:
    """Criteria of a programme in words."""
    told = programme(code).criteria
    words = [told[one].says.in_(current_locale()) for one in wanted if one in told]
    return ("；" if current_locale() == "zh" else "; ").join(words)


def pair(proposal: Proposal) -> str:
    """What the law says of two programmes that meet; "" when that is not the cause."""
    codes = proposal.evidence.get("pair")
    found = next((one for one in pairs() if codes and one.joins(*codes)), None)
    return found.says.in_(current_locale()) if found else ""


def outcome_words(proposal: Proposal, outcome: str) -> str:
    """What choosing an outcome means for this kind of proposal."""
    if outcome != Outcome.TELL:
        return gettext(OUTCOMES[outcome])
    tells = TELLS | TELLS_FIRM if proposal.employer_id is not None else TELLS
    return gettext(tells.get(proposal.kind, OUTCOMES[outcome]))


def number(find: ScreeningFind) -> str:
    """By which number staff finds whom a line is about."""
    if find.employer_id is not None:
        return gettext("单位 %(number)s", number=find.employer_id)
    return str(find.seeker_id)


def due(due_on: date, today: date, calendar: Days) -> str:
    """超 2 个工作日 · 今天 · 周四 · 12月3日（周四）."""
    late = working_days_late(today, due_on, calendar)
    if late:
        return lateness(late)
    if due_on == today:
        return gettext("今天")
    if due_on.isocalendar()[:2] == today.isocalendar()[:2]:
        return gettext(labels.label("weekday", due_on.weekday()))
    return day(due_on)


def group(due_on: date, today: date) -> str:
    """late, today, week or later."""
    if due_on < today:
        return "late"
    if due_on == today:
        return "today"
    return "week" if due_on.isocalendar()[:2] == today.isocalendar()[:2] else "later"


GROUPS: Mapping[str, str] = {
    "late": N_("已超期"),
    "today": N_("今天"),
    "week": N_("本周"),
    "later": N_("以后"),
}
MINE: Mapping[str, str] = {
    K.STOP: N_("%(programme)s可能要停"),
    K.SUSPEND: N_("%(programme)s可能要暂停"),
    K.RECHECK: N_("%(programme)s要重新核"),
    K.SWITCH: N_("您可能能办%(programme)s"),
    K.COUNTDOWN: N_("%(programme)s快到期了"),
    K.APPLY: N_("您可能能领%(programme)s"),
}
MINE_CAUSES: Mapping[str, str] = {
    C.HIRED: N_("您找到了工作"),
    C.REEMPLOYED: N_("我们知道您找到了工作"),
    C.PENSION_STARTED: N_("您开始领养老金"),
    C.RETIREMENT: N_("您到了法定退休年龄"),
    C.CONSCRIPTED: N_("您应征入伍"),
    C.EMIGRATED: N_("您移居境外"),
    C.MOVED_AWAY: N_("您搬离了哈尔滨"),
    C.REFUSED_WORK: N_("我们介绍的工作，您没有接受"),
    C.IMPRISONED: N_("您被判刑收监"),
    C.DIED: N_("去世"),
    C.DIBAO_GAINED: N_("您家开始享受低保"),
    C.DIBAO_LOST: N_("您家不再享受低保"),
    C.OTHER_GRANTED: N_("您的另一项待遇批准了"),
    C.ENDING: N_("按批准的月份，快发完了"),
    C.RAN_OUT: N_("您的一项待遇发完了"),
    C.QUALIFIES: N_("按您填过的情况，每一条都符合"),
    C.NO_LONGER: N_("有一条和现在的情况对不上"),
}
MINE_OUTCOMES: Mapping[str, str] = {
    Outcome.STOP: N_("决定停发。不同意的，可以在「我的待遇」申请复核。"),
    Outcome.SUSPEND: N_("先暂停，等核实清楚再决定。"),
    Outcome.TELL: N_("您可以去办了。"),
    Outcome.KEEP: N_("核实过了，待遇不变。"),
    Outcome.LAPSED: N_("这项待遇已经结束。"),
}


def mine(proposal: Proposal) -> str:
    """The heading that the resident reads."""
    return gettext(MINE[proposal.kind], programme=title(proposal.programme))


def mine_cause(proposal: Proposal) -> str:
    """Why, to the resident."""
    return gettext(MINE_CAUSES[proposal.cause])
