"""What an employer may know of an applicant, field by field and state by state (checklist 4)."""

import json
from dataclasses import fields

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.applications.disclosure import CONTACT_STATES, Applicant, disclose
from jobhelp.applications.models import Application
from jobhelp.applications.service import Meeting, apply, move
from jobhelp.applications.states import ApplicationAction, ApplicationState
from jobhelp.jobseekers.models import SeekerHardship, SeekerProfile
from jobhelp.notices.models import Notice, OutboxMessage
from jobhelp.orm import new_uid
from tests import factories
from tests.applications.conftest import Post, make_post
from tests.applications.test_moves import tomorrow

S, A = ApplicationState, ApplicationAction
NAME, PHONE, ID_NUMBER = "欧阳甲乙", "13612345678", "230103198001017735"
NEVER = {
    "identity number": ID_NUMBER,
    "its last digits": "1017735",
    "date of birth": "1980",
    "hardship": "dibao-canary",
    "own words": "自述暗号",
    "wage wish": "777,700",
    "wage wish raw": "777700",
    "place to the metre": "45.700123",
    "account identity": "",  # filled in by `with_canaries`
}


def with_canaries(session: Session, state: str) -> tuple[Post, dict[str, str]]:
    """An application in `state` by a person each of whose values can be recognised; and what must never show."""
    post = make_post(session, seekers=0, demands=["standing"], certificates=["health"], education_min=2)
    user = factories.make_user(session, phone=PHONE, display_name="显示名暗号")
    seeker = factories.make_seeker(
        session,
        user=user,
        words="自述暗号",
        past=[{"occupation": "X-09-01", "years": 3}],
        education=3,
        pay_min=777700,
        lat=45.700123,
        lon=126.600456,
        cannot=["night", "standing"],
        kinds=["welfare"],
    )
    seeker.name, seeker.name_mask = NAME, "欧**乙"
    seeker.id_number, seeker.id_number_mask = ID_NUMBER, "230***********7735"
    hardship = SeekerHardship(seeker_id=seeker.id, uid=new_uid(), recognised=True)
    hardship.facts = json.dumps({"facts": ["dibao-canary"]})
    session.add(hardship)
    post.seekers.append(seeker)
    post.applications.append(factories.make_application(session, post.opening, seeker, state))
    session.commit()
    return post, NEVER | {"account identity": user.uid, "display name": "显示名暗号"}


@pytest.mark.parametrize("state", list(S))
def test_the_contact_is_open_exactly_while_the_employer_wants_the_person(
    session: Session, state: ApplicationState
) -> None:
    post, _ = with_canaries(session, state.value)
    application, seeker = post.applications[0], post.seekers[0]
    user = session.get_one(User, seeker.user_id)
    seen = disclose(application, post.opening, seeker, session.get_one(SeekerProfile, seeker.id), user)
    if state in {S.INVITED, S.OFFERED, S.ACCEPTED, S.HIRED}:
        assert (seen.name, seen.phone) == (NAME, PHONE)
    else:
        assert (seen.name, seen.phone) == ("欧**乙", None)


def test_only_what_the_post_asks_about_is_shown(session: Session) -> None:
    post, _ = with_canaries(session, "viewed")
    seeker = post.seekers[0]
    profile = session.get_one(SeekerProfile, seeker.id)
    seen = disclose(post.applications[0], post.opening, seeker, profile, None)
    assert seen.cannot == ("standing",)  # "night" is nobody's business here
    assert seen.education == 3
    assert seen.lacks_certificates == ("health",)
    post.opening.demands, post.opening.education_min, post.opening.certificates = [], 0, []
    seen = disclose(post.applications[0], post.opening, seeker, profile, None)
    assert (seen.cannot, seen.education, seen.lacks_certificates) == ((), 0, ())


def test_the_policy_names_every_field_that_an_employer_gets() -> None:
    """A new field is a decision: it changes this list, and the table in disclosure.py."""
    assert [one.name for one in fields(Applicant)] == [
        "name",
        "phone",
        "district_code",
        "past",
        "skills",
        "certificates",
        "lacks_certificates",
        "education",
        "shifts",
        "days",
        "earliest",
        "latest",
        "hours_max",
        "cannot",
    ]


def test_a_person_without_a_profile_or_account_can_be_shown(session: Session) -> None:
    post = make_post(session, state="invited")
    seen = disclose(post.applications[0], post.opening, post.seekers[0], None, None)
    assert (seen.name, seen.phone, seen.past, seen.says_anything) == ("王小梅", None, (), False)


@pytest.mark.parametrize("state", list(S))
def test_no_page_of_the_employer_shows_what_is_not_theirs_to_know(
    client: FlaskClient, session: Session, state: ApplicationState
) -> None:
    post, never = with_canaries(session, state.value)
    factories.sign_in(client, post.member)
    number = post.applications[0].id
    addresses = [
        f"/employer/openings/{post.opening.id}/applicants",
        f"/employer/openings/{post.opening.id}/applicants?state=waiting",
        f"/employer/applications/{number}",
        "/employer",
        "/notices",
    ]
    for address in addresses:
        text = client.get(address).get_data(as_text=True)
        for what, canary in never.items():
            assert canary not in text, (what, address)
        if state not in CONTACT_STATES:
            assert NAME not in text and PHONE not in text, address
    shown = client.get(f"/employer/applications/{number}").get_data(as_text=True)
    assert (PHONE in shown) is (state in CONTACT_STATES)


def test_no_message_to_anybody_holds_a_name_or_number(session: Session) -> None:
    post, never = with_canaries(session, "withdrawn")
    seeker = post.seekers[0]
    application = apply(session, post.opening.id, seeker)
    for action, needs in (
        (A.VIEW, {}),
        (A.INVITE, {"meeting": tomorrow()}),
        (A.OFFER, {}),
        (A.ACCEPT, {}),
        (A.HIRE, {}),
    ):
        move(session, application, action, by=post.member, **needs)  # type: ignore[arg-type]
    session.commit()
    told = [f"{one.text} {one.params} {one.link}" for one in session.scalars(select(Notice))]
    told += [str(one.body) for one in session.scalars(select(OutboxMessage))]
    assert len(told) == 3 + 3 + 2
    for text in told:
        for canary in (*never.values(), NAME, "欧**乙", PHONE):
            assert canary not in text


def test_what_the_applicant_is_told_that_the_employer_sees_is_what_the_employer_sees(
    client: FlaskClient, session: Session
) -> None:
    post, _ = with_canaries(session, "viewed")
    seeker, number = post.seekers[0], post.applications[0].id
    for user in (session.get_one(User, seeker.user_id), post.member):
        factories.sign_in(client, user)
        side = "me" if user is not post.member else "employer"
        text = client.get(f"/{side}/applications/{number}").get_data(as_text=True)
        for shown in ("欧**乙", "长时间站着", "健康证"):
            assert shown in text, (side, shown)
        assert "上夜班" not in text
        assert PHONE not in text


def test_an_invitation_of_another_post_opens_nothing_here(session: Session) -> None:
    post, _ = with_canaries(session, "applied")
    seeker = post.seekers[0]
    elsewhere = make_post(session, seekers=0)
    other = factories.make_application(session, elsewhere.opening, seeker, "applied")
    move(session, other, A.INVITE, by=elsewhere.member, meeting=Meeting(tomorrow().at, "phone"))
    seen = disclose(
        session.get_one(Application, post.applications[0].id),
        post.opening,
        seeker,
        session.get(SeekerProfile, seeker.id),
        session.get(User, seeker.user_id),
    )
    assert seen.phone is None and seen.name == "欧**乙"
