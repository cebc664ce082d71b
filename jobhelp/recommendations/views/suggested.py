"""推荐人选: the employer's page of people who suit one of their own posts and agreed to be found."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup

from jobhelp.employers import queries as employers
from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.permissions import P
from jobhelp.recommendations import service
from jobhelp.recommendations.views.blueprint import bp, models_dir, words
from jobhelp.web import access, flash_refusal

LARGEST_NUMBER = 2**31 - 1


@bp.get("/employer/openings/<int:opening_id>/suggested")
@access.requires(P.APPLICANT_SEE)
def suggested(opening_id: int) -> Any:
    """People for a post, each with the reasons; a word to them is the only thing to do."""
    opening, employer = _own(opening_id)
    ready = service.takes_suggestions(opening, employer)
    people = service.suggested(db, opening, employer, models_dir()) if ready else []
    mine = words()
    return render_template(
        "recommendations/suggested.html",
        opening=opening,
        ready=ready,
        verified=employer.state == "verified",
        people=[
            {
                "uid": one.uid,
                "applicant": one.person,
                "plus": [mine.bold(sentence) for sentence in one.plus],
                "minus": [mine.bold(sentence) for sentence in one.minus],
                "band": one.band,
                "invited": one.invited,
            }
            for one in people
        ],
    )


@bp.post("/employer/openings/<int:opening_id>/suggested")
@access.requires(P.APPLICANT_ANSWER)
def invite(opening_id: int) -> Any:
    """Ask a suggested person to have a look at the post."""
    opening, employer = _own(opening_id)
    try:
        service.invite(db, opening, employer, request.form.get("person", "")[:40], current_user)
    except NotFound:
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash(gettext("已经请了。对方会在消息里看到；来报名了，我们马上告诉您。"), "ok")
        db.commit()
    return redirect(url_for("recommendations.suggested", opening_id=opening_id))


def _own(opening_id: int) -> tuple[Opening, Any]:
    employer = employers.employer_of(db, current_user)
    if not 0 < opening_id <= LARGEST_NUMBER:
        raise NotFound()
    return openings.own(db, opening_id, employer.id), employer


def suggested_people(*, opening: Opening) -> Markup | None:
    """The way to the page from the employer's own post."""
    if opening.state != "published" or not current_user.may(P.APPLICANT_SEE):
        return None
    return Markup(render_template("recommendations/_suggested_door.html", opening=opening))
