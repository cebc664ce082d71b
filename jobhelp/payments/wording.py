"""Words for stored codes of the slice (msgids), and the tone in which they are shown."""

from flask_babel import gettext as _

from jobhelp import clock, labels
from jobhelp.claims.wording import month as month
from jobhelp.claims.wording import title as title
from jobhelp.payments.models import PaymentRun
from jobhelp.payments.states import (
    Account,
    Dropped,
    EntryKind,
    PaymentState,
    RecoveryState,
    RunState,
)
from jobhelp.texts import N_

RUN_STATES = {
    RunState.PREPARED: (N_("等复核"), "attention"),
    RunState.CHECKED: (N_("等批准"), "attention"),
    RunState.APPROVED: (N_("等送银行"), "attention"),
    RunState.SENT: (N_("等回单"), "wait"),
    RunState.SETTLED: (N_("办完了"), "ok"),
    RunState.CANCELLED: (N_("作废了"), "muted"),
}
PAYMENT_STATES = {
    PaymentState.PENDING: (N_("还没送出"), "wait"),
    PaymentState.SENT: (N_("在银行"), "wait"),
    PaymentState.PAID: (N_("已到账"), "ok"),
    PaymentState.RETURNED: (N_("银行退回"), "late"),
    PaymentState.CANCELLED: (N_("没有发"), "muted"),
}
DROPPED = {
    Dropped.NOT_GRANTED: N_("待遇已经暂停或停发"),
    Dropped.NOT_ELIGIBLE: N_("按现在的情况不符合条件"),
    Dropped.NOT_KNOWN: N_("有条件要重新核实"),
    Dropped.NO_CARD: N_("没有银行卡"),
    Dropped.CARD_FROZEN: N_("银行卡刚改过，72 小时内不发"),
    Dropped.MONTH_CHANGED: N_("这个月的应发变了"),
    Dropped.RUN_CANCELLED: N_("批次作废了，下一批再发"),
}
LATE = {
    "nobody": (N_("没有人准备"), "late"),
    "no_card": (N_("没有银行卡"), "attention"),
    "card_frozen": (N_("银行卡刚改过，72 小时内不发"), "wait"),
    "suspended": (N_("待遇暂停"), "muted"),
    "appealed": (N_("在复核"), "muted"),
    "returned": (N_("银行退回"), "late"),
    "in_run": (N_("在批次里"), "wait"),
}
RECOVERY_STATES = {
    RecoveryState.PROPOSED: (N_("等确认"), "attention"),
    RecoveryState.WAIVING: (N_("等同意不追回"), "attention"),
    RecoveryState.CONFIRMED: (N_("在还"), "wait"),
    RecoveryState.REPAID: (N_("还清了"), "ok"),
    RecoveryState.WAIVED: (N_("不追回"), "muted"),
}
KINDS = {
    EntryKind.GRANT: N_("批准，应发"),
    EntryKind.CANCEL: N_("停发，不再应发"),
    EntryKind.SEND: N_("送银行"),
    EntryKind.PAY: N_("到账"),
    EntryKind.RETURN: N_("退回"),
    EntryKind.RECOVER: N_("追回，应收"),
    EntryKind.REPAY: N_("还款"),
    EntryKind.REVERSE: N_("冲正"),
}
ACCOUNTS = {
    Account.FUND: N_("基金支出"),
    Account.PAYABLE: N_("应发"),
    Account.TRANSIT: N_("在途"),
    Account.BANK: N_("银行"),
    Account.RECEIVABLE: N_("应收回"),
}
STEPS = (
    ("prepared", N_("准备"), "prepared_by", "prepared_at"),
    ("checked", N_("复核"), "checked_by", "checked_at"),
    ("approved", N_("批准发放"), "approved_by", "approved_at"),
    ("sent", N_("送银行"), "", "sent_at"),
    ("settled", N_("回单"), "", "settled_at"),
)


def amount(fen: int) -> str:
    """2,043.00: in tables every amount has its two decimals."""
    return f"{fen / 100:,.2f}"


def dropped(code: str) -> str:
    """Why a payment was not sent."""
    return _(DROPPED[Dropped(code)]) if code in set(Dropped) else code


def late_why(code: str) -> str:
    """What stands in the way of a month."""
    return _(LATE[code][0])


def word(family: str, code: str) -> str:
    """The label of an account or of a kind of entry."""
    words: dict[str, str] = {"account": ACCOUNTS, "kind": KINDS}[family]  # type: ignore[assignment]
    return _(words[code])


def role(code: str) -> str:
    """The role in words."""
    return _(labels.label("role", code))


def steps(run: PaymentRun) -> list[tuple[str, str, int | None, object]]:
    """(state, word, who, when) of each step: done, now or todo."""
    order = [code for code, *_rest in STEPS]
    if run.state == RunState.CANCELLED:
        reached = 1 + (run.checked_at is not None) + (run.approved_at is not None)
    else:
        reached = order.index(run.state) + 1
    found = []
    for place, (_code, text, who, at) in enumerate(STEPS):
        over = run.state == RunState.CANCELLED and place >= reached
        state = "done" if place < reached else "todo" if over or place > reached else "now"
        found.append((state, _(text), getattr(run, who) if who else None, getattr(run, at)))
    return found


def frozen(until: object) -> bool:
    """Whether a card is not paid to yet."""
    return until is not None and until > clock.now()  # type: ignore[operator]
