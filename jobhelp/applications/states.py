"""The life of an application."""

from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class ApplicationState(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    VIEWED = "viewed"
    INVITED = "invited"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HIRED = "hired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class ApplicationAction(StrEnum):
    """What may be done with an application; `withdraw` and `accept` are the seeker's, `close` the post's."""

    VIEW = "view"
    INVITE = "invite"
    OFFER = "offer"
    ACCEPT = "accept"
    HIRE = "hire"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    APPLY_AGAIN = "apply_again"


S, A = ApplicationState, ApplicationAction
OPEN_STATES = (S.APPLIED, S.VIEWED, S.INVITED, S.OFFERED, S.ACCEPTED)

LIFE = Lifecycle(
    "application",
    {
        (S.APPLIED, A.VIEW): S.VIEWED,
        **{(state, A.INVITE): S.INVITED for state in (S.APPLIED, S.VIEWED, S.INVITED)},
        **{(state, A.OFFER): S.OFFERED for state in (S.APPLIED, S.VIEWED, S.INVITED)},
        (S.OFFERED, A.ACCEPT): S.ACCEPTED,
        **{(state, A.HIRE): S.HIRED for state in OPEN_STATES},
        **{(state, A.REFUSE): S.REFUSED for state in OPEN_STATES},
        **{(state, A.WITHDRAW): S.WITHDRAWN for state in OPEN_STATES},
        **{(state, A.CLOSE): S.CLOSED for state in OPEN_STATES},
        **{(state, A.APPLY_AGAIN): S.APPLIED for state in (S.WITHDRAWN, S.CLOSED)},
    },
)
"""An employer may hire from any open state: a person met at the counter needs no ceremony. Inviting the invited moves
the interview to another time."""
