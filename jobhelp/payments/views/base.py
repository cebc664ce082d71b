"""What the pages of money share."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from jobhelp.reference.views import book

bp = Blueprint("payments", __name__)


def districts() -> list[Any]:
    """What city-wide staff may choose from; nothing for others."""
    return list(book().districts.values()) if current_user.district_scope is None else []
