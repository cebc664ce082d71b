"""What the staff rooms share: the blueprint, and the numbers beside the rooms' names."""

from typing import Any

from flask import Blueprint, g
from flask_login import current_user

from jobhelp.desk.rooms import Waiting, waiting
from jobhelp.extensions import db

bp = Blueprint("desk", __name__)


def rooms() -> dict[str, Waiting]:
    """{room: what waits in it} for the signed-in officer; asked once a request."""
    if "desk_rooms" not in g:
        g.desk_rooms = waiting(db, current_user.district_scope)
    found: dict[str, Waiting] = g.desk_rooms
    return found


@bp.app_context_processor
def _rooms() -> dict[str, Any]:
    return {"rooms_waiting": rooms}
