"""The channel for migrant workers: every combination of answers has somebody who handles it, and a reason."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.benefits import migrant_words
from jobhelp.benefits.migrant import (
    NOWHERE,
    OUTSIDE,
    PROGRAMMES,
    Handler,
    May,
    Reason,
    answers,
    handler,
    may,
    other_place,
)
from jobhelp.benefits.token import unseal
from jobhelp.claims import service as claims
from jobhelp.claims.refusals import HandledElsewhere
from jobhelp.claims.states import seeker_holder
from jobhelp.policy.parameters import Reader, published
from jobhelp.reference.queries import book
from tests import factories

NANGANG, XIANGFANG, YILAN = "230103", "230110", "230123"
R = Reason


def facts(
    work: str | None, live: str | None, insured: bool | None, there: str | None = None
) -> dict[str, Any]:
    """The three answers as facts."""
    return {"work_area": work, "live_area": live, "insured": insured, "insured_area": there}


@pytest.mark.parametrize(
    ("told", "place", "reason"),
    [
        # insured: where they are insured, whatever else
        (facts(XIANGFANG, XIANGFANG, True, NANGANG), NANGANG, R.INSURED_HERE),
        (facts(OUTSIDE, OUTSIDE, True, YILAN), YILAN, R.INSURED_HERE),
        (facts(NANGANG, NANGANG, True, OUTSIDE), OUTSIDE, R.INSURED_ELSEWHERE),
        # not insured: where they work, else where they live
        (facts(NANGANG, XIANGFANG, False), NANGANG, R.WORKS_HERE),
        (facts(OUTSIDE, XIANGFANG, False), XIANGFANG, R.LIVES_HERE),
        (facts(NOWHERE, XIANGFANG, False), XIANGFANG, R.LIVES_HERE),
        (facts(NANGANG, OUTSIDE, False), NANGANG, R.WORKS_HERE),
        (facts(OUTSIDE, OUTSIDE, False), OUTSIDE, R.ELSEWHERE),
        (facts(NOWHERE, OUTSIDE, False), OUTSIDE, R.ELSEWHERE),
        # not known: looked up there first
        (facts(NANGANG, XIANGFANG, None), NANGANG, R.LOOK_UP_AT_WORK),
        (facts(NOWHERE, XIANGFANG, None), XIANGFANG, R.LOOK_UP_AT_HOME),
        (facts(OUTSIDE, OUTSIDE, None), OUTSIDE, R.LOOK_UP_ELSEWHERE),
        # insured, but nobody knows where
        (facts(NANGANG, None, True), NANGANG, R.LOOK_UP_AT_WORK),
        (facts(None, None, None), "", R.NOT_SAID),
        # the city as a whole and old codes are no district
        (facts("230100", XIANGFANG, False), XIANGFANG, R.LIVES_HERE),
        (facts("230106", None, False), "", R.NOT_SAID),
        # as the facts of a claim know it: one place, where they are insured, or live
        ({"area": NANGANG}, NANGANG, R.INSURED_HERE),
        ({"area": NANGANG, "insured": False}, NANGANG, R.LIVES_HERE),
        ({"area": "110101"}, OUTSIDE, R.INSURED_ELSEWHERE),
        ({"area": "110101", "insured": False}, OUTSIDE, R.ELSEWHERE),
        ({"area": "230100"}, "", R.NOT_SAID),
        ({}, "", R.NOT_SAID),
    ],
)
def test_who_handles_it_and_why(told: dict[str, Any], place: str, reason: Reason) -> None:
    assert handler(told) == Handler(place, reason)


def test_every_combination_has_a_handler_a_reason_and_its_clause(app: Flask) -> None:
    areas = Reader(published()).rows("harbin_areas")[-1].value
    districts = {*areas["districts"], *areas["counties"]}
    places = (NANGANG, XIANGFANG, YILAN, OUTSIDE)
    seen = set()
    with app.test_request_context():
        for work, live, insured, there in product((*places, NOWHERE), places, (True, False, None), places):
            told = facts(work, live, insured, there if insured else None)
            found = handler(told)
            seen.add(found.reason)
            assert found.place in districts | {OUTSIDE}
            assert migrant_words.why(found.reason) and migrant_words.clause(found.reason)
            other = other_place(told, found)
            assert other in ("", live) and other != found.place
            assert set(may(told, date(2026, 11, 24))) == set(PROGRAMMES)
    assert seen == set(Reason) - {R.NOT_SAID}


def test_not_insured_they_choose_between_the_places_of_work_and_of_living() -> None:
    told = facts(NANGANG, XIANGFANG, False)
    assert other_place(told, handler(told)) == XIANGFANG
    for one in (
        facts(NANGANG, NANGANG, False),
        facts(NANGANG, OUTSIDE, False),
        facts(NANGANG, XIANGFANG, None),
    ):
        assert other_place(one, handler(one)) == ""


@pytest.mark.parametrize(
    ("on", "insured", "answers_"),
    [
        (date(2026, 11, 24), True, [May.PERHAPS, May.NO, May.CLOSED, May.CLOSED]),
        (date(2026, 11, 24), False, [May.NO, May.PERHAPS, May.CLOSED, May.CLOSED]),
        (date(2026, 11, 24), None, [May.LOOK_UP, May.LOOK_UP, May.CLOSED, May.CLOSED]),
        (date(2022, 12, 31), True, [May.PERHAPS, May.NO, May.PERHAPS, May.PERHAPS]),
        (date(2022, 12, 31), False, [May.NO, May.PERHAPS, May.NO, May.NO]),
        (date(2023, 1, 1), True, [May.PERHAPS, May.NO, May.CLOSED, May.CLOSED]),
    ],
)
def test_which_programmes_may_be_for_them(on: date, insured: bool | None, answers_: list[May]) -> None:
    assert list(may(facts(NANGANG, NANGANG, insured, NANGANG), on).values()) == answers_


def test_the_check_does_not_ask_again() -> None:
    told = facts(NANGANG, XIANGFANG, False)
    assert answers(told, handler(told)) == {"area": {"pick": NANGANG}, "insured": {"pick": "never"}}
    away = facts(OUTSIDE, OUTSIDE, None)
    assert answers(away, handler(away)) == {}


# ── the pages ─────────────────────────────────────────────────────────────────────────────────────────────


def page(client: FlaskClient, query: str, status: int = 200) -> BeautifulSoup:
    response = client.get(f"/migrant{query}")
    assert response.status_code == status
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def test_three_questions_and_the_answer_without_javascript(client: FlaskClient, app: Flask) -> None:
    asked = page(client, "")
    assert [one["name"] for one in asked.select("select")] == ["work", "live", "where"]
    assert len(asked.select("select[name=work] option")) == 1 + 18 + 2
    told = page(client, f"?work={NANGANG}&live={XIANGFANG}&insured=no&where=")
    assert told.h1.get_text() == "归南岗区办"
    text = told.main.get_text() if told.main else told.get_text()
    assert "哈政办规〔2021〕4号第五条" in text and "香坊区" in text
    assert told.select_one(f'a[href="/service-windows#d{NANGANG}"]') is not None
    onward = next(one["href"] for one in told.select("a.btn.blk") if "/check/" in one["href"])
    with app.app_context():
        carried = unseal(onward.partition("t=")[2], clock.today())
    assert carried.answers["area"] == {"pick": NANGANG} and carried.answers["insured"] == {"pick": "never"}


def test_an_outside_place_is_told_as_such_and_leads_to_no_claim(client: FlaskClient) -> None:
    told = page(client, f"?work={NANGANG}&live={NANGANG}&insured=yes&where=000000")
    assert told.h1.get_text() == "不归哈尔滨办"
    assert not [one for one in told.select("a") if "/apply/" in one.get("href", "")]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("?work=", {"work", "live", "insured-0"}),
        (f"?work={NANGANG}&live={NANGANG}&insured=yes", {"where"}),
        (f"?work=999999&live={NANGANG}&insured=no", {"work"}),
        (f"?work={NANGANG}&live={NANGANG}&insured=maybe", {"insured-0"}),
        (f"?work={NANGANG}&live={NANGANG}&insured=yes&where=x", {"where"}),
    ],
)
def test_what_is_missing_is_told_at_its_question(client: FlaskClient, query: str, fields: set[str]) -> None:
    summary = page(client, query, 422).select(".govuk-error-summary a")
    assert {one["href"].removeprefix("#") for one in summary} == fields


# ── claims ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_goes_to_who_handles_it(session: Session) -> None:
    seeker = factories.make_seeker(session)
    person = session.get_one(User, seeker.user_id)
    values = {"programme": "tr", "holder": seeker_holder(seeker.id), "seeker": seeker, "by": person}
    claim = claims.submit(session, facts={"area": XIANGFANG, "insured": False}, **values)
    assert claim.district_code == XIANGFANG
    assert XIANGFANG in book(session).districts
    claims.withdraw(session, claim, by=person)
    with pytest.raises(HandledElsewhere):
        claims.submit(session, facts={"area": "110101", "insured": False}, **values)


def test_a_claim_without_a_place_goes_to_the_district_of_the_file(session: Session) -> None:
    seeker = factories.make_seeker(session)
    person = session.get_one(User, seeker.user_id)
    claim = claims.submit(
        session, programme="ls", holder=seeker_holder(seeker.id), seeker=seeker, by=person, facts={}
    )
    assert claim.district_code == seeker.district_code
