"""The open check, without signing in and without keeping anything; and the pages about each programme."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from jobhelp import clock
from jobhelp.benefits import check, migrant_words, wording
from jobhelp.benefits import migrant as channel
from jobhelp.benefits.forms import QuestionForm, form_for
from jobhelp.benefits.known import known
from jobhelp.benefits.migrant_form import MigrantForm
from jobhelp.benefits.parameters import histories
from jobhelp.benefits.plot import plots
from jobhelp.benefits.questions import MOST, RESIDENT, ROLES, Question, question
from jobhelp.benefits.token import Carried, Spoiled, seal, unseal
from jobhelp.errors import NotFound
from jobhelp.extensions import db
from jobhelp.permissions import Permission
from jobhelp.policy.assess import RULES
from jobhelp.policy.parameters import published
from jobhelp.policy.texts import programme
from jobhelp.reference.views import place_choices
from jobhelp.web import access, current_locale

bp = Blueprint("benefits", __name__)


@bp.route("/check", methods=["GET", "POST"])
@access.public
def start() -> ResponseReturnValue:
    """Where the check begins: who asks, and whether the person's file may help."""
    if request.method == "POST":
        role = request.form.get("role", RESIDENT)
        carried = Carried(role if role in ROLES else RESIDENT, clock.today(), {})
        if request.form.get("known") and _has_file() and carried.role == RESIDENT:
            sure, offered = known(db, current_user, hardship=bool(request.form.get("hardship")))
            carried = Carried(carried.role, carried.begun, sure, {**offered, **sure})
        return redirect(_onward(carried))
    today = clock.today()
    closed = [programme(code) for code in check.PROGRAMMES[RESIDENT] if check.closed(code, today)]
    opened = [programme(code) for code in RULES if not check.closed(code, today)]
    return render_template(
        "benefits/start.html", closed=closed, opened=opened, has_file=_has_file(), most=MOST
    )


@bp.route("/check/<asked>", methods=["GET", "POST"])
@access.public
def ask(asked: str) -> ResponseReturnValue:
    """One question a page. The answers travel sealed in the address."""
    carried = _carried()
    found = question(carried.role, asked) if carried else None
    if found is None or carried is None:
        return _again()
    form = form_for(
        found,
        _kept(carried, found),
        place_choices() if found.places else [],
        others={name: answer for name, answer in carried.answers.items() if name != found.name},
        file=carried.known,
    )
    if request.method == "POST":
        if request.form.get("do") == "skip":
            return redirect(_onward(carried.with_answer(found.name, {})))
        if form.submitted():
            return redirect(_onward(carried.with_answer(found.name, form.answer())))
    return _drawn(carried, found, form), form.status


def _kept(carried: Carried, asked: Question) -> dict[str, Any]:
    """The answer to show: the one given before, else what the person's file offers."""
    return dict(carried.answers.get(asked.name) or carried.known.get(asked.name) or {})


def _drawn(carried: Carried, asked: Question, form: QuestionForm) -> str:
    today = clock.today()
    before = [one for one in check.path(carried.role, carried.answers, today) if one.name != asked.name]
    if asked.name in carried.answers:
        order = [one.name for one in ROLES[carried.role]]
        before = [one for one in before if order.index(one.name) < order.index(asked.name)]
    rest = {name: answer for name, answer in carried.answers.items() if name != asked.name}
    return render_template(
        "benefits/question.html",
        question=asked,
        form=form,
        number=len(before) + 1,
        left=max(1, check.questions_left(carried.role, rest, today)) - 1,
        back=url_for("benefits.ask", asked=before[-1].name, t=_token())
        if before
        else url_for("benefits.start"),
        offered=asked.name in carried.known and asked.name not in carried.answers,
        hints={one.code: _(one.hint) for one in asked.options if one.hint},
    )


@bp.get("/check/result")
@access.public
def result() -> ResponseReturnValue:
    """Every programme: met, not met or to be checked, with each criterion, the sum, the papers and where to go."""
    carried = _carried()
    if carried is None:
        return _again()
    today = clock.today()
    told = check.result(carried.role, carried.answers, today)
    facts = {
        code: check.facts_for(code, carried.role, carried.answers, today)
        for code in check.programmes_for(carried.role, carried.answers)
    }
    return render_template(
        "benefits/result.html",
        told=told,
        facts=facts,
        carried=carried,
        asked=check.path(carried.role, carried.answers, today),
        answered=sum(bool(answer) for answer in carried.answers.values()),
        more=check.next_question(carried.role, carried.answers, today),
        token=_token(),
        on=today,
        wording=wording,
        facts_title={one.code: one.programme.title.in_(current_locale()) for one in told.verdicts},
    )


@bp.get("/policies")
@access.public
def policies() -> str:
    """All programmes, those that are open first."""
    today = clock.today()
    told = [(programme(code), check.closed(code, today)) for code in RULES]
    return render_template("benefits/policies.html", programmes=sorted(told, key=lambda pair: pair[1]))


@bp.get("/policies/<code>")
@access.public
def policy(code: str) -> str:
    """One programme in plain words, with its clauses and its amounts by date."""
    if code not in RULES:
        raise NotFound()
    told, today = programme(code), clock.today()
    return render_template(
        "benefits/policy.html",
        programme=told,
        closed=check.closed(code, today),
        plots=plots(code, published(), today, current_locale()),
        histories=histories(told.parameters, published(), current_locale()),
        employer=code in check.PROGRAMMES["employer"],
    )


@bp.get("/migrant")
@access.public
def migrant() -> ResponseReturnValue:
    """Three questions of people who work away from home: who handles their case, why, and what they may apply for."""
    asked = "work" in request.args
    form = MigrantForm(request.args if asked else None, places=place_choices())
    if not asked or not form.validate():
        return render_template("benefits/migrant.html", form=form), form.status
    facts, today = form.facts(), clock.today()
    found = channel.handler(facts)
    carried = Carried(RESIDENT, today, channel.answers(facts, found))
    return render_template(
        "benefits/migrant_result.html",
        form=form,
        facts=facts,
        found=found,
        other=channel.other_place(facts, found),
        may=channel.may(facts, today),
        programmes={code: programme(code) for code in channel.PROGRAMMES},
        words=migrant_words,
        token=seal(carried),
        onward=_onward(carried),
    )


def _has_file() -> bool:
    return bool(current_user.is_authenticated and current_user.may(Permission.PROFILE_SEE))


def _token() -> str:
    return request.args.get("t", "")


def _carried() -> Carried | None:
    """What the address carries; None when it carries nothing that can be read."""
    try:
        return unseal(_token(), clock.today())
    except Spoiled:
        return None


def _again() -> ResponseReturnValue:
    """Begin anew: the address was cut, or it is too old."""
    if _token():
        flash(_("这个链接不完整，或已经过了 30 天。请重新查一次。"), "attention")
    elif request.method == "POST":
        abort(400)
    return redirect(url_for("benefits.start"))


def _onward(carried: Carried) -> str:
    """The address of the next question, or of the result."""
    following = check.next_question(carried.role, carried.answers, clock.today())
    if following is None:
        return url_for("benefits.result", t=seal(carried))
    return url_for("benefits.ask", asked=following.name, t=seal(carried))
