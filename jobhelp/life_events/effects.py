"""What a life event means for a benefit: which criterion it touches, and what to propose. Pure.

The law's own stop events (`stop_events`: 社会保险法 art 51, 失业保险条例 art 15) end UI and US. What an event means for
the other programmes stands in the table, each with the criterion that it touches; its clause is read from the rule's
YAML. Nothing here stops anything: each line becomes a proposal to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jobhelp.life_events.states import Cause, ProposalKind
from jobhelp.policy.parameters import Reader, published

C, K = Cause, ProposalKind
BY_LAW = ("ui", "us")
"""The programmes that the law's stop events end."""
STOP_CRITERION = {"ui": "UI-5", "us": "US-5"}
LAW_NAMES = {
    C.HIRED: "reemployed",
    C.REEMPLOYED: "reemployed",
    C.PENSION_STARTED: "pension_started",
    C.CONSCRIPTED: "conscripted",
    C.EMIGRATED: "emigrated",
    C.REFUSED_WORK: "refused_suitable_work",
    C.IMPRISONED: "imprisoned",
    C.DIED: "died",
}
"""Our causes by the names that the parameter `stop_events` has."""


@dataclass(frozen=True)
class Effect:
    """What to propose for one programme, and the criterion on which it rests."""

    kind: ProposalKind
    criterion: str


WORKING = {
    "si": Effect(K.STOP, "SI-3"),
    "dp": Effect(K.RECHECK, "DP-0"),
    "pw": Effect(K.RECHECK, "PW-3"),
    "tl": Effect(K.RECHECK, "TL-5"),
    "tr": Effect(K.RECHECK, "TR-1"),
    "js": Effect(K.RECHECK, "JS-1"),
}
AWAY = {
    "si": Effect(K.RECHECK, "SI-3"),
    "dp": Effect(K.RECHECK, "DP-0"),
    "pw": Effect(K.RECHECK, "PW-3"),
    "tr": Effect(K.RECHECK, "TR-4"),
}
PENSION = {
    "ui": Effect(K.STOP, "UI-4"),
    "us": Effect(K.STOP, "US-5"),
    "si": Effect(K.STOP, "SI-2"),
    "dp": Effect(K.STOP, "DP-0"),
    "pw": Effect(K.STOP, "PW-2"),
    "sl": Effect(K.RECHECK, "SL-2"),
}
EFFECTS: Mapping[Cause, Mapping[str, Effect]] = {
    C.HIRED: WORKING,
    C.REEMPLOYED: WORKING,
    C.PENSION_STARTED: PENSION,
    C.RETIREMENT: PENSION,
    C.CONSCRIPTED: AWAY,
    C.IMPRISONED: AWAY,
    C.EMIGRATED: AWAY | {"dp": Effect(K.STOP, "DP-0"), "si": Effect(K.STOP, "SI-3")},
    C.MOVED_AWAY: AWAY | {"ui": Effect(K.RECHECK, "UI-6")},
    C.REFUSED_WORK: {"dp": Effect(K.RECHECK, "DP-0")},
    C.DIED: {
        "si": Effect(K.STOP, "SI-3"),
        "dp": Effect(K.STOP, "DP-0"),
        "pw": Effect(K.STOP, "PW-3"),
        "sl": Effect(K.RECHECK, "SL-2"),
        "tr": Effect(K.STOP, "TR-1"),
    },
    C.DIBAO_GAINED: {"tr": Effect(K.RECHECK, "TR-3")},
    C.DIBAO_LOST: {"dp": Effect(K.RECHECK, "DP-D"), "pl": Effect(K.RECHECK, "PL-2")},
}
OPENS: Mapping[Cause, Mapping[str, str]] = {
    C.DIBAO_GAINED: {"dp": "DP-D"},
    C.DIBAO_LOST: {"tr": "TR-3"},
}
"""What an event may open for somebody who does not have it yet, with the criterion that it answers."""

WORKDAYS = 5  # a week, where an opening says its hours a day only
FULLTIME, PARTTIME, GIG, JOB = "fulltime", "parttime_temp", "gig", "job"
"""Kinds of work that somebody may be hired for. The first two are public-welfare posts."""
ASKED_ONCE = frozenset(
    {"US-3", "TL-3", "SI-7", "JS-1", "TR-0", "US-4", "TL-4", "JS-3", "OS-3", "EI-1", "SF-2", "SF-3"}
)
"""Criteria of the day of application (windows, never paid before): a benefit once granted does not fall by them.

Whom an employer hired was recognised on the day of the hire (EI-1): work itself ends the recognition. Staff, hires and
the wanted amount are of the day of the loan.
"""
CONTINUING = frozenset({"ui", "us", "si", "ei", "pw", "dp", "sf"})
"""Programmes that last: here alone somebody can "no longer" meet a criterion."""


def effect(cause: Cause, programme: str, on: date, *, work: str = JOB) -> Effect | None:
    """What a life event means for one programme that somebody has; None: nothing.

    work    for a hire: what kind of work. Part-time posts and casual work are not clearly "re-employed": a person
            looks. A public-welfare post is not a reason to look at the same person's public-welfare post.
    """
    working = cause in (C.HIRED, C.REEMPLOYED)
    if working and work in (FULLTIME, PARTTIME) and programme == "pw":
        return None
    if programme in BY_LAW and LAW_NAMES.get(cause, "") in published_events(on):
        kind = K.RECHECK if working and work in (PARTTIME, GIG) else K.STOP
        return PENSION[programme] if cause is C.PENSION_STARTED else Effect(kind, STOP_CRITERION[programme])
    found = EFFECTS.get(cause, {}).get(programme)
    if found is not None and working and work == GIG:
        return None if programme == "si" else Effect(K.RECHECK, found.criterion)
    return found


def published_events(on: date) -> frozenset[str]:
    """The stop events of the law of a day."""
    return frozenset(Reader(published()).value("stop_events", on) or ())


def work_of(kind: str, hours_per_day: float | None, hours_per_week: float | None, on: date) -> str:
    """What kind of work an opening is, as the law of public-welfare posts sees it."""
    if kind == "gig":
        return GIG
    if kind != "welfare":
        return JOB
    most = Reader(published()).amount("pw_parttime_max_hours_per_week", on)
    by_day = None if hours_per_day is None else hours_per_day * WORKDAYS
    week = by_day if hours_per_week is None else hours_per_week
    return PARTTIME if week is not None and most is not None and week <= float(most) else FULLTIME
