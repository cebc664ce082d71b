"""The life of a grant of rights."""

from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class GrantAct(StrEnum):
    """What one person proposes for a colleague and another confirms."""

    TAKE_ON = "take_on"  # a new account
    MOVE = "move"  # another role or district
    RENEW = "renew"  # a new set-up code, for a lost phone or password
    SWITCH_ON = "switch_on"  # an account that was switched off


class GrantState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class GrantStep(StrEnum):
    """What is done with a proposal."""

    CONFIRM = "confirm"
    REFUSE = "refuse"


GRANT = Lifecycle(
    "grant",
    {
        (GrantState.WAITING, GrantStep.CONFIRM): GrantState.CONFIRMED,
        (GrantState.WAITING, GrantStep.REFUSE): GrantState.REFUSED,
    },
)
WITH_CODE = frozenset({GrantAct.TAKE_ON, GrantAct.RENEW})
"""Acts after which the person sets a password by a code of two parts."""
