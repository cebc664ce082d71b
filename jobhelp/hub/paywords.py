"""How a pay format was read, in words. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from jobhelp.hub.pay import Said
from jobhelp.labels import LABELS, N_

_SAID = {
    Said.AGREEMENT: N_("面议，不算写明"),
    Said.NOTHING: N_("没有写"),
    Said.UNREAD: N_("没读懂，保留原文"),
}


def pay_in_words(met: Mapping[str, Any], translate: Callable[..., str]) -> str:
    """10,000–15,000 元/月, 13 个月; or why there is no amount. `met` is one of `intake.told`'s formats."""
    pay = met["pay"]
    if pay is None:
        return translate(_SAID[Said(met["said"])])
    low, high = pay["pay_min"], pay["pay_max"]
    if low is None:
        amount = translate(N_("%(amount)s 以内"), amount=_yuan(high))
    elif high is None:
        amount = translate(N_("%(amount)s 起"), amount=_yuan(low))
    else:
        amount = _yuan(low) if low == high else f"{_yuan(low)}–{_yuan(high)}"
    words = f"{amount} {translate(LABELS['pay_unit'][pay['pay_unit']])}"
    if pay["pay_months"]:
        words += translate(N_("，一年 %(months)s 个月"), months=pay["pay_months"])
    return words


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"
