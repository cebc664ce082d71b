"""A block of people with everything that is known of each, read with a few questions, and as each programme reads it.

It says of a person what `claims.service.facts_for` says (a test compares them); there one person is read, here
hundreds at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, load_only

from jobhelp import clock
from jobhelp.claims import facts as stored
from jobhelp.claims.models import BenefitMonth, Claim, PersonFact
from jobhelp.claims.service.knowing import HARDSHIP
from jobhelp.claims.states import LIVE_STATES, RUNNING_STATES, ClaimState, MonthState, seeker_holder
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.policy.facts import Facts

SPELLS = ("ui", "us", "ls", "tl")
"""Paid for a spell without work: a claim made after the job ended was that spell's."""
ONCE = ("os", "js", "tr")
"""Paid once."""
RECEIVED = {"ui": "on_ui", "us": "on_us", "dp": "dp_certified"}
"""Facts that say of a person: has it already, here or elsewhere."""
FRESH = timedelta(days=365)
"""What a person refused or stopped so lately is not proposed again by a machine."""


@dataclass
class Person:
    """One registered person: what they told, what registers say, their claims."""

    employer_id: ClassVar[None] = None
    hire: ClassVar[str] = ""
    seeker_id: int
    district_code: str | None
    hardship: Mapping[str, Any] = field(default_factory=dict)
    registers: Mapping[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    us_months_paid: int = 0

    @property
    def holder(self) -> str:
        """The name under which claims and facts are kept."""
        return seeker_holder(self.seeker_id)

    @property
    def running(self) -> dict[str, Claim]:
        """{programme: claim} of what they receive."""
        return {one.programme: one for one in self.claims if one.state in RUNNING_STATES}

    def facts(self, code: str, on: date) -> Facts:
        """What is known, as one programme reads it; what nobody said is unknown."""
        others = set(self.running) - {code}
        told = dict(self.hardship) | stored.for_programme(code, self.known) | dict(self.registers)
        told |= {fact: True for other, fact in RECEIVED.items() if other in others}
        if code in ("us", "tl") and self.us_months_paid:
            told["us_received_months"] = self.us_months_paid
        return Facts(stored.completed(code, told, on))

    def has_had(self, code: str, facts: Facts) -> bool:
        """Whether they have it, have asked for it, or had it for this spell: then nothing is missed."""
        if facts.get(RECEIVED.get(code, "")) is True:
            return True
        mine = [one for one in self.claims if one.programme == code and one.state != ClaimState.WITHDRAWN]
        if any(one.state in LIVE_STATES for one in mine):
            return True
        if code in ONCE:
            return bool(mine)
        if code in SPELLS:
            ended = facts.get("terminated_on") or facts.get("registered_on")
            return any(ended is None or one.applied_on >= ended for one in mine)
        lately = clock.now() - FRESH
        return any(one.state != ClaimState.ENDED and one.changed_at >= lately for one in mine)


def block(session: Session, on: date, *, after: int, limit: int, where: Sequence[Any] = ()) -> list[Person]:
    """The next people by number with what is known of each: five questions for all of them.

    where   conditions on Seeker
    """
    statement = select(Seeker).where(Seeker.id > after, *where).order_by(Seeker.id).limit(limit)
    wanted = load_only(Seeker.id, Seeker.uid, Seeker.district_code, Seeker.id_number_sealed)
    seekers = list(session.scalars(statement.options(wanted)))
    people = {seeker.id: Person(seeker.id, seeker.district_code) for seeker in seekers}
    if not people:
        return []
    recognised = _add_hardship(session, people, on)
    for seeker in seekers:
        told = stored.of_id_number(seeker.id_number) if seeker.id_number else {}
        people[seeker.id].registers = told | ({"dp_certified": True} if seeker.id in recognised else {})
    _add_claims(session, people)
    _add_known(session, people)
    return list(people.values())


def _add_hardship(session: Session, people: Mapping[int, Person], on: date) -> set[int]:
    """Hardship facts that people told; returns who is recognised on that day."""
    recognised = set()
    for kept in session.scalars(select(SeekerHardship).where(SeekerHardship.seeker_id.in_(people))):
        told = jobseekers.facts_of(kept) or ()
        people[kept.seeker_id].hardship = {HARDSHIP[fact]: True for fact in told if fact in HARDSHIP}
        if kept.recognised and (kept.recognised_until is None or kept.recognised_until >= on):
            recognised.add(kept.seeker_id)
    return recognised


def _add_claims(session: Session, people: Mapping[int, Person]) -> None:
    for claim in session.scalars(_of(people).order_by(Claim.id)):
        if claim.seeker_id is not None:
            people[claim.seeker_id].claims.append(claim)
    paid = select(BenefitMonth.holder, func.count()).where(
        BenefitMonth.holder.in_([seeker_holder(one) for one in people]),
        BenefitMonth.programme == "us",
        BenefitMonth.state == MonthState.PAID.value,
    )
    for holder, months in session.execute(paid.group_by(BenefitMonth.holder)):
        people[int(holder[1:])].us_months_paid = months


def _of(people: Mapping[int, Person]) -> Select[Claim]:
    return select(Claim).where(Claim.seeker_id.in_(people))


def _add_known(session: Session, people: Mapping[int, Person]) -> None:
    holders = [seeker_holder(one) for one in people]
    for row in session.scalars(select(PersonFact).where(PersonFact.holder.in_(holders))):
        people[int(row.holder[1:])].known[row.name] = stored.read(row.name, row.value)
