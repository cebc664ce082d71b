"""Opening a post from the list, and keeping posts for later."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.extensions import db
from jobhelp.permissions import P
from jobhelp.recommendations import service
from jobhelp.recommendations.views.blueprint import PAGE, bp, person, plain_cards
from jobhelp.web import access, wanted_page


@bp.post("/me/recommendations/<int:opening_id>/look")
@access.requires(P.RECOMMENDATION_ANSWER)
def look(opening_id: int) -> Any:
    """Open a post of the list: remembered with its place, so that the ranker can learn what people look at."""
    place = request.form.get("place", "")
    service.look(db, person(), opening_id, int(place) if place.isdecimal() and len(place) < 4 else None)
    db.commit()
    return redirect(url_for("openings.show", opening_id=opening_id))


@bp.post("/me/recommendations/<int:opening_id>/keep")
@access.requires(P.RECOMMENDATION_ANSWER)
def keep(opening_id: int) -> Any:
    """收起来: the post is kept for later, or no longer."""
    if request.form.get("keep") == "off":
        service.let_go(db, person(), opening_id)
        flash(gettext("已经不留了。"), "ok")
    else:
        service.keep(db, person(), opening_id)
        flash(gettext("已经留着了，在「留着看的」里找得到。"), "ok")
    db.commit()
    return redirect(url_for("recommendations.kept"))


@bp.get("/me/recommendations/kept")
@access.requires(P.RECOMMENDATION_SEE)
def kept() -> Any:
    """The posts that the person keeps, the last kept first."""
    me = person()
    ids = service.kept(db, me.seeker_id)
    page, last = wanted_page(len(ids), PAGE)
    return render_template(
        "recommendations/kept.html",
        cards=plain_cards(me.seeker_id, ids[(page - 1) * PAGE : page * PAGE]),
        total=len(ids),
        page=page,
        last=last,
        page_url=lambda number: url_for("recommendations.kept", page=number),
    )
