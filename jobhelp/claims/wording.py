"""Words of the pages: a fact's value, a claim's state, its next step, the clock."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.benefits.wording import month as month
from jobhelp.benefits.wording import yuan
from jobhelp.claims import facts as stored
from jobhelp.claims.asking import CHOICE, FACTS, FLAG, MANY, PLACE, code_of
from jobhelp.claims.deadlines import Days, is_estimated, working_days_late, working_days_left
from jobhelp.claims.models import Claim, ClaimStep
from jobhelp.claims.states import ClaimAction, ClaimState, FactSource, MonthState
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import programme
from jobhelp.reference.queries import OUTSIDE
from jobhelp.reference.views import name as place_name
from jobhelp.texts import N_
from jobhelp.web import current_locale, day, when

S, A = ClaimState, ClaimAction
STATES: Mapping[str, str] = {
    S.SUBMITTED: N_("已申请"),
    S.RETURNED: N_("待补正"),
    S.ACCEPTED: N_("已受理，审核中"),
    S.REVIEWED: N_("已审核，等审批"),
    S.SPECIAL: N_("一事一议，等第二人签字"),
    S.GRANTED: N_("已批准"),
    S.SUSPENDED: N_("暂停发放"),
    S.STOPPED: N_("已停发"),
    S.ENDED: N_("已结束"),
    S.REFUSED: N_("没有批准"),
    S.APPEALED: N_("复核中"),
    S.WITHDRAWN: N_("已撤回"),
}
TONES: Mapping[str, str] = {
    S.SUBMITTED: "wait",
    S.RETURNED: "attention",
    S.ACCEPTED: "wait",
    S.REVIEWED: "wait",
    S.SPECIAL: "wait",
    S.GRANTED: "ok",
    S.SUSPENDED: "attention",
    S.STOPPED: "late",
    S.ENDED: "muted",
    S.REFUSED: "late",
    S.APPEALED: "wait",
    S.WITHDRAWN: "muted",
}
NEXT: Mapping[str, str] = {
    S.SUBMITTED: N_("我们收到了，最晚 %(due)s告诉您受理不受理。材料现在就可以传。"),
    S.RETURNED: N_("要补一些内容才能往下办。请看下面写的，补好再交。"),
    S.ACCEPTED: N_("正在审核，最晚 %(due)s审完。"),
    S.REVIEWED: N_("审核完了，另一位工作人员在审批，最晚 %(due)s有结果。"),
    S.SPECIAL: N_("情况特殊，要两位工作人员签字，最晚 %(due)s有结果。"),
    S.SUSPENDED: N_("现在不发，月份都给您留着。弄清楚了就接着发。"),
    S.STOPPED: N_("从写明的日子起不再发。不同意，可以申请复核。"),
    S.ENDED: N_("这一项已经办完。"),
    S.REFUSED: N_("没有批准。原因写在下面；不同意，可以申请复核。"),
    S.APPEALED: N_("由没有经手过的工作人员重新看，最晚 %(due)s告诉您结果。"),
    S.WITHDRAWN: N_("您撤回了这份申请。想办的时候可以再申请。"),
}
STEPS: Mapping[str, str] = {
    "submit": N_("您提交了申请"),
    A.ACCEPT: N_("受理了"),
    A.RETURN: N_("退回补正"),
    A.CORRECT: N_("您补好又交了"),
    A.PROPOSE: N_("审核完了"),
    A.SEND_BACK: N_("退回重新审核"),
    A.APPROVE: N_("批准了"),
    A.SIGN_SPECIAL: N_("第一位工作人员签了字"),
    A.REFUSE: N_("没有批准"),
    A.SUSPEND: N_("暂停发放"),
    A.RESUME: N_("恢复发放"),
    A.STOP: N_("停发"),
    A.END: N_("办完了"),
    A.APPEAL: N_("您申请复核"),
    A.UPHOLD: N_("复核：维持原来的决定"),
    A.REOPEN: N_("复核：重新审核"),
    A.WITHDRAW: N_("您撤回了"),
}
DESK_STEPS: Mapping[str, str] = {
    "submit": N_("提交申请"),
    A.ACCEPT: N_("受理"),
    A.RETURN: N_("退回补正"),
    A.CORRECT: N_("补正后再交"),
    A.PROPOSE: N_("提出意见"),
    A.SEND_BACK: N_("审批退回审核"),
    A.APPROVE: N_("批准"),
    A.SIGN_SPECIAL: N_("一事一议，第一人签字"),
    A.REFUSE: N_("不予批准"),
    A.SUSPEND: N_("暂停发放"),
    A.RESUME: N_("恢复发放"),
    A.STOP: N_("停发"),
    A.END: N_("终结"),
    A.APPEAL: N_("申请复核"),
    A.UPHOLD: N_("复核维持"),
    A.REOPEN: N_("复核后重新审核"),
    A.WITHDRAW: N_("撤回"),
}
OUTCOMES: Mapping[str, str] = {
    "grant": N_("批准"),
    "refuse": N_("不予批准"),
    "special": N_("一事一议"),
}
SOURCES: Mapping[str, str] = {
    FactSource.STATED: N_("本人说的"),
    FactSource.DOCUMENT: N_("材料上写的"),
    FactSource.REGISTER: N_("登记系统"),
}
MONTH_STATES: Mapping[str, tuple[str, str]] = {
    MonthState.DUE: (N_("待发"), "wait"),
    MonthState.IN_RUN: (N_("正在发"), "wait"),
    MonthState.PAID: (N_("已发"), "ok"),
    MonthState.CANCELLED: (N_("不发了"), "muted"),
}
ANSWERS: Mapping[str, str] = {
    Answer.PASS: N_("符合"),
    Answer.FAIL: N_("不符合"),
    Answer.UNKNOWN: N_("待核实"),
}
INTERNAL = frozenset({A.PROPOSE, A.SEND_BACK, A.SIGN_SPECIAL})
"""Steps whose note is between officers; the claimant sees the step alone."""


def locale() -> str:
    """The reader's language."""
    return current_locale()


def title(claim_or_code: Claim | str) -> str:
    """The programme's name in the reader's language."""
    code = claim_or_code if isinstance(claim_or_code, str) else claim_or_code.programme
    return programme(code).title.in_(current_locale())


def state(claim: Claim) -> str:
    """Where it stands, in words."""
    return _(STATES[claim.state])


def next_step(claim: Claim, note: str = "") -> str:
    """What happens now, and by when. `note`: what is to be said of the deadline."""
    if claim.state == S.GRANTED:
        return _granted(claim)
    words = NEXT[claim.state]
    if "%(due)s" not in words:
        return _(words)
    return _(words, due=day(claim.due_on)) + (_("（%(note)s）", note=note) if note else "")


def estimated(due: date | None, calendar: Days) -> str:
    """What is said beside a deadline that lies past the calendar of working days; "" beside any other."""
    return _("按周一至周五推算，节假日安排公布后会更新") if due and is_estimated(due, calendar) else ""


def lateness(days: int) -> str:
    """By how many working days something is late."""
    return _("超 %(days)s 个工作日", days=days)


def _granted(claim: Claim) -> str:
    if claim.programme == "dp":
        return _("您已经是登记认定的就业困难人员，可以申请相关的补贴和岗位。")
    if claim.programme in ("sl", "sf"):
        return _("贷款资格通过了，接下来办担保和银行的手续。")
    if claim.programme == "pw":
        return _("资格通过了，街道会和您联系安排岗位。")
    return _("批准了，会按月打到您的银行卡上。") if claim.ends_on else _("批准了，会一次打到您的银行卡上。")


def fact(name: str) -> str:
    """What a fact is called."""
    return _(FACTS[name].title) if name in FACTS else name


def value(name: str, told: Any) -> str:
    """The value of a fact in words; 不知道 when nobody said."""
    if told is None:
        return _("还不知道")
    ask = FACTS.get(name)
    if isinstance(told, date):
        return day(told)
    if ask is None:
        return str(told)
    if ask.kind == FLAG:
        return next(_(says) for _code, says, one in ask.choices if one is bool(told))
    if ask.kind == PLACE:
        return place_name("districts", str(told)) if str(told) != OUTSIDE else _("不是哈尔滨")
    if ask.kind in (CHOICE, MANY):
        codes = code_of(name, told)
        listed = codes if isinstance(codes, list) else [codes] if codes else []
        words = [_(says) for code, says, _value in ask.choices if code in listed]
        return ("、" if current_locale() == "zh" else ", ").join(words) or _others(told)
    return f"{yuan(told)} {_(ask.unit)}" if ask.unit else str(told)


def _others(told: Any) -> str:
    """Stop events from a register, and whatever has no words of its own."""
    if isinstance(told, list):
        if not told:
            return _("没有")
        listed = [EVENTS.get(str(one.get("type")), "") for one in told if isinstance(one, Mapping)]
        days = [str(one.get("date", "")) for one in told if isinstance(one, Mapping)]
        return "；".join(f"{_(words) if words else '—'} {on}" for words, on in zip(listed, days, strict=True))
    return str(told)


EVENTS: Mapping[str, str] = {
    "reemployed": N_("重新就业"),
    "conscripted": N_("应征入伍"),
    "emigrated": N_("移居境外"),
    "pension_started": N_("开始领养老金"),
    "refused_suitable_work": N_("拒绝合适的工作"),
    "imprisoned": N_("服刑"),
    "died": N_("去世"),
}


def revive(name: str, told: Any) -> Any:
    """A value out of a frozen decision: dates are dates again."""
    return stored.revive(name, told)


def moment(instant: datetime) -> str:
    """An instant as the timeline says it."""
    return when(instant)


def step(taken: ClaimStep, *, desk: bool = False) -> str:
    """A step of the timeline."""
    words = DESK_STEPS if desk else STEPS
    return _(words.get(taken.action, taken.action))


def clock_of(claim: Claim, calendar: Days) -> tuple[str, str]:
    """(words, tone) of the deadline that staff owes: late, today, or so many working days."""
    if claim.due_on is None:
        return "—", ""
    today = clock.today()
    late = working_days_late(today, claim.due_on, calendar)
    if late:
        return lateness(late), "late"
    if claim.due_on == today:
        return _("今天到期"), "today"
    return _("还有 %(days)s 个工作日", days=working_days_left(today, claim.due_on, calendar)), ""


def ends_in(claim: Claim) -> int | None:
    """Days to the end of what was granted; None when it has none or is over."""
    if claim.ends_on is None or claim.state != S.GRANTED:
        return None
    left = (claim.ends_on - clock.today()).days
    return left if left >= 0 else None
