"""Which posts are possible for a person at all, why the others are not, and what would change it.

The gates (gates/) answer pass, fail or unknown. Only a fail hides a post; a missing fact never does. Gates are never
learned and never mixed into the score.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.facts import Query
from jobhelp.matching.gates import FAIL, GATES, PASS, UNKNOWN, Gate
from jobhelp.matching.sentences import Sentence

ANSWERS = {int(FAIL): "fail", int(UNKNOWN): "unknown", int(PASS): "pass"}


@dataclass(frozen=True, slots=True)
class Check:
    """One gate at one post, with the two facts compared. `why` and `change` are None unless it failed."""

    gate: str
    answer: str  # pass, fail, unknown
    person: Any
    post: Any
    why: Sentence | None
    change: Sentence | None
    relaxable: bool


class Gates:
    """All gates for one person over all posts.

    answers  {gate code: int8 (n,)}; gates that are unknown for every post are absent
    allowed  bool (n,): no gate fails
    """

    def __init__(self, case: Case, eligible: np.ndarray | None = None):
        self.case = case
        self.answers: dict[str, np.ndarray] = {}
        for code, one in GATES.items():
            answer = one.answer(case)
            if answer is not None:
                self.answers[code] = answer
        if eligible is not None:
            self.answers["eligible"] = np.where(eligible, PASS, FAIL)
        self.failures = np.zeros(len(case.posts), np.int8)
        for answer in self.answers.values():
            self.failures += answer == FAIL
        self.allowed: np.ndarray = self.failures == 0

    def opens(self) -> dict[str, int]:
        """For each gate that the person could relax: how many posts would open if it alone were let go."""
        alone = self.failures == 1
        counted = {
            code: int(np.count_nonzero(alone & (answer == FAIL)))
            for code, answer in self.answers.items()
            if GATES[code].relaxable
        }
        return {code: count for code, count in counted.items() if count}

    def explain(self, row: int) -> list[Check]:
        """Every gate at one post, in a fixed order, failed ones with the reason and what would change it."""
        return [self._check(GATES[code], row) for code in GATES]

    def _check(self, one: Gate, row: int) -> Check:
        answer = self.answers.get(one.code)
        word = ANSWERS[int(UNKNOWN if answer is None else answer[row])]
        why, change = one.says(self.case, row) if word == "fail" else (None, None)
        person, post = one.compared(self.case, row)
        return Check(one.code, word, person, post, why, change, one.relaxable)


def allowed(board: Board, query: Query, eligible: np.ndarray | None = None) -> np.ndarray:
    """Posts that no gate rules out for this person, bool (n,).

    eligible  bool (n,): the law's own answer for restricted posts, worked out by the caller; never a feature
    """
    return Gates(Case(board, query), eligible).allowed


def explain(board: Board, query: Query, post_id: int, eligible: np.ndarray | None = None) -> list[Check]:
    """Every gate for one post by number. Raises KeyError when the post is not on the board."""
    return Gates(Case(board, query), eligible).explain(board.posts.row_of[post_id])
