"""The residents with whose accounts the city is looked at: profiles and applications written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobhelp.accounts.models import User
from jobhelp.demo.accounts import ACCOUNTS, Account
from jobhelp.demo.answers import APPLIED, INVITED, OFFERED, REFUSED, VIEWED
from jobhelp.demo.people import ASKED, UNANSWERED, Person
from jobhelp.demo.texts import Firm
from jobhelp.demo.timeline import DAYTIME_SHARE
from jobhelp.demo.world import World
from jobhelp.demo.writing import Story
from jobhelp.jobseekers.states import ORDER, Question
from jobhelp.openings.states import OpeningState
from jobhelp.permissions import Role
from jobhelp.reference.queries import Book

RESIDENTS = tuple(account for account in ACCOUNTS if account.role is Role.RESIDENT)
ANSWERING = (11, 12)  # the employers' accounts that see these applications
OLD_ENOUGH = 6  # days that a post has been on show, so that every step below lies within


@dataclass(frozen=True)
class Going:
    """An application: its steps and the interview, in days from now."""

    steps: Sequence[tuple[int, float]]
    meeting: float | None = None
    reason: str | None = None


GOING: Mapping[int, Sequence[Going]] = {
    1: (
        Going(((APPLIED, -2.3), (VIEWED, -1.6), (INVITED, -0.9)), meeting=2),
        Going(((APPLIED, -1.2), (VIEWED, -0.5))),
        Going(((APPLIED, -4.5), (VIEWED, -3.8), (INVITED, -3.5), (OFFERED, -1.1)), meeting=-2),
        Going(((APPLIED, -0.4),)),
        Going(((APPLIED, -5.5), (VIEWED, -4.6), (REFUSED, -4.1)), reason="chosen_other"),
    ),
    4: (
        Going(((APPLIED, -1.8), (VIEWED, -0.7))),
        Going(((APPLIED, -3.2), (VIEWED, -2.9), (REFUSED, -2.0)), reason="distance"),
    ),
}
MORNING = 2 * DAYTIME_SHARE  # ten o'clock


def residents(book: Book, opened: Mapping[int, User]) -> list[Person]:
    """These residents as people of the world, who do nothing by chance."""
    return [_resident(book, account, opened[account.serial].id) for account in RESIDENTS]


def _resident(book: Book, account: Account, user_id: int) -> Person:
    occupations = {row.name_zh: code for code, row in book.occupations.items()}
    street = book.streets[account.street or ""]
    life = dict(account.life)
    life["wanted"] = [occupations[name] for name in life["wanted"]]
    life["past"] = [{"occupation": occupations[name], "years": years} for name, years in life["past"]]
    profile: dict[str, Any] = {
        **UNANSWERED,
        "no_certificate": False,
        "beyond_city": False,
        "personalised": True,
        "plain_order": "newest",
        **life,
        "district_code": account.district,
        "street_code": street.code,
        "lat": street.lat,
        "lon": street.lon,
    }
    profile["answered"] = [
        question.value
        for question in ORDER
        if question is Question.PLACE or any(name in life for name in ASKED[question])
    ]
    return Person(
        name=account.name,
        district=account.district or "",
        truth=profile | {"max_km": profile["max_km"] or 10.0, "pay_min": profile["pay_min"] or 200_000},
        profile=profile,
        facts=list(account.facts),
        recognised=account.recognised,
        registered=-120.0 - account.serial,
        visits=0.0,
        reliability=0.0,
        has_id_number=True,
        parity=account.serial % 2,
        extra={"user_id": user_id},
    )


def stories(world: World, firms: Mapping[int, Firm]) -> list[Story]:
    """Their applications, to openings of the employers whose accounts are looked at."""
    names = {account.firm for account in ACCOUNTS if account.serial in ANSWERING}
    since = world.timeline.instant(world.timeline.now - OLD_ENOUGH)
    posts = [
        number
        for number, row in enumerate(world.openings)
        if row["state"] == OpeningState.PUBLISHED
        and firms[row["employer_id"]].name in names
        and row["published_at"] <= since
    ]
    found = []
    for person, account in enumerate(RESIDENTS):
        for going, post in zip(GOING.get(account.serial, ()), _suiting(world, person, posts), strict=False):
            steps = [(step, world.timeline.now + days) for step, days in going.steps]
            meeting = None if going.meeting is None else going.meeting + MORNING
            found.append(Story(person, post, steps, meeting, going.reason))
    return found


def _suiting(world: World, person: int, posts: Sequence[int]) -> list[int]:
    """The posts that suit a person best, one for each title."""
    found: dict[str, int] = {}
    for post in sorted(posts, key=lambda post: _strangeness(world, person, post)):
        found.setdefault(world.openings[post]["title"], post)
    return list(found.values())


def _strangeness(world: World, person: int, post: int) -> tuple[int, float, int]:
    """Small for a post of a wanted occupation near home."""
    row, profile = world.openings[post], world.people[person].profile
    wanted = profile["wanted"]
    place = wanted.index(row["occupation_code"]) if row["occupation_code"] in wanted else len(wanted)
    away = abs(row["lat"] - profile["lat"]) + abs(row["lon"] - profile["lon"])
    return place, away, post
