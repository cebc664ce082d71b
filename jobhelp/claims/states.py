"""The life of a claim: 申请 → 受理 → 审核 → 审批 → 发放 → 暂停 / 停发 / 终结."""

from enum import StrEnum

from jobhelp import crypto
from jobhelp.lifecycle import Lifecycle


class ClaimState(StrEnum):
    """Where a claim stands."""

    SUBMITTED = "submitted"  # 已申请
    RETURNED = "returned"  # 待补正
    ACCEPTED = "accepted"  # 已受理, 审核中
    REVIEWED = "reviewed"  # 已审核, 待审批: a maker has proposed an outcome
    SPECIAL = "special"  # 一事一议: one signature is there, the second is missing
    GRANTED = "granted"  # 已批准, 发放中 (or in force, for recognition)
    SUSPENDED = "suspended"  # 暂停
    STOPPED = "stopped"  # 停发
    ENDED = "ended"  # 终结: all months are over
    REFUSED = "refused"  # 不予批准
    APPEALED = "appealed"  # 复核中
    WITHDRAWN = "withdrawn"  # 已撤回


class ClaimAction(StrEnum):
    """What may be done with a claim. The claimant's: correct, withdraw, appeal. `end` is the calendar's."""

    ACCEPT = "accept"
    RETURN = "return"
    CORRECT = "correct"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    SIGN_SPECIAL = "sign_special"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    RESUME = "resume"
    STOP = "stop"
    END = "end"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


S, A = ClaimState, ClaimAction
OPEN_STATES = (S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.REVIEWED, S.SPECIAL, S.APPEALED)
RUNNING_STATES = (S.GRANTED, S.SUSPENDED)
DRAFT_DAYS = 90  # how long what was typed and not sent is kept
LIVE_STATES = OPEN_STATES + RUNNING_STATES
"""Of these a holder has at most one for each programme."""

LIFE = Lifecycle(
    "claim",
    {
        (S.SUBMITTED, A.ACCEPT): S.ACCEPTED,
        **{(state, A.RETURN): S.RETURNED for state in (S.SUBMITTED, S.ACCEPTED)},
        (S.RETURNED, A.CORRECT): S.SUBMITTED,
        (S.ACCEPTED, A.PROPOSE): S.REVIEWED,
        (S.REVIEWED, A.SEND_BACK): S.ACCEPTED,
        (S.SPECIAL, A.SEND_BACK): S.ACCEPTED,
        (S.REVIEWED, A.APPROVE): S.GRANTED,
        (S.REVIEWED, A.SIGN_SPECIAL): S.SPECIAL,
        (S.SPECIAL, A.APPROVE): S.GRANTED,
        **{(state, A.REFUSE): S.REFUSED for state in (S.REVIEWED, S.SPECIAL)},
        (S.GRANTED, A.SUSPEND): S.SUSPENDED,
        (S.SUSPENDED, A.RESUME): S.GRANTED,
        **{(state, A.STOP): S.STOPPED for state in RUNNING_STATES},
        **{(state, A.END): S.ENDED for state in RUNNING_STATES},
        **{(state, A.APPEAL): S.APPEALED for state in (S.REFUSED, S.STOPPED)},
        (S.APPEALED, A.UPHOLD): S.ENDED,
        (S.APPEALED, A.REOPEN): S.ACCEPTED,
        **{
            (state, A.WITHDRAW): S.WITHDRAWN
            for state in (S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.REVIEWED, S.SPECIAL)
        },
    },
)


class Outcome(StrEnum):
    """What a maker proposes, and what a decision says."""

    GRANT = "grant"
    REFUSE = "refuse"
    SPECIAL = "special"  # 一事一议: granted although a criterion is not met, by two checkers, with the reason


class FactSource(StrEnum):
    """Where a fact of a person comes from; the later ones weigh more."""

    STATED = "stated"
    DOCUMENT = "document"  # staff read it from a paper
    REGISTER = "register"  # an official register (数据比对)


class MonthState(StrEnum):
    """Where one month (or one-time sum) of a granted claim stands."""

    DUE = "due"  # 应发
    IN_RUN = "in_run"
    PAID = "paid"
    CANCELLED = "cancelled"  # stopped before it was paid


EMPLOYER_PROGRAMMES = ("ei", "sf")
WITHOUT_MONTHS = ("dp", "sl", "sf", "pw")
"""Granting these owes no sum by itself: a legal status, a loan (its interest comes by quarters), a post. Where a
schedule is known all the same (a post for so many months), it is owed."""


def seeker_holder(seeker_id: int) -> str:
    """The holder's name of a person."""
    return f"s{seeker_id}"


HIRE_KEY_LENGTH = 16


def hire_key(id_number: str) -> str:
    """How a hire is named in the holder of a claim: a keyed digest of the identity number, the same for the same
    person; nobody can be named by it.
    """
    return crypto.keyring().blind_index("hire", id_number).hex()[:HIRE_KEY_LENGTH]


def employer_holder(employer_id: int, hire: str = "") -> str:
    """The holder's name of an employer, or of one hire of theirs by its key."""
    return f"e{employer_id}:{hire}" if hire else f"e{employer_id}"
