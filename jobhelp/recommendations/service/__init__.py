"""Acts on lists, by subject: ranking one person, 不合适, the night run, training."""

from jobhelp.recommendations.service.city import Matched, match_city
from jobhelp.recommendations.service.dismissals import ReasonUnknown, dismiss, undo
from jobhelp.recommendations.service.ensure import ensure_lists, ensure_model, is_matched
from jobhelp.recommendations.service.interests import keep, kept, let_go, look
from jobhelp.recommendations.service.lists import (
    Recommended,
    current_for,
    ranking_for,
    refresh_for,
    refresh_stale,
    warm_up,
)
from jobhelp.recommendations.service.reactions import profile_changed, seeker_erased
from jobhelp.recommendations.service.suggesting import (
    InvitedAlready,
    InvitedEnough,
    NotTakingPeople,
    Suggested,
    invite,
    suggested,
    takes_suggestions,
)
from jobhelp.recommendations.service.training import TooFewOutcomes, Trained, train

__all__ = [
    "InvitedAlready",
    "InvitedEnough",
    "NotTakingPeople",
    "Suggested",
    "invite",
    "suggested",
    "takes_suggestions",
    "Matched",
    "ReasonUnknown",
    "Recommended",
    "TooFewOutcomes",
    "Trained",
    "current_for",
    "dismiss",
    "ensure_lists",
    "ensure_model",
    "is_matched",
    "keep",
    "kept",
    "let_go",
    "look",
    "match_city",
    "profile_changed",
    "ranking_for",
    "refresh_for",
    "refresh_stale",
    "seeker_erased",
    "train",
    "undo",
    "warm_up",
]
