"""The hard gates themselves, one function each; constraints.py puts them together.

A gate is either the person's own limit (where, when, what they cannot do, the least pay they need) or a condition the
post states and the law or the work sets (certificate, education, dates, seats, who it is for).

Pay is a hard gate, and a mild one: the person's own least amount against the *highest* stated pay, and only where the
pay is for a month, a year or days, because the monthly worth of piece, hour and one-off pay is a guess. Everything
finer (above or near what was asked) is a feature. Experience is not a gate: employers often take less than they ask.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.columns import mask_of
from jobhelp.matching.facts import DEMANDS, SHIFTS, known
from jobhelp.matching.sentences import N_, Code, Sentence, clock, codes, km, plain, yuan

FAIL, UNKNOWN, PASS = np.int8(0), np.int8(1), np.int8(2)
DAY_MINUTES = 24 * 60
COMPARABLE_PAY = ("month", "year", "day")
NIGHT_ONLY = 1 << SHIFTS.index("night")
ROTATING = 1 << SHIFTS.index("rotating")

Answer = Callable[[Case], np.ndarray | None]
Compared = Callable[[Case, int], tuple[Any, Any]]
Words = tuple[Sentence, Sentence | None]  # why it fails, and what would change it


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate.

    answer    case → int8 (n,) of FAIL/UNKNOWN/PASS, or None when it is unknown for every post
    compared  (case, row) → (the person's fact, the post's fact)
    says      (case, row) → (why it fails, what would change it or None); asked only where it fails
    relaxable the person could change their own answer; else only the post, the law or time can
    """

    code: str
    answer: Answer
    compared: Compared
    says: Callable[[Case, int], Words]
    relaxable: bool


GATES: dict[str, Gate] = {}


def gate(
    compared: Compared, says: Callable[[Case, int], Words], *, relaxable: bool
) -> Callable[[Answer], Answer]:
    """Register a gate under the function's name."""

    def register(answer: Answer) -> Answer:
        GATES[answer.__name__] = Gate(answer.__name__, answer, compared, says, relaxable)
        return answer

    return register


def three_way(passes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """pass / fail where known, unknown elsewhere."""
    return np.where(known, np.where(passes, PASS, FAIL), UNKNOWN)


def known_number(column: np.ndarray, row: int) -> float | None:
    """One number of a column, None for nan."""
    value = float(column[row])
    return None if np.isnan(value) else value


def _open_says(case: Case, row: int) -> Words:
    posts, at = case.posts, case.board.at
    if not posts.open[row]:
        return Sentence(N_("这个岗位已经停止招聘"), {}), None
    if posts.valid_until[row] < np.floor(at):
        return Sentence(N_("这个岗位的招聘时间已经过了"), {}), None
    if posts.published[row] > at:
        return Sentence(N_("这个岗位还没有开始招聘"), {}), None
    change = Sentence(N_("有人退出、名额空出来时，会重新出现"), {})
    return Sentence(N_("名额已经招满"), {}), change


@gate(
    lambda case, row: (None, bool(case.board.still_open()[row])),
    _open_says,
    relaxable=False,
)
def open_now(case: Case) -> np.ndarray:
    """Published, within its dates, with a free seat."""
    return np.where(case.board.still_open(), PASS, FAIL)


def _city_says(case: Case, row: int) -> Words:
    place = case.posts.place.value(row)
    why = Sentence(
        N_("工作地点在 %(place)s，不在本市，您说只看本市的岗位"), {"place": Code("place", place or "")}
    )
    return why, Sentence(N_("如果愿意去外地，请在求职资料里改成“外地也可以”"), {})


@gate(
    lambda case, row: (case.facts.beyond_city, case.posts.place.value(row)),
    _city_says,
    relaxable=True,
)
def city(case: Case) -> np.ndarray:
    """Inside the city, unless they look beyond it."""
    outside = case.posts.outside
    if case.facts.beyond_city:
        return np.full(len(outside), PASS)
    return three_way(outside == 0, ~np.isnan(outside))


def _reach_says(case: Case, row: int) -> Words:
    away, limit = float(known(case.km)[row]), known(case.facts.max_km)
    facts = {"km": km(away), "limit": plain(limit)}
    why = Sentence(N_("离您家约 %(km)s 公里，您说最远 %(limit)s 公里"), facts)
    return why, Sentence(N_("如果最远能到 %(km)s 公里，就能看到它"), {"km": plain(np.ceil(away))})


@gate(
    lambda case, row: (case.facts.max_km, None if case.km is None else known_number(case.km, row)),
    _reach_says,
    relaxable=True,
)
def reach(case: Case) -> np.ndarray | None:
    """Not farther than they would go. A place outside the city is left to the gate `city`."""
    if case.facts.max_km is None or case.km is None:
        return None
    near = three_way(case.km <= case.facts.max_km, ~np.isnan(case.km))
    if case.facts.beyond_city:
        near[case.posts.outside == 1] = PASS
    return near


def _shift_says(case: Case, row: int) -> Words:
    mine, theirs = case.facts.shifts, known(case.posts.shifts.value(row))
    facts = {"mine": codes("shift", mine), "theirs": codes("shift", theirs)}
    why = Sentence(N_("这个岗位上%(theirs)s，您说可以上%(mine)s"), facts)
    return why, Sentence(N_("如果也能上%(theirs)s，就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.shifts, case.posts.shifts.value(row)),
    _shift_says,
    relaxable=True,
)
def shift(case: Case) -> np.ndarray | None:
    """At least one of the post's shifts is one that they accept."""
    if not case.facts.shifts:
        return None
    shifts = case.posts.shifts
    return three_way(shifts.meets(mask_of(case.facts.shifts, SHIFTS)), shifts.known & (shifts.bits != 0))


def _demands_of(case: Case, row: int) -> frozenset[str]:
    """Demands of the post that the person cannot meet; a post with night shifts only demands nights."""
    demanded = case.posts.demands.value(row) or frozenset()
    if case.posts.shifts.value(row) == frozenset({"night"}):
        demanded |= {"night"}
    return demanded & case.facts.cannot


def _demands_says(case: Case, row: int) -> Words:
    hard = _demands_of(case, row)
    facts = {"demands": codes("demand", hard)}
    why = Sentence(N_("这个岗位需要%(demands)s，您说这个做不了"), facts)
    return why, Sentence(N_("如果现在可以%(demands)s，请改求职资料"), facts)


@gate(
    lambda case, row: (case.facts.cannot, case.posts.demands.value(row)),
    _demands_says,
    relaxable=True,
)
def demands(case: Case) -> np.ndarray | None:
    """Nothing that they said they cannot do. Rotating shifts may include nights: unknown, to be asked."""
    if not case.facts.cannot:
        return None
    asked = case.posts.demands
    hard = asked.meets(mask_of(case.facts.cannot, DEMANDS))
    known = asked.known
    if "night" in case.facts.cannot:
        shifts = case.posts.shifts.bits
        hard = hard | (shifts == NIGHT_ONLY)
        known = known & ((shifts & ROTATING) == 0)
    return np.where(hard, FAIL, np.where(known, PASS, UNKNOWN))


def _certificate_says(case: Case, row: int) -> Words:
    missing = known(case.posts.certificates.value(row)) - known(case.facts.certificates)
    facts = {"certificates": codes("certificate", missing)}
    why = Sentence(N_("这个岗位要求有%(certificates)s，您的资料里没有"), facts)
    return why, Sentence(N_("考取%(certificates)s后（或已有请补填）就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.certificates, case.posts.certificates.value(row)),
    _certificate_says,
    relaxable=True,
)
def certificate(case: Case) -> np.ndarray:
    """Every certificate that the work requires is held."""
    column = case.posts.certificates
    nothing_asked = column.size == 0
    if case.facts.certificates is None:
        return np.where(nothing_asked, PASS, UNKNOWN)
    held = column.overlap(case.facts.certificates)
    return three_way(held >= column.size, column.size >= 0)


def _education_says(case: Case, row: int) -> Words:
    mine, theirs = case.facts.education, int(case.posts.education_min[row])
    facts = {"mine": Code("education", str(mine)), "theirs": Code("education", str(theirs))}
    why = Sentence(N_("这个岗位要求%(theirs)s，您的学历是%(mine)s"), facts)
    return why, Sentence(N_("单位把学历要求放宽到%(mine)s时，就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.education, known_number(case.posts.education_min, row)),
    _education_says,
    relaxable=False,
)
def education(case: Case) -> np.ndarray:
    """The education that the post asks for."""
    asked = case.posts.education_min
    if case.facts.education == 0:
        return np.where(asked == 0, PASS, UNKNOWN)
    return three_way(asked <= case.facts.education, ~np.isnan(asked))


def _pay_says(case: Case, row: int) -> Words:
    mine, theirs = known(case.facts.pay_min), float(_best_pay(case)[row])
    facts = {"pay": yuan(theirs), "asked": yuan(mine)}
    why = Sentence(N_("每月最多约 %(pay)s 元，您说最少要 %(asked)s 元"), facts)
    return why, Sentence(N_("如果 %(pay)s 元也可以，就能看到它"), facts)


def _best_pay(case: Case) -> np.ndarray:
    posts = case.posts
    return np.where(np.isnan(posts.pay_high), posts.pay_low, posts.pay_high)


@gate(
    lambda case, row: (case.facts.pay_min, known_number(_best_pay(case), row)),
    _pay_says,
    relaxable=True,
)
def pay(case: Case) -> np.ndarray | None:
    """The highest stated pay reaches the least that they need."""
    if case.facts.pay_min is None:
        return None
    best = _best_pay(case)
    basis = case.posts.pay_basis
    # an unstated basis is taken as monthly: the amounts of the column are monthly
    comparable = basis.by_code((code is None or code in COMPARABLE_PAY for code in basis.codes), bool)
    return three_way(best >= case.facts.pay_min, comparable & ~np.isnan(best))


def _hours_says(case: Case, row: int) -> Words:
    mine, theirs = known(case.facts.hours_max), float(case.posts.hours_per_day[row])
    facts = {"mine": plain(mine), "theirs": plain(theirs)}
    why = Sentence(N_("每天工作 %(theirs)s 小时，您说最多 %(mine)s 小时"), facts)
    return why, Sentence(N_("如果每天能做 %(theirs)s 小时，就能看到它"), facts)


@gate(
    lambda case, row: (case.facts.hours_max, known_number(case.posts.hours_per_day, row)),
    _hours_says,
    relaxable=True,
)
def hours(case: Case) -> np.ndarray | None:
    """Not more hours a day than they can work."""
    if case.facts.hours_max is None:
        return None
    asked = case.posts.hours_per_day
    return three_way(asked <= case.facts.hours_max, ~np.isnan(asked))


def _clock_facts(case: Case, row: int) -> tuple[Any, Any]:
    theirs = (known_number(case.posts.starts, row), known_number(case.posts.ends, row))
    return (case.facts.earliest, case.facts.latest), theirs


def _clock_says(case: Case, row: int) -> Words:
    early, late = outside_hours(case)
    starts, ends = case.posts.starts[row], case.posts.ends[row]
    if early[row] and late[row]:
        words = {"starts": clock(starts), "ends": clock(ends)}
        mine = {"earliest": clock(known(case.facts.earliest)), "latest": clock(known(case.facts.latest))}
        why = N_("%(starts)s 上班、%(ends)s 下班，您能做的时间是 %(earliest)s 到 %(latest)s")
        return Sentence(why, words | mine), Sentence(
            N_("如果 %(starts)s 到 %(ends)s 也可以，就能看到它"), words
        )
    if early[row]:
        words = {"starts": clock(starts)}
        mine = {"earliest": clock(known(case.facts.earliest))}
        why = N_("%(starts)s 上班，您说最早 %(earliest)s")
        return Sentence(why, words | mine), Sentence(N_("如果 %(starts)s 上班也可以，就能看到它"), words)
    words, mine = {"ends": clock(ends)}, {"latest": clock(known(case.facts.latest))}
    why = N_("%(ends)s 下班，您说最晚 %(latest)s")
    return Sentence(why, words | mine), Sentence(N_("如果 %(ends)s 下班也可以，就能看到它"), words)


@gate(
    _clock_facts,
    _clock_says,
    relaxable=True,
)
def clock_times(case: Case) -> np.ndarray | None:
    """Starts not before, and ends not after, what they said. Work past midnight ends on the next day."""
    earliest, latest = case.facts.earliest, case.facts.latest
    if earliest is None and latest is None:
        return None
    starts, ends = case.posts.starts, case.posts.ends
    early, late = outside_hours(case)
    certain = (np.isfinite(starts) | (earliest is None)) & (np.isfinite(ends) | (latest is None))
    return np.where(early | late, FAIL, np.where(certain, PASS, UNKNOWN))


def outside_hours(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Which posts start earlier, and which end later, than they said; bool (n,) each, False where not known."""
    earliest, latest = case.facts.earliest, case.facts.latest
    starts, ends = case.posts.starts, case.posts.ends
    ends = np.where(ends < starts, ends + DAY_MINUTES, ends)
    nothing = np.zeros(len(starts), bool)
    return nothing if earliest is None else starts < earliest, nothing if latest is None else ends > latest


def _days_facts(case: Case, row: int) -> tuple[Any, Any]:
    stated = case.posts.days.value(row)
    return case.facts.days, known_number(case.posts.days_per_week, row) if stated is None else stated


def _days_says(case: Case, row: int) -> Words:
    mine, theirs = case.facts.days, case.posts.days.value(row)
    if theirs is None:
        count = plain(case.posts.days_per_week[row])
        words = {"theirs": count, "mine": len(mine)}
        why = Sentence(N_("每周工作 %(theirs)s 天，您说每周能做 %(mine)s 天"), words)
        return why, Sentence(N_("如果每周能做 %(theirs)s 天，就能看到它"), words)
    words = {"days": codes("weekday", theirs - mine)}
    why = Sentence(N_("%(days)s也要上班，您说这些日子不行"), words)
    return why, Sentence(N_("如果%(days)s也可以，就能看到它"), words)


@gate(
    _days_facts,
    _days_says,
    relaxable=True,
)
def days(case: Case) -> np.ndarray | None:
    """Every working day is a day on which they can work; where only the number of days is known, the number."""
    if not case.facts.days:
        return None
    posts = case.posts
    free = np.uint16(mask_of(case.facts.days, posts.days.words))
    stated = posts.days.known & (posts.days.bits != 0)
    fits = np.where(stated, (posts.days.bits & ~free) == 0, posts.days_per_week <= len(case.facts.days))
    return three_way(fits, stated | ~np.isnan(posts.days_per_week))


def _eligible_says(case: Case, row: int) -> Words:
    kind = case.posts.kind.value(row)
    why = Sentence(
        N_("%(kind)s只面向符合条件的人员，您目前没有相应的认定"), {"kind": Code("kind", kind or "")}
    )
    return why, Sentence(N_("可以先查一查自己是否符合认定条件"), {})


@gate(lambda case, row: (None, case.posts.kind.value(row)), _eligible_says, relaxable=False)
def eligible(case: Case) -> None:
    """Whether the law lets them have a restricted post: answered by the caller (constraints.Gates), never here."""
