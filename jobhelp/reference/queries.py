"""The reference book: small tables, the same for everybody, kept in memory for the life of the process."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from jobhelp.reference.models import (
    Certificate,
    District,
    Occupation,
    ReferenceVersion,
    Skill,
    Street,
    WelfareKind,
)

KEPT = "reference_book"  # where a session keeps its book
OUTSIDE = "000000"  # the code of no place in Harbin
DEMO_CITY = "demo_city"  # the name under which an invented city is marked among the versions


@dataclass(frozen=True)
class Book:
    """Reference rows by code, in their order; the objects are detached and read-only by habit."""

    digest: str
    demo: bool  # the city is an invented one
    districts: dict[str, District]
    streets: dict[str, Street]
    occupations: dict[str, Occupation]
    certificates: dict[str, Certificate]
    skills: dict[str, Skill]
    welfare_kinds: dict[str, WelfareKind]

    def streets_of(self, district_code: str) -> list[Street]:
        """The streets of one district, by code."""
        return [street for street in self.streets.values() if street.district_code == district_code]

    def name(self, family: str, code: str | None, locale: str = "zh") -> str:
        """The name of a code in `family` ("districts", "occupations", …); the code itself when unknown."""
        row = getattr(self, family).get(code) if code else None
        return (row.name_en if locale == "en" else row.name_zh) if row is not None else (code or "")


class _Shelf:
    """One book for each loaded version of the files: all databases of this process that loaded it share the book."""

    books: dict[tuple[str, bool], Book] = {}


def book(session: Session) -> Book:
    """The reference book of this session's database. One small query a session; the tables are read once a process."""
    kept: Book | None = session.info.get(KEPT)
    if kept is not None:
        return kept
    rows = session.execute(select(ReferenceVersion.name, ReferenceVersion.digest))
    versions = {row.name: row.digest for row in rows}
    digest, demo = versions.get("seed", ""), DEMO_CITY in versions
    key = (digest, demo)
    if key not in _Shelf.books:
        _Shelf.books[key] = _read(session, digest, demo)
    session.info[KEPT] = _Shelf.books[key]
    return _Shelf.books[key]


def _read(session: Session, digest: str, demo: bool) -> Book:
    shelves: dict[str, Select[Any]] = {
        "districts": select(District).order_by(District.position),
        "streets": select(Street).order_by(Street.code),
        "occupations": select(Occupation).order_by(Occupation.position),
        "certificates": select(Certificate).order_by(Certificate.position),
        "skills": select(Skill).order_by(Skill.position),
        "welfare_kinds": select(WelfareKind).order_by(WelfareKind.position),
    }
    content = {}
    for name, statement in shelves.items():
        rows = list(session.scalars(statement))
        for row in rows:
            session.expunge(row)
        content[name] = {row.code: row for row in rows}
    return Book(digest=digest, demo=demo, **content)
