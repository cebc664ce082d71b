"""Pay and time: the least pay they need, the hours, the clock and the days.

Pay is a hard gate, and a mild one: the person's own least amount against the *highest* stated pay, and only where the
pay is for a month, a year or days, because the monthly worth of piece, hour and one-off pay is a guess. Everything
finer (above or near what was asked) is a feature.
"""

from typing import Any

import numpy as np

from jobhelp.matching.board import Case
from jobhelp.matching.columns import mask_of
from jobhelp.matching.facts import known
from jobhelp.matching.gates.registry import FAIL, PASS, UNKNOWN, Words, gate, known_number, three_way
from jobhelp.matching.sentences import N_, Sentence, clock, codes, plain, yuan

DAY_MINUTES = 24 * 60
COMPARABLE_PAY = ("month", "year", "day")


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
