"""The proposals that staff sees in a list: what part of it, its lines, and how much waits."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from jobhelp.claims.models import Claim
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.queries.scoping import PAGE, the_only, within
from jobhelp.life_events.states import ProposalState


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
    who: str  # a person's masked name, or the employer's name
    number: str  # the claim's; "" where there is none
    claim_state: str


def for_desk(session: Session, proposal_id: int, scope: str | None) -> Proposal:
    """The proposal as staff of `scope` may see it. Raises `NotFound`."""
    statement = select(Proposal).where(Proposal.id == proposal_id, *within(Proposal.district_code, scope))
    return the_only(session.scalar(statement))


def lines(
    session: Session, scope: str | None, wanted: Wanted, today: date, *, page: int = 1, size: int = PAGE
) -> list[Line]:
    """One page of the proposals: what is due first stands first, decided ones newest first."""
    statement = (
        select(Proposal, func.coalesce(Seeker.name_mask, Employer.name), Claim.number, Claim.state)
        .outerjoin(Seeker, Seeker.id == Proposal.seeker_id)
        .outerjoin(Employer, Employer.id == Proposal.employer_id)
        .outerjoin(Claim, Claim.id == Proposal.claim_id)
        .where(*within(Proposal.district_code, scope), *wanted.conditions(today))
    )
    if wanted.state == ProposalState.OPEN:
        statement = statement.order_by(Proposal.due_on, Proposal.id)
    else:
        statement = statement.order_by(Proposal.decided_at.desc().nulls_last(), Proposal.id.desc())
    rows = session.execute(statement.limit(size).offset((page - 1) * size))
    return [Line(proposal, who or "", number or "", state or "") for proposal, who, number, state in rows]


def count(session: Session, scope: str | None, wanted: Wanted, today: date) -> int:
    """How many proposals fit."""
    statement = select(func.count()).select_from(Proposal)
    return (
        session.scalar(statement.where(*within(Proposal.district_code, scope), *wanted.conditions(today)))
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
        *within(Proposal.district_code, scope or district or None),
    )
    rows = [tuple(row) for row in session.execute(statement.group_by(Proposal.kind))]
    return Waiting(
        sum(row[1] for row in rows),
        sum(int(row[2]) for row in rows),
        sum(int(row[3]) for row in rows),
        {row[0]: row[1] for row in rows},
    )
