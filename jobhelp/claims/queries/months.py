"""The months that claims owe: of one claim, of a holder, of a calendar month."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.claims.models import (
    BenefitMonth,
    Claim,
)
from jobhelp.claims.states import ClaimState, MonthState

S = ClaimState


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


def months_by_claim(session: Session, claim_ids: list[int]) -> dict[int, list[BenefitMonth]]:
    """{claim id: its months, earliest first} of several claims in one question."""
    found: dict[int, list[BenefitMonth]] = {number: [] for number in claim_ids}
    statement = select(BenefitMonth).where(BenefitMonth.claim_id.in_(claim_ids))
    for row in session.scalars(statement.order_by(BenefitMonth.month, BenefitMonth.id)) if claim_ids else ():
        found[row.claim_id].append(row)
    return found


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


def of_holder(session: Session, holder: str) -> list[BenefitMonth]:
    """Every month of a holder, over all claims, the cancelled too."""
    statement = select(BenefitMonth).where(BenefitMonth.holder == holder)
    return list(session.scalars(statement.order_by(BenefitMonth.month, BenefitMonth.id)))


def owed_of_holder(session: Session, holder: str) -> list[BenefitMonth]:
    """Every month that is owed to or was paid to a holder, over all claims."""
    return [month for month in of_holder(session, holder) if month.state != MonthState.CANCELLED]
