"""The real site for journeys through a browser: `jobhelp serve --demo` in a folder of its own, and Debian's Chromium."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.servers import free_port, missing

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 300


@dataclass(frozen=True)
class Site:
    """A running demo city."""

    url: str
    data_dir: Path


@contextmanager
def running_site(folder: Path, **environment: str) -> Iterator[Site]:
    """Start the demo city and stop it by its process group; the server's own output goes to `serve.log`."""
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("JOBHELP_")}
    settings |= {
        "JOBHELP_DATA_DIR": str(folder),
        "JOBHELP_RATE_LIMITS": "0",
        "JOBHELP_SMS": "file",
    } | environment
    command = [sys.executable, "-m", "jobhelp.cli", "serve", "--demo", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, env=settings, stdout=log, stderr=log, start_new_session=True)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, url, folder / "serve.log")
            yield Site(url, folder)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the site did not start:\n{log.read_text(errors='replace')[-3000:]}")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError("the site did not become ready in time")


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium, headless; skipped (in CI: failed) where it is not installed."""
    if not CHROMIUM.exists():
        missing("Chromium", "apt-get install chromium")
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
