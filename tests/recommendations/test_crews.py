"""Blocks are worked off by processes and by a Dask cluster as by one: whoever dies takes no block with them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.config import Settings
from jobhelp.errors import CommandFailed
from jobhelp.orm import write_session
from jobhelp.recommendations import board, queries
from jobhelp.recommendations.blocks import Bench, askers
from jobhelp.recommendations.crews import Alone, Cluster, Crew, Line, Processes
from jobhelp.recommendations.models import MatchRun, RankedList
from jobhelp.recommendations.service import match_city
from tests.measured import record
from tests.recommendations.city import City, build
from tests.recommendations.conftest import keep_random_model
from tests.recommendations.test_city_run import lists, quiet, runs

MARGIN_SECONDS = 60


def benches(engine: Engine, models_dir: Path) -> tuple[Bench, list]:
    """The bench of today and the people of the city in blocks of four."""
    with Session(engine) as session:
        standing = board.build(session, models_dir, clock.today())
        people = queries.people_after(session, 0, 100, clock.today())
        told = queries.told(session, [one.seeker_id for one in people])
    everybody = askers(standing, people, told)
    return Bench.of(standing), [everybody[at : at + 4] for at in range(0, len(everybody), 4)]


def worked_off(crew: Crew, blocks: list, after_first=lambda: None) -> list:
    """Everybody's lists; `after_first` happens when the first block is back."""
    found = []
    line: Line[int] = Line(crew, "rank")
    for note, listed in line.run((block, at) for at, block in enumerate(blocks)):
        assert note == len(found)  # in order
        found.append(listed)
        if note == 0:
            after_first()
    return found


def test_a_bench_travels_whole(city: City, engine: Engine, models_dir: Path, model) -> None:
    bench, blocks = benches(engine, models_dir)
    there = Bench.unpacked(bench.packed())
    for block in blocks:
        assert there.rank(block) == bench.rank(block)
        here, away = bench.wish(block), there.wish(block)
        assert all(
            np.array_equal(getattr(here, name), getattr(away, name)) for name in ("rows", "scores", "near")
        )


def test_a_process_that_is_killed_takes_no_block_with_it(
    city: City, engine: Engine, models_dir: Path, model
) -> None:
    bench, blocks = benches(engine, models_dir)
    expected = worked_off(Alone(bench), blocks)
    crew = Processes(bench, 2)

    def kill_one() -> None:
        os.kill(next(iter(crew._pool._processes)), signal.SIGKILL)

    try:
        assert worked_off(crew, blocks, kill_one) == expected
    finally:
        crew.close()


HOLDS_A_CREW = """
import sys, time
from pathlib import Path
from jobhelp.recommendations.blocks import Bench
from jobhelp.recommendations.crews import Processes
if __name__ == "__main__":
    crew = Processes(Bench.unpacked(Path(sys.argv[1]).read_bytes()), 2)
    crew.begin("rank", [])()
    print(*crew._pool._processes, flush=True)
    time.sleep(600)
"""


def test_workers_end_with_whoever_started_them(
    city: City, engine: Engine, models_dir: Path, model, tmp_path: Path
) -> None:
    bench, _ = benches(engine, models_dir)
    (tmp_path / "bench").write_bytes(bench.packed())
    (tmp_path / "holds.py").write_text(HOLDS_A_CREW)
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "holds.py"), str(tmp_path / "bench")],
        stdout=subprocess.PIPE,
        text=True,
    )
    workers = [int(number) for number in process.stdout.readline().split()]
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + MARGIN_SECONDS
    while any(Path(f"/proc/{one}").exists() for one in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers and not any(Path(f"/proc/{one}").exists() for one in workers)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and two workers, each a process of its own; ended by their numbers."""
    address_file = folder / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    quiet_words = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    started = [
        subprocess.Popen([*command, "--no-dashboard", "--scheduler-file", str(address_file)], **quiet_words)
    ]
    try:
        deadline = time.monotonic() + MARGIN_SECONDS
        while not address_file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address_file)]
        worker += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0"]
        started += [subprocess.Popen(worker, **quiet_words) for _ in range(2)]
        yield json.loads(address_file.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A running cluster; skipped with a word where Dask is not installed."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install jobhelp[cluster]")
    with cluster(tmp_path) as found:
        yield found


@pytest.mark.filterwarnings("ignore")  # of Dask's own
def test_a_cluster_ranks_like_one_and_loses_a_worker_without_losing_a_block(
    city: City, engine: Engine, models_dir: Path, model, dask
) -> None:
    address, workers = dask
    bench, blocks = benches(engine, models_dir)
    expected = worked_off(Alone(bench), blocks)
    crew = Cluster(bench, address)
    crew._client.wait_for_workers(2, timeout=MARGIN_SECONDS)
    try:
        assert worked_off(crew, blocks, workers[0].kill) == expected
    finally:
        crew.close()
    match_city(engine, models_dir, clock.today(), quiet)
    alone = lists(engine)
    match_city(engine, models_dir, clock.today(), quiet, block=6, address=address)
    assert lists(engine) == alone


@pytest.mark.filterwarnings("ignore")
def test_an_address_where_nobody_answers_is_said_plainly(
    city: City, engine: Engine, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install jobhelp[cluster]")
    monkeypatch.setattr("jobhelp.recommendations.crews.WAIT_SECONDS", 1)
    with pytest.raises(CommandFailed, match="no Dask cluster"):
        match_city(engine, models_dir, clock.today(), quiet, address="tcp://127.0.0.1:9")


def test_without_dask_the_setting_is_refused_plainly(
    city: City, engine: Engine, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CommandFailed, match=r"install jobhelp\[cluster\]"):
        match_city(engine, models_dir, clock.today(), quiet, address="tcp://127.0.0.1:9")


def start_run(settings: Settings, *words: str) -> subprocess.Popen:
    """`jobhelp match` in a process of its own."""
    environment = os.environ | {"JOBHELP_DATA_DIR": str(settings.data_dir)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.recommendations.match_slowly", *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def blocks_done(engine: Engine) -> int:
    with Session(engine) as session:
        run = session.query(MatchRun).order_by(MatchRun.id.desc()).first()
        return run.details["blocks"] if run is not None and run.finished_at is None else 0


def killed_at(engine: Engine, settings: Settings, block: int, wanted: int) -> bool:
    """Start a run and kill it with −9 once so many blocks are done. False when it was finished before."""
    process = start_run(settings, str(block))
    deadline = time.monotonic() + MARGIN_SECONDS
    while blocks_done(engine) < wanted and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    midway = process.poll() is None
    process.kill()
    process.wait()
    return midway


def kill_and_resume(
    engine: Engine, settings: Settings, *, kills: int, block: int, people: int, seed: int
) -> dict[str, int]:
    """Kill runs at random blocks, each time go on with the same run, and compare with a run that was left alone."""
    match_city(engine, settings.models_dir, clock.today(), quiet, block=block)
    expected = lists(engine)
    rng = np.random.default_rng(seed)
    whole = -(-people // block)
    midway = rounds = 0
    while midway < kills:
        with write_session(engine) as session:
            session.query(RankedList).delete()
            session.query(MatchRun).delete()
        at = sorted(
            rng.choice(np.arange(1, whole), min(2, kills - midway, whole - 1), replace=False).tolist()
        )
        midway += sum(killed_at(engine, settings, block, wanted) for wanted in at)
        match_city(engine, settings.models_dir, clock.today(), quiet, block=block)
        rounds += 1
        assert lists(engine) == expected
        (run,) = runs(engine)
        assert run.finished_at is not None
        assert (run.seekers, run.details["blocks"]) == (people, whole)  # none left out, none twice
    return {"kills_midway": midway, "runs": rounds, "people": people, "blocks": whole}


def test_a_run_that_is_killed_goes_on_where_it_was(
    city: City, engine: Engine, settings: Settings, model
) -> None:
    kill_and_resume(engine, settings, kills=1, block=2, people=20, seed=3)


@pytest.mark.long
def test_runs_that_are_killed_again_and_again(engine: Engine, settings: Settings, models_dir: Path) -> None:
    build(engine, 400, 300, each=4)
    keep_random_model(models_dir)
    record("city-run-kills", kill_and_resume(engine, settings, kills=30, block=10, people=300, seed=5))


def test_the_prices_of_the_beginning_are_used_to_the_end(
    city: City, engine: Engine, models_dir: Path, model
) -> None:
    match_city(engine, models_dir, clock.today(), quiet, block=6, strength=0.5)
    expected = lists(engine)
    with write_session(engine) as session:
        session.query(RankedList).delete()
        session.query(MatchRun).delete()
    match_city(engine, models_dir, clock.today(), quiet, block=6, strength=0.5, most_seconds=0.0)
    with write_session(engine) as session:  # wishes change in between; the run's prices do not
        queries.person(session, 3).profile.changed_at = clock.now() + timedelta(minutes=1)
    matched = match_city(engine, models_dir, clock.today(), quiet, block=6, strength=0.9)
    assert matched.finished and lists(engine) == expected
