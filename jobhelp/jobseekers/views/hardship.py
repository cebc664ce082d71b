"""Hardship facts: a page apart, a consent apart."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.jobseekers import queries, service
from jobhelp.jobseekers.forms import HardshipForm
from jobhelp.jobseekers.states import CONSENT_TEXTS, FACTS, Purpose
from jobhelp.jobseekers.views.blueprint import bp
from jobhelp.permissions import P
from jobhelp.web import access, me


@bp.route("/me/hardship", methods=["GET", "POST"])
@access.requires(P.PROFILE_CHANGE)
def hardship() -> Any:
    """Tell, change, or take back with one button."""
    seeker = queries.seeker_of(db, me())
    if request.method == "POST" and request.form.get("do") == "withdraw":
        service.withdraw_hardship(db, seeker, translate=gettext)
        flash(gettext("已收回同意，您填的困难情况已经删除。"), "ok")
        db.commit()
        return redirect(url_for("jobseekers.hardship"))
    kept = queries.hardship_of(db, seeker.id)
    facts = queries.facts_of(kept)
    form = HardshipForm(data={"facts": sorted(facts or ())})
    if form.submitted():
        try:
            service.save_hardship(
                db, seeker, form.facts.data or [], agreed=form.agreed.data, translate=gettext
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("已经加密保存。"), "ok")
            db.commit()
            return redirect(url_for("jobseekers.hardship"))
    return render_template(
        "jobseekers/hardship.html",
        form=form,
        facts=facts,
        recognised=kept is not None and kept.recognised,
        recognised_until=kept.recognised_until if kept else None,
        consented=facts is not None and queries.has_consented(db, seeker.id, Purpose.HARDSHIP),
        hints={fact.value: gettext(hint) for fact, (_name, hint) in FACTS.items()},
        consent=CONSENT_TEXTS[Purpose.HARDSHIP],
    ), form.status
