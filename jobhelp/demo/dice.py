"""Chance for invented data: repeatable by its seed, and quick for one draw at a time. Never for secrets."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_STOCK = 8192


class Dice:
    """Draws from one numpy generator. The same seed gives the same draws in the same order."""

    def __init__(self, *seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self._stock: list[float] = []

    def share(self) -> float:
        """A number from 0 up to but not including 1."""
        if not self._stock:
            self._stock = self.rng.random(_STOCK).tolist()
        return self._stock.pop()

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.share() < probability

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int((high - low + 1) * self.share())

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, all alike."""
        return choices[int(len(choices) * self.share())]

    def weighted(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        """One of the choices, by weight."""
        at = self.share() * sum(weights)
        for choice, weight in zip(choices, weights, strict=True):
            at -= weight
            if at < 0:
                return choice
        return choices[-1]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different choices (all of them when there are fewer), in the order in which they stand."""
        left, needed = len(choices), min(count, len(choices))
        chosen = []
        for choice in choices:
            if self.share() * left < needed:
                chosen.append(choice)
                needed -= 1
            left -= 1
        return chosen
