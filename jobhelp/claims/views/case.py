"""One case on one screen: the law, the facts, the evidence, and what may be done."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp import identity
from jobhelp.benefits import wording as sums
from jobhelp.benefits.check import Verdict
from jobhelp.claims import asking, owed, queries, service, wording
from jobhelp.claims import facts as stored
from jobhelp.claims.forms import FactsForm, NoteForm, ProposeForm, StopForm, facts_form
from jobhelp.claims.models import Claim, ClaimDocument
from jobhelp.claims.states import LIFE, ClaimAction, ClaimState, FactSource, Outcome
from jobhelp.claims.versions import rule_version
from jobhelp.claims.views.base import kept_filters
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.policy.exclusions import ALLOWED, pairs
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import programme
from jobhelp.reference.views import place_choices
from jobhelp.texts import N_

S, A = ClaimState, ClaimAction
DONE = {
    A.ACCEPT: N_("受理了。"),
    A.RETURN: N_("退回了，申请人会收到短信。"),
    A.PROPOSE: N_("意见提交了，等另一位同事审批。"),
    A.SEND_BACK: N_("退回审核了。"),
    A.APPROVE: N_("批准了，申请人会收到短信。"),
    A.SIGN_SPECIAL: N_("您签了字，还要第二位同事签。"),
    A.REFUSE: N_("不予批准，申请人会看到理由和怎么申请复核。"),
    A.SUSPEND: N_("暂停了，申请人会收到短信。"),
    A.RESUME: N_("恢复了。"),
    A.STOP: N_("停发了，申请人会收到短信。"),
    A.UPHOLD: N_("复核维持原来的决定。"),
    A.REOPEN: N_("重新审核了。"),
}


def page(case: queries.Case, *, failed: tuple[ClaimAction, Any] | None = None, revealed: bool = False) -> str:
    """The page of a claim. `failed`: the act that was refused, with its form; `revealed`: with the full name."""
    claim, months = case.claim, case.months
    state = S(claim.state)
    assessed = service.assess_claim(db, claim, case)
    papers, accepted_by = queries.papers(db, claim.id)
    steps, signed_by = queries.history(db, claim.id)
    decided = any(one.action in (A.APPROVE, A.REFUSE) for one in steps)
    decisions = queries.decisions(db, claim.id) if decided else []
    told = programme(claim.programme)
    verdict = Verdict(told, assessed.finding, closed=False)
    return render_template(
        "claims/case.html",
        claim=claim,
        programme=told,
        assessed=assessed,
        finding=assessed.finding,
        criteria=_criteria(claim, assessed, papers),
        loose=[paper for paper in papers if not paper.criterion],
        papers=papers,
        verdict=verdict,
        formula=sums.formula(verdict, Facts(assessed.facts)),
        provisional=sums.provisional_lines(verdict),
        owed=owed.owed(assessed.finding, Facts(assessed.facts), claim.applied_on, claim.chosen_months),
        conflicts=_conflicts(case),
        rule=rule_version(claim.programme)[:12],
        who=_who(case, revealed),
        revealed=revealed,
        steps=steps,
        months=months,
        counts=queries.count_months(months),
        decisions=decisions,
        kept=stored.read_all(decisions[0].facts) if decisions else {},
        names=accepted_by | signed_by,
        forms=_forms(assessed, failed),
        failed=failed[0] if failed else None,
        may_do={action: LIFE.allows(state, action) and current_user.may(_right(action)) for action in DONE},
        signed=current_user.id in (claim.maker_id, claim.checker_id, claim.second_id),
        fact_forms=_fact_forms(claim, assessed),
        wording=wording,
        came_from=kept_filters(),
        actions=A,
        today_over=wording.clock_of(claim, case.calendar),
        estimated=wording.estimated(claim.due_on, case.calendar),
    )


def _right(action: ClaimAction) -> Permission:
    street = (A.ACCEPT, A.RETURN, A.PROPOSE, A.SUSPEND)
    return Permission.CLAIM_REVIEW if action in street else Permission.CLAIM_APPROVE


def _criteria(
    claim: Claim, assessed: service.Assessed, papers: list[ClaimDocument]
) -> list[tuple[Any, Answer, list[str], list[ClaimDocument]]]:
    """(criterion, answer, the facts it looks at, the papers that prove it) in the order of the clause."""
    told = programme(claim.programme)
    beside_the_point = {"retire_class"} if assessed.facts.get("sex") == "male" else set()
    rows = []
    for code, answer in assessed.finding.reasons.items():
        if answer is Answer.NOT_IN_FORCE:
            continue
        criterion = told.criteria[code]
        asked = [name for name in criterion.asks if name in asking.FACTS and name not in beside_the_point]
        rows.append((criterion, answer, asked, [paper for paper in papers if paper.criterion == code]))
    return rows


def _conflicts(case: queries.Case) -> list[str]:
    """What the law says of this programme beside others that the holder has now."""
    claim, running = case.claim, case.running - {case.claim.programme}
    return [
        pair.says.in_(wording.locale())
        for pair in pairs()
        if pair.kind != ALLOWED
        and claim.programme in (pair.first, pair.second)
        and running & {pair.first, pair.second}
    ]


def _who(case: queries.Case, revealed: bool) -> dict[str, str]:
    """The claimant as the desk sees them: masked, until somebody asks for more and it is written down."""
    seeker = case.seeker
    if seeker is not None:
        number = seeker.id_number or ""
        return {
            "name": seeker.name if revealed else seeker.name_mask,
            "number": number if revealed else identity.mask_id_number(number) if number else "",
            "uid": seeker.uid,
        }
    hire = stored.read_all(case.claim.facts).get("hire_mask", "")
    return {"name": case.employer.name if case.employer else _("账户已删除"), "number": hire, "uid": ""}


def _forms(assessed: service.Assessed, failed: tuple[ClaimAction, Any] | None) -> dict[str, Any]:
    """One form an act; the one that failed with its messages."""
    forms: dict[str, Any] = {
        action.value: NoteForm(formdata=None, prefix=f"{action.value}-") for action in DONE
    }
    forms[A.PROPOSE.value] = ProposeForm(formdata=None, prefix="propose-", outcome=_suggested(assessed))
    forms[A.STOP.value] = StopForm(formdata=None, prefix="stop-")
    if failed is not None:
        forms[failed[0].value] = failed[1]
    return forms


def _suggested(assessed: service.Assessed) -> str | None:
    """What follows from the finding; nothing while something is open."""
    return {
        "eligible": Outcome.GRANT.value,
        "stopped": Outcome.GRANT.value,
        "ineligible": Outcome.REFUSE.value,
    }.get(assessed.finding.decision.value)


def _fact_forms(claim: Claim, assessed: service.Assessed) -> dict[str, Any]:
    """A small form a fact, for what can be read from a paper."""
    names = [name for name in asking.FACTS if name in all_asked(claim)]
    listed = place_choices()
    return {
        name: facts_form([name], assessed.facts, listed, FactsForm, prefix=f"{name}-")
        for name in names
        if assessed.sources.get(name) is not FactSource.REGISTER
    }


def all_asked(claim: Claim) -> set[str]:
    """Every fact that this programme looks at."""
    told = programme(claim.programme)
    asked = {fact for criterion in told.criteria.values() for fact in criterion.asks}
    return asked | set(told.amount_asks) | set(asking.EXTRA.get(claim.programme, ()))
