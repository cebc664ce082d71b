"""The list without a ranker: by time, or by distance from the middle of a district. It knows no person."""

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.recommendations.board import Standing


def newest(standing: Standing) -> np.ndarray:
    """Numbers of the posts, the last published first; of one day the higher number first."""
    rows = _open_rows(standing)
    posts = standing.board.posts
    order = np.lexsort((-posts.id[rows], -posts.published[rows]))
    return np.asarray(posts.id[rows[order]])


def nearest(standing: Standing, district: str) -> np.ndarray:
    """Numbers of the posts, the nearest to the middle of the district first; equally near ones by time, and those
    whose place is not known last.
    """
    rows = _open_rows(standing)
    posts = standing.board.posts
    away = Case(standing.board, Query(RankFacts(district=district), standing.board.at)).km
    if away is None:
        return newest(standing)
    order = np.lexsort((-posts.id[rows], -posts.published[rows], np.nan_to_num(away[rows], nan=np.inf)))
    return np.asarray(posts.id[rows[order]])


def _open_rows(standing: Standing) -> np.ndarray:
    outside = standing.board.posts.outside == 1
    return np.flatnonzero(standing.board.still_open() & ~outside)
