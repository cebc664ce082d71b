"""From rows to what the ranker may know."""

import inspect
from datetime import UTC, date, datetime, timedelta
from typing import get_type_hints

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers.models import Seeker, SeekerHardship, SeekerProfile
from jobhelp.matching.posts import Posts
from jobhelp.recommendations import facts, queries
from jobhelp.reference.queries import Book, book
from tests.factories import make_opening, make_seeker

CLEANER = "4-09-08-01"


def told(session: Session, **fields: object) -> dict:
    """The facts that the ranker gets from a post with these fields."""
    opening = make_opening(session, **fields)
    columns = facts.post_columns(queries.row_of(session, opening.id), book(session))
    return Posts.from_columns(columns).facts(0)


def test_the_way_in_takes_a_profile_and_the_book_and_nothing_else() -> None:
    hints = get_type_hints(facts.rank_facts)
    hints.pop("return")
    assert hints == {"profile": SeekerProfile, "book": Book}
    source = inspect.getsource(facts)
    assert (
        Seeker.__name__ not in source.replace("SeekerProfile", "") and SeekerHardship.__name__ not in source
    )


def test_who_somebody_is_is_not_even_read(session: Session) -> None:
    seeker = make_seeker(session)
    person = queries.person(session, seeker.id)
    assert set(vars(person)) == {"seeker_id", "profile", "recognised"}


def test_a_profile_in_the_rankers_terms(session: Session) -> None:
    seeker = make_seeker(
        session, wanted=[CLEANER, "no such code"], words="扎灯笼", past=[{"occupation": "", "words": "看鱼塘", "years": 3}],
        education=3, max_km=8.0, pay_min=260_000, shifts=["day"], days=[0, 1], cannot=["heights"], kinds=["gig"],
    )  # fmt: skip
    reference = book(session)
    found = facts.rank_facts(queries.person(session, seeker.id).profile, reference)
    assert found.wanted == (CLEANER,) and found.past == ()
    assert (
        found.wanted_words == f"{reference.occupations[CLEANER].name_zh} 扎灯笼"
        and found.past_words == "看鱼塘"
    )
    assert (found.education, found.max_km, found.pay_min) == (3, 8.0, 260_000)
    assert (found.shifts, found.days, found.cannot, found.kinds) == (
        frozenset({"day"}), frozenset({0, 1}), frozenset({"heights"}), frozenset({"gig"}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"no_certificate": True}, frozenset()),
        ({"certificates": ["health"]}, frozenset({"health"})),
    ],
)
def test_nothing_said_about_certificates_is_not_none_held(session: Session, fields, expected) -> None:
    seeker = make_seeker(session, **fields)
    found = facts.rank_facts(queries.person(session, seeker.id).profile, book(session))
    assert found.certificates == expected


def test_home_is_the_point_or_the_street(session: Session) -> None:
    reference = book(session)
    street = reference.streets_of("230103")[0]
    seeker = make_seeker(session, street_code=street.code)
    found = facts.rank_facts(queries.person(session, seeker.id).profile, reference)
    assert (found.lat, found.lon) == (street.lat, street.lon)


def test_a_district_alone_is_still_an_empty_profile(session: Session) -> None:
    empty, one = make_seeker(session), make_seeker(session, words="保洁")
    reference = book(session)
    assert facts.is_empty(facts.rank_facts(queries.person(session, empty.id).profile, reference))
    assert not facts.is_empty(facts.rank_facts(queries.person(session, one.id).profile, reference))


@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [
        ({"pay_min": 300_000, "pay_max": 360_000, "pay_unit": "month"}, 300_000, 360_000),
        ({"pay_min": 300_000, "pay_max": None, "pay_unit": "month", "pay_months": 13}, 325_000, None),
        ({"pay_min": 3_600_000, "pay_max": 4_800_000, "pay_unit": "year"}, 300_000, 400_000),
        ({"pay_min": 15_000, "pay_max": 15_000, "pay_unit": "day"}, 326_250, 326_250),
        ({"pay_min": 2_100, "pay_max": 2_100, "pay_unit": "hour", "hours_per_day": 3.0}, 136_500, 136_500),
        ({"pay_min": 50, "pay_max": 80, "pay_unit": "piece"}, None, None),
        ({"pay_min": None, "pay_max": None, "pay_unit": None}, None, None),
    ],
)
def test_pay_is_what_it_comes_to_in_a_month(session: Session, fields, low, high) -> None:
    found = told(session, **fields)
    assert (found["pay_low"], found["pay_high"]) == (low, high)


def test_an_imported_advertisement_that_does_not_say_is_unknown_and_our_own_form_is_none(
    session: Session,
) -> None:
    ours = told(session, demands=[], perks=[], certificates=[])
    theirs = told(session, source="51job", demands=[], perks=[], certificates=[], shifts=[], days=[])
    assert (ours["demands"], ours["perks"], ours["certificates"]) == (frozenset(),) * 3
    assert (theirs["demands"], theirs["perks"], theirs["certificates"], theirs["shifts"], theirs["days"]) == (
        None,
    ) * 5


def test_dates_are_the_citys_days(session: Session) -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # already the 24th in the city
    found = told(session, published_at=late, valid_from=date(2026, 11, 1), valid_until=date(2026, 12, 9))
    assert found["published"] == date(2026, 11, 24).toordinal()
    assert found["valid_until"] == date(2026, 12, 9).toordinal()
    later = told(session, published_at=late, valid_from=date(2026, 11, 30))
    assert later["published"] == date(2026, 11, 30).toordinal()


def test_a_gig_is_over_after_its_day(session: Session) -> None:
    day = clock.today() + timedelta(days=2)
    found = told(session, kind="gig", gig_on=day, valid_until=day + timedelta(days=20))
    assert found["valid_until"] == day.toordinal()


def test_a_place_outside_the_city_keeps_its_name(session: Session) -> None:
    found = told(session, outside_city=True, district_code=None, place_text="深圳", lat=None, lon=None)
    assert (found["place"], found["outside"], found["lat"]) == ("深圳", 1.0, None)


def test_a_post_without_a_point_stands_in_its_district(session: Session) -> None:
    found = told(session, lat=None, lon=None)
    centre = book(session).districts["230103"]
    assert (found["lat"], found["lon"]) == (centre.lat, centre.lon)


def test_hours_past_midnight_and_hours_from_the_week(session: Session) -> None:
    found = told(session, starts_at=1320, ends_at=1800, hours_per_week=20.0, days=[0, 1, 2, 3, 4])
    assert (found["starts"], found["ends"], found["hours_per_day"], found["days_per_week"]) == (
        1320,
        360,
        4.0,
        5,
    )


def test_moments_are_days_with_their_fraction() -> None:
    noon = clock.start_of(date(2026, 11, 24)) + timedelta(hours=12)
    assert facts.moment(noon) == pytest.approx(date(2026, 11, 24).toordinal() + 0.5)
    assert facts.before(date(2026, 11, 24), 1) == clock.start_of(date(2026, 11, 23))


def test_both_databases_give_the_same_columns(either_engine: Engine) -> None:
    with Session(either_engine) as session:
        opening = make_opening(session, shifts=["day", "early"], demands=["cold"], certificates=["health"])
        found = Posts.from_columns(
            facts.post_columns(queries.row_of(session, opening.id), book(session))
        ).facts(0)
    assert found["shifts"] == {"day", "early"} and found["demands"] == {"cold"}
    assert found["certificates"] == {"health"} and found["days"] == {0, 1, 2, 3, 4}


def test_an_import_of_one_seat_did_not_say_that_it_is_the_last(session: Session) -> None:
    told_here, told_elsewhere, told_more = (
        told(session, headcount=1),
        told(session, headcount=1, source="某网"),
        told(session, headcount=3, source="某网"),
    )
    assert (told_here["headcount"], told_elsewhere["headcount"], told_more["headcount"]) == (1, None, 3)
