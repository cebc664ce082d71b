"""The city made larger: exact numbers, whole tranches, nobody who could sign in."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import identity
from jobhelp.accounts.models import User
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.applications.states import LIFE, OPEN_STATES, ApplicationState
from jobhelp.config import Settings
from jobhelp.demo import crowd
from jobhelp.demo import service as demo
from jobhelp.employers.models import Employer
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.openings.models import Opening, OpeningWords, ShelfRow
from jobhelp.openings.requirements import missing
from tests.demo.conftest import quiet


def test_a_plan_adds_up_and_keeps_tranches_small() -> None:
    for openings, people in ((100_000, 200_000), (1, 0), (0, 4_001), (2_001, 3), (0, 0)):
        tranches = crowd.plan(openings, people)
        assert sum(tranche.openings for tranche in tranches) == openings
        assert sum(tranche.people for tranche in tranches) == people
        assert all(tranche.openings <= 2_000 and tranche.people <= 4_000 for tranche in tranches)
    assert crowd.plan(0, 0) == []


def test_the_city_grows_to_exactly_what_was_asked(either_engine: Engine, settings: Settings) -> None:
    census = demo.bulk(either_engine, settings, 300, 500, quiet)
    assert (census.on_show, census.seekers) == (300, 500)
    assert census.applications > 300
    assert demo.bulk(either_engine, settings, 300, 500, quiet) == census
    larger = demo.bulk(either_engine, settings, 0, 520, quiet)
    assert (larger.on_show, larger.seekers) == (census.on_show, 520)
    with Session(either_engine) as session:
        _agrees(session)


def _agrees(session: Session) -> None:
    """The crowd obeys the same rules as everybody else."""
    openings = {opening.id: opening for opening in session.scalars(select(Opening))}
    assert all(missing(opening) == [] for opening in openings.values())
    assert len({opening.number for opening in openings.values()}) == len(openings)
    shown = {number for number, opening in openings.items() if opening.state == "published"}
    assert set(session.scalars(select(ShelfRow.opening_id))) == shown
    assert session.scalar(select(func.count()).select_from(OpeningWords)) == len(openings)
    users = list(session.scalars(select(User)))
    assert all(user.password_hash is None and user.demo for user in users)
    assert all(identity.canonical_phone(user.phone or "") == user.phone for user in users[:50])
    codes = list(session.scalars(select(Employer.credit_code)))
    assert [identity.canonical_credit_code(code) for code in codes] == codes
    numbers = [seeker.id_number for seeker in session.scalars(select(Seeker)) if seeker.id_number]
    assert len(numbers) > 150 and all(identity.canonical_id_number(number) for number in numbers)
    assert session.scalar(select(func.count()).select_from(SeekerProfile)) == 520
    moves = {(start.value, after.value) for (start, _), after in LIFE.table.items()}
    last: dict[int, str] = {}
    for step in session.scalars(select(ApplicationStep).order_by(ApplicationStep.at, ApplicationStep.id)):
        before = last.get(step.application_id)
        assert step.state == ApplicationState.APPLIED if before is None else (before, step.state) in moves
        last[step.application_id] = step.state
    taken = dict.fromkeys(openings, 0)
    for application in session.scalars(select(Application)):
        assert last[application.id] == application.state
        taken[application.opening_id] += application.state == ApplicationState.HIRED
        if application.state in OPEN_STATES:
            assert application.opening_id in shown
    assert all(opening.taken == taken[number] <= opening.headcount for number, opening in openings.items())


def test_an_interrupted_run_keeps_what_is_whole_and_is_gone_on_with(
    engine: Engine, settings: Settings
) -> None:
    def interrupt(_text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.bulk(engine, settings, 40, 4_500, interrupt)
    with Session(engine) as session:
        halfway = demo.census(session)
    assert halfway.seekers == 2_250  # one of two tranches
    whole = demo.bulk(engine, settings, 40, 4_500, quiet)
    assert (whole.on_show, whole.seekers) == (40, 4_500)
    assert whole.applications > halfway.applications > 500


def test_progress_tells_how_far_and_how_fast(engine: Engine, settings: Settings) -> None:
    told: list[str] = []
    demo.bulk(engine, settings, 20, 30, told.append)
    assert told[0].lstrip().startswith("1/1: ")
    assert "30 people" in told[0] and "rows a second" in told[0]


def test_one_more_run_never_repeats_a_person_or_an_employer(engine: Engine, settings: Settings) -> None:
    demo.bulk(engine, settings, 60, 60, quiet)
    demo.bulk(engine, settings, 120, 120, quiet)
    with Session(engine) as session:
        names = list(session.scalars(select(Employer.name)))
        assert len(set(names)) == len(names)
        points = session.execute(select(SeekerProfile.lat, SeekerProfile.lon)).all()
        known = [point for point in points if point[0] is not None]
        assert len(set(known)) > 0.98 * len(known)
