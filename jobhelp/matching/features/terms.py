"""What the post pays and gives."""

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.columns import UNKNOWN_MASK
from jobhelp.matching.facts import PERKS, known
from jobhelp.matching.features.registry import Levels, Scale, feature
from jobhelp.matching.sentences import N_, Sentence, yuan


@feature(Scale(-1, 1.5, 25), monotone=1, theme="pay")
def pay_asked(case: Case) -> np.ndarray | None:
    """工资够不够您要的数"""
    if not case.facts.pay_min:
        return None
    return np.asarray(_log_pay(case.board) - np.log2(case.facts.pay_min))


def _log_pay(board: Board) -> np.ndarray:
    """log2 of the middle pay, nan unknown; worked out once for the board."""
    if "log_pay" not in board.kept:
        middle = board.pay_middle
        board.kept["log_pay"] = np.log2(np.where(middle > 0, middle, np.nan))
    return np.asarray(board.kept["log_pay"])


@pay_asked.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    middle, asked = float(case.board.pay_middle[row]), known(case.facts.pay_min)
    facts = {"pay": yuan(middle), "asked": yuan(asked)}
    if middle >= asked:
        return Sentence(N_("工资约 %(pay)s 元，够您要的 %(asked)s 元"), facts) if good else None
    return None if good else Sentence(N_("工资约 %(pay)s 元，比您要的 %(asked)s 元少"), facts)


@feature(Scale(-1, 1, 20), monotone=1, shared=True, theme="pay")
def pay_for_the_work(board: Board) -> np.ndarray:
    """工资在同工种里高不高"""
    return np.asarray(_log_pay(board) - np.log2(_usual_pay(board)))


def _usual_pay(board: Board) -> np.ndarray:
    """Median of the stated pay of the posts of the same occupation (of all posts where it is not known), (n,)."""
    if "usual_pay" not in board.kept:
        board.kept["usual_pay"] = _median_pay(board)
    return np.asarray(board.kept["usual_pay"])


def _median_pay(board: Board) -> np.ndarray:
    middle, index = board.pay_middle, board.posts.occupation.index
    stated = middle[middle > 0]
    overall = np.median(stated) if len(stated) else np.nan
    median = np.full(len(board.posts.occupation.codes), overall)
    order = np.lexsort((middle, index))
    order = order[middle[order] > 0]
    starts = np.searchsorted(index[order], np.arange(len(median)))
    ends = np.searchsorted(index[order], np.arange(len(median)), side="right")
    some = np.flatnonzero(ends > starts)
    some = some[some > 0]
    median[some] = middle[order[(starts[some] + ends[some]) // 2]]
    return np.asarray(median[index])


@pay_for_the_work.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    pay, usual = case.board.pay_middle[row], _usual_pay(case.board)[row]
    facts = {"pay": yuan(pay), "usual": yuan(usual)}
    if good and pay > usual:
        return Sentence(N_("工资约 %(pay)s 元，同类岗位一般 %(usual)s 元"), facts)
    if not good and pay < usual:
        return Sentence(N_("工资约 %(pay)s 元，同类岗位一般有 %(usual)s 元"), facts)
    return None


def _has(board: Board, perk: str) -> np.ndarray:
    """1 where the post gives the perk, 0 where it says it does not list it, nan where its perks are unknown."""
    bits = board.posts.perks.bits
    given: np.ndarray = (bits >> np.uint16(PERKS.index(perk)) & np.uint16(1)).astype(np.float32)
    given[bits == UNKNOWN_MASK] = np.nan
    return given


@feature(Levels(2), monotone=1, shared=True)
def meals(board: Board) -> np.ndarray:
    """包不包吃"""
    return _has(board, "meals")


@feature(Levels(2), monotone=1, shared=True)
def lodging(board: Board) -> np.ndarray:
    """包不包住"""
    return _has(board, "lodging")


@feature(Levels(2), monotone=1, shared=True)
def insurance(board: Board) -> np.ndarray:
    """缴不缴五险"""
    return _has(board, "insurance")


@feature(Levels(2), monotone=1, shared=True)
def shuttle(board: Board) -> np.ndarray:
    """有没有班车"""
    return _has(board, "shuttle")


@feature(Levels(2), monotone=1, shared=True)
def training(board: Board) -> np.ndarray:
    """有没有人带教"""
    return _has(board, "training")


@feature(Levels(2), monotone=1, shared=True)
def rest_weekend(board: Board) -> np.ndarray:
    """周末休不休息"""
    return _has(board, "rest_weekend")


@meals.says
def _(case: Case, row: int, good: bool) -> Sentence:
    return Sentence(N_("包吃") if good else N_("没有写包吃"), {})


@lodging.says
def _(case: Case, row: int, good: bool) -> Sentence:
    return Sentence(N_("包住") if good else N_("没有写包住"), {})


@insurance.says
def _(case: Case, row: int, good: bool) -> Sentence:
    return Sentence(N_("单位缴五险") if good else N_("没有写缴五险"), {})


@shuttle.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("有班车接送"), {}) if good else None


@training.says
def _(case: Case, row: int, good: bool) -> Sentence | None:
    return Sentence(N_("有师傅带教"), {}) if good else None


@rest_weekend.says
def _(case: Case, row: int, good: bool) -> Sentence:
    return Sentence(N_("周末休息") if good else N_("没有写周末休息"), {})
