"""What is known of a holder."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.claims import facts as stored
from jobhelp.claims.models import (
    Claim,
    PersonFact,
)
from jobhelp.claims.states import ClaimState

S = ClaimState


def fact_rows(session: Session, holder: str) -> dict[str, PersonFact]:
    """{stored name: row} of everything known of a holder."""
    statement = select(PersonFact).where(PersonFact.holder == holder).order_by(PersonFact.name)
    return {row.name: row for row in session.scalars(statement)}


def person_facts(session: Session, holder: str) -> dict[str, Any]:
    """{stored name: value} of everything known of a holder; None is "asked, not known"."""
    return {name: stored.read(name, row.value) for name, row in fact_rows(session, holder).items()}


def running(session: Session, holder: str) -> set[str]:
    """The programmes that this holder has now, granted or suspended."""
    statement = select(Claim.programme).where(
        Claim.holder == holder, Claim.state.in_([S.GRANTED.value, S.SUSPENDED.value])
    )
    return set(session.scalars(statement))
