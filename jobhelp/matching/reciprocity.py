"""The other side: whether the employer takes the person, learned from answers to applications.

A score is the product of two odds, that the person goes and that the employer takes them: in logarithms a sum, so the
ranker stays one table a feature. What the employer's answer may be learned from is an allow-list of what the work asks
for and how the person meets it; popularity and wishes are not on it. Without enough answers, or when answers cannot be
told better than by chance, the ranker stays one-sided and its card says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from jobhelp.matching.board import Board, Case
from jobhelp.matching.facts import Query
from jobhelp.matching.features import FEATURES, Feature
from jobhelp.matching.ranker import Ranker, feature_bins

ASKED_FOR = (
    "distance", "same_place", "past_occupation", "title_past", "text_past", "experience", "no_experience_needed",
    "education_gap", "certificate_held", "skills_covered", "shift_fit", "time_fit", "hours_fit",
)  # fmt: skip
"""What the work asks for and how the person meets it: all that an employer's answer is explained by."""
FEWEST_ANSWERS = 150
FEWEST_OF_A_KIND = 30
MOST_ANSWERS = 1_500
HELD_OUT = 0.25


@dataclass(frozen=True, slots=True)
class Answered:
    """One application that the employer answered. taken: invited, offered or hired; else refused."""

    query: Query
    post: int
    taken: bool


@dataclass(frozen=True, eq=False)
class Taking:
    """How much each fact does for being taken. tables and intercept as in a Ranker; told: plain facts for the card."""

    tables: Mapping[str, np.ndarray]
    intercept: float
    told: dict[str, Any]

    @property
    def counts(self) -> bool:
        """Whether it tells answers better than chance by more than a standard error."""
        return bool(self.tables)


def learn_taking(
    answered: Sequence[Answered],
    board_at: Callable[[float], Board],
    *,
    features: Mapping[str, Feature] = FEATURES,
    random_state: int = 0,
) -> Taking:
    """Learn from the earlier answers, judge on the later; an empty Taking when that is worth nothing.

    board_at  moment → the board of that moment; called in order of time
    """
    ordered = sorted(answered, key=lambda one: (one.query.at, one.query.who or 0, one.post))
    if len(ordered) > MOST_ANSWERS:
        kept = np.random.default_rng(random_state).choice(len(ordered), MOST_ANSWERS, replace=False)
        ordered = [ordered[at] for at in np.sort(kept).tolist()]
    names = tuple(name for name in ASKED_FOR if name in features)
    bins, taken = _pairs(ordered, board_at, names, features)
    told: dict[str, Any] = {"answers": len(taken), "taken": int(taken.sum())}
    if len(taken) < FEWEST_ANSWERS or min(taken.sum(), (1 - taken).sum()) < FEWEST_OF_A_KIND:
        return Taking({}, 0.0, told | {"why_not": "too few answers"})
    cut = int(len(taken) * (1 - HELD_OUT))
    early, late = _fitted(bins[:cut], taken[:cut], names, features, random_state), taken[cut:]
    if len(np.unique(late)) < 2:
        return Taking({}, 0.0, told | {"why_not": "all later answers alike"})
    auc = float(roc_auc_score(late, early.decision_function(bins[cut:].astype(np.float32))))
    error = auc_error(auc, int(late.sum()), int((1 - late).sum()))
    told |= {"judged_on": len(late), "auc": round(auc, 4), "auc_se": round(error, 4)}
    if auc <= 0.5 + error:
        return Taking({}, 0.0, told | {"why_not": "no better than chance"})
    model = _fitted(bins, taken, names, features, random_state)
    tables, intercept = _compiled(model, bins, names, features)
    return Taking(tables, intercept, told)


def both(go: Ranker, taking: Taking) -> Ranker:
    """The product of the two odds as one ranker: tables and intercepts add."""
    if not taking.counts:
        return go
    tables = {
        name: table + taking.tables[name] if name in taking.tables else table
        for name, table in go.tables.items()
    }
    return replace(go, tables=tables, intercept=go.intercept + taking.intercept)


def auc_error(auc: float, positives: int, negatives: int) -> float:
    """Standard error of an AUC (Hanley and McNeil 1982)."""
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (positives - 1) * (q1 - auc**2) + (negatives - 1) * (q2 - auc**2)
    return float(np.sqrt(max(spread, 0.0) / max(positives * negatives, 1)))


def _pairs(
    answered: Sequence[Answered],
    board_at: Callable[[float], Board],
    names: tuple[str, ...],
    features: Mapping[str, Feature],
) -> tuple[np.ndarray, np.ndarray]:
    """(bins uint8 (m, features), taken 0/1 (m,)); answers on posts that are not on their board are left out."""
    rows, taken = [], []
    for one in answered:
        case = Case(board_at(one.query.at), one.query)
        at = case.posts.row_of.get(one.post)
        if at is None:
            continue
        rows.append(feature_bins(case, names, features)[:, at])
        taken.append(one.taken)
    bins = np.stack(rows) if rows else np.zeros((0, len(names)), np.uint8)
    return bins, np.array(taken, np.int64)


def _fitted(
    bins: np.ndarray,
    taken: np.ndarray,
    names: tuple[str, ...],
    features: Mapping[str, Feature],
    random_state: int,
) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=80,
        max_leaf_nodes=4,
        min_samples_leaf=max(10, len(taken) // 50),
        l2_regularization=5.0,
        monotonic_cst=[features[name].monotone for name in names],
        interaction_cst="no_interactions",
        early_stopping=False,
        random_state=random_state,
    ).fit(bins.astype(np.float32), taken)


def _compiled(
    model: HistGradientBoostingClassifier,
    bins: np.ndarray,
    names: tuple[str, ...],
    features: Mapping[str, Feature],
) -> tuple[dict[str, np.ndarray], float]:
    """Tables by asking the fitted model about each bin, all else unknown; an unknown fact counts as nothing.

    The model is additive without interactions, so the difference that a bin makes is the same whatever the rest is.
    """
    nothing = np.zeros((1, len(names)), np.float32)
    base = float(model.decision_function(nothing)[0])
    tables, shifts = {}, 0.0
    for column, name in enumerate(names):
        asked = np.repeat(nothing, features[name].scale.steps + 1, axis=0)
        asked[:, column] = np.arange(len(asked))
        table = model.decision_function(asked) - base
        known = bins[:, column][bins[:, column] > 0]
        ordinary = int(np.sort(known)[len(known) // 2]) if len(known) else 0
        shifts += float(table[ordinary])
        table = table - table[ordinary]
        table[0] = 0.0
        tables[name] = table
    return tables, base + shifts
