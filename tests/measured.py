"""Figures of the long suites, written where readers find them: docs/measured/<suite>.json.

Each file says which commit on which machine gave the figures, so that two files can be compared honestly.
"""

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from jobhelp import clock

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/measured"


def record(suite: str, figures: dict[str, Any], *, folder: Path = FOLDER) -> Path:
    """Write (or add to) the suite's file; a key that is there already is replaced. Returns the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{suite}.json"
    commit = _commit()
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept = before.get("figures", {}) if before.get("commit") == commit else {}
    document = {
        "suite": suite,
        "commit": commit,
        "date": clock.today().isoformat(),
        "machine": machine(),
        "figures": {**kept, **figures},
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def machine() -> dict[str, Any]:
    """The machine in the words that matter for a figure: processor, cores we may use, memory, Python, system."""
    return {
        "cpu": _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(int((_field(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0]) / 2**20, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _commit() -> str:
    """The commit of the working tree, with a + when files differ from it."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    changed = git("status", "--porcelain", "--", "jobhelp", "migrations", "seed", "pyproject.toml")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + ("+" if changed else "")


def _field(path: Path, name: str) -> str:
    """The value of a `name : value` line of a /proc file; "" where there is none."""
    if not path.exists():
        return ""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""
