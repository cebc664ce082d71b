"""Register: one page, then the first question. And put right what was registered."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp import web
from jobhelp.accounts import queries as accounts
from jobhelp.errors import Refusal
from jobhelp.extensions import db, limiter
from jobhelp.jobseekers import queries, service
from jobhelp.jobseekers.forms import IdentityForm, RegistrationForm
from jobhelp.jobseekers.states import CONSENT_TEXTS, ORDER, Purpose
from jobhelp.jobseekers.views.blueprint import bp
from jobhelp.permissions import P, Role
from jobhelp.reference.views import book
from jobhelp.web import access, me


@bp.route("/register", methods=["GET", "POST"])
@access.public
@limiter.limit("60 per hour", methods=["POST"])
def register() -> Any:
    """Open an account. Whoever is signed in already has one."""
    if current_user.is_authenticated:
        mine = current_user.role == Role.RESIDENT
        return redirect(url_for("jobseekers.profile" if mine else "home.index"))
    form = RegistrationForm(book=book(), locale=web.current_locale())
    if form.submitted():
        try:
            seeker = service.register(
                db,
                name=form.name.data,
                phone=form.phone.data,
                password=form.password.data,
                id_number=form.id_number.data or None,
                district_code=form.district_code.data,
                personalised=form.personalised.data == "yes",
                translate=gettext,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            web.start_session(accounts.by_id(db, seeker.user_id or 0))
            db.commit()
            return redirect(url_for("jobseekers.question", question=ORDER[0]))
    return render_template(
        "jobseekers/register.html",
        form=form,
        data_use=CONSENT_TEXTS[Purpose.DATA_USE],
        ranking=CONSENT_TEXTS[Purpose.PERSONALISED_RANKING],
    ), form.status


@bp.route("/me/identity", methods=["GET", "POST"])
@access.requires(P.PROFILE_CHANGE)
def identity() -> Any:
    """Name and identity number, put right. The number on record is shown masked and stays unless another is given."""
    seeker = queries.seeker_of(db, me())
    form = IdentityForm(data={"name": seeker.name})
    if form.submitted():
        try:
            service.correct_identity(db, seeker, name=form.name.data, id_number=form.id_number.data or None)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("改好了。"), "ok")
            db.commit()
            return redirect(url_for("jobseekers.profile"))
    return render_template("jobseekers/identity.html", form=form, mask=seeker.id_number_mask), form.status
