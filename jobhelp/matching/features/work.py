"""What kind of work it is, compared with what is wanted and what was done before."""

from collections import OrderedDict
from collections.abc import Iterable

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.facts import Reference, known
from jobhelp.matching.features.registry import ByCode, Levels, Scale, feature
from jobhelp.matching.sentences import N_, Code, Sentence, plain

UNRELATED, FAMILY, GROUP, SAME = 0, 1, 2, 3
LONG_YEARS = 2.0


def nearness(one: str, other: str, reference: Reference) -> int:
    """How near two occupations stand in the tree: 3 the same, 2 one group, 1 one family, 0 unrelated."""
    if one == other:
        return SAME
    if reference.groups.get(one) is not None and reference.groups.get(one) == reference.groups.get(other):
        return GROUP
    if reference.families.get(one) is not None and reference.families.get(one) == reference.families.get(
        other
    ):
        return FAMILY
    return UNRELATED


def nearness_to(case: Case, mine: str) -> np.ndarray:
    """`nearness` of one occupation to every code of the board's occupation column, int8 (codes,).

    Boards of different days share their codes, so the answers of the last few columns are kept.
    """
    codes, reference = case.posts.occupation.codes, case.board.reference
    key = (id(codes), id(reference))
    kept = _kept.get(key)
    if kept is None or kept[0] is not codes or kept[1] is not reference:
        kept = _kept[key] = (codes, reference, {})
        while len(_kept) > _KEPT_COLUMNS:
            _kept.popitem(last=False)
    found = kept[2].get(mine)
    if found is None:
        levels = [UNRELATED if code is None else nearness(mine, code, reference) for code in codes]
        found = kept[2][mine] = np.array(levels, np.int8)
    return found


_kept: OrderedDict[tuple[int, int], tuple[tuple[str | None, ...], Reference, dict[str, np.ndarray]]] = (
    OrderedDict()
)
_KEPT_COLUMNS = 8


def _per_occupation(case: Case, levels: np.ndarray) -> ByCode:
    """One level a code of the occupation column; nan where a post has a title only."""
    values = levels.astype(np.float32)
    values[0] = np.nan
    return ByCode(values, case.posts.occupation.index)


def _nearest(codes: Iterable[str], code: str, reference: Reference) -> str:
    """The one of some occupations that stands nearest to `code`; the first of equals."""
    return max(codes, key=lambda mine: nearness(mine, code, reference))


@feature(Levels(5), monotone=1)
def wanted_occupation(case: Case) -> ByCode | None:
    """是不是您想做的工种"""
    wanted = case.facts.wanted
    if not wanted:
        return None
    levels = np.max([nearness_to(case, mine) for mine in wanted], axis=0)
    dearest = nearness_to(case, wanted[0]) == SAME
    return _per_occupation(case, np.where(dearest, SAME + 1, levels))


@wanted_occupation.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    code = known(case.posts.occupation.value(row))
    mine = _nearest(case.facts.wanted, code, case.board.reference)
    facts = {"occupation": Code("occupation", code), "wanted": Code("occupation", mine)}
    if code == mine:
        return Sentence(N_("%(occupation)s是您想做的工种"), facts) if good else None
    if good:
        return Sentence(N_("%(occupation)s和您想做的%(wanted)s相近"), facts)
    return Sentence(N_("这是%(occupation)s，您想做的是%(wanted)s"), facts)


@feature(Levels(5), monotone=1)
def past_occupation(case: Case) -> ByCode | None:
    """您以前是不是做过这一行"""
    past = dict.fromkeys(code for code, _ in case.facts.past)
    if not past:
        return None
    levels = np.max([nearness_to(case, mine) for mine in past], axis=0)
    for mine in past:
        if case.years_in([mine]) >= LONG_YEARS:
            levels = np.where(nearness_to(case, mine) == SAME, SAME + 1, levels)
    return _per_occupation(case, levels)


@past_occupation.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    code = known(case.posts.occupation.value(row))
    mine = _nearest((code for code, _ in case.facts.past), code, case.board.reference)
    years = case.years_in([mine])
    facts = {
        "occupation": Code("occupation", code),
        "past": Code("occupation", mine),
        "years": plain(round(years, 1)),
    }
    if not good:
        return Sentence(N_("这是%(occupation)s，您做过的是%(past)s"), facts)
    if years <= 0:
        return Sentence(N_("您做过%(past)s，和这个岗位（%(occupation)s）对得上"), facts)
    if code == mine:
        return Sentence(N_("您做过 %(years)s 年%(past)s，这个岗位正好用得上"), facts)
    return Sentence(N_("您做过 %(years)s 年%(past)s，和%(occupation)s相近"), facts)


@feature(Scale(0, 1, 10), monotone=1)
def occupation_looked_at(case: Case) -> ByCode | None:
    """您以前报的岗位是不是也是这个工种"""
    column = case.posts.occupation
    seen = column.index[case.history_rows]
    seen = seen[seen > 0]
    if not len(seen):
        return None
    share = np.bincount(seen, minlength=len(column.codes)) / len(seen)
    share[0] = np.nan
    return ByCode(share.astype(np.float32), column.index)


@occupation_looked_at.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    column = case.posts.occupation
    seen = int(np.count_nonzero(column.index[case.history_rows] == column.index[row]))
    facts = {"occupation": Code("occupation", known(column.value(row))), "n": seen}
    if not good:
        return Sentence(N_("这是%(occupation)s，您以前很少报这类岗位"), facts)
    return Sentence(N_("您报过 %(n)s 个%(occupation)s的岗位，这个也是"), facts) if seen else None


@feature(Levels(2), monotone=1)
def employer_looked_at(case: Case) -> ByCode | None:
    """您以前是不是报过这家单位的岗位"""
    column = case.posts.employer
    seen = column.index[case.history_rows]
    seen = seen[seen > 0]
    if not len(seen):
        return None
    values = np.zeros(len(column.codes), np.float32)
    values[seen] = 1
    values[0] = np.nan
    return ByCode(values, column.index)


@employer_looked_at.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    column = case.posts.employer
    seen = int(np.count_nonzero(column.index[case.history_rows] == column.index[row]))
    return Sentence(N_("您报过这家单位的 %(n)s 个岗位"), {"n": seen}) if good and seen else None


@feature(Levels(2), monotone=1)
def wanted_kind(case: Case) -> ByCode | None:
    """是不是您想要的岗位类型"""
    if not case.facts.kinds:
        return None
    column = case.posts.kind
    values = [np.nan if code is None else float(code in case.facts.kinds) for code in column.codes]
    return ByCode(np.array(values, np.float32), column.index)


@wanted_kind.says
def _(case: Case, row: int, good: bool) -> Sentence:
    facts = {"kind": Code("kind", known(case.posts.kind.value(row)))}
    return Sentence(N_("这是%(kind)s，是您想要的类型") if good else N_("这是%(kind)s，不是您选的类型"), facts)
