"""Whom a post draws, and which kind of post draws whom, counted by the traits of those who applied (profiles.py)."""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from jobhelp.matching.board import Board, Case
from jobhelp.matching.features.company import FAINT, log_shares, similar_profiles
from jobhelp.matching.features.crowd import FEW_PEOPLE, people_on
from jobhelp.matching.features.registry import Reading, Scale, feature
from jobhelp.matching.posts import Posts
from jobhelp.matching.profiles import WORK
from jobhelp.matching.sentences import N_, Sentence

SATURATES = 1.2  # of BM25: how soon more of the same people say no more
SMOOTH = 10.0


class _Applicants(NamedTuple):
    """Who did something with each item, by their traits, worked out once for the board."""

    counts: sparse.csr_matrix  # (traits, items) people
    rare: np.ndarray  # (traits,) the fewer items its people went for, the more a trait says
    size: np.ndarray  # (items,) traits of the work side of all these people, as a share of the mean


def _applicants(board: Board) -> _Applicants | None:
    if "applicants" not in board.kept:
        crowd = board.crowd
        found = None
        if crowd.profiles is not None and crowd.people.nnz:
            holds = crowd.profiles.table.copy()
            holds.data[:] = 1
            counts = (holds.T @ crowd.did).tocsr()
            went = np.diff(counts.indptr)
            known = crowd.degree > 0  # items whose first event is still to come are in the log of lessons too
            rare = np.log(1 + (np.count_nonzero(known) - went + 0.5) / (went + 0.5))
            size = np.asarray(crowd.profiles.of_work.astype(float) @ counts).ravel()
            found = _Applicants(counts, rare, size / max(float(size[known].mean()), FAINT))
        board.kept["applicants"] = found
    kept: _Applicants | None = board.kept["applicants"]
    return kept


@feature(similar_profiles.scale, monotone=1, theme="similar")
def applicants_alike_for_new(case: Case) -> Reading:
    """您还没报过名，看报每个岗位的人里，想找和做过的工作跟您差不多的多不多"""
    if len(case.query.history) or len(case.own.items):
        return None
    return log_shares(case, _among_applicants(case))


def _among_applicants(case: Case) -> tuple[np.ndarray, np.ndarray] | None:
    """(items, how much the person's work is found among those who went for each): BM25 with an item as the text that
    its people wrote, so that a crowd does not count for being one.
    """
    found, profiles = _applicants(case.board), case.board.crowd.profiles
    if found is None or profiles is None:
        return None
    at, _ = profiles.vector(case.facts, WORK)
    if not len(at):
        return None
    mine = found.counts[at]
    rare = np.repeat(found.rare[at], np.diff(mine.indptr))
    said = rare * mine.data * (SATURATES + 1) / (mine.data + SATURATES * found.size[mine.indices])
    total = np.bincount(mine.indices, said, mine.shape[1])
    items = np.flatnonzero(total > FAINT)
    return (items, total[items]) if len(items) else None


@applicants_alike_for_new.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("报这个岗位的人里，想找和做过的工作跟您差不多的比较多"), {})


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
    all_seen: np.ndarray  # (aspects,) acts on posts with the aspect
    all_acts: int

    def over_usual(self, traits: np.ndarray, own: np.ndarray, held: np.ndarray) -> np.ndarray:
        """Mean over the traits of log(share of the aspect / usual share), (aspects,).

        own, held  items of the person's own acts, and which of the traits (bool) those acts are counted under
        """
        seen, acts, all_seen = self.seen[traits], self.acts[traits], self.all_seen
        if len(own):
            mine = np.asarray(self.of_items[own].sum(axis=0))
            seen, all_seen = seen - held[:, None] * mine, all_seen - mine.ravel()
            acts = acts - held * len(own)
        usual = (all_seen + 1) / (self.all_acts - len(own) + 1)
        share = (seen + SMOOTH * usual) / (acts[:, None] + SMOOTH)
        return np.asarray(np.log(share).mean(axis=0) - np.log(usual))


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
    applicants = _applicants(board)
    if applicants is None:
        return None
    acts = applicants.counts  # (traits, items)
    all_seen = np.asarray((crowd.did.sum(axis=0)) @ of_items).ravel()
    seen, of_trait = (acts @ of_items).toarray(), np.asarray(acts.sum(axis=1)).ravel()
    return _Lift(of_posts, of_items, seen, of_trait, all_seen, crowd.did.nnz)


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
