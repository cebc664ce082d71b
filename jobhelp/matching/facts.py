"""What the ranker may know: the input contract of `jobhelp.matching`.

Everything here is a plain value. `RankFacts` is an allow-list: a field that is not named here cannot reach
the ranker, and nothing here can be built from a person record without naming each field. Sex, ethnicity,
hukou, disability, marital status, age, name, identity number, hardship and benefits are not here and must
never be added (tests/matching/test_facts.py holds the list).

Units, once for the whole package
    pay         whole 分 a month (int), or float arrays of the same with nan = unknown
    distance    kilometres
    clock time  minutes after midnight, 0–1439
    dates       `date.toordinal()`; a moment is the ordinal plus the fraction of the day (float)
    weekdays    0 Monday … 6 Sunday
    place       a district code, or the plain name of a place outside the city

Unknown is never a no: None, nan, or an empty set where the field says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

KINDS = ("market", "assistance", "welfare", "gig")
SHIFTS = ("day", "early", "evening", "night", "rotating")
DEMANDS = ("night", "heavy_lifting", "standing", "heights", "cold", "fumes", "screen", "riding")
PERKS = ("meals", "lodging", "insurance", "shuttle", "training", "rest_weekend", "daily_pay")
PAY_BASES = ("month", "day", "hour", "piece", "year", "once")

Fact = TypeVar("Fact")


def known(fact: Fact | None) -> Fact:
    """A fact that must be there, because a gate or feature just compared it. Raises ValueError when it is not."""
    if fact is None:
        raise ValueError("a fact that was compared is not known")
    return fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFacts:
    """What one jobseeker told us about the work they look for; every field may be left out.

    wanted          occupation codes, the most wanted first
    past            (occupation code, years) for each past occupation
    wanted_words    free words of the wish (titles typed by the person, labels of wanted occupations)
    past_words      free words of past work
    education       0 unknown · 1 小学 · 2 初中 · 3 高中/中专/技校 · 4 大专 · 5 本科 · 6 硕士 · 7 博士
    certificates    codes held; None = not said, empty = holds none
    skills          codes or words; empty = not said
    district        home district code
    places          other places where they would work (district codes or place names)
    lat, lon        home, degrees; None = not known (then the centre of the district stands in)
    max_km          how far they would go; None = not said
    beyond_city     they also look at places outside the city
    pay_min         the least they need, whole 分 a month
    shifts          accepted shift codes; empty = not said
    earliest        not before, minutes after midnight
    latest          not after, minutes after midnight
    hours_max       most hours a day
    days            days of the week on which they can work, 0–6; empty = not said
    cannot          demand codes that they cannot meet
    kinds           wanted kinds of post; empty = all the same
    """

    wanted: tuple[str, ...] = ()
    past: tuple[tuple[str, float], ...] = ()
    wanted_words: str = ""
    past_words: str = ""
    education: int = 0
    certificates: frozenset[str] | None = None
    skills: frozenset[str] = frozenset()
    district: str | None = None
    places: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    max_km: float | None = None
    beyond_city: bool = False
    pay_min: int | None = None
    shifts: frozenset[str] = frozenset()
    earliest: int | None = None
    latest: int | None = None
    hours_max: float | None = None
    days: frozenset[int] = frozenset()
    cannot: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the ranker: for whom, knowing what they did, and as of when.

    facts    what the person told us
    at       the moment asked about (ordinal day, float): later events are not seen
    history  opening ids the person viewed, saved or applied to before `at`, oldest first;
             source of “like what you looked at before”
    hide     opening ids never to be listed (applied already, dismissed)
    who      key of the person in the event log, only so that their own events are left out; never a feature
    """

    facts: RankFacts
    at: float
    history: tuple[int, ...] = ()
    hide: tuple[int, ...] = ()
    who: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The city's own knowledge, given as data: the occupation tree and the map.

    The words for codes are not here: sentences carry codes (sentences.py) and the web layer names them.

    groups      occupation code → group code (the level above the occupation)
    families    occupation code → family code (the level above the group)
    neighbours  district code → adjacent district codes
    regions     place → region (a weaker nearness than adjacency; may be empty)
    centres     district code → (lat, lon)
    """

    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    families: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    regions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    centres: Mapping[str, tuple[float, float]] = field(default_factory=lambda: MappingProxyType({}))
