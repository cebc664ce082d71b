"""A block of employers with everything that is known of each, read with a few questions.

What is looked at is the employer itself (the loan of a small firm) and each of their hires for whom the insurance
subsidy could be paid: those for whom they asked before, and those recognised as hard to place whom they hired through
this site. A hire without an identity number in their file cannot be told from others and is not looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, load_only

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationState
from jobhelp.claims import facts as stored
from jobhelp.claims.models import Claim, PersonFact
from jobhelp.claims.states import (
    HIRE_KEY_LENGTH,
    LIVE_STATES,
    RUNNING_STATES,
    ClaimState,
    Outcome,
    employer_holder,
    hire_key,
)
from jobhelp.employers.models import Employer
from jobhelp.employers.states import EmployerState
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.life_events.people import FRESH
from jobhelp.openings.models import Opening
from jobhelp.policy.facts import Facts

FIRM, HIRE = "sf", "ei"
DECIDED = (*RUNNING_STATES, ClaimState.STOPPED, ClaimState.ENDED)
HIRED_WITHIN = timedelta(days=365)
"""An older hire of whom the employer never said anything is no finding any more."""


@dataclass
class Firm:
    """An employer, or one of their hires: what they told, what our registers say, their claims."""

    seeker_id: ClassVar[None] = None
    employer_id: int
    hire: str  # "" for the employer itself
    district_code: str | None
    verified: bool
    registers: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    application_id: int | None = None  # of a hire through this site
    opening_id: int | None = None

    @property
    def holder(self) -> str:
        """The name under which claims and facts are kept."""
        return employer_holder(self.employer_id, self.hire)

    @property
    def code(self) -> str:
        """The one programme that it can have."""
        return HIRE if self.hire else FIRM

    @property
    def running(self) -> dict[str, Claim]:
        """{programme: claim} of what is received."""
        return {one.programme: one for one in self.claims if one.state in RUNNING_STATES}

    def facts(self, code: str, on: date) -> Facts:
        """What is known: the live claim's own facts, over them what was learnt, and registers where nobody said it."""
        live = [one for one in self.claims if one.programme == code and one.state in LIVE_STATES]
        said = stored.read_all(live[-1].facts) if live else {}
        told = self.registers | said | stored.for_programme(code, self.known)
        if self.registers.get("received_before"):
            told["received_before"] = True  # what the ledger shows is so, whatever was stated
        return Facts(stored.completed(code, told, on))

    def has_had(self, code: str, _facts: Facts) -> bool:
        """Whether they have it, asked for it, or had it for this hire: then nothing is missed. So it is for an
        employer whom the city has not verified: it may ask for nothing yet.
        """
        mine = [one for one in self.claims if one.programme == code and one.state != ClaimState.WITHDRAWN]
        if not self.verified or any(one.state in LIVE_STATES for one in mine):
            return True
        if code == HIRE:
            return bool(mine)
        return any(one.state != ClaimState.ENDED and one.changed_at >= clock.now() - FRESH for one in mine)


def block(session: Session, on: date, *, after: int, limit: int) -> tuple[list[Firm], int, int]:
    """(the next employers and their hires, how many employers, the last employer's number): six questions for all."""
    wanted = load_only(Employer.id, Employer.state, Employer.district_code)
    statement = select(Employer).where(Employer.id > after).order_by(Employer.id).limit(limit)
    employers = {one.id: one for one in session.scalars(statement.options(wanted))}
    return _read(session, employers, on), len(employers), max(employers, default=after)


def one(session: Session, employer_id: int, hire: str, on: date) -> Firm | None:
    """One employer, or one of their hires, with everything that is known."""
    employer = session.get(Employer, employer_id)
    found = _read(session, {employer_id: employer}, on) if employer is not None else []
    return next((firm for firm in found if firm.hire == hire), None)


def _read(session: Session, employers: Mapping[int, Employer], on: date) -> list[Firm]:
    firms: dict[str, Firm] = {}

    def firm(employer_id: int, hire: str) -> Firm:
        employer = employers[employer_id]
        verified = employer.state == EmployerState.VERIFIED
        found = Firm(employer_id, hire, employer.district_code, verified)
        return firms.setdefault(found.holder, found)

    for employer in employers.values():
        here = {"area": employer.district_code} if employer.district_code else {}
        firm(employer.id, "").registers = here
    held = select(Claim).where(Claim.employer_id.in_(employers)).order_by(Claim.id)
    for claim in session.scalars(held):
        if claim.employer_id is not None:
            firm(claim.employer_id, claim.holder.partition(":")[2]).claims.append(claim)
    for hired in _hires(session, employers, on):
        mine = firm(hired.employer_id, hired.hire)
        mine.registers = hired.registers
        mine.application_id, mine.opening_id = hired.application_id, hired.opening_id
    _add_ledger(session, firms)
    for row in session.scalars(select(PersonFact).where(PersonFact.holder.in_(firms))):
        firms[row.holder].known[row.name] = stored.read(row.name, row.value)
    return list(firms.values())


@dataclass(frozen=True)
class _Hire:
    employer_id: int
    hire: str
    registers: dict[str, Any]
    application_id: int
    opening_id: int


def _hires(session: Session, employers: Iterable[int], on: date) -> list[_Hire]:
    """Whom these employers hired through this site within a year, and who was recognised as hard to place then."""
    statement = (
        select(Application, Opening.employer_id, Seeker, SeekerHardship)
        .join(Opening, Opening.id == Application.opening_id)
        .join(Seeker, Seeker.id == Application.seeker_id)
        .outerjoin(SeekerHardship, SeekerHardship.seeker_id == Seeker.id)
        .where(
            Opening.employer_id.in_(employers),
            Application.state == ApplicationState.HIRED.value,
            Application.changed_at >= clock.now() - HIRED_WITHIN,
            Seeker.id_number_sealed.is_not(None),
            or_(SeekerHardship.recognised.is_(True), _certified().exists()),
        )
    )
    found = []
    for application, employer_id, seeker, kept in session.execute(statement.order_by(Application.id)):
        day = clock.local(application.changed_at).date()
        listed = kept is not None and kept.recognised
        lapsed = listed and kept.recognised_until is not None and kept.recognised_until < day
        if day > on or lapsed or not seeker.id_number:
            continue
        registers = stored.of_id_number(seeker.id_number) | {"dp_certified": True, "hire_date": day}
        key = hire_key(seeker.id_number)
        found.append(_Hire(employer_id, key, registers, application.id, application.opening_id))
    return found


def _certified() -> Any:
    """A recognition that was granted here to the person of the question around it; work has ended it since."""
    return select(Claim.id).where(
        Claim.seeker_id == Seeker.id,
        Claim.programme == "dp",
        Claim.outcome == Outcome.GRANT.value,
        Claim.state.in_([state.value for state in DECIDED]),
    )


def _add_ledger(session: Session, firms: Mapping[str, Firm]) -> None:
    """Whether the subsidy is paid for the same hire to somebody else: the ledger of the city is this one."""
    wanted = {firm.hire for firm in firms.values() if firm.hire}
    if not wanted:
        return
    key = func.substr(Claim.holder, func.length(Claim.holder) - HIRE_KEY_LENGTH + 1)
    running = select(Claim.holder).where(
        Claim.programme == HIRE, Claim.state.in_([state.value for state in RUNNING_STATES]), key.in_(wanted)
    )
    paid: dict[str, set[str]] = {}
    for holder in session.scalars(running):
        paid.setdefault(holder.partition(":")[2], set()).add(holder)
    for firm in firms.values():
        if firm.hire:
            firm.registers["received_before"] = bool(paid.get(firm.hire, set()) - {firm.holder})
