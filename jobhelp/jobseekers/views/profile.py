"""The profile: a page that shows it whole, eight pages that ask, and the switch of personalised ranking."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.errors import NotFound, Refusal
from jobhelp.extensions import db
from jobhelp.jobseekers import queries, service, wording
from jobhelp.jobseekers.forms import FORMS, ExperienceForm, PersonalisationForm, QuestionForm
from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.jobseekers.states import CONSENT_TEXTS, MAX_PAST, MAX_WANTED, ORDER, TITLES, Purpose, Question
from jobhelp.jobseekers.views.blueprint import bp
from jobhelp.permissions import P
from jobhelp.reference.views import book
from jobhelp.web import access, current_locale, me

TEMPLATES: Mapping[Question, str] = {
    Question.WORK: "jobseekers/work.html",
    Question.SKILLS: "jobseekers/skills.html",
    Question.EXPERIENCE: "jobseekers/experience.html",
    Question.EDUCATION: "jobseekers/education.html",
    Question.PLACE: "jobseekers/place.html",
    Question.TIME: "jobseekers/time.html",
    Question.PAY: "jobseekers/pay.html",
    Question.LIMITS: "jobseekers/limits.html",
}
POPULAR_CERTIFICATES = ("health", "driver_c1", "security_guard", "elder_care", "electrician", "cook")


@bp.get("/me/profile")
@access.requires(P.PROFILE_SEE)
def profile() -> Any:
    """Everything that the person told us, each answer with the way to change it."""
    seeker = queries.seeker_of(db, me())
    mine = queries.profile_of(db, seeker.id)
    form = PersonalisationForm(
        data={"personalised": "on" if mine.personalised else "off", "plain_order": mine.plain_order}
    )
    return render_template(
        "jobseekers/profile.html",
        seeker=seeker,
        profile=mine,
        answers=[_row(mine, question) for question in ORDER],
        answered=queries.answered_count(mine),
        following=queries.next_question(mine),
        hardship=queries.facts_of(queries.hardship_of(db, seeker.id)) is not None,
        form=form,
        ranking=CONSENT_TEXTS[Purpose.PERSONALISED_RANKING],
        suggested=CONSENT_TEXTS[Purpose.SUGGESTED],
    )


def _row(mine: SeekerProfile, question: Question) -> dict[str, Any]:
    return {
        "question": question.value,
        "title": wording.SUBJECTS[question],
        "lines": wording.answer(mine, question),
        "answered": queries.is_answered(mine, question),
        "skipped": not queries.is_open(mine, question),
    }


@bp.post("/me/profile/personalised")
@access.requires(P.PROFILE_CHANGE)
def personalisation() -> Any:
    """Switch personalised ranking on or off, and choose the order while it is off."""
    seeker = queries.seeker_of(db, me())
    form = PersonalisationForm()
    if not form.submitted():
        flash(gettext("没有改动。请选一项再保存。"), "error")
        return redirect(url_for("jobseekers.profile", _anchor="ranking"))
    on = form.personalised.data == "on"
    service.set_personalised(db, seeker, on, translate=gettext)
    service.set_plain_order(db, seeker, form.plain_order.data)
    flash(gettext("已打开按资料推荐。") if on else gettext("已关掉按资料推荐，岗位按您选的顺序排列。"), "ok")
    db.commit()
    return redirect(url_for("jobseekers.profile", _anchor="ranking"))


@bp.post("/me/profile/visible")
@access.requires(P.PROFILE_CHANGE)
def visibility() -> Any:
    """Let verified employers find the person for a post that suits both, or no longer."""
    on = request.form.get("visible") == "on"
    service.set_visible(db, queries.seeker_of(db, me()), on, translate=gettext)
    flash(gettext("已打开。合适的单位可以请您来报名。") if on else gettext("已关掉，单位看不到您了。"), "ok")
    db.commit()
    return redirect(url_for("jobseekers.profile", _anchor="suggested"))


@bp.route("/me/profile/<question>", methods=["GET", "POST"])
@access.requires(P.PROFILE_CHANGE)
def question(question: str) -> Any:
    """One question. `do` in the form says which button: save, skip, or one that only draws the page anew."""
    if question not in set(Question):
        raise NotFound()
    asked = Question(question)
    seeker = queries.seeker_of(db, me())
    mine = queries.profile_of(db, seeker.id)
    form = _form(asked, mine)
    act = request.form.get("do", "save")
    if request.method == "POST" and act == "skip":
        service.skip(db, seeker, asked)
        db.commit()
        return redirect(_after(asked))
    if act == "save" and form.submitted():
        try:
            service.answer(db, seeker, asked, form.values())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if _editing():
                flash(gettext("改好了。"), "ok")
            db.commit()
            return redirect(_after(asked))
    return _draw(asked, form, act, mine)


def _form(asked: Question, mine: SeekerProfile) -> QuestionForm:
    """The form as the profile fills it, or as it was posted: a row of past work that is not posted was removed."""
    kind = FORMS[asked]
    removable = request.method == "POST" and kind is ExperienceForm
    data = {} if removable else kind.from_profile(mine)
    return kind(data=data, book=book(), locale=current_locale())


def _draw(asked: Question, form: QuestionForm, act: str, mine: SeekerProfile) -> Any:
    context: dict[str, Any] = {}
    if asked is Question.WORK:
        context = _work(form)
    elif asked is Question.SKILLS:
        context = _skills(form, mine)
    elif isinstance(form, ExperienceForm):
        form, context = _experience(form, act, mine)
    elif asked is Question.PAY:
        context = {"typical": [book().occupations[code] for code in mine.wanted]}
    return render_template(
        TEMPLATES[asked],
        question=asked,
        title=TITLES[asked],
        count=len(ORDER),
        form=form,
        editing=_editing(),
        back=url_for("jobseekers.profile") if _editing() else _address(asked.before),
        **context,
    ), form.status


def _editing() -> bool:
    """Whether the person came from the whole profile to change one answer."""
    return request.args.get("edit") == "1"


def _address(asked: Question | None) -> str:
    """The page of a question; the whole profile when there is none."""
    return url_for("jobseekers.question", question=asked) if asked else url_for("jobseekers.profile")


def _after(asked: Question) -> str:
    """Where saving or skipping leads: back when editing, else on, and from the last one to the recommendations."""
    if _editing():
        return url_for("jobseekers.profile")
    if asked.after is None and "recommendations.mine" in current_app.view_functions:
        return url_for("recommendations.mine")
    return _address(asked.after)


# ── what single questions show besides their fields ──────────────────────────────────────────────────────


def _work(form: Any) -> dict[str, Any]:
    """The chosen ones first, in their order; then every family, or what the search found."""
    if request.method == "GET":
        form.q.data = request.args.get("q", "")[:40]
        if "wanted" in request.args:
            form.wanted.data = request.args.getlist("wanted")
    rows = book().occupations
    chosen = [code for code in dict.fromkeys(form.wanted.data or []) if code in rows]
    found = queries.find_occupations(book(), form.q.data or "")
    families: dict[str, list[str]] = {}
    for row in found:
        if row.code not in chosen:
            families.setdefault(row.family, []).append(row.code)
    return {
        "chosen": chosen,
        "families": families,
        "found": [code for codes in families.values() for code in codes] if form.q.data else None,
        "nothing": not found,
        "most": MAX_WANTED,
    }


def _skills(form: Any, mine: SeekerProfile) -> dict[str, Any]:
    """Skills of the families of wanted and past work first, then those of any work; the rest folded away."""
    rows = book().occupations
    codes = [*mine.wanted, *(row["occupation"] for row in mine.past)]
    near = list(dict.fromkeys(rows[code].family for code in codes if code in rows))
    families: dict[str, list[str]] = {}
    for row in book().skills.values():
        families.setdefault(row.family, []).append(row.code)
    first = [family for family in [*near, ""] if family in families]
    held = form.certificates.data or []
    shown = [code for code in book().certificates if code in held or code in POPULAR_CERTIFICATES]
    return {
        "families": families,
        "first": first,
        "others": [family for family in families if family not in first],
        "certificates": shown,
        "more_certificates": [code for code in book().certificates if code not in shown],
    }


def _experience(form: ExperienceForm, act: str, mine: SeekerProfile) -> tuple[ExperienceForm, dict[str, Any]]:
    """One empty row more, or one row less, when those buttons were pressed; nothing is stored by them."""
    rows = form.rows()
    if act.startswith("drop:") and act[5:].isdecimal() and int(act[5:]) < len(rows):
        del rows[int(act[5:])]
        form = _fresh(rows)
    elif act != "save":
        form = _fresh(rows)
    shown = max(1, len(rows) + (act == "add"))
    return form, {"shown": min(MAX_PAST, shown), "most": MAX_PAST}


def _fresh(rows: list[dict[str, Any]]) -> ExperienceForm:
    return ExperienceForm(
        formdata=None, data=ExperienceForm.from_rows(rows), book=book(), locale=current_locale()
    )
