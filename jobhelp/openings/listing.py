"""The list of openings: one page of it, and what every option would leave, at 100,000 openings.

All numbers of a page (heading, options, map, loosening) come from one grouped query, so that they add up; a
second query sorts the narrow shelf for one page; a third reads that page's wide rows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any

import numpy as np
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Integer,
    Text,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from jobhelp.openings.filters import Filters
from jobhelp.openings.models import ShelfRow
from jobhelp.openings.search import Query, parse
from jobhelp.openings.traits import BEYOND, PAY_SHIFT, PAY_YUAN, PERK_BITS, SHIFT_BITS, pay_step

PAGE_SIZE = 15
GROUPS = ("kind", "district", "work", "shift", "pay", "perk")


@dataclass(frozen=True)
class Counts:
    """How many openings the filters leave, and how many each option would leave if it were chosen as well.

    `options[group][code]`; `beyond` counts what lies outside the city; `without[group]` what dropping all limits
    of that group would leave.
    """

    total: int
    options: Mapping[str, Mapping[str, int]]
    beyond: int
    without: Mapping[str, int]


@dataclass(frozen=True)
class Origin:
    """Where "near" is measured from."""

    lat: float
    lon: float


def count(session: Session, filters: Filters, on: date) -> Counts:
    """The counts of the list on this day. One query: grouped by place and work where the traits fit, and by the
    traits where place and work fit; a few thousand rows for 100,000 openings.
    """
    shown = _shown(session, parse(filters.q), on)
    places = (
        select(shown.kind, shown.district_code, shown.family, literal(-1), func.count())
        .where(*shown.today, *_trait_limits(filters, shown))
        .group_by(shown.kind, shown.district_code, shown.family)
    )
    traits = (
        select(literal(""), literal(""), literal(""), shown.traits, func.count())
        .where(*shown.today, *_place_limits(filters, shown))
        .group_by(shown.traits)
    )
    by_place, by_traits = [], []
    for kind, district, family, bits, number in session.execute(union_all(places, traits)):
        if bits < 0:
            by_place.append((kind, district, family, number))
        else:
            by_traits.append((bits, number))
    return _put_together(filters, by_place, by_traits)


def _put_together(
    filters: Filters, by_place: list[tuple[str, str, str, int]], by_traits: list[tuple[int, int]]
) -> Counts:
    options: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    without: Counter[str] = Counter()
    total = beyond = 0
    for kind, district, family, number in by_place:
        of_kind = not filters.kind or kind in filters.kind
        of_work = not filters.work or family == filters.work
        outside = district == BEYOND
        here = filters.beyond if outside else (not filters.district or district in filters.district)
        if of_kind and of_work:
            options["district"][district] += number
            beyond += number if outside else 0
            without["district"] += number if filters.beyond or not outside else 0
        if of_work and here:
            options["kind"][kind] += number
            without["kind"] += number
        if of_kind and here:
            options["work"][family] += number
            without["work"] += number
        if of_kind and of_work and here:
            total += number
    bits, number_of = _columns(by_traits)
    shifts, perks, step = _trait_masks(filters)
    fits = {
        "shift": (bits & shifts != 0) if shifts else np.ones(bits.shape, bool),
        "pay": bits >> PAY_SHIFT >= step,
        "perk": bits & perks == perks,
    }
    beside = {
        name: np.logical_and.reduce([mask for other, mask in fits.items() if other != name]) for name in fits
    }

    def total_of(mask: np.ndarray) -> int:
        return int(number_of[mask].sum())

    without.update({name: total_of(mask) for name, mask in beside.items()})
    everything = beside["shift"] & fits["shift"]
    options["shift"].update(
        {code: total_of(beside["shift"] & (bits & bit != 0)) for code, bit in SHIFT_BITS.items()}
    )
    options["perk"].update(
        {code: total_of(everything & (bits & bit != 0)) for code, bit in PERK_BITS.items()}
    )
    options["pay"].update(
        {
            str(yuan): total_of(beside["pay"] & (bits >> PAY_SHIFT >= pay_step(yuan * 100)))
            for yuan in (0, *PAY_YUAN)
        }
    )
    return Counts(total, options, beyond, without)


def _columns(by_traits: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(by_traits, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@dataclass(frozen=True)
class _Shown:
    """Where the counts are taken from: the shelf itself, or what the typed words leave of it, found once."""

    kind: ColumnElement[str]
    district_code: ColumnElement[str]
    family: ColumnElement[str]
    traits: ColumnElement[int]
    today: tuple[ColumnElement[bool], ...] = ()


def _shown(session: Session, query: Query, on: date) -> _Shown:
    today = ShelfRow.valid_until >= on
    if not query:
        return _Shown(
            ShelfRow.kind.expression,
            ShelfRow.district_code.expression,
            ShelfRow.family.expression,
            ShelfRow.traits.expression,
            (today,),
        )
    hits = _hits(session, query)
    found = (
        select(ShelfRow.kind, ShelfRow.district_code, ShelfRow.family, ShelfRow.traits)
        .join(hits, hits.c.opening_id == ShelfRow.opening_id)
        .where(today)
    )
    matching = found.cte("shown").prefix_with("MATERIALIZED", dialect="postgresql").c
    return _Shown(matching.kind, matching.district_code, matching.family, matching.traits)


def page_of(
    session: Session, filters: Filters, on: date, *, origin: Origin | None, page: int, size: int = PAGE_SIZE
) -> list[int]:
    """The ids of one page of the list, in its order. One query on the narrow table."""
    query = parse(filters.q)
    statement = select(ShelfRow.opening_id).where(
        ShelfRow.valid_until >= on, *_place_limits(filters, ShelfRow), *_trait_limits(filters, ShelfRow)
    )
    if query:
        hits = _hits(session, query)
        statement = statement.join(hits, hits.c.opening_id == ShelfRow.opening_id)
    statement = statement.order_by(*_order(session, filters, query, origin))
    return list(session.scalars(statement.limit(size).offset((page - 1) * size)))


def _place_limits(filters: Filters, row: Any) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if filters.kind:
        limits.append(row.kind.in_(filters.kind))
    if filters.district:
        limits.append(row.district_code.in_([*filters.district, *([BEYOND] if filters.beyond else [])]))
    elif not filters.beyond:
        limits.append(row.district_code != BEYOND)
    if filters.work:
        limits.append(row.family == filters.work)
    return limits


def _trait_limits(filters: Filters, row: Any) -> list[ColumnElement[bool]]:
    shifts, perks, step = _trait_masks(filters)
    limits: list[ColumnElement[bool]] = []
    if shifts:
        limits.append(row.traits.op("&")(shifts) != 0)
    if perks:
        limits.append(row.traits.op("&")(perks) == perks)
    if step:
        limits.append(row.traits.op(">>")(PAY_SHIFT) >= step)
    return limits


def _trait_masks(filters: Filters) -> tuple[int, int, int]:
    """(any of these shifts, all of these perks, at least this step of pay)."""
    shifts = sum(SHIFT_BITS[code] for code in filters.shift)
    perks = sum(PERK_BITS[code] for code in filters.perk)
    return shifts, perks, pay_step(filters.pay * 100 or None)


def _order(
    session: Session, filters: Filters, query: Query, origin: Origin | None
) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [ShelfRow.published_at.desc(), ShelfRow.opening_id.desc()]
    order = filters.order()
    if order == "near" and origin is not None:
        north = ShelfRow.lat - origin.lat
        east = (ShelfRow.lon - origin.lon) * cos(radians(origin.lat))
        return [ShelfRow.lat.is_(None), north * north + east * east, ShelfRow.opening_id.asc()]
    if order == "pay":
        return [ShelfRow.pay.desc(), *newest]
    if order == "match" and query:
        return [_in_title(session, query).desc(), *newest]
    return newest


def _hits(session: Session, query: Query) -> FromClause:
    """The openings whose words hold everything that was typed; the same answer on both databases."""
    if session.get_bind().dialect.name == "sqlite":
        return _fts5(query.fts5("body"))
    return func.openings_with_words(*_tsquery(query)).table_valued("opening_id", name="hits").render_derived()


def _in_title(session: Session, query: Query) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        return ShelfRow.opening_id.in_(select(_fts5(query.fts5("title")).c.opening_id))
    found = (
        func.openings_with_title(*_tsquery(query)).table_valued("opening_id", name="titles").render_derived()
    )
    return ShelfRow.opening_id.in_(select(found.c.opening_id))


def _fts5(expression: str) -> FromClause:
    matching = table("opening_fts", column("rowid", Integer))
    statement = select(matching.c.rowid.label("opening_id"))
    return statement.where(literal_column("opening_fts").op("MATCH")(expression)).subquery()


def _tsquery(query: Query) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return cast(literal(query.tsquery()), TSQUERY), cast(query.phrases(), ARRAY(Text))
