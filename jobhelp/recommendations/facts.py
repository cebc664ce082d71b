"""From rows to what the ranker may know. The only way in, and an allow-list by construction.

`rank_facts` takes a profile row and nothing else: whoever somebody is (`seekers`) and what hardship they have
(`seeker_hardships`) cannot come through here, because neither is given.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, type_coerce

from jobhelp import clock
from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.labels import DEMANDS, PERKS, SHIFTS
from jobhelp.matching.facts import RankFacts, Reference
from jobhelp.openings.models import Opening
from jobhelp.openings.pay import monthly
from jobhelp.openings.states import OpeningState
from jobhelp.reference.queries import Book

DAY_MINUTES = 24 * 60
MOST_TEXT = 400  # characters of an advertisement that are compared: what the work is stands at its beginning
CORE = "core"  # the region of the city's inner districts: all are reached by bus or underground
_EPOCH = date(1970, 1, 1).toordinal()
_CITY_OFFSET_DAYS = 8 / 24  # Asia/Shanghai has had no other offset since 1991

COLUMNS = (
    "id", "kind", "state", "title", "employer_id", "employer_name", "occupation_code", "duties", "requirements",
    "pay_min", "pay_max", "pay_unit", "pay_months", "headcount", "taken", "district_code", "street_code", "place_text",
    "outside_city", "lat", "lon", "education_min", "experience_min", "certificates", "skills", "shifts", "starts_at",
    "ends_at", "hours_per_day", "hours_per_week", "days", "demands", "perks", "gig_on", "valid_from", "valid_until",
    "published_at", "source", "changed_at",
)  # fmt: skip
"""What the board reads of an opening."""
LISTS = frozenset({"certificates", "skills", "shifts", "days", "demands", "perks"})


def opening_columns() -> list[ColumnElement[Any]]:
    """The columns to select for `post_columns`. JSON comes as text: few different lists stand in very many rows."""
    columns = {name: getattr(Opening, name) for name in COLUMNS}
    return [
        type_coerce(column, Text).label(name) if name in LISTS else column for name, column in columns.items()
    ]


# ── the person ───────────────────────────────────────────────────────────────────────────────────────────


def rank_facts(profile: SeekerProfile, book: Book) -> RankFacts:
    """What this person told us about the work they look for, and nothing about who they are."""
    occupations = book.occupations
    past = [(row.get("occupation") or "", float(row.get("years") or 0)) for row in profile.past]
    street = book.streets.get(profile.street_code or "")
    lat, lon = profile.lat, profile.lon
    if (lat is None or lon is None) and street is not None:
        lat, lon = street.lat, street.lon
    past_words = [str(row.get("words") or "") for row in profile.past]
    return RankFacts(
        wanted=tuple(code for code in profile.wanted if code in occupations),
        past=tuple((code, years) for code, years in past if code in occupations),
        wanted_words=_words([occupations[code].name_zh for code in profile.wanted if code in occupations], profile.words),
        past_words=_words([occupations[code].name_zh for code, _ in past if code in occupations], *past_words),
        education=profile.education,
        certificates=frozenset(profile.certificates) if profile.certificates or profile.no_certificate else None,
        skills=frozenset(profile.skills),
        district=profile.district_code,
        lat=lat,
        lon=lon,
        max_km=profile.max_km,
        beyond_city=profile.beyond_city,
        pay_min=profile.pay_min,
        shifts=frozenset(profile.shifts) & frozenset(SHIFTS),
        earliest=profile.earliest,
        latest=profile.latest,
        hours_max=profile.hours_max,
        days=frozenset(profile.days),
        cannot=frozenset(profile.cannot) & frozenset(DEMANDS),
        kinds=frozenset(profile.kinds),
    )  # fmt: skip


def is_empty(facts: RankFacts) -> bool:
    """Whether they told us nothing that posts could be compared with; a district alone comes with registering."""
    return facts == RankFacts(district=facts.district, lat=facts.lat, lon=facts.lon)


def _words(names: Sequence[str], *typed: str) -> str:
    """Names of chosen occupations and what they typed, each once."""
    return " ".join(dict.fromkeys(part.strip() for part in (*names, *typed) if part.strip()))


# ── the posts ────────────────────────────────────────────────────────────────────────────────────────────


def post_columns(rows: Sequence[Row[Any]], book: Book) -> dict[str, Sequence[Any]]:
    """Rows of `opening_columns` → the columns of `matching.posts.Posts`."""
    told = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    lists = {name: [_listed(value) for value in told[name]] for name in LISTS}
    posted_here = [source == "" for source in told["source"]]
    days = lists["days"]
    pay_low, pay_high = _pay(told, days)
    lat, lon = _points(told, book)
    return {
        "id": told["id"],
        "kind": told["kind"],
        "occupation": told["occupation_code"],
        "place": [
            district or (place if outside else None) or None
            for district, place, outside in zip(
                told["district_code"], told["place_text"], told["outside_city"], strict=True
            )
        ],
        "employer": [
            str(key) if key is not None else name
            for key, name in zip(told["employer_id"], told["employer_name"], strict=True)
        ],
        "pay_basis": told["pay_unit"],
        "lat": lat,
        "lon": lon,
        "pay_low": pay_low,
        "pay_high": pay_high,
        "education_min": told["education_min"],
        "experience_min": told["experience_min"],
        "starts": told["starts_at"],
        "ends": [None if end is None else end % DAY_MINUTES for end in told["ends_at"]],
        "hours_per_day": [
            _hours(*facts)
            for facts in zip(told["hours_per_day"], told["hours_per_week"], days, strict=True)
        ],
        "days_per_week": [len(value) or None for value in days],
        "published": [
            _day(published, start) for published, start in zip(told["published_at"], told["valid_from"], strict=True)
        ],
        "valid_until": [
            (min(until, gig) if gig else until).toordinal()
            for until, gig in zip(told["valid_until"], told["gig_on"], strict=True)
        ],
        "headcount": [
            None if not here and count == 1 else count
            for here, count in zip(posted_here, told["headcount"], strict=True)
        ],  # an import that does not say how many counts as one: nobody wrote that it is the last
        "taken": told["taken"],
        "outside": told["outside_city"],
        "open": [state == OpeningState.PUBLISHED for state in told["state"]],
        "shifts": [_known(value, SHIFTS) or None for value in lists["shifts"]],
        "demands": _sets(lists["demands"], posted_here, DEMANDS),
        "perks": _sets(lists["perks"], posted_here, PERKS),
        "days": [frozenset(value) or None for value in days],
        "certificates": _sets(lists["certificates"], posted_here, None),
        "skills": [frozenset(value) for value in lists["skills"]],
        "title": told["title"],
        "text": [
            f"{duties} {asked}"[:MOST_TEXT] for duties, asked in zip(told["duties"], told["requirements"], strict=True)
        ],
    }  # fmt: skip


_lists: dict[str, tuple[Any, ...]] = {}
_MOST_LISTS = 20_000


def _listed(value: Any) -> tuple[Any, ...]:
    """A JSON list as the driver gave it; the same text is read once."""
    if not isinstance(value, str):
        return tuple(value or ())
    found = _lists.get(value)
    if found is None:
        if len(_lists) >= _MOST_LISTS:
            _lists.clear()
        found = _lists[value] = tuple(json.loads(value) or ())
    return found


def _known(value: tuple[str, ...], words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(value).intersection(words)


def _sets(
    column: Sequence[tuple[str, ...]], posted_here: Sequence[bool], words: tuple[str, ...] | None
) -> list[frozenset[str] | None]:
    """An employer who filled in our form and chose nothing asks for nothing; an advertisement just did not say."""
    return [
        (frozenset(value) if words is None else _known(value, words)) if value or here else None
        for value, here in zip(column, posted_here, strict=True)
    ]


def _pay(
    told: Mapping[str, Sequence[Any]], days: Sequence[tuple[int, ...]]
) -> tuple[list[int | None], list[int | None]]:
    """The least and the most, in 分 a month or the equivalent of a month."""
    low, high = [], []
    for least, most, unit, months, weekly, daily, week in zip(
        told["pay_min"], told["pay_max"], told["pay_unit"], told["pay_months"], told["hours_per_week"],
        told["hours_per_day"], days, strict=True,
    ):  # fmt: skip
        hours = weekly or (daily * len(week) if daily and week else None)
        low.append(monthly(least, unit, months=months, hours_per_week=hours))
        high.append(monthly(most, unit, months=months, hours_per_week=hours))
    return low, high


def _points(told: Mapping[str, Sequence[Any]], book: Book) -> tuple[list[float | None], list[float | None]]:
    """Where each post is: its own point, else its street's, else its district's centre."""
    lat: list[float | None] = []
    lon: list[float | None] = []
    for own_lat, own_lon, street, district, outside in zip(
        told["lat"],
        told["lon"],
        told["street_code"],
        told["district_code"],
        told["outside_city"],
        strict=True,
    ):
        place = None
        if own_lat is None or own_lon is None:
            place = None if outside else book.streets.get(street or "") or book.districts.get(district or "")
            own_lat, own_lon = (place.lat, place.lon) if place is not None else (None, None)
        lat.append(own_lat)
        lon.append(own_lon)
    return lat, lon


def _hours(a_day: float | None, a_week: float | None, days: tuple[int, ...]) -> float | None:
    return a_day if a_day is not None or not a_week or not days else a_week / len(days)


def _day(published: datetime | None, start: date | None) -> int | None:
    """The city's day on which it went on show, or from which it runs when that is later."""
    shown = None if published is None else clock.local(published).date()
    known = [value for value in (shown, start) if value is not None]
    return max(known).toordinal() if known else None


# ── time and place ───────────────────────────────────────────────────────────────────────────────────────


def moment(instant: datetime) -> float:
    """An instant as the ranker counts time: the ordinal of the city's day, with its fraction."""
    return instant.timestamp() / 86_400 + _EPOCH + _CITY_OFFSET_DAYS


def start_of(moment: float) -> datetime:
    """The instant at which the city's day of `moment` begins."""
    return clock.start_of(date.fromordinal(int(moment)))


def before(on: date, days: int) -> datetime:
    """The instant `days` before the city's day `on` begins."""
    return clock.start_of(on) - timedelta(days=days)


def reference_of(book: Book) -> Reference:
    """The city's own knowledge for the ranker: the occupation tree and the map."""
    districts = book.districts.values()
    return Reference(
        groups={code: row.group for code, row in book.occupations.items()},
        families={code: row.family for code, row in book.occupations.items()},
        neighbours={row.code: frozenset(row.adjacent) for row in districts},
        regions={row.code: CORE for row in districts if row.core},
        centres={row.code: (row.lat, row.lon) for row in districts},
    )
