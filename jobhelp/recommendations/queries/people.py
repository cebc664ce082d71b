"""Questions about the people to rank for, and what they said to openings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, literal, select, union_all
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationState
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker, SeekerHardship, SeekerProfile
from jobhelp.recommendations.models import (
    Dismissal,
)

BATCH = 500  # numbers in one question


@dataclass(frozen=True)
class Person:
    """For whom to rank: the key, what they told about work, and the one legal status that a gate asks for.

    Nothing else about the person is read: not the row that says who they are, not the sealed hardship facts.
    """

    seeker_id: int
    profile: SeekerProfile
    recognised: bool


@dataclass(frozen=True)
class Told:
    """What a person has said to openings.

    applied    opening id → the day's moment at which they applied, oldest first
    dismissed  opening id → the reason of their 不合适
    ended      openings that they applied to and that ended before an answer: they may come back
    """

    applied: dict[int, datetime]
    dismissed: dict[int, str]
    ended: frozenset[int] = frozenset()

    @property
    def hidden(self) -> tuple[int, ...]:
        """Openings that have no place in their list."""
        return tuple(sorted((set(self.applied) - self.ended) | set(self.dismissed)))

    def history(self, on: date) -> tuple[int, ...]:
        """Openings that they applied to before the city's day `on`, oldest first."""
        start = clock.start_of(on)
        return tuple(opening for opening, at in self.applied.items() if at < start)


def person_of_user(session: Session, user_id: int) -> Person:
    """The jobseeker behind an account. Raises `NotFound`."""
    return _person(session, Seeker.user_id == user_id)


def person(session: Session, seeker_id: int) -> Person:
    """The jobseeker with this number. Raises `NotFound`."""
    return _person(session, Seeker.id == seeker_id)


def person_named(session: Session, name: str) -> Person:
    """The jobseeker with this number or uid, as typed by a clerk. Raises `NotFound`."""
    if name.isascii() and name.isdigit() and len(name) <= 10:
        return person(session, int(name))
    return _person(session, Seeker.uid == name)


def _person(session: Session, condition: Any) -> Person:
    row = session.execute(_people().where(condition)).one_or_none()
    if row is None:
        raise NotFound()
    return _as_person(row, clock.today())


def people_after(session: Session, seeker_id: int, limit: int, on: date) -> list[Person]:
    """The next jobseekers by number, whatever they chose about ranking, with their status on the day `on`."""
    rows = session.execute(_people().where(Seeker.id > seeker_id).order_by(Seeker.id).limit(limit))
    return [_as_person(row, on) for row in rows]


def people_numbered(session: Session, seeker_ids: Sequence[int], on: date) -> list[Person]:
    """These people, by number, with their status on the day `on`."""
    rows = session.execute(_people().where(Seeker.id.in_(seeker_ids)).order_by(Seeker.id))
    return [_as_person(row, on) for row in rows]


def who_agreed(session: Session) -> list[int]:
    """Numbers of everybody who agreed to personalised ranking, rising."""
    statement = select(SeekerProfile.seeker_id).where(SeekerProfile.personalised.is_(True))
    return list(session.scalars(statement.order_by(SeekerProfile.seeker_id)))


def seeker_count(session: Session) -> int:
    """How many people there are to rank for."""
    statement = select(func.count()).select_from(SeekerProfile).where(SeekerProfile.personalised.is_(True))
    return session.scalar(statement) or 0


def profiles(session: Session, seeker_ids: Sequence[int]) -> dict[int, SeekerProfile]:
    """Profiles by number, of those who agreed to personalised ranking."""
    found: dict[int, SeekerProfile] = {}
    for at in range(0, len(seeker_ids), BATCH):
        part = list(seeker_ids[at : at + BATCH])
        statement = select(SeekerProfile).where(
            SeekerProfile.seeker_id.in_(part), SeekerProfile.personalised.is_(True)
        )
        found |= {row.seeker_id: row for row in session.scalars(statement)}
    return found


def agreed(session: Session, seeker_id: int) -> bool:
    """Whether this person lets their profile be used to rank."""
    statement = select(SeekerProfile.personalised).where(SeekerProfile.seeker_id == seeker_id)
    return bool(session.scalar(statement))


def _people() -> Any:
    return (
        select(Seeker.id, SeekerProfile, SeekerHardship.recognised, SeekerHardship.recognised_until)
        .join(SeekerProfile, SeekerProfile.seeker_id == Seeker.id)
        .outerjoin(SeekerHardship, SeekerHardship.seeker_id == Seeker.id)
    )


def _as_person(row: Row[Any], on: date) -> Person:
    until = row.recognised_until
    in_force = bool(row.recognised) and (until is None or until >= on)
    return Person(row.id, row.SeekerProfile, in_force)


def told(session: Session, seeker_ids: Sequence[int]) -> dict[int, Told]:
    """What each of these people said to openings: one query."""
    applied = select(
        Application.seeker_id,
        Application.opening_id,
        Application.created_at.label("at"),
        Application.state.label("word"),
    ).where(Application.seeker_id.in_(seeker_ids))
    dismissed = select(
        Dismissal.seeker_id, Dismissal.opening_id, Dismissal.at, literal("no:") + Dismissal.reason
    ).where(Dismissal.seeker_id.in_(seeker_ids))
    found = {seeker_id: Told({}, {}) for seeker_id in seeker_ids}
    ended: dict[int, set[int]] = {}
    both = union_all(applied, dismissed).subquery()
    for seeker_id, opening_id, at, word in session.execute(
        select(both).order_by(both.c.at, both.c.opening_id)
    ):
        if word.startswith("no:"):
            found[seeker_id].dismissed[opening_id] = word.removeprefix("no:")
            continue
        found[seeker_id].applied[opening_id] = at
        if word == ApplicationState.CLOSED:
            ended.setdefault(seeker_id, set()).add(opening_id)
    return {
        seeker_id: Told(one.applied, one.dismissed, frozenset(ended.get(seeker_id, ())))
        for seeker_id, one in found.items()
    }


def dismissal(session: Session, seeker_id: int, opening_id: int) -> Dismissal | None:
    """This person's 不合适 to this opening."""
    statement = select(Dismissal).where(Dismissal.seeker_id == seeker_id, Dismissal.opening_id == opening_id)
    return session.scalar(statement)


def simulated(session: Session) -> tuple[int, int]:
    """(applications of demo people, all applications): whether what we learn from is real."""
    statement = (
        select(func.count().filter(Seeker.demo.is_(True)), func.count())
        .select_from(Application)
        .join(Seeker, Seeker.id == Application.seeker_id)
    )
    row = session.execute(statement).one()
    return row[0], row[1]
