"""From what people did to score tables.

1. `sample_pairs`: each act of a person on a post against open posts of the same moment that they left alone.
2. `AdditiveTrainer`: curves fitted for the ranking (curves.py) and a share of scikit-learn's histogram boosting without
   interactions, on whole bins, compiled exactly into one table a feature with public methods only.
3. `calibrated_cuts`: scores from which the outcome was clearly better than usual → bands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.utils.validation import check_is_fitted

from jobhelp.matching.board import Board, Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.curves import Curve, fit_curves
from jobhelp.matching.facts import Query
from jobhelp.matching.features import FEATURES, Feature
from jobhelp.matching.ranker import feature_bins

# How much an outcome is worth as a lesson: going there and being taken says most.
GAINS: Mapping[str, float] = {
    "dismiss": 0.0,
    "view": 0.3,
    "save": 0.6,
    "apply": 1.0,
    "interview": 1.5,
    "hire": 2.0,
}
NEVER = float("inf")
MOST_FOR_NEW = 4.0  # times that the example of a newcomer counts where newcomers are few


@dataclass(frozen=True, slots=True)
class Example:
    """One person at one moment and what they then did.

    outcomes  post number → the furthest thing that happened (a key of GAINS); 'dismiss' is a known negative
    lift      post number → how much more its outcome counts (`position_lift`); 1 where nothing is said
    The query's history must end before its moment and must not hold the posts of the outcomes.
    """

    query: Query
    outcomes: Mapping[int, str]
    lift: Mapping[int, float] = field(default_factory=dict)


def position_lift(place: int) -> float:
    """How much more an outcome counts that stood at this place of a list, 1 the first.

    People look at a place the less the lower it is, by the discount of NDCG: what was found further down says as much
    more as it was less likely to be seen. At most three times, so that a single find does not outweigh the others.
    """
    return float(min(np.log2(place + 1), 3.0))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled pairs. bins uint8 (m, features) · label 0/1 (m,) · weight (m,) · group (m,) number of the example."""

    bins: np.ndarray
    label: np.ndarray
    weight: np.ndarray
    group: np.ndarray


def sample_pairs(
    examples: Sequence[Example],
    board_at: Callable[[float], Board],
    names: Sequence[str],
    *,
    negatives: int = 20,
    gated: bool = True,
    random_state: int = 0,
    features: Mapping[str, Feature] = FEATURES,
) -> Pairs:
    """Positive pairs of each example and `negatives` open posts that the person left alone, drawn evenly.

    board_at  moment → the board of that moment (its evidence ends before the moment); called in the order of the
              examples, so give them in order of time
    gated     draw only posts that the person's gates let through, as in the list that they see
    An example weighs the same however many negatives it found.
    """
    rng = np.random.default_rng(random_state)
    parts: list[tuple[np.ndarray, ...]] = []
    for_new = _newcomer_counts(examples)
    for number, example in enumerate(examples):
        case = Case(board_at(example.query.at), example.query)
        rows, gains = _outcome_rows(case, example)
        if not (gains > 0).any():
            continue
        drawn = _draw(case, rows, negatives, gated, rng)
        chosen = np.concatenate([rows, drawn])
        worth = np.concatenate([gains, np.zeros(len(drawn))])
        label = (worth > 0).astype(np.int8)
        weight = np.where(label == 1, worth, 1.0) * (1.0 if example.query.history else for_new)
        parts.append(
            (feature_bins(case, names, features)[:, chosen].T, label, weight, np.full(len(chosen), number))
        )
    if not parts:
        raise ValueError("no example has an outcome on a post of its board: nothing to learn from")
    return Pairs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _newcomer_counts(examples: Sequence[Example]) -> float:
    """How much the example of a person without a history counts: as much together as the others', at most four times
    each. The curves that both share (words, popularity, what is asked) follow the many otherwise, and their slopes are
    noise in a newcomer's list.
    """
    new = sum(not example.query.history for example in examples)
    return float(np.clip((len(examples) - new) / max(new, 1), 1.0, MOST_FOR_NEW))


def _outcome_rows(case: Case, example: Example) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the posts with an outcome, and what each is worth; posts not on the board are left out."""
    row_of = case.posts.row_of
    told = [
        (row_of[post], GAINS[kind] * example.lift.get(post, 1.0))
        for post, kind in sorted(example.outcomes.items())
        if post in row_of
    ]
    return np.array([row for row, _ in told], np.int64), np.array([gain for _, gain in told], float)


def _draw(case: Case, taken: np.ndarray, count: int, gated: bool, rng: np.random.Generator) -> np.ndarray:
    """Rows of open posts without an outcome and not in the history, drawn without repetition."""
    free = Gates(case).allowed if gated else case.board.still_open()
    free = free.copy()
    free[taken] = False
    free[case.history_rows] = False
    free[case.posts.rows(case.query.hide)] = False
    pool = np.flatnonzero(free)
    return rng.choice(pool, min(count, len(pool)), replace=False) if len(pool) else pool


@dataclass(frozen=True, eq=False)
class Blend:
    """Curves, one a column, and a share of boosted trees, both additive: the fitted model before it is compiled."""

    curves: Sequence[Curve]
    trees: HistGradientBoostingClassifier
    share: float

    @property
    def n_iter_(self) -> int:
        """Number of trees."""
        return int(self.trees.n_iter_)

    def decision_function(self, known: np.ndarray) -> np.ndarray:
        """Score of bins (m, features) without unknowns."""
        total: np.ndarray = self.share * self.trees.decision_function(known)
        for curve, bins in zip(self.curves, known.T, strict=True):
            total += curve(bins)
        return total

    def predict(self, known: np.ndarray) -> np.ndarray:
        """1 where the score is above 0."""
        return (self.decision_function(known) > 0).astype(np.int8)


class AdditiveTrainer(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """An additive model over whole bins, compiled into tables: curves fitted for the ranking, and a share of trees.

    features       name → Feature, in the order of the columns
    ridge, bend, knots, most_steps   of the curves (curves.py)
    tree_share     how much the trees count beside the curves; they see edges that a few knots smooth over
    learning_rate, max_iter, max_leaf_nodes, min_samples_leaf, l2_regularization   as in scikit-learn
    random_state   explicit

    Learned: model_ (the fitted Blend), neutral_ (the ordinary bin of each feature, the median of the known bins of
    the negatives), tables_ (name → (steps + 1,)), intercept_.
    """

    def __init__(
        self,
        features: Mapping[str, Feature],
        *,
        ridge: float = 10.0,
        bend: float = 1000.0,
        knots: int = 6,
        most_steps: int = 150,
        tree_share: float = 0.3,
        learning_rate: float = 0.1,
        max_iter: int = 200,
        max_leaf_nodes: int = 8,
        min_samples_leaf: int = 40,
        l2_regularization: float = 1.0,
        random_state: int = 0,
    ):
        self.features = features
        self.ridge = ridge
        self.bend = bend
        self.knots = knots
        self.most_steps = most_steps
        self.tree_share = tree_share
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.l2_regularization = l2_regularization
        self.random_state = random_state

    def fit(
        self,
        bins: np.ndarray,
        label: np.ndarray,
        sample_weight: np.ndarray | None = None,
        group: np.ndarray | None = None,
    ) -> "AdditiveTrainer":
        """bins uint8 (m, features); label 0/1 (m,); group (m,) whose pair each is (without it all are one person's).

        Raises ValueError when there is only one class.
        """
        if len(np.unique(label)) < 2:
            raise ValueError("training needs pairs of both kinds: something done and something left alone")
        self.neutral_ = _ordinary_bins(bins, label)
        known = self._known(bins)
        weight = np.ones(len(label)) if sample_weight is None else sample_weight
        curves = fit_curves(
            known.astype(np.uint8),
            label,
            weight,
            np.zeros(len(label), np.int64) if group is None else group,
            self.features,
            self.neutral_,
            ridge=self.ridge,
            bend=self.bend,
            knots=self.knots,
            most_steps=self.most_steps,
        )
        trees = HistGradientBoostingClassifier(
            learning_rate=self.learning_rate,
            max_iter=self.max_iter,
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=self.min_samples_leaf,
            l2_regularization=self.l2_regularization,
            monotonic_cst=[one.monotone for one in self.features.values()],
            interaction_cst="no_interactions",
            early_stopping=False,
            random_state=self.random_state,
        ).fit(known, label, weight)
        self.model_ = Blend(list(curves.values()), trees, self.tree_share)
        self._compile()
        return self

    def _known(self, bins: np.ndarray) -> np.ndarray:
        """Unknown counts as ordinary: bin 0 → the ordinary bin of its feature."""
        return np.where(bins == 0, self.neutral_, bins).astype(np.float32)

    def _compile(self) -> None:
        """Ask the fitted model for the score of each bin of each feature, all else ordinary."""
        ordinary = self.neutral_.astype(np.float32)
        steps = [one.scale.steps for one in self.features.values()]
        asked = np.repeat(ordinary[None, :], sum(steps) + 1, axis=0)
        at = 1
        for column, count in enumerate(steps):
            asked[at : at + count, column] = np.arange(1, count + 1)
            at += count
        answers = self.model_.decision_function(asked)
        self.intercept_ = float(answers[0])
        self.tables_, at = {}, 1
        for (name, _), count in zip(self.features.items(), steps, strict=True):
            self.tables_[name] = np.concatenate([[0.0], answers[at : at + count] - self.intercept_])
            at += count

    def decision_function(self, bins: np.ndarray) -> np.ndarray:
        """The fitted model's own score of bins (m, features): the yardstick of the tables."""
        check_is_fitted(self, "model_")
        return np.asarray(self.model_.decision_function(self._known(bins)))


def _ordinary_bins(bins: np.ndarray, label: np.ndarray) -> np.ndarray:
    """The median known bin of each feature among the negatives; 1 where nothing is known, int (features,)."""
    left_alone = bins[label == 0]
    ordinary = np.ones(bins.shape[1], np.int64)
    for column in range(bins.shape[1]):
        known = left_alone[:, column][left_alone[:, column] > 0]
        if len(known):
            ordinary[column] = int(np.sort(known)[len(known) // 2])
    return ordinary


def calibrated_cuts(
    scores: np.ndarray, gained: np.ndarray, *, middle_lift: float = 1.0, high_lift: float = 3.0
) -> tuple[float, float]:
    """Scores from which past pairs ended well at least as often as usual (中), and three times as often (高).

    scores, gained  of held-out pairs (m,); gained 0/1. A lift that was never reached gives an unreachable cut.
    """
    usual = float(np.mean(gained)) if len(gained) else 0.0
    if not usual:
        return NEVER, NEVER
    rising = IsotonicRegression(out_of_bounds="clip").fit(scores, gained)
    known = np.unique(scores)
    chance = rising.predict(known)

    def first(lift: float) -> float:
        reached = np.flatnonzero(chance >= lift * usual - 1e-12)
        return float(known[reached[0]]) if len(reached) else NEVER

    middle = first(middle_lift)
    return middle, max(first(high_lift), middle)
