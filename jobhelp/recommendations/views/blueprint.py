"""What the pages of this slice share: the blueprint, who asks, the reader's language, cards."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app
from flask_babel import gettext
from flask_login import current_user

from jobhelp.applications.queries import state_of
from jobhelp.extensions import db
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.recommendations import queries
from jobhelp.recommendations.queries import Person
from jobhelp.recommendations.ranking import Ranking
from jobhelp.recommendations.states import REASONS
from jobhelp.recommendations.wording import Wording
from jobhelp.reference.views import name

bp = Blueprint("recommendations", __name__)
PAGE = 10


@bp.app_context_processor
def _names() -> dict[str, Any]:
    return {"dismissal_reasons": {reason.value: text for reason, text in REASONS.items()}}


def person() -> Person:
    """The jobseeker behind the signed-in account. Raises `NotFound`."""
    return queries.person_of_user(db, current_user.id)


def models_dir() -> Path:
    """Where this site keeps its trained rankers."""
    folder: Path = current_app.config["JOBHELP"].models_dir
    return folder


def words() -> Wording:
    """The reader's language."""
    return Wording(gettext, name)


def cards(ranking: Ranking, shown: Sequence[Opening], first: int = 1) -> list[dict[str, Any]]:
    """Openings with what speaks for them and what to mind, in this order; `first` is the place of the first of them."""
    told, mine = ranking.explain([opening.id for opening in shown]), words()
    found = []
    for place, opening in enumerate(shown, start=first):
        why = told.get(opening.id)
        if why is None:
            continue
        found.append(
            {
                "opening": opening,
                "place": place,
                "plus": [mine.bold(reason.sentence) for reason in why.plus],
                "minus": [mine.bold(reason.sentence) for reason in why.minus],
                "band": why.band,
                "km": ranking.km(opening.id),
                "takes_people": takes_people(opening),
            }
        )
    return found


def plain_cards(seeker_id: int, ids: list[int]) -> list[dict[str, Any]]:
    """Openings as everybody sees them, with where this person has applied."""
    states = state_of(db, seeker_id, ids)
    return [
        {
            "opening": opening,
            "applied": states.get(opening.id),
            "takes_people": takes_people(opening) and opening.id not in states,
        }
        for opening in openings.by_ids(db, ids)
    ]


def takes_people(opening: Opening) -> bool:
    """Whether one can apply here: an imported advertisement has its employer elsewhere."""
    return opening.employer_id is not None and opening.taken < opening.headcount
