"""What the pages share: the blueprint, who asks, which page of a list, and whether a post takes anybody."""

from flask import Blueprint

from jobhelp import clock
from jobhelp.extensions import db
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.web import me

bp = Blueprint("applications", __name__)


def seeker() -> Seeker:
    """The jobseeker behind the account. Raises `NotFound`."""
    return jobseekers.seeker_of(db, me())


def takes_people(opening: Opening) -> bool:
    """Whether one can apply for this post now."""
    return (
        opening.state == OpeningState.PUBLISHED
        and opening.valid_until >= clock.today()
        and opening.taken < opening.headcount
        and opening.employer_id is not None
    )
