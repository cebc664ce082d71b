"""The list against an oracle: every count on the page is what a reader would count, on both databases."""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import cos, radians

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.labels import Kind
from jobhelp.openings import queries
from jobhelp.openings.filters import Filters
from jobhelp.openings.listing import PAGE_SIZE
from jobhelp.openings.models import Opening
from jobhelp.openings.traits import PAY_YUAN, PERK_BITS, SHIFT_BITS
from jobhelp.orm import write_session
from jobhelp.reference.queries import book
from tests.factories import make_opening
from tests.pages import questions

DISTRICTS = ("230102", "230103", "230110")
OCCUPATIONS = {"4-10-01-06": "home", None: ""}


@dataclass(frozen=True)
class Row:
    """One opening as the oracle sees it."""

    kind: str
    district: str | None  # None: inside the city, district not said
    outside: bool
    occupation: str | None
    shifts: tuple[str, ...]
    perks: tuple[str, ...]
    days: tuple[int, ...]
    hours: float | None
    pay: int | None
    days_left: int

    def fields(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "district_code": None if self.outside else self.district,
            "outside_city": self.outside,
            "occupation_code": self.occupation,
            "shifts": list(self.shifts),
            "perks": list(self.perks),
            "days": list(self.days),
            "hours_per_day": self.hours,
            "pay_min": self.pay and self.pay * 100,
            "pay_max": None,
            "valid_until": clock.today() + timedelta(days=self.days_left),
        }

    def has_shift(self, code: str) -> bool:
        if code == "day":
            return bool(self.shifts) and set(self.shifts) <= {"day", "early"}
        return code in self.shifts

    def has_perk(self, code: str) -> bool:
        if code == "rest_weekend" and self.days and not {5, 6} & set(self.days):
            return True
        if code == "half_day":
            return self.hours is not None and self.hours <= 5
        return code in self.perks

    def fits(self, filters: Filters) -> bool:
        if self.days_left < 0:
            return False
        if self.outside:
            here = filters.beyond
        else:
            here = not filters.district or self.district in filters.district
        return (
            here
            and (not filters.kind or self.kind in filters.kind)
            and (not filters.work or OCCUPATIONS[self.occupation] == filters.work)
            and (not filters.shift or any(self.has_shift(code) for code in filters.shift))
            and all(self.has_perk(code) for code in filters.perk)
            and (self.pay or 0) >= filters.pay
        )


perk_codes = ("meals", "lodging", "insurance", "rest_weekend")
rows_of = st.lists(
    st.builds(
        Row,
        kind=st.sampled_from([kind.value for kind in Kind]),
        district=st.sampled_from([*DISTRICTS, None]),
        outside=st.sampled_from([False, False, False, True]),
        occupation=st.sampled_from(list(OCCUPATIONS)),
        shifts=st.lists(st.sampled_from(["day", "early", "night"]), max_size=2, unique=True).map(tuple),
        perks=st.lists(st.sampled_from(perk_codes), max_size=3, unique=True).map(tuple),
        days=st.sampled_from([(), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5)]),
        hours=st.sampled_from([None, 4.0, 8.0]),
        pay=st.sampled_from([None, 2000, 2500, 3600, 4500, 9000]),
        days_left=st.sampled_from([-1, 0, 30]),
    ),
    min_size=1,
    max_size=25,
)
filters_of = st.builds(
    Filters,
    kind=st.lists(st.sampled_from([kind.value for kind in Kind]), max_size=2, unique=True).map(tuple),
    district=st.lists(st.sampled_from(DISTRICTS), max_size=2, unique=True).map(tuple),
    work=st.sampled_from(["", "home"]),
    shift=st.lists(st.sampled_from(["day", "night", "early"]), max_size=2, unique=True).map(tuple),
    pay=st.sampled_from([0, *PAY_YUAN]),
    perk=st.lists(st.sampled_from([*perk_codes, "half_day"]), max_size=2, unique=True).map(tuple),
    beyond=st.booleans(),
    sort=st.sampled_from(["", "pay", "near"]),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=rows_of, filters=filters_of)
def test_every_number_is_what_the_oracle_counts(
    either_engine: Engine, rows: list[Row], filters: Filters
) -> None:
    def left(narrowed: Filters) -> int:
        return sum(row.fits(narrowed) for row in rows)

    with write_session(either_engine) as session:
        session.execute(delete(Opening))
        made = {make_opening(session, **row.fields()).id: row for row in rows}
        pages = [queries.search(session, filters)]
        pages += [queries.search(session, filters, page) for page in range(2, pages[0].last + 1)]
    listed = [opening.id for page in pages for opening in page.openings]
    assert sorted(listed) == sorted(key for key, row in made.items() if row.fits(filters))
    counts = pages[0].counts
    assert counts.total == len(listed)
    for group, codes in {"kind": list(Kind), "district": DISTRICTS, "shift": SHIFT_BITS}.items():
        for code in codes:
            alone = replace(filters, **{group: (str(code),)})
            if group == "district":
                alone = replace(alone, beyond=False)
            assert counts.options[group].get(str(code), 0) == left(alone), (group, code)
    for code in PERK_BITS:
        if code != "verified":
            chosen = filters if code in filters.perk else filters.having("perk", code)
            assert counts.options["perk"][code] == left(chosen), code
    for yuan in (0, *PAY_YUAN):
        assert counts.options["pay"][str(yuan)] == left(filters.having("pay", yuan)), yuan
    for group in ("kind", "district", "work", "shift", "pay", "perk"):
        assert counts.without[group] == left(replace(filters, **{group: getattr(Filters(), group)})), group


def ids(session: Session, filters: Filters, page: int = 1) -> list[int]:
    return [opening.id for opening in queries.search(session, filters, page).openings]


def test_the_newest_come_first(either_engine: Engine) -> None:
    now = clock.now()
    with write_session(either_engine) as session:
        old = make_opening(session, published_at=now - timedelta(days=2))
        new = make_opening(session, published_at=now)
        same = make_opening(session, published_at=now)
        assert ids(session, Filters()) == [same.id, new.id, old.id]


def test_by_pay_a_day_and_an_hour_are_compared_by_the_month(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        month = make_opening(session, pay_min=None, pay_max=400000, pay_unit="month")
        day = make_opening(session, pay_min=20000, pay_max=None, pay_unit="day")  # 4,350 a month
        hour = make_opening(session, pay_min=2000, pay_max=2000, pay_unit="hour", hours_per_week=20.0)
        piece = make_opening(session, pay_min=100, pay_max=200, pay_unit="piece")
        assert ids(session, Filters(sort="pay")) == [day.id, month.id, hour.id, piece.id]


def test_near_is_measured_from_the_street_and_what_has_no_place_is_last(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        street = book(session).streets["230103001"]
        nowhere = make_opening(session, lat=None, lon=None)
        north = make_opening(session, lat=street.lat + 0.02, lon=street.lon)
        east = make_opening(session, lat=street.lat, lon=street.lon + 0.02 / cos(radians(street.lat)) * 0.9)
        here = make_opening(session, lat=street.lat, lon=street.lon)
        near = Filters(sort="near", district=("230103",), street="230103001")
        assert ids(session, near) == [here.id, east.id, north.id, nowhere.id]


def test_pages_divide_the_list_and_the_last_is_the_last(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        made = {make_opening(session).id for _ in range(PAGE_SIZE + 2)}
        first, second = ids(session, Filters()), ids(session, Filters(), 2)
        assert (len(first), len(second)) == (PAGE_SIZE, 2)
        assert {*first, *second} == made
        assert queries.search(session, Filters(), 99).page == 2


def test_only_what_takes_people_is_listed(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        for state in ("draft", "review", "filled", "closed", "expired", "withdrawn"):
            make_opening(session, state=state)
        make_opening(session, valid_until=clock.today() - timedelta(days=1))
        shown = make_opening(session, valid_until=clock.today())
        assert ids(session, Filters()) == [shown.id]
        assert queries.counts(session) == {"market": 1, "assistance": 0, "welfare": 0, "gig": 0}
        assert [opening.id for opening in queries.latest(session, limit=9)] == [shown.id]


def test_similar_openings_are_of_the_same_work_and_never_itself(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening = make_opening(session, occupation_code="4-10-01-06")
        far = make_opening(session, occupation_code="X-10-01", district_code="230102")
        near = make_opening(session, occupation_code="4-10-01-02")
        make_opening(session, occupation_code=None)
        assert [row.id for row in queries.similar(session, opening, limit=3)] == [near.id, far.id]


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(q="保洁"), Filters(sort="near", district=("230103",))]
)
def test_a_page_of_the_list_takes_four_queries_however_long_it_is(
    either_engine: Engine, filters: Filters
) -> None:
    with write_session(either_engine) as session:
        book(session)
        for _ in range(2 * PAGE_SIZE):
            make_opening(session)
        session.flush()
        session.expire_all()
        with questions(either_engine) as statements:
            assert len(queries.search(session, filters).openings) == PAGE_SIZE
        assert len(statements) <= 4
