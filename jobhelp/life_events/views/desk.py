"""Proposals at the desk: the list, one of them with its evidence, hearing, deciding, keying in a life event."""

from collections.abc import Collection
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims import queries as claims_queries
from jobhelp.claims import service as claims
from jobhelp.claims.states import RUNNING_STATES
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.life_events import firms, queries, service, wording
from jobhelp.life_events.forms import (
    DISMISS,
    DecisionForm,
    HearForm,
    KeyInForm,
    decision_form,
    key_in_form,
)
from jobhelp.life_events.models import Proposal
from jobhelp.life_events.queries import Wanted
from jobhelp.life_events.states import Cause, Outcome, ProposalState
from jobhelp.life_events.views.blueprint import bp, chosen_district, scope
from jobhelp.permissions import Permission
from jobhelp.policy.assess import RULES, UNREADABLE, assess
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import Criterion, programme
from jobhelp.web import access, me, wanted_page


@bp.get("/desk/proposals")
@access.requires(Permission.PROPOSAL_SEE)
def proposals() -> Any:
    """What waits for a decision, what is due first standing first; decided ones on wish."""
    return list_page()


def list_page(chosen: Collection[int] = (), note: str = "", fault: str = "") -> str:
    """The list; `chosen`, `note` and `fault` of an act on several that was refused."""
    today, asked = clock.today(), wanted()
    total = queries.count(db, scope(), asked, today)
    page, last = wanted_page(total, queries.PAGE)
    filters = kept(asked)
    lines = queries.lines(db, scope(), asked, today, page=page)
    return render_template(
        "life_events/proposals.html",
        lines=lines,
        groups=_grouped(lines, today) if asked.state == ProposalState.OPEN else [("", lines)],
        total=total,
        waiting=queries.waiting(db, scope(), today),
        wanted=asked,
        kept=filters,
        chosen=chosen,
        note=note,
        fault=fault,
        district=chosen_district(),
        wording=wording,
        calendar=claims_queries.calendar(db),
        programmes=list(RULES),
        page=page,
        last=last,
        page_url=lambda number: url_for("life_events.proposals", **filters, page=number),
        address=lambda **change: url_for("life_events.proposals", **(filters | change)),
        sheet=url_for("life_events.proposals_sheet", **filters),
    )


def wanted() -> Wanted:
    """The part of the list that the address asks for."""

    def one_of(name: str, known: Any, absent: str = "") -> str:
        wish = request.args.get(name, "")
        return wish if wish in known else absent

    return Wanted(
        kind=one_of("kind", wording.KINDS),
        programme=one_of("programme", RULES),
        state=one_of("state", wording.STATES, ProposalState.OPEN.value),
        when=one_of("when", ("late", "today", "week")),
    )


def kept(asked: Wanted) -> dict[str, str | None]:
    """The filters as they stand in the address; what is not asked for is None."""
    return {
        "kind": asked.kind or None,
        "programme": asked.programme or None,
        "when": asked.when or None,
        "state": None if asked.state == ProposalState.OPEN else asked.state,
        "district": chosen_district() or None,
    }


def _grouped(lines: list[queries.Line], today: Any) -> list[tuple[str, list[queries.Line]]]:
    """The lines under the groups of the day; empty groups are left out."""
    by_group = {
        group: [line for line in lines if wording.group(line.proposal.due_on, today) == group]
        for group in wording.GROUPS
    }
    return [(group, found) for group, found in by_group.items() if found]


@bp.get("/desk/proposals/<int:proposal_id>")
@access.requires(Permission.PROPOSAL_SEE)
def proposal(proposal_id: int) -> Any:
    """One proposal: what happened, what the law says, what is at stake, what the resident says; one decision."""
    found = queries.for_desk(db, proposal_id, scope())
    return _drawn(found, decision_form(found), HearForm(), 200)


@bp.post("/desk/proposals/<int:proposal_id>")
@access.requires(Permission.PROPOSAL_DECIDE)
def decide(proposal_id: int) -> Any:
    """Follow it or not, with the reason."""
    found = queries.for_desk(db, proposal_id, scope())
    form = decision_form(found)
    if not form.submitted():
        return _drawn(found, form, HearForm(), 422)
    try:
        told = _decide(found, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _drawn(queries.for_desk(db, proposal_id, scope()), form, HearForm(), refusal.status)
    db.commit()
    flash(told, "success")
    return redirect(url_for("life_events.proposal", proposal_id=proposal_id, **kept(wanted())))


def _decide(found: Proposal, form: DecisionForm) -> str:
    note, wish = form.note.data or "", form.outcome.data
    if wish == DISMISS:
        service.dismiss(db, found, by=me(), note=note)
        return _("记下了：没有采纳，理由已存。")
    service.accept(db, found, Outcome(wish), by=me(), note=note, heard=form.heard.data or "")
    return _(wording.DECIDED[Outcome(wish)])


@bp.post("/desk/proposals/<int:proposal_id>/heard")
@access.requires(Permission.PROPOSAL_DECIDE)
def hear(proposal_id: int) -> Any:
    """Write down what the resident said, without deciding yet."""
    found = queries.for_desk(db, proposal_id, scope())
    form = HearForm()
    if not form.submitted():
        return _drawn(found, decision_form(found), form, 422)
    try:
        service.hear(db, found, form.heard.data, by=me())
    except Refusal as refusal:
        form.refuse(refusal)
        return _drawn(queries.for_desk(db, proposal_id, scope()), decision_form(found), form, refusal.status)
    db.commit()
    flash(_("记下了本人的话。"), "success")
    return redirect(url_for("life_events.proposal", proposal_id=proposal_id, **kept(wanted())))


def _drawn(found: Proposal, form: DecisionForm, hearing: HearForm, status: int) -> Any:
    seen = queries.surroundings(db, found, scope())
    page = render_template(
        "life_events/proposal.html",
        proposal=found,
        kept=kept(wanted()),
        form=form,
        hearing=hearing,
        seen=seen,
        wording=wording,
        calendar=claims_queries.calendar(db),
        criterion=wording.criterion(found),
        answers=_answers(found, seen),
        today=clock.today(),
        may_stop=me().may(Permission.CLAIM_APPROVE),
    )
    return page, status


def _answers(found: Proposal, seen: queries.Surroundings) -> list[tuple[Criterion, str]]:
    """Every criterion with its answer by what is known now: of the claim that runs, or of what may be claimed."""
    try:
        if seen.claim is not None and seen.claim.state in RUNNING_STATES:
            finding = claims.assess_claim(db, seen.claim).finding
        elif seen.claim is None and seen.seeker is not None:
            today = clock.today()
            facts = claims.facts_for(db, seen.seeker, found.programme, today)
            finding = assess(found.programme, facts, today)
        elif seen.claim is None and found.employer_id is not None:
            today = clock.today()
            firm = firms.one(db, found.employer_id, found.hire, today)
            if firm is None:
                return []
            finding = assess(found.programme, firm.facts(found.programme, today), today)
        else:
            return []
    except (Refusal, *UNREADABLE):
        return []
    told = programme(found.programme)
    met = any(finding.reasons.get(code) is Answer.PASS for code in told.needs_one_of)
    return [
        (told.criteria[code], answer.value)
        for code, answer in finding.reasons.items()
        if answer is not Answer.NOT_IN_FORCE
        and not (met and code in told.needs_one_of and answer is not Answer.PASS)
    ]


@bp.get("/desk/life-events/new")
@access.requires(Permission.PROPOSAL_SEE)
def new_event() -> Any:
    """The form for a life event that the office learned of."""
    form = key_in_form()
    form.person.data = form.person.data or request.args.get("claim", "")[:40]
    return _event_page(form, 200)


@bp.post("/desk/life-events/new")
@access.requires(Permission.PROPOSAL_DECIDE)
def key_in() -> Any:
    """Write it down; what follows becomes proposals, nothing more."""
    form = key_in_form()
    if not form.submitted():
        return _event_page(form, 422)
    try:
        seeker = service.find_person(db, form.person.data, me().district_scope)
        made = service.key_in(db, seeker, Cause(form.cause.data), form.on.data, by=me(), told=form.told.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _event_page(form, refusal.status)
    db.commit()
    if len(made) == 1:
        flash(_("登记好了，生成了一条提议。"), "success")
        return redirect(url_for("life_events.proposal", proposal_id=made[0].id))
    if made:
        flash(_("登记好了，生成了 %(count)s 条提议。", count=len(made)), "success")
    else:
        flash(_("登记好了。这个人现在没有受影响的待遇，不用改什么。"), "success")
    return redirect(url_for("life_events.proposals"))


def _event_page(form: KeyInForm, status: int) -> Any:
    return render_template("life_events/new_event.html", form=form), status
