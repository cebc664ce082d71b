"""What staff meets apart from employers' own openings: imports that say less, warnings, likely repeats."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.audit.models import AuditEntry
from jobhelp.openings import service
from jobhelp.openings.states import OpeningAction
from jobhelp.permissions import Role
from tests.factories import make_employer, make_opening, make_user


def test_an_import_may_say_less(session: Session) -> None:
    opening = make_opening(session, state="draft", source="某网", pay_min=None, pay_max=None, shifts=[])
    service.move(session, opening, OpeningAction.SUBMIT)
    service.move(session, opening, OpeningAction.PUBLISH, by=make_user(session, Role.DISTRICT_OFFICER))
    assert opening.state == "published"


def test_what_only_warns_is_sent_in(session: Session) -> None:
    employer, member = make_employer(session)
    opening = make_opening(
        session, employer=employer, state="draft", requirements="35岁以下", occupation_code="4-10-01-06"
    )
    service.move(session, opening, OpeningAction.SUBMIT, by=member)
    assert [(finding["rule"], finding["level"]) for finding in opening.lint] == [("age", "warn")]


def test_both_of_two_that_look_alike_stay(session: Session) -> None:
    opening = make_opening(session, flags=["likely_duplicate:7", "other"])
    officer = make_user(session, Role.DISTRICT_OFFICER)
    service.keep_both(session, opening, officer)
    service.keep_both(session, opening, officer)
    assert opening.flags == ["other"]
    acts = select(AuditEntry).where(AuditEntry.action == "openings:keep_both")
    assert len(session.scalars(acts).all()) == 1
