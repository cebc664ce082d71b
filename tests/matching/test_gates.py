"""Each gate: passes, fails and does not know; a fail says why and, where the person can move it, what would change it."""

from typing import Any

import numpy as np
import pytest

from jobhelp.matching.constraints import Gates, allowed, explain
from jobhelp.matching.facts import Query, RankFacts
from jobhelp.matching.gates import GATES
from tests.matching.build import DAY, board, case

ON = "pass"
OFF = "fail"
OPEN = "unknown"

# gate → (columns of three posts, facts of the person, the three answers)
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, str, str]]] = {
    "open_now": (
        {"open": [True, False, True], "valid_until": [DAY, DAY + 9, DAY - 1], "headcount": [2, 2, 2], "taken": [1, 0, 0]},
        {},
        (ON, OFF, OFF),
    ),
    "city": ({"outside": [False, True, None], "place": ["north", "深圳", None]}, {}, (ON, OFF, OPEN)),
    "reach": (
        {"lat": [45.80, 45.70, None], "lon": [126.60, 126.70, None]},
        {"district": "north", "max_km": 5.0},
        (ON, OFF, OPEN),
    ),
    "shift": ({"shifts": [{"day", "night"}, {"night"}, None]}, {"shifts": frozenset({"day"})}, (ON, OFF, OPEN)),
    "demands": (
        {"demands": [set(), {"heights"}, None], "shifts": [{"day"}, {"day"}, {"day"}]},
        {"cannot": frozenset({"heights"})},
        (ON, OFF, OPEN),
    ),
    "certificate": (
        {"certificates": [{"health"}, {"health", "driver"}, None]},
        {"certificates": frozenset({"health"})},
        (ON, OFF, OPEN),
    ),
    "education": ({"education_min": [2, 4, None]}, {"education": 3}, (ON, OFF, OPEN)),
    "pay": (
        {"pay_low": [200_000, 200_000, None], "pay_high": [300_000, 280_000, None], "pay_basis": ["month", "day", "month"]},
        {"pay_min": 300_000},
        (ON, OFF, OPEN),
    ),
    "hours": ({"hours_per_day": [8, 10, None]}, {"hours_max": 8.0}, (ON, OFF, OPEN)),
    "clock_times": (
        {"starts": [480, 330, None], "ends": [1020, 810, None]},
        {"earliest": 390, "latest": 1080},
        (ON, OFF, OPEN),
    ),
    "days": ({"days": [{0, 1}, {0, 6}, None]}, {"days": frozenset({0, 1, 2})}, (ON, OFF, OPEN)),
}  # fmt: skip


def test_every_gate_has_an_example() -> None:
    assert set(CASES) | {"eligible"} == set(GATES)


@pytest.mark.parametrize("code", CASES)
def test_a_gate_passes_fails_and_does_not_know(code: str) -> None:
    columns, facts, expected = CASES[code]
    gates = Gates(case(board(**columns), **facts))
    checks = [next(check for check in gates.explain(row) if check.gate == code) for row in range(3)]
    assert tuple(check.answer for check in checks) == expected
    assert gates.allowed.tolist() == [answer != OFF for answer in expected]


@pytest.mark.parametrize("code", CASES)
def test_a_failed_gate_says_why_and_what_would_change_it(code: str) -> None:
    columns, facts, expected = CASES[code]
    gates = Gates(case(board(**columns), **facts))
    for row, answer in enumerate(expected):
        check = next(check for check in gates.explain(row) if check.gate == code)
        if answer != OFF:
            assert check.why is None and check.change is None
            continue
        assert "%(" not in check.why.text() and "nan" not in check.why.text()
        if check.relaxable:
            assert "%(" not in check.change.text()


@pytest.mark.parametrize(
    "code", [code for code in CASES if code not in ("open_now", "city", "certificate", "education")]
)
def test_what_the_person_did_not_say_hides_nothing(code: str) -> None:
    columns, _, _ = CASES[code]
    assert Gates(case(board(**columns))).allowed.tolist() == [True, True, True]


def test_an_empty_set_of_certificates_is_an_answer_and_none_is_not() -> None:
    on = board(certificates=[{"health"}])
    assert not Gates(case(on, certificates=frozenset())).allowed[0]
    assert Gates(case(on, certificates=None)).allowed[0]


def test_night_work_is_a_demand_for_nights_and_rotating_shifts_must_be_asked() -> None:
    on = board(shifts=[{"night"}, {"rotating"}, {"day"}], demands=[set(), set(), set()])
    checks = [
        next(
            check
            for check in Gates(case(on, cannot=frozenset({"night"}))).explain(row)
            if check.gate == "demands"
        )
        for row in range(3)
    ]
    assert [check.answer for check in checks] == [OFF, OPEN, ON]
    assert "night" in checks[0].why.text()


def test_work_past_midnight_ends_on_the_next_day() -> None:
    on = board(starts=[1320], ends=[360])
    assert not Gates(case(on, latest=1380)).allowed[0]
    assert Gates(case(on, earliest=1200)).allowed[0]


@pytest.mark.parametrize(
    ("facts", "columns", "text"),
    [
        ({"earliest": 480}, {"starts": [330], "ends": [None]}, "5:30 上班，您说最早 8:00"),
        ({"latest": 1020}, {"starts": [None], "ends": [1200]}, "20:00 下班，您说最晚 17:00"),
        (
            {"earliest": 480, "latest": 1020},
            {"starts": [330], "ends": [1200]},
            "5:30 上班、20:00 下班，您能做的时间是 8:00 到 17:00",
        ),
    ],
)
def test_the_hour_that_does_not_fit_is_named(facts, columns, text) -> None:
    check = next(c for c in Gates(case(board(**columns), **facts)).explain(0) if c.gate == "clock_times")
    assert check.why.text() == text


def test_pay_by_the_hour_is_no_gate_because_its_month_is_a_guess() -> None:
    on = board(pay_low=[100_000], pay_high=[100_000], pay_basis=["hour"])
    assert Gates(case(on, pay_min=300_000)).allowed[0]


def test_who_looks_beyond_the_city_sees_it_at_any_distance() -> None:
    on = board(outside=[True, False], lat=[22.5, 45.7], lon=[114.0, 126.7])
    gates = Gates(case(on, district="north", max_km=5.0, beyond_city=True))
    assert gates.allowed.tolist() == [True, False]


def test_a_full_post_comes_back_when_a_place_is_free() -> None:
    on = board(headcount=[2, 2], taken=[2, 1])
    gates = Gates(case(on))
    assert gates.allowed.tolist() == [False, True]
    assert gates.explain(0)[0].why.text() == "名额已经招满"


def test_the_law_is_answered_by_the_caller() -> None:
    on = board(kind=["welfare", "market"])
    query = Query(RankFacts(), on.at)
    assert allowed(on, query).tolist() == [True, True]
    assert allowed(on, query, np.array([False, True])).tolist() == [False, True]
    check = next(
        check for check in explain(on, query, 1, np.array([False, True])) if check.gate == "eligible"
    )
    assert check.answer == OFF and not check.relaxable and "welfare" in check.why.text()


def test_opens_counts_what_one_limit_alone_keeps_out() -> None:
    on = board(hours_per_day=[10, 10, 8], pay_low=[100_000, 400_000, 400_000], pay_basis=["month"] * 3)
    gates = Gates(case(on, hours_max=8.0, pay_min=300_000))
    assert gates.opens() == {"hours": 1}


def test_explaining_a_post_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain(board(n=1), Query(RankFacts(), DAY), 99)
