"""我的数据: what we keep, who looked, a copy to take away, and the end of it all."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext

from jobhelp import clock
from jobhelp.accounts import service as accounts_service
from jobhelp.accounts.fresh import fresh
from jobhelp.claims import wording as claims_wording
from jobhelp.claims.service import StillRunning
from jobhelp.extensions import db, engine
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers import wording
from jobhelp.jobseekers.states import FACTS, ORDER, PURPOSES
from jobhelp.openings import queries as openings
from jobhelp.permissions import Permission
from jobhelp.privacy import queries, service
from jobhelp.privacy.forms import EraseForm
from jobhelp.privacy.kept import Person
from jobhelp.privacy.states import KEPT, Part
from jobhelp.web import access, asked_page, end_session, me

bp = Blueprint("privacy", __name__)
LAST_PAGE = 500


@bp.get("/me/data")
@access.requires(Permission.PROFILE_SEE)
def data() -> Any:
    """What we keep and why, who looked at it, what was agreed to; copy and erase."""
    return _page(EraseForm())


@bp.get("/me/data/download")
@access.requires(Permission.PROFILE_SEE)
@fresh
def download() -> Response:
    """A ZIP of everything that carries the person: to be read (HTML), and to be read by machines (JSON, CSV).

    It holds the whole identity number and address: a browser that somebody left open is not enough.
    """
    person = queries.person_of(db, me())
    tables = queries.everything(db, person)
    page = render_template("privacy/copy.html", **_copy(person, tables))
    style = Path(current_app.static_folder or "") / "jobhelp.css"
    files = {f"{gettext('我的资料')}.html": page, "jobhelp.css": style.read_text(encoding="utf-8")}
    answer = Response(service.archive(tables, files), mimetype="application/zip")
    name = f"jobhelp-{clock.today().isoformat()}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.post("/me/data/erase")
@access.requires(Permission.PROFILE_CHANGE)
def erase() -> Any:
    """Forget the person, by their password."""
    user = me()
    form = EraseForm()
    if not form.submitted():
        return _page(form)
    try:
        accounts_service.admit_password(db, user)
        db.commit()
        service.erase(db, user, form.password.data)
    except (accounts_service.TooManyTries, accounts_service.WrongPassword, StillRunning) as refusal:
        form.refuse(refusal)
        return _page(form)
    db.commit()
    service.scrub(engine())
    end_session()
    flash(gettext("您的账户和资料都已删除。以后想找工作，随时可以重新注册。"), "ok")
    return redirect(url_for("home.index"))


def _page(form: EraseForm) -> Any:
    person = queries.person_of(db, me())
    page = min(LAST_PAGE, asked_page())
    looks, more = queries.looks(db, person, page=page)
    counts = queries.counts(db, person)
    return render_template(
        "privacy/data.html",
        form=form,
        kept=[(part.value, *KEPT[part], counts[part]) for part in Part],
        looks=looks,
        page=page,
        more=more,
        consents=jobseekers.consents(db, person.seeker_id),
        purposes={purpose.value: text for purpose, text in PURPOSES.items()},
    ), form.status


def _copy(person: Person, tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The copy for reading: the profile in words, openings by their titles."""
    listed = [number for row in tables["ranked_lists"] for number in row["opening_ids"]]
    wanted = {int(number) for number in listed}
    wanted |= {row["opening_id"] for name in ("applications", "dismissals") for row in tables[name]}
    profile = jobseekers.profile_of(db, person.seeker_id) if person.seeker_id else None
    facts = jobseekers.facts_of(jobseekers.hardship_of(db, person.seeker_id))
    return {
        "tables": tables,
        "title": claims_wording.title,
        "claim_states": claims_wording.STATES,
        "listed": [int(number) for number in listed],
        "openings": {row.id: row for row in openings.by_ids(db, sorted(wanted))},
        "answers": [(wording.SUBJECTS[q], wording.answer(profile, q)) for q in ORDER] if profile else [],
        "facts": [FACTS[fact][0] for fact in sorted(facts or ())],
        "consents": jobseekers.consents(db, person.seeker_id),
        "purposes": {purpose.value: text for purpose, text in PURPOSES.items()},
        "looks": queries.looks(db, person, size=1000)[0],
        "made_at": clock.now(),
    }
