"""Load for a large city: more employers, openings and people with their year, one tranche after another.

A tranche is a small world of its own, written in one transaction: people apply to the posts of their tranche. So
memory stays small, an interrupted run keeps what is whole, and the same command again goes on where it stopped.
"""

import math
from dataclasses import dataclass

from sqlalchemy.orm import Session

from jobhelp.demo.dice import Dice
from jobhelp.demo.firms import write_firms
from jobhelp.demo.texts import Firm, Texts
from jobhelp.demo.world import Maker, Size
from jobhelp.demo.writing import Written, write_world
from jobhelp.labels import Kind
from jobhelp.openings.states import OpeningState

OPENINGS, PEOPLE = 2_000, 4_000  # at most so many in a tranche
PAST_SHARE = 0.25  # past openings for each present one, so that the year has a history
PAST_FOR_PEOPLE = 0.06  # … and at least so many for each person
FIRMS_SHARE = 0.015
MOST_SEEN = 220
VISITS_A_MONTH = 14.0
SHORT = -1  # the last character of a district's name: 区, 县, 市


@dataclass(frozen=True)
class Tranche:
    """What one transaction adds."""

    number: int
    openings: int
    people: int


def plan(openings: int, people: int) -> list[Tranche]:
    """Split what is missing into even tranches."""
    count = max(math.ceil(openings / OPENINGS), math.ceil(people / PEOPLE))
    return [
        Tranche(number, _share(openings, count, number), _share(people, count, number))
        for number in range(count)
    ]


def _share(total: int, count: int, number: int) -> int:
    return total * (number + 1) // count - total * number // count


def add(session: Session, maker: Maker, tranche: Tranche, *seed: int) -> Written:
    """Write one tranche. `seed` tells the tranches of different rounds apart. Flushes, never commits."""
    dice = Dice(*seed, tranche.number)
    past = math.ceil(max(tranche.openings * PAST_SHARE, tranche.people * PAST_FOR_PEOPLE))
    count = max(5, round((tranche.openings + past) * FIRMS_SHARE))
    firms = [_firm(dice, maker) for _ in range(count)]
    size = Size(
        present={OpeningState.PUBLISHED: tranche.openings},
        past=past,
        people=tranche.people,
        most_seen=MOST_SEEN,
        visits_a_month=VISITS_A_MONTH,
    )
    world = maker.make(dice, write_firms(session, maker.timeline, firms, dice), size)
    return write_world(session, world, with_consents=False)


def _firm(dice: Dice, maker: Maker) -> Firm:
    """An employer of the crowd: a made-up name, a trade, a home district and perhaps a second one."""
    texts: Texts = maker.texts
    trade = dice.pick(tuple(texts.trades))
    districts = list(maker.book.districts.values())
    home = dice.weighted(districts, [5.0 if row.core else 1.0 for row in districts])
    street = dice.pick(maker.streets[home.code])
    welfare = any(texts.adverts[key].kind == Kind.WELFARE for key in texts.trades[trade])
    place = street.name_zh if welfare else home.name_zh[:SHORT]
    name = f"{place}{dice.pick(texts.companies)}{trade}{'中心' if welfare else '有限公司'}"
    return Firm(
        name=f"{name}（示例 {dice.whole(1, 999_999):06d}）",
        code_type="12" if welfare else "91",
        state="verified",
        district=home.code,
        street=street.code,
        address=f"{street.name_zh}，{dice.whole(1, 380)} 号（示例地址）",
        industry=trade,
        about="",
        contact="招聘负责人",
        weight=dice.between(0.5, 3),
        sites=(home.code, *dice.some(home.adjacent, dice.whole(0, 1))),
        adverts=texts.trades[trade],
    )
