"""One person before the board."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers.models import SeekerHardship
from jobhelp.matching.constraints import Gates
from jobhelp.recommendations import queries
from jobhelp.recommendations.ranking import Ranking
from jobhelp.recommendations.service import ranking_for
from tests.factories import make_application, make_opening, make_seeker
from tests.recommendations.city import City

CLEANER = "4-09-08-01"


def ranking(session: Session, seeker, models_dir: Path) -> Ranking:
    session.flush()
    return ranking_for(session, queries.person(session, seeker.id), models_dir)


def row(one: Ranking, opening) -> int:
    return one.board.posts.row_of[opening.id]


def test_what_was_answered_is_hidden_and_counts_as_history_from_the_next_day(
    session: Session, models_dir: Path
) -> None:
    seeker = make_seeker(session)
    today, before = make_opening(session), make_opening(session)
    make_application(session, today, seeker)
    make_application(session, before, seeker).created_at = clock.now() - timedelta(days=2)
    one = ranking(session, seeker, models_dir)
    assert one.query.hide == (today.id, before.id) and one.query.history == (before.id,)
    assert one.suitable == 0


def test_a_post_that_ended_under_an_application_may_come_back(session: Session, models_dir: Path) -> None:
    seeker, opening = make_seeker(session), make_opening(session)
    make_application(session, opening, seeker, state="closed")
    assert ranking(session, seeker, models_dir).suitable == 1


@pytest.mark.parametrize(
    ("hardship", "suitable"),
    [
        (None, 1),
        ({"recognised": False}, 1),
        ({"recognised": True}, 2),
        ({"recognised": True, "recognised_until": clock.today()}, 2),
        ({"recognised": True, "recognised_until": clock.today() - timedelta(days=1)}, 1),
    ],
)
def test_public_welfare_posts_are_for_recognised_people_only(
    session: Session, models_dir: Path, hardship, suitable: int
) -> None:
    seeker = make_seeker(session)
    welfare = make_opening(session, kind="welfare")
    make_opening(session)
    if hardship:
        session.add(SeekerHardship(seeker_id=seeker.id, **hardship))
    one = ranking(session, seeker, models_dir)
    assert one.suitable == suitable
    check = next(check for check in one.checks(row(one, welfare)) if check.gate == "eligible")
    assert (check.answer == "fail") == (suitable == 1)


def test_recognition_moves_no_score(session: Session, models_dir: Path, model) -> None:
    seeker = make_seeker(session, wanted=[CLEANER])
    for kind in ("welfare", "market", "welfare", "gig"):
        make_opening(session, kind=kind)
    without = ranking(session, seeker, models_dir).scores
    session.add(SeekerHardship(seeker_id=seeker.id, recognised=True))
    assert (ranking(session, seeker, models_dir).scores == without).all()


def test_the_place_in_the_list_is_where_it_stands(
    city: City, engine: Engine, models_dir: Path, model
) -> None:
    with Session(engine) as session:
        for person in queries.people_after(session, 0, 5, clock.today()):
            one = ranking_for(session, person, models_dir)
            listed = one.top(10_000)
            assert one.suitable == len(listed.ids)
            assert [one.place_of(at) for at in listed.rows[:7].tolist()] == list(
                range(1, len(listed.rows[:7]) + 1)
            )


LIMITS = [
    ("reach", {"max_km": 2.0}, {"lat": 45.90}),
    ("shift", {"shifts": ["day"]}, {"shifts": ["night"]}),
    ("demands", {"cannot": ["cold", "night"]}, {"demands": ["cold"]}),
    ("demands", {"cannot": ["night"]}, {"shifts": ["night"], "demands": []}),
    ("certificate", {"no_certificate": True}, {"certificates": ["health"]}),
    ("pay", {"pay_min": 900_000}, {"pay_min": 300_000, "pay_max": 400_000}),
    ("hours", {"hours_max": 6.0}, {"hours_per_day": 10.0}),
    ("clock_times", {"earliest": 480}, {"starts_at": 300, "ends_at": 900}),
    ("clock_times", {"latest": 1000}, {"starts_at": 600, "ends_at": 1200}),
    ("clock_times", {"latest": 1400}, {"starts_at": 1320, "ends_at": 1800}),
    ("days", {"days": [0, 1]}, {"days": [0, 5, 6]}),
    (
        "city",
        {},
        {"outside_city": True, "district_code": None, "place_text": "深圳", "lat": None, "lon": None},
    ),
]


@pytest.mark.parametrize(("gate", "mine", "theirs"), LIMITS)
def test_the_least_change_that_helps_is_counted(
    session: Session, models_dir: Path, gate, mine, theirs
) -> None:
    seeker = make_seeker(session, lat=45.76, lon=126.67, **mine)
    wanted, alike = make_opening(session, **theirs), make_opening(session, **theirs)
    one = ranking(session, seeker, models_dir)
    failed = [check.gate for check in one.checks(row(one, wanted)) if check.answer == "fail"]
    assert failed == [gate]
    relaxed = one.relaxed(row(one, wanted))
    assert relaxed.gates == (gate,) and relaxed.count == 2, alike.id


def test_what_the_person_cannot_move_is_not_promised(session: Session, models_dir: Path) -> None:
    seeker = make_seeker(session, education=2, hours_max=6.0)
    opening = make_opening(session, education_min=5, hours_per_day=10.0)
    one = ranking(session, seeker, models_dir)
    assert one.relaxed(row(one, opening)) is None


def test_which_limit_to_let_go_is_counted(session: Session, models_dir: Path) -> None:
    seeker = make_seeker(session, pay_min=500_000, hours_max=6.0)
    for _ in range(3):
        make_opening(session, pay_min=300_000, pay_max=300_000, hours_per_day=5.0)
    make_opening(session, hours_per_day=9.0, pay_min=600_000, pay_max=600_000)
    one = ranking(session, seeker, models_dir)
    assert one.suitable == 0
    assert [(found.gates, found.count) for found in one.opens()] == [(("pay",), 3), (("hours",), 1)]


def test_the_best_post_that_only_a_certificate_keeps_away(session: Session, models_dir: Path) -> None:
    seeker = make_seeker(session, wanted=[CLEANER], no_certificate=True, hours_max=8.0)
    make_opening(session, certificates=["health"], hours_per_day=12.0)
    near = make_opening(session, certificates=["health"], occupation_code=CLEANER)
    make_opening(session, certificates=["driver_c1"], occupation_code=None)
    assert ranking(session, seeker, models_dir).one_certificate_away() == (near.id, ["health"])
    other = make_seeker(session)
    assert ranking(session, other, models_dir).one_certificate_away() is None


def test_one_point_twice_is_no_distance(session: Session, models_dir: Path) -> None:
    seeker = make_seeker(session)
    opening = make_opening(session, lat=None, lon=None)
    far = make_opening(session, lat=45.90)
    one = ranking(session, seeker, models_dir)
    assert one.km(opening.id) is None and one.km(far.id) > 10 and one.km(999_999) is None


def test_relaxing_never_shuts_another_post(city: City, engine: Engine, models_dir: Path) -> None:
    with Session(engine) as session:
        for person in queries.people_after(session, 0, 8, clock.today()):
            one = ranking_for(session, person, models_dir)
            for at in range(0, len(one.board), 5):
                relaxed = one.relaxed(at)
                if relaxed is not None:
                    assert relaxed.count >= 1 and not one.gates.allowed[at]
            assert isinstance(one.gates, Gates)
