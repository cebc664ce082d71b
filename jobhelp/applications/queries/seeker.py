"""The jobseeker's side: their own applications, where they stand with a post, and posts like it."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.disclosure import Applicant, disclose
from jobhelp.applications.models import Application
from jobhelp.applications.queries.rows import IN_HAND, LARGEST_NUMBER, PAGE, Row
from jobhelp.applications.states import ApplicationState
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.reference.queries import Book

S = ApplicationState
NEEDS_SEEKER = (S.OFFERED, S.INVITED)


@dataclass(frozen=True)
class Standing:
    """How many people applied to a post and did not withdraw, and where one of them stands (`state` "" = nowhere)."""

    applied: int
    application_id: int | None
    state: str
    refusal_reason: str | None


def of_seeker(session: Session, seeker_id: int, *, page: int = 1, size: int = PAGE) -> list[Row]:
    """One page of a person's applications: those that wait for their answer first, then open ones, then ended."""
    rank = case(
        *((Application.state == state.value, place) for place, state in enumerate(NEEDS_SEEKER)),
        (Application.state == S.HIRED, 3),
        (Application.state.in_(IN_HAND), 2),
        else_=4,
    )
    statement = select(Application, Opening).join(Opening, Opening.id == Application.opening_id)
    statement = statement.where(Application.seeker_id == seeker_id)
    statement = statement.order_by(rank, Application.changed_at.desc(), Application.id.desc())
    return [Row(*row) for row in session.execute(statement.limit(size).offset((page - 1) * size))]


def count_of_seeker(session: Session, seeker_id: int) -> int:
    """How many applications this person has made."""
    statement = select(func.count()).select_from(Application).where(Application.seeker_id == seeker_id)
    return session.scalar(statement) or 0


def own(session: Session, application_id: int, seeker_id: int) -> Row:
    """This person's application with its opening. Raises `NotFound`."""
    if not 0 < application_id <= LARGEST_NUMBER:
        raise NotFound()
    statement = select(Application, Opening).join(Opening, Opening.id == Application.opening_id)
    statement = statement.where(Application.id == application_id, Application.seeker_id == seeker_id)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound()
    return Row(*row)


def to_opening(session: Session, opening_id: int, seeker_id: int) -> Application | None:
    """This person's application to this opening."""
    return session.scalar(
        select(Application).where(Application.opening_id == opening_id, Application.seeker_id == seeker_id)
    )


def standing(session: Session, opening_id: int, user_id: int | None) -> Standing:
    """How many applied to this opening, and where the account `user_id` stands: one question for a public page."""
    mine = Seeker.user_id == user_id
    statement = (
        select(
            func.coalesce(func.sum(case((Application.state != S.WITHDRAWN, 1), else_=0)), 0),
            func.max(case((mine, Application.id))),
            func.max(case((mine, Application.state))),
            func.max(case((mine, Application.refusal_reason))),
        )
        .select_from(Application)
        .join(Seeker, Seeker.id == Application.seeker_id)
        .where(Application.opening_id == opening_id)
    )
    applied, number, state, reason = session.execute(statement).one()
    return Standing(int(applied), number, state or "", reason)


def state_of(session: Session, seeker_id: int, opening_ids: list[int]) -> dict[int, str]:
    """{opening id: state} of this person's applications to these openings."""
    statement = select(Application.opening_id, Application.state).where(
        Application.seeker_id == seeker_id, Application.opening_id.in_(opening_ids)
    )
    return dict(session.execute(statement).all()) if opening_ids else {}


def seen_by_employer(session: Session, row: Row, seeker: Seeker) -> Applicant:
    """What the employer sees of this person: for the person's own page."""
    user = session.get(User, seeker.user_id) if seeker.user_id else None
    return disclose(row.application, row.opening, seeker, session.get(SeekerProfile, seeker.id), user)


def similar(
    session: Session, opening: Opening, book: Book, seeker_id: int | None, *, limit: int = 3
) -> list[Opening]:
    """Open posts like this one that the person has not applied to: same occupation before same group, same
    district before others, newest first. A post without an occupation is like those of its kind in its district.
    """
    occupation = book.occupations.get(opening.occupation_code or "")
    statement = select(Opening.id).where(
        Opening.state == OpeningState.PUBLISHED,
        Opening.valid_until >= clock.today(),
        Opening.taken < Opening.headcount,
        Opening.id != opening.id,
    )
    if occupation is not None:
        group = [code for code, other in book.occupations.items() if other.group == occupation.group]
        statement = statement.where(Opening.occupation_code.in_(group))
    else:
        statement = statement.where(
            Opening.kind == opening.kind, Opening.district_code == opening.district_code
        )
    if seeker_id is not None:
        mine = select(Application.opening_id).where(Application.seeker_id == seeker_id)
        statement = statement.where(Opening.id.not_in(mine))
    order = (
        case((Opening.occupation_code == opening.occupation_code, 0), else_=1),
        case((Opening.district_code == opening.district_code, 0), else_=1),
        Opening.published_at.desc(),
        Opening.id.desc(),
    )
    return openings.by_ids(session, session.scalars(statement.order_by(*order).limit(limit)).all())
