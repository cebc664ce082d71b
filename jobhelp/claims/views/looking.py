"""The page of one claim for whoever made it: where it stands, what was granted, what is missing."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims import queries, service, wording
from jobhelp.claims.forms import AppealForm, NoteForm, PaperForm
from jobhelp.claims.models import Claim
from jobhelp.claims.service.running import appeal_until
from jobhelp.claims.states import (
    LIFE,
    OPEN_STATES,
    ClaimAction,
    ClaimState,
)
from jobhelp.claims.views.claimant import Room
from jobhelp.extensions import db
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import programme
from jobhelp.web import current_locale

S, A = ClaimState, ClaimAction


def show(room: Room, number: str, **forms: Any) -> str:
    """One claim: where it stands, what was granted, what is missing, what may be done."""
    claim = room.claim(number)
    state = S(claim.state)
    months = queries.months(db, claim.id)
    decisions = queries.decisions(db, claim.id)
    assessed = service.assess_claim(db, claim)
    papers = queries.documents(db, claim.id)
    steps = queries.steps(db, claim.id)
    paper_form = forms.get("paper_form") or form_of_paper(claim)
    return render_template(
        "claims/show.html",
        room=room,
        claim=claim,
        programme=programme(claim.programme),
        months=months,
        counts=queries.count_months(months),
        decision=decisions[0] if decisions else None,
        assessed=assessed,
        papers=papers,
        wanted=_wanted(claim, assessed, papers),
        items=_timeline(claim, steps),
        open=state in OPEN_STATES,
        may_correct=LIFE.allows(state, A.CORRECT),
        may_withdraw=LIFE.allows(state, A.WITHDRAW),
        appeal_until=_appeal_day(claim, state),
        paper_form=paper_form,
        appeal_form=forms.get("appeal_form") or AppealForm(formdata=None),
        withdraw_form=NoteForm(formdata=None),
        wording=wording,
        ends_in=wording.ends_in(claim),
    )


def _appeal_day(claim: Claim, state: ClaimState) -> Any:
    """Until when the decision can be appealed against; None when it cannot, or not any more."""
    if not LIFE.allows(state, A.APPEAL):
        return None
    last = appeal_until(db, claim)
    return last if clock.today() <= last else None


def _wanted(claim: Claim, assessed: service.Assessed, papers: list[Any]) -> list[tuple[str, str, bool]]:
    """(criterion, which paper proves it, whether one is there) of everything that is not answered by a register."""
    there = {paper.criterion for paper in papers}
    told = programme(claim.programme)
    found = []
    for code, answer in assessed.finding.reasons.items():
        criterion = told.criteria[code]
        if answer is Answer.NOT_IN_FORCE or (code in told.needs_one_of and answer is not Answer.PASS):
            continue
        if criterion.asks:
            found.append((code, criterion.evidence.in_(current_locale()), code in there))
    return found


def _timeline(claim: Claim, steps: list[Any]) -> list[dict[str, str]]:
    """What happened, and where it stands now."""
    items = []
    for place, taken in enumerate(steps):
        last = place == len(steps) - 1
        note = "" if taken.action in wording.INTERNAL else taken.note or ""
        now = last and claim.state not in (S.ENDED, S.WITHDRAWN)
        items.append(
            {
                "title": wording.step(taken),
                "when": wording.moment(taken.at),
                "text": note,
                "state": "now" if now else "done",
            }
        )
    if claim.due_on is not None:
        items.append(
            {
                "title": _("工作人员办下一步"),
                "when": _("最晚 %(day)s", day=wording.day(claim.due_on)),
                "text": "",
                "state": "todo",
            }
        )
    if claim.ends_on is not None and claim.state == S.GRANTED:
        items.append(
            {
                "title": _("最后一个月"),
                "when": wording.month(claim.ends_on),
                "text": _("快领完时会提前告诉您，再看看还能申请什么。"),
                "state": "todo",
            }
        )
    return items


def form_of_paper(claim: Claim, *, posted: bool = False) -> PaperForm:
    """The form of one paper, with the criteria that it may prove."""
    form = PaperForm() if posted else PaperForm(formdata=None)
    locale = current_locale()
    told = programme(claim.programme)
    papers = [(code, one.evidence.in_(locale)) for code, one in told.criteria.items() if one.asks]
    form.criterion.choices = [*papers, ("", _("别的材料"))]
    return form
