"""Questions about proposals and screenings. The district is part of every question: `scope` None is the whole city."""

from jobhelp.life_events.queries.listing import Line, Waiting, Wanted, count, for_desk, lines, waiting
from jobhelp.life_events.queries.one import (
    Stake,
    Surroundings,
    at_stake,
    number_of,
    open_about,
    open_switches,
    own,
    own_one,
    siblings,
    surroundings,
)
from jobhelp.life_events.queries.scoping import PAGE
from jobhelp.life_events.queries.screenings import (
    FindLine,
    find_counts,
    finds,
    finished_since,
    screening,
    screenings,
    unfinished,
)
from jobhelp.life_events.queries.touched import (
    ending,
    in_scope,
    live_claims,
    person_of_claim,
    running_of,
    running_of_people,
)

__all__ = [
    "PAGE",
    "FindLine",
    "Line",
    "Stake",
    "Surroundings",
    "Waiting",
    "Wanted",
    "at_stake",
    "count",
    "ending",
    "find_counts",
    "finds",
    "finished_since",
    "for_desk",
    "in_scope",
    "lines",
    "live_claims",
    "number_of",
    "open_about",
    "open_switches",
    "own",
    "own_one",
    "person_of_claim",
    "running_of",
    "running_of_people",
    "screening",
    "screenings",
    "siblings",
    "surroundings",
    "unfinished",
    "waiting",
]
