"""When an invented opening went on show, when it ended, and how: one function for each way to stand today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jobhelp.demo.dice import Dice
from jobhelp.demo.tables import NEVER
from jobhelp.demo.timeline import Timeline
from jobhelp.openings.states import OpeningState

S = OpeningState
NEW_DAYS = 28  # openings on show went there within so many days
CLOSE_NOTES = ("已经招够了。", "项目推迟，暂时不招了。", "改为内部调剂。")
WITHDRAW_NOTES = ("岗位信息写错了，改好再发。", "用人计划取消。")
RUNS = (14.0, 20.0, 30.0, 30.0, 45.0)


@dataclass(frozen=True)
class Lifetime:
    """opens and closes are simulated times; never on show = (inf, inf), still on show = closes inf."""

    state: OpeningState
    opens: float
    closes: float
    valid_until: date
    note: str = ""


def on_show(timeline: Timeline, dice: Dice, gig: bool) -> Lifetime:
    """Published within four weeks (a gig: a few days), with days to go."""
    if gig:
        last = timeline.today + timedelta(days=dice.whole(1, 9))
        return Lifetime(S.PUBLISHED, timeline.now - dice.between(0.05, 5), NEVER, last)
    age = 0.05 + (NEW_DAYS - 1) * dice.share() ** 1.4
    return Lifetime(
        S.PUBLISHED, timeline.now - age, NEVER, timeline.today + timedelta(days=dice.whole(3, 32))
    )


def draft(timeline: Timeline, dice: Dice, gig: bool) -> Lifetime:
    """Not handed in yet."""
    last = timeline.today + timedelta(days=dice.whole(4, 12) if gig else dice.whole(14, 30))
    return Lifetime(S.DRAFT, NEVER, NEVER, last)


def review(timeline: Timeline, dice: Dice, gig: bool) -> Lifetime:
    """Handed in, waiting for staff."""
    return Lifetime(S.REVIEW, NEVER, NEVER, draft(timeline, dice, gig).valid_until)


def expired(timeline: Timeline, dice: Dice, gig: bool, *, youngest: int = 1, oldest: int = 12) -> Lifetime:
    """Its last day was between `youngest` and `oldest` days ago."""
    gone = dice.whole(youngest, oldest)
    lasted = dice.between(1, 6) if gig else dice.pick(RUNS)
    opens = -gone - lasted + 0.7 * dice.share()
    closes = min(float(1 - gone), timeline.now)  # at night, today's midnight is still to come
    return Lifetime(S.EXPIRED, opens, closes, timeline.today - timedelta(days=gone))


def closed(timeline: Timeline, dice: Dice, gig: bool) -> Lifetime:
    """The employer stopped it some days ago, before its last day."""
    shown = on_show(timeline, dice, gig)
    opens = min(shown.opens, timeline.now - 3)
    closes = opens + (timeline.now - opens) * dice.between(0.4, 0.95)
    return Lifetime(S.CLOSED, opens, closes, shown.valid_until, dice.pick(CLOSE_NOTES))


def withdrawn(timeline: Timeline, dice: Dice, gig: bool) -> Lifetime:
    """Taken off the site."""
    stopped = closed(timeline, dice, gig)
    note = dice.pick(WITHDRAW_NOTES)
    return Lifetime(S.WITHDRAWN, stopped.opens, stopped.closes, stopped.valid_until, note)


def past(timeline: Timeline, dice: Dice, gig: bool) -> Lifetime:
    """One of the past year: most ran out, some were stopped."""
    ran_out = expired(timeline, dice, gig, youngest=13, oldest=345)
    if gig or dice.chance(0.75):
        return ran_out
    closes = ran_out.opens + (ran_out.closes - ran_out.opens) * dice.between(0.3, 0.95)
    return Lifetime(S.CLOSED, ran_out.opens, closes, ran_out.valid_until, dice.pick(CLOSE_NOTES))


PRESENT: Mapping[OpeningState, Callable[[Timeline, Dice, bool], Lifetime]] = {
    S.PUBLISHED: on_show,
    S.DRAFT: draft,
    S.REVIEW: review,
    S.EXPIRED: expired,
    S.CLOSED: closed,
    S.WITHDRAWN: withdrawn,
}
