"""Questions about lists, and the few that fill the board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import ApplicationState
from jobhelp.errors import NotFound
from jobhelp.jobseekers.models import Seeker, SeekerHardship, SeekerProfile
from jobhelp.openings.models import Opening
from jobhelp.openings.states import OpeningState
from jobhelp.recommendations.facts import opening_columns
from jobhelp.recommendations.models import (
    BoardSignal,
    Dismissal,
    ExposurePrices,
    Interest,
    Invitation,
    MatchRun,
    RankedList,
)
from jobhelp.reference.models import ReferenceVersion

ERASED = "erased"
SAYS_NOTHING = ("chosen_other", "post_changed")  # reasons of a refusal that are not about the person
BATCH = 5_000


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


@dataclass(frozen=True)
class Marks:
    """What tells a process that its board is out of date; one small query a request.

    recent     number → time of change of the openings that changed after a given instant
    prices_id  the last prices worked out
    """

    recent: dict[int, datetime]
    erased_at: datetime | None
    reference: str
    prices_id: int | None


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


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


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


def kept_posts(session: Session, seeker_id: int) -> list[int]:
    """Numbers of the openings that this person keeps for later, the last kept first."""
    statement = select(Interest.opening_id).where(Interest.seeker_id == seeker_id, Interest.kind == "save")
    return list(session.scalars(statement.order_by(Interest.at.desc(), Interest.id.desc())))


def stored_list(session: Session, seeker_id: int) -> RankedList | None:
    """The list that was ranked last and kept."""
    return session.get(RankedList, seeker_id)


def stale_people(session: Session, limit: int) -> list[int]:
    """Numbers of people who have personalised lists on and changed their profile after their list was made."""
    statement = (
        select(SeekerProfile.seeker_id)
        .outerjoin(RankedList, RankedList.seeker_id == SeekerProfile.seeker_id)
        .where(
            SeekerProfile.personalised.is_(True),
            or_(RankedList.seeker_id.is_(None), RankedList.made_at < SeekerProfile.changed_at),
        )
        .order_by(SeekerProfile.changed_at.desc(), SeekerProfile.seeker_id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def last_run(session: Session, on: date, model: str) -> MatchRun | None:
    """The last run of the whole city for this date and model."""
    statement = select(MatchRun).where(MatchRun.on == on, MatchRun.model == model)
    return session.scalar(statement.order_by(MatchRun.id.desc()).limit(1))


def last_finished(session: Session) -> MatchRun | None:
    """The last run of the whole city that was finished."""
    statement = select(MatchRun).where(MatchRun.finished_at.is_not(None))
    return session.scalar(statement.order_by(MatchRun.id.desc()).limit(1))


def kept_lists(session: Session, on: date, model: str) -> Iterator[bytes]:
    """The packed opening numbers of every list that was kept for this day and model."""
    statement = select(RankedList.opening_ids).where(RankedList.on == on, RankedList.model == model)
    yield from session.scalars(statement.execution_options(yield_per=BATCH))


def some_people(session: Session, most: int) -> list[int]:
    """Numbers of at most `most` people who agreed to personalised ranking, spread evenly over all of them."""
    statement = select(SeekerProfile.seeker_id).where(SeekerProfile.personalised.is_(True))
    ids = list(session.scalars(statement.order_by(SeekerProfile.seeker_id)))
    step = len(ids) / most
    return ids if len(ids) <= most else [ids[int(at * step)] for at in range(most)]


def people_numbered(session: Session, seeker_ids: Sequence[int], on: date) -> list[Person]:
    """These people, by number, with their status on the day `on`."""
    rows = session.execute(_people().where(Seeker.id.in_(seeker_ids)).order_by(Seeker.id))
    return [_as_person(row, on) for row in rows]


def seeker_count(session: Session) -> int:
    """How many people there are to rank for."""
    statement = select(func.count()).select_from(SeekerProfile).where(SeekerProfile.personalised.is_(True))
    return session.scalar(statement) or 0


# ── people for a post ────────────────────────────────────────────────────────────────────────────────────


def lists_with(session: Session, opening_id: int) -> list[tuple[int, bytes, bytes]]:
    """(seeker, packed numbers, packed scores) of the kept lists that may hold this opening, of people who let
    employers find them, have an account, and have not answered the post themselves.

    The number is looked for as eight bytes among the bytes of the list, so a row may be a chance match: look again.
    """
    needle = opening_id.to_bytes(8, "little")
    if session.get_bind().dialect.name == "postgresql":
        holds = func.position(literal(needle, LargeBinary).op("IN")(RankedList.opening_ids)) > 0
    else:
        holds = func.instr(RankedList.opening_ids, needle) > 0
    applied = select(Application.id).where(
        Application.opening_id == opening_id, Application.seeker_id == RankedList.seeker_id
    )
    refused = select(Dismissal.id).where(
        Dismissal.opening_id == opening_id, Dismissal.seeker_id == RankedList.seeker_id
    )
    statement = (
        select(RankedList.seeker_id, RankedList.opening_ids, RankedList.scores)
        .join(SeekerProfile, SeekerProfile.seeker_id == RankedList.seeker_id)
        .join(Seeker, Seeker.id == RankedList.seeker_id)
        .where(
            holds,
            SeekerProfile.visible.is_(True),
            SeekerProfile.personalised.is_(True),
            Seeker.user_id.is_not(None),
            ~applied.exists(),
            ~refused.exists(),
        )
    )
    rows = session.execute(statement.order_by(RankedList.seeker_id))
    return [(row[0], row[1], row[2]) for row in rows]


def found_people(session: Session, seeker_ids: Sequence[int]) -> dict[int, tuple[Seeker, SeekerProfile]]:
    """These people with what they told, by number; who took their agreement back meanwhile is not among them."""
    statement = (
        select(Seeker, SeekerProfile)
        .join(SeekerProfile, SeekerProfile.seeker_id == Seeker.id)
        .where(Seeker.id.in_(seeker_ids))
    )
    return {row[0].id: (row[0], row[1]) for row in session.execute(statement)}


def seeker_with_uid(session: Session, uid: str) -> Seeker | None:
    """The jobseeker with this uid."""
    return session.scalar(select(Seeker).where(Seeker.uid == uid))


def invited(session: Session, opening_id: int) -> set[int]:
    """Numbers of the people who were invited to apply to this opening."""
    return set(session.scalars(select(Invitation.seeker_id).where(Invitation.opening_id == opening_id)))


def invited_since(session: Session, opening_id: int, since: datetime) -> int:
    """How many people were invited to this opening since then."""
    statement = select(func.count()).select_from(Invitation)
    return session.scalar(statement.where(Invitation.opening_id == opening_id, Invitation.at >= since)) or 0


# ── the board ────────────────────────────────────────────────────────────────────────────────────────────


def marks(session: Session, since: datetime) -> Marks:
    """The marks now, with what changed after `since`. One row at least, even when nothing did."""
    erased = select(BoardSignal.at).where(BoardSignal.name == ERASED).scalar_subquery()
    digest = select(ReferenceVersion.digest).where(ReferenceVersion.name == "seed").scalar_subquery()
    priced = select(func.max(ExposurePrices.id)).scalar_subquery()
    one = select(erased.label("erased_at"), digest.label("reference"), priced.label("prices_id")).subquery()
    statement = select(one.c.erased_at, one.c.reference, one.c.prices_id, Opening.id, Opening.changed_at)
    rows = session.execute(
        statement.select_from(one).join(Opening, Opening.changed_at > since, isouter=True)
    ).all()
    recent = {row.id: row.changed_at for row in rows if row.id is not None}
    return Marks(recent, rows[0].erased_at, rows[0].reference or "", rows[0].prices_id)


def prices(session: Session, prices_id: int | None) -> ExposurePrices | None:
    """The prices with this number."""
    return None if prices_id is None else session.get(ExposurePrices, prices_id)


def newest_change(session: Session) -> datetime | None:
    """When an opening last changed."""
    return session.scalar(select(func.max(Opening.changed_at)))


def open_rows(session: Session, on: date) -> list[Row[Any]]:
    """Every published opening that still runs on `on`, in the columns of the board."""
    statement = select(*opening_columns()).where(
        Opening.state == OpeningState.PUBLISHED.value, Opening.valid_until >= on
    )
    return list(session.execute(statement.order_by(Opening.id)).all())


def rows_changed_since(session: Session, since: datetime) -> list[Row[Any]]:
    """Openings in any state that changed after `since`, in the columns of the board."""
    statement = select(*opening_columns()).where(Opening.changed_at > since).order_by(Opening.id)
    return list(session.execute(statement).all())


def row_of(session: Session, opening_id: int) -> list[Row[Any]]:
    """One opening in the columns of the board."""
    return list(session.execute(select(*opening_columns()).where(Opening.id == opening_id)).all())


def all_rows(session: Session, since: datetime) -> list[Row[Any]]:
    """Every opening that was ever on show and ran at or after `since`, for boards of the past."""
    statement = select(*opening_columns()).where(
        Opening.published_at.is_not(None), Opening.valid_until >= clock.local(since).date()
    )
    return list(session.execute(statement.order_by(Opening.id)).all())


def events_between(
    session: Session, start: datetime, end: datetime
) -> Iterator[tuple[int, int, str, datetime]]:
    """(seeker, opening, kind of event, when) of applications, interviews and hires: what people did with posts."""
    applied = select(Application.seeker_id, Application.opening_id, Application.created_at).where(
        Application.created_at >= start, Application.created_at < end
    )
    for row in session.execute(applied.execution_options(yield_per=BATCH)):
        yield row[0], row[1], "apply", row[2]
    answered = (
        select(Application.seeker_id, Application.opening_id, ApplicationStep.state, ApplicationStep.at)
        .join(Application, Application.id == ApplicationStep.application_id)
        .where(
            and_(ApplicationStep.at >= start, ApplicationStep.at < end),
            ApplicationStep.state.in_([ApplicationState.INVITED.value, ApplicationState.HIRED.value]),
        )
    )
    for who, opening, state, at in session.execute(answered.execution_options(yield_per=BATCH)):
        yield who, opening, "interview" if state == ApplicationState.INVITED else "hire", at


def interests_between(
    session: Session, start: datetime, end: datetime
) -> list[tuple[int, int, str, datetime, int | None]]:
    """(seeker, opening, view or save, when, place in their list) between these instants, in order of time."""
    statement = select(Interest.seeker_id, Interest.opening_id, Interest.kind, Interest.at, Interest.place)
    statement = statement.where(Interest.at >= start, Interest.at < end)
    rows = session.execute(statement.order_by(Interest.at, Interest.id))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def answers_between(
    session: Session, start: datetime, end: datetime
) -> list[tuple[int, int, datetime, bool]]:
    """(seeker, opening, applied when, taken) of applications that the employer answered between these instants.

    Taken: invited, offered or hired at any time. A refusal because all places were gone says nothing about the person.
    """
    good = [
        state.value for state in (ApplicationState.INVITED, ApplicationState.OFFERED, ApplicationState.HIRED)
    ]
    statement = (
        select(
            Application.seeker_id,
            Application.opening_id,
            Application.created_at,
            func.max(case((ApplicationStep.state.in_(good), 1), else_=0)),
        )
        .join(ApplicationStep, ApplicationStep.application_id == Application.id)
        .where(
            ApplicationStep.by == "employer",
            ApplicationStep.at >= start,
            ApplicationStep.at < end,
            ApplicationStep.state.in_([*good, ApplicationState.REFUSED.value]),
            or_(Application.refusal_reason.is_(None), Application.refusal_reason.not_in(SAYS_NOTHING)),
        )
        .group_by(Application.id, Application.seeker_id, Application.opening_id, Application.created_at)
        .order_by(Application.created_at, Application.id)
    )
    return [(row[0], row[1], row[2], bool(row[3])) for row in session.execute(statement)]


def dismissals(session: Session, start: datetime) -> list[tuple[int, int, datetime]]:
    """(seeker, opening, when) of every 不合适 since `start`."""
    statement = select(Dismissal.seeker_id, Dismissal.opening_id, Dismissal.at).where(Dismissal.at >= start)
    return [
        (row[0], row[1], row[2]) for row in session.execute(statement.order_by(Dismissal.at, Dismissal.id))
    ]


def profiles(session: Session, seeker_ids: Sequence[int]) -> dict[int, SeekerProfile]:
    """Profiles by number, of those who agreed to personalised ranking."""
    found: dict[int, SeekerProfile] = {}
    for at in range(0, len(seeker_ids), BATCH // 10):
        part = list(seeker_ids[at : at + BATCH // 10])
        statement = select(SeekerProfile).where(
            SeekerProfile.seeker_id.in_(part), SeekerProfile.personalised.is_(True)
        )
        found |= {row.seeker_id: row for row in session.scalars(statement)}
    return found


def simulated(session: Session) -> tuple[int, int]:
    """(applications of demo people, all applications): whether what we learn from is real."""
    statement = (
        select(func.count().filter(Seeker.demo.is_(True)), func.count())
        .select_from(Application)
        .join(Seeker, Seeker.id == Application.seeker_id)
    )
    row = session.execute(statement).one()
    return row[0], row[1]
