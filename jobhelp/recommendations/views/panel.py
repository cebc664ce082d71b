"""The box on an opening's page that says what it means for the person who reads it."""

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from jobhelp.errors import NotFound
from jobhelp.extensions import db
from jobhelp.openings.models import Opening
from jobhelp.permissions import P
from jobhelp.recommendations import facts, service
from jobhelp.recommendations.views.answers import answer_for
from jobhelp.recommendations.views.blueprint import models_dir, person, words


def opening_for_you(*, opening: Opening) -> Markup | None:
    """Reasons and the one thing to mind, or what keeps it out of the list. Nothing for anybody else, and nothing
    for those who switched personalised ranking off.
    """
    if not current_user.is_authenticated or not current_user.may(P.RECOMMENDATION_SEE):
        return None
    try:
        me = person()
    except NotFound:
        return None
    if not me.profile.personalised:
        return None
    ranking = service.ranking_for(db, me, models_dir())
    if facts.is_empty(ranking.query.facts):
        return Markup(render_template("recommendations/_for_nobody.html"))
    answer = answer_for(ranking, opening)
    if answer["kind"] in ("over", "applied"):
        return None
    why = ranking.explain([opening.id]).get(opening.id)
    mine = words()
    return Markup(
        render_template(
            "recommendations/_for_you.html",
            opening=opening,
            answer=answer,
            band=why.band if why and answer["kind"] == "listed" else None,
            plus=[mine.bold(reason.sentence) for reason in why.plus] if why else [],
            minus=[mine.bold(reason.sentence) for reason in why.minus] if why else [],
        )
    )
