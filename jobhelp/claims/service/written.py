"""A decision as it is written down: its months, and everything it rests on, frozen."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import facts as stored
from jobhelp.claims import owed, queries
from jobhelp.claims.models import BenefitMonth, Claim, Decision
from jobhelp.claims.service.knowing import Assessed
from jobhelp.claims.states import MonthState
from jobhelp.claims.versions import rule_version
from jobhelp.policy.model import plain


def month_row(claim: Claim, month: owed.Owed, payable_from: date) -> BenefitMonth:
    """One month that is due."""
    return BenefitMonth(
        claim_id=claim.id,
        holder=claim.holder,
        programme=claim.programme,
        month=month.month,
        amount=month.amount,
        state=MonthState.DUE.value,
        payable_from=payable_from,
    )


def freeze(session: Session, claim: Claim, assessed: Assessed, why: str) -> Decision:
    """Write down what was decided, on what, by which law, and who signed."""
    found = assessed.finding
    decided = Decision(
        claim_id=claim.id,
        at=clock.now(),
        on=claim.applied_on,
        outcome=claim.outcome,
        reasons={code: answer.value for code, answer in found.reasons.items()},
        values=plain(found.values),
        parameters=[plain(asdict(used)) | {"confidence": used.confidence.value} for used in found.used],
        rule_version=rule_version(claim.programme),
        documents=[
            {"id": one.uid, "digest": one.digest, "criterion": one.criterion, "seen_by": one.seen_by}
            for one in queries.documents(session, claim.id)
            if one.seen_by is not None
        ],
        maker_id=claim.maker_id,
        checker_id=claim.checker_id,
        second_id=claim.second_id,
    )
    decided.facts = stored.write(
        {
            name: {"value": value, "source": assessed.sources[name].value}
            for name, value in assessed.facts.items()
        }
    )
    decided.why = why or None
    session.add(decided)
    session.flush()
    return decided


class DecisionFrozen(RuntimeError):
    """A programme tried to change a decision: never right."""


@event.listens_for(Decision, "before_update")
def _stays(_mapper: Any, _connection: Any, _decision: Decision) -> None:
    raise DecisionFrozen("a decision is never changed")
