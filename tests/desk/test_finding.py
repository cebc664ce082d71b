"""The one box: every number leads to its thing, nothing out of sight is found, and nothing typed is in an address."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import identity
from jobhelp.accounts.models import User
from jobhelp.audit.models import AuditEntry
from jobhelp.claims.models import Claim
from jobhelp.jobseekers.models import Seeker
from jobhelp.payments.models import PaymentRun
from tests import factories
from tests.pages import questions

ELSEWHERE = "230102"


@pytest.fixture
def officers(session: Session) -> tuple[User, User, User]:
    return factories.make_officers(session)


@pytest.fixture
def claim(session: Session, officers: tuple[User, User, User]) -> Claim:
    claim = factories.make_claim(session, state="granted", officers=officers)
    body = "23010319850615241"
    seeker_of(session, claim).id_number = body + identity.id_check(body)
    session.commit()
    return claim


def seeker_of(session: Session, claim: Claim) -> Seeker:
    return session.get_one(Seeker, claim.seeker_id)


def find(client: FlaskClient, words: str) -> str:
    """Where the box leads; "" when nothing was found."""
    response = client.post("/desk/find", data={"q": words})
    assert response.status_code in (302, 422)
    return response.headers.get("Location", "")


def test_every_kind_of_number_leads_to_its_thing(
    client: FlaskClient, session: Session, claim: Claim, officers: tuple[User, User, User]
) -> None:
    firm, member = factories.make_employer(session)
    opening = factories.make_opening(session, employer=firm)
    person = seeker_of(session, claim)
    run = PaymentRun(
        number="F2611-UI-00007",
        programme="ui",
        month=claim.applied_on,
        district_code=claim.district_code,
        prepared_by=officers[1].id,
        prepared_at=claim.created_at,
    )
    session.add(run)
    session.commit()
    factories.sign_in(client, officers[1])
    assert find(client, f" {claim.number.lower()} ") == f"/desk/claims/{claim.number}"
    assert find(client, claim.number.replace("-", "－")) == f"/desk/claims/{claim.number}"
    assert find(client, "F2611-UI-00007") == "/desk/payments/F2611-UI-00007"
    assert find(client, opening.number or "") == f"/desk/openings/{opening.id}"
    assert find(client, firm.credit_code) == f"/desk/employers/{firm.id}"
    assert find(client, member.phone or "") == f"/desk/employers/{firm.id}"
    assert find(client, person.id_number or "") == f"/desk/people/{person.uid}"
    user = session.get_one(User, person.user_id)
    assert find(client, user.phone or "") == f"/desk/people/{person.uid}"
    session.rollback()  # look anew
    assert len(list(session.scalars(select(AuditEntry).where(AuditEntry.action == "desk:find_person")))) == 2


def test_what_is_elsewhere_and_what_is_nowhere_look_alike(
    client: FlaskClient, session: Session, claim: Claim
) -> None:
    person = seeker_of(session, claim)
    number = person.id_number or ""
    factories.sign_in(client, factories.make_user(session, "street_officer", district_code=ELSEWHERE))
    session.commit()
    for words in (claim.number, number, "UI9901-00001", "11010119900307001X", "你好", "F0000-UI-00000", ""):
        assert find(client, words) == "", words
    page = client.post("/desk/find", data={"q": number}).text
    assert "没有找到" in page and person.name_mask not in page
    assert client.get(f"/desk/people/{person.uid}").status_code == 404


def test_a_person_on_one_page_masked_and_with_few_questions(
    client: FlaskClient,
    engine: Engine,
    session: Session,
    claim: Claim,
    officers: tuple[User, User, User],
) -> None:
    person = seeker_of(session, claim)
    factories.sign_in(client, officers[1])
    session.commit()
    client.get("/desk")
    with questions(engine) as asked:
        page = client.get(f"/desk/people/{person.uid}")
    assert len(asked) <= 12, asked
    text = BeautifulSoup(page.data, "html.parser").get_text(" ", strip=True)
    assert claim.number in text and person.name_mask in text and "还没有填，钱发不出去" in text
    assert person.name not in text and (person.id_number or "") not in text


def test_whoever_calls_a_person_sees_the_number_and_is_written_down(
    client: FlaskClient, session: Session, claim: Claim, officers: tuple[User, User, User]
) -> None:
    person = seeker_of(session, claim)
    phone, name = session.get_one(User, person.user_id).phone or "", person.name or ""
    elsewhere = factories.make_user(session, "street_officer", district_code=ELSEWHERE)
    auditor = factories.make_user(session, "auditor", district_code=None)
    session.commit()
    address = f"/desk/people/{person.uid}"
    for user, status in ((elsewhere, 404), (auditor, 403)):
        factories.sign_in(client, user)
        assert client.post(f"{address}/reveal").status_code == status
    factories.sign_in(client, officers[0])
    assert phone not in client.get(address).text
    page = client.post(f"{address}/reveal").text
    assert phone in page and name in page and (person.id_number or "") not in page
    assert phone not in client.get(address).text  # the next look begins masked
    session.rollback()  # look anew
    log = list(session.scalars(select(AuditEntry).where(AuditEntry.action == "desk:reveal")))
    assert [(one.actor_id, one.subject_id) for one in log] == [(officers[0].id, str(person.id))]
    factories.sign_in(client, session.get_one(User, person.user_id))
    assert "看了您的全名和电话" in client.get("/me/data").text


def test_auditors_look_and_do_not_search(client: FlaskClient, session: Session, claim: Claim) -> None:
    factories.sign_in(client, factories.make_user(session, "auditor", district_code=None))
    session.commit()
    assert client.post("/desk/find", data={"q": claim.number}).status_code == 403
    assert 'action="/desk/find"' not in client.get("/desk/find").text
    assert client.get(f"/desk/people/{seeker_of(session, claim).uid}").status_code == 200
