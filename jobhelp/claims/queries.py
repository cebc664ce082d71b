"""Questions about claims. Whose they are, and of which district, is decided here: out of sight is `NotFound`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import facts as stored
from jobhelp.claims.deadlines import Day, Days, published
from jobhelp.claims.models import (
    BenefitMonth,
    Claim,
    ClaimDocument,
    ClaimStep,
    Decision,
    Holiday,
    PersonFact,
)
from jobhelp.claims.states import LIVE_STATES, OPEN_STATES, ClaimAction, ClaimState, MonthState
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.permissions import Role

PAGE = 25
S = ClaimState
STAFF_OWES = (S.SUBMITTED, S.ACCEPTED, S.REVIEWED, S.SPECIAL, S.APPEALED)
ASKED = OPEN_STATES
LIVE = [state.value for state in LIVE_STATES]


# ── the claimant's side ──────────────────────────────────────────────────────────────────────────────────


def own(session: Session, user: User) -> list[Claim]:
    """Every claim of this person, or of the employer they act for: live ones first, then the newest."""
    rank = case((Claim.state.in_(LIVE), 0), else_=1)
    statement = _own(user).order_by(rank, Claim.changed_at.desc(), Claim.id.desc())
    return list(session.scalars(statement))


def own_claim(session: Session, user: User, number: str) -> Claim:
    """One of them by its number. Raises `NotFound`."""
    return _the_only(session, _own(user).where(Claim.number == number))


def live_claim(session: Session, holder: str, programme: str) -> Claim | None:
    """The holder's open or running claim to a programme."""
    statement = select(Claim).where(
        Claim.holder == holder, Claim.programme == programme, Claim.state.in_(LIVE)
    )
    return session.scalar(statement)


def latest_claim(session: Session, holder: str, programme: str) -> Claim | None:
    """The holder's newest claim to a programme, live or not."""
    statement = select(Claim).where(Claim.holder == holder, Claim.programme == programme)
    return session.scalar(statement.order_by(Claim.id.desc()).limit(1))


def claimant_user_ids(session: Session, claim: Claim) -> list[int]:
    """The accounts that speak for the claimant: the person's, or every member of the employer."""
    if claim.seeker_id is not None:
        found = session.scalar(select(Seeker.user_id).where(Seeker.id == claim.seeker_id))
        return [found] if found is not None else []
    statement = select(EmployerMember.user_id).where(EmployerMember.employer_id == claim.employer_id)
    return list(session.scalars(statement.order_by(EmployerMember.user_id)))


def _own(user: User) -> Select[Any]:
    if user.role == Role.EMPLOYER:
        firm = select(EmployerMember.employer_id).where(EmployerMember.user_id == user.id)
        return select(Claim).where(Claim.employer_id.in_(firm))
    person = select(Seeker.id).where(Seeker.user_id == user.id)
    return select(Claim).where(Claim.seeker_id.in_(person))


def _the_only(session: Session, statement: Select[Any]) -> Claim:
    found: Claim | None = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


# ── the desk ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class DeskFilter:
    """What part of the claims is wanted. `state`: a state, "owed" (staff owes a step), "all"; `late`: overdue only."""

    state: str = "owed"
    programme: str = ""
    district: str = ""
    late: bool = False
    words: str = ""  # a claim's number, or the beginning of one


@dataclass(frozen=True)
class DeskRow:
    """One line of the desk's list. `corrected`: it was returned, and the claimant handed it in again."""

    claim: Claim
    name_mask: str
    employer_name: str
    corrected: bool = False


def for_desk(session: Session, number: str, user: User) -> Claim:
    """A claim as this officer may see it: of their own district, or of the whole city. Raises `NotFound`."""
    return _the_only(session, select(Claim).where(Claim.number == number, *_within(user)))


def desk_list(
    session: Session, user: User, wanted: DeskFilter | None = None, *, page: int = 1, size: int = PAGE
) -> list[DeskRow]:
    """One page of the claims that this officer may see: the late first, then by deadline; undated ones last."""
    wanted = wanted or DeskFilter()
    statement = (
        _lines()
        .where(*_within(user), *_conditions(wanted))
        .order_by(case((Claim.due_on.is_(None), 1), else_=0), Claim.due_on, Claim.applied_on, Claim.id)
    )
    return _read_lines(session, statement.limit(size).offset((page - 1) * size))


def desk_count(session: Session, user: User, wanted: DeskFilter) -> int:
    """How many claims fit."""
    statement = select(func.count()).select_from(Claim).where(*_within(user), *_conditions(wanted))
    return session.scalar(statement) or 0


def desk_totals(session: Session, user: User) -> dict[str, int]:
    """{state: how many} of the claims that this officer may see; "late": those overdue."""
    statement = select(Claim.state, func.count(), func.sum(case((_late(), 1), else_=0))).where(*_within(user))
    rows = session.execute(statement.group_by(Claim.state)).all()
    totals = {state: count for state, count, _ in rows}
    return totals | {"late": sum(int(late or 0) for _, _, late in rows)}


def waiting(session: Session, scope: str | None) -> list[tuple[int, date, date]]:
    """(id, since, due) of every claim on which staff owes a step, in a district or the whole city (None).

    since   the day of its last move: a correction that came back waits from the day on which it came
    """
    statement = select(Claim.id, Claim.changed_at, Claim.due_on).where(
        Claim.state.in_([state.value for state in STAFF_OWES]), Claim.due_on.is_not(None)
    )
    if scope is not None:
        statement = statement.where(Claim.district_code == scope)
    return [(number, clock.local(at).date(), due) for number, at, due in session.execute(statement) if due]


def by_ids(session: Session, ids: list[int]) -> dict[int, DeskRow]:
    """{id: line} of these claims."""
    return {row.claim.id: row for row in _read_lines(session, _lines().where(Claim.id.in_(ids)))}


def _lines() -> Select[Claim, str, str, bool]:
    came_back = and_(
        Claim.state == S.SUBMITTED.value,
        select(ClaimStep.id)
        .where(ClaimStep.claim_id == Claim.id, ClaimStep.action == ClaimAction.CORRECT.value)
        .exists(),
    )
    return (
        select(Claim, Seeker.name_mask, Employer.name, came_back)
        .outerjoin(Seeker, Seeker.id == Claim.seeker_id)
        .outerjoin(Employer, Employer.id == Claim.employer_id)
    )


def _read_lines(session: Session, statement: Select[Claim, str, str, bool]) -> list[DeskRow]:
    return [
        DeskRow(claim, mask or "", name or "", bool(corrected))
        for claim, mask, name, corrected in session.execute(statement)
    ]


def names(session: Session, user_ids: set[int]) -> dict[int, str]:
    """{user id: display name} of the officers who signed; staff sees their colleagues' names."""
    statement = select(User.id, User.display_name).where(User.id.in_(user_ids))
    return dict(session.execute(statement).all()) if user_ids else {}


def _within(user: User) -> list[Any]:
    scope = user.district_scope
    return [] if scope is None else [Claim.district_code == scope]


def _late() -> Any:
    return and_(Claim.state.in_([state.value for state in STAFF_OWES]), Claim.due_on < clock.today())


def _conditions(wanted: DeskFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.state == "owed":
        found.append(Claim.state.in_([state.value for state in STAFF_OWES]))
    elif wanted.state != "all":
        found.append(Claim.state == wanted.state)
    if wanted.programme:
        found.append(Claim.programme == wanted.programme)
    if wanted.district:
        found.append(Claim.district_code == wanted.district)
    if wanted.late:
        found.append(_late())
    if wanted.words:
        found.append(Claim.number.startswith(wanted.words.upper(), autoescape=True))
    return found


# ── what belongs to a claim ──────────────────────────────────────────────────────────────────────────────


def steps(session: Session, claim_id: int) -> list[ClaimStep]:
    """The timeline, first step first."""
    statement = select(ClaimStep).where(ClaimStep.claim_id == claim_id)
    return list(session.scalars(statement.order_by(ClaimStep.at, ClaimStep.id)))


def documents(session: Session, claim_id: int) -> list[ClaimDocument]:
    """The papers without their bodies, in the order in which they came."""
    statement = select(ClaimDocument).where(ClaimDocument.claim_id == claim_id)
    return list(session.scalars(statement.order_by(ClaimDocument.at, ClaimDocument.id)))


def document(session: Session, claim_id: int, uid: str) -> ClaimDocument:
    """One paper of a claim. Raises `NotFound`."""
    statement = select(ClaimDocument).where(ClaimDocument.claim_id == claim_id, ClaimDocument.uid == uid)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found


def decisions(session: Session, claim_id: int) -> list[Decision]:
    """Every decision on a claim, newest first."""
    statement = select(Decision).where(Decision.claim_id == claim_id)
    return list(session.scalars(statement.order_by(Decision.at.desc(), Decision.id.desc())))


@dataclass(frozen=True)
class MonthCounts:
    """Months (or one-time sums) of a claim: granted and not cancelled, used (paid), left; and the same in 分."""

    granted: int
    used: int
    left: int
    granted_amount: int
    paid_amount: int
    next: BenefitMonth | None  # the next one that is owed


def months(session: Session, claim_id: int) -> list[BenefitMonth]:
    """Every month of a claim, earliest first, the cancelled too."""
    statement = select(BenefitMonth).where(BenefitMonth.claim_id == claim_id)
    return list(session.scalars(statement.order_by(BenefitMonth.month, BenefitMonth.id)))


def months_of(session: Session, claim_id: int) -> MonthCounts:
    """Months granted, used and left."""
    return count_months(months(session, claim_id))


def count_months(rows: list[BenefitMonth]) -> MonthCounts:
    """The same from rows that are at hand."""
    kept = [row for row in rows if row.state != MonthState.CANCELLED]
    used = [row for row in kept if row.state == MonthState.PAID]
    return MonthCounts(
        granted=len(kept),
        used=len(used),
        left=len(kept) - len(used),
        granted_amount=sum(row.amount for row in kept),
        paid_amount=sum(row.amount for row in used),
        next=next((row for row in kept if row.state != MonthState.PAID), None),
    )


def months_by_claim(session: Session, claim_ids: list[int]) -> dict[int, MonthCounts]:
    """{claim id: counts} of several claims in one question."""
    found: dict[int, list[BenefitMonth]] = {number: [] for number in claim_ids}
    statement = select(BenefitMonth).where(BenefitMonth.claim_id.in_(claim_ids))
    for row in session.scalars(statement.order_by(BenefitMonth.month, BenefitMonth.id)) if claim_ids else ():
        found[row.claim_id].append(row)
    return {number: count_months(rows) for number, rows in found.items()}


def due_months(
    session: Session, *, programme: str, month: date, district: str | None = None
) -> list[BenefitMonth]:
    """The months of one programme and calendar month that are due and whose claim is granted (not suspended)."""
    statement = (
        select(BenefitMonth)
        .join(Claim, Claim.id == BenefitMonth.claim_id)
        .where(
            BenefitMonth.programme == programme,
            BenefitMonth.month == month.replace(day=1),
            BenefitMonth.state == MonthState.DUE,
            Claim.state == S.GRANTED,
        )
    )
    if district is not None:
        statement = statement.where(Claim.district_code == district)
    return list(session.scalars(statement.order_by(BenefitMonth.id)))


# ── what is known of a holder ────────────────────────────────────────────────────────────────────────────


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


def claims_of_seeker(session: Session, seeker_id: int) -> list[Claim]:
    """Every claim of a person, newest first: for staff and for other slices, never for employers or the ranker."""
    statement = select(Claim).where(Claim.seeker_id == seeker_id)
    return list(session.scalars(statement.order_by(Claim.id.desc())))


def owed_of_holder(session: Session, holder: str) -> list[BenefitMonth]:
    """Every month that is owed to or was paid to a holder, over all claims."""
    statement = select(BenefitMonth).where(
        BenefitMonth.holder == holder, BenefitMonth.state != MonthState.CANCELLED
    )
    return list(session.scalars(statement.order_by(BenefitMonth.month, BenefitMonth.id)))


# ── the calendar ─────────────────────────────────────────────────────────────────────────────────────────


def calendar(session: Session) -> Days:
    """The published calendar with what staff entered, which weighs more."""
    rows = session.scalars(select(Holiday).order_by(Holiday.day))
    return dict(published()) | {row.day: Day(row.working, row.name) for row in rows}


def entered(session: Session, year: int) -> list[Holiday]:
    """What staff entered for one year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    statement = select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day)
    return list(session.scalars(statement))


def open_claims(session: Session, user: User) -> list[Claim]:
    """This person's claims that are not decided yet."""
    statement = _own(user).where(
        or_(*(Claim.state == state.value for state in OPEN_STATES)),
    )
    return list(session.scalars(statement.order_by(Claim.id)))
