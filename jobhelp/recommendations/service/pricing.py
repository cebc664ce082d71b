"""The prices of crowded posts: worked out by the night run from a sample of people, kept, and used until the next."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching import exposure
from jobhelp.matching.exposure import Prices, Wishes
from jobhelp.recommendations import queries
from jobhelp.recommendations.blocks import PACKED_IDS, PACKED_SCORES, Asker, Bench, askers
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.crews import Crew, Line
from jobhelp.recommendations.models import ExposurePrices
from jobhelp.recommendations.ranking import DEPTH

STRENGTH = 0.7  # the default of JOBHELP_CONGESTION; `make bench-congestion` draws what more or less would do
SAMPLE = 4_000  # people whose wishes set the prices
SAMPLE_BLOCK = 250
SEARCH_BLOCK = 1_000
LOOKS = 4  # at most, with prices in force: each as long as the first look without
ENOUGH = 2  # people to be found for a post that is possible for nobody in the sample
KEPT = 14  # runs whose prices are kept: lists of two weeks can be explained

Say = Callable[[str], object]


def worked_out(engine: Engine, standing: Standing, crew: Crew, strength: float, say: Say) -> Prices | None:
    """The prices of every post, from the wishes of at most `SAMPLE` people and of those whom rare posts need.

    standing  without prices, as the crew has it
    None when control is off.
    """
    posts = standing.board.posts
    if strength <= 0 or not len(posts):
        return None
    with Session(engine) as session:
        everybody = queries.who_agreed(session)
    if not everybody:
        return None
    numbers = spread(everybody, SAMPLE)
    say(f"Looking at what {len(numbers):,} people would see, so that no post is crowded …")
    parts = _wishes(engine, standing, crew, numbers)
    if len(numbers) < len(everybody):
        rare = np.flatnonzero(standing.board.still_open() & ~_possible(parts))
        rest = sorted(set(everybody) - set(numbers))
        found = _takers(engine, standing, crew, rare, rest, say) if len(rare) else []
        parts += _wishes(engine, standing, crew, found)
        numbers = numbers + found
    left = posts.headcount - np.nan_to_num(posts.taken)
    wishes = Wishes.joined(parts)
    space = exposure.room(np.where(standing.board.still_open(), left, 1.0), len(wishes.rows))
    price = exposure.prices(wishes, space, strength=strength, keep=DEPTH)
    return Prices.of(posts.id, _looked_over(engine, standing, crew, numbers, price))


def _looked_over(
    engine: Engine, standing: Standing, crew: Crew, numbers: list[int], price: np.ndarray
) -> np.ndarray:
    """Prices with which every post stands in a list, as far as `LOOKS` looks at the real lists bring it.

    A post that was brought into one list may come into others too, and push out what stood there last. So we look
    again with the prices in force, and lower those that stand nowhere; each look leaves about a quarter of them.
    """
    for _ in range(LOOKS):
        crew.renew(replace(Bench.of(standing), prices=Prices.of(standing.board.posts.id, price)))
        seen = Wishes.joined(_wishes(engine, standing, crew, numbers))
        lower = exposure.cover(seen, np.zeros(len(price)), DEPTH)
        if not lower.any():
            break
        price = price + lower
    return price


def spread(numbers: list[int], most: int) -> list[int]:
    """At most `most` of the numbers, evenly over all of them."""
    step = len(numbers) / most
    return numbers if len(numbers) <= most else [numbers[int(at * step)] for at in range(most)]


def _wishes(engine: Engine, standing: Standing, crew: Crew, numbers: list[int]) -> list[Wishes]:
    line: Line[None] = Line(crew, "wish")
    return [wishes for _, wishes in line.run(_blocks(engine, standing, numbers, SAMPLE_BLOCK))]


def _possible(parts: list[Wishes]) -> np.ndarray:
    """Which posts somebody may have, bool (posts,)."""
    found: np.ndarray = np.any([np.isfinite(part.missed).any(axis=0) for part in parts], axis=0)
    return found


def _takers(
    engine: Engine, standing: Standing, crew: Crew, rare: np.ndarray, numbers: list[int], say: Say
) -> list[int]:
    """People outside the sample who may have the posts that nobody in it may: `ENOUGH` for each, as far as there are.

    rare  rows of the posts
    """
    say(f"  {len(rare):,} posts are possible for none of them: looking for people among the others …")
    crew.renew(Bench.of(standing).of_rows(rare))
    wanted = np.full(len(rare), ENOUGH)
    found: list[int] = []

    def others() -> Iterator[tuple[list[Asker], list[int]]]:
        for block, _ in _blocks(engine, standing, numbers, SEARCH_BLOCK):
            if not (wanted > 0).any():
                return
            yield block, [one.seeker_id for one in block]

    line: Line[list[int]] = Line(crew, "may")
    for asked, may in line.run(others()):
        for number, theirs in zip(asked, may, strict=True):
            if (theirs & (wanted > 0)).any():
                found.append(number)
                wanted -= theirs
    crew.renew(Bench.of(standing))
    return found


def _blocks(
    engine: Engine, standing: Standing, numbers: list[int], size: int
) -> Iterator[tuple[list[Asker], None]]:
    for at in range(0, len(numbers), size):
        part = numbers[at : at + size]
        with Session(engine) as session:
            people = queries.people_numbered(session, part, standing.on)
            told = queries.told(session, part)
        yield askers(standing, people, told), None


def kept(session: Session, standing: Standing, strength: float, found: Prices) -> int:
    """Keep the prices, let go of those of long ago, and return their number."""
    row = ExposurePrices(
        on=standing.on,
        model=standing.using.ranker.name,
        strength=strength,
        post_ids=found.ids.astype(PACKED_IDS).tobytes(),
        amounts=found.values.astype(PACKED_SCORES).tobytes(),
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    session.execute(delete(ExposurePrices).where(ExposurePrices.id <= row.id - KEPT))
    return row.id
