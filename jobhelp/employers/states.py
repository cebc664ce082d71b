"""The life of an employer's registration."""

from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class EmployerState(StrEnum):
    """How far the city knows that the employer is who it says."""

    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"


class EmployerAction(StrEnum):
    """What moves an employer on."""

    VERIFY = "verify"
    REFUSE = "refuse"
    RESUBMIT = "resubmit"
    REVOKE = "revoke"


S, A = EmployerState, EmployerAction

LIFE: Lifecycle[EmployerState, EmployerAction] = Lifecycle(
    "employer",
    {
        (S.PENDING, A.VERIFY): S.VERIFIED,
        (S.PENDING, A.REFUSE): S.REFUSED,
        (S.PENDING, A.RESUBMIT): S.PENDING,
        (S.VERIFIED, A.RESUBMIT): S.PENDING,
        (S.VERIFIED, A.REVOKE): S.REFUSED,
        (S.REFUSED, A.RESUBMIT): S.PENDING,
    },
)
