"""The employer's side: who applied, and how the employer answers."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.disclosure import Applicant, disclose
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.queries.rows import IN_HAND, LARGEST_NUMBER, PAGE
from jobhelp.applications.states import ApplicationState
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.openings.models import Opening

S = ApplicationState
REPLY_DAYS = 90


@dataclass(frozen=True)
class ApplicantRow:
    """An application as its employer sees it: no row of the person's own."""

    application: Application
    opening: Opening
    applicant: Applicant


@dataclass(frozen=True)
class Replies:
    """How an employer answered the applications of the last 90 days."""

    received: int
    answered: int


def of_opening(
    session: Session,
    opening_id: int,
    employer_id: int,
    *,
    states: tuple[str, ...] = (),
    page: int = 1,
    size: int = PAGE,
) -> list[ApplicantRow]:
    """One page of the applicants of this employer's opening (nobody when it is not theirs): those who wait for a
    first answer, then the others still open, then the ended; each as they came.
    """
    statement = _applicants().where(Application.opening_id == opening_id, Opening.employer_id == employer_id)
    if states:
        statement = statement.where(Application.state.in_(states))
    rank = case(
        (Application.state.in_([S.APPLIED, S.VIEWED]), 0), (Application.state.in_(IN_HAND), 1), else_=2
    )
    statement = statement.order_by(rank, Application.created_at, Application.id)
    return [_applicant_row(*row) for row in session.execute(statement.limit(size).offset((page - 1) * size))]


def for_employer(session: Session, application_id: int, employer_id: int) -> ApplicantRow:
    """An application to one of this employer's openings. Raises `NotFound`."""
    if not 0 < application_id <= LARGEST_NUMBER:
        raise NotFound()
    statement = _applicants().where(Application.id == application_id, Opening.employer_id == employer_id)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound()
    return _applicant_row(*row)


def counts_by_state(session: Session, opening_id: int) -> dict[str, int]:
    """{state: how many applications} of one opening."""
    statement = select(Application.state, func.count()).where(Application.opening_id == opening_id)
    return dict(session.execute(statement.group_by(Application.state)).all())


def new_counts(session: Session, employer_id: int) -> dict[int, int]:
    """{opening id: how many applications wait for a first answer} of this employer's openings."""
    statement = select(Application.opening_id, func.count()).join(
        Opening, Opening.id == Application.opening_id
    )
    statement = statement.where(
        Opening.employer_id == employer_id, Application.state.in_([S.APPLIED, S.VIEWED])
    )
    return dict(session.execute(statement.group_by(Application.opening_id)).all())


def replies(session: Session, employer_id: int) -> Replies:
    """What this employer made of the applications of the last 90 days. An answer is any act of theirs; merely
    looking at it is none, and neither is the end of the post.
    """
    since = clock.now() - timedelta(days=REPLY_DAYS)
    answered = [S.INVITED, S.OFFERED, S.ACCEPTED, S.HIRED, S.REFUSED]
    step = select(ApplicationStep.id).where(
        ApplicationStep.application_id == Application.id,
        ApplicationStep.by == "employer",
        ApplicationStep.state.in_(answered),
    )
    is_answered = or_(Application.state.in_(answered), step.exists())
    statement = select(func.count(), func.coalesce(func.sum(case((is_answered, 1), else_=0)), 0))
    statement = statement.select_from(Application).join(Opening, Opening.id == Application.opening_id)
    statement = statement.where(
        Opening.employer_id == employer_id,
        Application.created_at >= since,
        or_(Application.state != S.WITHDRAWN, is_answered),
    )
    received, answers = session.execute(statement).one()
    return Replies(received=received, answered=int(answers))


def _applicants() -> Select[Application, Opening, Seeker, SeekerProfile, User]:
    return (
        select(Application, Opening, Seeker, SeekerProfile, User)
        .join(Opening, Opening.id == Application.opening_id)
        .join(Seeker, Seeker.id == Application.seeker_id)
        .outerjoin(SeekerProfile, SeekerProfile.seeker_id == Seeker.id)
        .outerjoin(User, User.id == Seeker.user_id)
    )


def _applicant_row(
    application: Application,
    opening: Opening,
    seeker: Seeker,
    profile: SeekerProfile | None,
    user: User | None,
) -> ApplicantRow:
    return ApplicantRow(application, opening, disclose(application, opening, seeker, profile, user))
