"""The desk: the list with the clock, and one case on one screen: the law, the facts, the evidence, the decision."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from jobhelp import identity
from jobhelp.audit import service as audit
from jobhelp.benefits import wording as sums
from jobhelp.benefits.check import PROGRAMMES, Verdict
from jobhelp.claims import asking, owed, queries, service, wording
from jobhelp.claims import facts as stored
from jobhelp.claims.forms import FactsForm, NoteForm, ProposeForm, StopForm, facts_form
from jobhelp.claims.models import Claim, ClaimDocument
from jobhelp.claims.queries import DeskFilter
from jobhelp.claims.states import LIFE, ClaimAction, ClaimState, FactSource, Outcome
from jobhelp.claims.views.base import as_file, bp, me
from jobhelp.employers import queries as employers
from jobhelp.errors import NotFound, Refusal, WrongState
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.jobseekers.models import Seeker
from jobhelp.permissions import Permission
from jobhelp.policy.exclusions import ALLOWED, pairs
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import programme
from jobhelp.reference.views import book, place_choices
from jobhelp.texts import N_
from jobhelp.web import access, flash_refusal

S, A = ClaimState, ClaimAction
TABS = ("owed", "late", S.RETURNED.value, S.GRANTED.value, S.SUSPENDED.value, S.REFUSED.value, "all")
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


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


@bp.get("/desk/claims")
@access.requires(Permission.CLAIM_SEE)
def desk() -> Any:
    """The claims of the district, the late first; every filter stands in the address."""
    wanted = _filter()
    total = queries.desk_count(db, me(), wanted)
    last = max(1, -(-total // queries.PAGE))
    page = min(max(request.args.get("page", 1, int), 1), last)
    kept = _kept(wanted)
    return render_template(
        "claims/desk.html",
        rows=queries.desk_list(db, me(), wanted, page=page),
        total=total,
        totals=queries.desk_totals(db, me()),
        wanted=wanted,
        tab="late" if wanted.late else wanted.state,
        tabs=TABS,
        owed_states=[state.value for state in queries.STAFF_OWES],
        programmes=[programme(code) for codes in PROGRAMMES.values() for code in codes],
        districts=list(book().districts.values()) if current_user.district_scope is None else [],
        calendar=queries.calendar(db),
        wording=wording,
        page=page,
        last=last,
        page_url=lambda number: url_for("claims.desk", **kept, page=number),
        tab_url=lambda name: url_for("claims.desk", **(kept | {"state": name})),
    )


def _filter() -> DeskFilter:
    state = request.args.get("state", "owed")
    codes = {code for listed in PROGRAMMES.values() for code in listed}
    code, district = request.args.get("programme", ""), request.args.get("district", "")
    known = {one.value for one in ClaimState} | {"owed", "all"}
    return DeskFilter(
        state="owed" if state == "late" else state if state in known else "owed",
        programme=code if code in codes else "",
        district=district if district in book().districts else "",
        late=state == "late",
        words=clean(request.args.get("words", ""))[:24],
    )


def _kept(wanted: DeskFilter) -> dict[str, Any]:
    kept: dict[str, Any] = {name: value for name, value in asdict(wanted).items() if value and name != "late"}
    return kept | ({"state": "late"} if wanted.late else {})


# ── the case ─────────────────────────────────────────────────────────────────────────────────────────────


@bp.get("/desk/claims/<number>")
@access.requires(Permission.CLAIM_SEE)
def case(number: str) -> Any:
    """Everything about one claim."""
    return _case(queries.for_desk(db, number, me()))


@bp.post("/desk/claims/<number>/reveal")
@access.requires(Permission.CLAIM_REVIEW)
def reveal(number: str) -> Any:
    """The same page with the full name and identity number; that somebody looked is written down."""
    claim = queries.for_desk(db, number, me())
    audit.record(
        db,
        "claims:reveal",
        actor_id=me().id,
        actor_role=me().role,
        subject="claim",
        subject_id=claim.id,
    )
    db.commit()
    return _case(claim, revealed=True)


@bp.post("/desk/claims/<number>")
@access.requires(Permission.CLAIM_REVIEW)
def decide(number: str) -> Any:
    """One act of the desk. Who may do it, and whether it may be done, the service decides."""
    claim = queries.for_desk(db, number, me())
    action = _wished(claim)
    form = _form_of(action)
    if not form.submitted():
        return _case(claim, failed=(action, form)), 422
    try:
        service.move(db, claim, action, by=me(), note=form.note.data or "", **_details(action, form))
    except Refusal as refusal:
        form.refuse(refusal)
        return _case(queries.for_desk(db, number, me()), failed=(action, form)), refusal.status
    db.commit()
    flash(_(DONE[action]), "success")
    return redirect(url_for("claims.case", number=number))


def _wished(claim: Claim) -> ClaimAction:
    """The act that was pressed, if the desk has it and the claim's state allows it."""
    wish = request.form.get("do", "")
    if wish not in {action.value for action in DONE} or not LIFE.allows(S(claim.state), A(wish)):
        raise WrongState()
    return A(wish)


def _form_of(action: ClaimAction) -> Any:
    kind: Any = {A.PROPOSE: ProposeForm, A.STOP: StopForm}.get(action, NoteForm)
    return kind(prefix=f"{action.value}-")


def _details(action: ClaimAction, form: Any) -> dict[str, Any]:
    if action is A.PROPOSE:
        return {"outcome": form.outcome.data, "chosen_months": form.chosen_months.data}
    return {"effective_on": form.effective_on.data} if action is A.STOP else {}


@bp.post("/desk/claims/<number>/facts/<fact>")
@access.requires(Permission.CLAIM_REVIEW)
def record_fact(number: str, fact: str) -> Any:
    """What the officer read from a paper; it weighs more than what was said."""
    claim = queries.for_desk(db, number, me())
    if fact not in asking.FACTS or fact not in _all_asked(claim):
        raise NotFound()
    form = facts_form([fact], {}, place_choices(), FactsForm, prefix=f"{fact}-")
    if not form.submitted():
        flash(next(iter(form[fact].errors), _("这一项填得不对，请检查后重填。")), "error")
        return redirect(url_for("claims.case", number=number) + f"#fact-{fact}")
    told = form.facts({})
    try:
        service.record_fact(db, claim, fact, told.get(fact), by=me(), document=_paper_of_fact(claim))
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("记下了：%(what)s。", what=wording.fact(fact)), "success")
    return redirect(url_for("claims.case", number=number) + f"#fact-{fact}")


def _paper_of_fact(claim: Claim) -> ClaimDocument | None:
    uid = request.form.get("document", "")
    return queries.document(db, claim.id, uid) if uid else None


def _all_asked(claim: Claim) -> set[str]:
    told = programme(claim.programme)
    asked = {fact for criterion in told.criteria.values() for fact in criterion.asks}
    return asked | set(told.amount_asks) | set(asking.EXTRA.get(claim.programme, ()))


@bp.post("/desk/claims/<number>/documents/<uid>")
@access.requires(Permission.CLAIM_REVIEW)
def desk_document(number: str, uid: str) -> Any:
    """A paper as a file. That the officer opened it is written down, so this is a button and not a link."""
    claim = queries.for_desk(db, number, me())
    paper = queries.document(db, claim.id, uid)
    body = service.open_document(db, claim, paper, by=me())
    db.commit()
    return as_file(paper, body)


@bp.post("/desk/claims/<number>/documents/<uid>/seen")
@access.requires(Permission.CLAIM_REVIEW)
def seen(number: str, uid: str) -> Any:
    """The officer accepts a paper as proof."""
    claim = queries.for_desk(db, number, me())
    paper = queries.document(db, claim.id, uid)
    try:
        service.mark_seen(db, claim, paper, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("材料核对过了。"), "success")
    return redirect(url_for("claims.case", number=number) + f"#paper-{uid}")


def _case(claim: Claim, *, failed: tuple[ClaimAction, Any] | None = None, revealed: bool = False) -> str:
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
    names = [name for name in asking.FACTS if name in _all_asked(claim)]
    listed = place_choices()
    return {
        name: facts_form([name], assessed.facts, listed, FactsForm, prefix=f"{name}-")
        for name in names
        if assessed.sources.get(name) is not FactSource.REGISTER
    }


def case_link(number: str) -> Markup:
    """A link to a case, for other pages of the desk."""
    return Markup('<a href="{}">{}</a>').format(url_for("claims.case", number=number), number)
