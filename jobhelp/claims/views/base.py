"""What the pages of claims share."""

from typing import Any

from flask import Blueprint, Response, request

from jobhelp.claims.models import ClaimDocument

bp = Blueprint("claims", __name__)


FILTERS = ("state", "programme", "district", "words", "sort")


def kept_filters() -> dict[str, str]:
    """The filters of the desk's list, as they stand in this address: a case leads back to the list it came from."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def as_file(paper: ClaimDocument, body: bytes) -> Response:
    """A paper as a file to keep: never shown inside a page, never guessed to be something else."""
    response = Response(body, mimetype=paper.media_type)
    ending = paper.name.rsplit(".", 1)[-1]
    response.headers.set("Content-Disposition", "attachment", filename=f"{paper.uid[:8]}.{ending}")
    return response


Page = Any
