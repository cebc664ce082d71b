"""The stages of a start-up loan: 资格审核 → 担保审核 → 银行审批 → 放款 → 贴息 → 到期."""

from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class LoanState(StrEnum):
    """Where a loan stands. The first stage, 资格审核, is the claim's own."""

    GUARANTEE = "guarantee"  # 担保审核
    BANK = "bank"  # 银行审批
    LENT = "lent"  # 已放款, 贴息中
    REPAID = "repaid"  # 到期还清
    OVERDUE = "overdue"  # 逾期: no interest subsidy
    DECLINED = "declined"


class LoanAction(StrEnum):
    """What may be done with a loan."""

    GUARANTEE = "guarantee"
    LEND = "lend"
    DECLINE = "decline"
    REPAY = "repay"
    FALL_OVERDUE = "fall_overdue"
    CATCH_UP = "catch_up"
    BEGIN_AGAIN = "begin_again"  # after an appeal the claim was granted anew


S, A = LoanState, LoanAction
LIFE = Lifecycle(
    "loan",
    {
        (S.GUARANTEE, A.GUARANTEE): S.BANK,
        (S.BANK, A.LEND): S.LENT,
        **{(state, A.DECLINE): S.DECLINED for state in (S.GUARANTEE, S.BANK)},
        **{(state, A.REPAY): S.REPAID for state in (S.LENT, S.OVERDUE)},
        (S.LENT, A.FALL_OVERDUE): S.OVERDUE,
        (S.OVERDUE, A.CATCH_UP): S.LENT,
        (S.DECLINED, A.BEGIN_AGAIN): S.GUARANTEE,
    },
)
OPEN_STATES = (S.GUARANTEE, S.BANK)
"""No money has moved yet."""
