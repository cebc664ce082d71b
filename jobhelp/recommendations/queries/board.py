"""What fills the board and tells that it is out of date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.recommendations.facts import opening_columns
from jobhelp.recommendations.models import (
    BoardSignal,
    ExposurePrices,
)
from jobhelp.reference.models import ReferenceVersion

LEFT = "left"  # the signal that somebody left all memories: erased, or the agreement taken back


@dataclass(frozen=True)
class Marks:
    """What tells a process that its board is out of date; one small query a request.

    recent     number → time of change of the openings that changed after a given instant
    prices_id  the last prices worked out
    """

    recent: dict[int, datetime]
    left_at: datetime | None
    reference: str
    prices_id: int | None


def marks(session: Session, since: datetime) -> Marks:
    """The marks now, with what changed after `since`. One row at least, even when nothing did."""
    left = select(BoardSignal.at).where(BoardSignal.name == LEFT).scalar_subquery()
    digest = select(ReferenceVersion.digest).where(ReferenceVersion.name == "seed").scalar_subquery()
    priced = select(func.max(ExposurePrices.id)).scalar_subquery()
    one = select(left.label("left_at"), digest.label("reference"), priced.label("prices_id")).subquery()
    statement = select(one.c.left_at, one.c.reference, one.c.prices_id, Opening.id, Opening.changed_at)
    rows = session.execute(
        statement.select_from(one).join(Opening, Opening.changed_at > since, isouter=True)
    ).all()
    recent = {row.id: row.changed_at for row in rows if row.id is not None}
    return Marks(recent, rows[0].left_at, rows[0].reference or "", rows[0].prices_id)


def prices(session: Session, prices_id: int | None) -> ExposurePrices | None:
    """The prices with this number."""
    return None if prices_id is None else session.get(ExposurePrices, prices_id)


def newest_change(session: Session) -> datetime | None:
    """When an opening last changed."""
    return session.scalar(select(func.max(Opening.changed_at)))


def open_rows(session: Session, on: date) -> list[Row[Any]]:
    """Every published opening that still runs on `on`, in the columns of the board."""
    statement = select(*opening_columns()).where(
        Opening.state == OpeningState.PUBLISHED.value, Opening.valid_until >= on
    )
    return list(session.execute(statement.order_by(Opening.id)).all())


def rows_changed_since(session: Session, since: datetime) -> list[Row[Any]]:
    """Openings in any state that changed after `since`, in the columns of the board."""
    statement = select(*opening_columns()).where(Opening.changed_at > since).order_by(Opening.id)
    return list(session.execute(statement).all())


def row_of(session: Session, opening_id: int) -> list[Row[Any]]:
    """One opening in the columns of the board."""
    return list(session.execute(select(*opening_columns()).where(Opening.id == opening_id)).all())


def all_rows(session: Session, since: datetime) -> list[Row[Any]]:
    """Every opening that was ever on show and ran at or after `since`, for boards of the past."""
    statement = select(*opening_columns()).where(
        Opening.published_at.is_not(None), Opening.valid_until >= clock.local(since).date()
    )
    return list(session.execute(statement.order_by(Opening.id)).all())
