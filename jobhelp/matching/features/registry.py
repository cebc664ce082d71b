"""How a feature is declared, and how its numbers become small integers.

A feature is one function with three things around it: its docstring (Chinese) is the sentence for the jobseeker that
says what it measures; `scale` says how its numbers are cut into bins, by arithmetic; `says` builds the sentence for
one post, with the person's fact and the post's fact in it.

    @feature(Scale(0, 40, 40), monotone=-1)
    def distance(case):
        \"\"\"离您家有多远\"\"\"
        return case.km

    @distance.says
    def _(case, row, good):
        return Sentence(N_("离您家约 %(km)s 公里"), {"km": km(case.km[row])})

Bin 0 is “unknown” everywhere; known values have the bins 1 … scale.steps.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` cut into `steps` equal bins; values beyond either end fall into the end bin."""

    low: float
    high: float
    steps: int

    def bins(self, values: np.ndarray) -> np.ndarray:
        """Numbers (nan = unknown) → uint8 bins of the same shape."""
        y = (np.asarray(values, np.float32) - np.float32(self.low)) * np.float32(
            self.steps / (self.high - self.low)
        )
        y += np.float32(1)
        np.clip(y, 1, self.steps, out=y)  # nan stays nan
        np.fmax(y, 0, out=y)  # and becomes 0 here
        return y.astype(np.uint8)


def Levels(count: int) -> Scale:  # noqa: N802 - reads as a kind of scale
    """Whole levels 0 … count − 1, one bin each; nan or anything below 0 given as nan is unknown."""
    return Scale(0, count, count)


class ByCode(NamedTuple):
    """A reading that depends on the post only through a code: one value a code, and each post's code."""

    values: np.ndarray  # (codes,)
    code: np.ndarray  # (n,)

    def dense(self) -> np.ndarray:
        """One number a post, (n,)."""
        return np.asarray(self.values[self.code])


class Few(NamedTuple):
    """A reading that differs from a common one (or from zero) in a few rows only."""

    base: np.ndarray | None  # (n,) kept by the board, the same object for everybody; None = all zero
    rows: np.ndarray  # (k,) distinct
    values: np.ndarray  # (k,)

    def dense(self, n: int) -> np.ndarray:
        """One number a post, (n,)."""
        out = np.zeros(n, np.float32) if self.base is None else self.base.astype(np.float32)
        out[self.rows] = self.values
        return out


Reading = np.ndarray | ByCode | Few | None  # None: unknown for every post
Measure = Callable[[Any], Reading]  # of a Case; of a Board when the feature is shared
Says = Callable[[Case, int, bool], Sentence | None]


class Feature:
    """A registered feature; see the head of this file."""

    def __init__(self, measure: Measure, scale: Scale, monotone: int, shared: bool, theme: str | None):
        self.name = measure.__name__
        self.theme = theme or self.name
        self.sentence = (measure.__doc__ or "").strip()
        self.measure = measure
        self.scale = scale
        self.monotone = monotone
        self.shared = shared
        self._says: Says = lambda case, row, good: None

    def says(self, build: Says) -> Says:
        """Give the builder of the sentence for one post: (case, row, good) → Sentence, or None for nothing to say."""
        self._says = build
        return build

    def read(self, case: Case) -> Reading:
        """The numbers for one person. Shared features are measured once for the board."""
        if not self.shared:
            return self.measure(case)
        kept = case.board.kept
        if self.name not in kept:
            kept[self.name] = self.measure(case.board)
        reading: Reading = kept[self.name]
        return reading

    def bins(self, case: Case) -> np.ndarray:
        """uint8 (n,) bins for one person."""
        reading = self.read(case)
        if reading is None:
            return np.zeros(len(case.posts), np.uint8)
        if isinstance(reading, ByCode):
            return np.asarray(self.scale.bins(reading.values)[reading.code])
        if isinstance(reading, Few):
            out = self.base_bins(case.board, reading).copy()
            out[reading.rows] = self.scale.bins(reading.values)
            return out
        return self.scale.bins(reading)

    def base_bins(self, board: Board, reading: Few) -> np.ndarray:
        """Bins of the common part of a reading, worked out once for the board."""
        key = (self.name, "base")
        kept: np.ndarray | None = board.kept.get(key)
        if kept is None:
            base = np.zeros(len(board), np.float32) if reading.base is None else reading.base
            kept = board.kept[key] = self.scale.bins(base)
        return kept

    def explain(self, case: Case, row: int, good: bool) -> Sentence | None:
        """The sentence for one post, or None when there are no two facts to name."""
        return self._says(case, row, good)


FEATURES: dict[str, Feature] = {}


def feature(
    scale: Scale, *, monotone: int = 0, shared: bool = False, theme: str | None = None
) -> Callable[[Measure], Feature]:
    """Register the function as a feature.

    monotone  +1: more never counts against the post; −1: more never counts for it; 0: free
    shared    the function takes the Board instead of the Case: it depends on the post alone
    theme     features of one theme say much the same: only one of them is named as a reason
    """

    def register(measure: Measure) -> Feature:
        one = Feature(measure, scale, monotone, shared, theme)
        if one.name in FEATURES:
            raise ValueError(f"two features named {one.name}")
        FEATURES[one.name] = one
        return one

    return register


def fingerprint(features: dict[str, Feature]) -> str:
    """Short name of a feature set: changes when a feature, its bins, its direction or the order changes."""
    told = [[f.name, f.scale.low, f.scale.high, f.scale.steps, f.monotone] for f in features.values()]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
