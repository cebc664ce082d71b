"""Questions about openings. Public ones answer for published openings only; each has a total order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.employers import queries as employers
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound
from jobhelp.labels import Kind
from jobhelp.openings import listing
from jobhelp.openings.filters import Filters
from jobhelp.openings.models import Opening, ShelfRow
from jobhelp.openings.states import PUBLIC, OpeningState
from jobhelp.openings.traits import BEYOND
from jobhelp.reference.queries import book

MOST_IN_QUEUE = 200


@dataclass(frozen=True)
class Found:
    """One page of the list of openings, with the numbers that stand on it."""

    openings: list[Opening]
    counts: listing.Counts
    page: int
    last: int
    origin: listing.Origin | None  # where "near" was measured from

    @property
    def first_shown(self) -> int:
        """The place in the whole list of the first opening of this page, from 1."""
        return (self.page - 1) * listing.PAGE_SIZE + 1


def by_id(session: Session, opening_id: int) -> Opening:
    """The opening with this id, in any state. Raises `NotFound`."""
    return _found(session.get(Opening, opening_id))


def by_number(session: Session, number: str) -> Opening:
    """The opening with this number (230103-000417), in any state. Raises `NotFound`."""
    return _found(session.scalar(select(Opening).where(Opening.number == number.strip())))


def by_ids(session: Session, ids: Sequence[int]) -> list[Opening]:
    """The openings with these ids, in that order; unknown ids are left out."""
    if not ids:
        return []
    rows = {row.id: row for row in session.scalars(select(Opening).where(Opening.id.in_(set(ids))))}
    return [rows[key] for key in ids if key in rows]


def visible(session: Session, opening_id: int) -> Opening:
    """The opening as anybody may see it: published, or published once and now over. Raises `NotFound`."""
    states = [state.value for state in PUBLIC]
    statement = select(Opening).where(
        Opening.id == opening_id, Opening.state.in_(states), Opening.published_at.is_not(None)
    )
    return _found(session.scalar(statement))


def search(session: Session, filters: Filters, page: int = 1) -> Found:
    """One page of the openings on show that `filters` leave, and what every option would leave.

    Four queries however many openings there are; a page beyond the last is the last.
    """
    today = clock.today()
    counts = listing.count(session, filters, today)
    last = max(1, -(-counts.total // listing.PAGE_SIZE))
    page = min(max(1, page), last)
    origin = _origin(session, filters)
    ids = listing.page_of(session, filters, today, origin=origin, page=page) if counts.total else []
    return Found(by_ids(session, ids), counts, page, last, origin)


def _origin(session: Session, filters: Filters) -> listing.Origin | None:
    if filters.order() != "near":
        return None
    reference = book(session)
    spot = reference.streets.get(filters.street) or reference.districts.get(next(iter(filters.district), ""))
    return listing.Origin(spot.lat, spot.lon) if spot else None


def own(session: Session, opening_id: int, employer_id: int) -> Opening:
    """This employer's opening, in any state. Raises `NotFound`."""
    statement = select(Opening).where(Opening.id == opening_id, Opening.employer_id == employer_id)
    return _found(session.scalar(statement))


def of_employer(session: Session, employer_id: int, *, limit: int = 200) -> list[Opening]:
    """This employer's openings, the last changed first."""
    statement = select(Opening).where(Opening.employer_id == employer_id)
    return list(
        session.scalars(statement.order_by(Opening.changed_at.desc(), Opening.id.desc()).limit(limit))
    )


def latest(session: Session, *, kind: str | None = None, limit: int) -> list[Opening]:
    """The newest openings on show inside the city, of one kind or of all."""
    statement = select(ShelfRow.opening_id).where(*_on_show())
    if kind is not None:
        statement = statement.where(ShelfRow.kind == kind)
    statement = statement.order_by(ShelfRow.published_at.desc(), ShelfRow.opening_id.desc()).limit(limit)
    return by_ids(session, session.scalars(statement).all())


def counts(session: Session) -> dict[str, int]:
    """How many openings of each kind are on show inside the city; the list's own numbers."""
    statement = select(ShelfRow.kind, func.count()).where(*_on_show()).group_by(ShelfRow.kind)
    found = {row[0]: row[1] for row in session.execute(statement)}
    return {kind.value: found.get(kind.value, 0) for kind in Kind}


def similar(session: Session, opening: Opening, *, limit: int) -> list[Opening]:
    """Openings on show in the same line of work, those of the same district first, then the newest."""
    occupation = book(session).occupations.get(opening.occupation_code or "")
    if occupation is None:
        return []
    near = case((ShelfRow.district_code == (opening.district_code or ""), 0), else_=1)
    statement = (
        select(ShelfRow.opening_id)
        .where(*_on_show(), ShelfRow.family == occupation.family, ShelfRow.opening_id != opening.id)
        .order_by(near, ShelfRow.published_at.desc(), ShelfRow.opening_id.desc())
        .limit(limit)
    )
    return by_ids(session, session.scalars(statement).all())


def employer_of(session: Session, opening: Opening) -> Employer | None:
    """The registered employer of this opening; None for an import, whose employer is an unverified name."""
    return employers.by_id(session, opening.employer_id) if opening.employer_id is not None else None


def in_review(session: Session, district_scope: str | None, *, limit: int = MOST_IN_QUEUE) -> list[Opening]:
    """Openings that wait for staff of `district_scope` (None: the whole city), the longest wait first.

    What lies outside the city, or has no district, is the city officers' own.
    """
    statement = select(Opening).where(Opening.state == OpeningState.REVIEW.value)
    if district_scope is not None:
        statement = statement.where(Opening.district_code == district_scope)
    return list(session.scalars(statement.order_by(Opening.changed_at, Opening.id).limit(limit)))


def in_review_count(session: Session, district_scope: str | None) -> int:
    """How many openings wait for staff of `district_scope` (None: the whole city)."""
    statement = select(func.count()).select_from(Opening).where(Opening.state == OpeningState.REVIEW.value)
    if district_scope is not None:
        statement = statement.where(Opening.district_code == district_scope)
    return session.scalar(statement) or 0


def for_desk(session: Session, opening_id: int, district_scope: str | None) -> Opening:
    """The opening as staff of `district_scope` (None: the whole city) may see it. Raises `NotFound`."""
    statement = select(Opening).where(Opening.id == opening_id, Opening.state != OpeningState.DRAFT.value)
    if district_scope is not None:
        statement = statement.where(Opening.district_code == district_scope)
    return _found(session.scalar(statement))


def of_employer_counts(session: Session, employer_id: int) -> dict[str, int]:
    """{state: how many openings} of this employer."""
    statement = select(Opening.state, func.count()).where(Opening.employer_id == employer_id)
    return {row[0]: row[1] for row in session.execute(statement.group_by(Opening.state))}


def flagged_alike(session: Session, opening: Opening) -> list[Opening]:
    """The openings that the import took this one for (flags "likely_duplicate:123")."""
    ids = [int(flag.partition(":")[2]) for flag in opening.flags if flag.startswith("likely_duplicate:")]
    return by_ids(session, ids)


def _on_show() -> tuple[ColumnElement[bool], ...]:
    return (
        ShelfRow.valid_until >= clock.today(),
        ShelfRow.district_code != BEYOND,
    )


def _found(opening: Opening | None) -> Opening:
    if opening is None:
        raise NotFound()
    return opening
