"""What the post asks for, and when the work is, against what the person brings and can."""

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.columns import mask_of
from jobhelp.matching.facts import SHIFTS, known
from jobhelp.matching.features.registry import ByCode, Levels, Scale, feature
from jobhelp.matching.features.work import FAMILY, nearness_to
from jobhelp.matching.sentences import N_, Code, Sentence, clock, codes, plain

DAY_MINUTES = 24 * 60


def _related_years(case: Case) -> np.ndarray:
    """Years of past work in the same family, one number a code of the occupation column.

    Where the post's occupation is not known, all years count: nobody can say that they do not.
    """
    years = np.zeros(len(case.posts.occupation.codes), np.float32)
    for mine, spent in case.facts.past:
        near = nearness_to(case, mine) >= FAMILY
        near[0] = True
        years += np.float32(spent) * near
    return years


@feature(Scale(-5, 3, 16), monotone=1, theme="experience")
def experience(case: Case) -> np.ndarray | None:
    """您的经验够不够岗位的要求"""
    if not case.facts.past:
        return None
    years = ByCode(_related_years(case), case.posts.occupation.index).dense()
    return np.asarray(years - case.posts.experience_min)


@experience.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    asked = case.posts.experience_min[row]
    mine = _related_years(case)[case.posts.occupation.index[row]]
    facts = {"asked": plain(asked), "mine": plain(round(float(mine), 1))}
    if asked == 0:
        return None
    if mine >= asked:
        return Sentence(N_("要求 %(asked)s 年经验，您有 %(mine)s 年"), facts) if good else None
    return None if good else Sentence(N_("要求 %(asked)s 年经验，您写的相关经验是 %(mine)s 年"), facts)


@feature(Levels(2), monotone=1, shared=True, theme="experience")
def no_experience_needed(board: Board) -> np.ndarray:
    """没有经验能不能做"""
    asked = board.posts.experience_min
    return np.where(np.isnan(asked), np.nan, asked == 0)


@no_experience_needed.says
def _(case: Case, row: int, good: bool) -> Sentence:
    if good:
        return Sentence(N_("没有经验也可以做"), {})
    return Sentence(N_("要求有 %(asked)s 年经验"), {"asked": plain(case.posts.experience_min[row])})


@feature(Levels(6))
def education_gap(case: Case) -> np.ndarray | None:
    """您的学历和岗位的要求差多少"""
    if case.facts.education == 0:
        return None
    return np.asarray(np.clip(case.facts.education - case.posts.education_min, -2, 3) + 2)


@education_gap.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    asked = int(case.posts.education_min[row])
    facts = {"asked": Code("education", str(asked)), "mine": Code("education", str(case.facts.education))}
    if asked == 0:
        return Sentence(N_("不要求学历"), {}) if good else None
    if case.facts.education >= asked:
        return Sentence(N_("要求%(asked)s，您是%(mine)s，符合"), facts) if good else None
    return None if good else Sentence(N_("要求%(asked)s，您是%(mine)s"), facts)


@feature(Levels(3), monotone=1)
def certificate_held(case: Case) -> np.ndarray | None:
    """岗位要的证书您有没有"""
    held = case.facts.certificates
    if held is None:
        return None
    column = case.posts.certificates
    level = np.where(column.overlap(held) >= column.size, 2, 0)
    level = np.where(column.size == 0, 1, level).astype(np.float32)
    level[column.size < 0] = np.nan
    return level


@certificate_held.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    required = case.posts.certificates.value(row)
    if not required:
        return None
    missing = required - known(case.facts.certificates)
    if missing:
        facts = {"certificates": codes("certificate", missing)}
        return None if good else Sentence(N_("要求有%(certificates)s，您的资料里没有"), facts)
    facts = {"certificates": codes("certificate", required)}
    return Sentence(N_("要求有%(certificates)s，您已经有了"), facts) if good else None


@feature(Scale(0, 1, 8), monotone=1)
def skills_covered(case: Case) -> np.ndarray | None:
    """岗位要的技能您会多少"""
    if not case.facts.skills:
        return None
    column = case.posts.skills
    asked = np.where(column.size > 0, column.size, np.nan)
    return np.asarray(column.overlap(case.facts.skills) / asked)


@skills_covered.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    asked = case.posts.skills.value(row) or frozenset()
    mine = asked & case.facts.skills
    if good and asked == mine and len(asked) == 1:
        return Sentence(N_("要会%(skills)s，您正好会"), {"skills": codes("skill", mine)})
    if good and mine:
        facts = {"skills": codes("skill", mine), "asked": len(asked), "n": len(mine)}
        return Sentence(N_("要求的 %(asked)s 项技能您会 %(n)s 项：%(skills)s"), facts)
    missing = asked - case.facts.skills
    if good or not missing:
        return None
    return Sentence(N_("要求的%(skills)s，您的资料里没有"), {"skills": codes("skill", missing)})


@feature(Levels(3), monotone=1)
def shift_fit(case: Case) -> np.ndarray | None:
    """上班的班次您行不行"""
    if not case.facts.shifts:
        return None
    bits = case.posts.shifts.bits
    mine = np.uint16(mask_of(case.facts.shifts, SHIFTS))
    level = np.where((bits & mine) == 0, 0, np.where((bits & ~mine) == 0, 2, 1)).astype(np.float32)
    level[~case.posts.shifts.known | (bits == 0)] = np.nan
    return level


@shift_fit.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    theirs = case.posts.shifts.value(row) or frozenset()
    unfit = theirs - case.facts.shifts
    if good:
        fit = {"shifts": codes("shift", theirs & case.facts.shifts)}
        return Sentence(N_("上%(shifts)s，您可以"), fit) if theirs & case.facts.shifts else None
    return Sentence(N_("也要上%(shifts)s，您没有选"), {"shifts": codes("shift", unfit)}) if unfit else None


@feature(Scale(-3, 4, 14), monotone=1)
def time_fit(case: Case) -> np.ndarray | None:
    """上下班的钟点离您能做的时间有没有余地"""
    return _slack(case)


def _slack(case: Case) -> np.ndarray | None:
    """Hours between the work and the ends of the time that they gave, the smaller of the two; below 0: outside it."""
    earliest, latest = case.facts.earliest, case.facts.latest
    if earliest is None and latest is None:
        return None
    starts, ends = case.posts.starts, case.posts.ends
    ends = np.where(ends < starts, ends + DAY_MINUTES, ends)
    before = np.full(len(starts), np.inf) if earliest is None else starts - earliest
    after = np.full(len(ends), np.inf) if latest is None else latest - ends
    return np.asarray(np.minimum(before, after) / 60)  # nan wins: half a fact is unknown


@time_fit.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    starts, ends = case.posts.starts[row], case.posts.ends[row]
    if np.isnan(starts) or np.isnan(ends):
        return None
    facts = {"starts": clock(starts), "ends": clock(ends)}
    if good:
        within = known(_slack(case))[row] >= 0
        return Sentence(N_("%(starts)s 上班、%(ends)s 下班，在您能做的时间里"), facts) if within else None
    return Sentence(N_("%(starts)s 上班、%(ends)s 下班，时间有点紧"), facts)


@feature(Scale(-4, 4, 16), monotone=1)
def hours_fit(case: Case) -> np.ndarray | None:
    """每天的工时您行不行"""
    if case.facts.hours_max is None:
        return None
    return np.asarray(case.facts.hours_max - case.posts.hours_per_day)


@hours_fit.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    asked, most = float(case.posts.hours_per_day[row]), known(case.facts.hours_max)
    facts = {"hours": plain(asked), "most": plain(most)}
    if asked <= most:
        return Sentence(N_("每天 %(hours)s 小时，您说最多 %(most)s 小时"), facts) if good else None
    return None if good else Sentence(N_("每天 %(hours)s 小时，比您说的 %(most)s 小时长"), facts)
