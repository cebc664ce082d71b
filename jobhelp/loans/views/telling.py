"""What the borrower's page and the desk's case page both show: stages, the table of quarters, what is next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims.states import MonthState
from jobhelp.loans import queries
from jobhelp.loans.interest import Division, UnknownRule, division, next_quarter, quarters
from jobhelp.loans.queries import File
from jobhelp.loans.stages import Mark, Stage, stages
from jobhelp.loans.states import LoanState
from jobhelp.payments.wording import amount as exact
from jobhelp.web import day, money

S = LoanState
STAGES: Mapping[Stage, Callable[[], str]] = {
    Stage.CLAIM: lambda: _("资格审核"),
    Stage.GUARANTEE: lambda: _("担保审核"),
    Stage.BANK: lambda: _("银行审批"),
    Stage.LENT: lambda: _("放款"),
    Stage.SUBSIDY: lambda: _("贴息"),
    Stage.DUE: lambda: _("到期"),
}
STATES: Mapping[LoanState, Callable[[], str]] = {
    S.GUARANTEE: lambda: _("担保审核中"),
    S.BANK: lambda: _("银行审批中"),
    S.LENT: lambda: _("已放款，贴息中"),
    S.REPAID: lambda: _("已还清"),
    S.OVERDUE: lambda: _("逾期，停止贴息"),
    S.DECLINED: lambda: _("没有办成"),
}
TONES = {
    S.GUARANTEE: "wait",
    S.BANK: "wait",
    S.LENT: "ok",
    S.REPAID: "muted",
    S.OVERDUE: "late",
    S.DECLINED: "muted",
}
PAID: Mapping[str, Callable[[], str]] = {
    MonthState.DUE: lambda: _("待发"),
    MonthState.IN_RUN: lambda: _("正在发"),
    MonthState.PAID: lambda: _("已发"),
    MonthState.CANCELLED: lambda: _("取消"),
}
PAID_TONES = {
    MonthState.DUE: "wait",
    MonthState.IN_RUN: "wait",
    MonthState.PAID: "ok",
    MonthState.CANCELLED: "muted",
}


@dataclass(frozen=True)
class Row:
    """A quarter of the table. `settled`: computed and written down; else it is still to come. `too_much`: 分 of the
    subsidy that were paid and must come back.
    """

    quarter: date
    days: int
    interest: int
    subsidy: int
    borrower: int
    settled: bool
    word: str
    tone: str
    too_much: int = 0


def quarter_words(quarter: date) -> str:
    """2026 年第 3 季度."""
    return _("%(year)s 年第 %(number)s 季度", year=quarter.year, number=(quarter.month + 2) // 3)


def state_words(state: str) -> str:
    """Where a loan stands."""
    return STATES[LoanState(state)]()


def marks(file: File) -> list[tuple[str, Mark]]:
    """The stage bar: each stage with its name."""
    begun = clock.local(file.loan.created_at).date()
    history = [(step.state, step.on) for step in file.steps]
    return [(STAGES[one.stage](), one) for one in stages(LoanState(file.loan.state), history, begun)]


def law_of(file: File) -> Division | None:
    """How the interest of this loan is divided; None before there is a contract."""
    terms = queries.terms_of(file.loan, file.claim.programme)
    try:
        return None if terms is None else division(terms)
    except UnknownRule:
        return None


def table(file: File, law: Division) -> list[Row]:
    """Every quarter of the loan: the settled ones as they were written, the others as they will be."""
    there = {quarter.quarter: (quarter, month) for quarter, month in file.quarters}
    overdue = queries.overdue_days(file.steps)
    end = file.loan.due_on or law.terms.due_on
    settled = max(map(next_quarter, there), default=end)  # a repayment may lie before it
    found = []
    for quarter in quarters(law.terms.lent_on, max(end, settled)):
        split = law.between(quarter, min(next_quarter(quarter), end), without=overdue)
        kept = there.get(quarter)
        if kept is None:
            word, tone = _coming(file, quarter)
            found.append(
                Row(
                    quarter,
                    split.days,
                    split.interest,
                    split.subsidy,
                    split.borrower,
                    False,
                    word,
                    tone,
                )
            )
            continue
        row, month = kept
        word, tone = (
            (PAID[month.state](), PAID_TONES[MonthState(month.state)]) if month else (_("不贴息"), "muted")
        )
        found.append(
            Row(
                quarter,
                row.days,
                row.interest,
                row.subsidy,
                row.borrower,
                True,
                word,
                tone,
                row.overpaid,
            )
        )
    return found


def _coming(file: File, quarter: date) -> tuple[str, str]:
    if next_quarter(quarter) > clock.today():
        return _("还没到"), "muted"
    return (_("逾期，暂不结"), "late") if file.loan.state == S.OVERDUE else (_("待结息"), "attention")


NEAR = 2


def near(rows: list[Row]) -> int:
    """How many rows the borrower sees at once: those settled or due, and the next two."""
    settled = [place for place, row in enumerate(rows, 1) if row.settled or row.tone != "muted"]
    return min(len(rows), (settled[-1] if settled else 0) + NEAR)


def sums(rows: list[Row]) -> dict[str, int]:
    """The sums over all quarters."""
    return {
        "days": sum(row.days for row in rows),
        "subsidy": sum(row.subsidy for row in rows),
        "borrower": sum(row.borrower for row in rows),
        "interest": sum(row.interest for row in rows),
    }


def paid_out(file: File) -> int:
    """How much subsidy has reached the borrower."""
    return sum(
        quarter.subsidy for quarter, month in file.quarters if month and month.state == MonthState.PAID
    )


def next_words(file: File, rows: list[Row]) -> str:
    """What happens next, for the borrower."""
    loan = file.loan
    match LoanState(loan.state):
        case S.GUARANTEE:
            return _("资格通过了。担保机构看您的材料，可能会打电话给您。不用您做什么。")
        case S.BANK:
            return _("担保通过了。银行会约您签合同，带身份证和营业执照。")
        case S.OVERDUE:
            return _("先打电话给银行，把欠的还上。还上以后接着贴息，逾期的日子不补。")
        case S.DECLINED:
            return _("请看下面的原因。不同意，可以在「我的待遇」里申请复核；条件变了，可以重新申请。")
        case S.REPAID:
            return _("贷款还清了。以后再创业，可以再申请。")
    coming = next((row for row in rows if not row.settled), None)
    if coming is None:
        return _("每个季度都结完了。%(day)s到期，请按时还本金。", day=day(loan.due_on))
    if next_quarter(coming.quarter) <= clock.today():
        return _(
            "%(quarter)s过完了，等工作人员结息：利息 %(interest)s 元，财政付 %(subsidy)s 元。",
            quarter=quarter_words(coming.quarter),
            interest=money(coming.interest),
            subsidy=money(coming.subsidy),
        )
    return _(
        "下一次结息在 %(day)s以后：利息 %(interest)s 元，财政付 %(subsidy)s 元，您付 %(own)s 元。",
        day=day(next_quarter(coming.quarter)),
        interest=money(coming.interest),
        subsidy=money(coming.subsidy),
        own=money(coming.borrower),
    )


def shown(file: File) -> dict[str, Any]:
    """Everything that both pages draw."""
    law = law_of(file)
    rows = table(file, law) if law else []
    return {
        "file": file,
        "loan": file.loan,
        "claim": file.claim,
        "marks": marks(file),
        "law": law,
        "rows": rows,
        "sums": sums(rows),
        "paid": paid_out(file),
        "next_words": next_words(file, rows),
        "near": near(rows),
        "exact": exact,
        "quarter_words": quarter_words,
        "state_words": state_words,
        "tone": TONES[LoanState(file.loan.state)],
    }
