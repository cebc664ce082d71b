"""What anybody may see: the list, an opening, its sheet of paper and its data."""

import segno
from flask import Response, jsonify, make_response, render_template, request, url_for
from markupsafe import Markup

from jobhelp import clock
from jobhelp.extensions import db
from jobhelp.labels import LABELS
from jobhelp.openings import queries
from jobhelp.openings.filters import Filters
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.openings.views.base import bp
from jobhelp.openings.views.board import Board
from jobhelp.openings.views.structured import posting
from jobhelp.openings.views.words import questions
from jobhelp.reference.views import book
from jobhelp.web import access, asked_page

SIMILAR = 3


@bp.get("/openings")
@access.public
def index() -> Response:
    """The list of openings, narrowed by what stands in the address."""
    filters = read_filters()
    board = Board(filters, queries.search(db, filters, asked_page()))
    if not board.found.counts.total and filters.q:
        board.without_words = queries.search(db, filters.without("q")).counts.total
    response = make_response(render_template("openings/index.html", board=board, filters=filters))
    if request.headers.get("HX-Request"):
        response.headers["HX-Push-Url"] = board.page_address(board.found.page)  # without the empty fields
    return response


@bp.get("/openings/<int:opening_id>")
@access.public
def show(opening_id: int) -> str:
    """One opening. Its page stays when it is over, and says so."""
    opening = queries.visible(db, opening_id)
    return render_template(
        "openings/show.html",
        opening=opening,
        employer=queries.employer_of(db, opening),
        questions=questions(opening),
        similar=queries.similar(db, opening, limit=SIMILAR),
        over=is_over(opening),
        back=_back(),
    )


@bp.get("/openings/<int:opening_id>/sheet")
@access.public
def sheet(opening_id: int) -> str:
    """The job notice on one sheet of A4, for the board in the hall."""
    opening = queries.visible(db, opening_id)
    address = url_for("openings.show", opening_id=opening.id, _external=True)
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=1, omitsize=True, svgclass="qr", lineclass=None
    )
    return render_template(
        "openings/sheet.html",
        opening=opening,
        questions=questions(opening),
        over=is_over(opening),
        address=address.split("://", 1)[1],
        qr=Markup(drawn),  # drawn from our own address, by our own program
    )


@bp.get("/openings/<int:opening_id>.json")
@access.public
def data(opening_id: int) -> tuple[Response, int]:
    """The opening as schema.org JobPosting. 410 when it is over: its page for people stays."""
    opening = queries.visible(db, opening_id)
    response = jsonify(posting(opening, url_for("openings.show", opening_id=opening.id, _external=True)))
    response.mimetype = "application/ld+json"
    return response, 410 if is_over(opening) else 200


def read_filters() -> Filters:
    """The filters of this request's address."""
    reference = book()
    return Filters.read(
        request.args.to_dict(flat=False),
        districts=reference.districts,
        streets=reference.streets,
        families=[family for family in LABELS["family"] if family],
    )


def is_over(opening: Opening) -> bool:
    """Whether nobody can apply any more."""
    return opening.state != OpeningState.PUBLISHED.value or opening.valid_until < clock.today()


def _back() -> str:
    """The list that the reader came from, with its filters; else the whole list."""
    came_from = request.referrer or ""
    root = request.host_url
    if came_from.startswith(root):
        path = came_from[len(root) - 1 :]
        if path == url_for("openings.index") or path.startswith(url_for("openings.index") + "?"):
            return path
    return url_for("openings.index")
