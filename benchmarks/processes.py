"""The greatest memory of a process and all that it started, measured from outside."""

import contextlib
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

LOOK_SECONDS = 0.25


class Watch:
    """Looks every `LOOK_SECONDS`, in a thread of its own, while the `with` block runs."""

    def __init__(self) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def look(self) -> None:
        """One look."""
        raise NotImplementedError

    def _watch(self) -> None:
        self.look()
        while not self._end.wait(LOOK_SECONDS):
            self.look()


class Peak(Watch):
    """`bytes`: the greatest sum of proportional set sizes of a process and all that it started, in which memory that
    several processes share counts once.
    """

    def __init__(self, pid: int):
        super().__init__()
        self._pid = pid
        self.bytes = 0

    def look(self) -> None:
        """Add up once."""
        self.bytes = max(self.bytes, sum(_memory(pid) for pid in family(self._pid)))


def family(pid: int) -> list[int]:
    """The process and everything that it started, as far as it still runs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                after_name = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, [])
    return found


def _memory(pid: int) -> int:
    """Proportional set size; 0 when the process has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
