"""The trained rankers on disk: the last three, and a pointer to the one in use.

Nothing here can stop the site. A missing, broken or foreign file means: use the newest older one that works, and
when none does, the stated rule.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from jobhelp import clock
from jobhelp.matching.artefact import Artefact, ArtefactUnusable, load, save
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.rule import rule


class NothingOlder(Exception):
    """There is no older model that works."""


KEPT = 3
POINTER = "current"
PATTERN = "ranker-*.npz"


@dataclass(frozen=True, eq=False)
class InUse:
    """The ranker in use. `problem` says in plain English why it is not the newest trained one, "" when it is."""

    ranker: Ranker
    idf: Mapping[str, np.ndarray] | None
    problem: str = ""

    @property
    def is_rule(self) -> bool:
        """Whether the stated rule ranks, for want of a usable model."""
        return self.ranker.name.startswith("rule:")


RULE = InUse(rule(), None, "no model has been trained yet")
Stamp = tuple[tuple[str, int, int], ...]


def stamp(folder: Path) -> Stamp:
    """What stands in the folder, so that a process sees at once when another one has trained."""
    found = []
    for path in (folder / POINTER, *sorted(folder.glob(PATTERN))):
        with contextlib.suppress(OSError):
            state = path.stat()
            found.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(found)


def in_use(folder: Path) -> InUse:
    """The ranker that the pointer names, else the newest one that works, else the rule."""
    problems: list[str] = []
    for path in _candidates(folder):
        try:
            artefact = load(path)
        except ArtefactUnusable as unusable:
            problems.append(str(unusable))
            continue
        return InUse(artefact.ranker, artefact.idf, "; ".join(problems))
    return InUse(RULE.ranker, None, "; ".join(problems)) if problems else RULE


def keep(folder: Path, ranker: Ranker, idf: Mapping[str, np.ndarray], at: datetime) -> Artefact:
    """Save a ranker, point at it, and let go of all but the last three. Readers see the old one or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    local = clock.local(at)
    path = folder / f"ranker-{local:%Y%m%d-%H%M%S%f}.npz"
    artefact = save(path, ranker, idf, local.date().isoformat())
    _point(folder, path)
    for old in sorted(folder.glob(PATTERN), reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
    return artefact


def roll_back(folder: Path) -> tuple[str, str]:
    """Point at the newest model that is older than the one in use and works. Returns (name before, name after).

    Raises `NothingOlder`. The model that was left stays in the folder until it is among the old ones.
    """
    before = in_use(folder)
    paths = sorted(folder.glob(PATTERN), reverse=True)
    for path in [path for path in paths if path.name < _file_in_use(folder, before)]:
        with contextlib.suppress(ArtefactUnusable):
            name = load(path).ranker.name
            _point(folder, path)
            return before.ranker.name, name
    raise NothingOlder()


def _file_in_use(folder: Path, using: InUse) -> str:
    """Name of the file of the ranker in use; before every name when the rule ranks."""
    for path in _candidates(folder):
        with contextlib.suppress(ArtefactUnusable):
            if load(path).ranker.name == using.ranker.name:
                return path.name
    return ""


def _point(folder: Path, path: Path) -> None:
    """Name the file in use, in one step."""
    draft = folder / f"{POINTER}.{os.getpid()}.tmp"
    draft.write_text(path.name, encoding="ascii")
    draft.replace(folder / POINTER)


_known: dict[Path, tuple[Stamp, InUse]] = {}


def known(folder: Path) -> InUse:
    """`in_use`, read again only when something in the folder changed."""
    now = stamp(folder)
    kept = _known.get(folder)
    if kept is None or kept[0] != now:
        kept = _known[folder] = (now, in_use(folder))
    return kept[1]


def _candidates(folder: Path) -> list[Path]:
    """The file that the pointer names, then the others, newest first."""
    paths = sorted(folder.glob(PATTERN), reverse=True)
    try:
        named = folder / Path((folder / POINTER).read_text(encoding="utf-8").strip()).name
    except (OSError, ValueError):
        return paths
    return [named, *(path for path in paths if path != named)]
