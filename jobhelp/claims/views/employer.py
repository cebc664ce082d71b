"""The same for an employer: insurance subsidy for hires (ei), the loan of a small firm (sf)."""

from typing import Any

from flask import render_template

from jobhelp.benefits import check
from jobhelp.claims import facts as stored
from jobhelp.claims import queries, wording
from jobhelp.claims.states import LIVE_STATES
from jobhelp.claims.views import acting, claimant, looking
from jobhelp.claims.views.base import bp
from jobhelp.extensions import db, limiter
from jobhelp.permissions import Permission
from jobhelp.policy.texts import programme as texts
from jobhelp.web import access, me

ROOM = claimant.Room(
    "layouts/employer.html",
    check.EMPLOYER,
    {
        "mine": "firm",
        **{
            name: f"firm_{name}"
            for name in ("new", "show", "correct", "withdraw", "appeal", "upload", "remove", "document")
        },
    },
)


@bp.get("/employer/benefits")
@access.requires(Permission.CLAIM_OWN_SEE)
def firm() -> Any:
    """What the employer applied for and receives."""
    ROOM.who()
    found = queries.own(db, me())
    months = queries.months_by_claim(db, [claim.id for claim in found])
    return render_template(
        "claims/firm.html",
        room=ROOM,
        live=[claim for claim in found if claim.state in LIVE_STATES],
        over=[claim for claim in found if claim.state not in LIVE_STATES],
        counts={number: queries.count_months(rows) for number, rows in months.items()},
        hires={claim.id: stored.read_all(claim.facts).get("hire_mask", "") for claim in found},
        programmes=[texts(code) for code in ROOM.programmes],
        wording=wording,
    )


@bp.route("/employer/benefits/apply/<programme>", methods=["GET", "POST"])
@access.requires(Permission.CLAIM_OWN_CHANGE)
@limiter.limit("60 per hour", methods=["POST"])
def firm_new(programme: str) -> Any:
    """Apply."""
    return claimant.new(ROOM, programme)


@bp.get("/employer/benefits/<number>")
@access.requires(Permission.CLAIM_OWN_SEE)
def firm_show(number: str) -> Any:
    """One claim."""
    return looking.show(ROOM, number)


@bp.route("/employer/benefits/<number>/correct", methods=["GET", "POST"])
@access.requires(Permission.CLAIM_OWN_CHANGE)
def firm_correct(number: str) -> Any:
    """Mend and hand in again."""
    return acting.correct(ROOM, number)


@bp.post("/employer/benefits/<number>/withdraw")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def firm_withdraw(number: str) -> Any:
    """Take it back."""
    return acting.withdraw(ROOM, number)


@bp.post("/employer/benefits/<number>/appeal")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def firm_appeal(number: str) -> Any:
    """Disagree."""
    return acting.appeal(ROOM, number)


@bp.post("/employer/benefits/<number>/documents")
@access.requires(Permission.CLAIM_OWN_CHANGE)
@limiter.limit("120 per hour")
def firm_upload(number: str) -> Any:
    """Hand in a paper."""
    return acting.upload(ROOM, number)


@bp.get("/employer/benefits/<number>/documents/<uid>")
@access.requires(Permission.CLAIM_OWN_SEE)
def firm_document(number: str, uid: str) -> Any:
    """The employer's own paper."""
    return acting.document(ROOM, number, uid)


@bp.post("/employer/benefits/<number>/documents/<uid>/remove")
@access.requires(Permission.CLAIM_OWN_CHANGE)
def firm_remove(number: str, uid: str) -> Any:
    """Take a paper back."""
    return acting.remove(ROOM, number, uid)
