"""What a gate is, its three answers, and the place where each is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.sentences import Sentence

FAIL, UNKNOWN, PASS = np.int8(0), np.int8(1), np.int8(2)

Answer = Callable[[Case], np.ndarray | None]
Compared = Callable[[Case, int], tuple[Any, Any]]
Words = tuple[Sentence, Sentence | None]  # why it fails, and what would change it


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate.

    answer    case → int8 (n,) of FAIL/UNKNOWN/PASS, or None when it is unknown for every post
    compared  (case, row) → (the person's fact, the post's fact)
    says      (case, row) → (why it fails, what would change it or None); asked only where it fails
    relaxable the person could change their own answer; else only the post, the law or time can
    """

    code: str
    answer: Answer
    compared: Compared
    says: Callable[[Case, int], Words]
    relaxable: bool


REGISTERED: dict[str, Gate] = {}


def gate(
    compared: Compared, says: Callable[[Case, int], Words], *, relaxable: bool
) -> Callable[[Answer], Answer]:
    """Register a gate under the function's name."""

    def register(answer: Answer) -> Answer:
        REGISTERED[answer.__name__] = Gate(answer.__name__, answer, compared, says, relaxable)
        return answer

    return register


def three_way(passes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """pass / fail where known, unknown elsewhere."""
    return np.where(known, np.where(passes, PASS, FAIL), UNKNOWN)


def known_number(column: np.ndarray, row: int) -> float | None:
    """One number of a column, None for nan."""
    value = float(column[row])
    return None if np.isnan(value) else value
