"""What each life event means for each programme: the whole table, and the law's own stop events."""

from datetime import date

import pytest

from jobhelp.life_events.effects import (
    ASKED_ONCE,
    EFFECTS,
    FULLTIME,
    GIG,
    JOB,
    LAW_NAMES,
    OPENS,
    PARTTIME,
    effect,
    published_events,
    work_of,
)
from jobhelp.life_events.states import KEYED_IN, Cause, ProposalKind
from jobhelp.policy.assess import RULES
from jobhelp.policy.texts import programme

ON = date(2026, 11, 24)
C, K = Cause, ProposalKind


@pytest.mark.parametrize("code", ["ui", "us"])
@pytest.mark.parametrize("cause", sorted(LAW_NAMES))
def test_every_stop_event_of_the_law_proposes_the_stop(code: str, cause: Cause) -> None:
    found = effect(cause, code, ON)
    assert found is not None
    assert found.kind is K.STOP


def test_every_event_of_the_law_has_a_cause_that_staff_can_key_in_or_that_is_computed() -> None:
    assert set(LAW_NAMES.values()) == published_events(ON)
    assert {cause for cause in LAW_NAMES if cause is not C.HIRED} <= set(KEYED_IN)


def test_every_effect_names_a_criterion_that_the_rule_has() -> None:
    named = [(code, one.criterion) for table in EFFECTS.values() for code, one in table.items()]
    named += [(code, criterion) for table in OPENS.values() for code, criterion in table.items()]
    assert len(named) > 30
    assert [pair for pair in named if pair[1] not in programme(pair[0]).criteria] == []
    known = {code for each in RULES for code in programme(each).criteria}
    assert known >= ASKED_ONCE


@pytest.mark.parametrize(
    ("cause", "code", "kind"),
    [
        (C.HIRED, "si", K.STOP),
        (C.HIRED, "dp", K.RECHECK),
        (C.HIRED, "pw", K.RECHECK),
        (C.HIRED, "os", None),
        (C.HIRED, "sl", None),
        (C.RETIREMENT, "ui", K.STOP),
        (C.RETIREMENT, "pw", K.STOP),
        (C.RETIREMENT, "js", None),
        (C.CONSCRIPTED, "si", K.RECHECK),
        (C.MOVED_AWAY, "ui", K.RECHECK),
        (C.MOVED_AWAY, "us", None),
        (C.REFUSED_WORK, "dp", K.RECHECK),
        (C.REFUSED_WORK, "si", None),
        (C.IMPRISONED, "pw", K.RECHECK),
        (C.DIED, "dp", K.STOP),
        (C.DIBAO_GAINED, "ui", None),  # dibao may be drawn beside it (条例 art 23)
        (C.DIBAO_GAINED, "tr", K.RECHECK),
        (C.DIBAO_LOST, "dp", K.RECHECK),
        (C.DIBAO_LOST, "ui", None),
    ],
)
def test_what_an_event_means(cause: Cause, code: str, kind: ProposalKind | None) -> None:
    found = effect(cause, code, ON)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("work", "code", "kind"),
    [
        (JOB, "ui", K.STOP),
        (FULLTIME, "ui", K.STOP),
        (PARTTIME, "ui", K.RECHECK),
        (GIG, "ui", K.RECHECK),
        (GIG, "si", None),
        (PARTTIME, "si", K.STOP),
        (FULLTIME, "pw", None),
        (PARTTIME, "pw", None),
        (JOB, "pw", K.RECHECK),
    ],
)
def test_part_time_posts_and_casual_work_are_looked_at_by_a_person(
    work: str, code: str, kind: ProposalKind | None
) -> None:
    found = effect(C.HIRED, code, ON, work=work)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("kind", "day", "week", "work"),
    [
        ("market", 8.0, None, JOB),
        ("assistance", None, None, JOB),
        ("gig", 4.0, None, GIG),
        ("welfare", 8.0, None, FULLTIME),
        ("welfare", None, None, FULLTIME),
        ("welfare", None, 24.0, PARTTIME),
        ("welfare", None, 24.5, FULLTIME),
        ("welfare", 4.0, None, PARTTIME),
        ("welfare", 8.0, 20.0, PARTTIME),
    ],
)
def test_the_kind_of_work_follows_the_hours(
    kind: str, day: float | None, week: float | None, work: str
) -> None:
    assert work_of(kind, day, week, ON) == work
