"""The two rooms, of a person and of an employer, and how both apply: everything known is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobhelp import clock, identity
from jobhelp.benefits import check, token
from jobhelp.claims import asking, queries, service, wording
from jobhelp.claims import facts as stored
from jobhelp.claims.forms import ClaimForm, HireForm, facts_form, put_back
from jobhelp.claims.models import Claim
from jobhelp.claims.refusals import AlreadyClaimed
from jobhelp.claims.states import employer_holder, hire_key, seeker_holder
from jobhelp.employers import queries as employers
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.policy.facts import Facts
from jobhelp.policy.texts import programme
from jobhelp.reference.views import place_choices
from jobhelp.web import me


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

    def case(self, number: str) -> queries.Case:
        """One of their claims with what stands beside it. Raises `NotFound`, also in the wrong room."""
        found = queries.own_case(db, me(), number)
        if (found.claim.employer_id is None) != (self.role == check.RESIDENT):
            raise NotFound()
        return found

    def claim(self, number: str) -> Claim:
        """One of their claims. Raises `NotFound`."""
        return self.case(number).claim

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
    form = facts_form(names, known | fixed, place_choices(), base)
    draft = queries.draft(db, seeker.id, code) if seeker and request.method == "GET" else None
    if draft is not None:
        put_back(form, draft.typed)
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
    return _new_page(room, code, form, known | fixed, fixed, carried, draft), form.status


def came_with() -> dict[str, str]:
    """What the address of the form says besides the programme."""
    return {name: request.args[name] for name in ("t", "district") if request.args.get(name)}


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
    draft: queries.Draft | None = None,
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
        draft=draft,
        came_with=came_with(),
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
