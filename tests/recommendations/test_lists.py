"""A person's list: kept while nothing has changed, ranked anew at once when something has."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.app import create_app
from jobhelp.config import Settings
from jobhelp.errors import NotFound
from jobhelp.jobseekers import service as jobseekers
from jobhelp.jobseekers.models import Seeker
from jobhelp.jobseekers.states import Question
from jobhelp.openings.models import Opening
from jobhelp.orm import write_session
from jobhelp.recommendations import queries
from jobhelp.recommendations.models import Dismissal, RankedList
from jobhelp.recommendations.service import (
    ReasonUnknown,
    current_for,
    dismiss,
    match_city,
    refresh_stale,
    undo,
)
from tests.factories import make_application, make_opening, make_seeker
from tests.recommendations.city import City
from tests.recommendations.conftest import keep_random_model, listed

HOUR = timedelta(hours=1)


@pytest.fixture
def kept(city: City, engine: Engine, models_dir: Path, model) -> City:
    """The city, ranked an hour ago."""
    with time_machine.travel(clock.now() - HOUR, tick=True):
        match_city(engine, models_dir, clock.today(), lambda text: None)
    return city


def seeker(session: Session, number: int = 3) -> Seeker:
    return session.get_one(Seeker, number)


def test_a_kept_list_is_what_ranking_now_gives(kept: City, session: Session, models_dir: Path) -> None:
    for number in range(1, 11):
        found = listed(session, seeker(session, number), models_dir)
        assert found.stored
        assert found.ids == found.ranking.top().ids.tolist()
        assert found.suitable == found.ranking.suitable


def test_a_changed_post_is_ranked_at_once(
    kept: City, engine: Engine, session: Session, models_dir: Path
) -> None:
    first = listed(session, seeker(session), models_dir).ids[0]
    with write_session(engine) as writing:
        opening = writing.get_one(Opening, first)
        opening.state, opening.changed_at = "closed", clock.now()
    found = listed(session, seeker(session), models_dir)
    assert not found.stored and first not in found.ids


def test_a_new_post_is_in_the_list_at_once(
    kept: City, engine: Engine, session: Session, models_dir: Path
) -> None:
    person = queries.person(session, 3).profile
    with write_session(engine) as writing:
        fresh = make_opening(
            writing, occupation_code=person.wanted[0], lat=person.lat, lon=person.lon, shifts=["day"], pay_min=900_000,
            pay_max=900_000, starts_at=480, ends_at=960, hours_per_day=8.0, days=[0, 1, 2],
        ).id  # fmt: skip
    found = listed(session, seeker(session), models_dir)
    assert not found.stored and fresh in found.ranking.top(1_000).ids.tolist()


def test_a_changed_profile_is_ranked_at_once(
    kept: City, engine: Engine, session: Session, models_dir: Path
) -> None:
    before = listed(session, seeker(session), models_dir)
    with write_session(engine) as writing:
        jobseekers.answer(writing, writing.get_one(Seeker, 3), Question.PAY, {"pay_min": 550_000})
    after = listed(session, seeker(session), models_dir)
    assert after.suitable < before.suitable
    assert after.ids == after.ranking.top().ids.tolist()


def test_a_new_model_and_a_new_day_rank_anew(kept: City, session: Session, models_dir: Path) -> None:
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        assert not listed(session, seeker(session), models_dir).stored
    keep_random_model(models_dir, seed=99)
    assert not listed(session, seeker(session), models_dir).stored


def test_what_is_answered_leaves_the_kept_list(
    kept: City, engine: Engine, session: Session, models_dir: Path
) -> None:
    before = listed(session, seeker(session), models_dir)
    with write_session(engine) as writing:
        make_application(writing, writing.get_one(Opening, before.ids[0]), writing.get_one(Seeker, 3))
        dismiss(writing, 3, before.ids[1], "distance")
    after = listed(session, seeker(session), models_dir)
    assert after.stored and after.ids == before.ids[2:] and after.suitable == before.suitable - 2
    with write_session(engine) as writing:
        undo(writing, 3, before.ids[1])
    assert listed(session, seeker(session), models_dir).ids == before.ids[1:]


def test_asking_for_a_list_writes_nothing(city: City, session: Session, models_dir: Path) -> None:
    found = current_for(session, seeker(session), models_dir)
    assert not found.stored and not session.new and not session.dirty
    assert session.scalar(select(func.count()).select_from(RankedList)) == 0


# ── who changes a profile gets a kept list in the same transaction, where the board is at hand ──────────────


def test_a_warm_process_keeps_the_new_list_with_the_change(
    kept: City, engine: Engine, session: Session, models_dir: Path
) -> None:
    listed(session, seeker(session), models_dir)  # warms this process
    with write_session(engine) as writing:
        jobseekers.answer(writing, writing.get_one(Seeker, 3), Question.PAY, {"pay_min": 550_000})
    found = listed(session, seeker(session), models_dir)
    assert found.stored and found.ids == found.ranking.top().ids.tolist()


def test_switching_off_takes_the_kept_list_away(
    kept: City, engine: Engine, session: Session, models_dir: Path
) -> None:
    with write_session(engine) as writing:
        jobseekers.set_personalised(writing, writing.get_one(Seeker, 3), False)
    session.rollback()
    assert session.get(RankedList, 3) is None


def test_the_periodic_task_keeps_what_a_cold_process_did_not(
    kept: City, engine: Engine, models_dir: Path
) -> None:
    with write_session(engine) as writing:
        queries.person(writing, 4).profile.changed_at = clock.now()
        queries.person(writing, 5).profile.changed_at = clock.now()
        queries.person(writing, 5).profile.personalised = False
    assert refresh_stale(engine, models_dir) == 1
    assert refresh_stale(engine, models_dir) == 0


# ── 不合适 ────────────────────────────────────────────────────────────────────────────────────────────────


def test_dismissing_twice_keeps_the_last_reason(session: Session) -> None:
    person, opening = make_seeker(session), make_opening(session)
    dismiss(session, person.id, opening.id, "pay")
    dismiss(session, person.id, opening.id, "body")
    assert [row.reason for row in session.scalars(select(Dismissal))] == ["body"]
    undo(session, person.id, opening.id)
    undo(session, person.id, opening.id)
    assert session.scalars(select(Dismissal)).all() == []


def test_a_reason_of_ones_own_or_an_unseen_post_is_refused(session: Session) -> None:
    person, draft = make_seeker(session), make_opening(session, state="draft", published_at=None)
    with pytest.raises(ReasonUnknown):
        dismiss(session, person.id, make_opening(session).id, "王小梅 13812345678")
    for number in (draft.id, 999_999):
        with pytest.raises(NotFound):
            dismiss(session, person.id, number, "pay")


def test_erasing_a_person_leaves_nothing_here(kept: City, engine: Engine, session: Session, app) -> None:
    with write_session(engine) as writing:
        dismiss(writing, 3, 60, "pay")
        jobseekers.erase(writing, writing.get_one(Seeker, 3))
    for table in (RankedList, Dismissal):
        assert session.scalars(select(table).where(table.seeker_id == 3)).all() == []


def test_every_process_ranks_alike(
    kept: City, session: Session, settings: Settings, models_dir: Path
) -> None:
    mine = listed(session, seeker(session), models_dir)
    other_site = create_app(settings)
    with Session(other_site.extensions["jobhelp.engine"]) as other:
        assert listed(other, seeker(other), models_dir).ids == mine.ids
    other_site.extensions["jobhelp.engine"].dispose()
