"""What people in a like situation did: with a like history (ridge), or with a like profile.

Two features of crowd.py go one step along “who did this also did that”; these go further.
"""

import numpy as np
from scipy import sparse

from jobhelp.matching.board import Case
from jobhelp.matching.features.crowd import FEW_PEOPLE, few_items, people_on
from jobhelp.matching.features.registry import Few, Reading, Scale, feature
from jobhelp.matching.profiles import FACTS, WORK
from jobhelp.matching.sentences import N_, Sentence

HELD_BACK = 150.0  # ridge: how strongly what few people did is mistrusted
STEPS = 3  # of the solver; more steps move nothing that is seen in a list
FAINT = 1e-12
LEAST_SHARE = 0.01


def _ridge(case: Case) -> tuple[np.ndarray, np.ndarray] | None:
    """Items and how much the looked-at speaks for each: −x of (XᵀX + 150·I) x = looked-at, with X who did what.

    The solution takes away what two posts share only because everybody looks at both. Solved for this person by
    conjugate gradients with a diagonal scale; their own row of X is left out.
    """
    crowd, items = case.board.crowd, case.history_items
    if not len(items) or not crowd.people.nnz:
        return None
    persons, n = crowd.people.shape
    others = crowd.degree
    others[np.unique(case.own.items)] -= 1
    items = items[others[items] > 0]
    if not len(items):
        return None
    scale = 1 / (others + HELD_BACK)
    rest, found = np.zeros(n), np.zeros(n)
    rest[items] = 1
    way = scale * rest
    size = float(rest @ way)
    for step in range(STEPS):
        met = _through(crowd.by_item, way, persons)
        if case.person is not None:
            met[case.person] = 0
        length = size / max(float(met @ met) + HELD_BACK * float(way @ way), FAINT)
        found += length * way
        if step + 1 < STEPS:
            rest -= length * (_through(crowd.people, met, n) + HELD_BACK * way)
            scaled = scale * rest
            size, before = float(rest @ scaled), size
            way = scaled + (size / max(before, FAINT)) * way
    found[items] = 0
    speaks = np.flatnonzero(found < -FAINT)
    return speaks, -found[speaks]


def _through(table: sparse.spmatrix, vector: np.ndarray, count: int) -> np.ndarray:
    """Sum of the lines of a table that a vector weighs, every entry counting as one; touches only those lines."""
    lines = np.flatnonzero(vector)
    starts, counts = table.indptr[lines], np.diff(table.indptr)[lines]
    total = int(counts.sum())
    at = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(total)
    return np.bincount(table.indices[at], np.repeat(vector[lines], counts), count)


@feature(Scale(0, 1, 60), monotone=1, theme="similar")
def similar_people_wide(case: Case) -> Reading:
    """除去人人都报的，和您报过同样岗位的人还报了哪些"""
    found = _ridge(case)
    if found is None:
        return None
    few = few_items(case, *found)
    return Few(None, few.rows, np.sqrt(few.values))


@similar_people_wide.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("和您报过同样岗位的人，也报了这个岗位"), {})


def _by_profile(case: Case, side: str | None) -> tuple[np.ndarray, np.ndarray] | None:
    """(items, how much people of a like profile did with each), the person left out; None in a log without profiles."""
    crowd = case.board.crowd
    if crowd.profiles is None or crowd.by_trait is None:
        return None
    at, weight = crowd.profiles.vector(case.facts, side)
    if not len(at):
        return None
    did = np.asarray(crowd.by_trait[at].T @ weight)
    if case.person is not None and len(case.own.items):
        mine = crowd.profiles.table[case.person]
        alike = float(weight @ np.asarray(mine[:, at].todense()).ravel())
        did[np.unique(case.own.items)] -= alike
    items = np.flatnonzero(did > FAINT)
    return (items, did[items]) if len(items) else None


@feature(Scale(float(np.log(LEAST_SHARE)), 0, 46), monotone=1, theme="similar")
def similar_profiles(case: Case) -> np.ndarray | None:
    """想找的和做过的工作跟您差不多的人，报了哪些"""
    return _profile_shares(case) if len(case.query.history) else None


def _profile_shares(case: Case, side: str | None = None) -> np.ndarray | None:
    """log of what people of a like profile did with each post, as a share of the greatest, (n,)."""
    return log_shares(case, _by_profile(case, side))


def log_shares(case: Case, found: tuple[np.ndarray, np.ndarray] | None) -> np.ndarray | None:
    """Numbers of items → log of each post's share of the greatest, (n,)."""
    if found is None:
        return None
    few = few_items(case, *found)
    values = np.full(len(case.posts), np.log(LEAST_SHARE), np.float32)
    values[few.rows] = np.log(few.values + LEAST_SHARE)
    return values


@feature(similar_profiles.scale, monotone=1, theme="similar")
def similar_profiles_for_new(case: Case) -> Reading:
    """您还没报过名，先看想找和做过的工作跟您差不多的人报了哪些"""
    return None if len(case.query.history) else _profile_shares(case, WORK)


@feature(similar_profiles.scale, monotone=1, theme="similar")
def similar_facts_for_new(case: Case) -> Reading:
    """您还没报过名，先看经验、学历、证书这些情况跟您差不多的人报了哪些"""
    return None if len(case.query.history) else _profile_shares(case, FACTS)


@similar_facts_for_new.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("经验、学历、证书这些情况跟您差不多的人，也报了这个岗位"), {})


def _say_profiles(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("想找的和做过的工作跟您差不多的人，也报了这个岗位"), {})


similar_profiles.says(_say_profiles)
similar_profiles_for_new.says(_say_profiles)
