"""The one blueprint of this slice, and what its desk pages share."""

from flask import Blueprint

from jobhelp.reference.views import wanted_district

bp = Blueprint("life_events", __name__)


def chosen_district() -> str:
    """The district that city-wide staff chose."""
    return wanted_district()[1]


def scope() -> str | None:
    """The district that is read; None is the whole city."""
    return wanted_district()[0]
