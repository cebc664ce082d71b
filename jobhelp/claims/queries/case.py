"""A claim with everything that stands beside it, in two questions: one about people, one about money."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from jobhelp.accounts.models import User
from jobhelp.claims.deadlines import Days
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.queries.calendar import calendar_of, entered_days
from jobhelp.claims.queries.desk import within
from jobhelp.claims.queries.months import of_holder
from jobhelp.claims.queries.own import of_user
from jobhelp.claims.states import RUNNING_STATES
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker, SeekerHardship


@dataclass(frozen=True)
class Case:
    """A claim, who holds it, and what else the holder has.

    running         the programmes that the holder has now, granted or suspended
    of_holder       every month of the holder, over all claims, the cancelled too, earliest first
    calendar        the working days by which staff's deadline is counted
    """

    claim: Claim
    seeker: Seeker | None
    hardship: SeekerHardship | None
    employer: Employer | None
    running: frozenset[str]
    of_holder: list[BenefitMonth]
    calendar: Days

    @property
    def months(self) -> list[BenefitMonth]:
        """The months of this claim."""
        return [month for month in self.of_holder if month.claim_id == self.claim.id]


def own_case(session: Session, user: User, number: str) -> Case:
    """One of this person's claims, or of the employer they act for, by its number. Raises `NotFound`."""
    asked = aliased(Claim)
    return _case(session, number, asked, of_user(user, asked))


def desk_case(session: Session, number: str, user: User) -> Case:
    """A claim as this officer may see it: of their own district, or of the whole city. Raises `NotFound`."""
    asked = aliased(Claim)
    return _case(session, number, asked, within(user, asked))


def _case(session: Session, number: str, asked: Any, allowed: list[Any]) -> Case:
    holder = select(asked.holder).where(asked.number == number, *allowed)
    statement = (
        select(Claim, Seeker, SeekerHardship, Employer, entered_days())
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(SeekerHardship, SeekerHardship.seeker_id == Seeker.id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
        .where(Claim.holder.in_(holder))
        .order_by(Claim.id)
    )
    rows = session.execute(statement).all()
    found = next((row for row in rows if row[0].number == number), None)
    if found is None:
        raise NotFound()
    claim, seeker, hardship, employer, days = found
    return Case(
        claim=claim,
        seeker=seeker,
        hardship=hardship,
        employer=employer,
        running=frozenset(one.programme for one, *_ in rows if one.state in RUNNING_STATES),
        of_holder=of_holder(session, claim.holder) if any(one.first_month for one, *_ in rows) else [],
        calendar=calendar_of(days),
    )
