"""The box on an opening's page."""

from typing import Any

from flask import render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from jobhelp.applications import queries, wording
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationAction, ApplicationState
from jobhelp.applications.views.asking import takes_people
from jobhelp.extensions import db
from jobhelp.openings.models import Opening
from jobhelp.permissions import Role

S, A = ApplicationState, ApplicationAction


def opening_actions(opening: Opening, **_context: Any) -> Markup:
    """Apply, or where the application stands, or how to sign in first; and whom to ask. It costs two questions."""
    is_resident = current_user.is_authenticated and current_user.role == Role.RESIDENT
    standing = queries.standing(db, opening.id, current_user.id if is_resident else None)
    state = S(standing.state) if standing.state else None
    here = url_for("openings.show", opening_id=opening.id)
    page = render_template(
        "applications/_opening_actions.html",
        opening=opening,
        standing=standing,
        is_open=state in OPEN_STATES,
        again=state is not None and LIFE.allows(state, A.APPLY_AGAIN),
        takes_people=takes_people(opening),
        is_resident=is_resident,
        is_other=current_user.is_authenticated and not is_resident,
        replies=queries.replies(db, opening.employer_id) if opening.employer_id else None,
        next_step=wording.NEXT[state] if state else "",
        tone=wording.TONES[state] if state else "",
        sign_in=url_for("accounts.sign_in", next=here),
        here=here,
    )
    return Markup(page)  # rendered by an escaping template
