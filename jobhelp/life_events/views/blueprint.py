"""The one blueprint of this slice, and what its desk pages share."""

from flask import Blueprint
from flask_login import current_user

from jobhelp.accounts.models import User
from jobhelp.reference.views import wanted_district

bp = Blueprint("life_events", __name__)


def me() -> User:
    """The signed-in account itself, not Flask-Login's stand-in."""
    user: User = current_user._get_current_object()
    return user


def chosen_district() -> str:
    """The district that city-wide staff chose."""
    return wanted_district()[1]


def scope() -> str | None:
    """The district that is read; None is the whole city."""
    return wanted_district()[0]
