"""Rows for tests: valid by default, so that a test names only what it is about."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim, PersonFact
from jobhelp.claims.states import Outcome, seeker_holder
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.openings.models import Opening
from jobhelp.openings.service import index
from jobhelp.orm import new_uid
from jobhelp.permissions import STAFF, Role

_numbers = count(1)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(serial: int) -> str:
    """A valid unified social credit code (GB 32100) with this serial."""
    body = f"91230103MA1{serial:06d}"
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + CREDIT_ALPHABET[(31 - total % 31) % 31]


def make_user(session: Session, role: str = "resident", **fields: Any) -> User:
    """An active account; staff of 南岗区 with a confirmed second factor unless told otherwise."""
    serial = next(_numbers)
    staff = Role(role) in STAFF
    user = User(
        uid=new_uid(),
        role=role,
        display_name=fields.pop("display_name", f"用户{serial}"),
        district_code=fields.pop("district_code", "230103" if staff else None),
        totp_confirmed=fields.pop("totp_confirmed", staff),
        created_at=clock.now(),
        session_version=1,
        active=True,
        demo=False,
        totp_last_step=0,
    )
    user.phone = fields.pop("phone", f"139{serial:08d}")
    user.phone_mask = f"139****{serial % 10000:04d}"
    if staff:
        user.totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    for name, value in fields.items():
        setattr(user, name, value)
    session.add(user)
    session.flush()
    return user


def make_employer(session: Session, *, member: bool = True, **fields: Any) -> tuple[Employer, User]:
    """A verified employer with one member account."""
    serial = next(_numbers)
    values = {
        "name": f"示例单位{serial}",
        "credit_code": credit_code(serial),
        "state": "verified",
        "district_code": "230103",
        "created_at": clock.now(),
    } | fields
    employer = Employer(**values)
    session.add(employer)
    user = make_user(session, "employer", display_name="招聘员")
    session.flush()
    if member:
        session.add(EmployerMember(user_id=user.id, employer_id=employer.id, is_owner=True))
        session.flush()
    return employer, user


def make_seeker(session: Session, *, user: User | None = None, **profile: Any) -> Seeker:
    """A jobseeker with an account and a profile; profile fields as keyword arguments."""
    user = user or make_user(session)
    seeker = Seeker(
        uid=new_uid(), user_id=user.id, district_code="230103", created_at=clock.now(), demo=False
    )
    seeker.name = "王小梅"
    seeker.name_mask = "王*梅"
    session.add(seeker)
    session.flush()
    values: dict[str, Any] = {
        "wanted": [],
        "past": [],
        "skills": [],
        "certificates": [],
        "shifts": [],
        "days": [],
        "kinds": [],
        "cannot": [],
        "answered": [],
        "district_code": "230103",
        "changed_at": clock.now(),
    }
    session.add(SeekerProfile(seeker_id=seeker.id, **(values | profile)))
    session.flush()
    return seeker


def make_opening(
    session: Session, *, employer: Employer | None = None, indexed: bool = True, **fields: Any
) -> Opening:
    """A published market opening in 南岗区, valid for 30 days, in the search index."""
    serial = next(_numbers)
    today = clock.today()
    values: dict[str, Any] = {
        "kind": "market",
        "state": "published",
        "number": f"230103-9{serial:05d}",
        "title": "写字楼保洁",
        "employer_id": employer.id if employer else None,
        "employer_name": employer.name if employer else "示例物业",
        "duties": "打扫走廊和电梯间\n清洗卫生间",
        "pay_min": 280000,
        "pay_max": 320000,
        "pay_unit": "month",
        "headcount": 2,
        "taken": 0,
        "district_code": "230103",
        "lat": 45.76,
        "lon": 126.67,
        "certificates": [],
        "skills": [],
        "shifts": ["day"],
        "days": [0, 1, 2, 3, 4],
        "demands": [],
        "perks": [],
        "tags": [],
        "lint": [],
        "flags": [],
        "valid_from": today,
        "valid_until": today + timedelta(days=30),
        "published_at": clock.now(),
        "created_at": clock.now(),
        "changed_at": clock.now(),
    }
    opening = Opening(**(values | fields))
    session.add(opening)
    session.flush()
    if indexed:
        index(session, [opening])
        session.flush()
    return opening


def make_application(
    session: Session, opening: Opening, seeker: Seeker, state: str = "applied"
) -> Application:
    """An application in `state` with its first step."""
    application = Application(
        opening_id=opening.id,
        seeker_id=seeker.id,
        state=state,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(application)
    session.flush()
    step = ApplicationStep(application_id=application.id, at=clock.now(), state=state, by="seeker")
    session.add(step)
    session.flush()
    return application


def sign_in(client: FlaskClient, user: User, *, second_factor: bool = True) -> None:
    """Make `client` the browser of `user`, as the sign-in page would have done."""
    now = clock.now().timestamp()
    with client.session_transaction() as state:
        state["_user_id"] = user.get_id()
        state["_fresh"] = True
        state["signed_in_at"] = now
        state["seen_at"] = now
        if second_factor:
            state["second_factor"] = user.get_id()


def ui_facts(**other: Any) -> dict[str, Any]:
    """Facts with which unemployment benefit is granted: two years insured, dismissed three weeks ago."""
    today = clock.today()
    return {
        "area": "230103",
        "contribution_months": 24,
        "carried_months": 0,
        "person_paid_premium": True,
        "termination": "employer_dismissal_art40",
        "terminated_on": today - timedelta(days=21),
        "registered_on": today - timedelta(days=14),
        "unemployed": True,
        "events": [],
        "sex": "male",
        "birth_date": date(1985, 6, 15),
        "on_pension": False,
        "on_us": False,
    } | other


def make_officers(session: Session, district_code: str = "230103") -> tuple[User, User, User]:
    """(street, district, city): who reviews, who decides, and who signs second."""
    return (
        make_user(session, "street_officer", district_code=district_code),
        make_user(session, "district_officer", district_code=district_code),
        make_user(session, "city_officer", district_code=None),
    )


def make_claim(
    session: Session,
    *,
    seeker: Seeker | None = None,
    programme: str = "ui",
    facts: Mapping[str, Any] | None = None,
    state: str = "submitted",
    officers: tuple[User, User, User] | None = None,
    on: date | None = None,
) -> Claim:
    """A person's claim, taken through the services to `state`: every state can be reached."""
    seeker = seeker or make_seeker(session)
    person = session.get_one(User, seeker.user_id)
    facts = ui_facts() if facts is None else facts
    claim = claims.submit(
        session,
        programme=programme,
        holder=seeker_holder(seeker.id),
        seeker=seeker,
        facts=facts,
        by=person,
        on=on,
    )
    if state == "submitted":
        return claim
    street, district, city = officers or make_officers(session)
    if state == "returned":
        claims.return_for_correction(session, claim, by=street, note="请补离职证明。")
        return claim
    if state == "withdrawn":
        claims.withdraw(session, claim, by=person)
        return claim
    claims.accept(session, claim, by=street)
    if state == "accepted":
        return claim
    if state in ("refused", "appealed", "special"):
        for fact in session.query(PersonFact).filter_by(holder=claim.holder, name="termination"):
            fact.value = '"worker_resigned_art37"'
        outcome = Outcome.SPECIAL if state == "special" else Outcome.REFUSE
        claims.propose(session, claim, outcome, by=street, note="本人自愿离职。")
        if state == "special":
            claims.approve(session, claim, by=district, note="家里确有困难。")
            return claim
        claims.refuse(session, claim, by=district, note="自愿离职，不符合条件。")
        if state == "appealed":
            claims.appeal(session, claim, by=person, note="是单位让我走的。")
        return claim
    claims.propose(session, claim, Outcome.GRANT, by=street)
    if state == "reviewed":
        return claim
    claims.approve(session, claim, by=district)
    if state == "suspended":
        claims.suspend(session, claim, by=district, note="等单位的证明。")
    elif state == "stopped":
        claims.stop(session, claim, by=district, effective_on=clock.today(), note="已经上班。")
    elif state == "ended":
        claims.end(session, claim)
    return claim
