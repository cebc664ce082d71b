"""Write an opening, correct it, use an old one again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.employers.models import Employer
from jobhelp.errors import WrongState
from jobhelp.labels import Kind
from jobhelp.openings.models import Opening
from jobhelp.openings.service.shelf import index
from jobhelp.openings.states import EDITABLE, OpeningChanged, OpeningState
from jobhelp.reference.queries import book

LISTS = ("certificates", "skills", "shifts", "days", "demands", "perks", "tags", "lint", "flags")
WRITABLE = frozenset(
    {"title", "occupation_code", "duties", "requirements", "pay_min", "pay_max", "pay_unit", "pay_months"}
    | {"pay_note", "headcount", "district_code", "street_code", "place_text", "lat", "lon", "education_min"}
    | {"experience_min", "certificates", "skills", "shifts", "starts_at", "ends_at", "hours_per_day"}
    | {"hours_per_week", "days", "hours_note", "demands", "perks", "priority_note", "welfare_kind_code"}
    | {"community", "gig_on", "gig_from", "gig_to", "meeting_point", "valid_from", "valid_until"}
)
"""What an employer may write; all else is set by acts."""
VALID_DAYS = 30


def draft(session: Session, *, employer: Employer, values: Mapping[str, Any], by: User | None) -> Opening:
    """A new opening of `employer` in state draft. `values` holds `kind` and any of `WRITABLE`."""
    now, today = clock.now(), clock.today()
    opening = Opening(
        kind=Kind(values["kind"]).value,
        state=OpeningState.DRAFT.value,
        employer_id=employer.id,
        employer_name=employer.name,
        title="",
        headcount=1,
        taken=0,
        outside_city=False,
        valid_from=today,
        valid_until=today + timedelta(days=VALID_DAYS),
        created_at=now,
        created_by=by.id if by else None,
        changed_at=now,
        demo=employer.demo,
        **{name: [] for name in LISTS},
    )
    _write(session, opening, values)
    session.add(opening)
    session.flush()
    index(session, [opening])
    _write_down(session, opening, "openings:draft", by)
    return opening


def revise(session: Session, opening: Opening, values: Mapping[str, Any], by: User | None) -> Opening:
    """Change a draft, or an opening that has ended; the latter's page rests until it is reviewed again.

    Raises `WrongState` while it waits for review or is on show: what people read there has been reviewed.
    """
    if OpeningState(opening.state) not in EDITABLE:
        raise WrongState()
    _write(session, opening, values)
    opening.changed_at = clock.now()
    opening.published_at = None
    session.flush()
    index(session, [opening])
    _write_down(session, opening, "openings:revise", by)
    events.publish(session, OpeningChanged(opening.id))
    return opening


def copy_of(session: Session, opening: Opening, *, employer: Employer, by: User) -> Opening:
    """A fresh draft with the content of an old opening (再发一个), open for as many days as a new one."""
    values = {name: getattr(opening, name) for name in WRITABLE - {"valid_from", "valid_until", "gig_on"}}
    return draft(session, employer=employer, values={"kind": opening.kind, **values}, by=by)


def _write(session: Session, opening: Opening, values: Mapping[str, Any]) -> None:
    for name in WRITABLE & values.keys():
        value = values[name]
        setattr(opening, name, list(value) if isinstance(value, list) else value)
    if opening.kind == Kind.GIG and opening.gig_on is not None:
        opening.valid_until = opening.gig_on
    if not {"lat", "lon"} <= values.keys() or values["lat"] is None:
        _place(session, opening)


def _place(session: Session, opening: Opening) -> None:
    """Put it at the middle of its street, else of its district: good enough for "near", and said so."""
    reference = book(session)
    spot = reference.streets.get(opening.street_code or "") or reference.districts.get(
        opening.district_code or ""
    )
    opening.lat, opening.lon = (spot.lat, spot.lon) if spot else (None, None)


def _write_down(session: Session, opening: Opening, action: str, by: User | None) -> None:
    if by is not None:
        audit.record(
            session,
            action,
            by=by,
            subject="opening",
            subject_id=opening.id,
            kind=opening.kind,
        )
