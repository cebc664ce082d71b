"""What other people did with the post, and how fresh it is. The person's own events never count."""

from collections.abc import Callable

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.evidence import DAY_DAYS, SOME_DAYS, SOME_HOURS, WEEK_DAYS, Own, decay
from jobhelp.matching.facts import known
from jobhelp.matching.features.place import ADJACENT, _place_levels
from jobhelp.matching.features.registry import Few, Reading, Scale, feature
from jobhelp.matching.sentences import N_, Code, Sentence

LOG = Scale(0, 6, 36)
FEW_PEOPLE = 3  # below this a number of people is not told: it could point at somebody
WALK_DAMPING = 0.5  # how far the walk holds back from what everybody looks at


@feature(Scale(0, 60, 30), monotone=-1, shared=True)
def freshness(board: Board) -> np.ndarray:
    """岗位是什么时候发布的"""
    return board.age_days


@freshness.says
def _(case: Case, row: int, good: bool) -> Sentence:
    days = int(case.board.age_days[row])
    if days == 0:
        return Sentence(N_("今天发布的"), {})
    if days == 1:
        return Sentence(N_("昨天发布的"), {})
    return Sentence(
        N_("%(days)s 天前发布的") if good else N_("%(days)s 天前发布的，时间有点久"), {"days": days}
    )


@feature(Scale(0, 5, 20), monotone=1, shared=True)
def seats(board: Board) -> np.ndarray:
    """还招多少人"""
    left = np.maximum(board.posts.headcount - np.nan_to_num(board.posts.taken), 0)
    return np.asarray(np.log2(left + 1))


@seats.says
def _(case: Case, row: int, good: bool) -> Sentence:
    left = max(int(case.posts.headcount[row] - np.nan_to_num(case.posts.taken[row])), 0)
    if left == 1:
        return Sentence(N_("还招一个人") if good else N_("只招一个人了"), {})
    return Sentence(N_("还招 %(n)s 人") if good else N_("只招 %(n)s 人了"), {"n": left})


def _counts(board: Board, name: str) -> np.ndarray:
    """log(1 + events) a post of one of the crowd's sums, worked out once for the board."""
    key = ("crowd", name)
    if key not in board.kept:
        board.kept[key] = np.log1p(board.crowd.on_posts(getattr(board.crowd, name), board.posts))
    return np.asarray(board.kept[key])


def _without_own(case: Case, name: str, share: Callable[[Own], np.ndarray]) -> Few:
    """The counts of others: the common counts, less the person's own events (share: own → number an event)."""
    base = _counts(case.board, name)
    own = case.own
    if not len(own.items):
        return Few(base, np.zeros(0, np.int64), np.zeros(0, np.float32))
    board = case.board
    mine = np.bincount(own.items, share(own), len(board.evidence.items))
    items = np.unique(own.items)
    row_of = case.posts.row_of
    placed = [
        (row_of[n], k)
        for n, k in zip(board.evidence.items[items].tolist(), items.tolist(), strict=True)
        if n in row_of
    ]
    rows = np.array([row for row, _ in placed], np.int64)
    kept = np.array([item for _, item in placed], np.int64)
    others = np.maximum(np.expm1(base[rows]) - mine[kept], 0)
    return Few(base, rows, np.log1p(others).astype(np.float32))


def _others(case: Case, name: str) -> Few:
    """log(1 + what others did) for one of total, recent, days, hours, week, day."""
    kept: dict[str, Few] = case.__dict__.setdefault("_others", {})
    if name not in kept:
        at = case.board.at
        shares = {
            "total": lambda own: own.weight,
            "recent": lambda own: own.weight * decay(at, own.at),
            "days": lambda own: decay(at, own.at, SOME_DAYS),
            "hours": lambda own: decay(at, own.at, SOME_HOURS),
            "week": lambda own: (at - own.at <= WEEK_DAYS).astype(float),
            "day": lambda own: (at - own.at <= DAY_DAYS).astype(float),
        }
        kept[name] = _without_own(case, name, shares[name])
    return kept[name]


@feature(LOG, monotone=1, theme="popularity")
def popularity(case: Case) -> Reading:
    """报名的人多不多"""
    return _others(case, "total") if len(case.board.evidence) else None


@feature(LOG, monotone=1, theme="popularity")
def popularity_lately(case: Case) -> Reading:
    """最近一个月报名的人多不多"""
    return _others(case, "recent") if case.board.crowd.timed and len(case.board.evidence) else None


@feature(LOG, monotone=1, theme="popularity")
def popularity_week(case: Case) -> Reading:
    """最近七天报名的人多不多"""
    return _others(case, "week") if case.board.crowd.timed and len(case.board.evidence) else None


@feature(LOG, monotone=1, theme="popularity")
def popularity_day(case: Case) -> Reading:
    """最近一天报名的人多不多"""
    return _others(case, "day") if case.board.crowd.timed and len(case.board.evidence) else None


@feature(Scale(0, 4, 40), monotone=1, theme="popularity")
def popularity_hours(case: Case) -> Reading:
    """这几个小时报名的人多不多"""
    return _others(case, "hours") if case.board.crowd.timed and len(case.board.evidence) else None


def others_in(case: Case, name: str) -> np.ndarray:
    """log(1 + what others did) as one number a post, (n,)."""
    key = ("others", name)
    if key not in case.kept:
        case.kept[key] = _others(case, name).dense(len(case.posts))
    return np.asarray(case.kept[key])


def people_on(case: Case, row: int) -> int:
    """How many other people did anything with one post."""
    items = case.board.evidence.items
    at = int(np.searchsorted(items, case.posts.id[row]))
    if at == len(items) or items[at] != case.posts.id[row]:
        return 0
    return int(case.board.crowd.degree[at]) - int(at in case.own.items)


def people_behind(case: Case, name: str, row: int) -> int:
    """How many events of others stand behind one post's number."""
    few = _others(case, name)
    at = np.flatnonzero(few.rows == row)
    return round(float(np.expm1(few.values[at[0]] if len(at) else known(few.base)[row])))


@popularity_week.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    n = people_behind(case, "week", row)
    if good:
        return Sentence(N_("最近 7 天有 %(n)s 人次报名、面试或录用"), {"n": n}) if n >= FEW_PEOPLE else None
    return None


@popularity_day.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    n = people_behind(case, "day", row)
    return (
        Sentence(N_("最近一天有 %(n)s 人次报名、面试或录用"), {"n": n}) if good and n >= FEW_PEOPLE else None
    )


def _say_many(case: Case, row: int, good: bool) -> Sentence | None:
    if good and people_on(case, row) >= FEW_PEOPLE:
        return Sentence(N_("报名的人比较多"), {})
    return None


popularity.says(_say_many)
popularity_lately.says(_say_many)


@feature(LOG, monotone=1, theme="popularity")
def popular_nearby(case: Case) -> np.ndarray | None:
    """在您住的地方附近，报名的人多不多"""
    if not case.places or not len(case.board.evidence):
        return None
    name = "recent" if case.board.crowd.timed else "total"
    near = _place_levels(case)
    counted = _others(case, name).dense(len(case.posts))
    weight = np.where(np.isnan(near), np.nan, near >= ADJACENT)[case.posts.place.index]
    return np.asarray(counted * weight)


@popular_nearby.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("在%(home)s附近，最近报名的人比较多"), {"home": Code("place", case.places[0])})


@feature(LOG, monotone=1, theme="popularity")
def popular_for_new(case: Case) -> Reading:
    """您还没报过名，先看大家最近报得多的"""
    if len(case.query.history) or not len(case.board.evidence):
        return None
    return _others(case, "week" if case.board.crowd.timed else "total")


@feature(Scale(0, 4, 40), monotone=1, theme="popularity")
def popular_days_for_new(case: Case) -> Reading:
    """您还没报过名，先看大家这几天报得多的"""
    if len(case.query.history) or not len(case.board.evidence):
        return None
    return _others(case, "days" if case.board.crowd.timed else "total")


popular_for_new.says(_say_many)
popular_days_for_new.says(_say_many)
popularity_hours.says(_say_many)


def _companions(case: Case) -> dict[str, Few] | None:
    """Two scores over the posts from the people who did something with what this person looked at.

    similar  item cosine: Σ over looked-at h of  people(h and j) / √(people(h) · people(j))
    walk     a random walk looked-at → people → posts, held back by people(j)^½
    """
    crowd, items = case.board.crowd, case.history_items
    if not len(items) or not crowd.people.nnz:
        return None
    by_item = crowd.by_item
    cosine = np.zeros(crowd.people.shape[0])
    walk = np.zeros(crowd.people.shape[0])
    for item, mine in zip(items.tolist(), np.isin(items, case.own.items).tolist(), strict=True):
        people = by_item.indices[by_item.indptr[item] : by_item.indptr[item + 1]]
        others = len(people) - int(mine)
        if others:
            cosine[people] += 1 / np.sqrt(others)
            walk[people] += 1 / others
    if case.person is not None:
        cosine[case.person] = walk[case.person] = 0
    people = np.flatnonzero(cosine)
    if not len(people):
        return None
    table = crowd.people[people]
    each = np.diff(table.indptr)
    items, at = np.unique(table.indices, return_inverse=True)
    others = np.maximum(crowd.degree[items] - np.isin(items, case.own.items), 1)
    near = np.bincount(at, np.repeat(cosine[people], each)) / np.sqrt(others)
    walked = np.bincount(at, np.repeat(walk[people] / each, each)) / others**WALK_DAMPING
    return {"similar": few_items(case, items, near), "walk": few_items(case, items, walked)}


def few_items(case: Case, items: np.ndarray, values: np.ndarray) -> Few:
    """Numbers of items, as a share of the greatest → the posts they stand at."""
    row = case.board.crowd.row_of_item(case.posts)[items]
    here = row >= 0
    shares = values[here] / max(values[here].max(initial=0), 1e-12)
    return Few(None, row[here], shares.astype(np.float32))


def _companion(case: Case, name: str) -> Reading:
    if "_companions" not in case.__dict__:
        case.__dict__["_companions"] = _companions(case)
    found = case.__dict__["_companions"]
    return found[name] if found else None


@feature(Scale(0, 1, 50), monotone=1, theme="similar")
def similar_people(case: Case) -> Reading:
    """和您报过同样岗位的人，还报了哪些"""
    return _companion(case, "similar")


@feature(Scale(0, 1, 50), monotone=1, theme="similar")
def similar_people_walk(case: Case) -> Reading:
    """顺着和您报过同样岗位的人，还能找到哪些"""
    return _companion(case, "walk")


def _say_similar(case: Case, row: int, good: bool) -> Sentence | None:
    if not good or people_on(case, row) < FEW_PEOPLE:
        return None
    return Sentence(N_("和您报过同样岗位的人，也报了这个岗位"), {})


similar_people.says(_say_similar)
similar_people_walk.says(_say_similar)
