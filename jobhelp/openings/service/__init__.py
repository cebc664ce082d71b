"""Acts on openings: draft, revise, move, seats, numbers, the search index. Nobody else changes an opening's state."""

from jobhelp.openings.requirements import missing
from jobhelp.openings.service.drafts import VALID_DAYS, copy_of, draft, revise
from jobhelp.openings.service.duplicates import LIKELY, keep_both
from jobhelp.openings.service.life import (
    Incomplete,
    LintBlocks,
    NoteMissing,
    NotVerified,
    Outdated,
    TooManyOpenings,
    expire_due,
    move,
    scan,
)
from jobhelp.openings.service.numbers import number_for, numbers_for
from jobhelp.openings.service.resting import pause_openings, resume_openings
from jobhelp.openings.service.seats import give_back_seat, take_seat
from jobhelp.openings.service.shelf import index
from jobhelp.openings.states import OpeningChanged, OpeningEnded, OpeningFilled

__all__ = [
    "LIKELY",
    "Incomplete",
    "LintBlocks",
    "NotVerified",
    "NoteMissing",
    "OpeningChanged",
    "OpeningEnded",
    "OpeningFilled",
    "Outdated",
    "TooManyOpenings",
    "VALID_DAYS",
    "copy_of",
    "draft",
    "expire_due",
    "give_back_seat",
    "index",
    "missing",
    "keep_both",
    "move",
    "number_for",
    "numbers_for",
    "pause_openings",
    "resume_openings",
    "revise",
    "scan",
    "take_seat",
]
