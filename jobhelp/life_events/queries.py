"""Questions about proposals and screenings. The district is part of every question: `scope` None is the whole city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import LIVE_STATES, RUNNING_STATES, MonthState
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal, Screening, ScreeningFind
from jobhelp.life_events.states import Find, Outcome, ProposalKind, ProposalState
from jobhelp.openings.models import Opening

T = TypeVar("T")
PAGE = 50
OWN_DAYS = 180
TOLD_WHEN_ACCEPTED = (ProposalKind.APPLY.value,)
"""Kinds that a resident sees only after a person has looked: a machine's guess raises no hope."""


# ── proposals, for staff ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Wanted:
    """What part of the list is wanted. `when`: late, today, week; "" is all."""

    kind: str = ""
    programme: str = ""
    state: str = ProposalState.OPEN.value
    when: str = ""
    district: str = ""

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        """The same as conditions of a question."""
        wanted: list[ColumnElement[bool]] = [Proposal.state == self.state] if self.state else []
        if self.kind:
            wanted.append(Proposal.kind == self.kind)
        if self.programme:
            wanted.append(Proposal.programme == self.programme)
        if self.district:
            wanted.append(Proposal.district_code == self.district)
        if self.when == "late":
            wanted.append(Proposal.due_on < today)
        elif self.when == "today":
            wanted.append(Proposal.due_on == today)
        elif self.when == "week":
            sunday = today + timedelta(days=6 - today.weekday())
            wanted.append(and_(Proposal.due_on > today, Proposal.due_on <= sunday))
        return wanted


@dataclass(frozen=True)
class Line:
    """One line of the list: the proposal with whom and what it is about."""

    proposal: Proposal
    who: str  # masked name; "" for a firm's claim
    number: str  # the claim's; "" where there is none
    claim_state: str


def for_desk(session: Session, proposal_id: int, scope: str | None) -> Proposal:
    """The proposal as staff of `scope` may see it. Raises `NotFound`."""
    statement = select(Proposal).where(Proposal.id == proposal_id, *_within(Proposal.district_code, scope))
    return _found(session.scalar(statement))


def lines(session: Session, scope: str | None, wanted: Wanted, today: date, *, page: int = 1) -> list[Line]:
    """One page of the proposals: what is due first stands first, decided ones newest first."""
    statement = (
        select(Proposal, Seeker.name_mask, Claim.number, Claim.state)
        .outerjoin(Seeker, Seeker.id == Proposal.seeker_id)
        .outerjoin(Claim, Claim.id == Proposal.claim_id)
        .where(*_within(Proposal.district_code, scope), *wanted.conditions(today))
    )
    if wanted.state == ProposalState.OPEN:
        statement = statement.order_by(Proposal.due_on, Proposal.id)
    else:
        statement = statement.order_by(Proposal.decided_at.desc().nulls_last(), Proposal.id.desc())
    rows = session.execute(statement.limit(PAGE).offset((page - 1) * PAGE))
    return [Line(proposal, who or "", number or "", state or "") for proposal, who, number, state in rows]


def count(session: Session, scope: str | None, wanted: Wanted, today: date) -> int:
    """How many proposals fit."""
    statement = select(func.count()).select_from(Proposal)
    return (
        session.scalar(statement.where(*_within(Proposal.district_code, scope), *wanted.conditions(today)))
        or 0
    )


@dataclass(frozen=True)
class Waiting:
    """What is open: in all, by kind, and how much of it is late or due today."""

    total: int
    late: int
    today: int
    kinds: dict[str, int]


def waiting(session: Session, scope: str | None, today: date, *, district: str = "") -> Waiting:
    """Count the open proposals once, by kind."""
    late = func.sum(case((Proposal.due_on < today, 1), else_=0))
    now = func.sum(case((Proposal.due_on == today, 1), else_=0))
    statement = select(Proposal.kind, func.count(), late, now).where(
        Proposal.state == ProposalState.OPEN.value,
        *_within(Proposal.district_code, scope or district or None),
    )
    rows = [tuple(row) for row in session.execute(statement.group_by(Proposal.kind))]
    return Waiting(
        sum(row[1] for row in rows),
        sum(int(row[2]) for row in rows),
        sum(int(row[3]) for row in rows),
        {row[0]: row[1] for row in rows},
    )


def open_about(session: Session, claim_id: int) -> list[Proposal]:
    """The open proposals about one claim."""
    statement = select(Proposal).where(
        Proposal.claim_id == claim_id, Proposal.state == ProposalState.OPEN.value
    )
    return list(session.scalars(statement.order_by(Proposal.id)))


def siblings(session: Session, proposal: Proposal, scope: str | None) -> list[Proposal]:
    """The other open proposals about the same person, for the same page."""
    if proposal.seeker_id is None:
        return []
    statement = select(Proposal).where(
        Proposal.seeker_id == proposal.seeker_id,
        Proposal.id != proposal.id,
        Proposal.state == ProposalState.OPEN.value,
        *_within(Proposal.district_code, scope),
    )
    return list(session.scalars(statement.order_by(Proposal.due_on, Proposal.id).limit(10)))


@dataclass(frozen=True)
class Stake:
    """What a stop from a day on would take away: the months that begin after it and are still due. In 分."""

    months: int
    amount: int
    first: date | None
    monthly: int


def at_stake(session: Session, proposal: Proposal) -> Stake:
    """The months and the sum that hang on a proposal."""
    statement = select(func.count(), func.sum(BenefitMonth.amount), func.min(BenefitMonth.month)).where(
        BenefitMonth.claim_id == proposal.claim_id,
        BenefitMonth.state == MonthState.DUE.value,
        BenefitMonth.month > (proposal.effective_on or clock.today()),
    )
    months, amount, first = session.execute(statement).one()
    return Stake(months, int(amount or 0), first, int(amount or 0) // months if months else 0)


@dataclass(frozen=True)
class Surroundings:
    """What stands around a proposal on its page."""

    seeker: Seeker | None
    claim: Claim | None
    opening: Opening | None
    stake: Stake
    paid: int  # months paid so far
    names: dict[int, str]  # of the officers who signed
    others: list[Proposal]  # open ones about the same person


def surroundings(session: Session, proposal: Proposal, scope: str | None) -> Surroundings:
    """Everything about one proposal, in seven questions at most."""
    claim = session.get(Claim, proposal.claim_id) if proposal.claim_id is not None else None
    signed = {proposal.by_id, proposal.heard_by, proposal.evidence.get("keyed_by")}
    paid = select(func.count()).where(
        BenefitMonth.claim_id == proposal.claim_id, BenefitMonth.state == MonthState.PAID.value
    )
    opening = proposal.evidence.get("opening")
    return Surroundings(
        seeker=session.get(Seeker, proposal.seeker_id) if proposal.seeker_id is not None else None,
        claim=claim,
        opening=session.get(Opening, opening) if opening is not None else None,
        stake=at_stake(session, proposal),
        paid=(session.scalar(paid) or 0) if claim is not None else 0,
        names=claims.names(session, {one for one in signed if one is not None}),
        others=siblings(session, proposal, scope),
    )


def number_of(session: Session, proposal: Proposal) -> str:
    """The number of the claim that it is about; "" where there is none."""
    return session.scalar(select(Claim.number).where(Claim.id == proposal.claim_id)) or ""


# ── proposals, for the resident ──────────────────────────────────────────────────────────────────────────


def own(session: Session, user: User) -> list[Proposal]:
    """What concerns this resident: open ones first, then what was decided lately."""
    fresh = clock.now() - timedelta(days=OWN_DAYS)
    statement = _own(user).where(
        or_(Proposal.state == ProposalState.OPEN.value, Proposal.decided_at >= fresh)
    )
    first = case((Proposal.state == ProposalState.OPEN.value, 0), else_=1)
    return list(session.scalars(statement.order_by(first, Proposal.id.desc()).limit(PAGE)))


def own_one(session: Session, user: User, uid: str) -> Proposal:
    """One of them. Raises `NotFound`."""
    return _found(session.scalar(_own(user).where(Proposal.uid == uid)))


def _own(user: User) -> Select[Proposal]:
    shown = or_(Proposal.kind.not_in(TOLD_WHEN_ACCEPTED), Proposal.outcome == Outcome.TELL.value)
    return (
        select(Proposal).join(Seeker, Seeker.id == Proposal.seeker_id).where(Seeker.user_id == user.id, shown)
    )


# ── claims that something may happen to ──────────────────────────────────────────────────────────────────


def live_claims(session: Session, seeker_id: int) -> list[Claim]:
    """The claims of a person that are open or running."""
    statement = select(Claim).where(Claim.seeker_id == seeker_id, Claim.state.in_(_values(LIVE_STATES)))
    return list(session.scalars(statement.order_by(Claim.id)))


def running_of(session: Session, holder: str) -> list[Claim]:
    """The running claims of one holder."""
    statement = select(Claim).where(Claim.holder == holder, Claim.state.in_(_values(RUNNING_STATES)))
    return list(session.scalars(statement.order_by(Claim.id)))


def ending(session: Session, today: date, until: date, *, after: int, limit: int) -> list[Claim]:
    """Running claims whose last day lies from `today` to `until`, by number, after `after`."""
    statement = select(Claim).where(
        Claim.state.in_(_values(RUNNING_STATES)),
        Claim.ends_on >= today,
        Claim.ends_on <= until,
        Claim.id > after,
    )
    return list(session.scalars(statement.order_by(Claim.id).limit(limit)))


def running_of_people(session: Session, programmes: Sequence[str], *, after: int, limit: int) -> list[Claim]:
    """Running claims of people (not firms) to these programmes, by number, after `after`."""
    statement = select(Claim).where(
        Claim.state.in_(_values(RUNNING_STATES)),
        Claim.seeker_id.is_not(None),
        Claim.programme.in_(programmes),
        Claim.id > after,
    )
    return list(session.scalars(statement.order_by(Claim.id).limit(limit)))


def person_of_claim(session: Session, number: str, scope: str | None) -> Seeker | None:
    """Whose claim this is, if staff of `scope` may see the claim."""
    statement = select(Seeker).join(Claim, Claim.seeker_id == Seeker.id).where(Claim.number == number)
    return session.scalar(statement.where(*_within(Claim.district_code, scope)))


def in_scope(session: Session, seeker: Seeker, scope: str | None) -> bool:
    """Whether staff of `scope` has to do with this person: they live there, or have a claim there."""
    if scope is None or seeker.district_code == scope:
        return True
    statement = select(Claim.id).where(
        Claim.seeker_id == seeker.id, Claim.district_code == scope, Claim.state.in_(_values(LIVE_STATES))
    )
    return session.scalar(statement.limit(1)) is not None


# ── screenings ───────────────────────────────────────────────────────────────────────────────────────────


def screenings(session: Session, limit: int = 24) -> list[Screening]:
    """The latest screenings, newest first."""
    return list(session.scalars(select(Screening).order_by(Screening.id.desc()).limit(limit)))


def screening(session: Session, screening_id: int) -> Screening:
    """One screening. Raises `NotFound`."""
    return _found(session.get(Screening, screening_id))


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
    """One line of a screening's list."""

    find: ScreeningFind
    who: str
    number: str
    proposal_id: int | None
    proposal_state: str


def find_counts(session: Session, screening_id: int, scope: str | None) -> dict[tuple[str, str], int]:
    """{(programme, list): how many people} in the district."""
    statement = select(ScreeningFind.programme, ScreeningFind.found, func.count()).where(
        ScreeningFind.screening_id == screening_id, *_within(ScreeningFind.district_code, scope)
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
        select(ScreeningFind, Seeker.name_mask, Claim.number, Proposal.id, Proposal.state)
        .join(Seeker, Seeker.id == ScreeningFind.seeker_id)
        .outerjoin(Claim, Claim.id == ScreeningFind.claim_id)
        .outerjoin(
            Proposal,
            and_(
                Proposal.screening_id == ScreeningFind.screening_id,
                Proposal.seeker_id == ScreeningFind.seeker_id,
                Proposal.programme == ScreeningFind.programme,
            ),
        )
        .where(
            ScreeningFind.screening_id == screening_id,
            ScreeningFind.found == found.value,
            *_within(ScreeningFind.district_code, scope),
        )
    )
    if programme:
        statement = statement.where(ScreeningFind.programme == programme)
    statement = statement.order_by(ScreeningFind.programme, ScreeningFind.id).limit(limit).offset(offset)
    return [
        FindLine(find, who or "", number or "", proposal_id, state or "")
        for find, who, number, proposal_id, state in session.execute(statement)
    ]


def _values(states: Sequence[object]) -> list[str]:
    return [str(state) for state in states]


def _within(
    district: InstrumentedAttribute[str | None], scope: str | None
) -> tuple[ColumnElement[bool], ...]:
    return () if scope is None else (district == scope,)


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound()
    return row
