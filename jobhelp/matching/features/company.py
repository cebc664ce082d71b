"""What people in a like situation did: with a like history (ridge), or with a like profile.

Two features of crowd.py go one step along “who did this also did that”; these go further.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from jobhelp.matching.board import Board, Case
from jobhelp.matching.features.crowd import FEW_PEOPLE, few_items, people_on
from jobhelp.matching.features.registry import Few, Reading, Scale, feature
from jobhelp.matching.posts import Posts
from jobhelp.matching.profiles import FACTS, WORK
from jobhelp.matching.sentences import N_, Sentence

HELD_BACK = 150.0  # ridge: how strongly what few people did is mistrusted
STEPS = 3  # of the solver; more steps move nothing that is seen in a list
FAINT = 1e-12
LEAST_SHARE = 0.01
SMOOTH = 10.0


def _ridge(case: Case) -> tuple[np.ndarray, np.ndarray] | None:
    """Items and how much the looked-at speaks for each: −x of (XᵀX + 150·I) x = looked-at, with X who did what.

    The solution takes away what two posts share only because everybody looks at both. Solved for this person by
    conjugate gradients with a diagonal scale; their own row of X is left out.
    """
    crowd, items = case.board.crowd, case.history_items
    if not len(items) or not crowd.people.nnz:
        return None
    persons, n = crowd.people.shape
    scale = 1 / (crowd.degree + HELD_BACK)
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
    found = _by_profile(case, side)
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


def aspects(posts: Posts) -> sparse.csr_matrix:
    """(n, aspects) of ones: kind, occupation, place, schooling asked and skills of each post, unknown ones left out."""
    n = len(posts)
    parts = []
    for column in (posts.kind, posts.occupation, posts.place):
        told = np.flatnonzero(column.index > 0)
        ones = np.ones(len(told))
        parts.append(sparse.csr_matrix((ones, (told, column.index[told])), shape=(n, len(column.codes))))
    level = np.nan_to_num(posts.education_min).clip(0, 8).astype(np.int64)
    asked = np.flatnonzero(level > 0)
    parts.append(sparse.csr_matrix((np.ones(len(asked)), (asked, level[asked])), shape=(n, 9)))
    parts.append(posts.skills.rows.astype(float))
    return sparse.hstack(parts, format="csr")


class _Lift(NamedTuple):
    """How often people with a trait went for an aspect, worked out once for the board."""

    of_posts: sparse.csr_matrix  # (n, aspects) of ones
    of_items: sparse.csr_matrix  # (items, aspects) of ones
    seen: np.ndarray  # (traits, aspects) acts of people with the trait on posts with the aspect
    acts: np.ndarray  # (traits,) acts of people with the trait
    usual: np.ndarray  # (aspects,) share of all acts

    def over_usual(self, traits: np.ndarray, own: np.ndarray, held: np.ndarray) -> np.ndarray:
        """Mean over the traits of log(share of the aspect / usual share), (aspects,).

        own, held  items of the person's own acts, and which of the traits (bool) those acts are counted under
        """
        seen, acts = self.seen[traits], self.acts[traits]
        if len(own):
            seen = seen - held[:, None] * np.asarray(self.of_items[own].sum(axis=0))
            acts = acts - held * len(own)
        share = (seen + SMOOTH * self.usual) / (acts[:, None] + SMOOTH)
        return np.asarray(np.log(share).mean(axis=0) - np.log(self.usual))


def _lift(board: Board) -> _Lift | None:
    if "lift" not in board.kept:
        board.kept["lift"] = _worked_out_lift(board)
    found: _Lift | None = board.kept["lift"]
    return found


def _worked_out_lift(board: Board) -> _Lift | None:
    crowd = board.crowd
    if crowd.profiles is None or not crowd.people.nnz or not len(board.posts):
        return None
    of_posts = aspects(board.posts)
    row = crowd.row_of_item(board.posts)
    here = np.flatnonzero(row >= 0)
    of_items = (
        sparse.csr_matrix((np.ones(len(here)), (here, row[here])), shape=(len(row), len(board.posts)))
        @ of_posts
    )
    holds = crowd.profiles.table.copy()
    holds.data[:] = 1
    acts = holds.T @ crowd.did  # (traits, items)
    usual = (np.asarray((crowd.did.sum(axis=0)) @ of_items).ravel() + 1) / (crowd.did.nnz + 1)
    return _Lift(of_posts, of_items, (acts @ of_items).toarray(), np.asarray(acts.sum(axis=1)).ravel(), usual)


@feature(Scale(-2, 2, 80), monotone=1, theme="similar")
def kind_for_profile(case: Case) -> np.ndarray | None:
    """跟您差不多的人，常报哪一类岗位"""
    return _kind(case) if len(case.query.history) else None


def _kind(case: Case) -> np.ndarray | None:
    """Mean over the person's traits of how much more often people with it go for posts like each, log, (n,)."""
    lift, profiles = _lift(case.board), case.board.crowd.profiles
    if lift is None or profiles is None:
        return None
    at, _ = profiles.vector(case.facts)
    if not len(at):
        return None
    own, held = np.unique(case.own.items), np.zeros(len(at))
    if case.person is not None:
        held = np.isin(at, profiles.table[case.person].indices).astype(float)
    return np.asarray(lift.of_posts @ lift.over_usual(at, own, held))


@feature(kind_for_profile.scale, monotone=1, theme="similar")
def kind_for_profile_for_new(case: Case) -> Reading:
    """您还没报过名，先看跟您差不多的人常报哪一类岗位"""
    return None if len(case.query.history) else _kind(case)


def _say_kind(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("跟您差不多的人，常报这一类岗位"), {}) if good else None


kind_for_profile.says(_say_kind)
kind_for_profile_for_new.says(_say_kind)
