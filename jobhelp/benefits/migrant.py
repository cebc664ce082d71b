"""The channel for migrant workers: where they work, live and are insured decides who handles their case. Pure.

Unemployment insurance is paid where the person is insured (失业保险条例 art 21; 人社部发〔2020〕40号). Who is not insured is
helped where they work or habitually live (哈政办规〔2021〕4号 section 5), and elsewhere where they live or have their
hukou (国发〔2014〕47号).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from jobhelp.benefits.check import closed
from jobhelp.policy.parameters import Reader, published

PROGRAMMES = ("ls", "tr", "us", "tl")
OF_INSURANCE = ("ls", "us", "tl")
OUTSIDE = "outside"
NOWHERE = "none"
"""As a place of work: no work at the moment."""


class Insured(StrEnum):
    """Whether somebody is or was insured against unemployment."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why this place handles it."""

    INSURED_HERE = "insured_here"
    INSURED_ELSEWHERE = "insured_elsewhere"
    WORKS_HERE = "works_here"
    LIVES_HERE = "lives_here"
    LOOK_UP_AT_WORK = "look_up_at_work"  # whether insured is not known: the window looks it up first
    LOOK_UP_AT_HOME = "look_up_at_home"
    ELSEWHERE = "elsewhere"  # not insured, and neither works nor lives in Harbin
    LOOK_UP_ELSEWHERE = "look_up_elsewhere"
    NOT_SAID = "not_said"  # no district is known


class May(StrEnum):
    """Whether a programme may be for this person, as far as these three answers say."""

    PERHAPS = "perhaps"
    LOOK_UP = "look_up"  # when the insurance was looked up
    NO = "no"
    CLOSED = "closed"


class Handler(NamedTuple):
    """Who handles it: a district's code, "outside", or "" where nobody said a place; and why."""

    place: str
    reason: Reason


NOT_SAID = Handler("", Reason.NOT_SAID)


def handler(facts: Mapping[str, Any]) -> Handler:
    """Who handles a migrant worker's case.

    facts   work_area, live_area, insured_area: codes of places, "outside" or None; insured: True, False or None.
            Facts of a claim, which know one `area` only, are read as the rules read it: where the person is insured,
            or lives when they are not.
    """
    insured = facts.get("insured")
    work, live, there = (facts.get(name) for name in ("work_area", "live_area", "insured_area"))
    area = facts.get("area")
    if area is not None and work is None and live is None and there is None:
        live = area
        if insured is not False:
            insured, there = True, area
    if insured is True and there is not None:
        place = _place(there)
        reason = Reason.INSURED_ELSEWHERE if place == OUTSIDE else Reason.INSURED_HERE
        return Handler(place, reason) if place else NOT_SAID
    known = insured is False
    for where, here, look_up in (
        (work, Reason.WORKS_HERE, Reason.LOOK_UP_AT_WORK),
        (live, Reason.LIVES_HERE, Reason.LOOK_UP_AT_HOME),
    ):
        place = _place(where)
        if place and place != OUTSIDE:
            return Handler(place, here if known else look_up)
    if OUTSIDE in (_place(work), _place(live)):
        return Handler(OUTSIDE, Reason.ELSEWHERE if known else Reason.LOOK_UP_ELSEWHERE)
    return NOT_SAID


def other_place(facts: Mapping[str, Any], chosen: Handler) -> str:
    """Where the person may go as well: not insured, they choose between the places of work and of living; else ""."""
    if chosen.reason is not Reason.WORKS_HERE:
        return ""
    home = _place(facts.get("live_area"))
    return home if home not in ("", OUTSIDE, chosen.place) else ""


def may(facts: Mapping[str, Any], on: date) -> dict[str, May]:
    """What each of the four programmes may be, by whether the person is insured and by what is open on a day."""
    insured = facts.get("insured")
    told = {}
    for code in PROGRAMMES:
        if closed(code, on):
            told[code] = May.CLOSED
        elif insured is None:
            told[code] = May.LOOK_UP
        else:
            told[code] = May.PERHAPS if (code in OF_INSURANCE) is insured else May.NO
    return told


def answers(facts: Mapping[str, Any], chosen: Handler) -> dict[str, dict[str, Any]]:
    """What was said, as answers of the open check: those questions are not asked again."""
    told: dict[str, dict[str, Any]] = {}
    if chosen.place and chosen.place != OUTSIDE:
        told["area"] = {"pick": chosen.place}
    if facts.get("insured") is False:
        told["insured"] = {"pick": "never"}
    return told


def _place(code: Any) -> str:
    """A district of Harbin as it is, any other place as "outside"; "" where no place is said, or no district."""
    if code in (None, "", NOWHERE):
        return ""
    areas = Reader(published()).rows("harbin_areas")[-1].value
    if code in areas["open"]:
        return ""  # the city as a whole: no district
    return str(code) if code in (*areas["districts"], *areas["counties"]) else OUTSIDE
