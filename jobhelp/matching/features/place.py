"""Where the work is."""

import numpy as np
from scipy import sparse

from jobhelp.matching.board import Case
from jobhelp.matching.facts import known
from jobhelp.matching.features.registry import ByCode, Levels, Scale, feature
from jobhelp.matching.sentences import N_, Code, Sentence, km

SAME, ADJACENT, REGION, ELSEWHERE = 3, 2, 1, 0
FAINT = 1e-9
SAME_POINT_KM = 0.05  # nearer than this, both are known only by the centre of their street or district


def _place_levels(case: Case) -> np.ndarray:
    """One level a place code: 3 the same, 2 next to it, 1 the same region, 0 elsewhere; nan unknown."""
    reference = case.board.reference
    mine = set(case.places)
    near = frozenset().union(*(reference.neighbours.get(place, frozenset()) for place in mine))
    regions = {reference.regions.get(place) for place in mine} - {None}
    levels = np.full(len(case.board.place_codes), np.nan, np.float32)
    for at, code in enumerate(case.board.place_codes):
        if code is None:
            continue
        same_region = reference.regions.get(code) in regions
        levels[at] = (
            SAME if code in mine else ADJACENT if code in near else REGION if same_region else ELSEWHERE
        )
    return levels


@feature(Scale(0, 40, 40), monotone=-1, theme="place")
def distance(case: Case) -> np.ndarray | None:
    """离您家有多远"""
    return case.km


@distance.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    away = float(known(case.km)[row])
    if away < SAME_POINT_KM:
        return None
    facts = {"km": km(away)}
    return Sentence(N_("离您家约 %(km)s 公里") if good else N_("离您家约 %(km)s 公里，路比较远"), facts)


@feature(Levels(4), monotone=1, theme="place")
def same_place(case: Case) -> ByCode | None:
    """工作地点是不是在您住的区或想去的地方"""
    return ByCode(_place_levels(case), case.posts.place.index) if case.places else None


@same_place.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = known(case.posts.place.value(row))
    level = _place_levels(case)[case.posts.place.index[row]]
    facts = {"place": Code("place", place), "home": Code("place", case.places[0])}
    if good and level == SAME:
        if place == case.facts.district:
            return Sentence(N_("工作地点在%(place)s，和您住的地方同一个区"), facts)
        return Sentence(N_("工作地点在%(place)s，是您说过愿意去的地方"), facts)
    if good and level == ADJACENT:
        return Sentence(N_("工作地点在%(place)s，和%(home)s相邻"), facts)
    if not good:
        return Sentence(N_("工作地点在%(place)s，您写的是%(home)s"), facts)
    return None


@feature(Scale(0, 1, 10), monotone=1)
def place_looked_at(case: Case) -> ByCode | None:
    """您以前报的岗位是不是也在这个地方"""
    rows = case.history_rows
    index = case.posts.place.index
    seen = index[rows]
    seen = seen[seen > 0]
    if not len(seen):
        return None
    share = np.bincount(seen, minlength=len(case.board.place_codes)) / len(seen)
    share[0] = np.nan
    return ByCode(share.astype(np.float32), index)


@place_looked_at.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = known(case.posts.place.value(row))
    seen = int(np.count_nonzero(case.posts.place.index[case.history_rows] == case.posts.place.index[row]))
    if not good:
        return Sentence(N_("工作地点在%(place)s，您以前很少报那里的岗位"), {"place": Code("place", place)})
    facts = {"place": Code("place", place), "n": seen}
    return Sentence(N_("您报过 %(n)s 个在%(place)s的岗位，这个也在那里"), facts) if seen else None


def _last_place(case: Case) -> int:
    """Number of the place of the post that they looked at last, 0 unknown."""
    rows = case.history_rows
    return int(case.posts.place.index[rows[-1]]) if len(rows) else 0


@feature(Levels(2), monotone=1, theme="place")
def place_last(case: Case) -> ByCode | None:
    """是不是和您最近报的岗位在同一个地方"""
    last = _last_place(case)
    if not last:
        return None
    values = np.zeros(len(case.board.place_codes), np.float32)
    values[0], values[last] = np.nan, 1
    return ByCode(values, case.posts.place.index)


@place_last.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = known(case.posts.place.value(row))
    same = case.posts.place.index[row] == _last_place(case)
    if good and same:
        return Sentence(N_("和您最近报的岗位一样，在%(place)s"), {"place": Code("place", place)})
    return None


def _regions(case: Case) -> set[str]:
    """Regions of the places that they named, and of those where they looked."""
    regions = case.board.reference.regions
    codes = case.board.place_codes
    seen = (codes[at] for at in np.unique(case.posts.place.index[case.history_rows]).tolist())
    return {region for place in (*case.places, *seen) if place and (region := regions.get(place))}


def in_region(case: Case) -> np.ndarray | None:
    """1 a place code in one of their regions, 0 elsewhere, nan unknown; None when no region is known."""
    if "in_region" not in case.kept:
        mine, regions = _regions(case), case.board.reference.regions
        values = [
            np.nan if code is None else float(regions.get(code) in mine) for code in case.board.place_codes
        ]
        case.kept["in_region"] = np.array(values, np.float32) if mine else None
    found: np.ndarray | None = case.kept["in_region"]
    return found


@feature(Levels(2), monotone=1, theme="place")
def region_looked_at(case: Case) -> ByCode | None:
    """是不是在您住的或报过的那一带"""
    near = in_region(case)
    return None if near is None else ByCode(near, case.posts.place.index)


@region_looked_at.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = known(case.posts.place.value(row))
    if good:
        return Sentence(N_("工作地点在%(place)s，在您住的或报过的那一带"), {"place": Code("place", place)})
    return Sentence(N_("工作地点在%(place)s，离您住的和报过的地方远"), {"place": Code("place", place)})


def nearby(case: Case) -> np.ndarray:
    """How much a place is theirs, one number 0–1 a place code: 1 named by them, else the share of what they looked at."""
    if "nearby" not in case.kept:
        mine = set(case.places)
        named = np.array([float(code in mine) for code in case.board.place_codes])
        seen = case.posts.place.index[case.history_rows]
        share = np.bincount(seen, minlength=len(named)) / max(len(seen), 1)
        share[0] = 0
        case.kept["nearby"] = np.maximum(named, share)
    return np.asarray(case.kept["nearby"])


def trodden(case: Case) -> np.ndarray | None:
    """Where those people also look who look where this person does: the square root of the cosine between places,
    as a share of the greatest, one number a place code; None when nobody else did.
    """
    if "trodden" not in case.kept:
        case.kept["trodden"] = _trodden(case)
    found: np.ndarray | None = case.kept["trodden"]
    return found


def _trodden(case: Case) -> np.ndarray | None:
    visits, together = _visits(case)
    mine = np.zeros(0, np.int64) if case.person is None else visits[case.person].indices
    people = together.diagonal()
    people[mine] -= 1
    people = np.maximum(people, 1)
    start = nearby(case) / np.sqrt(people)
    found = together @ start
    found[mine] -= start[mine].sum()
    found /= np.sqrt(people)
    found[0] = 0
    most = found.max(initial=0)
    return np.sqrt(np.maximum(found, 0) / most).astype(np.float32) if most > FAINT else None


def _visits(case: Case) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Who did anything with a post in which place, (persons, place codes) of ones, and how many people did so in two
    places, (place codes, place codes); worked out once for the board.
    """
    board = case.board
    if "visits" not in board.kept:
        row = board.crowd.row_of_item(board.posts)
        code = np.where(row >= 0, board.posts.place.index[row], 0) if len(board.posts) else row * 0
        did = board.crowd.people
        who = np.repeat(np.arange(did.shape[0]), np.diff(did.indptr))
        shape = (did.shape[0], len(board.place_codes))
        visits = sparse.csr_matrix((np.ones(did.nnz), (who, code[did.indices])), shape=shape)
        visits.sum_duplicates()
        visits.data[:] = 1
        board.kept["visits"] = visits, (visits.T @ visits).tocsr()
    found: tuple[sparse.csr_matrix, sparse.csr_matrix] = board.kept["visits"]
    return found


@feature(Scale(0, 1, 40), monotone=1, theme="place")
def place_trodden(case: Case) -> ByCode | None:
    """和您去同样地方找工作的人，也常去哪里"""
    found = trodden(case)
    if found is None:
        return None
    values = found.copy()
    values[0] = np.nan
    return ByCode(values, case.posts.place.index)


@place_trodden.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    place = known(case.posts.place.value(row))
    if not good:
        return None
    return Sentence(N_("和您去同样地方找工作的人，也常去%(place)s"), {"place": Code("place", place)})
