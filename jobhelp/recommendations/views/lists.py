"""我的推荐: the person's own list with reasons; and the plain list of those who switched it off."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp.extensions import db
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers import service as profiles
from jobhelp.jobseekers.states import PLAIN_ORDERS, PlainOrder
from jobhelp.openings import queries as openings
from jobhelp.openings.models import Opening
from jobhelp.permissions import P
from jobhelp.recommendations import board, facts, plain, service
from jobhelp.recommendations.queries import Person
from jobhelp.recommendations.ranking import Ranking, Relaxed
from jobhelp.recommendations.views.blueprint import (
    PAGE,
    bp,
    cards,
    models_dir,
    person,
    plain_cards,
    words,
)
from jobhelp.recommendations.wording import LIMITS, QUESTIONS
from jobhelp.web import access, wanted_page

MOST_LIMITS = 3
FEW = 3  # a list so short says which limit keeps the most away
NEARLY = 4  # posts that nearly suit, shown where none does


@bp.get("/me/recommendations")
@access.requires(P.RECOMMENDATION_SEE)
def mine() -> Any:
    """Every post that suits, the best first, each with its reasons and what to mind."""
    me = person()
    if not me.profile.personalised:
        return _plain(me)
    found = service.current_for(db, me, models_dir())
    ranking = found.ranking
    page, last = wanted_page(len(found.ids), PAGE)
    shown = found.ids[(page - 1) * PAGE : page * PAGE]
    near = ranking.one_certificate_away() if page == 1 else None
    gone = _gone(ranking)
    nearly = [] if found.suitable else ranking.nearly(NEARLY)
    missed = ranking.board.posts.id[nearly].tolist()
    wanted = [*shown, *([near[0]] if near else []), *([gone] if gone else []), *missed]
    read = {opening.id: opening for opening in openings.by_ids(db, wanted)}
    return render_template(
        "recommendations/mine.html",
        cards=cards(ranking, [read[number] for number in shown if number in read], (page - 1) * PAGE + 1),
        suitable=found.suitable,
        listed=len(found.ids),
        page=page,
        last=last,
        page_size=PAGE,
        summary=words().summary(me.profile),
        is_empty=facts.is_empty(ranking.query.facts),
        is_rule=ranking.standing.using.is_rule,
        opens=_opens(ranking) if found.suitable <= FEW else [],
        nearly=[
            _missed(ranking, row, read[number])
            for row, number in zip(nearly, missed, strict=True)
            if number in read
        ],
        near_miss=read.get(near[0]) if near else None,
        certificates=near[1] if near else [],
        gone=read.get(gone) if gone else None,
    )


def _plain(me: Person) -> Any:
    """By time or distance, out of nothing that the person told us but, for distance, the district they live in."""
    order = _order(me)
    standing = board.keeper(db, models_dir()).current(db)
    district = me.profile.district_code
    listed = (
        plain.nearest(standing, district)
        if order is PlainOrder.NEAREST and district
        else plain.newest(standing)
    )
    page, last = wanted_page(len(listed), PAGE)
    part = slice((page - 1) * PAGE, page * PAGE)
    ids = listed[part].tolist()
    return render_template(
        "recommendations/plain.html",
        cards=plain_cards(me.seeker_id, ids),
        total=len(listed),
        page=page,
        last=last,
        page_url=lambda number: url_for("recommendations.mine", page=number, by=order.value),
        order=order.value,
        orders=PLAIN_ORDERS,
        district=district,
    )


def _order(me: Person) -> PlainOrder:
    wish = request.args.get("by") or me.profile.plain_order
    return PlainOrder(wish) if wish in set(PlainOrder) else PlainOrder.NEWEST


def _missed(ranking: Ranking, row: int, opening: Opening) -> dict[str, Any]:
    """A post that nearly suits: what of theirs it breaks, what would change it, and how many come with it."""
    failed = [check for check in ranking.checks(row) if check.answer == "fail"]
    relaxed = ranking.relaxed(row)
    mine = words()
    return {
        "opening": opening,
        "km": ranking.km(opening.id),
        "limits": [
            {
                "why": mine.bold(check.why),
                "change": mine.say(check.change) if check.change else "",
                "question": QUESTIONS[check.gate].value,
            }
            for check in failed
            if check.why
        ],
        "count": relaxed.count if relaxed else 0,
    }


def _opens(ranking: Ranking) -> list[dict[str, Any]]:
    """Which of the person's own limits hides most, and where to change it."""
    return [
        {
            "limit": gettext(LIMITS[one.gates[0]]),
            "count": one.count,
            "question": QUESTIONS[one.gates[0]].value,
        }
        for one in _relaxable(ranking)[:MOST_LIMITS]
    ]


def _relaxable(ranking: Ranking) -> list[Relaxed]:
    return [one for one in ranking.opens() if one.gates[0] in QUESTIONS]


def _gone(ranking: Ranking) -> int | None:
    """The post that the person has just taken off the list, so that the step can be taken back."""
    wish = request.args.get("gone", "")
    known = wish.isascii() and wish.isdigit() and len(wish) < 10 and int(wish) in ranking.told.dismissed
    return int(wish) if known else None


@bp.post("/me/recommendations/<int:opening_id>/dismiss")
@access.requires(P.RECOMMENDATION_ANSWER)
def dismiss(opening_id: int) -> Any:
    """不合适: the post leaves the list, with a reason, and can be put back."""
    service.dismiss(db, person().seeker_id, opening_id, request.form.get("reason", ""))
    db.commit()
    return redirect(url_for("recommendations.mine", gone=opening_id))


@bp.post("/me/recommendations/<int:opening_id>/undo")
@access.requires(P.RECOMMENDATION_ANSWER)
def undo(opening_id: int) -> Any:
    """The post comes back."""
    service.undo(db, person().seeker_id, opening_id)
    flash(gettext("已经放回您的推荐里。"), "ok")
    db.commit()
    return redirect(url_for("recommendations.mine"))


@bp.post("/me/recommendations/switch")
@access.requires(P.PROFILE_CHANGE)
def switch() -> Any:
    """Personalised ranking on or off with one button, and back to the list."""
    on = request.form.get("personalised") == "on"
    seeker = jobseekers.seeker_of(db, current_user)
    profiles.set_personalised(db, seeker, on, translate=gettext)
    flash(gettext("已打开按资料推荐。") if on else gettext("已关掉按资料推荐，岗位按您选的顺序排列。"), "ok")
    db.commit()
    return redirect(url_for("recommendations.mine"))
