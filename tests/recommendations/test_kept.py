"""Opening and keeping posts: remembered for the person and as lessons, and only of those who let the ranker learn."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.errors import NotFound
from jobhelp.matching.training import position_lift
from jobhelp.recommendations import queries, service
from jobhelp.recommendations.lessons import lessons
from jobhelp.recommendations.models import Interest
from tests.factories import make_opening
from tests.recommendations.city import build
from tests.recommendations.conftest import Resident


def rows(session: Session) -> list[tuple]:
    session.rollback()
    return [
        (row.opening_id, row.kind, row.place)
        for row in session.scalars(select(Interest).order_by(Interest.id))
    ]


def test_opening_a_post_of_the_list_is_remembered_with_its_place(
    resident: Resident, session: Session
) -> None:
    opening = make_opening(session)
    session.commit()
    page = resident.client.get("/me/recommendations").get_data(as_text=True)
    assert f"/me/recommendations/{opening.id}/look" in page and 'name="place" value="1"' in page
    address = f"/me/recommendations/{opening.id}/look"
    answer = resident.client.post(address, data={"place": "1"})
    assert answer.status_code == 302 and answer.location.endswith(f"/openings/{opening.id}")
    resident.client.post(address, data={"place": "9"})  # the first time counts
    assert rows(session) == [(opening.id, "view", 1)]


@pytest.mark.parametrize("place", ["", "0", "61", "-1", "x", "²", "99999"])
def test_a_place_that_cannot_be_is_no_place(resident: Resident, session: Session, place: str) -> None:
    opening = make_opening(session)
    session.commit()
    resident.client.post(f"/me/recommendations/{opening.id}/look", data={"place": place})
    assert rows(session) == [(opening.id, "view", None)]


def test_nothing_is_remembered_of_who_switched_ranking_off(resident: Resident, session: Session) -> None:
    opening = make_opening(session)
    session.commit()
    resident.client.post("/me/recommendations/switch", data={"personalised": "off"})
    resident.client.post(f"/me/recommendations/{opening.id}/look", data={"place": "2"})
    assert rows(session) == []


def test_a_post_is_kept_found_again_and_let_go(resident: Resident, session: Session) -> None:
    opening = make_opening(session, title="夜班保安")
    session.commit()
    address = f"/me/recommendations/{opening.id}/keep"
    for _ in range(2):
        assert resident.client.post(address).location.endswith("/me/recommendations/kept")
    assert rows(session) == [(opening.id, "save", None)]
    assert "夜班保安" in resident.client.get("/me/recommendations/kept").get_data(as_text=True)
    resident.client.post(address, data={"keep": "off"})
    assert rows(session) == []
    assert "还没有留着的岗位" in resident.client.get("/me/recommendations/kept").get_data(as_text=True)


def test_a_post_that_nobody_may_see_cannot_be_kept(resident: Resident, session: Session) -> None:
    draft = make_opening(session, state="draft")
    session.commit()
    person = queries.person(session, resident.seeker.id)
    for act in (service.keep, lambda *a: service.look(*a, 1)):
        with pytest.raises(NotFound):
            act(session, person, draft.id)


def test_what_was_opened_and_kept_is_a_lesson_of_its_day(engine: Engine) -> None:
    build(engine, openings=60, seekers=12, each=3)
    day = clock.start_of(clock.today()) - timedelta(days=3, hours=-9)
    with Session(engine) as session:
        known = {(event[0], event[1]) for event in queries.events_between(session, day - timedelta(900), day)}
        new = next(post for post in range(60, 0, -1) if (5, post) not in known)
        session.add(Interest(seeker_id=5, opening_id=new, kind="view", place=7, at=day))
        session.add(Interest(seeker_id=5, opening_id=new, kind="save", place=None, at=day))
        session.commit()
        told = lessons(session, clock.today())
    found = [one for one in told.examples if one.query.who == 5 and new in one.outcomes]
    assert [one.outcomes[new] for one in found] == ["save"]  # the furthest that came of it, once
    assert found[0].lift[new] == position_lift(7) > 1


def test_what_stood_further_down_counts_more_and_never_without_end() -> None:
    lifts = [position_lift(place) for place in (1, 2, 5, 10, 60)]
    assert lifts[0] == 1 and lifts == sorted(lifts) and lifts[-1] == 3.0
