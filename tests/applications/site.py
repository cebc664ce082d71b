"""The real server (gunicorn, several processes) and signed-in HTTP clients for the race for the last vacancy."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from jobhelp import clock
from jobhelp.accounts.models import User
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
REQUEST_SECONDS = 120
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@contextmanager
def gunicorn(environment: dict[str, str], log: Path, *, workers: int, threads: int) -> Iterator[int]:
    """The site as in production but for its settings; yields the port, and ends the server by its process id."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JOBHELP_")}
    command = [sys.executable, "-m", "gunicorn", "jobhelp.app:create_app()", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"]
    command += [
        "--timeout",
        "120",
        "--graceful-timeout",
        "5",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=clean | environment, stdout=output, stderr=output)
        try:
            _wait(process, port, log)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not answer in time")


@dataclass
class Answer:
    """What the server said, and how long it took."""

    status: int
    location: str
    text: str
    milliseconds: float


@dataclass
class Browser:
    """One signed-in person: a session cookie as the sign-in page would have set, and the form token of a page."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, address: str) -> Answer:
        """Open a page; remember its form token if it has one."""
        answer = self._ask("GET", address, None)
        found = TOKEN.search(answer.text)
        if found:
            self.token = found.group(1)
        return answer

    def post(self, address: str, **fields: str) -> Answer:
        """Send a form with the token of the page."""
        return self._ask("POST", address, urlencode({"csrf_token": self.token, **fields}))

    def _ask(self, method: str, address: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "zh-CN", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=REQUEST_SECONDS)
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        spent = (time.perf_counter() - started) * 1000
        return Answer(response.status, response.headers.get("Location", ""), text, spent)


def signed_in(app: Flask, port: int, user: User) -> Browser:
    """A browser with a session of `user`, signed with the site's own key."""
    now = clock.now().timestamp()
    state = {"_user_id": user.get_id(), "_fresh": True, "sid": user.uid, "signed_in_at": now, "seen_at": now}
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return Browser(port, {app.config["SESSION_COOKIE_NAME"]: str(signer.dumps(state))})


def all_at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run every act in a thread of its own; they all start at the same moment."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        gate.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
