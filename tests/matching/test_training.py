"""Learning, and the exact compilation of the learned model into score tables."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from jobhelp.matching.board import Case
from jobhelp.matching.constraints import Gates
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.matching.features import FEATURES
from jobhelp.matching.learning import Learned, judge, learn
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.rule import rule
from jobhelp.matching.training import NEVER, AdditiveTrainer, Example, calibrated_cuts, sample_pairs
from tests.matching.town import town

PAIRS = 1_000
EXACT = 1e-9
QUICK = {"max_iter": 20}


@pytest.fixture(scope="module")
def learned() -> Learned:
    board, examples = town(people=140)
    return learn(examples, lambda moment: board, name="model:test", source="made up", beside={"rule": rule()})


def random_pairs(seed: int):
    """(query, row) of random people and posts on one board."""
    board, examples = town(seed=11, people=100)
    rng = np.random.default_rng(seed)
    for _ in range(PAIRS):
        yield board, examples[int(rng.integers(len(examples)))].query, int(rng.integers(len(board)))


def test_the_compiled_score_is_scikit_learns_own(learned: Learned) -> None:
    pairs = list(random_pairs(1))
    bins = np.stack([learned.ranker.bins(board, query)[:, row] for board, query, row in pairs])
    scores = np.array([learned.ranker.score(board, query)[row] for board, query, row in pairs])
    assert len(scores) == PAIRS and np.ptp(scores) > 1
    assert np.abs(scores - learned.trainer.decision_function(bins)).max() < EXACT


def test_the_terms_add_up_to_the_score(learned: Learned) -> None:
    for ranker in (learned.ranker, rule()):
        apart = [
            ranker.intercept + ranker.terms(board, query, [row]).sum() - ranker.score(board, query)[row]
            for board, query, row in random_pairs(2)
        ]
        assert np.abs(apart).max() < EXACT


def test_random_bins_too_score_as_scikit_learn_does(learned: Learned) -> None:
    rng = np.random.default_rng(5)
    steps = [one.scale.steps for one in learned.ranker.features.values()]
    bins = np.stack([rng.integers(0, step + 1, 2_000) for step in steps]).astype(np.uint8)
    apart = learned.ranker.score_bins(bins) - learned.trainer.decision_function(bins.T)
    assert np.abs(apart).max() < EXACT


def test_unknown_counts_as_ordinary(learned: Learned) -> None:
    for name, table in learned.ranker.tables.items():
        at = list(learned.ranker.tables).index(name)
        assert table[0] == 0 and table[learned.trainer.neutral_[at]] == 0


def test_monotone_features_stay_monotone(learned: Learned) -> None:
    for name, table in learned.ranker.tables.items():
        steps = np.diff(table[1:]) * FEATURES[name].monotone
        assert (steps >= -1e-12).all(), name


def test_it_learns_what_people_went_for(learned: Learned) -> None:
    tables = learned.ranker.tables
    assert tables["wanted_occupation"][5] > tables["wanted_occupation"][1] + 0.3
    assert tables["distance"][1] > tables["distance"][20]
    assert learned.held_out["ranker"].ndcg[0] > 2 * learned.held_out["random"].ndcg[0]
    assert set(learned.held_out) == {"ranker", "rule", "random", "popularity"}


def test_the_card_says_where_it_comes_from(learned: Learned) -> None:
    card = learned.ranker.card
    assert card["source"] == "made up"
    assert card["learned_from"]["examples"] == 112 and card["judged_on"]["examples"] == 28
    assert card["held_out"]["ranker"]["n"] == 28


def test_the_same_examples_give_the_same_model() -> None:
    board, examples = town(people=60)
    one, two = (learn(examples, lambda moment: board, name="m", source="s", settings=QUICK) for _ in range(2))
    assert all(np.array_equal(one.ranker.tables[name], two.ranker.tables[name]) for name in one.ranker.tables)


def test_few_examples_are_all_learned_from() -> None:
    board, examples = town(people=40)
    found = learn(examples, lambda moment: board, name="m", source="s", settings=QUICK)
    assert found.held_out == {} and found.ranker.card["learned_from"]["examples"] == 40


def test_pairs_are_what_was_done_and_open_posts_that_were_left_alone() -> None:
    board, examples = town(people=30)
    names = tuple(FEATURES)
    pairs = sample_pairs(examples, lambda moment: board, names, negatives=7)
    for number in range(30):
        mine = pairs.group == number
        done = sum(kind != "dismiss" for kind in examples[number].outcomes.values())
        assert pairs.label[mine].sum() == done
        assert mine.sum() <= len(examples[number].outcomes) + 7
    assert set(pairs.weight[pairs.label == 1].tolist()) <= {1.0, 2.0}
    assert pairs.bins.shape == (len(pairs.label), len(names))


def test_negatives_are_drawn_from_what_the_gates_let_through_and_never_from_history() -> None:
    board, examples = town(people=30)
    example = examples[0]
    case = Case(board, example.query)
    free = Gates(case).allowed
    free[case.history_rows] = False
    free[board.posts.rows(example.outcomes)] = False
    pairs = sample_pairs([example], lambda moment: board, ("distance",), negatives=10_000)
    assert (pairs.label == 0).sum() == free.sum() + sum(k == "dismiss" for k in example.outcomes.values())


def test_nothing_done_is_nothing_to_learn_from() -> None:
    board, _ = town(people=5)
    with pytest.raises(ValueError, match="nothing to learn from"):
        sample_pairs(
            [Example(Query(RankFacts(), board.at), {999_999: "apply"})], lambda m: board, ("distance",)
        )


def test_one_class_is_refused_and_an_unfitted_trainer_says_so() -> None:
    trainer = AdditiveTrainer({"distance": FEATURES["distance"]})
    with pytest.raises(ValueError, match="both kinds"):
        trainer.fit(np.ones((4, 1), np.uint8), np.zeros(4))
    with pytest.raises(NotFittedError):
        clone(trainer).decision_function(np.ones((1, 1), np.uint8))
    assert clone(trainer).get_params()["max_iter"] == 200


def test_bands_begin_where_past_pairs_ended_better_than_usual() -> None:
    scores = np.linspace(0, 1, 1_000)
    gained = (scores > 0.7).astype(int)
    middle, high = calibrated_cuts(scores, gained)
    assert middle == pytest.approx(0.7, abs=0.01) and high >= middle
    assert calibrated_cuts(scores, np.zeros(1_000)) == (NEVER, NEVER)


def test_judging_puts_rankers_beside_chance_and_popularity() -> None:
    board, examples = town(people=30)
    found = judge({"rule": rule(), "nothing": Ranker("nothing", {})}, examples, lambda moment: board)
    assert set(found) == {"rule", "nothing", "random", "popularity"}
    assert found["rule"].ndcg[0] > found["nothing"].ndcg[0]
