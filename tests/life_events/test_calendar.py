"""60, 30 and 7 days before the end: the day before nothing, on the day one, and never twice."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.states import FactSource
from jobhelp.life_events import service, telling
from jobhelp.life_events.service.calendar import stage
from jobhelp.life_events.states import COUNTDOWN_DAYS, Cause, ProposalKind
from tests import factories
from tests.life_events.conftest import make_case, proposals, the_proposal, told


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (61, None),
        (60, 60),
        (59, 60),
        (31, 60),
        (30, 30),
        (29, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, 7),
        (-1, None),
    ],
)
def test_the_nearest_warning_is_the_one_that_is_due(days: int, due: int | None) -> None:
    assert stage(days) == due


@pytest.mark.parametrize("limit", COUNTDOWN_DAYS)
def test_the_day_before_nothing_and_on_the_day_one_task_and_one_notice(
    either_engine: Engine, limit: int
) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        case = make_case(session)
        assert case.claim.ends_on is not None
        case.claim.ends_on = clock.today() + timedelta(days=limit)
        session.commit()
    others = [one for one in COUNTDOWN_DAYS if one > limit]
    before, on, after = clock.today() - timedelta(days=1), clock.today(), clock.today() + timedelta(days=1)
    assert service.count_down(either_engine, before) == len(others[-1:])
    assert service.count_down(either_engine, on) == 1
    assert service.count_down(either_engine, on) == 0
    assert service.count_down(either_engine, after) == 0
    with Session(either_engine) as session:
        found = proposals(session)[-1]
        assert (found.kind, found.cause) == (ProposalKind.COUNTDOWN, Cause.ENDING)
        assert found.evidence == {"days": limit, "stage": limit}
        assert found.due_on <= case.claim.ends_on
        assert told(session, case.seeker).count(telling.ENDING) == 1 + len(others[-1:])


def test_after_days_without_a_run_only_the_nearest_warning_is_made(engine: Engine, session: Session) -> None:
    case = make_case(session)
    case.claim.ends_on = clock.today() + timedelta(days=5)
    session.commit()
    assert service.count_down(engine, clock.today()) == 1
    session.expire_all()
    assert the_proposal(session).evidence["stage"] == 7


def test_a_longer_benefit_is_counted_down_anew(engine: Engine, session: Session) -> None:
    case = make_case(session)
    case.claim.ends_on = clock.today() + timedelta(days=30)
    session.commit()
    service.count_down(engine, clock.today())
    case.claim.ends_on = clock.today() + timedelta(days=29)
    session.commit()
    assert service.count_down(engine, clock.today()) == 1


@pytest.mark.parametrize("state", ["stopped", "ended", "accepted"])
def test_what_does_not_run_is_not_counted_down(engine: Engine, session: Session, state: str) -> None:
    case = make_case(session, state=state)
    case.claim.ends_on = clock.today() + timedelta(days=7)
    session.commit()
    made = len(proposals(session))
    assert service.count_down(engine, clock.today()) == 0
    session.expire_all()
    assert len(proposals(session)) == made


def test_every_claim_is_reached_however_many_end_together(
    engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobhelp.life_events.service.calendar.BATCH", 2)
    for _ in range(5):
        make_case(session).claim.ends_on = clock.today() + timedelta(days=30)
    session.commit()
    assert service.count_down(engine, clock.today()) == 5
    assert service.count_down(engine, clock.today()) == 0


# A man born on 1965-01-31 retires at 60 and one month: on 2025-02-28.
RETIRES, BORN = date(2025, 2, 28), date(1965, 1, 31)


def on_benefit(session: Session, **facts: object) -> int:
    """Somebody with benefit from the end of 2024; returns the claim's number."""
    with time_machine.travel("2024-12-02T09:00:00+08:00"):
        case = make_case(session, facts=factories.ui_facts(**facts))
    return case.claim.id


@pytest.mark.parametrize(("day", "count"), [(RETIRES - timedelta(days=1), 0), (RETIRES, 1)])
def test_the_stop_is_proposed_on_the_day_of_retirement(
    engine: Engine, session: Session, day: date, count: int
) -> None:
    on_benefit(session, birth_date=BORN, sex="male")
    assert service.reach_retirement(engine, day) == count
    assert service.reach_retirement(engine, day) == 0
    assert [(one.kind, one.effective_on) for one in proposals(session)] == [
        (ProposalKind.STOP, RETIRES)
    ] * count


def test_while_a_womans_class_is_open_a_person_looks_at_the_earlier_date(
    engine: Engine, session: Session
) -> None:
    worker = "female_worker"
    on_benefit(session, birth_date=date(1975, 1, 31), sex="female", retire_class=worker)
    holder = session.scalars(select(Claim.holder)).one()
    claims.learn_facts(session, holder, {"retire_class": None}, source=FactSource.DOCUMENT, by=None)
    session.commit()
    assert service.reach_retirement(engine, date(2025, 2, 27)) == 0
    assert service.reach_retirement(engine, date(2025, 2, 28)) == 1
    found = the_proposal(session)
    assert found.kind == ProposalKind.RECHECK
    assert found.evidence["open"] == ["retire_class"]


def test_without_a_birth_date_nobody_is_retired(engine: Engine, session: Session) -> None:
    claim_id = on_benefit(session)
    assert service.reach_retirement(engine, date(2026, 11, 24)) == 0
    assert claim_id
