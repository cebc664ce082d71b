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
from jobhelp.employers import queries as employers
from jobhelp.extensions import db
from jobhelp.jobseekers.models import Seeker
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


def page(claim: Claim, *, failed: tuple[ClaimAction, Any] | None = None, revealed: bool = False) -> str:
    """The page of a claim. `failed`: the act that was refused, with its form; `revealed`: with the full name."""
    state = S(claim.state)
    assessed = service.assess_claim(db, claim)
    papers = queries.documents(db, claim.id)
    steps = queries.steps(db, claim.id)
    months = queries.months(db, claim.id)
    decisions = queries.decisions(db, claim.id)
    signers = {one.by_id for one in steps} | {paper.seen_by for paper in papers}
    signers |= {claim.maker_id, claim.checker_id, claim.second_id}
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
        conflicts=_conflicts(claim),
        rule=owed.rule_version(claim.programme)[:12],
        who=_who(claim, revealed),
        revealed=revealed,
        steps=steps,
        months=months,
        counts=queries.count_months(months),
        decisions=decisions,
        kept=stored.read_all(decisions[0].facts) if decisions else {},
        names=queries.names(db, {one for one in signers if one is not None}),
        forms=_forms(claim, failed),
        failed=failed[0] if failed else None,
        may_do={action: LIFE.allows(state, action) and current_user.may(_right(action)) for action in DONE},
        signed=current_user.id in (claim.maker_id, claim.checker_id, claim.second_id),
        fact_forms=_fact_forms(claim, assessed),
        calendar=queries.calendar(db),
        wording=wording,
        actions=A,
        today_over=wording.clock_of(claim, queries.calendar(db)),
    )


def _right(action: ClaimAction) -> Permission:
    street = (A.ACCEPT, A.RETURN, A.PROPOSE, A.SUSPEND)
    return Permission.CLAIM_REVIEW if action in street else Permission.CLAIM_APPROVE


def _criteria(
    claim: Claim, assessed: service.Assessed, papers: list[ClaimDocument]
) -> list[tuple[Any, Answer, list[str], list[ClaimDocument]]]:
    """(criterion, answer, the facts it looks at, the papers that prove it) in the order of the clause."""
    told = programme(claim.programme)
    rows = []
    for code, answer in assessed.finding.reasons.items():
        if answer is Answer.NOT_IN_FORCE:
            continue
        criterion = told.criteria[code]
        asked = [name for name in criterion.asks if name in asking.FACTS]
        rows.append((criterion, answer, asked, [paper for paper in papers if paper.criterion == code]))
    return rows


def _conflicts(claim: Claim) -> list[str]:
    """What the law says of this programme beside others that the holder has now."""
    running = queries.running(db, claim.holder) - {claim.programme}
    return [
        pair.says.in_(wording.locale())
        for pair in pairs()
        if pair.kind != ALLOWED
        and claim.programme in (pair.first, pair.second)
        and running & {pair.first, pair.second}
    ]


def _who(claim: Claim, revealed: bool) -> dict[str, str]:
    """The claimant as the desk sees them: masked, until somebody asks for more and it is written down."""
    seeker = db.get(Seeker, claim.seeker_id) if claim.seeker_id else None
    if seeker is not None:
        number = seeker.id_number or ""
        return {
            "name": seeker.name if revealed else seeker.name_mask,
            "number": number if revealed else identity.mask_id_number(number) if number else "",
        }
    employer = employers.by_id(db, claim.employer_id) if claim.employer_id else None
    hire = stored.read_all(claim.facts).get("hire_mask", "")
    return {"name": employer.name if employer else _("账户已删除"), "number": hire}


def _forms(claim: Claim, failed: tuple[ClaimAction, Any] | None) -> dict[str, Any]:
    """One form an act; the one that failed with its messages."""
    forms: dict[str, Any] = {
        action.value: NoteForm(formdata=None, prefix=f"{action.value}-") for action in DONE
    }
    forms[A.PROPOSE.value] = ProposeForm(formdata=None, prefix="propose-", outcome=_suggested(claim))
    forms[A.STOP.value] = StopForm(formdata=None, prefix="stop-")
    if failed is not None:
        forms[failed[0].value] = failed[1]
    return forms


def _suggested(claim: Claim) -> str | None:
    """What follows from the finding; nothing while something is open."""
    decision = service.assess_claim(db, claim).finding.decision.value
    return {
        "eligible": Outcome.GRANT.value,
        "stopped": Outcome.GRANT.value,
        "ineligible": Outcome.REFUSE.value,
    }.get(decision)


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
