"""Named pairs of facts that say more together than apart: an additive score cannot see them otherwise."""

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.features.crowd import FEW_PEOPLE, others_in, people_on
from jobhelp.matching.features.place import nearby
from jobhelp.matching.features.registry import Scale, feature
from jobhelp.matching.features.wording import closest
from jobhelp.matching.sentences import N_, Code, Sentence


def _near(case: Case) -> np.ndarray:
    """`nearby` of each post, (n,)."""
    return np.asarray(nearby(case)[case.posts.place.index], np.float32)


def _popular(case: Case) -> np.ndarray | None:
    """log(1 + what others did in the last week; ever in a log without times), (n,)."""
    if not len(case.board.evidence):
        return None
    return others_in(case, "week" if case.board.crowd.timed else "recent")


@feature(Scale(0, 0.8, 40), monotone=1, theme="wording")
def words_near(case: Case) -> np.ndarray | None:
    """在您住的或报过的地方，说法又相近"""
    words = closest(case)
    return None if words is None else words * _near(case)


@words_near.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = case.posts.place.value(row)
    if not good or place is None:
        return None
    return Sentence(
        N_("在%(place)s，又和您找的、做过的或报过的工作说法相近"), {"place": Code("place", place)}
    )


@feature(Scale(0, 5, 40), monotone=1, theme="popularity")
def popular_here(case: Case) -> np.ndarray | None:
    """在您住的或报过的地方，这几天报名的人多不多"""
    popular = _popular(case)
    return None if popular is None else popular * _near(case)


@popular_here.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = case.posts.place.value(row)
    if not good or place is None or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("在%(place)s，报名的人比较多"), {"place": Code("place", place)})


@feature(Scale(0, 1.6, 40), monotone=1, theme="popularity")
def words_near_popular(case: Case) -> np.ndarray | None:
    """在您住的或报过的地方，说法相近，报名的人又多不多"""
    words, popular = closest(case), _popular(case)
    return None if words is None or popular is None else words * popular * _near(case)


@words_near_popular.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = case.posts.place.value(row)
    if not good or place is None or people_on(case, row) < FEW_PEOPLE:
        return None
    facts = {"place": Code("place", place)}
    return Sentence(N_("在%(place)s，和您找的工作说法相近，报名的人也多"), facts)
