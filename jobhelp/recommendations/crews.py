"""Who works off the blocks: this process alone, a process for each core, or the machines of a Dask cluster.

All three give the answers in the order of the blocks, so that what is done is always a beginning of the city, and take
in only a few blocks ahead, so that memory is bounded by the block. A worker that dies takes no block with it: its
blocks are given to another.
"""

import hashlib
import importlib
import importlib.util
import os
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

from jobhelp.errors import CommandFailed
from jobhelp.matching.features import FEATURES, fingerprint
from jobhelp.recommendations.blocks import Asker, Bench

Act = Literal["rank", "wish", "may"]
Note = TypeVar("Note")
MOST_FALLS = 3  # of workers, one after the other, before we give up
WAIT_SECONDS = 30


class Crew(Protocol):
    """Works off blocks. hands: how many at the same time."""

    hands: int

    def begin(self, act: Act, block: Sequence[Asker]) -> Callable[[], Any]:
        """Take a block on; the returned function waits for its answer."""

    def renew(self, bench: Bench) -> None:
        """Go on with another bench; no block may be under way."""

    def close(self) -> None:
        """Let the workers go."""


class Line(Generic[Note]):
    """Blocks under way, in order. Each carries a note of the giver's own."""

    def __init__(self, crew: Crew, act: Act):
        self._crew, self._act = crew, act
        self._under_way: deque[tuple[Note, Callable[[], Any]]] = deque()

    def run(self, blocks: Iterator[tuple[Sequence[Asker], Note]]) -> Iterator[tuple[Note, Any]]:
        """Work off the blocks: (note, answer), in their order. A block is asked for only when a hand is near."""
        ahead = self._crew.hands + (self._crew.hands > 1)
        for block, note in blocks:
            self._under_way.append((note, self._crew.begin(self._act, block)))
            while len(self._under_way) >= ahead:
                yield self._next()
        while self._under_way:
            yield self._next()

    def _next(self) -> tuple[Note, Any]:
        note, answer = self._under_way.popleft()
        return note, answer()


class Alone:
    """This process itself."""

    hands = 1

    def __init__(self, bench: Bench):
        self._bench = bench

    def begin(self, act: Act, block: Sequence[Asker]) -> Callable[[], Any]:
        """The block is worked off when its answer is asked for."""
        bench = self._bench
        return lambda: getattr(bench, act)(block)

    def renew(self, bench: Bench) -> None:
        """Take another bench."""
        self._bench = bench

    def close(self) -> None:
        """Nobody to let go."""


class Processes:
    """One process for each core of this machine."""

    def __init__(self, bench: Bench, hands: int):
        self.hands = hands
        self._file: Path | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self.renew(bench)

    def begin(self, act: Act, block: Sequence[Asker]) -> Callable[[], Any]:
        """Give the block to the next free process."""
        pool, waiting = self._submit(act, block)

        def answer() -> Any:
            nonlocal pool, waiting
            for _ in range(MOST_FALLS):
                try:
                    return waiting.result()
                except (
                    BrokenProcessPool,
                    CancelledError,
                ):  # one was killed: the others go with it, the work does not
                    self._replace(pool)
                    pool, waiting = self._submit(act, block)
            return waiting.result()

        return answer

    def _submit(self, act: Act, block: Sequence[Asker]) -> tuple[ProcessPoolExecutor, Future[Any]]:
        while True:
            pool = self._pool
            if pool is None:
                raise RuntimeError("the crew has been let go")
            try:
                return pool, pool.submit(_work, act, block)
            except BrokenProcessPool:
                self._replace(pool)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                broken.shutdown(wait=False, cancel_futures=True)
                self._pool = self._open()

    def _open(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self.hands, mp_context=get_context("spawn"), initializer=_take_up, initargs=(str(self._file),)
        )

    def renew(self, bench: Bench) -> None:
        """New processes with another bench."""
        self.close()
        handle, name = tempfile.mkstemp(prefix="jobhelp-bench-")
        with os.fdopen(handle, "wb") as file:  # readable by nobody else: it tells what people did with posts
            file.write(bench.packed())
        self._file = Path(name)
        self._pool = self._open()

    def close(self) -> None:
        """Let the processes go and remove what they read."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None


_mine: dict[str, Bench] = {}  # in a worker: the bench that it works at
_opening = threading.Lock()


def _take_up(path: str) -> None:
    """A new process reads the bench, and ends when the one that started it is gone, however it went."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _mine["here"] = Bench.unpacked(Path(path).read_bytes())


def _end_with(sentinel: int) -> None:
    """Wait for the end of the other process, and end without further ado."""
    connection.wait([sentinel])
    os._exit(1)


def _work(act: Act, block: Sequence[Asker]) -> Any:
    """One block in a worker process."""
    return getattr(_mine["here"], act)(block)


class Cluster:
    """The workers of a Dask cluster. They need this program, of the same version, and nothing else: no database."""

    def __init__(self, bench: Bench, address: str):
        if importlib.util.find_spec("distributed") is None:
            raise CommandFailed(
                "JOBHELP_DASK_ADDRESS is set, but Dask is not installed here: install jobhelp[cluster], or unset it"
            )
        self._dask = importlib.import_module("distributed")
        try:
            self._client = self._dask.Client(address, timeout=WAIT_SECONDS, set_as_default=False)
            self._client.wait_for_workers(1, timeout=WAIT_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            raise CommandFailed(f"no Dask cluster with workers answers at {address}: {error}") from None
        theirs = set(self._client.run(_features).values())
        if theirs != {_features()}:
            self.close()
            raise CommandFailed("the workers of the Dask cluster run another version of jobhelp")
        self.hands = max(1, sum(self._client.nthreads().values()))
        self.renew(bench)

    def begin(self, act: Act, block: Sequence[Asker]) -> Callable[[], Any]:
        """Give the block to the cluster."""
        waiting = self._submit(act, block)

        def answer() -> Any:
            nonlocal waiting
            for _ in range(MOST_FALLS):
                try:
                    return waiting.result()
                except (self._dask.KilledWorker, CancelledError, self._dask.CancelledError):
                    self._send()  # all who had the bench are gone: those who came since get it anew
                    waiting = self._submit(act, block)
            return waiting.result()

        return answer

    def _submit(self, act: Act, block: Sequence[Asker]) -> Any:
        return self._client.submit(_work_there, self._there, self._name, act, block, pure=False, retries=5)

    def _send(self) -> None:
        self._there = self._client.scatter(self._packed, broadcast=True, hash=False)

    def renew(self, bench: Bench) -> None:
        """Send another bench to every worker."""
        self._packed = bench.packed()
        self._name = hashlib.sha256(self._packed).hexdigest()
        self._send()

    def close(self) -> None:
        """Leave the cluster; it stays."""
        self._client.close()


def _features() -> str:
    """The feature set of this program."""
    return fingerprint(FEATURES)


def _work_there(packed: bytes, name: str, act: Act, block: Sequence[Asker]) -> Any:
    """One block on a worker of a cluster, which keeps the bench that it had last."""
    with _opening:
        bench = _mine.get(name)
        if bench is None:
            _mine.clear()
            bench = _mine[name] = Bench.unpacked(packed)
    return getattr(bench, act)(block)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def crew_for(bench: Bench, *, pairs: int, enough: int, address: str | None) -> Crew:
    """The cluster where one is named; else a process a core when there are `enough` pairs to rank; else this one."""
    if address:
        return Cluster(bench, address)
    hands = cores()
    return Processes(bench, hands) if pairs >= enough and hands > 1 else Alone(bench)
