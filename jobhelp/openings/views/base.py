"""The blueprint, and what several pages of openings need."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

bp = Blueprint("openings", __name__)


def me() -> Any:
    """The signed-in account itself, not the proxy."""
    return current_user._get_current_object()
