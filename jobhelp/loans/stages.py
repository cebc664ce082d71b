"""The way of a loan as its pages show it: 资格审核 → 担保审核 → 银行审批 → 放款 → 贴息 → 到期. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jobhelp.loans.states import LoanState

S = LoanState


class Stage(StrEnum):
    """The six stages."""

    CLAIM = "claim"
    GUARANTEE = "guarantee"
    BANK = "bank"
    LENT = "lent"
    SUBSIDY = "subsidy"
    DUE = "due"


ORDER = tuple(Stage)
REACHED = {
    S.GUARANTEE: Stage.GUARANTEE,
    S.BANK: Stage.BANK,
    S.LENT: Stage.SUBSIDY,
    S.OVERDUE: Stage.SUBSIDY,
}


@dataclass(frozen=True)
class Mark:
    """One stage: done, now, todo, or halted (declined here, or overdue). `on`: the day on which it was passed."""

    stage: Stage
    state: str
    on: date | None


def stages(state: LoanState, history: Iterable[tuple[str, date]], granted_on: date | None) -> list[Mark]:
    """The six stages of a loan. `history`: (state, day) of each of its steps, first step first."""
    told = list(history)
    days = dict(told)
    before = [one for one, _ in told if one in REACHED]
    passed: dict[Stage, date | None] = {
        Stage.CLAIM: granted_on,
        Stage.GUARANTEE: days.get(S.BANK),
        Stage.BANK: days.get(S.LENT),
        Stage.LENT: next((day for one, day in told if one == S.LENT), None),
        Stage.DUE: days.get(S.REPAID),
    }
    passed[Stage.BANK] = passed[Stage.LENT]
    if state is S.REPAID:
        return [Mark(stage, "done", passed.get(stage)) for stage in ORDER]
    halted = state in (S.DECLINED, S.OVERDUE)
    here = REACHED[S(before[-1]) if state is S.DECLINED and before else state] if before else Stage.GUARANTEE
    place = ORDER.index(here)
    return [
        Mark(stage, "done", passed.get(stage))
        if at < place
        else Mark(stage, ("halted" if halted else "now") if at == place else "todo", None)
        for at, stage in enumerate(ORDER)
    ]
