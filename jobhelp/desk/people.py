"""One person across the slices, as far as this officer has to do with them: masked, by claim, proposal and payment."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims.models import BenefitMonth, Claim
from jobhelp.claims.states import seeker_holder
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import queries as life_events
from jobhelp.life_events.models import Proposal
from jobhelp.payments import queries as payments
from jobhelp.payments.models import BankCard, Payment, Recovery
from jobhelp.payments.states import PaymentState

SENT = (PaymentState.SENT.value, PaymentState.PAID.value, PaymentState.RETURNED.value)
MOST_PAYMENTS = 24


@dataclass(frozen=True)
class Person:
    """What the desk keeps on one person.

    claims      newest first; those of another district are not among them, `elsewhere` counts them
    payments    the newest sums that were sent, with their months
    card        where the money goes; None when nobody said
    """

    seeker: Seeker
    claims: list[Claim]
    elsewhere: int
    proposals: list[Proposal]
    payments: list[tuple[Payment, BenefitMonth]]
    recoveries: list[Recovery]
    card: BankCard | None


def visible(session: Session, seeker: Seeker | None, user: User) -> Seeker:
    """The person, for an officer who has to do with them. Raises `NotFound`: out of sight is like not there."""
    if seeker is None or not life_events.in_scope(session, seeker, user.district_scope):
        raise NotFound()
    return seeker


def visible_by_uid(session: Session, uid: str, user: User) -> Seeker:
    """The same, by the identity that stands in addresses."""
    return visible(session, session.scalar(select(Seeker).where(Seeker.uid == uid)), user)


def person(session: Session, uid: str, user: User) -> Person:
    """Everything about one person that this officer may see. Raises `NotFound`, also for people out of sight."""
    seeker = visible_by_uid(session, uid, user)
    scope = user.district_scope
    every = list(
        session.scalars(
            select(Claim)
            .where(Claim.seeker_id == seeker.id)
            .order_by(Claim.applied_on.desc(), Claim.id.desc())
        )
    )
    claims = [claim for claim in every if scope is None or claim.district_code == scope]
    numbers = [claim.id for claim in claims]
    return Person(
        seeker=seeker,
        claims=claims,
        elsewhere=len(every) - len(claims),
        proposals=_proposals(session, seeker, scope),
        payments=_payments(session, numbers),
        recoveries=_recoveries(session, numbers),
        card=payments.card_of(session, seeker_holder(seeker.id)),
    )


def _proposals(session: Session, seeker: Seeker, scope: str | None) -> list[Proposal]:
    statement = select(Proposal).where(Proposal.seeker_id == seeker.id)
    if scope is not None:
        statement = statement.where(Proposal.district_code == scope)
    return list(session.scalars(statement.order_by(Proposal.id.desc()).limit(MOST_PAYMENTS)))


def _payments(session: Session, claims: list[int]) -> list[tuple[Payment, BenefitMonth]]:
    statement = (
        select(Payment, BenefitMonth)
        .join(BenefitMonth, BenefitMonth.id == Payment.month_id)
        .where(Payment.claim_id.in_(claims), Payment.state.in_(SENT))
        .order_by(BenefitMonth.month.desc(), Payment.id.desc())
    )
    rows = session.execute(statement.limit(MOST_PAYMENTS)) if claims else ()
    return [(payment, month) for payment, month in rows]


def _recoveries(session: Session, claims: list[int]) -> list[Recovery]:
    statement = select(Recovery).where(Recovery.claim_id.in_(claims)).order_by(Recovery.id.desc())
    return list(session.scalars(statement)) if claims else []
