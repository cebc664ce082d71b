"""One curve a feature, fitted together so that what people went for stands above what they left alone.

The loss is that of a ranking: each post that somebody went for against the posts which the same person left alone at
the same moment (softmax). A curve is piecewise linear between a few knots, rises or falls where its feature says so,
and stays near a straight line unless the data bend it. The whole is convex: one answer, no seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from jobhelp.matching.features import Feature


@dataclass(frozen=True, slots=True)
class Curve:
    """A piecewise linear function of the bin: `height` at the bins `at`, level beyond both ends."""

    at: np.ndarray
    height: np.ndarray

    def __call__(self, bins: np.ndarray) -> np.ndarray:
        """Height at each bin, of the same shape."""
        return np.asarray(np.interp(bins, self.at, self.height))


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a curve is made of, over all bins of its feature: (steps + 1, parts), 0 at the ordinary bin."""

    parts: np.ndarray
    penalty: np.ndarray
    knots: np.ndarray


FLAT = Curve(np.array([1.0]), np.array([0.0]))


def fit_curves(
    known: np.ndarray,
    label: np.ndarray,
    weight: np.ndarray,
    group: np.ndarray,
    features: Mapping[str, Feature],
    ordinary: np.ndarray,
    *,
    ridge: float,
    bend: float,
    knots: int,
    most_steps: int,
) -> dict[str, Curve]:
    """Fit one curve a feature.

    known     uint8 (m, features), no unknown left; label 0/1; weight of each positive; group (m,) whose pair it is
    ordinary  the bin of each feature at which its curve is 0
    ridge     how strongly a slope is held back; bend: how strongly every departure from a straight line is
    """
    order = np.argsort(group, kind="stable")
    known, label, weight, group = known[order], label[order], weight[order], group[order]
    bases = {
        name: made
        for at, (name, one) in enumerate(features.items())
        if (made := _basis(known[:, at], label, one.scale.steps, int(ordinary[at]), ridge, bend, knots))
    }
    curves = dict.fromkeys(features, FLAT)
    if not bases:
        return curves
    columns = [np.ascontiguousarray(known[:, list(features).index(name)]) for name in bases]
    loss = _Loss(list(bases.values()), columns, label == 1, weight, group)
    signs = np.concatenate(
        [np.full(len(made.penalty), features[name].monotone) for name, made in bases.items()]
    )
    bounds = [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs.tolist()]
    found = minimize(
        loss,
        np.zeros(len(signs)),
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
        options={"maxiter": most_steps},
    )
    for (name, made), part in zip(bases.items(), loss.split(found.x), strict=True):
        curves[name] = Curve(made.knots, made.parts[made.knots.astype(np.int64)] @ part)
    return curves


def _basis(
    bins: np.ndarray, label: np.ndarray, steps: int, ordinary: int, ridge: float, bend: float, knots: int
) -> _Basis | None:
    """A straight line and one ramp between each two knots; None where every pair has the same bin."""
    low, high = int(bins.min()), int(bins.max())
    if low == high:
        return None
    even = np.linspace(low, high, knots + 1)
    gone_for = np.quantile(bins[label == 1], np.linspace(0, 1, knots + 1))
    at = np.unique(np.concatenate([[low, high, ordinary], even.round(), gone_for.round()]))
    at = at[(at >= low) & (at <= high)]
    every = np.arange(steps + 1, dtype=float)
    columns = [(np.clip(every, low, high) - low) / (high - low)]
    if len(at) > 2:
        columns += [
            np.clip((every - left) / (right - left), 0, 1)
            for left, right in zip(at[:-1], at[1:], strict=True)
        ]
    parts = np.stack(columns, axis=1)
    parts -= parts[ordinary]
    parts /= parts[bins, 0].std()
    return _Basis(parts, np.array([ridge] + [bend] * (len(columns) - 1)), at)


class _Loss:
    """Σ over what was gone for of −weight · log(share of it among what was left alone), and the penalties."""

    def __init__(
        self,
        bases: Sequence[_Basis],
        columns: Sequence[np.ndarray],
        positive: np.ndarray,
        weight: np.ndarray,
        group: np.ndarray,
    ):
        self._bases, self._columns, self._positive = bases, columns, positive
        self._penalty = np.concatenate([one.penalty for one in bases])
        self._ends = np.cumsum([0, *(len(one.penalty) for one in bases)])
        first = np.concatenate([[True], group[1:] != group[:-1]])
        self._starts = np.flatnonzero(first)
        self._group = np.cumsum(first) - 1
        self._of = self._group[positive]
        # somebody who went for many posts says more than somebody who went for one, but not as many times more
        many = np.bincount(self._group, positive, len(self._starts))
        self._weight = weight[positive] / np.sqrt(many[self._of])

    def split(self, weights: np.ndarray) -> list[np.ndarray]:
        """The weights of each basis."""
        return [weights[a:b] for a, b in zip(self._ends[:-1], self._ends[1:], strict=True)]

    def __call__(self, weights: np.ndarray) -> tuple[float, np.ndarray]:
        """(loss, gradient)."""
        score = np.zeros(len(self._positive))
        for one, bins, part in zip(self._bases, self._columns, self.split(weights), strict=True):
            score += (one.parts @ part).take(bins)
        score -= np.maximum.reduceat(score, self._starts)[self._group]
        raised = np.exp(score)
        alone = np.where(self._positive, 0, raised)
        mine = raised[self._positive]
        among = np.add.reduceat(alone, self._starts)[self._of] + mine
        told = np.log(among) - score[self._positive]
        slope = alone * np.bincount(self._of, self._weight / among, len(self._starts))[self._group]
        slope[self._positive] = self._weight * (mine / among - 1)
        gradient = np.concatenate(
            [
                one.parts.T @ np.bincount(bins, slope, len(one.parts))
                for one, bins in zip(self._bases, self._columns, strict=True)
            ]
        )
        value = float(self._weight @ told) + 0.5 * float(self._penalty @ weights**2)
        return value, gradient + self._penalty * weights
