"""The stated rule: how posts are ordered while there is no trained model.

It is a ranker like any other (same score tables, terms and reasons), only that a person wrote the numbers. The rule
in words is `RULE`; popularity is not in it.
"""

from collections.abc import Callable, Mapping

import numpy as np

from jobhelp.matching.features import FEATURES, Feature
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.sentences import N_

RULE = N_("按固定规则排序：离家近、是想做或做过的工种、工资够、班次合适、新发布的排在前面")


def _levels(*points: float) -> Callable[[float], float]:
    """Points for the levels 0, 1, 2 …"""
    return lambda middle: points[int(middle)]


# Points by value of the feature; each is 0 at the ordinary value, so that “unknown” counts as ordinary.
POINTS: Mapping[str, Callable[[float], float]] = {
    "distance": lambda away: 0.05 * (12 - min(away, 40)),
    "same_place": _levels(0, 0.1, 0.4, 0.8),
    "wanted_occupation": _levels(0, 0.5, 1.0, 1.7, 2.0),
    "past_occupation": _levels(0, 0.2, 0.5, 0.8, 1.0),
    "title_wanted": lambda cosine: 2.0 * cosine,
    "wanted_kind": _levels(0, 0.4),
    "pay_asked": lambda ratio: min(ratio, 0.6),
    "experience": lambda gap: 0.25 * min(gap, 0),
    "no_experience_needed": _levels(0, 0.1),
    "certificate_held": _levels(-0.8, 0, 0.4),
    "skills_covered": lambda share: 0.6 * share,
    "shift_fit": _levels(-0.6, 0, 0.3),
    "time_fit": lambda slack: 0.3 * min(slack, 0),
    "hours_fit": lambda spare: 0.2 * min(spare, 0),
    "meals": _levels(0, 0.1),
    "lodging": _levels(0, 0.1),
    "insurance": _levels(0, 0.15),
    "training": _levels(0, 0.1),
    "freshness": lambda days: 0.01 * (15 - days),
}
CUTS = (1.0, 2.5)


def _table(one: Feature, points: Callable[[float], float]) -> np.ndarray:
    """The points at the middle of each bin, behind a 0 for unknown."""
    width = (one.scale.high - one.scale.low) / one.scale.steps
    middles = one.scale.low + width * (np.arange(one.scale.steps) + 0.5)
    return np.array([0.0, *(round(points(float(middle)), 6) for middle in middles)])


def rule() -> Ranker:
    """The rule as a ranker, named "rule:1"."""
    tables = {name: _table(FEATURES[name], points) for name, points in POINTS.items()}
    return Ranker("rule:1", tables, 0.0, CUTS, {"source": RULE})
