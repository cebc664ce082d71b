"""The ranker as one file: tables, word weights, bands and the card, in numpy's npz without pickle.

The same tables go in and come out, to the last bit. A file that is broken, of another format or of another feature
set is refused with `ArtefactUnusable`; the caller then ranks by the rule and says so.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from jobhelp.matching.features import FEATURES, fingerprint
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.text import WIDTH

FORMAT = 2


class ArtefactUnusable(Exception):
    """The file holds no ranker that this program can use; the message says why."""


@dataclass(frozen=True, eq=False)
class Artefact:
    """A ranker and the word weights that its cosines were learned with (Posts.from_columns(idf=…))."""

    ranker: Ranker
    idf: Mapping[str, np.ndarray]


def identity(ranker: Ranker) -> str:
    """Short name of the numbers themselves: equal tables, equal identity."""
    told = hashlib.sha256(np.float64(ranker.intercept).tobytes())
    for name, table in ranker.tables.items():
        told.update(name.encode() + np.asarray(table, np.float64).tobytes())
    return told.hexdigest()[:12]


def save(path: Path, ranker: Ranker, idf: Mapping[str, np.ndarray], made_at: str) -> Artefact:
    """Write the file in one step (a reader sees the old one or the new one) and return what it holds.

    made_at  ISO date of the training, for the name: model:<date>:<identity>
    """
    named = replace(ranker, name=f"model:{made_at}:{identity(ranker)}")
    meta = {
        "format": FORMAT,
        "features": fingerprint(FEATURES),
        "name": named.name,
        "made_at": made_at,
        "intercept": named.intercept,
        "cuts": [_number(cut) for cut in named.cuts],
        "card": named.card,
        "tables": list(named.tables),
    }
    arrays: dict[str, Any] = {
        f"table:{name}": np.asarray(table, np.float64) for name, table in named.tables.items()
    }
    arrays |= {f"idf:{name}": np.asarray(weights, np.float32) for name, weights in idf.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with draft.open("wb") as out:
        np.savez_compressed(out, meta=np.array(json.dumps(meta, ensure_ascii=False)), **arrays)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    return Artefact(named, dict(idf))


def load(path: Path) -> Artefact:
    """Read a ranker. Raises ArtefactUnusable for a missing, broken or foreign file."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            meta = json.loads(str(file["meta"]))
            _check(meta)
            tables = {name: file[f"table:{name}"] for name in meta["tables"]}
            idf = {name.removeprefix("idf:"): file[name] for name in file.files if name.startswith("idf:")}
            middle, high = (float(cut) for cut in meta["cuts"])
            ranker = Ranker(meta["name"], tables, float(meta["intercept"]), (middle, high), meta["card"])
    except FileNotFoundError as missing:
        raise ArtefactUnusable(f"no model file: {path.name}") from missing
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as broken:
        raise ArtefactUnusable(f"broken model file {path.name}: {broken}") from broken
    _check_tables(ranker, idf)
    return Artefact(ranker, idf)


def _check(meta: dict[str, Any]) -> None:
    if meta["format"] != FORMAT:
        raise ArtefactUnusable(f"model file of format {meta['format']}, this program reads format {FORMAT}")
    if meta["features"] != fingerprint(FEATURES):
        raise ArtefactUnusable("the model was trained on another feature set: train again")


def _check_tables(ranker: Ranker, idf: Mapping[str, np.ndarray]) -> None:
    for name, table in ranker.tables.items():
        if name not in FEATURES or table.shape != (FEATURES[name].scale.steps + 1,):
            raise ArtefactUnusable(f"the table of {name} does not fit this program")
        if not np.isfinite(table).all() or table[0] != 0:
            raise ArtefactUnusable(f"the table of {name} holds impossible numbers")
    if not np.isfinite(ranker.intercept):
        raise ArtefactUnusable("the intercept is not a number")
    if any(weights.shape != (WIDTH,) or not np.isfinite(weights).all() for weights in idf.values()):
        raise ArtefactUnusable("the word weights do not fit this program")


def _number(value: float) -> float | str:
    """JSON has no infinity; float() reads the word back."""
    return value if np.isfinite(value) else str(value)
