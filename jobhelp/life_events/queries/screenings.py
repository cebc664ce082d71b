"""Screenings and the lines of their lists."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from jobhelp.claims.models import Claim
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal, Screening, ScreeningFind
from jobhelp.life_events.queries.scoping import PAGE, the_only, within
from jobhelp.life_events.states import Find


def screenings(session: Session, limit: int = 24) -> list[Screening]:
    """The latest screenings, newest first."""
    return list(session.scalars(select(Screening).order_by(Screening.id.desc()).limit(limit)))


def screening(session: Session, screening_id: int) -> Screening:
    """One screening. Raises `NotFound`."""
    return the_only(session.get(Screening, screening_id))


def unfinished(session: Session, on: date) -> Screening | None:
    """The screening for that day that was broken off."""
    statement = select(Screening).where(Screening.on == on, Screening.ended_at.is_(None))
    return session.scalar(statement.order_by(Screening.id.desc()).limit(1))


def finished_since(session: Session, since: date) -> bool:
    """Whether a screening for a day from `since` on is done."""
    statement = select(Screening.id).where(Screening.on >= since, Screening.ended_at.is_not(None))
    return session.scalar(statement.limit(1)) is not None


@dataclass(frozen=True)
class FindLine:
    """One line of a screening's list. `uid` names the person's page; "" for a firm."""

    find: ScreeningFind
    who: str
    uid: str
    number: str
    proposal_id: int | None
    proposal_state: str


def find_counts(session: Session, screening_id: int, scope: str | None) -> dict[tuple[str, str], int]:
    """{(programme, list): how many people, employers and hires} in the district."""
    statement = select(ScreeningFind.programme, ScreeningFind.found, func.count()).where(
        ScreeningFind.screening_id == screening_id, *within(ScreeningFind.district_code, scope)
    )
    rows = session.execute(statement.group_by(ScreeningFind.programme, ScreeningFind.found))
    return {(programme, found): number for programme, found, number in rows}


def finds(
    session: Session,
    screening_id: int,
    scope: str | None,
    found: Find,
    programme: str = "",
    *,
    limit: int = PAGE,
    offset: int = 0,
) -> list[FindLine]:
    """One page of one list of a screening, with the task that came of it."""
    statement = (
        select(
            ScreeningFind,
            func.coalesce(Seeker.name_mask, Employer.name),
            Seeker.uid,
            Claim.number,
            Proposal.id,
            Proposal.state,
        )
        .outerjoin(Seeker, Seeker.id == ScreeningFind.seeker_id)
        .outerjoin(Employer, Employer.id == ScreeningFind.employer_id)
        .outerjoin(Claim, Claim.id == ScreeningFind.claim_id)
        .outerjoin(
            Proposal,
            and_(
                Proposal.screening_id == ScreeningFind.screening_id,
                or_(
                    Proposal.seeker_id == ScreeningFind.seeker_id,
                    Proposal.employer_id == ScreeningFind.employer_id,
                ),
                Proposal.hire == ScreeningFind.hire,
                Proposal.programme == ScreeningFind.programme,
            ),
        )
        .where(
            ScreeningFind.screening_id == screening_id,
            ScreeningFind.found == found.value,
            *within(ScreeningFind.district_code, scope),
        )
    )
    if programme:
        statement = statement.where(ScreeningFind.programme == programme)
    statement = statement.order_by(ScreeningFind.programme, ScreeningFind.id).limit(limit).offset(offset)
    return [
        FindLine(find, who or "", uid or "", number or "", proposal_id, state or "")
        for find, who, uid, number, proposal_id, state in session.execute(statement)
    ]
