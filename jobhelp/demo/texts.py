"""The texts of the demo city, read from `seed/demo`, with the names of things turned into reference codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jobhelp.labels import Kind
from jobhelp.reference.queries import Book

POSTS = ("posts_service", "posts_trade", "posts_works")


@dataclass(frozen=True)
class Hours:
    """When a post's work is, as the columns of an opening."""

    shifts: tuple[str, ...]
    starts_at: int | None
    ends_at: int | None
    day: float
    week: float
    days: tuple[int, ...]
    note: str


@dataclass(frozen=True)
class Advert:
    """A kind of advertisement that an employer may publish, with its variants. Pay in 分."""

    key: str
    kind: str
    occupation: str
    titles: tuple[str, ...]
    duties: tuple[str, ...]
    asks: tuple[str, ...]
    pay: tuple[int, int]
    unit: str
    hours: tuple[Hours, ...]
    gig: tuple[int, int] | None
    heads: tuple[int, int]
    demands: tuple[str, ...]
    perks: tuple[str, ...]
    certificates: tuple[str, ...]
    skills: tuple[str, ...]
    education: int
    experience: float
    welfare: str | None


@dataclass(frozen=True)
class Firm:
    """An invented employer: where it is, where it has work, what it advertises."""

    name: str
    code_type: str
    state: str
    district: str
    street: str | None
    address: str
    industry: str
    about: str
    contact: str
    weight: float
    sites: tuple[str, ...]
    adverts: tuple[str, ...]


@dataclass(frozen=True)
class Life:
    """A way of living from which people are drawn. See `seed/demo/lives.yaml`; occupations are codes here."""

    share: float
    where: str
    wanted: tuple[str, ...]
    past: tuple[tuple[str, float, float], ...]
    education: Mapping[int, float]
    skills: tuple[str, ...]
    certificates: Mapping[str, float]
    km: tuple[float, float]
    pay: tuple[int, int]
    shifts: tuple[str, ...]
    earliest: tuple[int, int] | None
    latest: tuple[int, int] | None
    hours: tuple[float, float]
    days: tuple[int, ...]
    cannot: Mapping[str, float]
    facts: Mapping[str, float]
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    visits: float
    unanswered: float


@dataclass(frozen=True)
class Texts:
    """Everything in `seed/demo`."""

    adverts: Mapping[str, Advert]
    firms: tuple[Firm, ...]
    lives: tuple[Life, ...]
    families: str
    given: tuple[str, ...]
    companies: tuple[str, ...]
    trades: Mapping[str, tuple[str, ...]]
    communities: tuple[str, ...]


def read(folder: Path, book: Book) -> Texts:
    """Read the files under `folder` (…/seed/demo). A name that the reference tables lack raises KeyError."""
    occupations = {row.name_zh: code for code, row in book.occupations.items()}
    districts = {row.name_zh: code for code, row in book.districts.items()}
    streets = {(row.district_code, row.name_zh): code for code, row in book.streets.items()}
    hours = {name: _hours(row) for name, row in _document(folder, "hours").items()}
    names = _document(folder, "names")
    return Texts(
        adverts={
            key: _advert(key, row, hours, occupations, book)
            for part in POSTS
            for key, row in _document(folder, part).items()
        },
        firms=tuple(_firm(row, districts, streets) for row in _document(folder, "employers")),
        lives=tuple(_life(row, occupations) for row in _document(folder, "lives")),
        families=names["family"],
        given=tuple(names["given"]),
        companies=tuple(names["companies"]),
        trades={trade: tuple(keys) for trade, keys in names["trades"].items()},
        communities=tuple(names["communities"]),
    )


@cache
def _document(folder: Path, name: str) -> Any:
    with (folder / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _parts(text: str | None, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(mark) if part.strip())


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _range(text: str | int) -> tuple[int, int]:
    """ "2400-2900" or one number."""
    low, _, high = str(text).partition("-")
    return int(low), int(high or low)


def _hours(row: Mapping[str, Any]) -> Hours:
    return Hours(
        shifts=tuple(row["shifts"]),
        starts_at=_minutes(row["from"]) if "from" in row else None,
        ends_at=_minutes(row["to"]) if "to" in row else None,
        day=float(row["day"]),
        week=float(row["week"]),
        days=tuple(row["days"]),
        note=row["note"],
    )


def _advert(
    key: str,
    row: Mapping[str, Any],
    hours: Mapping[str, Hours],
    occupations: Mapping[str, str],
    book: Book,
) -> Advert:
    low, high = _range(row["pay"])
    welfare = row.get("welfare")
    duties = book.welfare_kinds[welfare].duties_zh.splitlines() if welfare else _parts(row["duties"], " / ")
    gig = [_minutes(part) for part in row["gig"].split("-")] if "gig" in row else None
    return Advert(
        key=key,
        kind=Kind(row.get("kind", "market")).value,
        occupation=occupations[row["work"]],
        titles=_parts(row["titles"], " / "),
        duties=tuple(duties),
        asks=_parts(row["asks"], " / "),
        pay=(low * 100, high * 100),
        unit=row.get("unit", "month"),
        hours=tuple(hours[name] for name in _parts(row.get("hours"), ",")),
        gig=(gig[0], gig[1]) if gig else None,
        heads=_range(row["heads"]),
        demands=_parts(row.get("demands"), ","),
        perks=_parts(row.get("perks"), ","),
        certificates=_parts(row.get("certs"), ","),
        skills=_parts(row.get("skills"), ","),
        education=int(row.get("edu", 0)),
        experience=float(row.get("exp", 0)),
        welfare=welfare,
    )


def _firm(
    row: Mapping[str, Any], districts: Mapping[str, str], streets: Mapping[tuple[str, str], str]
) -> Firm:
    district = districts[row["district"]]
    return Firm(
        name=row["name"],
        code_type=row["type"],
        state=row.get("state", "verified"),
        district=district,
        street=streets[district, row["street"]],
        address=row["address"],
        industry=row["industry"],
        about=row["about"],
        contact=row["contact"],
        weight=float(row["weight"]),
        sites=tuple(districts[name] for name in row["sites"]),
        adverts=tuple(row["posts"]),
    )


def _life(row: Mapping[str, Any], occupations: Mapping[str, str]) -> Life:
    def minutes(name: str) -> tuple[int, int] | None:
        return (_minutes(row[name][0]), _minutes(row[name][1])) if name in row else None

    return Life(
        share=float(row["share"]),
        where=row["where"],
        wanted=tuple(occupations[name] for name in row["wanted"]),
        past=tuple((occupations[name], float(least), float(most)) for name, least, most in row["past"]),
        education=row["education"],
        skills=tuple(row["skills"]),
        certificates=row["certificates"],
        km=(float(row["km"][0]), float(row["km"][1])),
        pay=(row["pay"][0] * 100, row["pay"][1] * 100),
        shifts=tuple(row["shifts"]),
        earliest=minutes("earliest"),
        latest=minutes("latest"),
        hours=(float(row["hours"][0]), float(row["hours"][1])),
        days=tuple(row.get("days", ())),
        cannot=row["cannot"],
        facts=row["facts"],
        kinds=tuple(row.get("kinds", ())),
        words=tuple(row["words"]),
        visits=float(row.get("visits", 1)),
        unanswered=float(row.get("unanswered", 0.06)),
    )
