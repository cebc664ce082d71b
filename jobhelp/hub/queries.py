"""Questions about imports, and about what is here already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Text, cast, func, select, tuple_
from sqlalchemy.orm import Session

from jobhelp.errors import NotFound
from jobhelp.hub.adverts import alike
from jobhelp.hub.models import ImportRun
from jobhelp.openings.models import Opening

CHUNK = 400
PAGE_SIZE = 20
LARGEST_NUMBER = 2**31 - 1  # of a row; larger ones in an address belong to nothing


@dataclass(frozen=True)
class Stored:
    """An opening that came by an import before."""

    id: int
    source: str
    digest: str


def stored_by_key(session: Session, keys: Iterable[str]) -> dict[str, list[Stored]]:
    """What is here under these identities, of every source, by identity."""
    found: dict[str, list[Stored]] = {}
    for chunk in _chunks(keys):
        statement = (
            select(Opening.source_key, Opening.id, Opening.source, Opening.source_digest)
            .where(Opening.source_key.in_(chunk))
            .order_by(Opening.id)
        )
        for key, number, source, digest in session.execute(statement):
            found.setdefault(str(key), []).append(Stored(number, source, digest))
    return found


def alike_ids(session: Session, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str, str], int]:
    """The first opening of each likeness among those with these (title, employer) pairs; drafts do not count."""
    found: dict[tuple[str, str, str], int] = {}
    for chunk in _chunks(dict.fromkeys(pairs)):
        statement = (
            select(
                Opening.id,
                Opening.title,
                Opening.employer_name,
                Opening.district_code,
                Opening.street_code,
                Opening.place_text,
            )
            .where(tuple_(Opening.title, Opening.employer_name).in_(chunk), Opening.state != "draft")
            .order_by(Opening.id)
        )
        for number, title, employer, district, street, place in session.execute(statement):
            found.setdefault(alike(title, employer, district, street, place), number)
    return found


def _chunks(items: Iterable[object]) -> Iterator[list[object]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def run_by_id(session: Session, run_id: int) -> ImportRun:
    """The import with this number. Raises `NotFound`."""
    run = session.get(ImportRun, run_id) if run_id <= LARGEST_NUMBER else None
    if run is None:
        raise NotFound()
    return run


def runs(session: Session, page: int) -> Sequence[ImportRun]:
    """One page of imports, the newest first."""
    statement = select(ImportRun).order_by(ImportRun.at.desc(), ImportRun.id.desc())
    return session.scalars(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()


def run_count(session: Session) -> int:
    """How many imports there were."""
    return session.scalar(select(func.count()).select_from(ImportRun)) or 0


def for_staff(
    session: Session, run_id: int, district_scope: str | None, *, state: str | None = None, limit: int
) -> list[Opening]:
    """Openings of one import that staff should look at: those in `state`, or those that carry a
    flag; the city's own first.
    """
    statement = select(Opening).where(Opening.import_run_id == run_id)
    if district_scope is not None:
        statement = statement.where(Opening.district_code == district_scope)
    if state is not None:
        statement = statement.where(Opening.state == state)
    else:
        statement = statement.where(cast(Opening.flags, Text) != "[]")
    return list(session.scalars(statement.order_by(Opening.outside_city, Opening.id).limit(limit)))
