"""The lives of a payment run, a payment and a recovery."""

from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class RunState(StrEnum):
    """Where a payment run stands."""

    PREPARED = "prepared"
    CHECKED = "checked"
    APPROVED = "approved"
    SENT = "sent"  # the bank file was made
    SETTLED = "settled"  # every payment has its receipt
    CANCELLED = "cancelled"


class RunAction(StrEnum):
    """What may be done with a run."""

    CHECK = "check"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    SEND = "send"
    SETTLE = "settle"
    CANCEL = "cancel"


R, A = RunState, RunAction
RUN_LIFE = Lifecycle(
    "payment run",
    {
        (R.PREPARED, A.CHECK): R.CHECKED,
        (R.CHECKED, A.SEND_BACK): R.PREPARED,
        (R.CHECKED, A.APPROVE): R.APPROVED,
        (R.APPROVED, A.SEND): R.SENT,
        (R.SENT, A.SETTLE): R.SETTLED,
        **{(state, A.CANCEL): R.CANCELLED for state in (R.PREPARED, R.CHECKED, R.APPROVED)},
    },
)


class PaymentState(StrEnum):
    """Where one payment stands."""

    PENDING = "pending"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"  # the bank sent it back; the month is due again
    CANCELLED = "cancelled"


class RecoveryState(StrEnum):
    """Where the recovery of an overpayment stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WAIVING = "waiving"  # one person wants it waived, another has to agree
    REPAID = "repaid"
    WAIVED = "waived"


class PaymentAction(StrEnum):
    """What happens to one payment. `drop`: it leaves its run before anything was sent."""

    SEND = "send"
    DROP = "drop"
    PAY = "pay"
    RETURN = "return"


PS, PA = PaymentState, PaymentAction
PAYMENT_LIFE = Lifecycle(
    "payment",
    {
        (PS.PENDING, PA.SEND): PS.SENT,
        (PS.PENDING, PA.DROP): PS.CANCELLED,
        (PS.SENT, PA.PAY): PS.PAID,
        (PS.SENT, PA.RETURN): PS.RETURNED,
    },
)
LIVE_PAYMENTS = (PS.PENDING, PS.SENT, PS.PAID)
"""Of these a month has at most one."""


class RecoveryAction(StrEnum):
    """What may be done with a recovery. `settle` is the last repayment's."""

    CONFIRM = "confirm"
    ASK_WAIVER = "ask_waiver"
    WAIVE = "waive"
    KEEP = "keep"  # it is not waived: to be decided like any proposal
    SETTLE = "settle"


RS, RA = RecoveryState, RecoveryAction
RECOVERY_LIFE = Lifecycle(
    "recovery",
    {
        (RS.PROPOSED, RA.CONFIRM): RS.CONFIRMED,
        (RS.PROPOSED, RA.ASK_WAIVER): RS.WAIVING,
        (RS.WAIVING, RA.WAIVE): RS.WAIVED,
        (RS.WAIVING, RA.KEEP): RS.PROPOSED,
        (RS.CONFIRMED, RA.SETTLE): RS.REPAID,
    },
)


class Dropped(StrEnum):
    """Why a payment left its run before it was sent; kept in `Payment.return_reason`."""

    NOT_GRANTED = "not_granted"  # the claim is suspended, stopped or under appeal
    NOT_ELIGIBLE = "not_eligible"  # by what is known now the law says no
    NOT_KNOWN = "not_known"  # by what is known now the law says neither yes nor no
    NO_CARD = "no_card"
    CARD_FROZEN = "card_frozen"  # changed less than 72 hours ago
    MONTH_CHANGED = "month_changed"  # the month is not owed any more
    RUN_CANCELLED = "run_cancelled"


class EntryKind(StrEnum):
    """What an entry of the ledger is about."""

    GRANT = "grant"  # fund → payable
    CANCEL = "cancel"  # the grant, reversed
    SEND = "send"  # payable → transit
    PAY = "pay"  # transit → bank
    RETURN = "return"  # the sending, reversed
    RECOVER = "recover"  # receivable → fund
    REPAY = "repay"  # bank → receivable
    REVERSE = "reverse"  # any other correction


class Account(StrEnum):
    """The accounts of a programme; in the books `fund:ui` and so on."""

    FUND = "fund"  # what the fund has taken on: debit
    PAYABLE = "payable"  # what is owed and not sent: credit
    TRANSIT = "transit"  # with the bank, no receipt yet: credit
    BANK = "bank"  # what has left the bank account: credit
    RECEIVABLE = "receivable"  # what must come back: debit
