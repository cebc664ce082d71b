"""What the pages of money share."""

from typing import Any, cast

from flask import Blueprint
from flask_login import current_user

from jobhelp.accounts.models import User
from jobhelp.reference.views import book

bp = Blueprint("payments", __name__)


def me() -> User:
    """The signed-in account."""
    return cast(User, current_user._get_current_object())


def districts() -> list[Any]:
    """What city-wide staff may choose from; nothing for others."""
    return list(book().districts.values()) if current_user.district_scope is None else []
