"""What if: over the people and firms of a district or the city. Nothing is stored but that it was asked."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim, PersonFact
from jobhelp.claims.states import EMPLOYER_PROGRAMMES, LIVE_STATES, RUNNING_STATES
from jobhelp.errors import Refusal
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.people import Person, block
from jobhelp.life_events.what_if import MET, Shift, changeable, readers_of, twice
from jobhelp.policy.assess import UNREADABLE
from jobhelp.policy.facts import Facts
from jobhelp.policy.parameters import BadChange, Book, published, with_changes
from jobhelp.texts import N_

BLOCK = 500
MOST_PEOPLE = 20_000
LARGEST = 100_000_000


class NotAValue(Refusal):
    """The value is not of the kind that this parameter has."""

    message = N_("这个数不能用，请填 0 到一亿之间的数。")


class NotAParameter(Refusal):
    """No rule reads it, or it is not a plain number."""

    message = N_("请从列出的标准里选一个。")


@dataclass
class Tried:
    """What a change would do.

    receiving   people and firms that receive now, by the law of the day of their application
    others      registered people who do not receive: if everyone who fits applied on the day of the change
    limited     the city has more people than were looked at
    """

    parameter: str
    value: Decimal
    since: date
    people: int = 0
    firms: int = 0
    limited: bool = False
    receiving: dict[str, Shift] = field(default_factory=dict)
    others: dict[str, Shift] = field(default_factory=dict)


def try_out(
    session: Session, parameter: str, value: Decimal, since: date, *, scope: str | None, by: User
) -> Tried:
    """Assess the caseload and the registered people of a district (None: the city) with another value.

    Raises `NotAParameter`, `NotAValue`.
    """
    if parameter not in changeable():
        raise NotAParameter(field="parameter")
    book = changed(parameter, value, since)
    codes = readers_of(parameter)
    told = Tried(parameter, value, since)
    told.receiving = {code: Shift(code) for code in codes}
    told.others = {code: Shift(code) for code in codes if code not in EMPLOYER_PROGRAMMES}
    _try_people(session, told, book, scope)
    _try_firms(session, told, book, scope)
    audit.record(
        session,
        "life_events:what_if",
        by=by,
        subject="parameter",
        subject_id=parameter,
        value=str(value),
        since=since.isoformat(),
        people=told.people,
    )
    return told


def changed(parameter: str, value: Decimal, since: date) -> Book:
    """The published parameters with one other value; of the kind that the published values have."""
    if not value.is_finite() or not 0 <= value <= LARGEST:
        raise NotAValue(field="value")
    like = published()[parameter][-1].value
    wanted: Any = int(value) if isinstance(like, int) and value == value.to_integral_value() else float(value)
    try:
        return with_changes({parameter: wanted}, since)
    except BadChange:
        raise NotAValue(field="value") from None


def _try_people(session: Session, told: Tried, book: Book, scope: str | None) -> None:
    """Everybody of whom something is known: facts, an identity number, or a claim."""
    after = 0
    known = select(PersonFact.id).where(PersonFact.holder == "s" + _text(Seeker.id)).exists()
    held = select(Claim.id).where(Claim.seeker_id == Seeker.id, Claim.state.in_(_live())).exists()
    where = [or_(known, held, Seeker.id_number_sealed.is_not(None))]
    if scope is not None:
        where.append(Seeker.district_code == scope)
    while told.people < MOST_PEOPLE:
        found = block(session, clock.today(), after=after, limit=BLOCK, where=where)
        for person in found:
            _try_person(told, person, book)
        told.people += len(found)
        if len(found) < BLOCK:
            return
        after = found[-1].seeker_id
    told.limited = True


def _try_person(told: Tried, person: Person, book: Book) -> None:
    for code in told.others:
        claim = person.running.get(code)
        on = claim.applied_on if claim is not None else told.since
        facts = person.facts(code, on)
        if claim is None and person.has_had(code, facts):
            continue
        try:
            was, would_be = twice(code, facts, on, book)
        except UNREADABLE:
            continue
        if claim is not None:
            told.receiving[code].add(was, would_be, on, told.since)
        elif MET[0] in (was.decision, would_be.decision):
            told.others[code].add(was, would_be, on, told.since)


def _try_firms(session: Session, told: Tried, book: Book, scope: str | None) -> None:
    """The running claims of firms, by their own facts."""
    codes = [code for code in told.receiving if code in EMPLOYER_PROGRAMMES]
    if not codes:
        return
    statement = select(Claim).where(
        Claim.programme.in_(codes), Claim.state.in_([state.value for state in RUNNING_STATES])
    )
    if scope is not None:
        statement = statement.where(Claim.district_code == scope)
    for claim in session.scalars(statement.order_by(Claim.id).limit(MOST_PEOPLE)).all():
        try:
            facts = Facts(claims.assess_claim(session, claim).facts)
            was, would_be = twice(claim.programme, facts, claim.applied_on, book)
        except (Refusal, *UNREADABLE):
            continue
        told.firms += 1
        told.receiving[claim.programme].add(was, would_be, claim.applied_on, told.since)


def _live() -> list[str]:
    return [state.value for state in LIVE_STATES]


def _text(column: Any) -> Any:
    """A number as text, on both databases."""
    return cast(column, String)
