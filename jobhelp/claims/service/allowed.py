"""What may be decided: a grant, a refusal, a special case, and which months a grant owes."""

from typing import Any

from sqlalchemy.orm import Session

from jobhelp.claims import owed, queries
from jobhelp.claims.models import Claim
from jobhelp.claims.refusals import (
    AmountOpen,
    CannotBeWaived,
    CriteriaNotMet,
    CriteriaOpen,
    EverythingMet,
    MeetsAnother,
    MonthOwedElsewhere,
    MonthsNotChosen,
)
from jobhelp.claims.service.knowing import Assessed, finding
from jobhelp.claims.states import WITHOUT_MONTHS
from jobhelp.policy.calendar import written
from jobhelp.policy.exclusions import APART, CHOOSE, pairs
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Decision as Verdict
from jobhelp.policy.model import Finding
from jobhelp.policy.texts import programme


def refusable(assessed: Assessed) -> None:
    """Raises `EverythingMet` where nothing speaks against the claim."""
    if assessed.finding.decision is Verdict.ELIGIBLE:
        raise EverythingMet()


def grantable(claim: Claim, assessed: Assessed, chosen_months: int | None) -> list[owed.Owed]:
    """The months of an ordinary grant; refuses while anything is open or not met."""
    found = assessed.finding
    if found.decision is Verdict.INELIGIBLE:
        raise CriteriaNotMet(codes="、".join(assessed.failing))
    if found.decision is Verdict.UNDETERMINED:
        if found.open:
            raise CriteriaOpen(codes="、".join(found.open))
        raise AmountOpen()
    return _months(claim, found, assessed, chosen_months)


def waived(claim: Claim, assessed: Assessed, chosen_months: int | None) -> list[owed.Owed]:
    """The months of a special case: as if the failing criteria were met, everything else being known."""
    found = assessed.finding
    if found.open:
        raise CriteriaOpen(codes="、".join(found.open))
    if found.decision is not Verdict.INELIGIBLE:
        raise CannotBeWaived()
    criteria = programme(claim.programme).criteria
    set_aside = {fact for code in assessed.failing for fact in criteria[code].asks}
    kept = {name: value for name, value in assessed.facts.items() if name not in set_aside}
    as_if = finding(claim.programme, Facts(kept, assume_satisfied=True), claim.applied_on)
    if as_if.decision is not Verdict.ELIGIBLE:
        raise CannotBeWaived()
    try:
        return _months(claim, as_if, assessed, chosen_months)
    except AmountOpen:
        raise CannotBeWaived() from None


def _months(claim: Claim, found: Finding, assessed: Assessed, chosen_months: int | None) -> list[owed.Owed]:
    if claim.programme == "tr":
        least, most = found.values["months_range"] or (0, 0)
        if chosen_months is None or not least <= chosen_months <= most:
            raise MonthsNotChosen(field="chosen_months", least=least, most=most)
    months = owed.owed(found, Facts(assessed.facts), claim.applied_on, chosen_months)
    if not months and claim.programme not in WITHOUT_MONTHS:
        raise AmountOpen()
    return months


def new_months(session: Session, claim: Claim, months: list[owed.Owed]) -> list[owed.Owed]:
    """The months that are not owed yet. One that is owed by another claim is never owed twice."""
    there = {
        row.month: row.claim_id
        for row in queries.owed_of_holder(session, claim.holder)
        if row.programme == claim.programme
    }
    for month in months:
        if there.get(month.month, claim.id) != claim.id:
            raise MonthOwedElsewhere(month=written(month.month))
    return [month for month in months if month.month not in there]


def refuse_exclusions(session: Session, claim: Claim, months: list[owed.Owed]) -> None:
    """No month of two programmes that may not meet, no second one where the law lets choose (rules.md §15)."""
    running = queries.running(session, claim.holder)
    wanted = {month.month for month in months}
    others: dict[str, set[Any]] = {}
    for row in queries.owed_of_holder(session, claim.holder):
        others.setdefault(row.programme, set()).add(row.month)
    for pair in pairs():
        if claim.programme not in (pair.first, pair.second):
            continue
        other = pair.second if pair.first == claim.programme else pair.first
        meets = pair.kind == APART and wanted & others.get(other, set())
        if meets or (pair.kind == CHOOSE and other in running):
            raise MeetsAnother(programme=programme(other).title.zh)
