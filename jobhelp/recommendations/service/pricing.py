"""The prices of crowded posts: worked out by the night run from a sample of people, kept, and used until the next."""

from collections.abc import Callable, Iterator

import numpy as np
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching import exposure
from jobhelp.matching.exposure import Prices, Wishes
from jobhelp.recommendations import queries
from jobhelp.recommendations.blocks import PACKED_IDS, PACKED_SCORES, Asker, askers
from jobhelp.recommendations.board import Standing
from jobhelp.recommendations.crews import Crew, Line
from jobhelp.recommendations.models import ExposurePrices
from jobhelp.recommendations.ranking import DEPTH

STRENGTH = 0.6  # the default of JOBHELP_CONGESTION; `make bench-congestion` draws what more or less would do
SAMPLE = 4_000  # people whose wishes set the prices
SAMPLE_BLOCK = 250
KEPT = 14  # runs whose prices are kept: lists of two weeks can be explained

Say = Callable[[str], object]


def worked_out(engine: Engine, standing: Standing, crew: Crew, strength: float, say: Say) -> Prices | None:
    """The prices of every post, from the wishes of at most `SAMPLE` people; None when control is off."""
    posts = standing.board.posts
    if strength <= 0 or not len(posts):
        return None
    with Session(engine) as session:
        numbers = queries.some_people(session, SAMPLE)
    if not numbers:
        return None
    say(f"Looking at what {len(numbers):,} people would see, so that no post is crowded …")
    line: Line[None] = Line(crew, "wish")
    parts = [wishes for _, wishes in line.run(_blocks(engine, standing, numbers))]
    left = posts.headcount - np.nan_to_num(posts.taken)
    wishes = Wishes.joined(parts)
    space = exposure.room(np.where(standing.board.still_open(), left, 1.0), len(wishes.rows))
    return Prices.of(posts.id, exposure.prices(wishes, space, strength=strength, keep=DEPTH))


def _blocks(engine: Engine, standing: Standing, numbers: list[int]) -> Iterator[tuple[list[Asker], None]]:
    for at in range(0, len(numbers), SAMPLE_BLOCK):
        part = numbers[at : at + SAMPLE_BLOCK]
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
