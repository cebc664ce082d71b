"""The night run: block by block, the same twice, resumed after a crash, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.jobseekers import service as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import write_session
from jobhelp.recommendations import queries, tasks
from jobhelp.recommendations.models import MatchRun, RankedList
from jobhelp.recommendations.service import city as nightly
from jobhelp.recommendations.service import ensure_lists, is_matched, match_city
from tests.recommendations.city import City, build
from tests.recommendations.conftest import SMALL, keep_random_model


def quiet(_text: str) -> None:
    pass


def lists(engine: Engine) -> dict[int, tuple]:
    """Seeker → what is kept, without the instant."""
    with Session(engine) as session:
        return {
            row.seeker_id: (row.on, row.model, row.suitable, row.opening_ids, row.scores)
            for row in session.scalars(select(RankedList))
        }


def runs(engine: Engine) -> list[MatchRun]:
    with Session(engine) as session:
        return list(session.scalars(select(MatchRun).order_by(MatchRun.id)))


def test_everybody_who_agreed_has_a_list_on_either_database(either_engine: Engine, tmp_path: Path) -> None:
    build(either_engine, **SMALL)
    with write_session(either_engine) as session:
        queries.person(session, 7).profile.personalised = False
    matched = match_city(either_engine, tmp_path, clock.today(), quiet, block=6)
    assert set(lists(either_engine)) == set(range(1, 21)) - {7}
    assert (matched.seekers, matched.lists, matched.finished) == (20, 19, True)
    assert matched.pairs == 19 * matched.posts
    (run,) = runs(either_engine)
    assert run.finished_at is not None and run.seekers == 19 and run.pairs == matched.pairs


def test_the_same_day_twice_gives_the_same_lists(city: City, engine: Engine, models_dir: Path, model) -> None:
    match_city(engine, models_dir, clock.today(), quiet, block=7)
    first = lists(engine)
    match_city(engine, models_dir, clock.today(), quiet, block=5)
    assert lists(engine) == first


@pytest.mark.parametrize("blocks", [0, 1, 2, 3])
def test_a_crash_resumes_at_the_next_block(
    either_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: int
) -> None:
    build(either_engine, **SMALL)
    match_city(either_engine, tmp_path, clock.today(), quiet, block=6)
    expected = lists(either_engine)
    with write_session(either_engine) as session:
        session.query(RankedList).delete()
        session.query(MatchRun).delete()
    whole, done = nightly._replace, 0

    def crash(*arguments) -> None:
        nonlocal done
        if done == blocks:
            raise KeyboardInterrupt
        done += 1
        whole(*arguments)

    monkeypatch.setattr(nightly, "_replace", crash)
    with pytest.raises(KeyboardInterrupt):
        match_city(either_engine, tmp_path, clock.today(), quiet, block=6)
    assert len(lists(either_engine)) == min(6 * blocks, 20)
    assert runs(either_engine)[-1].finished_at is None
    monkeypatch.setattr(nightly, "_replace", whole)
    matched = match_city(either_engine, tmp_path, clock.today(), quiet, block=6)
    assert matched.resumed_after == 6 * blocks and matched.seekers == 20 - 6 * blocks
    assert lists(either_engine) == expected and len(runs(either_engine)) == 1


def test_a_run_that_broke_off_yesterday_or_under_another_model_starts_anew(
    city: City, engine: Engine, models_dir: Path, model
) -> None:
    match_city(engine, models_dir, clock.today(), quiet, block=6, most_seconds=0.0)
    keep_random_model(models_dir, seed=5)
    matched = match_city(engine, models_dir, clock.today(), quiet, block=6)
    assert matched.resumed_after == 0 and matched.lists == 20
    assert match_city(engine, models_dir, clock.today() + timedelta(days=1), quiet).resumed_after == 0


def test_time_is_given_back_between_two_blocks(
    city: City, engine: Engine, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matched = match_city(engine, models_dir, clock.today(), quiet, block=6, most_seconds=1e-9)
    assert not matched.finished and matched.seekers == 0
    assert match_city(engine, models_dir, clock.today(), quiet, block=6).finished


def test_another_day_ranks_the_posts_of_that_day(city: City, engine: Engine, models_dir: Path, model) -> None:
    today = match_city(engine, models_dir, clock.today(), quiet)
    later = match_city(engine, models_dir, clock.today() + timedelta(days=170), quiet)
    assert later.posts < today.posts
    assert {kept[0] for kept in lists(engine).values()} == {clock.today() + timedelta(days=170)}


def test_somebody_erased_meanwhile_gets_no_list(
    city: City, engine: Engine, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = nightly._replace

    def erase_first(*arguments) -> None:
        with write_session(engine) as session:
            found = session.get(Seeker, 4)
            if found is not None:
                jobseekers.erase(session, found)
        whole(*arguments)

    monkeypatch.setattr(nightly, "_replace", erase_first)
    assert match_city(engine, models_dir, clock.today(), quiet).finished
    assert set(lists(engine)) == set(range(1, 21)) - {4}


def test_sharing_the_cores_changes_nothing(city: City, engine: Engine, models_dir: Path, model) -> None:
    match_city(engine, models_dir, clock.today(), quiet)
    alone = lists(engine)
    match_city(engine, models_dir, clock.today(), quiet, block=3, many_pairs=1)
    assert lists(engine) == alone


def test_an_empty_city_is_done_at_once(engine: Engine, models_dir: Path) -> None:
    matched = match_city(engine, models_dir, clock.today(), quiet)
    assert matched.finished and matched.seekers == matched.posts == 0


def test_lists_are_made_once_a_day(city: City, engine: Engine, settings: Settings) -> None:
    said: list[str] = []
    ensure_lists(engine, settings, said.append)
    assert is_matched(engine, settings, clock.today()) and said
    said.clear()
    ensure_lists(engine, settings, said.append)
    assert said == [] and len(runs(engine)) == 1
    assert tasks.night(engine, settings) == "done already"


def test_the_task_ranks_a_new_day_and_the_other_tasks_do_their_work(
    city: City, engine: Engine, settings: Settings
) -> None:
    assert "finished" in tasks.night(engine, settings)
    assert tasks.refresh(engine, settings) == "0 lists"
    assert tasks.learn(engine, settings)
