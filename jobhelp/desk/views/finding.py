"""One box for everything: the number of a case, a post, a run or a firm, or a person's identity or phone number.

What is typed is posted and never stands in an address: it may be an identity number.
"""

import re
import unicodedata
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jobhelp.accounts import queries as accounts
from jobhelp.accounts.models import User
from jobhelp.audit import service as audit
from jobhelp.claims import queries as claims
from jobhelp.claims import wording as claim_words
from jobhelp.desk.people import person, visible, visible_by_uid
from jobhelp.desk.views.base import bp
from jobhelp.employers import queries as employers
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.jobseekers import queries as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import service as life_events
from jobhelp.life_events import wording as event_words
from jobhelp.openings import queries as openings
from jobhelp.payments import queries as payments
from jobhelp.payments import wording as money_words
from jobhelp.permissions import Permission
from jobhelp.web import access, me

LONGEST = 40


@bp.get("/desk/find")
@access.requires(Permission.CLAIM_SEE)
def finder() -> ResponseReturnValue:
    """What can be looked for, and how."""
    return render_template("desk/find.html", words="", missed=False)


@bp.post("/desk/find")
@access.requires(Permission.CLAIM_REVIEW)
def find() -> ResponseReturnValue:
    """Go to what has this number; what is not there and what is out of sight look alike."""
    typed = clean(request.form.get("q", ""))[:LONGEST]
    words = re.sub(r"[-‐‑‒–—−]", "-", unicodedata.normalize("NFKC", typed)).replace(" ", "").upper()
    for pattern, look in LOOKS:
        if re.fullmatch(pattern, words):
            try:
                return redirect(look(words))
            except Refusal:
                db.rollback()
    return render_template("desk/find.html", words=typed, missed=bool(words)), 422


def _claim(number: str) -> str:
    return url_for("claims.case", number=claims.for_desk(db, number, me()).number)


def _opening(number: str) -> str:
    found = openings.by_number(db, number)
    return url_for(
        "openings.review", opening_id=openings.for_desk(db, found.id, current_user.district_scope).id
    )


def _run(number: str) -> str:
    return url_for("payments.run", number=payments.run_for_desk(db, number, me()).number)


def _person(number: str) -> str:
    return _to(life_events.find_person(db, number, current_user.district_scope))


def _by_phone(number: str) -> str:
    user = accounts.client_by_phone(db, number)
    if current_user.may(Permission.REVIEW_SEE) and user.role == "employer":
        firm = employers.employer_of(db, user)
        return url_for(
            "employers.review", employer_id=employers.for_desk(db, firm.id, current_user.district_scope).id
        )
    return _to(jobseekers.seeker_of(db, user))


def _firm(code: str) -> str:
    firm = employers.by_credit_code(db, code)
    number = firm.id if firm is not None else 0
    return url_for(
        "employers.review", employer_id=employers.for_desk(db, number, current_user.district_scope).id
    )


def _to(seeker: Seeker) -> str:
    """To a person; that somebody looked for them is written down."""
    visible(db, seeker, me())
    audit.record(
        db,
        "desk:find_person",
        by=me(),
        subject="seeker",
        subject_id=seeker.id,
    )
    db.commit()
    return url_for("desk.person_page", uid=seeker.uid)


LOOKS: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"[A-Z]{2}\d{4}-\d{5,}", _claim),
    (r"F\d{4}-[A-Z]{2}-\d{5,}", _run),
    (r"\d{6}-\d{6}", _opening),
    (r"[-+\d]{11,16}", _by_phone),
    (r"\d{17}[\dX]", _person),
    (r"[0-9A-Z]{18}", _firm),
)
"""How a number looks → what it names. An identity number of digits alone may be a firm's code too: both are tried."""


@bp.get("/desk/people/<uid>")
@access.requires(Permission.CLAIM_SEE)
def person_page(uid: str) -> ResponseReturnValue:
    """One person: every claim, what was paid, what is proposed. Masked, until somebody has to call them."""
    return _person_page(uid)


@bp.post("/desk/people/<uid>/reveal")
@access.requires(Permission.CLAIM_REVIEW)
def reveal_person(uid: str) -> ResponseReturnValue:
    """The same page with the full name and the telephone number; that somebody looked is written down."""
    seeker = visible_by_uid(db, uid, me())
    audit.record(db, "desk:reveal", by=me(), subject="seeker", subject_id=seeker.id)
    db.commit()
    user = db.get(User, seeker.user_id)
    return _person_page(uid, phone=user.phone if user is not None else "", revealed=True)


def _person_page(uid: str, *, phone: str = "", revealed: bool = False) -> str:
    return render_template(
        "desk/person.html",
        person=person(db, uid, me()),
        phone=phone,
        revealed=revealed,
        calendar=claims.calendar(db),
        claim_words=claim_words,
        event_words=event_words,
        money_words=money_words,
    )
