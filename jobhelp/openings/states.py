"""The life of an opening."""

from dataclasses import dataclass
from enum import StrEnum

from jobhelp.lifecycle import Lifecycle


class OpeningState(StrEnum):
    """Where an opening stands."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    PAUSED = "paused"
    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OpeningAction(StrEnum):
    """What may be done with an opening."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    RETURN = "return"
    FILL = "fill"
    REOPEN = "reopen"
    CLOSE = "close"
    PAUSE = "pause"
    RESUME = "resume"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


S, A = OpeningState, OpeningAction

LIFE = Lifecycle(
    "opening",
    {
        (S.DRAFT, A.SUBMIT): S.REVIEW,
        (S.DRAFT, A.WITHDRAW): S.WITHDRAWN,
        (S.REVIEW, A.PUBLISH): S.PUBLISHED,
        (S.REVIEW, A.RETURN): S.DRAFT,
        (S.REVIEW, A.WITHDRAW): S.WITHDRAWN,
        (S.REVIEW, A.EXPIRE): S.EXPIRED,
        (S.PUBLISHED, A.FILL): S.FILLED,
        (S.PUBLISHED, A.CLOSE): S.CLOSED,
        (S.PUBLISHED, A.EXPIRE): S.EXPIRED,
        (S.PUBLISHED, A.WITHDRAW): S.WITHDRAWN,
        (S.PUBLISHED, A.PAUSE): S.PAUSED,
        (S.PAUSED, A.RESUME): S.PUBLISHED,
        (S.PAUSED, A.CLOSE): S.CLOSED,
        (S.PAUSED, A.EXPIRE): S.EXPIRED,
        (S.PAUSED, A.WITHDRAW): S.WITHDRAWN,
        (S.FILLED, A.REOPEN): S.PUBLISHED,
        (S.FILLED, A.PAUSE): S.PAUSED,
        (S.FILLED, A.CLOSE): S.CLOSED,
        (S.CLOSED, A.SUBMIT): S.REVIEW,
        (S.EXPIRED, A.SUBMIT): S.REVIEW,
    },
)
"""A hire that falls through reopens a filled post; closed and expired ones come back through review. What is on show
pauses while its employer is not verified, keeps its applications, and resumes by itself."""
PUBLIC = (S.PUBLISHED, S.PAUSED, S.FILLED, S.CLOSED, S.EXPIRED)
"""Whose page anybody may read, once it was published: a link that was shared keeps its answer."""
ENDED = (S.CLOSED, S.EXPIRED, S.WITHDRAWN)
EDITABLE = (S.DRAFT, S.CLOSED, S.EXPIRED)


@dataclass(frozen=True)
class OpeningChanged:
    """Something that readers of the board see has changed."""

    opening_id: int


@dataclass(frozen=True)
class OpeningFilled:
    """The last seat was taken."""

    opening_id: int


@dataclass(frozen=True)
class OpeningEnded:
    """Nobody can apply any more: closed, expired or withdrawn."""

    opening_id: int
