"""为什么没有看到某个岗位: an answer for any post number."""

import re
import unicodedata
from typing import Any

from flask import render_template, request, url_for

from jobhelp.errors import NotFound
from jobhelp.extensions import db
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import PUBLIC
from jobhelp.permissions import P
from jobhelp.recommendations import facts, queries, service
from jobhelp.recommendations.ranking import DEPTH, Ranking, standing_of_one
from jobhelp.recommendations.states import REASONS, DismissalReason
from jobhelp.recommendations.views.blueprint import PAGE, bp, models_dir, person, words
from jobhelp.recommendations.wording import LIMITS, GateLine
from jobhelp.web import access

LONGEST_NUMBER = 20
_DASHES = re.compile(r"[‐‑‒–—―−﹣－ー一_.。\s]+")  # what people type where a dash stands


@bp.get("/me/recommendations/why-not")
@access.requires(P.RECOMMENDATION_SEE)
def why_not() -> Any:
    """Where a post stands in the list, or which gate keeps it out and what would change that."""
    typed = request.args.get("number", "")[:200]
    me = person()
    answer = None
    if typed.strip():
        opening = _by_number(typed)
        ranking = service.ranking_for(db, me, models_dir())
        answer = None if opening is None else answer_for(ranking, opening)
    template = (
        "recommendations/_why_not.html"
        if request.headers.get("HX-Request")
        else "recommendations/why_not.html"
    )
    return render_template(
        template, typed=typed.strip()[:LONGEST_NUMBER], answer=answer, personalised=me.profile.personalised
    )


def _by_number(typed: str) -> Opening | None:
    """The opening with the number as somebody may type it, if it was ever on show."""
    number = _DASHES.sub("-", unicodedata.normalize("NFKC", typed).strip()).strip("-")
    if re.fullmatch(r"\d{7,}", number):
        number = f"{number[:6]}-{number[6:]}"
    if not number or len(number) > LONGEST_NUMBER or not number.isascii() or not number.isprintable():
        return None
    try:
        opening = openings.by_number(db, number)
    except NotFound:
        return None
    return opening if opening.state in set(PUBLIC) and opening.published_at is not None else None


def answer_for(ranking: Ranking, opening: Opening) -> dict[str, Any]:
    """What there is to say about one post and one person.

    kind: applied, dismissed, listed, gated, over; `lines` are the gates with both facts, failed ones first.
    """
    row = ranking.board.posts.row_of.get(opening.id)
    if row is None:  # over, or begun elsewhere: judged alone, as it stands
        columns = facts.post_columns(queries.row_of(db, opening.id), ranking.standing.book)
        ranking = Ranking(standing_of_one(ranking.standing, columns), ranking.person, ranking.told)
        row = 0
    checks, mine = ranking.checks(row), words()
    told = {"opening": opening, "km": ranking.km(opening.id)}
    if opening.id in ranking.told.dismissed:
        reason = DismissalReason(ranking.told.dismissed[opening.id])
        return told | {"kind": "dismissed", "lines": [], "reason": REASONS[reason]}
    if opening.id in ranking.query.hide:
        return told | {"kind": "applied", "lines": []}
    failed = [check for check in checks if check.answer == "fail"]
    lines = _lines([mine.gate(check, opening.kind) for check in checks])
    if not failed:
        place = ranking.place_of(row)
        page = url_for("recommendations.mine", page=(place - 1) // PAGE + 1, _anchor=f"post-{opening.id}")
        return told | {
            "kind": "listed",
            "place": place,
            "suitable": ranking.suitable,
            "page": page if place <= DEPTH else None,
            "lines": lines,
        }
    relaxed = ranking.relaxed(row)
    return told | {
        "kind": "over" if failed[0].gate == "open_now" else "gated",
        "limits": [LIMITS[check.gate] for check in failed],
        "whys": [mine.say(check.why) for check in failed if check.why],
        "changes": [mine.say(check.change) for check in failed if check.change],
        "lines": lines,
        "reserved": any(check.gate == "eligible" for check in failed),
        "others": relaxed.count - 1 if relaxed else 0,
    }


def _lines(found: list[GateLine | None]) -> list[GateLine]:
    """The failed gates first, then the passed, then what is not known."""
    order = ("fail", "pass", "unknown")
    return sorted((line for line in found if line), key=lambda line: order.index(line.answer))
