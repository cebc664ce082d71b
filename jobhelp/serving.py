"""jobhelp serve | worker: the site in the foreground, with its background worker."""

import contextlib
import gc
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

import click

from jobhelp import crypto, database, worker
from jobhelp.commands import say
from jobhelp.config import Settings
from jobhelp.demo import service as demo
from jobhelp.errors import CommandFailed
from jobhelp.recommendations import service as recommendations

STOP_SECONDS = 3.5  # then the rest is killed, so that everything has ended within five
START_SECONDS = 180.0
LOOK_SECONDS = 0.1
EVERYWHERE = {
    "": "127.0.0.1",
    "0.0.0.0": "127.0.0.1",
    "::": "::1",
}  # where to look at a server that listens so


@click.command("serve", short_help="Serve the site; with --demo add the demo city.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option(
    "--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads in each process."
)
@click.option(
    "--demo", "with_demo", is_flag=True, help="Add the demo city, a trained ranker and a first matching."
)
def serve(host: str, port: int, workers: int, threads: int, with_demo: bool) -> None:
    """Serve the site and run its background worker, in the foreground, until told to stop (Ctrl-C or TERM)."""
    settings = Settings.from_env()
    _refuse_taken(host, port)
    _prepare(settings, with_demo=with_demo)
    address = f"{_in_url(host)}:{port}"
    server = [sys.executable, "-m", "gunicorn", "jobhelp.app:create_app()", "--bind", address]
    server += ["--config", "python:jobhelp.server_hooks", "--preload", "--no-control-socket"]
    server += ["--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"]
    server += ["--graceful-timeout", "2", "--timeout", "120", "--log-level", "warning"]
    gc.freeze()  # as in server_hooks: the end comes quickly
    started = _Processes()
    started.start(server, {"JOBHELP_SITE_URL": f"http://{address}"} | os.environ)
    started.start([sys.executable, "-m", "jobhelp.cli", "worker"], os.environ)
    try:
        if started.wait_until_up(host, port):
            say(f"\njobhelp is at http://{address}\n")
            if with_demo:
                say(demo.accounts_text())
            say("Press Ctrl-C to stop.")
        started.wait()
    finally:
        started.end()


@click.command("worker", short_help="Run the background worker alone.")
def run_worker() -> None:
    """Run the background worker alone: expiry, messages, nightly matching."""
    worker.work(Settings.from_env())


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refuse_taken(host: str, port: int) -> None:
    """Say at once that the port is taken, before minutes of preparation."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandFailed(
                f"cannot listen on {host}:{port} ({error.strerror or error}). Stop what uses it, or choose another "
                "port: jobhelp serve --port 8001, or make run PORT=8001."
            ) from None


def _prepare(settings: Settings, *, with_demo: bool) -> None:
    """Database, and with `with_demo` the city, the ranker and the first matching; each only when missing."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    crypto.use(crypto.Keyring.load(settings.key_file, create=not settings.production))
    engine = database.open_engine(settings)
    try:
        if database.prepare(settings, engine):
            say("The database is ready.")
        if with_demo:
            demo.ensure(engine, settings, say)
            recommendations.ensure_model(engine, settings, say)
            recommendations.ensure_lists(engine, settings, say)
    finally:
        engine.dispose()


class _Processes:
    """The processes of one site: they start, end and fail together."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self._told = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start one more, unless we have been told to stop."""
        if not self._told:
            # Ctrl-C reaches the whole group: we end the others in order, so they need not hear it while they load.
            self._running.append(subprocess.Popen(command, env=environment, preexec_fn=_deaf_to_ctrl_c))

    def wait_until_up(self, host: str, port: int) -> bool:
        """Wait until the site answers. False when we are told to stop before; raises when it fails to start."""
        deadline = time.monotonic() + START_SECONDS
        while self._all_run() and time.monotonic() < deadline:
            if self._answers(EVERYWHERE.get(host, host), port, deadline):
                return True
            time.sleep(LOOK_SECONDS)
        if self._told:
            return False
        raise CommandFailed(
            "the site did not start: see the messages above."
            if not self._all_run()
            else f"the site did not answer within {START_SECONDS:.0f} seconds."
        )

    def _answers(self, host: str, port: int, deadline: float) -> bool:
        """Ask once whether the site lives, and wait for the answer: it comes when the first worker is ready."""
        try:
            with socket.create_connection((host, port), timeout=2) as connection:
                connection.sendall(
                    f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
                )
                while self._all_run() and time.monotonic() < deadline:
                    if select.select([connection], [], [], LOOK_SECONDS)[0]:
                        return connection.recv(64).startswith(b"HTTP/1.1 200 ")
        except OSError:
            pass  # nobody listens yet
        return False

    def wait(self) -> None:
        """Until we are told to stop. Raises when one process ends by itself."""
        while self._all_run():
            time.sleep(LOOK_SECONDS)
        if not self._told:
            raise CommandFailed("the server or its worker ended unexpectedly: see the messages above.")

    def _all_run(self) -> bool:
        return not self._told and all(process.poll() is None for process in self._running)

    def end(self) -> None:
        """End all that still run: ask, wait a few seconds, then kill them with their children."""
        for process in self._running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running:
            try:
                process.wait(max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill(process)


def _deaf_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it started (where the system tells which they are)."""
    try:
        children = (
            Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        )
    except OSError:
        children = []
    process.kill()
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
    process.wait()
