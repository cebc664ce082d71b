"""The front door, the employers' front room, the pages of plain text, and the two health answers."""

from flask import Blueprint, abort, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp import clock
from jobhelp.applications import queries as applications
from jobhelp.employers import queries as employers
from jobhelp.extensions import db, engine
from jobhelp.home import gallery, health, queries
from jobhelp.openings import queries as openings
from jobhelp.openings.states import OpeningState
from jobhelp.permissions import Permission, Role
from jobhelp.web import access, me

bp = Blueprint("home", __name__)
SHOWN_WELFARE, SHOWN_LATEST = 4, 4


@bp.get("/")
@access.public
def index() -> str:
    """The home page."""
    counts = openings.counts(db)
    return render_template(
        "home/index.html",
        greeting=_greeting(),
        counts=counts,
        total=sum(counts.values()),
        welfare=openings.latest(db, kind="welfare", limit=SHOWN_WELFARE),
        latest=openings.latest(db, limit=SHOWN_LATEST),
        at=clock.now(),
        words=_search_words(),
        says_of=_says_of_kinds(),
    )


def _search_words() -> list[tuple[str, str]]:
    """Words to try: what is searched for (openings are written in Chinese) and how it reads."""
    return [
        ("保洁", _("保洁")),
        ("护工", _("护工")),
        ("后厨", _("后厨")),
        ("保安", _("保安")),
        ("搬运", _("搬运")),
    ]


def _says_of_kinds() -> list[tuple[str, str]]:
    """A line under each kind's number."""
    return [
        ("market", _("各类单位招人")),
        ("assistance", _("就业困难人员优先")),
        ("welfare", _("在社区里做事")),
        ("gig", _("按天按次结算")),
    ]


def _greeting() -> dict[str, str] | None:
    """A line for whoever is signed in, with the way to their room."""
    if not current_user.is_authenticated:
        return None
    rooms = {
        Role.RESIDENT: ("recommendations.mine", _("看看推荐给您的岗位")),
        Role.EMPLOYER: ("home.employer", _("看看谁报名了")),
    }
    endpoint, action = rooms.get(Role(current_user.role), ("desk.home", _("去工作台")))
    if endpoint not in current_app.view_functions:
        return None
    return {
        "text": _("%(name)s，您好。", name=current_user.display_name),
        "href": url_for(endpoint),
        "action": action,
    }


@bp.get("/employer")
@access.requires(Permission.EMPLOYER_SEE)
def employer() -> str:
    """An employer's openings with their applicants, and what wants an answer today."""
    own = employers.employer_of(db, me())
    rows = queries.employer_rows(db, own.id)
    return render_template(
        "home/employer.html",
        employer=own,
        rows=rows,
        todo=any(row.wants_answer for row in rows),
        waiting=sum(row.waiting for row in rows),
        published=sum(row.opening.state == OpeningState.PUBLISHED for row in rows),
        replies=applications.replies(db, own.id),
    )


@bp.get("/service-windows")
@access.public
def windows() -> str:
    """Where to get help in person and by telephone, by district."""
    return render_template("home/windows.html")


@bp.get("/privacy")
@access.public
def privacy() -> str:
    """What we keep, why, and your rights."""
    return render_template("home/privacy.html")


@bp.get("/accessibility")
@access.public
def accessibility() -> str:
    """How this site is made usable by all, and what is still lacking."""
    return render_template("home/accessibility.html")


@bp.get("/components")
@access.public
def components() -> str:
    """Every component in every state; for those who build the site, never in production."""
    if not current_app.config["JOBHELP"].debug:
        abort(404)
    return render_template("home/components.html", **gallery.shown(failed="failed" in request.args))


@bp.get("/healthz")
@access.public
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@access.public
def readyz() -> ResponseReturnValue:
    """Whether this process can serve people: the database answers and is migrated, and something ranks."""
    found = health.readiness(engine(), current_app.config["JOBHELP"])
    answer = {"ready": found.ready, "database": found.database, "ranker": found.ranker}
    return jsonify(answer), 200 if found.ready else 503
