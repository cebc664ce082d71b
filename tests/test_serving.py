"""`jobhelp serve` as `make run` starts it: real processes, a real port, real signals."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import create_engine, text

from tests.servers import free_port

STOP_SECONDS = 5.0
READY = "Press Ctrl-C to stop."


@dataclass
class Site:
    """A site in the foreground of its own process group."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path

    @property
    def told(self) -> str:
        """What it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    def wait_until_told(self, words: str, seconds: float) -> float:
        """Wait for these words; returns how long it took."""
        started = time.monotonic()
        while words not in self.told:
            assert self.process.poll() is None, self.told
            assert time.monotonic() - started < seconds, self.told
            time.sleep(0.05)
        return time.monotonic() - started

    def get(self, path: str) -> str:
        """A page that must be there."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            assert answer.status == 200 and answer.url.endswith(path)
            body: bytes = answer.read()
            return body.decode()

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Signal the whole group, as a terminal or a supervisor does; returns how long the end took."""
        started = time.monotonic()
        os.killpg(self.process.pid, number)
        self.process.wait(STOP_SECONDS + 5)
        return time.monotonic() - started

    def others(self) -> list[str]:
        """Processes of the group that are left."""
        found = subprocess.run(
            ["ps", "-o", "cmd=", "-g", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [line for line in found.stdout.splitlines() if line.strip() and "<defunct>" not in line]


@contextmanager
def site(folder: Path, *arguments: str, **environment: str) -> Iterator[Site]:
    """Start the site in `folder`; whatever happens, its group is ended."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    output = folder / f"out-{port}.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "jobhelp.cli", "serve", "--port", str(port), *arguments],
            stdout=file,
            stderr=subprocess.STDOUT,
            env=os.environ | {"JOBHELP_DATA_DIR": str(folder / "data")} | environment,
            start_new_session=True,
        )
    try:
        yield Site(process, port, output)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site without the demo city, up and answering."""
    with site(tmp_path_factory.mktemp("plain")) as started:
        started.wait_until_told(READY, 120)
        yield started


def test_the_address_is_printed_when_the_site_answers(plain: Site) -> None:
    assert f"jobhelp is at http://127.0.0.1:{plain.port}\n" in plain.told
    assert "The database is ready." in plain.told
    assert "Demo accounts" not in plain.told
    assert "ok" in plain.get("/healthz")
    assert "<html" in plain.get("/")


def test_a_taken_port_is_told_at_once_and_harms_nobody(plain: Site, tmp_path: Path) -> None:
    started = time.monotonic()
    second = subprocess.run(
        [sys.executable, "-m", "jobhelp.cli", "serve", "--demo", "--port", str(plain.port)],
        env=os.environ | {"JOBHELP_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.startswith(f"jobhelp: cannot listen on 127.0.0.1:{plain.port} (")
    assert "PORT=8001" in second.stderr and len(second.stderr.splitlines()) == 1
    assert not (tmp_path / "data" / "jobhelp.db").exists()  # told before any work
    assert time.monotonic() - started < 60
    assert "ok" in plain.get("/healthz")


def test_an_address_that_is_not_ours_is_told(tmp_path: Path) -> None:
    with site(tmp_path, "--host", "192.0.2.1") as elsewhere:
        assert elsewhere.process.wait(60) == 1
        assert "cannot listen on 192.0.2.1" in elsewhere.told and "Traceback" not in elsewhere.told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "Ctrl-C"])
def test_a_signal_to_the_group_ends_everything_within_five_seconds(tmp_path: Path, number: int) -> None:
    with site(tmp_path) as started:
        started.wait_until_told(READY, 120)
        deadline = time.monotonic() + 20
        while len(started.others()) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(started.others()) == 5  # serve, gunicorn and its two workers, the background worker
        assert started.stop(number) < STOP_SECONDS
        assert started.process.returncode == 0
        deadline = time.monotonic() + 1
        while started.others() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert started.others() == []
        assert "Traceback" not in started.told and "ERROR" not in started.told
        again = subprocess.run(  # the port is free for whoever comes next
            [sys.executable, "-c", f"import socket; socket.create_server(('127.0.0.1', {started.port}))"],
            check=False,
            timeout=30,
        )
        assert again.returncode == 0


def test_it_ends_when_its_server_ends(tmp_path: Path) -> None:
    with site(tmp_path) as started:
        started.wait_until_told(READY, 120)
        master = re.search(
            r"^ *(\d+) .*-m gunicorn",
            subprocess.run(
                ["ps", "-o", "pid,cmd", "--ppid", str(started.process.pid)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout,
            re.MULTILINE,
        )
        assert master
        os.kill(int(master.group(1)), signal.SIGTERM)
        assert started.process.wait(STOP_SECONDS + 2) == 1
        assert "ended unexpectedly" in started.told and "Traceback" not in started.told


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_the_demo_city_is_made_once_and_the_second_start_is_quick(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The whole of `make run`: city, ranker, first matching, site; then again, and nothing is lost."""
    environment = {}
    if database == "postgresql":
        environment["JOBHELP_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    with site(tmp_path, "--demo", **environment) as first:
        first.wait_until_told(READY, 600)
        for words in ("The demo city stands", "The ranker is model:", "16900000001", "Code now"):
            assert words in first.told
        assert "示例" in first.get("/openings")
        assert '"ready": true' in first.get("/readyz")
        assert first.stop() < STOP_SECONDS
    url = environment.get("JOBHELP_DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'jobhelp.db'}")
    counts = "SELECT (SELECT count(*) FROM openings), (SELECT count(*) FROM seekers), (SELECT count(*) FROM ranked_lists)"
    engine = create_engine(url)
    with engine.connect() as connection:
        before = connection.execute(text(counts)).one()
    worked = _seconds_of_work()
    with site(tmp_path, "--demo", **environment) as second:
        second.wait_until_told(READY, 180)
        assert "The demo city stands" not in second.told and "The ranker is" not in second.told
        assert "Ranking" not in second.told
        assert "16900000001" in second.told
        assert second.stop() < STOP_SECONDS
    with engine.connect() as connection:
        assert connection.execute(text(counts)).one() == before
    engine.dispose()
    assert before[0] >= 400 and before[1] == 600 and before[2] > 500
    # Work and not time: beside other work the clock measures the neighbours. On two free cores this is a few seconds.
    assert _seconds_of_work() - worked < 40


def _seconds_of_work() -> float:
    """Processor seconds of all processes that this one started and that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
