"""Many act at the same moment, on both databases: the outcome is as if they had stood in a queue."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications import service
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import OPEN_STATES, ApplicationAction
from jobhelp.errors import Refusal
from jobhelp.jobseekers.models import Seeker
from jobhelp.notices.models import Notice
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningAction
from jobhelp.orm import write_session
from tests.applications.conftest import make_post, messages_to, notices_of, steps_of

A = ApplicationAction
Act = Callable[[Session], object]


def at_once(engine: Engine, acts: list[Act]) -> list[str]:
    """Run each act in its own thread and write transaction, all released together: "done" or the refusal's name."""
    gate = threading.Barrier(len(acts))

    def run(act: Act) -> str:
        gate.wait(30)
        try:
            with write_session(engine) as session:
                act(session)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def moving(application_id: int, action: ApplicationAction, member: User, **needs: str) -> Act:
    """An act that loads the application afresh, as a request does, and moves it."""

    def act(session: Session) -> None:
        application = session.get_one(Application, application_id)
        service.move(session, application, action, by=session.get_one(User, member.id), **needs)  # type: ignore[arg-type]

    return act


def applying(opening_id: int, seeker_id: int) -> Act:
    return lambda session: service.apply(session, opening_id, session.get_one(Seeker, seeker_id))


@pytest.mark.parametrize("headcount", [1, 3])
def test_the_last_seat_is_given_once(database: Engine, headcount: int) -> None:
    with Session(database, expire_on_commit=False) as session:
        post = make_post(session, seekers=10, state="applied", headcount=headcount)
    said = at_once(database, [moving(one.id, A.HIRE, post.member) for one in post.applications])
    assert said.count("done") == headcount
    assert set(said) - {"done"} <= {"OpeningFull", "WrongState", "Conflict"}
    with Session(database) as session:
        found = dict(
            session.execute(select(Application.state, func.count()).group_by(Application.state)).all()
        )
        assert found == {"hired": headcount, "closed": 10 - headcount}
        opening = session.get_one(Opening, post.opening.id)
        assert (opening.taken, opening.state) == (headcount, "filled")
        # each of the others was told once, and each timeline has one step for each move
        for seeker in post.seekers:
            assert len(notices_of(session, seeker.user_id)) == 1
        assert session.scalar(select(func.count()).select_from(ApplicationStep)) == 20


def test_ten_taps_of_one_person_make_one_application(database: Engine) -> None:
    with Session(database, expire_on_commit=False) as session:
        post = make_post(session)
    said = at_once(database, [applying(post.opening.id, post.seekers[0].id)] * 10)
    assert said == ["done"] * 10
    with Session(database) as session:
        application = session.scalars(select(Application)).one()
        assert steps_of(session, application) == [("applied", "seeker")]
        assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_ten_taps_to_apply_again_are_one(database: Engine) -> None:
    with Session(database, expire_on_commit=False) as session:
        post = make_post(session, state="withdrawn")
    said = at_once(database, [applying(post.opening.id, post.seekers[0].id)] * 10)
    assert said == ["done"] * 10
    with Session(database) as session:
        assert len(steps_of(session, session.scalars(select(Application)).one())) == 2
        assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_ten_presses_on_a_new_time_send_one_message(database: Engine) -> None:
    with Session(database, expire_on_commit=False) as session:
        post = make_post(session, state="invited")
    [number] = [one.id for one in post.applications]
    meeting = service.Meeting(clock.now() + timedelta(days=1), "phone")

    def act(session: Session) -> None:
        application = session.get_one(Application, number)
        service.move(
            session, application, A.INVITE, by=session.get_one(User, post.member.id), meeting=meeting
        )

    said = at_once(database, [act] * 10)
    assert said.count("done") == 1
    assert set(said) <= {"done", "Conflict", "MeetingUnchanged"}
    with Session(database) as session:
        assert len(steps_of(session, session.get_one(Application, number))) == 2
        assert len(messages_to(session, post.seekers[0].user_id)) == 1


def test_two_answers_at_once_and_one_of_them_counts(database: Engine) -> None:
    for _ in range(5):
        with Session(database, expire_on_commit=False) as session:
            post = make_post(session, state="applied")
        [number] = [one.id for one in post.applications]
        said = at_once(
            database,
            [
                moving(number, A.REFUSE, post.member, reason="hours"),
                moving(number, A.WITHDRAW, post.member),
                moving(number, A.HIRE, post.member),
            ],
        )
        assert said.count("done") == 1
        with Session(database) as session:
            application = session.get_one(Application, number)
            assert len(steps_of(session, application)) == 2
            taken = session.get_one(Opening, post.opening.id).taken
            assert taken == (1 if application.state == "hired" else 0)


def test_nobody_is_left_waiting_for_a_post_that_ends_while_they_apply(database: Engine) -> None:
    for _ in range(3):
        with Session(database, expire_on_commit=False) as session:
            post = make_post(session, seekers=8)

        def close(session: Session, number: int = post.opening.id) -> None:
            openings.move(session, session.get_one(Opening, number), OpeningAction.CLOSE, note="不招了")

        acts = [applying(post.opening.id, seeker.id) for seeker in post.seekers]
        said = at_once(database, [*acts[:4], close, *acts[4:]])
        assert set(said) <= {"done", "OpeningOver"}
        with Session(database) as session:
            waiting = select(func.count()).select_from(Application)
            waiting = waiting.where(
                Application.opening_id == post.opening.id,
                Application.state.in_([state.value for state in OPEN_STATES]),
            )
            assert session.scalar(waiting) == 0
