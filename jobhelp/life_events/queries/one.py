"""One proposal with what stands around it; for the resident, what concerns them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.models import Application
from jobhelp.claims import facts as stored
from jobhelp.claims import queries as claims
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import MonthState, employer_holder
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.queries.scoping import PAGE, the_only, within
from jobhelp.life_events.states import Outcome, ProposalKind, ProposalState
from jobhelp.openings.models import Opening

OWN_DAYS = 180
TOLD_WHEN_ACCEPTED = (ProposalKind.APPLY.value,)
"""Kinds that a resident sees only after a person has looked: a machine's guess raises no hope."""


def open_about(session: Session, claim_id: int) -> list[Proposal]:
    """The open proposals about one claim."""
    statement = select(Proposal).where(
        Proposal.claim_id == claim_id, Proposal.state == ProposalState.OPEN.value
    )
    return list(session.scalars(statement.order_by(Proposal.id)))


def open_switches(session: Session, seeker_id: int) -> set[str]:
    """The programmes that this person is offered already, by a proposal that waits."""
    statement = select(Proposal.programme).where(
        Proposal.seeker_id == seeker_id,
        Proposal.kind == ProposalKind.SWITCH.value,
        Proposal.state == ProposalState.OPEN.value,
    )
    return set(session.scalars(statement))


def siblings(session: Session, proposal: Proposal, scope: str | None) -> list[Proposal]:
    """The other open proposals about the same person or employer, for the same page."""
    about_firm = proposal.seeker_id is None
    statement = select(Proposal).where(
        Proposal.employer_id == proposal.employer_id
        if about_firm
        else Proposal.seeker_id == proposal.seeker_id,
        Proposal.id != proposal.id,
        Proposal.state == ProposalState.OPEN.value,
        *within(Proposal.district_code, scope),
    )
    return list(session.scalars(statement.order_by(Proposal.due_on, Proposal.id).limit(10)))


@dataclass(frozen=True)
class Stake:
    """What a stop from a day on would take away: the months that begin after it and are still due. In 分.

    paid    how many months were paid so far
    """

    months: int = 0
    amount: int = 0
    first: date | None = None
    paid: int = 0


NOBODY = 0
"""No row has this number."""


def at_stake(session: Session, proposal: Proposal) -> Stake:
    """The months and the sum that hang on a proposal, in one question."""
    after = proposal.effective_on or clock.today()
    due = and_(BenefitMonth.state == MonthState.DUE.value, BenefitMonth.month > after)
    statement = select(
        func.count().filter(due),
        func.sum(BenefitMonth.amount).filter(due),
        func.min(BenefitMonth.month).filter(due),
        func.count().filter(BenefitMonth.state == MonthState.PAID.value),
    )
    found = session.execute(statement.where(BenefitMonth.claim_id == proposal.claim_id)).one()
    months, amount, first, paid = found
    return Stake(months, int(amount or 0), first, paid)


@dataclass(frozen=True)
class Surroundings:
    """What stands around a proposal on its page."""

    seeker: Seeker | None
    employer: Employer | None
    hire: str  # whom the employer hired, masked; "" where it is about the employer itself, or nobody says it
    claim: Claim | None
    opening: Opening | None
    stake: Stake
    names: dict[int, str]  # of the officers who signed
    others: list[Proposal]  # open ones about the same person or employer


def surroundings(session: Session, proposal: Proposal, scope: str | None) -> Surroundings:
    """Everything about one proposal, in four questions, one more for a hire."""
    around = (
        select(Seeker, Employer, Claim, Opening)
        .select_from(Proposal)
        .outerjoin(Seeker, Seeker.id == Proposal.seeker_id)
        .outerjoin(Employer, Employer.id == Proposal.employer_id)
        .outerjoin(Claim, Claim.id == Proposal.claim_id)
        .outerjoin(Opening, Opening.id == proposal.evidence.get("opening", NOBODY))
        .where(Proposal.id == proposal.id)
    )
    seeker, employer, claim, opening = session.execute(around).one()
    signers = (proposal.by_id, proposal.heard_by, proposal.evidence.get("keyed_by"))
    signed = {number for number in signers if number is not None}
    return Surroundings(
        seeker=seeker,
        employer=employer,
        hire=_hire(session, proposal) if proposal.hire else "",
        claim=claim,
        opening=opening,
        stake=at_stake(session, proposal) if claim is not None else Stake(),
        names=claims.names(session, signed) if signed else {},
        others=siblings(session, proposal, scope),
    )


def _hire(session: Session, proposal: Proposal) -> str:
    """Whom the employer hired: of a hire through this site the masked name, else the masked number of their claim."""
    hired = select(Seeker.name_mask).join(Application, Application.seeker_id == Seeker.id)
    found = session.scalar(hired.where(Application.id == proposal.evidence.get("application", NOBODY)))
    if found or proposal.employer_id is None:
        return found or ""
    holder = employer_holder(proposal.employer_id, proposal.hire)
    claim = session.scalar(select(Claim).where(Claim.holder == holder).order_by(Claim.id.desc()).limit(1))
    return str(stored.read_all(claim.facts).get("hire_mask", "")) if claim is not None else ""


def number_of(session: Session, proposal: Proposal) -> str:
    """The number of the claim that it is about; "" where there is none."""
    return session.scalar(select(Claim.number).where(Claim.id == proposal.claim_id)) or ""


# ── for the resident ─────────────────────────────────────────────────────────────────────────────────────


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
    return the_only(session.scalar(_own(user).where(Proposal.uid == uid)))


def _own(user: User) -> Select[Proposal]:
    shown = or_(Proposal.kind.not_in(TOLD_WHEN_ACCEPTED), Proposal.outcome == Outcome.TELL.value)
    return (
        select(Proposal).join(Seeker, Seeker.id == Proposal.seeker_id).where(Seeker.user_id == user.id, shown)
    )
