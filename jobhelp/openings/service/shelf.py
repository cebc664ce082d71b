"""The search index and the public shelf of the list."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from jobhelp import clock, labels
from jobhelp.openings.models import Opening, OpeningWords, ShelfRow
from jobhelp.openings.pay import monthly
from jobhelp.openings.search import tokens
from jobhelp.openings.states import OpeningState
from jobhelp.openings.traits import BEYOND, bits_of
from jobhelp.reference.queries import Book, book

BATCH = 500


def index(session: Session, openings: Iterable[Opening]) -> None:
    """Write the search words of these openings anew, and put the published ones on the public shelf.

    Call it for every opening whose text, requirements or state was written in bulk; `draft`, `revise` and `move`
    do it themselves. The openings must have been flushed.
    """
    reference = book(session)
    iterator = iter(openings)
    while batch := list(islice(iterator, BATCH)):
        _write(session, OpeningWords, [_words(opening, reference) for opening in batch], batch)
        on_show = [opening for opening in batch if opening.state == OpeningState.PUBLISHED.value]
        _write(session, ShelfRow, [_shelf_row(opening, reference) for opening in on_show], batch)


def take_down(session: Session, opening: Opening) -> None:
    """The opening is not on show any more."""
    session.execute(delete(ShelfRow).where(ShelfRow.opening_id == opening.id))


def _write(
    session: Session,
    table: type[OpeningWords] | type[ShelfRow],
    rows: list[dict[str, Any]],
    batch: Sequence[Opening],
) -> None:
    ids = [opening.id for opening in batch]
    old = session.scalars(select(table.opening_id).where(table.opening_id.in_(ids))).all()
    if old:
        session.execute(
            delete(table).where(table.opening_id.in_(old)), execution_options={"synchronize_session": "fetch"}
        )
    if rows:
        session.execute(insert(table), rows)


def _words(opening: Opening, reference: Book) -> dict[str, Any]:
    """Title words count for the order; the body holds all words, the title's too, so that one index finds all."""
    occupation = reference.occupations.get(opening.occupation_code or "")
    parts = [
        opening.title,
        opening.employer_name,
        *([occupation.name_zh, *occupation.aliases] if occupation else []),
        reference.name("districts", opening.district_code),
        reference.name("streets", opening.street_code),
        reference.name("welfare_kinds", opening.welfare_kind_code),
        opening.place_text,
        labels.label("kind", opening.kind),
        opening.number or "",
        *(labels.label("perk", perk) for perk in opening.perks if perk in labels.LABELS["perk"]),
        *(reference.name("certificates", code) for code in opening.certificates),
        *(reference.name("skills", code) for code in opening.skills),
        *opening.tags,
        opening.community,
        opening.meeting_point,
        opening.duties,
        opening.requirements,
    ]
    return {
        "opening_id": opening.id,
        "title": tokens(opening.title),
        "body": tokens("\n".join(part for part in parts if part)),
    }


def _shelf_row(opening: Opening, reference: Book) -> dict[str, Any]:
    pay = monthly(
        opening.pay_max if opening.pay_max is not None else opening.pay_min,
        opening.pay_unit,
        months=opening.pay_months,
        hours_per_week=opening.hours_per_week,
    )
    occupation = reference.occupations.get(opening.occupation_code or "")
    return {
        "opening_id": opening.id,
        "kind": opening.kind,
        "district_code": BEYOND if opening.outside_city else (opening.district_code or ""),
        "family": occupation.family if occupation else "",
        "traits": bits_of(
            shifts=opening.shifts,
            perks=opening.perks,
            days=opening.days,
            hours_per_day=opening.hours_per_day,
            pay=pay,
            verified=opening.employer_id is not None,
        ),
        "pay": pay or 0,
        "published_at": opening.published_at or clock.now(),
        "valid_until": opening.valid_until,
        "lat": opening.lat,
        "lon": opening.lon,
    }
