"""What the pages of claims share."""

from typing import Any

from flask import Blueprint, Response

from jobhelp.claims.models import ClaimDocument

bp = Blueprint("claims", __name__)


def as_file(paper: ClaimDocument, body: bytes) -> Response:
    """A paper as a file to keep: never shown inside a page, never guessed to be something else."""
    response = Response(body, mimetype=paper.media_type)
    ending = paper.name.rsplit(".", 1)[-1]
    response.headers.set("Content-Disposition", "attachment", filename=f"{paper.uid[:8]}.{ending}")
    return response


Page = Any
