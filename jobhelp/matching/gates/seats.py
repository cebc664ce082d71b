"""Whether the post takes anybody at all now."""

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.gates.registry import FAIL, PASS, Words, gate
from jobhelp.matching.sentences import N_, Sentence


def _open_says(case: Case, row: int) -> Words:
    posts, at = case.posts, case.board.at
    if not posts.open[row]:
        return Sentence(N_("这个岗位已经停止招聘"), {}), None
    if posts.valid_until[row] < np.floor(at):
        return Sentence(N_("这个岗位的招聘时间已经过了"), {}), None
    if posts.published[row] > at:
        return Sentence(N_("这个岗位还没有开始招聘"), {}), None
    change = Sentence(N_("有人退出、名额空出来时，会重新出现"), {})
    return Sentence(N_("名额已经招满"), {}), change


@gate(
    lambda case, row: (None, bool(case.board.still_open()[row])),
    _open_says,
    relaxable=False,
)
def open_now(case: Case) -> np.ndarray:
    """Published, within its dates, with a free seat."""
    return np.where(case.board.still_open(), PASS, FAIL)
