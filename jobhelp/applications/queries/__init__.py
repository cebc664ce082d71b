"""Questions about applications. Whose they are is decided here: a stranger's is `NotFound`, like none at all."""

from jobhelp.applications.queries.employer import (
    ApplicantRow,
    Replies,
    counts_by_state,
    for_employer,
    new_counts,
    of_opening,
    replies,
)
from jobhelp.applications.queries.rows import LARGEST_NUMBER, PAGE, Row, steps
from jobhelp.applications.queries.seeker import (
    Standing,
    count_of_seeker,
    of_seeker,
    own,
    seen_by_employer,
    similar,
    standing,
    state_of,
    to_opening,
)

__all__ = [
    "LARGEST_NUMBER",
    "PAGE",
    "ApplicantRow",
    "Replies",
    "Row",
    "Standing",
    "count_of_seeker",
    "counts_by_state",
    "for_employer",
    "new_counts",
    "of_opening",
    "of_seeker",
    "own",
    "replies",
    "seen_by_employer",
    "similar",
    "standing",
    "state_of",
    "steps",
    "to_opening",
]
