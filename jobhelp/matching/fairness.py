"""How lists fall out for groups of people: measured by those who may know the groups, never by the ranker.

Everything takes plain numbers and a mapping person → group, and gives back aggregates with confidence intervals. A group
of fewer than `SMALLEST` people is not told: it could point at somebody.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from jobhelp.matching.reciprocity import auc_error

SMALLEST = 30
REPEATS = 400  # of the bootstrap
WIDE = 0.95
REVIEW_AUC = 0.7
RECALL_GAP = 0.05
EXPOSURE_RANGE = (0.8, 1.25)

Told = dict[str, Any]


def recall_by_group(
    found: Mapping[int, float], groups: Mapping[int, str], *, random_state: int = 0
) -> dict[str, Told]:
    """group → mean recall with its interval, over the people of whom something is known.

    found  person → share of what they went for that stood in their first ten
    """
    return {
        group: {"people": len(people)} | _interval(np.array([found[who] for who in people]), random_state)
        for group, people in _people(found, groups).items()
    }


def exposure_by_group(
    suitors: Sequence[Sequence[int]], groups: Mapping[int, str], *, random_state: int = 0
) -> dict[str, Told]:
    """group → share of the places that employers look at, against the share among those whom the posts suit.

    suitors  for each post the people in whose lists it stands, best first; place p is worth 1 / log2(p + 1), the first
             ten are looked at. 1 is parity; outside 0.8 … 1.25 somebody must look into it.
    """
    names = sorted({groups[who] for people in suitors for who in people if who in groups})
    number = {name: at for at, name in enumerate(names)}
    seen, pool = np.zeros((len(suitors), len(names))), np.zeros((len(suitors), len(names)))
    worth = 1 / np.log2(np.arange(10) + 2)
    everybody: dict[str, set[int]] = {name: set() for name in names}
    for at, people in enumerate(suitors):
        known = [(place, number[groups[who]], who) for place, who in enumerate(people) if who in groups]
        for place, column, who in known:
            everybody[names[column]].add(who)
            pool[at, column] += 1 / max(len(known), 1)
            if place < len(worth):
                seen[at, column] += worth[place]
    rng = np.random.default_rng(random_state)
    draws = [rng.integers(len(suitors), size=len(suitors)) for _ in range(REPEATS if len(suitors) else 0)]
    told = {}
    for name, at in number.items():
        if len(everybody[name]) < SMALLEST:
            continue
        drawn = np.array([_ratio(seen[rows], pool[rows], at) for rows in draws])
        low, high = np.nanquantile(drawn, [(1 - WIDE) / 2, (1 + WIDE) / 2])
        told[name] = {
            "people": len(everybody[name]),
            "ratio": round(_ratio(seen, pool, at), 4),
            "low": round(float(low), 4),
            "high": round(float(high), 4),
        }
    return told


def _ratio(seen: np.ndarray, pool: np.ndarray, group: int) -> float:
    """Share of what is seen over share of the pool, each post weighing the same."""
    both = seen.sum(axis=1) > 0
    shown = (seen[both] / seen[both].sum(axis=1, keepdims=True))[:, group].mean() if both.any() else np.nan
    there = pool[both][:, group].mean() if both.any() else np.nan
    return float(shown / there) if there else float("nan")


def probe(vectors: np.ndarray, people: Sequence[int], groups: Mapping[int, str], group: str) -> Told | None:
    """How well a group can be guessed from what the ranker sees: AUC over five folds, None for too few people.

    vectors  (people, k): what the ranker makes of each person. 0.5 is a coin; above 0.7 somebody must look into it.
    """
    known = np.array([who in groups for who in people], bool)
    label = np.array([groups.get(who) == group for who in people])[known]
    if min(label.sum(), (~label).sum()) < SMALLEST:
        return None
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    guessed = cross_val_predict(model, vectors[known], label, cv=folds, method="decision_function")
    auc = float(roc_auc_score(label, guessed))
    error = auc_error(auc, int(label.sum()), int((~label).sum()))
    return {
        "people": len(label),
        "auc": round(auc, 4),
        "low": round(auc - 1.96 * error, 4),
        "high": round(auc + 1.96 * error, 4),
        "review": bool(auc > REVIEW_AUC),
    }


def gap(recalls: Mapping[str, Told], *, compared: int = 1) -> tuple[float, float] | None:
    """(gap between the best and the worst group, the least that it is with confidence); None with one group.

    compared  how many pairs of groups are compared in all (`pairs`): the confidence of 95 % is for all of them together
              (Bonferroni); six pairs at 95 % each would find a difference by chance every fourth time
    """
    if len(recalls) < 2:
        return None
    best = max(recalls.values(), key=lambda told: float(told["mean"]))
    worst = min(recalls.values(), key=lambda told: float(told["mean"]))
    apart = float(best["mean"]) - float(worst["mean"])
    wider = norm.ppf(1 - (1 - WIDE) / 2 / max(compared, 1)) / norm.ppf((1 + WIDE) / 2)
    noise = wider * np.hypot(best["mean"] - best["low"], worst["high"] - worst["mean"])
    return round(apart, 4), round(max(0.0, apart - float(noise)), 4)


def pairs(recalls: Iterable[Mapping[str, Told]]) -> int:
    """How many pairs of groups stand beside each other, over several ways to tell people apart."""
    return sum(len(one) * (len(one) - 1) // 2 for one in recalls)


def _people(found: Mapping[int, float], groups: Mapping[int, str]) -> dict[str, list[int]]:
    sides: dict[str, list[int]] = {}
    for who in sorted(found):
        if who in groups and not np.isnan(found[who]):
            sides.setdefault(groups[who], []).append(who)
    return {group: people for group, people in sorted(sides.items()) if len(people) >= SMALLEST}


def _interval(values: np.ndarray, random_state: int) -> Told:
    """Mean and bootstrap interval."""
    rng = np.random.default_rng(random_state)
    drawn = rng.choice(values, (REPEATS, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [(1 - WIDE) / 2, (1 + WIDE) / 2])
    return {
        "mean": round(float(values.mean()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }
