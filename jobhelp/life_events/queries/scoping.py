"""What every question here shares: the district is part of it, and what is not there is not found."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from jobhelp.errors import NotFound

T = TypeVar("T")
PAGE = 50


def within(district: InstrumentedAttribute[str | None], scope: str | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that something is of a district; none for the whole city."""
    return () if scope is None else (district == scope,)


def values(states: Sequence[object]) -> list[str]:
    """States as they are stored."""
    return [str(state) for state in states]


def the_only(row: T | None) -> T:
    """The row. Raises `NotFound`."""
    if row is None:
        raise NotFound()
    return row
