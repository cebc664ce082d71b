"""Rows for bulk inserts: plain dictionaries, with the sealed columns sealed as the models would seal them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from jobhelp import crypto, identity
from jobhelp.demo.invented import id_number, phone
from jobhelp.demo.people import Person
from jobhelp.jobseekers.states import CONSENT_TEXTS, Purpose
from jobhelp.orm import Base, new_uid
from jobhelp.permissions import Role

T = TypeVar("T")
BATCH = 2_000
BULK_PHONES = 10_000_000  # above the accounts that are looked at, by account number
RECOGNISED_DAYS = 400


def take_ids(session: Session, model: type[Base], count: int) -> list[int]:
    """`count` row numbers that nobody has and nobody else gets. On SQLite the write transaction keeps others out."""
    if not count:
        return []
    table = model.__tablename__
    if session.get_bind().dialect.name == "postgresql":
        statement = text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        )
        return list(session.scalars(statement, {"table": table, "count": count}))
    last = session.scalar(select(func.max(model.__table__.c.id))) or 0
    return list(range(last + 1, last + 1 + count))


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The rows in lists of at most `size`."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def write(session: Session, model: type[Base], rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows past the identity map, a batch a statement. Every row has the same keys. Returns how many."""
    count = 0
    for batch in batches(rows):
        session.execute(insert(model.__table__), batch)  # type: ignore[arg-type]
        count += len(batch)
    return count


def user_row(user_id: int, *, role: Role, name: str, district: str | None, at: datetime) -> dict[str, Any]:
    """An account without a password: nobody can sign in with it."""
    uid, number = new_uid(), phone(BULK_PHONES + user_id)
    return {
        "id": user_id,
        "uid": uid,
        "role": role.value,
        "display_name": name,
        "phone_sealed": _seal("users.phone", uid, number),
        "phone_index": crypto.keyring().blind_index("phone", number),
        "phone_mask": identity.mask_phone(number),
        "password_hash": None,
        "session_version": 1,
        "active": True,
        "demo": True,
        "district_code": district,
        "totp_last_step": 0,
        "totp_confirmed": False,
        "created_at": at,
    }


def seeker_row(seeker_id: int, user_id: int, person: Person, at: datetime) -> dict[str, Any]:
    """Who somebody is."""
    uid = new_uid()
    number = id_number(person.district, seeker_id, person.parity) if person.has_id_number else None
    return {
        "id": seeker_id,
        "uid": uid,
        "user_id": user_id,
        "name_sealed": _seal("seekers.name", uid, person.name),
        "name_mask": identity.mask_name(person.name),
        "id_number_sealed": None if number is None else _seal("seekers.id_number", uid, number),
        "id_number_index": None if number is None else crypto.keyring().blind_index("id_number", number),
        "id_number_mask": "" if number is None else identity.mask_id_number(number),
        "district_code": person.district,
        "demo": True,
        "created_at": at,
    }


def profile_row(seeker_id: int, person: Person, at: datetime) -> dict[str, Any]:
    """What somebody told about the work they look for."""
    past = [
        {"occupation": job["occupation"], "words": "", "years": job["years"]}
        for job in person.profile["past"]
    ]
    visible = is_visible(seeker_id, person)
    return {"seeker_id": seeker_id, **person.profile, "past": past, "visible": visible, "changed_at": at}


def is_visible(seeker_id: int, person: Person) -> bool:
    """Every other one who agreed to be ranked for also lets employers find them."""
    return bool(person.profile["personalised"]) and seeker_id % 2 == 0


def hardship_row(seeker_id: int, person: Person, said: date) -> dict[str, Any]:
    """Hardship facts, sealed as one document."""
    uid = new_uid()
    facts = json.dumps({"facts": person.facts, "said": str(said)})
    return {
        "seeker_id": seeker_id,
        "uid": uid,
        "facts_sealed": _seal("seeker_hardships.facts", uid, facts) if person.facts else None,
        "recognised": person.recognised,
        "recognised_until": said + timedelta(days=RECOGNISED_DAYS) if person.recognised else None,
    }


def consent_rows(seeker_id: int, person: Person, at: datetime) -> list[dict[str, Any]]:
    """What somebody agreed to when they registered, and took back."""
    said = [(Purpose.DATA_USE, True), (Purpose.PERSONALISED_RANKING, True)]
    if person.facts:
        said.append((Purpose.HARDSHIP, True))
    if not person.profile["personalised"]:
        said.append((Purpose.PERSONALISED_RANKING, False))
    if is_visible(seeker_id, person):
        said.append((Purpose.SUGGESTED, True))
    return [
        {
            "seeker_id": seeker_id,
            "purpose": purpose.value,
            "given": given,
            "text": CONSENT_TEXTS[purpose],
            "text_digest": crypto.digest_text(CONSENT_TEXTS[purpose]),
            "channel": "self",
            "at": at + timedelta(minutes=number),
        }
        for number, (purpose, given) in enumerate(said)
    ]


def numbered(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Give the rows fresh ids, in place."""
    for row, row_id in zip(rows, take_ids(session, model, len(rows)), strict=True):
        row["id"] = row_id
    return rows


def _seal(place: str, uid: str, value: str) -> bytes:
    return crypto.keyring().seal(value, place=place, row=uid)
