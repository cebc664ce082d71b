"""Write a world into the database, in one transaction: openings, people, applications, in that order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.demo import rows
from jobhelp.demo.answers import BY, REASONS, STEPS
from jobhelp.demo.people import Person
from jobhelp.demo.timeline import Timeline
from jobhelp.demo.world import World
from jobhelp.identity import mask_name
from jobhelp.jobseekers.models import Consent, Seeker, SeekerHardship, SeekerProfile
from jobhelp.openings import service as openings
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.permissions import Role

UNSENT = OpeningState.DRAFT.value
PHONE_SHARE = 3  # every third interview is by telephone


@dataclass(slots=True)
class Story:
    """One application by position in the world: its steps as (index of STEPS, simulated time)."""

    person: int
    post: int
    steps: list[tuple[int, float]]
    meeting: float | None = None
    reason: str | None = None


@dataclass
class Written:
    """What was written: ids by position in the world, and counts."""

    opening_ids: list[int]
    seeker_ids: list[int]
    applications: int = 0
    steps: int = 0


def write_world(
    session: Session,
    world: World,
    *,
    stories: Sequence[Story] = (),
    with_consents: bool = True,
) -> Written:
    """Write everything in `world`, and the `stories` beside its own applications. Flushes, never commits."""
    opening_ids = write_openings(session, world.openings)
    seeker_ids = write_people(session, world.people, world.timeline, with_consents=with_consents)
    written = Written(opening_ids, seeker_ids)
    for batch in rows.batches(_stories(world, stories)):
        _write_stories(session, world, batch, written)
    return written


def write_openings(session: Session, found: Sequence[dict[str, Any]]) -> list[int]:
    """Openings with their numbers, and what the list and the search need."""
    rows.numbered(session, Opening, found)
    wanted = Counter(row["district_code"] for row in found if row["state"] != UNSENT)
    numbers = {
        district: iter(openings.numbers_for(session, district, count))
        for district, count in sorted(wanted.items())
    }
    for row in found:
        row["number"] = None if row["state"] == UNSENT else next(numbers[row["district_code"]])
        row |= _SAME | {name: row.get(name, []) for name in ("tags", "lint", "flags")}
    rows.write(session, Opening, found)
    for batch in rows.batches(found):
        openings.index(session, [Opening(**row) for row in batch])
    return [row["id"] for row in found]


_SAME: dict[str, Any] = {
    "source": "",
    "source_url": "",
    "source_digest": "",
    "lint_override": "",
    "demo": True,
}


def write_people(
    session: Session, people: Sequence[Person], timeline: Timeline, *, with_consents: bool
) -> list[int]:
    """People with accounts, profiles, and what is kept apart."""
    strangers = [person for person in people if "user_id" not in person.extra]
    for person, user_id in zip(strangers, rows.take_ids(session, User, len(strangers)), strict=True):
        person.extra["user_id"] = user_id
    came = [timeline.instant(min(person.registered, timeline.now)) for person in people]
    at = {id(person): instant for person, instant in zip(people, came, strict=True)}
    rows.write(
        session,
        User,
        (
            rows.user_row(
                person.extra["user_id"],
                role=Role.RESIDENT,
                name=mask_name(person.name),
                district=person.district,
                at=at[id(person)],
            )
            for person in strangers
        ),
    )
    ids = rows.take_ids(session, Seeker, len(people))
    everybody = list(zip(ids, people, came, strict=True))
    rows.write(session, Seeker, (rows.seeker_row(i, p.extra["user_id"], p, t) for i, p, t in everybody))
    rows.write(session, SeekerProfile, (rows.profile_row(i, p, t) for i, p, t in everybody))
    rows.write(
        session,
        SeekerHardship,
        (rows.hardship_row(i, p, t.date()) for i, p, t in everybody if p.facts or p.recognised),
    )
    if with_consents:
        rows.write(session, Consent, (row for i, p, t in everybody for row in rows.consent_rows(i, p, t)))
    return ids


def _stories(world: World, more: Sequence[Story]) -> Iterator[Story]:
    """The world's own applications, then the given ones."""
    outcomes = world.outcomes
    people, posts = outcomes.chosen.person.tolist(), outcomes.chosen.post.tolist()
    reasons, meetings = outcomes.reason.tolist(), outcomes.meeting.tolist()
    for number, times in enumerate(outcomes.steps):
        done = np.flatnonzero(~np.isnan(times))
        steps = sorted(zip(times[done].tolist(), done.tolist(), strict=True))
        meeting = meetings[number]
        yield Story(
            people[number],
            posts[number],
            [(step, time) for time, step in steps],
            None if meeting != meeting else meeting,
            REASONS[reasons[number]] if reasons[number] >= 0 else None,
        )
    yield from more


def _write_stories(session: Session, world: World, batch: Sequence[Story], written: Written) -> None:
    ids = rows.take_ids(session, Application, len(batch))
    found = []
    steps = []
    for application_id, story in zip(ids, batch, strict=True):
        times = [(STEPS[step].value, BY[step], world.timeline.instant(time)) for step, time in story.steps]
        found.append(_application(world, story, application_id, times, written))
        steps += [
            {"application_id": application_id, "at": at, "state": state, "by": by, "note": ""}
            for state, by, at in times
        ]
    rows.write(session, Application, found)
    rows.write(session, ApplicationStep, steps)
    written.applications += len(found)
    written.steps += len(steps)


def _application(
    world: World, story: Story, application_id: int, times: list[tuple[str, str, Any]], written: Written
) -> dict[str, Any]:
    opening = world.openings[story.post]
    meets = story.meeting is not None
    by_phone = meets and application_id % PHONE_SHARE == 0
    return {
        "id": application_id,
        "opening_id": written.opening_ids[story.post],
        "seeker_id": written.seeker_ids[story.person],
        "state": times[-1][0],
        "refusal_reason": story.reason,
        "meeting_at": world.timeline.instant(story.meeting) if story.meeting is not None else None,
        "meeting_how": "" if not meets else "phone" if by_phone else "in_person",
        "meeting_place": opening["place_text"] if meets and not by_phone else "",
        "created_at": times[0][2],
        "changed_at": times[-1][2],
    }
