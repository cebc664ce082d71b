"""Every page of an opening in every state of its life: for its employer, for staff, for everybody."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.employers.models import Employer
from jobhelp.labels import Kind
from jobhelp.openings import lint
from jobhelp.openings.states import EDITABLE, PUBLIC, OpeningState
from tests.factories import make_opening

OFFENDING = {"title": "服务员限女性", "requirements": "35岁以下，不要外地人"}
FINDINGS = lint.as_rows(lint.lint(OFFENDING))


STATES = [(state, offending) for state in OpeningState for offending in (False, True)]


def test_its_employer_reads_and_edits_it(
    employer: FlaskClient, firm: tuple[Employer, User], session: Session
) -> None:
    for state, offending in STATES:
        words = {**OFFENDING, "lint": FINDINGS} if offending else {}
        opening = make_opening(session, employer=firm[0], state=state, state_note="请写清楚", **words)
        session.commit()
        own = employer.get(f"/employer/openings/{opening.id}")
        assert (own.status_code, "<mark" in own.text) == (200, offending), (state, offending)
        edit = employer.get(f"/employer/openings/{opening.id}/edit")
        assert edit.status_code == (200 if state in EDITABLE else 302), (state, offending)


def test_staff_read_it_unless_it_is_a_draft(
    desk: FlaskClient, firm: tuple[Employer, User], session: Session
) -> None:
    for state, offending in STATES:
        words = {**OFFENDING, "lint": FINDINGS} if offending else {}
        opening = make_opening(session, employer=firm[0], state=state, **words)
        session.commit()
        page = desk.get(f"/desk/openings/{opening.id}")
        if state is OpeningState.DRAFT:
            assert page.status_code == 404
            continue
        assert (page.status_code, "<mark" in page.text) == (200, offending), (state, offending)
        assert ('value="publish"' in page.text) == (state is OpeningState.REVIEW), state


@pytest.mark.parametrize("kind", list(Kind))
def test_the_public_reads_what_was_published_once(client: FlaskClient, session: Session, kind: Kind) -> None:
    more = {"gig_on": clock.today(), "meeting_point": "西门"} if kind is Kind.GIG else {}
    for state in OpeningState:
        opening = make_opening(session, state=state, kind=kind, source="某网", **more)
        session.commit()
        over = state is not OpeningState.PUBLISHED
        for ending in ("", "/sheet", ".json"):
            answer = client.get(f"/openings/{opening.id}{ending}")
            if state not in PUBLIC:
                assert answer.status_code == 404, (state, ending)
            elif ending == ".json":
                assert answer.status_code == (410 if over else 200), state
                assert answer.get_json()["@type"] == "JobPosting"
            else:
                assert answer.status_code == 200, (state, ending)
                assert opening.title in answer.text
                assert ("这个岗位已经" in answer.text) == over, (state, ending)


def test_a_filled_a_closed_and_an_expired_post_each_say_why(client: FlaskClient, session: Session) -> None:
    for state, words in (("filled", "招满了"), ("closed", "停止招人"), ("expired", "过了截止日期")):
        opening = make_opening(session, state=state)
        session.commit()
        page = client.get(f"/openings/{opening.id}").text
        assert f"这个岗位已经{words}" in page
        assert "noindex" in page


def test_closed_and_waiting_again_rests(client: FlaskClient, session: Session) -> None:
    opening = make_opening(session, state="closed", published_at=None)
    session.commit()
    assert client.get(f"/openings/{opening.id}").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_to_write_an_opening_open(employer: FlaskClient, language: str) -> None:
    for kind in ("", "nonsense", *(kind.value for kind in Kind)):
        page = employer.get(f"/employer/openings/new?kind={kind}&lang={language}")
        assert page.status_code == 200
        assert ("novalidate" in page.text) == (kind in set(Kind)), kind
