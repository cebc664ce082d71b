"""Why something cannot be done with a loan, in words fit for the officer who asked."""

from jobhelp.errors import Refusal
from jobhelp.texts import N_


class AmountAboveCap(Refusal):
    """The bank lends no more than the claim's limit."""

    message = N_("不能超过资格审核定下的上限 %(cap)s 元。")


class AmountMissing(Refusal):
    """Nothing, or less, was lent."""

    message = N_("请填放了多少钱。")


class TermTooLong(Refusal):
    """The term is longer than the law of the contract date allows."""

    message = N_("合同当天的规定，最长 %(months)s 个月。")


class RateAboveLimit(Refusal):
    """The contract has a rate above the limit of its day: it is not a start-up loan with subsidy."""

    message = N_("合同当天允许的最高年利率是 %(limit)s%%。请和银行核对。")


class RateMissing(Refusal):
    """A loan without interest has nothing to divide."""

    message = N_("请填合同上的年利率。")


class RuleUnknown(Refusal):
    """No rule or LPR is known for the contract date."""

    message = N_("还没有合同那天的贴息办法或 LPR，算不出利息。请先补上参数。")


class ContractBeforeClaim(Refusal):
    """A contract older than the claim was not made on it."""

    message = N_("合同不能早于申请的日子 %(day)s。")


class DayInFuture(Refusal):
    """What has not happened yet is not written down."""

    message = N_("这一天还没到。")


class LentBeforeContract(Refusal):
    """The money cannot leave before the contract is signed."""

    message = N_("放款不能早于合同。")


class BeforeLent(Refusal):
    """A repayment or an overdue day before the money was lent."""

    message = N_("不能早于放款的日子 %(day)s。")


class QuarterSettled(Refusal):
    """The interest of those days is settled; what was subsidised too much is a matter for recovery."""

    message = N_("%(day)s 以前的利息已经结过，不能再改。多补的，请在追回里办理。")


class QuarterBeingPaid(Refusal):
    """What is with the bank is neither owed less nor recovered: its receipt decides which."""

    message = N_("那个季度的贴息正在发放批次里。等批次作废或银行回单来了，再记。")
    status = 409


class CatchUpBeforeOverdue(Refusal):
    """Caught up before it fell overdue."""

    message = N_("不能早于逾期的日子 %(day)s。")


class GuarantorMissing(Refusal):
    """Who stands for the loan."""

    message = N_("请填担保机构。")


class BankMissing(Refusal):
    """Which bank lends."""

    message = N_("请填放款的银行。")


class ReasonMissing(Refusal):
    """A refusal needs its reason."""

    message = N_("请写明原因，申请人会看到。")


class QuarterNotOver(Refusal):
    """Interest is settled when the quarter is over."""

    message = N_("这个季度还没过完，过完才能结息。")
