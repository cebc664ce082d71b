"""What a person and an employer do with their claims: the same acts in two rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock, crypto, identity
from jobhelp.benefits import check, token
from jobhelp.claims import asking, queries, service, wording
from jobhelp.claims import facts as stored
from jobhelp.claims.forms import AppealForm, ClaimForm, HireForm, NoteForm, PaperForm, facts_form
from jobhelp.claims.models import Claim
from jobhelp.claims.refusals import AlreadyClaimed
from jobhelp.claims.service.running import appeal_until
from jobhelp.claims.states import (
    LIFE,
    OPEN_STATES,
    ClaimAction,
    ClaimState,
    employer_holder,
    seeker_holder,
)
from jobhelp.claims.views.base import as_file, me
from jobhelp.employers import queries as employers
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer
from jobhelp.policy.texts import programme
from jobhelp.reference.views import place_choices
from jobhelp.web import current_locale, flash_refusal

S, A = ClaimState, ClaimAction


@dataclass(frozen=True)
class Room:
    """One of the two rooms: its layout, the names of its pages, who the claimant is."""

    layout: str
    role: str
    pages: Mapping[str, str]

    def url(self, page: str, **values: Any) -> str:
        """The address of a page of this room."""
        return url_for(f"claims.{self.pages[page]}", **values)

    def who(self) -> tuple[Seeker | None, Employer | None]:
        """The person or the employer behind the account. Raises `NotFound` in the wrong room."""
        if self.role == check.RESIDENT:
            return jobseekers.seeker_of(db, me()), None
        return None, employers.employer_of(db, me())

    def claim(self, number: str) -> Claim:
        """One of their claims. Raises `NotFound`."""
        self.who()
        return queries.own_claim(db, me(), number)

    @property
    def programmes(self) -> tuple[str, ...]:
        """What can be applied for here; what comes by itself is not among them."""
        return tuple(code for code in check.PROGRAMMES[self.role] if not programme(code).automatic)


# ── applying ─────────────────────────────────────────────────────────────────────────────────────────────


def new(room: Room, code: str) -> Any:
    """Apply: everything known is filled in; what is missing is asked; nothing is asked twice."""
    if code not in room.programmes:
        raise NotFound()
    seeker, employer = room.who()
    if check.closed(code, clock.today()):
        flash(_("这项待遇已经停办，现在不收申请。"), "attention")
        return redirect(url_for("benefits.policy", code=code))
    holder = seeker_holder(seeker.id) if seeker else employer_holder(_firm(employer).id)
    live = queries.live_claim(db, holder, code) if code != "ei" else None
    if live is not None and request.method != "POST":
        return redirect(room.url("show", number=live.number))
    carried = _carried(room.role, code)
    fixed = stored.of_id_number(seeker.id_number) if seeker and seeker.id_number else {}
    follows = stored.completed(code, {}, clock.today())  # what the calendar answers is not asked
    known = {name: value for name, value in _known(seeker, holder, code).items() if name not in follows}
    known |= carried
    names = [
        name for name in asking.asked_for(code, known | fixed) if name not in fixed.keys() | follows.keys()
    ]
    base = HireForm if code == "ei" else ClaimForm
    form = facts_form(names, known, place_choices(), base)
    if form.submitted():
        unasked = {name: value for name, value in carried.items() if name not in follows.keys() | set(names)}
        facts = unasked | form.facts(known)
        facts |= fixed
        try:
            claim = _submit(room, code, holder, facts, form)
        except AlreadyClaimed as refusal:
            return _there_already(room, code, holder, form, refusal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("申请交上了，编号 %(number)s。请接着传材料。", number=claim.number), "success")
            return redirect(room.url("show", number=claim.number) + "#papers")
    return _new_page(room, code, form, known | fixed, fixed, carried), form.status


def _firm(employer: Employer | None) -> Employer:
    if employer is None:
        raise NotFound()
    return employer


def _submit(room: Room, code: str, holder: str, facts: dict[str, Any], form: Any) -> Claim:
    seeker, employer = room.who()
    if isinstance(form, HireForm):
        number = form.hire_number.data
        holder = employer_holder(_firm(employer).id, hire_key(number))
        facts = facts | stored.of_id_number(number) | {"hire_mask": identity.mask_id_number(number)}
    district = request.args.get("district", "")
    known = {place for place, _name in place_choices()[:-1]}
    return service.submit(
        db,
        programme=code,
        holder=holder,
        seeker=seeker,
        employer=employer,
        facts={name: value for name, value in facts.items() if value is not None},
        by=me(),
        district_code=district if district in known else None,
    )


def hire_key(number: str) -> str:
    """A keyed digest of a hire's identity number: the same person twice is one holder, nobody is named."""
    return crypto.keyring().blind_index("hire", number).hex()[:16]


def _there_already(room: Room, code: str, holder: str, form: Any, refusal: AlreadyClaimed) -> Any:
    """A second press of the button, or a second claim: lead to the one that is there."""
    db.rollback()
    if isinstance(form, HireForm):
        _seeker, employer = room.who()
        holder = employer_holder(_firm(employer).id, hire_key(form.hire_number.data))
    there = queries.live_claim(db, holder, code)
    if there is None:
        form.refuse(refusal)
        return _new_page(room, code, form, {}, {}, {}), refusal.status
    flash(_("这一项您已经交过申请，就是下面这一份，不用再交。"), "info")
    return redirect(room.url("show", number=there.number))


def _known(seeker: Seeker | None, holder: str, code: str) -> dict[str, Any]:
    """What is known of them already, as this programme reads it."""
    if seeker is not None:
        return dict(service.facts_for(db, seeker, code).stated)
    return stored.for_programme(code, queries.person_facts(db, holder))


def carried_answers() -> token.Carried | None:
    """What the open check carries in the address (`?t=`); None when it is missing, cut or too old."""
    try:
        return token.unseal(request.args.get("t", ""), clock.today())
    except token.Spoiled:
        return None


def _carried(role: str, code: str) -> dict[str, Any]:
    """The facts that the answers of the check say, if this page was reached from there."""
    carried = carried_answers()
    if carried is None or carried.role != role:
        return {}
    said = check.facts_for(code, role, carried.answers, clock.today()).stated
    return {name: value for name, value in said.items() if value is not None}


def _new_page(
    room: Room,
    code: str,
    form: Any,
    known: Mapping[str, Any],
    fixed: Mapping[str, Any],
    carried: Mapping[str, Any],
) -> str:
    told = [name for name in form.names if known.get(name) is not None]
    return render_template(
        "claims/new.html",
        room=room,
        code=code,
        programme=programme(code),
        form=form,
        known=known,
        fixed=fixed,
        told=told,
        missing=[name for name in form.names if name not in told],
        from_check=bool(carried),
        facts=asking.FACTS,
        wording=wording,
        finding=_finding(code, known),
    )


def _finding(code: str, known: Mapping[str, Any]) -> Any:
    """What the law says of what is known so far; None when something of it cannot be read."""
    on = clock.today()
    try:
        return service.finding(code, Facts(stored.completed(code, known, on)), on)
    except Refusal:
        return None


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────


def show(room: Room, number: str, **forms: Any) -> str:
    """One claim: where it stands, what was granted, what is missing, what may be done."""
    claim = room.claim(number)
    state = S(claim.state)
    months = queries.months(db, claim.id)
    decisions = queries.decisions(db, claim.id)
    assessed = service.assess_claim(db, claim)
    papers = queries.documents(db, claim.id)
    steps = queries.steps(db, claim.id)
    paper_form = forms.get("paper_form") or _paper_form(claim)
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


# ── acting ───────────────────────────────────────────────────────────────────────────────────────────────


def correct(room: Room, number: str) -> Any:
    """Mend what was returned and hand it in again."""
    claim = room.claim(number)
    if not LIFE.allows(S(claim.state), A.CORRECT):
        return redirect(room.url("show", number=number))
    assessed = service.assess_claim(db, claim)
    seeker, _employer = room.who()
    fixed = stored.of_id_number(seeker.id_number) if seeker and seeker.id_number else {}
    names = [name for name in asking.asked_for(claim.programme, assessed.facts) if name not in fixed]
    form = facts_form(names, assessed.facts, place_choices())
    if form.submitted():
        kept = {name: value for name, value in stored.read_all(claim.facts).items() if name not in names}
        facts = {**kept, **form.facts(assessed.facts)}
        try:
            service.correct(db, claim, facts, by=me())
        except Refusal as refusal:
            form.refuse(refusal)
            claim = room.claim(number)
        else:
            db.commit()
            flash(_("补好交上了。我们会尽快看。"), "success")
            return redirect(room.url("show", number=number))
    page = render_template(
        "claims/correct.html",
        room=room,
        claim=claim,
        programme=programme(claim.programme),
        form=form,
        fixed=fixed,
        facts=asking.FACTS,
        wording=wording,
    )
    return page, form.status


def withdraw(room: Room, number: str) -> Any:
    """Take the claim back."""
    claim = room.claim(number)
    form = NoteForm()
    try:
        service.withdraw(db, claim, by=me(), note=form.note.data or "")
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("已经撤回。想办的时候可以再申请。"), "success")
    return redirect(room.url("show", number=number))


def appeal(room: Room, number: str) -> Any:
    """Disagree with a refusal or a stop."""
    claim = room.claim(number)
    form = AppealForm()
    if form.submitted():
        try:
            service.appeal(db, claim, by=me(), note=form.note.data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("复核申请交上了。由没有经手过的工作人员重新看。"), "success")
            return redirect(room.url("show", number=number))
    return show(room, number, appeal_form=form), form.status


def upload(room: Room, number: str) -> Any:
    """Hand in a paper."""
    claim = room.claim(number)
    form = _paper_form(claim, posted=True)
    if form.submitted():
        try:
            service.add_document(
                db,
                claim,
                body=form.body(),
                name=form.paper.data.filename if form.paper.data else "",
                criterion=form.criterion.data,
                valid_until=form.valid_until.data,
                by=me(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            db.commit()
            flash(_("材料收到了，加密保存。"), "success")
            return redirect(room.url("show", number=number) + "#papers")
    return show(room, number, paper_form=form), form.status


def remove(room: Room, number: str, uid: str) -> Any:
    """Take a paper back that nobody has accepted yet."""
    claim = room.claim(number)
    paper = queries.document(db, claim.id, uid)
    try:
        service.remove_document(db, claim, paper, by=me())
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        db.commit()
        flash(_("材料删掉了。"), "success")
    return redirect(room.url("show", number=number) + "#papers")


def document(room: Room, number: str, uid: str) -> Any:
    """One's own paper again."""
    claim = room.claim(number)
    paper = queries.document(db, claim.id, uid)
    return as_file(paper, service.open_document(db, claim, paper, by=me()))


def _paper_form(claim: Claim, *, posted: bool = False) -> PaperForm:
    form = PaperForm() if posted else PaperForm(formdata=None)
    locale = current_locale()
    told = programme(claim.programme)
    papers = [(code, one.evidence.in_(locale)) for code, one in told.criteria.items() if one.asks]
    form.criterion.choices = [*papers, ("", _("别的材料"))]
    return form
