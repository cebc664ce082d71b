"""The night run of a whole city, in a process of its own: time, memory, growth, and what a crash leaves."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks.processes import Peak, Watch
from jobhelp.orm import write_session
from jobhelp.recommendations.blocks import PACKED_IDS
from jobhelp.recommendations.models import MatchRun, RankedList
from jobhelp.recommendations.ranking import DEPTH


class Progress(Watch):
    """How far a run is. points: (people ranked, seconds since the first block was begun)."""

    def __init__(self, engine: Engine):
        super().__init__()
        self._engine = engine
        self._begun, self._next = 0.0, 0.0
        self.points: list[tuple[int, float]] = []

    def look(self) -> None:
        """Keep where it is, evenly on a logarithmic axis."""
        run = _run(self._engine)
        now = time.perf_counter()
        if run.id is None:
            return
        if not self._begun:
            self._begun = now
        elif run.seekers and now >= self._next and (not self.points or run.seekers > self.points[-1][0]):
            spent = now - self._begun
            self.points.append((run.seekers, round(spent, 2)))
            self._next = now + 0.15 * spent


def start(folder: Path, block: int) -> subprocess.Popen[bytes]:
    """The night run in a process of its own."""
    environment = os.environ | {"JOBHELP_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "benchmarks.night", str(block)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


def night(folder: Path, engine: Engine, block: int) -> dict[str, Any]:
    """The whole city once, then once more killed at a random block and resumed."""
    forget(engine)
    process = start(folder, block)
    with Peak(process.pid) as peak, Progress(engine) as progress:
        told, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the night run failed with status {process.returncode}")
    matched = json.loads(told)
    whole, lists, shortest = digest(engine)
    blocks = _run(engine).details["blocks"]
    forget(engine)
    at = int(np.random.default_rng().integers(1, max(blocks - 1, 2)))
    killed = kill_at(start(folder, block), engine, at)
    again = start(folder, block)
    resumed = json.loads(again.communicate()[0])
    run = _run(engine)
    return {
        "seekers": matched["seekers"],
        "openings": matched["posts"],
        "pairs": matched["pairs"],
        "lists": lists,
        "kept_a_list": DEPTH,
        "shortest_list": shortest,
        "seconds": matched["seconds"],
        "pairs_a_second": round(matched["pairs"] / matched["seconds"]),
        "peak_memory_gb": round(peak.bytes / 1e9, 2),
        "progress": progress.points,
        "balance": matched["balance"],
        "killed": {
            "wanted_after_block": at,
            "blocks_done_when_killed": killed,
            "of_blocks": blocks,
            "resumed_after_seeker": resumed["resumed_after"],
            "same_lists": digest(engine)[0] == whole,
            "blocks_in_all": run.details["blocks"],
            "people_in_all": run.seekers,
        },
    }


def forget(engine: Engine) -> None:
    with write_session(engine) as session:
        session.query(RankedList).delete()
        session.query(MatchRun).delete()


def _run(engine: Engine) -> MatchRun:
    with Session(engine) as session:
        return session.scalars(select(MatchRun).order_by(MatchRun.id.desc())).first() or MatchRun(details={})


def digest(engine: Engine) -> tuple[str, int, int]:
    """(what stands in all lists, how many, how many of the suitable posts the shortest keeps at least of DEPTH)."""
    told, count, shortest = hashlib.sha256(), 0, DEPTH
    columns = (RankedList.seeker_id, RankedList.suitable, RankedList.opening_ids, RankedList.scores)
    with Session(engine) as session:
        statement = select(*columns).order_by(RankedList.seeker_id).execution_options(yield_per=5000)
        for seeker, suitable, ids, scores in session.execute(statement):
            told.update(f"{seeker},{suitable}".encode() + ids + scores)
            count += 1
            kept = min(len(ids), len(scores)) // PACKED_IDS.itemsize
            shortest = min(
                shortest, kept if kept < suitable else DEPTH
            )  # whoever has fewer suitable posts sees all
    return told.hexdigest(), count, shortest


def kill_at(process: subprocess.Popen[bytes], engine: Engine, blocks: int) -> int:
    """Kill the run with −9 once so many blocks are done; its workers end when it does."""
    while process.poll() is None and _run(engine).details.get("blocks", 0) < blocks:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return int(_run(engine).details["blocks"])
