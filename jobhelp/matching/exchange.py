"""Folders of real behaviour in the exchange format: openings.csv, events.csv, queries.jsonl.

A column or file that a source does not have is unknown, never a fault; a folder without openings or queries, an
empty file or a broken line is, and `BadFolder` says which.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from jobhelp.matching.board import Board
from jobhelp.matching.evidence import Evidence
from jobhelp.matching.facts import Query, RankFacts, Reference
from jobhelp.matching.posts import Posts
from jobhelp.matching.training import Example

DAY_SECONDS = 86_400
ABSURD = 1e12  # no pay, year or level is as great
TIMELESS = 1.0  # the moment of every query in a source without times


class BadFolder(ValueError):
    """The folder cannot be evaluated; the message names the file and the line."""


@dataclass(frozen=True)
class Asked:
    """One query as asked: whose, in which group, what they then did (None: not told)."""

    name: str
    group: str
    query: Query
    relevant: frozenset[int] | None


@dataclass(frozen=True)
class Folder:
    """A folder read in. Opening numbers are the rows of openings.csv; `ids` are the ids as written there."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    posts: Posts
    evidence: Evidence
    reference: Reference
    asked: tuple[Asked, ...]

    def board_at(self, moment: float) -> Board:
        """All openings, with what others did before the moment (where there are no times: everything)."""
        return Board(self.posts, moment, self.evidence, self.reference)

    def boards(self) -> Callable[[float], Board]:
        """`board_at` that remembers the last boards: queries of one moment share what is worked out for it."""
        kept: dict[float, Board] = {}

        def board_at(moment: float) -> Board:
            if moment not in kept:
                if len(kept) >= 4:
                    kept.pop(next(iter(kept)))
                kept[moment] = self.board_at(moment)
            return kept[moment]

        return board_at

    def examples(self, asked: Sequence[Asked]) -> list[Example]:
        """Queries with their outcomes, to learn from or to judge by."""
        return [Example(one.query, dict.fromkeys(one.relevant, "apply")) for one in asked if one.relevant]


def read(folder: Path, *, idf: Mapping[str, Any] | None = None) -> Folder:
    """Read a folder. Raises BadFolder."""
    rows = _openings(folder / "openings.csv")
    numbers = {row["opening_id"]: at for at, row in enumerate(rows)}
    if len(numbers) != len(rows):
        raise BadFolder("openings.csv: an opening_id stands twice")
    persons: dict[str, int] = {}
    profiles = _seekers(folder / "seekers.jsonl", persons)
    evidence = _events(folder / "events.csv", numbers, persons, profiles)
    places = [_place(row.get("area")) for row in rows]
    regions: dict[str, Counter[str]] = {}
    for row, place in zip(rows, places, strict=True):
        state = (row.get("area") or "").partition(",")[2].strip()
        if place and state:
            regions.setdefault(place, Counter())[state] += 1
    reference = Reference(
        regions={place: max(sorted(seen), key=seen.__getitem__) for place, seen in regions.items()}
    )
    texts = tuple(_text(row) for row in rows)
    columns: dict[str, Sequence[Any]] = {
        "id": range(len(rows)),
        "title": [row.get("title") or None for row in rows],
        "text": texts,
        "employer": [row.get("employer") or None for row in rows],
        "place": places,
        "occupation": [row.get("occupation") or None for row in rows],
        "skills": [frozenset(_parts(row["tags"])) if row.get("tags") else None for row in rows],
        "education_min": [_number(row.get("education")) for row in rows],
    }
    posts = Posts.from_columns(columns, idf=idf)
    asked = _queries(folder / "queries.jsonl", numbers, persons)
    return Folder(tuple(numbers), texts, posts, evidence, reference, asked)


def _openings(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise BadFolder(f"{path.name} is missing in {path.parent.name}")
    header, rows = _table(path)
    if not rows:
        raise BadFolder(f"{path.name} holds no opening")
    if "opening_id" not in header:
        raise BadFolder(f"{path.name} has no column opening_id")
    if not all(row["opening_id"] for row in rows):
        raise BadFolder(f"{path.name}: a row has no opening_id")
    return rows


def _table(path: Path) -> tuple[Sequence[str], list[dict[str, str]]]:
    """(column names, rows) of a CSV file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return reader.fieldnames or (), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFolder(f"{path.name}: {error}") from None


def _seekers(path: Path, persons: dict[str, int]) -> dict[int, RankFacts]:
    """Profiles that stand alone, by the person's number; a source without the file tells none."""
    profiles = {}
    for where, row in _lines(path) if path.exists() else ():
        try:
            who = persons.setdefault(str(row["seeker_id"]), len(persons))
            profiles[who] = _facts(row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadFolder(f"{where}: {_told(error)}") from None
    return profiles


def _events(
    path: Path,
    numbers: Mapping[str, int],
    persons: dict[str, int],
    profiles: Mapping[int, RankFacts],
) -> Evidence:
    """The event log; events on openings that are not in openings.csv are left out."""
    if not path.exists():
        return Evidence.empty()
    who, post, kind, at = [], [], [], []
    header, rows = _table(path)
    missing = {"seeker_id", "opening_id", "kind"} - set(header)
    if missing:
        raise BadFolder(f"{path.name} has no column {', '.join(sorted(missing))}")
    for line, row in enumerate(rows, 2):
        number = numbers.get(row["opening_id"])
        if number is None or row["seeker_id"] is None:
            continue
        who.append(persons.setdefault(row["seeker_id"], len(persons)))
        post.append(number)
        kind.append(row["kind"])
        at.append(_moment(row.get("at"), f"{path.name}, row {line}"))
    return Evidence(who, post, kind, at, profiles)


def _queries(path: Path, numbers: Mapping[str, int], persons: dict[str, int]) -> tuple[Asked, ...]:
    if not path.exists():
        raise BadFolder(f"{path.name} is missing in {path.parent.name}")
    found = []
    for where, row in _lines(path):
        try:
            found.append(_asked(row, numbers, persons, where))
        except BadFolder:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadFolder(f"{where}: {_told(error)}") from None
    if not found:
        raise BadFolder(f"{path.name} holds no query")
    return tuple(found)


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file and line, object) of each line that is not blank."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFolder(f"{path.name}: {error}") from None
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            row = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadFolder(f"{where}: {error}") from None
        if not isinstance(row, dict):
            raise BadFolder(f"{where}: not an object")
        yield where, row


def _told(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"has no {error}"
    return (
        "not in the form of the exchange format"
        if isinstance(error, TypeError | AttributeError)
        else str(error)
    )


def _asked(row: Mapping[str, Any], numbers: Mapping[str, int], persons: dict[str, int], where: str) -> Asked:
    seen = tuple(numbers[str(one)] for one in row.get("seen") or () if str(one) in numbers)
    moment = _moment(row.get("at"), where)
    seeker = row.get("seeker_id")
    who = None if seeker is None else persons.setdefault(str(seeker), len(persons))
    query = Query(_facts(row), TIMELESS if moment is None else moment, history=seen, hide=seen, who=who)
    relevant = row.get("relevant")
    right = None if relevant is None else frozenset(numbers[str(o)] for o in relevant if str(o) in numbers)
    return Asked(str(row["query_id"]), str(row.get("group", "")), query, right)


def _facts(row: Mapping[str, Any]) -> RankFacts:
    profile = row.get("profile") or {}
    wanted = [*(_several(profile.get("wanted")) or ()), row.get("text") or ""]
    past = [*(_several(profile.get("past")) or ()), profile.get("text") or ""]
    areas = _several(profile.get("areas")) or ()
    certificates = _several(profile.get("certificates"))
    months = _number(profile.get("experience_months"))
    pay = _number(profile.get("pay_wanted")) or _number(profile.get("pay_last"))
    return RankFacts(
        past=() if months is None or months < 0 else (("", months / 12),),  # years without a code here
        pay_min=round(pay) if pay and pay > 0 else None,
        wanted_words=" ".join(str(one) for one in wanted if one),
        past_words=" ".join(str(one) for one in past if one),
        places=tuple(dict.fromkeys(place for one in areas if (place := _place(one)))),
        education=int(_number(profile.get("education")) or 0),
        certificates=None if certificates is None else frozenset(map(str, certificates)),
    )


def _several(told: Any) -> list[Any] | None:
    """A list as it is, a single word as a list of one; None for nothing told."""
    return [told] if isinstance(told, str) else None if told is None else list(told)


def _text(row: Mapping[str, str]) -> str:
    return " ".join(part for part in (row.get("text"), row.get("tags")) if part)


def _place(area: object) -> str | None:
    """The town without the state, in one spelling."""
    town = str(area or "").partition(",")[0].strip().lower()
    return town or None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _number(text: object) -> float | None:
    """A number; None for anything that is none, the infinite and the absurd included."""
    try:
        number = float(str(text))
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) < ABSURD else None


def _moment(text: object, where: str) -> float | None:
    """An ISO time as ordinal day and fraction, in UTC where it names an offset."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(str(text))
        if instant.tzinfo is not None:
            instant = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadFolder(f"{where}: {text!r} is not a time like 2014-12-18T22:01:15Z") from None
    seconds = instant.hour * 3600 + instant.minute * 60 + instant.second + instant.microsecond / 1e6
    return instant.toordinal() + seconds / DAY_SECONDS
