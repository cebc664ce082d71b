"""The page of one claim for whoever made it: where it stands, what was granted, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from jobhelp import clock
from jobhelp.claims import queries, service, wording
from jobhelp.claims.forms import AppealForm, NoteForm, PaperForm
from jobhelp.claims.models import Claim, ClaimStep, Decision
from jobhelp.claims.service.running import appeal_until
from jobhelp.claims.states import LIFE, OPEN_STATES, ClaimAction, ClaimState, FactSource
from jobhelp.claims.views.claimant import Room
from jobhelp.extensions import db
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import programme
from jobhelp.web import current_locale

S, A = ClaimState, ClaimAction
WITHOUT_DECISION = (S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.REVIEWED, S.SPECIAL, S.WITHDRAWN)
DECIDING = (A.APPROVE, A.REFUSE)


def show(room: Room, number: str, **forms: Any) -> str:
    """One claim: where it stands, what was granted, what is missing, what may be done."""
    case = room.case(number)
    claim, state = case.claim, S(case.claim.state)
    steps = queries.steps(db, claim.id)
    decided = _decided(claim, steps)
    papers = queries.documents(db, claim.id)
    told = _told(case, decided)
    estimated = wording.estimated(claim.due_on, case.calendar)
    return render_template(
        "claims/show.html",
        room=room,
        claim=claim,
        programme=programme(claim.programme),
        months=case.months,
        counts=queries.count_months(case.months),
        decision=decided,
        told=told,
        papers=papers,
        wanted=_wanted(claim, told.reasons, papers),
        items=_timeline(claim, steps, estimated),
        open=state in OPEN_STATES,
        may_correct=LIFE.allows(state, A.CORRECT),
        may_withdraw=LIFE.allows(state, A.WITHDRAW),
        appeal_until=_appeal_day(claim, state, steps),
        paper_form=forms.get("paper_form") or form_of_paper(claim),
        appeal_form=forms.get("appeal_form") or AppealForm(formdata=None),
        withdraw_form=NoteForm(formdata=None),
        wording=wording,
        estimated=estimated,
        ends_in=wording.ends_in(claim),
    )


@dataclass(frozen=True)
class Told:
    """Each criterion with its answer, and the facts behind them with where each comes from."""

    reasons: Mapping[str, str]
    facts: Mapping[str, Any]
    sources: Mapping[str, FactSource]


def _told(case: queries.Case, decided: Decision | None) -> Told:
    """What was decided, as it was decided; before that, what the law says of what is known now."""
    if decided is not None:
        return Told(decided.reasons, *service.as_decided(decided))
    assessed = service.assess_claim(db, case.claim, case)
    return Told(assessed.finding.plain()["reasons"], assessed.facts, assessed.sources)


def _decided(claim: Claim, steps: list[ClaimStep]) -> Decision | None:
    """The decision that stands, or is appealed against; None while the claim is on its way to one."""
    if claim.state in WITHOUT_DECISION or not any(one.action in DECIDING for one in steps):
        return None
    return next(iter(queries.decisions(db, claim.id)), None)


def _appeal_day(claim: Claim, state: ClaimState, steps: list[ClaimStep]) -> Any:
    """Until when the decision can be appealed against; None when it cannot, or not any more."""
    if not LIFE.allows(state, A.APPEAL):
        return None
    last = appeal_until(claim, steps)
    return last if clock.today() <= last else None


def _wanted(claim: Claim, reasons: Mapping[str, str], papers: list[Any]) -> list[tuple[str, str, bool]]:
    """(criterion, which paper proves it, whether one is there) of everything that is not answered by a register."""
    there = {paper.criterion for paper in papers}
    told = programme(claim.programme)
    found = []
    for code, answer in reasons.items():
        if answer == Answer.NOT_IN_FORCE or (code in told.needs_one_of and answer != Answer.PASS):
            continue
        criterion = told.criteria.get(code)
        if criterion is not None and criterion.asks:
            found.append((code, criterion.evidence.in_(current_locale()), code in there))
    return found


def _timeline(claim: Claim, steps: list[Any], estimated: str) -> list[dict[str, str]]:
    """What happened, and where it stands now. `estimated`: what is said of the deadline."""
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
                "text": estimated,
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
