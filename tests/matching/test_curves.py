"""Curves fitted for the ranking: monotone, near a line unless the data bend them, and the same each time."""

import numpy as np
import pytest

from jobhelp.matching.curves import Curve, fit_curves
from jobhelp.matching.features import FEATURES

NAMES = ("distance", "popularity", "same_place")
CHOSEN = {name: FEATURES[name] for name in NAMES}
ORDINARY = np.array([20, 10, 2])
SETTINGS = {"ridge": 1.0, "bend": 30.0, "knots": 5, "most_steps": 200}


def people(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each has thirty posts and goes for the nearest popular one; (bins, label, group)."""
    rng = np.random.default_rng(seed)
    bins = np.stack([rng.integers(1, FEATURES[name].scale.steps + 1, (count, 30)) for name in NAMES], axis=2)
    worth = -0.2 * bins[:, :, 0] + 0.15 * bins[:, :, 1] + rng.gumbel(size=(count, 30))
    label = (np.arange(30) == worth.argmax(axis=1)[:, None]).astype(np.int8)
    return bins.reshape(-1, 3).astype(np.uint8), label.ravel(), np.repeat(np.arange(count), 30)


def fitted(bins: np.ndarray, label: np.ndarray, group: np.ndarray, **changed: float) -> dict[str, Curve]:
    return fit_curves(bins, label, np.ones(len(label)), group, CHOSEN, ORDINARY, **(SETTINGS | changed))


def test_it_finds_the_slopes_that_people_chose_by() -> None:
    curves = fitted(*people(600))
    every = np.arange(1, 37)
    near, popular = (np.polyfit(every, curves[name](every), 1)[0] for name in ("distance", "popularity"))
    assert near == pytest.approx(-0.2, abs=0.04)
    assert popular == pytest.approx(0.15, abs=0.03)
    assert abs(curves["same_place"](np.array([1, 4]))).max() < 0.3


def test_every_curve_is_nothing_at_the_ordinary_bin() -> None:
    for curve, ordinary in zip(fitted(*people(100)).values(), ORDINARY, strict=True):
        assert curve(np.array([ordinary]))[0] == pytest.approx(0, abs=1e-12)


def test_a_curve_never_turns_against_its_feature() -> None:
    bins, label, group = people(300)
    backwards = 1 - label
    backwards[label == 0] = np.random.default_rng(1).random((label == 0).sum()) < 0.03
    for name, curve in fitted(bins, backwards, group).items():
        steps = np.diff(curve(np.arange(1, FEATURES[name].scale.steps + 1))) * FEATURES[name].monotone
        assert (steps >= -1e-12).all(), name


def test_a_stronger_hold_makes_flatter_curves_and_the_order_of_people_does_not_matter() -> None:
    bins, label, group = people(200)
    free, held = fitted(bins, label, group), fitted(bins, label, group, ridge=300.0, bend=9_000.0)
    assert np.ptp(held["distance"].height) < np.ptp(free["distance"].height)
    order = np.random.default_rng(2).permutation(len(label))
    again = fitted(bins[order], label[order], group[order])
    assert np.allclose(again["distance"].height, free["distance"].height, atol=1e-3)


def test_what_never_varies_has_a_flat_curve() -> None:
    bins, label, group = people(20)
    bins[:, 2] = 2
    assert not fitted(bins, label, group)["same_place"](np.arange(1, 5)).any()
