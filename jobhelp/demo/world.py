"""One world of openings and people, with a year of what they did: made in memory, written by writing.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jobhelp.demo import adverts, lifetimes
from jobhelp.demo.answers import Outcomes, answer
from jobhelp.demo.choices import choose
from jobhelp.demo.dice import Dice
from jobhelp.demo.lifetimes import Lifetime
from jobhelp.demo.people import Person, Population
from jobhelp.demo.tables import NEVER, Codes, People, Posts
from jobhelp.demo.texts import Firm, Texts
from jobhelp.demo.timeline import Timeline
from jobhelp.labels import Kind
from jobhelp.openings.states import OpeningState
from jobhelp.reference.queries import Book

OFTEN = {Kind.ASSISTANCE.value: 5.0}  # against the other kinds that an employer offers


@dataclass(frozen=True)
class Size:
    """How much to make. `present`: how many of today's openings stand where; `past`: how many ended over the year.

    most_seen  how many open posts a visit looks through at most
    """

    present: Mapping[OpeningState, int]
    past: int
    people: int
    most_seen: int
    visits_a_month: float


@dataclass
class World:
    """Rows of openings (without ids and numbers), people, and what happened between them, by position."""

    timeline: Timeline
    openings: list[dict[str, Any]]
    people: list[Person]
    outcomes: Outcomes


class Maker:
    """Makes worlds from the texts."""

    def __init__(self, texts: Texts, book: Book, timeline: Timeline) -> None:
        self.texts = texts
        self.book = book
        self.timeline = timeline
        self.codes = Codes.of(book)
        self.streets = adverts.settled_streets(book)
        self.population = Population(texts, book, self.streets)

    def make(
        self, dice: Dice, firms: Sequence[tuple[int, Firm]], size: Size, first: Sequence[Person] = ()
    ) -> World:
        """A world. `firms` are verified employers with their ids; `first` are people who must be in it."""
        ways = [lifetimes.PRESENT[state] for state, count in size.present.items() for _ in range(count)]
        ways += [lifetimes.past] * size.past
        rows, spans = [], []
        for way in ways:
            row, lifetime = self._opening(dice, firms, way)
            rows.append(row)
            spans.append((lifetime.opens, lifetime.closes))
        people = [*first, *(self.population.draw(dice) for _ in range(size.people - len(first)))]
        outcomes = self._live(dice, rows, spans, people, size)
        for number, row in enumerate(rows):
            self._settle(row, int(outcomes.taken[number]), float(outcomes.filled[number]))
        return World(self.timeline, rows, people, outcomes)

    def _opening(
        self, dice: Dice, firms: Sequence[tuple[int, Firm]], way: Any
    ) -> tuple[dict[str, Any], Lifetime]:
        employer_id, firm = dice.weighted(firms, [firm.weight for _, firm in firms])
        offers = [self.texts.adverts[key] for key in firm.adverts]
        advert = dice.weighted(offers, [OFTEN.get(offer.kind, 1.0) for offer in offers])
        site = adverts.site_of(dice, self.book, employer_id, firm, self.streets)
        row = adverts.write(dice, self.texts, advert, site)
        lifetime: Lifetime = way(self.timeline, dice, advert.gig is not None)
        row |= self._dates(dice, lifetime)
        if advert.gig:
            adverts.set_gig_day(row, lifetime.valid_until)
        return row, lifetime

    def _dates(self, dice: Dice, lifetime: Lifetime) -> dict[str, Any]:
        now, instant = self.timeline.now, self.timeline.instant
        shown = lifetime.opens < NEVER
        began = lifetime.opens if shown else now - dice.between(0.05, 2.5)
        changed = lifetime.closes if lifetime.closes < NEVER else began
        return {
            "state": lifetime.state.value,
            "state_note": lifetime.note,
            "valid_from": self.timeline.day(began),
            "valid_until": lifetime.valid_until,
            "published_at": instant(lifetime.opens) if shown else None,
            "created_at": instant(began - dice.between(0.1, 1.2)),
            "changed_at": instant(min(changed, now)),
        }

    def _live(
        self,
        dice: Dice,
        rows: Sequence[Mapping[str, Any]],
        spans: Sequence[tuple[float, float]],
        people: Sequence[Person],
        size: Size,
    ) -> Outcomes:
        """The year: who applies where, and what comes of it."""
        posts, crowd = Posts.of(rows, spans, self.codes, dice.rng), People.of(people, self.codes)
        chosen = choose(
            posts,
            crowd,
            self.codes,
            dice.rng,
            now=self.timeline.now,
            most_seen=size.most_seen,
            visits_a_month=size.visits_a_month,
        )
        return answer(posts, crowd, self.codes, chosen, dice.rng, now=self.timeline.now)

    def _settle(self, row: dict[str, Any], taken: int, filled: float) -> None:
        """The seats given, and the end that comes with the last one."""
        row["taken"] = taken
        if filled < NEVER:
            row["state"] = OpeningState.FILLED.value
            row["state_note"] = ""
            row["changed_at"] = self.timeline.instant(filled) + timedelta(seconds=1)
