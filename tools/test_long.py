"""Run the long suites (`-m long`), two files at a time; each writes its figures to docs/measured/<suite>.json.

Exit status 0 only when every suite passed and none was skipped for want of a server or browser.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run pytest on everything that is marked long, with missing servers counted as failures."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JOBHELP_")}
    environment["CI"] = "true"
    started = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        "long",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        "-p",
        "no:cacheprovider",
        "--durations=40",
        *sys.argv[1:],
    ]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"long suites: {(time.monotonic() - started) / 60:.1f} minutes, exit {status}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
