"""我的待遇: what a person has, may get, applied for."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp import clock
from jobhelp.benefits import check
from jobhelp.claims import asking, queries, service, wording
from jobhelp.claims import facts as stored
from jobhelp.claims.states import DRAFT_DAYS, OPEN_STATES, RUNNING_STATES, seeker_holder
from jobhelp.claims.views import acting, claimant, looking
from jobhelp.claims.views.base import bp
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db, limiter
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.permissions import Permission, Role
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Decision
from jobhelp.policy.texts import programme
from jobhelp.web import access, flash_refusal, me

ROOM = claimant.Room(
    "layouts/public.html",
    check.RESIDENT,
    {
        name: name
        for name in (
            *("mine", "new", "show", "correct", "withdraw"),
            *("appeal", "upload", "remove", "document"),
        )
    },
)
SHOWN_OFFERS = 6


@bp.get("/me/benefits")
@access.requires(Permission.CLAIM_OWN_SEE)
def mine() -> Any:
    """What runs, what is being decided, what is over, and what else could be had."""
    if current_user.role == Role.EMPLOYER:
        return redirect(url_for("claims.firm"))
    seeker = jobseekers.seeker_of(db, me())
    found = queries.own(db, me())
    months = queries.months_by_claim(db, [claim.id for claim in found])
    counts = {number: queries.count_months(rows) for number, rows in months.items()}
    running = [claim for claim in found if claim.state in RUNNING_STATES]
    asked = [claim for claim in found if claim.state in OPEN_STATES]
    return render_template(
        "claims/mine.html",
        room=ROOM,
        running=running,
        asked=asked,
        drafts=[
            one for one in queries.drafts(db, seeker.id) if not check.closed(one.programme, clock.today())
        ],
        over=[claim for claim in found if claim not in running and claim not in asked],
        counts=counts,
        months={claim.id: months[claim.id] for claim in running[:3] if counts[claim.id].granted},
        offers=_offers(seeker, {claim.programme for claim in (*running, *asked)}),
        wording=wording,
        calendar=queries.calendar(db),
        programme=programme,
    )


def _offers(seeker: Seeker, taken: set[str]) -> list[tuple[str, str, Any]]:
    """(programme, y or u, finding) of what else could be had by what is known; nothing when nothing is known."""
    rows = queries.fact_rows(db, seeker_holder(seeker.id))
    if not rows:
        return []
    today = clock.today()
    everything = dict(service.facts_for(db, seeker, rows=rows).stated)
    offers = []
    for code in ROOM.programmes:
        if code in taken or check.closed(code, today):
            continue
        facts = stored.completed(code, stored.for_programme(code, everything), today)
        try:
            found = service.finding(code, Facts(facts), today)
        except Refusal:
            continue
        if found.decision is Decision.ELIGIBLE:
            offers.append((code, "y", found))
        elif found.decision is Decision.UNDETERMINED:
            offers.append((code, "u", found))
    return sorted(offers, key=lambda offer: (offer[1] != "y", len(offer[2].open)))[:SHOWN_OFFERS]


@bp.route("/me/benefits/keep", methods=["GET", "POST"])
@access.requires(Permission.CLAIM_OWN_CHANGE)
def keep() -> Any:
    """Save the answers of the check with the account, so that no programme asks them again."""
    carried = claimant.carried_answers()
    if carried is None or carried.role != check.RESIDENT:
        flash(_("这个链接不完整，或已经过了 30 天。请重新查一次。"), "attention")
        return redirect(url_for("benefits.start"))
    seeker = jobseekers.seeker_of(db, me())
    facts = _all_said(carried)
    if request.method == "POST":
        try:
            service.keep_answers(db, seeker, facts, by=me())
        except Refusal as refusal:
            flash_refusal(refusal)
        else:
            db.commit()
            flash(_("存好了。申请哪一项都不用再填一遍。"), "success")
            return redirect(url_for("claims.mine"))
    return render_template(
        "claims/keep.html",
        room=ROOM,
        facts={name: value for name, value in facts.items() if ":" not in name and value is not None},
        wording=wording,
        token=request.args.get("t", ""),
    )


def _all_said(carried: Any) -> dict[str, Any]:
    """Every fact that the answers say, under the names by which they are kept."""
    today = clock.today()
    said: dict[str, Any] = {}
    for code in ROOM.programmes:
        facts = check.facts_for(code, carried.role, carried.answers, today).stated
        for name, value in facts.items():
            if value is not None and name not in ("still_unemployed_at_expiry", "partners", "post"):
                said[stored.stored_name(code, name)] = value
    return said


@bp.route("/me/benefits/apply/<programme>", methods=["GET", "POST"])
@access.requires(Permission.CLAIM_OWN_CHANGE)
@limiter.limit("60 per hour", methods=["POST"])
def new(programme: str) -> Any:
    """Apply for a programme."""
    if current_user.role == Role.EMPLOYER:
        return redirect(url_for("claims.firm_new", programme=programme, **request.args.to_dict()))
    return claimant.new(ROOM, programme)


@bp.post("/me/benefits/apply/<programme>/draft")
@access.requires(Permission.CLAIM_OWN_CHANGE)
@limiter.limit("240 per hour")
def draft(programme: str) -> Any:
    """Put an application aside, or drop what was put aside. A page that is being closed asks for no answer."""
    seeker = jobseekers.seeker_of(db, me())
    if programme not in ROOM.programmes:
        raise NotFound()
    wish = request.form.get("do", "")
    if wish == "drop":
        service.forget_draft(db, seeker.id, programme)
        db.commit()
        flash(_("没交的那一份删掉了。"), "success")
        return redirect(url_for("claims.mine"))
    typed = {name: request.form.getlist(name) for name in asking.FACTS if name in request.form}
    kept = service.keep_draft(db, seeker, programme, typed, claimant.came_with())
    db.commit()
    if wish == "quiet":
        return "", 204
    if kept is None:
        flash(_("这一项您已经交过申请，不用再存。"), "info")
    else:
        flash(_("存好了，还没有交。%(days)s 天内都能接着填。", days=DRAFT_DAYS), "success")
    return redirect(url_for("claims.mine"))


@bp.get("/me/benefits/<number>")
@access.requires(Permission.CLAIM_OWN_SEE)
def show(number: str) -> Any:
    """One claim."""
    return looking.show(ROOM, number)


@bp.route("/me/benefits/<number>/correct", methods=["GET", "POST"])
@access.requires(Permission.CLAIM_OWN_CHANGE)
def correct(number: str) -> Any:
    """Mend and hand in again."""
    return acting.correct(ROOM, number)


@bp.post("/me/benefits/<number>/withdraw")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def withdraw(number: str) -> Any:
    """Take it back."""
    return acting.withdraw(ROOM, number)


@bp.post("/me/benefits/<number>/appeal")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def appeal(number: str) -> Any:
    """Disagree."""
    return acting.appeal(ROOM, number)


@bp.post("/me/benefits/<number>/documents")
@access.requires(Permission.CLAIM_OWN_CHANGE)
@limiter.limit("120 per hour")
def upload(number: str) -> Any:
    """Hand in a paper."""
    return acting.upload(ROOM, number)


@bp.get("/me/benefits/<number>/documents/<uid>")
@access.requires(Permission.CLAIM_OWN_SEE)
def document(number: str, uid: str) -> Any:
    """One's own paper."""
    return acting.document(ROOM, number, uid)


@bp.post("/me/benefits/<number>/documents/<uid>/remove")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def remove(number: str, uid: str) -> Any:
    """Take a paper back."""
    return acting.remove(ROOM, number, uid)
