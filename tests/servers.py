"""Servers that tests start for themselves, on loopback and free ports, and end by their own process id."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

CI = os.environ.get("CI", "").lower() == "true"


def missing(what: str, how: str) -> None:
    """Skip with a clear reason; on CI, where `.ci/run` installs it, fail."""
    text = f"{what} is not installed ({how})"
    if CI:
        pytest.fail(text)
    pytest.skip(text)


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `database()` gives a fresh one inside it."""

    port: int

    @contextmanager
    def database(self, copy_of: str = "template1") -> Iterator[str]:
        """The URL of a database that is dropped afterwards: an empty one, or a copy of `copy_of` (a URL)."""
        name = f"t{uuid4().hex[:12]}"
        root = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        template = copy_of.rpartition("/")[2]
        with psycopg.connect(root, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"
        finally:
            with psycopg.connect(root, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _postgres_bin() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def start_postgres() -> Iterator[PostgresServer]:
    """initdb in a temporary folder and a server on a free port; as user postgres when we are root.

    It never waits for the disk: no test pulls the plug.
    """
    binaries = _postgres_bin()
    if binaries is None:
        missing("PostgreSQL", "apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="jobhelp-pg-"))
    port = free_port()
    as_user = ["su", "postgres", "-s", "/bin/sh", "-c"] if os.geteuid() == 0 else ["sh", "-c"]
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")

    def shell(command: str) -> None:
        subprocess.run([*as_user, command], check=True, capture_output=True, cwd="/", timeout=120)

    data = folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=100"
    options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        shell(f"{binaries}/initdb -D {data} -A trust -E UTF8 --no-locale -U postgres --no-sync")
        shell(f"{binaries}/pg_ctl -D {data} -o '{options}' -l {folder}/log -w start")
        try:
            yield PostgresServer(port)
        finally:
            shell(f"{binaries}/pg_ctl -D {data} -m immediate -w stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class RedisServer:
    """A running redis-server of ours."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def start_redis() -> Iterator[RedisServer]:
    """A redis-server without persistence on a free port."""
    binary = shutil.which("redis-server")
    if binary is None:
        missing("Redis", "apt-get install redis-server")
    port = free_port()
    process = subprocess.Popen(
        [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield RedisServer(f"redis://127.0.0.1:{port}/0", process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(10)
