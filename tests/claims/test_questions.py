"""How often a page asks the database: at most twelve times, whatever has happened to the claim."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import OPEN_STATES, ClaimState
from tests import factories
from tests.claims.conftest import Browser
from tests.claims.test_papers import JPEG
from tests.loans.rows import granted

MOST = 12
Asked = list[str]


@pytest.fixture
def asked(engine: Engine) -> Iterator[Asked]:
    """The statements that were sent to the database."""
    sent: Asked = []

    def hear(*call: object) -> None:
        sent.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


def questions(client: FlaskClient, asked: Asked, address: str) -> int:
    """How often a page asks the second time: the reference book is read once a process."""
    client.get(address)
    asked.clear()
    assert client.get(address).status_code == 200, address
    return len([one for one in asked if one != "BEGIN"])


def owner(session: Session, claim: Claim) -> User:
    return session.get_one(User, queries.claimant_user_ids(session, claim)[0])


def test_the_pages_of_a_claim_ask_at_most_twelve_questions_in_every_state(
    browser: Browser, session: Session, asked: Asked
) -> None:
    officers = factories.make_officers(session)
    made = {
        state.value: factories.make_claim(session, state=state.value, officers=officers)
        for state in ClaimState
    }
    for state in OPEN_STATES:
        claim = made[state.value]
        paper = claims.add_document(
            session, claim, body=JPEG, name="a.jpg", criterion="UI-2", by=owner(session, claim)
        )
        if state != ClaimState.RETURNED:
            claims.mark_seen(session, claim, paper, by=officers[2])
    session.commit()
    desk, counts = browser(officers[1]), {}
    for state, claim in made.items():
        mine = browser(owner(session, claim))
        for address in (f"/me/benefits/{claim.number}", "/me/benefits"):
            counts[state, address] = questions(mine, asked, address)
        counts[state, "desk"] = questions(desk, asked, f"/desk/claims/{claim.number}")
    page = f"/me/benefits/{made['returned'].number}/correct"
    counts["returned", page] = questions(browser(owner(session, made["returned"])), asked, page)
    assert {what: count for what, count in counts.items() if count > MOST} == {}


def test_a_loan_that_was_stopped_and_appealed_is_the_fullest_page(
    browser: Browser, session: Session, asked: Asked
) -> None:
    officers = factories.make_officers(session)
    claim, _loan = granted(session)
    claims.add_month(session, claim, date(2026, 9, 1), 250_00, date(2026, 12, 20))
    claims.stop(session, claim, by=officers[1], effective_on=date(2026, 11, 1), note="停了。")
    claims.appeal(session, claim, by=owner(session, claim), note="不同意。")
    session.commit()
    assert questions(browser(owner(session, claim)), asked, f"/me/benefits/{claim.number}") <= MOST
    assert questions(browser(officers[1]), asked, f"/desk/claims/{claim.number}") <= MOST


def test_lists_and_forms_ask_at_most_twelve_questions(
    browser: Browser, session: Session, asked: Asked
) -> None:
    officers = factories.make_officers(session)
    seeker = factories.make_seeker(session)
    person = session.get_one(User, seeker.user_id)
    for _ in range(3):
        factories.make_claim(session, officers=officers)
    factories.make_claim(session, seeker=seeker, state="granted", officers=officers)
    factories.make_claim(session, seeker=seeker, programme="tr", facts={"area": "230103"})
    _firm, member = factories.make_employer(session)
    session.commit()
    pages = {
        person: ("/me/benefits", "/me/benefits/apply/sl", "/check", "/policies", "/policies/ui"),
        member: ("/employer/benefits", "/employer/benefits/apply/ei", "/employer/benefits/apply/sf"),
        officers[2]: ("/desk/claims", "/desk/claims?state=all", "/desk/calendar"),
    }
    counts = {
        address: questions(browser(user), asked, address)
        for user, addresses in pages.items()
        for address in addresses
    }
    assert {address: count for address, count in counts.items() if count > MOST} == {}


def test_more_claims_and_more_months_ask_no_more(browser: Browser, session: Session, asked: Asked) -> None:
    officers = factories.make_officers(session)
    seeker = factories.make_seeker(session)
    claim = factories.make_claim(session, seeker=seeker, state="granted", officers=officers)
    session.commit()
    mine = browser(owner(session, claim))
    before = questions(mine, asked, "/me/benefits")
    factories.make_claim(session, seeker=seeker, programme="tr", facts={"area": "230103"}, officers=officers)
    factories.make_claim(session, seeker=seeker, programme="dp", facts={"area": "230103"}, officers=officers)
    session.commit()
    assert questions(mine, asked, "/me/benefits") == before
