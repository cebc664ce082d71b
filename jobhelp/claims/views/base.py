"""What the pages of claims share."""

from typing import Any, cast

from flask import Blueprint, Response
from flask_login import current_user

from jobhelp.accounts.models import User
from jobhelp.claims.models import ClaimDocument

bp = Blueprint("claims", __name__)


def me() -> User:
    """The signed-in account."""
    return cast(User, current_user._get_current_object())


def as_file(paper: ClaimDocument, body: bytes) -> Response:
    """A paper as a file to keep: never shown inside a page, never guessed to be something else."""
    response = Response(body, mimetype=paper.media_type)
    ending = paper.name.rsplit(".", 1)[-1]
    response.headers.set("Content-Disposition", "attachment", filename=f"{paper.uid[:8]}.{ending}")
    return response


Page = Any
