"""Aggregates by group: what they say, and when they say nothing."""

import numpy as np

from jobhelp.matching import fairness

HALVES = {who: "a" if who % 2 else "b" for who in range(200)}


def test_recall_by_group_with_an_interval() -> None:
    rng = np.random.default_rng(0)
    found = {who: float(rng.random() < (0.8 if who % 2 else 0.4)) for who in range(200)}
    told = fairness.recall_by_group(found, HALVES)
    for group, mean in (("a", 0.8), ("b", 0.4)):
        assert told[group]["people"] == 100 and told[group]["low"] < mean < told[group]["high"]
    apart, least = fairness.gap(told)
    assert 0.2 < apart < 0.6 and 0 < least < apart


def test_small_groups_are_not_told() -> None:
    few = {who: "a" if who < 29 else "b" for who in range(100)}
    assert set(fairness.recall_by_group(dict.fromkeys(range(100), 0.5), few)) == {"b"}
    assert fairness.gap(fairness.recall_by_group(dict.fromkeys(range(100), 0.5), few)) is None
    assert set(fairness.exposure_by_group([list(range(100))] * 3, few)) == {"b"}
    assert fairness.probe(np.zeros((100, 2)), list(range(100)), few, "a") is None


def test_exposure_is_one_where_places_are_drawn_by_lot_and_not_where_one_group_stands_first() -> None:
    rng = np.random.default_rng(1)
    lots = [rng.permutation(200)[:40].tolist() for _ in range(300)]
    told = fairness.exposure_by_group(lots, HALVES)
    assert all(one["low"] < 1 < one["high"] and 0.95 < one["ratio"] < 1.05 for one in told.values())
    unfair = [sorted(people, key=lambda who: who % 2 == 0) for people in lots]
    told = fairness.exposure_by_group(unfair, HALVES)
    assert told["a"]["ratio"] > 1.25 and told["b"]["ratio"] < 0.8
    assert fairness.exposure_by_group([], HALVES) == {}


def test_the_probe_finds_what_stands_in_the_numbers_and_nothing_in_noise() -> None:
    rng = np.random.default_rng(2)
    people = list(range(200))
    noise = rng.normal(0, 1, (200, 6))
    blind = fairness.probe(noise, people, HALVES, "a")
    assert blind["low"] < 0.5 < blind["high"] + 0.15 and not blind["review"]
    telling = noise.copy()
    telling[:, 3] += [3 * (who % 2) for who in people]
    seen = fairness.probe(telling, people, HALVES, "a")
    assert seen["auc"] > 0.9 and seen["review"]


def test_more_comparisons_ask_for_a_greater_difference() -> None:
    found = {who: float(who % 2) if who < 100 else 0.9 for who in range(200)}
    told = fairness.recall_by_group(found, {who: "first" if who < 100 else "second" for who in range(200)})
    apart, alone = fairness.gap(told)
    again, among_six = fairness.gap(told, compared=6)
    assert apart == again == 0.4 and 0 < among_six < alone < apart
    assert fairness.pairs([told, {}, {"a": {}, "b": {}, "c": {}}]) == 1 + 0 + 3
