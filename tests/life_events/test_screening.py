"""Screening everyone: who fits and does not receive, who no longer fits, who likely fits; tasks once, never a stop."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import service as claims
from jobhelp.claims.states import FactSource, seeker_holder
from jobhelp.errors import Conflict
from jobhelp.jobseekers.models import Seeker
from jobhelp.life_events import people, service
from jobhelp.life_events.effects import ASKED_ONCE
from jobhelp.life_events.models import Proposal, Screening, ScreeningFind
from jobhelp.life_events.next_steps import PEOPLES
from jobhelp.life_events.service import screening as screening_service
from jobhelp.life_events.states import Cause, Find, ProposalKind
from tests import factories
from tests.life_events.conftest import make_case, proposals
from tests.life_events.test_happening import id_number
from tests.pages import questions

OLDER = {
    "sex": "male",
    "birth_date": "1970-03-01",
    "hukou": "urban",
    "unemployed": True,
    "dibao": False,
    "disability_card": False,
    "zero_employment_household": False,
    "lost_land": False,
    "hard_to_place_graduate": False,
}
"""What makes a man of 56 recognised as hard to place, but for his registration."""


def quiet(_text: str) -> None:
    """Nobody looks."""


def learn(session: Session, seeker: Seeker, **facts: object) -> None:
    claims.learn_facts(session, seeker_holder(seeker.id), facts, source=FactSource.DOCUMENT, by=None)
    session.commit()


def older(session: Session, **facts: object) -> Seeker:
    """A man who fits recognition as hard to place."""
    seeker = factories.make_seeker(session)
    registered = (clock.today() - timedelta(days=30)).isoformat()
    learn(session, seeker, **(OLDER | {"registered_on": registered} | facts))
    return seeker


def finds(session: Session, found: Find) -> list[tuple[int, str]]:
    session.rollback()  # SQLite: a session that has read sees no later commit
    statement = select(ScreeningFind.seeker_id, ScreeningFind.programme).filter_by(found=found.value)
    return [tuple(row) for row in session.execute(statement.order_by(ScreeningFind.id))]


def test_who_fits_and_does_not_receive_is_a_task(either_engine: Engine) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        seeker = older(session)
        factories.make_seeker(session)  # of whom nothing is known
        session.commit()
    done = service.screen(either_engine, clock.today(), quiet)
    with Session(either_engine) as session:
        assert (done.people, done.finished) == (2, True)
        assert (seeker.id, "dp") in finds(session, Find.QUALIFIES)
        found = session.scalars(select(Proposal).filter_by(programme="dp")).one()
        assert (found.kind, found.cause, found.seeker_id) == (ProposalKind.APPLY, Cause.QUALIFIES, seeker.id)
        assert found.screening_id == done.screening_id
        assert done.counts["dp"]["qualifies"] == 1
        assert done.proposals["new"] == session.scalar(select(func.count()).select_from(Proposal))


def test_nothing_known_is_no_finding(engine: Engine, session: Session) -> None:
    factories.make_seeker(session)
    session.commit()
    done = service.screen(engine, clock.today(), quiet)
    assert session.scalars(select(ScreeningFind)).all() == []
    assert all(told.get("eligible", 0) == 0 for told in done.counts.values())


def test_the_day_before_and_the_day_on_which_somebody_fits(engine: Engine, session: Session) -> None:
    seeker = older(session, birth_date="1976-11-24")  # fifty on 2026-11-24
    for day, fits in ((date(2026, 11, 23), False), (date(2026, 11, 24), True)):
        done = service.screen(engine, day, quiet)
        statement = select(ScreeningFind.seeker_id).filter_by(
            screening_id=done.screening_id, programme="dp", found="qualifies"
        )
        session.rollback()
        assert (seeker.id in session.scalars(statement).all()) is fits


def test_a_few_missing_facts_are_likely_and_no_task(engine: Engine, session: Session) -> None:
    seeker = older(session, registered_on=None)
    rows = claims.person_facts(session, seeker_holder(seeker.id))
    assert rows["registered_on"] is None  # null: not registered, which is a no
    other = factories.make_seeker(session)
    learn(session, other, **{key: value for key, value in OLDER.items() if key != "hukou"})
    learn(session, other, registered_on=(clock.today() - timedelta(days=30)).isoformat())
    service.screen(engine, clock.today(), quiet)
    assert (other.id, "dp") in finds(session, Find.LIKELY)
    assert seeker.id not in [number for number, code in finds(session, Find.LIKELY) if code == "dp"]
    line = session.scalars(select(ScreeningFind).filter_by(seeker_id=other.id, programme="dp")).one()
    assert line.missing == ["hukou"]
    assert line.criteria == ["DP-0"]
    assert proposals(session, programme="dp") == []


def test_the_same_finding_is_one_task_in_every_run_of_the_half_year(engine: Engine, session: Session) -> None:
    older(session)
    day = date(2026, 11, 24)
    first = service.screen(engine, day, quiet)
    again = service.screen(engine, day, quiet)
    later = service.screen(engine, day + timedelta(days=30), quiet)
    assert first.screening_id < again.screening_id < later.screening_id
    assert first.proposals["new"] >= 1
    assert (again.proposals.get("new", 0), later.proposals.get("new", 0)) == (0, 0)
    session.expire_all()
    assert {one.screening_id for one in proposals(session)} == {later.screening_id}
    next_half = service.screen(engine, date(2027, 1, 2), quiet)
    assert next_half.proposals["new"] >= 1


@pytest.mark.parametrize("state", ["submitted", "granted", "suspended", "stopped", "ended", "refused"])
def test_who_has_it_or_had_it_for_this_spell_misses_nothing(
    engine: Engine, session: Session, state: str
) -> None:
    case = make_case(session, state=state)
    if state == "refused":
        learn(session, case.seeker, termination="employer_dismissal_art40")
    service.screen(engine, clock.today(), quiet)
    assert (case.seeker.id, "ui") not in finds(session, Find.QUALIFIES)


def test_a_withdrawn_claim_and_a_new_spell_count_as_not_received(engine: Engine, session: Session) -> None:
    withdrawn = make_case(session, state="withdrawn")
    service.screen(engine, clock.today(), quiet)
    assert (withdrawn.seeker.id, "ui") in finds(session, Find.QUALIFIES)


def test_who_receives_and_no_longer_fits_is_looked_at_and_nothing_stops(
    engine: Engine, session: Session
) -> None:
    case = make_case(session)
    service.screen(engine, clock.today(), quiet)
    assert finds(session, Find.NO_LONGER) == []
    learn(session, case.seeker, on_pension=True)
    done = service.screen(engine, clock.today() + timedelta(days=1), quiet)
    assert finds(session, Find.NO_LONGER) == [(case.seeker.id, "ui")]
    assert done.counts["ui"]["no_longer"] == 1
    found = proposals(session, cause=Cause.NO_LONGER.value)[0]
    assert (found.kind, found.claim_id) == (ProposalKind.RECHECK, case.claim.id)
    assert found.evidence["failing"] == ["UI-4"]
    session.refresh(case.claim)
    assert case.claim.state == "granted"


def test_criteria_of_the_day_of_application_do_not_fall_later() -> None:
    assert {"US-3", "SI-7", "JS-1", "EI-1", "SF-2"} <= ASKED_ONCE


def test_a_broken_run_goes_on_where_it_stopped(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening_service, "BLOCK", 3)
    for _ in range(7):
        older(session)
    original, calls = screening_service._write, []

    def failing(*args: object, **more: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        original(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(screening_service, "_write", failing)
    with pytest.raises(KeyboardInterrupt):
        service.screen(engine, clock.today(), quiet)
    session.expire_all()
    broken = session.scalars(select(Screening)).one()
    assert (broken.people, broken.ended_at) == (3, None)
    done = service.screen(engine, clock.today(), quiet)
    assert done.screening_id == broken.id
    assert (done.people, done.finished, done.resumed_after > 0) == (7, True, True)
    assert len([one for one in finds(session, Find.QUALIFIES) if one[1] == "dp"]) == 7
    assert done.counts["dp"]["qualifies"] == 7


def test_a_run_may_stop_for_want_of_time_and_be_gone_on_with(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening_service, "BLOCK", 2)
    for _ in range(5):
        factories.make_seeker(session)
    session.commit()
    part = service.screen(engine, clock.today(), quiet, most_seconds=0)
    assert (part.people, part.finished) == (0, False)
    whole = service.screen(engine, clock.today(), quiet)
    assert (whole.screening_id, whole.people, whole.finished) == (part.screening_id, 5, True)


def test_two_runs_of_one_screening_do_not_write_a_block_twice(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(session)
    original = screening_service._assess

    def other_is_quicker(*args: object) -> object:
        monkeypatch.setattr(screening_service, "_assess", original)
        service.screen(engine, clock.today(), quiet)
        return original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(screening_service, "_assess", other_is_quicker)
    with pytest.raises(Conflict):
        service.screen(engine, clock.today(), quiet)
    assert len([one for one in finds(session, Find.QUALIFIES) if one[1] == "dp"]) == 1


def test_facts_that_cannot_be_read_make_nobody_fall(engine: Engine, session: Session) -> None:
    older(session)
    broken = factories.make_seeker(session)
    learn(session, broken, contribution_months="many", unemployed=True)
    done = service.screen(engine, clock.today(), quiet)
    assert done.people == 2
    assert done.counts["ui"].get("eligible", 0) == 0
    assert done.counts["dp"]["qualifies"] == 1


def test_a_block_says_of_everybody_what_one_by_one_says(session: Session) -> None:
    case = make_case(session)
    recognised = older(session, **{"sl:group": "hardship", "contribution_months": 20})
    numbered = factories.make_seeker(session)
    numbered.id_number = id_number("23010319850615241")
    session.commit()
    today = clock.today()
    found = people.block(session, today, after=0, limit=10)
    assert [one.seeker_id for one in found] == [case.seeker.id, recognised.id, numbered.id]
    for person in found:
        seeker = session.get_one(Seeker, person.seeker_id)
        for code in PEOPLES:
            assert person.facts(code, today).stated == claims.facts_for(session, seeker, code, today).stated


def test_reading_a_block_takes_few_questions_however_many_people(session: Session, engine: Engine) -> None:
    for _ in range(30):
        older(session)
    with questions(engine) as asked:
        people.block(session, clock.today(), after=0, limit=500)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 5


def test_the_command_prints_one_document_and_progress_apart(
    engine: Engine, session: Session, tmp_path: Path
) -> None:
    seeker = older(session)
    folder = Path(str(engine.url.database)).parent
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JOBHELP_")}
    command = [sys.executable, "-m", "jobhelp.cli", "screen", "--on", "2026-11-24", "--json"]
    ran = subprocess.run(
        command, env=clean | {"JOBHELP_DATA_DIR": str(folder)}, capture_output=True, text=True, check=True
    )
    document = json.loads(ran.stdout)
    assert document["on"] == "2026-11-24"
    assert document["people"] == 1
    listed = document["entitled_not_receiving"]
    assert {"seeker": seeker.id, "programme": "dp"}.items() <= next(
        one for one in listed if one["programme"] == "dp"
    ).items()
    assert all(one["proposal"] for one in listed)
    assert document["proposals"]["new"] == len(listed) + len(document["receiving_no_longer"])
    assert "people" in ran.stderr
    again = subprocess.run(
        command, env=clean | {"JOBHELP_DATA_DIR": str(folder)}, capture_output=True, text=True, check=True
    )
    assert json.loads(again.stdout)["proposals"]["new"] == 0
