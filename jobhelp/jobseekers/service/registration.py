"""A jobseeker comes, and goes."""

import unicodedata

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobhelp import clock, events, identity
from jobhelp.accounts import queries as accounts_queries
from jobhelp.accounts import service as accounts
from jobhelp.audit import service as audit
from jobhelp.errors import Conflict, Refusal
from jobhelp.jobseekers import queries
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship, SeekerProfile
from jobhelp.jobseekers.service.answers import NotOnTheList, clean
from jobhelp.jobseekers.service.changes import ProfileChanged, SeekerErased
from jobhelp.jobseekers.service.consents import Translate, write_consent
from jobhelp.jobseekers.states import Purpose
from jobhelp.orm import new_uid
from jobhelp.permissions import Role
from jobhelp.reference.queries import book
from jobhelp.texts import N_

__all__ = [
    "IdNumberTaken",
    "NameRefused",
    "ProfileChanged",
    "SeekerErased",
    "correct_identity",
    "erase",
    "register",
]
MAX_NAME = 40


class NameRefused(Refusal):
    """Not the name of a person."""

    message = N_("请填您的姓名，和身份证上一样。")


class IdNumberTaken(Conflict):
    """Somebody registered with this identity number."""

    message = N_("这个身份证号已经登记过了。如果不是您登记的，请带身份证到服务窗口，或打 12333。")


def register(
    session: Session,
    *,
    name: str,
    phone: str,
    password: str | None,
    id_number: str | None = None,
    district_code: str | None = None,
    personalised: bool = True,
    demo: bool = False,
    translate: Translate = str,
) -> Seeker:
    """Open an account with an empty profile. `personalised`: they agreed to personalised ranking.

    Raises `NameRefused`, `IdNumberTaken`, `accounts.PhoneTaken`; `identity.Invalid` for numbers that are none.
    """
    name = _name(name)
    if district_code is not None and district_code not in book(session).districts:
        raise NotOnTheList(field="district_code")
    number = identity.canonical_id_number(id_number, clock.today()) if id_number else None
    user = accounts.create_user(
        session,
        role=Role.RESIDENT,
        display_name=identity.mask_name(name),  # the whole name stands sealed in `seekers` only
        phone=phone,
        password=password,
        district_code=district_code,
        demo=demo,
    )
    seeker = _seeker(session, name, number, district_code, user.id, demo)
    session.add(_empty_profile(seeker, district_code, personalised))
    session.flush()
    audit.record(
        session,
        "jobseekers:register",
        by=user,
        subject="seeker",
        subject_id=seeker.id,
        demo=demo,
    )
    write_consent(session, seeker, Purpose.DATA_USE, given=True, translate=translate)
    if personalised:
        write_consent(session, seeker, Purpose.PERSONALISED_RANKING, given=True, translate=translate)
    events.publish(session, ProfileChanged(seeker.id))
    return seeker


def correct_identity(session: Session, seeker: Seeker, *, name: str, id_number: str | None = None) -> None:
    """Put a name or an identity number right; without a number the one on record stays.

    Raises `NameRefused`, `IdNumberTaken`, `identity.InvalidIdNumber`.
    """
    name = _name(name)
    number = identity.canonical_id_number(id_number, clock.today()) if id_number else None
    if number is not None:
        other = queries.by_id_number(session, number)
        if other is not None and other.id != seeker.id:
            raise IdNumberTaken(field="id_number")
    seeker.name, seeker.name_mask = name, identity.mask_name(name)
    if number is not None:
        seeker.id_number, seeker.id_number_mask = number, identity.mask_id_number(number)
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:  # two people pressed at the same moment
        raise IdNumberTaken(field="id_number") from None
    user = accounts_queries.by_id(session, seeker.user_id) if seeker.user_id else None
    if user is not None:
        user.display_name = seeker.name_mask
    audit.record(
        session,
        "jobseekers:correct_identity",
        actor_id=seeker.user_id,
        actor_role=Role.RESIDENT.value,
        subject="seeker",
        subject_id=seeker.id,
        number=number is not None,
    )


def erase(session: Session, seeker: Seeker) -> None:
    """Delete a jobseeker with everything this slice keeps; `SeekerErased` first, so that others can follow."""
    events.publish(session, SeekerErased(seeker.id, seeker.user_id))
    audit.record(
        session,
        "jobseekers:erase",
        actor_id=seeker.user_id,
        actor_role=Role.RESIDENT.value,
        subject="seeker",
        subject_id=seeker.id,
    )
    for table in (Consent, SeekerHardship, SeekerProfile):
        session.execute(delete(table).where(table.seeker_id == seeker.id))
    session.execute(delete(Seeker).where(Seeker.id == seeker.id))
    session.expire_all()


def _seeker(
    session: Session, name: str, id_number: str | None, district: str | None, user_id: int, demo: bool
) -> Seeker:
    if id_number is not None and queries.by_id_number(session, id_number) is not None:
        raise IdNumberTaken(field="id_number")
    seeker = Seeker(uid=new_uid(), user_id=user_id, district_code=district, demo=demo, created_at=clock.now())
    seeker.name, seeker.name_mask = name, identity.mask_name(name)
    if id_number is not None:
        seeker.id_number, seeker.id_number_mask = id_number, identity.mask_id_number(id_number)
    try:
        with session.begin_nested():
            session.add(seeker)
    except IntegrityError:  # two people pressed at the same moment
        raise IdNumberTaken(field="id_number") from None
    return seeker


def _empty_profile(seeker: Seeker, district_code: str | None, personalised: bool) -> SeekerProfile:
    return SeekerProfile(
        seeker_id=seeker.id,
        wanted=[],
        words="",
        past=[],
        skills=[],
        certificates=[],
        district_code=district_code,
        shifts=[],
        days=[],
        kinds=[],
        cannot=[],
        answered=[],
        personalised=personalised,
        changed_at=clock.now(),
    )


def _name(text: str) -> str:
    """The name as typed, tidied: letters of any script, with dots, dashes and spaces between."""
    name = clean(unicodedata.normalize("NFKC", text), MAX_NAME + 1)
    letters = [c for c in name if c not in " ·•.-'"]
    if not 2 <= len(name) <= MAX_NAME or len(letters) < 2 or not all(c.isalpha() for c in letters):
        raise NameRefused(field="name")
    return name
