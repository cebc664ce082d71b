"""What a process keeps in memory, and how it stays in step with the database."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers import service as jobseekers
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningAction
from jobhelp.orm import write_session
from jobhelp.recommendations import board, queries
from jobhelp.recommendations.board import Keeper, Standing
from tests.factories import make_application, make_opening, make_seeker
from tests.pages import questions
from tests.recommendations.city import City
from tests.recommendations.conftest import keep_random_model


@pytest.fixture
def keeper(models_dir: Path) -> Keeper:
    return Keeper(models_dir)


def look(engine: Engine, keeper: Keeper) -> Standing:
    """The standing at a new request."""
    with Session(engine) as session:
        return keeper.current(session)


def as_built(engine: Engine, models_dir: Path) -> dict[int, dict]:
    """Number → facts of every open post, read anew."""
    with Session(engine) as session:
        posts = board.build(session, models_dir, clock.today()).board.posts
    return {int(number): posts.facts(row) for row, number in enumerate(posts.id)}


def as_kept(standing: Standing) -> dict[int, dict]:
    """Number → facts of every open post on a standing."""
    posts = standing.board.posts
    return {int(number): posts.facts(row) for row, number in enumerate(posts.id) if posts.open[row]}


def test_nothing_changed_nothing_is_read(city: City, engine: Engine, keeper: Keeper) -> None:
    first = look(engine, keeper)
    with questions(engine) as asked:
        assert look(engine, keeper) is first
    assert len(asked) == 1


def test_every_kind_of_change_is_seen_by_the_next_request(
    city: City, engine: Engine, keeper: Keeper, models_dir: Path
) -> None:
    look(engine, keeper)

    def changed(number: int, **values: object) -> None:
        with write_session(engine) as session:
            session.execute(
                update(Opening).where(Opening.id == number).values(changed_at=clock.now(), **values)
            )

    open_ids = list(as_built(engine, models_dir))
    changed(open_ids[0], title="新的名称", pay_min=999_900, pay_max=999_900)
    changed(open_ids[1], state="closed")
    changed(open_ids[2], taken=1, shifts=["night"], certificates=["health"])
    with write_session(engine) as session:
        fresh = make_opening(session).id
    assert as_kept(look(engine, keeper)) == as_built(engine, models_dir)
    assert fresh in as_kept(look(engine, keeper)) and open_ids[1] not in as_kept(look(engine, keeper))
    changed(open_ids[1], state="published")
    assert as_kept(look(engine, keeper)) == as_built(engine, models_dir)


def test_openings_that_the_slice_itself_moves_are_seen(
    session: Session, engine: Engine, keeper: Keeper
) -> None:
    opening = make_opening(session, headcount=1)
    session.commit()
    assert opening.id in as_kept(look(engine, keeper))
    with write_session(engine) as writing:
        assert openings.take_seat(writing, opening.id)
    assert opening.id not in as_kept(look(engine, keeper))
    with write_session(engine) as writing:
        openings.give_back_seat(writing, opening.id)
    assert opening.id in as_kept(look(engine, keeper))
    with write_session(engine) as writing:
        openings.move(writing, writing.get_one(Opening, opening.id), OpeningAction.CLOSE, note="不招了")
    assert opening.id not in as_kept(look(engine, keeper))


def test_a_change_that_was_committed_late_is_seen(session: Session, engine: Engine, keeper: Keeper) -> None:
    """A transaction may stamp its change, wait, and commit after another one that stamped later."""
    early, late = make_opening(session), make_opening(session)
    session.commit()
    look(engine, keeper)
    stamped = clock.now()
    with write_session(engine) as writing:
        writing.execute(
            update(Opening).where(Opening.id == late.id).values(headcount=7, changed_at=clock.now())
        )
    assert as_kept(look(engine, keeper))[late.id]["headcount"] == 7
    with write_session(engine) as writing:
        writing.execute(update(Opening).where(Opening.id == early.id).values(headcount=9, changed_at=stamped))
    assert as_kept(look(engine, keeper))[early.id]["headcount"] == 9


def test_many_changes_at_once_are_read_as_a_whole(
    city: City, engine: Engine, keeper: Keeper, models_dir: Path
) -> None:
    look(engine, keeper)
    with write_session(engine) as session:
        session.execute(update(Opening).values(headcount=8, changed_at=clock.now()))
    assert as_kept(look(engine, keeper)) == as_built(engine, models_dir)


def test_a_new_day_ends_posts_and_remembers_yesterday(
    session: Session, engine: Engine, keeper: Keeper
) -> None:
    ending = make_opening(session, valid_until=clock.today())
    opening = make_opening(session)
    make_application(session, opening, make_seeker(session))
    session.commit()
    today = look(engine, keeper)
    assert len(today.board.evidence) == 0, "what happens today counts from tomorrow on"
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        tomorrow = look(engine, keeper)
    assert tomorrow.board.at == today.board.at + 1 and len(tomorrow.board.evidence) == 1
    row = tomorrow.board.posts.row_of.get(ending.id)
    assert row is None or not tomorrow.board.still_open()[row]


def test_a_new_model_is_used_at_the_next_request(city: City, engine: Engine, keeper: Keeper) -> None:
    assert look(engine, keeper).using.is_rule
    ranker = keep_random_model(keeper.models_dir)
    assert look(engine, keeper).using.ranker.name == ranker.name


def test_whoever_is_erased_leaves_every_processs_memory(
    session: Session, engine: Engine, keeper: Keeper, models_dir: Path, app, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "AT_ONCE_SECONDS", 60.0)  # a busy machine reads beside the requests
    opening, seeker = make_opening(session), make_seeker(session)
    other = make_seeker(session)
    with time_machine.travel(clock.now() - timedelta(days=2), tick=True):
        make_application(session, opening, seeker)
        make_application(session, opening, other)
    session.commit()
    another_process = Keeper(models_dir)
    for one in (keeper, another_process):
        assert seeker.id in look(engine, one).board.evidence.persons
    with write_session(engine) as writing:
        jobseekers.erase(writing, writing.get_one(type(seeker), seeker.id))
    for one in (keeper, another_process):
        evidence = look(engine, one).board.evidence
        assert seeker.id not in evidence.persons and other.id in evidence.persons


def test_what_takes_long_is_read_beside_the_requests(
    city: City, engine: Engine, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = look(engine, keeper)
    monkeypatch.setattr(board, "AT_ONCE_SECONDS", -1.0)
    ranker = keep_random_model(keeper.models_dir)
    held = look(engine, keeper)
    assert held.using is first.using, "the old ranker answers until the new board is read"
    keeper._reading.join(30)
    assert look(engine, keeper).using.ranker.name == ranker.name


def test_a_process_that_has_just_started_reads_before_anybody_asks(
    city: City, engine: Engine, keeper: Keeper
) -> None:
    keeper.warm_up(engine)
    reading = keeper._reading
    assert len(look(engine, keeper).board) > 0, "the request waits for the reading that has begun"
    assert not reading.is_alive() and keeper.warm is look(engine, keeper)
    keeper.warm_up(engine)
    assert keeper._reading is reading


def test_a_process_keeps_one_memory_a_database(engine: Engine, models_dir: Path) -> None:
    with Session(engine) as session:
        one = board.keeper(session, models_dir)
        assert board.keeper(session, models_dir) is one is board.known_keeper(session)
        assert board.keeper(session, models_dir / "other") is not one


def test_both_databases_tell_the_same(either_engine: Engine, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    with write_session(either_engine) as session:
        opening = make_opening(session)
        make_opening(session, state="draft", published_at=None)
    assert list(as_kept(look(either_engine, keeper))) == [opening.id]
    with write_session(either_engine) as session:
        session.execute(
            update(Opening).where(Opening.id == opening.id).values(taken=1, changed_at=clock.now())
        )
    assert as_kept(look(either_engine, keeper))[opening.id]["taken"] == 1
    with Session(either_engine) as session:
        marks = queries.marks(session, clock.now())
        assert marks.recent == {} and marks.left_at is None and marks.reference
