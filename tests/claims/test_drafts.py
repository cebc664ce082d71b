"""What was typed and not sent: put back for its writer alone, sealed, gone when it is sent, erased or ninety days old."""

from datetime import timedelta

from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim, ClaimDraft, PersonFact
from jobhelp.jobseekers.models import Seeker
from tests import factories
from tests.claims.conftest import Browser
from tests.claims.test_pages import apply, person, token

FORM, ASIDE = "/me/benefits/apply/ui", "/me/benefits/apply/ui/draft"
TYPED = {
    "contribution_months": "24",
    "terminated_on": "2026-02-30",
    "termination": "dismissed",
    "on_pension": "no",
}


def stored(session: Session) -> int:
    """How many drafts there are."""
    return session.scalar(select(func.count()).select_from(ClaimDraft)) or 0


def test_what_was_typed_comes_back_right_or_wrong(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    kept = client.post(ASIDE, data=TYPED | {"agree": "y", "do": "later"})
    assert kept.status_code == 302 and kept.location == "/me/benefits"
    mine = BeautifulSoup(client.get("/me/benefits").text, "html.parser")
    assert "没填完的" in mine.get_text() and mine.find("a", href=FORM).get_text().startswith("继续填写")
    form = BeautifulSoup(client.get(FORM).text, "html.parser")
    assert "上次填的都放回来了" in form.get_text()
    assert form.find(id="contribution_months")["value"] == "24"
    assert form.find(id="terminated_on")["value"] == "2026-02-30"
    assert form.find("option", value="dismissed").has_attr("selected")
    assert form.find("input", {"name": "on_pension", "value": "no"}).has_attr("checked")
    assert not form.find(id="agree").has_attr("checked") and not form.select(".govuk-error-message")
    assert session.scalar(select(func.count()).select_from(PersonFact)) == 0


def test_a_page_that_is_closed_is_kept_without_an_answer_and_sealed(
    browser: Browser, session: Session
) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    for months in ("23", "24"):
        quiet = client.post(
            ASIDE, data={"no_income_months": months, "contribution_months": months, "do": "quiet"}
        )
        assert (quiet.status_code, quiet.data) == (204, b"")
    row = session.scalars(select(ClaimDraft)).one()
    assert row.answers_sealed and b"contribution_months" not in row.answers_sealed
    assert queries.drafts(session, row.seeker_id)[0].typed["contribution_months"] == ["24"]
    assert "存好了" not in client.get("/me/benefits").text


def test_where_the_answers_came_from_travels_along(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    client.post(f"{ASIDE}?t={token()}&district=230103&next=//x", data=TYPED | {"do": "later"})
    mine = BeautifulSoup(client.get("/me/benefits").text, "html.parser")
    found = next(link["href"] for link in mine.find_all("a") if "t=" in link["href"])
    assert "district=230103" in found and "next" not in found
    assert "86" in client.get(found).text  # what the check knew is known again


def test_nobody_else_sees_it(browser: Browser, session: Session) -> None:
    user, other = person(session), person(session)
    officer = factories.make_user(session, "district_officer")
    session.commit()
    browser(user).post(ASIDE, data=TYPED | {"do": "later"})
    stranger = browser(other)
    assert "没填完的" not in stranger.get("/me/benefits").text
    assert "上次填的" not in stranger.get(FORM).text
    stranger.post(ASIDE, data={"do": "drop"})
    assert stored(session) == 1
    assert browser(officer).get(FORM).status_code in (302, 403, 404)


def test_sending_it_or_dropping_it_ends_it(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    client.post(ASIDE, data=TYPED | {"do": "later"})
    client.post(ASIDE, data={"do": "drop"})
    assert stored(session) == 0 and "没填完的" not in client.get("/me/benefits").text
    client.post(ASIDE, data=TYPED | {"do": "later"})
    session.commit()  # the next look sees what came in between
    assert stored(session) == 1
    assert apply(client, contribution_months="24").status_code == 302
    session.commit()
    assert stored(session) == 0
    client.post(ASIDE, data=TYPED | {"do": "quiet"})  # a page that was open beside it
    session.commit()
    assert stored(session) == 0 and session.scalar(select(func.count()).select_from(Claim)) == 1


def test_it_is_kept_for_ninety_days(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    client = browser(user)
    client.post(ASIDE, data=TYPED | {"do": "later"})
    row = session.scalars(select(ClaimDraft)).one()
    row.changed_at = clock.now() - timedelta(days=90) + timedelta(minutes=1)
    session.commit()
    assert "继续填写" in client.get("/me/benefits").text and claims.forget_old_drafts(session) == 0
    row.changed_at = clock.now() - timedelta(days=90, minutes=1)
    session.commit()
    assert "继续填写" not in client.get("/me/benefits").text and "上次填的" not in client.get(FORM).text
    assert claims.forget_old_drafts(session) == 1 and stored(session) == 0


def test_what_is_too_long_is_cut_and_what_is_no_fact_is_left_out(browser: Browser, session: Session) -> None:
    user = person(session)
    session.commit()
    browser(user).post(ASIDE, data={"contribution_months": "9" * 5000, "spouse": "x", "do": "later"})
    row = session.scalars(select(ClaimDraft)).one()
    assert queries.drafts(session, row.seeker_id)[0].typed == {"contribution_months": ["9" * 200]}


def test_it_goes_with_the_account(session: Session) -> None:
    seeker: Seeker = factories.make_seeker(session)
    user = session.get_one(User, seeker.user_id)
    claims.keep_draft(session, seeker, "ui", {"contribution_months": ["24"]})
    claims.erase_seeker(session, seeker.id, by=user)
    assert stored(session) == 0
