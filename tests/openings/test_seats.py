"""Seats and numbers: never one too many, never the same twice, however many ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp.openings import service
from jobhelp.openings.models import Opening, ShelfRow
from jobhelp.orm import write_session
from tests.factories import make_opening

RACERS, SEATS = 16, 5


def test_exactly_the_headcount_is_taken_by_many_at_once(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening_id = make_opening(session, headcount=SEATS).id
    start = Barrier(RACERS)

    def take(_racer: int) -> bool:
        start.wait()
        with write_session(either_engine) as session:
            return service.take_seat(session, opening_id)

    with ThreadPoolExecutor(RACERS) as racers:
        taken = list(racers.map(take, range(RACERS)))
    assert sum(taken) == SEATS
    with Session(either_engine) as session:
        opening = session.get_one(Opening, opening_id)
        assert (opening.taken, opening.state) == (SEATS, "filled")
        assert session.get(ShelfRow, opening_id) is None


def test_taking_and_giving_back_at_once_keeps_the_count(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening_id = make_opening(session, headcount=3).id
    start = Barrier(8)

    def come_and_go(_racer: int) -> int:
        start.wait()
        held = 0
        for _ in range(5):
            with write_session(either_engine) as session:
                held += service.take_seat(session, opening_id)
            if held:
                with write_session(either_engine) as session:
                    service.give_back_seat(session, opening_id)
                held -= 1
        return held

    with ThreadPoolExecutor(8) as racers:
        held = sum(racers.map(come_and_go, range(8)))
    with Session(either_engine) as session:
        opening = session.get_one(Opening, opening_id)
        assert (held, opening.taken, opening.state) == (0, 0, "published")
        assert session.get(ShelfRow, opening_id) is not None


def test_a_seat_is_taken_from_a_published_opening_only(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        for state in ("draft", "review", "filled", "closed", "expired", "withdrawn"):
            opening = make_opening(session, state=state)
            assert not service.take_seat(session, opening.id)
            assert opening.taken == 0


def test_a_seat_that_nobody_holds_is_not_given_back(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening = make_opening(session, headcount=2)
        service.give_back_seat(session, opening.id)
        session.refresh(opening)
        assert (opening.taken, opening.state) == (0, "published")


def test_a_seat_of_a_closed_opening_is_given_back_without_reopening_it(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        opening = make_opening(session, headcount=2, taken=1, state="closed")
        service.give_back_seat(session, opening.id)
        assert (opening.taken, opening.state) == (0, "closed")


def test_numbers_are_never_given_twice(either_engine: Engine) -> None:
    start = Barrier(8)

    def ask(racer: int) -> list[str]:
        start.wait()
        with write_session(either_engine) as session:
            return [service.number_for(session, "230103"), *service.numbers_for(session, "230103", racer)]

    with ThreadPoolExecutor(8) as racers:
        given = [number for numbers in racers.map(ask, range(8)) for number in numbers]
    assert sorted(given) == [f"230103-{serial:06d}" for serial in range(1, 8 + sum(range(8)) + 1)]


def test_what_lies_outside_the_city_is_counted_apart(either_engine: Engine) -> None:
    with write_session(either_engine) as session:
        assert service.number_for(session, "230103") == "230103-000001"
        assert service.number_for(session, None) == "000000-000001"
        assert service.numbers_for(session, None, 0) == []
