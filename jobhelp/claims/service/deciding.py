"""From acceptance to the decision: one person proposes, another decides, and what they decided is frozen."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from jobhelp import clock, events
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.claims import facts as stored
from jobhelp.claims import owed, queries
from jobhelp.claims.deadlines import payable_from
from jobhelp.claims.models import BenefitMonth, Claim, Decision
from jobhelp.claims.refusals import (
    AmountOpen,
    CannotBeWaived,
    CriteriaNotMet,
    CriteriaOpen,
    EverythingMet,
    MeetsAnother,
    MonthOwedElsewhere,
    MonthsNotChosen,
    NotTheProposal,
)
from jobhelp.claims.service.events import ClaimGranted
from jobhelp.claims.service.knowing import Assessed, assess_claim, finding
from jobhelp.claims.service.stepping import another_person, hold, need_note, step
from jobhelp.claims.states import LIFE, WITHOUT_MONTHS, ClaimAction, ClaimState, MonthState, Outcome
from jobhelp.permissions import Permission
from jobhelp.policy.calendar import written
from jobhelp.policy.exclusions import APART, CHOOSE, pairs
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Decision as Verdict
from jobhelp.policy.model import Finding, plain
from jobhelp.policy.texts import programme

S, A = ClaimState, ClaimAction


def accept(session: Session, claim: Claim, *, by: User, note: str = "") -> None:
    """受理: the claim is complete enough to be looked at."""
    step(session, claim, A.ACCEPT, by=need(by, Permission.CLAIM_REVIEW), note=note)


def return_for_correction(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """补正: back to the claimant, with what is missing."""
    need(by, Permission.CLAIM_REVIEW)
    step(session, claim, A.RETURN, by=by, note=need_note(note))


def propose(
    session: Session,
    claim: Claim,
    outcome: Outcome,
    *,
    by: User,
    note: str = "",
    chosen_months: int | None = None,
) -> None:
    """审核: the maker says what should be decided. A refusal and a special case need their reason.

    chosen_months   of temporary relief: how many months; the note justifies them
    Raises what `approve` would raise: nobody can propose what the law does not let be decided.
    """
    need(by, Permission.CLAIM_REVIEW)
    LIFE.after(S(claim.state), A.PROPOSE)
    assessed = assess_claim(session, claim)
    if outcome is Outcome.REFUSE:
        _refusable(assessed)
        need_note(note)
    elif outcome is Outcome.SPECIAL:
        need_note(note)
        _waived(claim, assessed, chosen_months)
    else:
        _grantable(claim, assessed, chosen_months)
    if outcome is not Outcome.REFUSE and claim.programme == "tr":
        need_note(note)
    step(
        session,
        claim,
        A.PROPOSE,
        by=by,
        note=note,
        outcome=outcome.value,
        maker_id=by.id,
        checker_id=None,
        second_id=None,
        chosen_months=chosen_months if claim.programme == "tr" and outcome is not Outcome.REFUSE else None,
    )


def send_back(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The checker does not agree: back to the review, with the reason."""
    need(by, Permission.CLAIM_APPROVE)
    cleared: dict[str, Any] = dict.fromkeys(
        ("outcome", "maker_id", "checker_id", "second_id", "chosen_months")
    )
    step(session, claim, A.SEND_BACK, by=by, note=need_note(note), **cleared)


def approve(session: Session, claim: Claim, *, by: User, note: str = "") -> None:
    """审批: another person grants what was proposed; of a special case (一事一议) this is the first or the second
    signature. The facts are rebuilt and the law is asked again at this moment.

    Raises `SamePerson`, `CriteriaOpen` (lists them), `CriteriaNotMet`, `AmountOpen`, `MeetsAnother` and others.
    """
    need(by, Permission.CLAIM_APPROVE)
    action = A.APPROVE
    if claim.outcome == Outcome.SPECIAL and claim.state == S.REVIEWED:
        action = A.SIGN_SPECIAL
    LIFE.after(S(claim.state), action)
    if claim.outcome not in (Outcome.GRANT, Outcome.SPECIAL):
        raise NotTheProposal()
    another_person(by, claim.maker_id, claim.checker_id)
    hold(session, claim.holder)
    assessed = assess_claim(session, claim)
    special = claim.outcome == Outcome.SPECIAL
    months = (_waived if special else _grantable)(claim, assessed, claim.chosen_months)
    if special:
        need_note(note)
    if action is A.SIGN_SPECIAL:
        step(session, claim, action, by=by, note=note, checker_id=by.id)
        return
    new = _new_months(session, claim, months)
    _refuse_exclusions(session, claim, months)
    last = owed.ends_on(months, assessed.finding)
    signed = {"second_id": by.id} if special else {"checker_id": by.id}
    step(
        session,
        claim,
        A.APPROVE,
        by=by,
        note=note,
        granted=sum(month.amount for month in months),
        first_month=min((month.month for month in months), default=None),
        last_month=max((month.month for month in months), default=None),
        ends_on=last,
        **signed,
    )
    today, calendar = clock.today(), queries.calendar(session)
    for month in new:
        session.add(_row(claim, month, payable_from(month.month, today, calendar)))
    _freeze(session, claim, assessed, note)
    events.publish(session, ClaimGranted(claim.id))


def sign_special(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """一事一议: the first of the two signatures."""
    LIFE.after(S(claim.state), A.SIGN_SPECIAL)
    if claim.outcome != Outcome.SPECIAL:
        raise NotTheProposal()
    approve(session, claim, by=by, note=note)


def refuse(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """不予批准: another person confirms the proposed refusal (or, of a special case, denies the second signature)."""
    need(by, Permission.CLAIM_APPROVE)
    LIFE.after(S(claim.state), A.REFUSE)
    if claim.outcome == Outcome.GRANT:
        raise NotTheProposal()
    another_person(by, claim.maker_id, claim.checker_id)
    assessed = assess_claim(session, claim)
    _refusable(assessed)
    signed = {"second_id": by.id} if claim.checker_id is not None else {"checker_id": by.id}
    step(session, claim, A.REFUSE, by=by, note=need_note(note), outcome=Outcome.REFUSE.value, **signed)
    _freeze(session, claim, assessed, note)


def uphold(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The appeal changes nothing: somebody who signed nothing before says why."""
    need(by, Permission.CLAIM_APPROVE)
    another_person(by, claim.maker_id, claim.checker_id, claim.second_id)
    step(session, claim, A.UPHOLD, by=by, note=need_note(note))


def reopen(session: Session, claim: Claim, *, by: User, note: str) -> None:
    """The appeal is right, or leaves a doubt: reviewed anew from the start."""
    need(by, Permission.CLAIM_APPROVE)
    another_person(by, claim.maker_id, claim.checker_id, claim.second_id)
    cleared: dict[str, Any] = dict.fromkeys(
        ("outcome", "maker_id", "checker_id", "second_id", "chosen_months")
    )
    step(session, claim, A.REOPEN, by=by, note=need_note(note), **cleared)


# ── what may be decided ──────────────────────────────────────────────────────────────────────────────────


def _refusable(assessed: Assessed) -> None:
    if assessed.finding.decision is Verdict.ELIGIBLE:
        raise EverythingMet()


def _grantable(claim: Claim, assessed: Assessed, chosen_months: int | None) -> list[owed.Owed]:
    """The months of an ordinary grant; refuses while anything is open or not met."""
    found = assessed.finding
    if found.decision is Verdict.INELIGIBLE:
        raise CriteriaNotMet(codes="、".join(assessed.failing))
    if found.decision is Verdict.UNDETERMINED:
        if found.open:
            raise CriteriaOpen(codes="、".join(found.open))
        raise AmountOpen()
    return _months(claim, found, assessed, chosen_months)


def _waived(claim: Claim, assessed: Assessed, chosen_months: int | None) -> list[owed.Owed]:
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


def _new_months(session: Session, claim: Claim, months: list[owed.Owed]) -> list[owed.Owed]:
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


def _refuse_exclusions(session: Session, claim: Claim, months: list[owed.Owed]) -> None:
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


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────


def _row(claim: Claim, month: owed.Owed, payable_from: Any) -> BenefitMonth:
    return BenefitMonth(
        claim_id=claim.id,
        holder=claim.holder,
        programme=claim.programme,
        month=month.month,
        amount=month.amount,
        state=MonthState.DUE.value,
        payable_from=payable_from,
    )


def _freeze(session: Session, claim: Claim, assessed: Assessed, why: str) -> Decision:
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
        rule_version=owed.rule_version(claim.programme),
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
