"""Questions about applications. Whose they are is decided here: a stranger's is `NotFound`, like none at all."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.disclosure import Applicant, disclose
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import OPEN_STATES, ApplicationState
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.reference.queries import Book

PAGE = 20
LARGEST_NUMBER = 2**31 - 1  # of a row; larger ones in an address belong to nothing
S = ApplicationState
NEEDS_SEEKER = (S.OFFERED, S.INVITED)
IN_HAND = [state.value for state in OPEN_STATES]
REPLY_DAYS = 90


@dataclass(frozen=True)
class Row:
    """An application with its opening."""

    application: Application
    opening: Opening


@dataclass(frozen=True)
class ApplicantRow:
    """An application as its employer sees it: no row of the person's own."""

    application: Application
    opening: Opening
    applicant: Applicant


@dataclass(frozen=True)
class Standing:
    """How many people applied to a post and did not withdraw, and where one of them stands (`state` "" = nowhere)."""

    applied: int
    application_id: int | None
    state: str
    refusal_reason: str | None


@dataclass(frozen=True)
class Replies:
    """How an employer answered the applications of the last 90 days."""

    received: int
    answered: int


# ── the jobseeker's side ─────────────────────────────────────────────────────────────────────────────────


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
    statement = _with_opening(application_id).where(Application.seeker_id == seeker_id)
    return _the_only(session, statement)


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


# ── the employer's side ──────────────────────────────────────────────────────────────────────────────────


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


# ── both sides ───────────────────────────────────────────────────────────────────────────────────────────


def steps(session: Session, application_id: int) -> list[ApplicationStep]:
    """The timeline of an application, first step first."""
    statement = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    return list(session.scalars(statement.order_by(ApplicationStep.at, ApplicationStep.id)))


def _with_opening(application_id: int) -> Select[Application, Opening]:
    if not 0 < application_id <= LARGEST_NUMBER:
        raise NotFound()
    statement = select(Application, Opening).join(Opening, Opening.id == Application.opening_id)
    return statement.where(Application.id == application_id)


def _the_only(session: Session, statement: Select[Application, Opening]) -> Row:
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound()
    return Row(*row)


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
