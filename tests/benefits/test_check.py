"""The open check: adaptive, short, silent about what nobody said, and honest about every no."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobhelp.benefits import check
from jobhelp.benefits.questions import EMPLOYER, MOST, RESIDENT, ROLES, Question
from jobhelp.policy.model import Decision

ON = date(2026, 11, 23)
YES = {  # a woman whose contract ran out, registered and insured long enough
    "area": {"pick": "230103"},
    "who": {"pick": "female_worker"},
    "born": {"day": "1979-05-03"},
    "work": {"pick": "none"},
    "insured": {"pick": "paid", "number": 7, "other": 2},
    "left": {"pick": "expired"},
    "own_share": {"pick": "yes"},
    "carried": {"pick": "none"},
    "registered": {"pick": "yes", "day": "2026-11-09"},
    "receiving": {"pick": ["none"]},
    "hukou": {"pick": "district_urban"},
    "classes": {"pick": ["none"]},
    "business": {"pick": "no"},
}


def walk(role: str, answers: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The names of the questions asked, when each is answered as given or skipped."""
    told: dict[str, Any] = {}
    names: list[str] = []
    while (question := check.next_question(role, told, ON)) is not None:
        names.append(question.name)
        told[question.name] = answers.get(question.name, {})
    return names, told


@st.composite
def an_answer(draw: Any, question: Question) -> dict[str, Any]:
    """Any answer that the page would take, or a skip."""
    if draw(st.integers(0, 4)) == 0:
        return {}
    told: dict[str, Any] = {}
    if question.places:
        told["pick"] = draw(st.sampled_from(["230103", "230113", "230125", "000000"]))
    elif question.many:
        codes = [one.code for one in question.options if one.code != "none"]
        told["pick"] = draw(st.lists(st.sampled_from(codes), unique=True)) or ["none"]
    elif question.options:
        told["pick"] = draw(st.sampled_from([one.code for one in question.options]))
    wants = {name for one in question.options if one.code == told.get("pick") for name in one.wants}
    if question.day and (not question.options or "day" in wants):
        earliest = date(1950, 1, 1) if question.name == "born" else date(2022, 1, 1)
        latest = date(2009, 1, 1) if question.name == "born" else ON
        told["day"] = draw(st.dates(earliest, latest)).isoformat()
    if question.number and (not question.options or "number" in wants):
        told["number"] = draw(st.integers(0, min(question.most, 40)))
        if question.other:
            told["other"] = draw(st.integers(0, 11))
    return told


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([RESIDENT, EMPLOYER]), st.data())
def test_no_way_through_the_check_is_longer_than_twenty_questions(role: str, data: Any) -> None:
    answers: dict[str, Any] = {}
    while (question := check.next_question(role, answers, ON)) is not None:
        assert question.name not in answers
        answers[question.name] = data.draw(an_answer(question))
    assert len(answers) <= MOST
    left = [one for one in ROLES[role] if one.name not in answers and one.when(answers, ON)]
    wanted = check.needed_facts(role, answers, ON)
    assert not [one.name for one in left if wanted & set(one.tells)], "the limit cut something off"
    told = check.result(role, answers, ON)
    for verdict in told.verdicts:
        if verdict.state == "n":
            assert verdict.failing is not None
            assert verdict.failing.change.zh and verdict.failing.change.en
        if verdict.state == "y":
            against = [one.code for one, answer in verdict.answers() if answer in ("fail", "unknown")]
            assert set(against) <= {"SF-2"}  # below the share of new hires the loan goes by the head


def test_skipping_everything_refuses_nothing_but_what_is_closed() -> None:
    names, answers = walk(RESIDENT, {})
    told = check.result(RESIDENT, answers, ON)
    assert {one.code for one in told.of("n")} == {"us", "tl"}
    assert told.of("y") == []
    assert len(names) <= MOST


def test_a_person_whose_contract_ran_out_gets_her_months_and_the_sum() -> None:
    _names, answers = walk(RESIDENT, YES)
    told = {one.code: one for one in check.result(RESIDENT, answers, ON).verdicts}
    assert told["ui"].finding.values["months"] == 18
    assert told["ui"].finding.values["total"] == 18 * 2043
    assert told["ui"].finding.provisional
    assert told["dp"].state == "y"


def test_questions_that_no_open_programme_needs_are_left_out() -> None:
    never = YES | {"insured": {"pick": "never"}, "hukou": {"pick": "district_urban"}}
    names, _answers = walk(RESIDENT, never)
    assert {
        "left",
        "own_share",
        "carried",
        "rural_job",
        "self_paid",
        "firm",
        "credit",
        "loan",
        "used",
    }.isdisjoint(names)
    names, _answers = walk(RESIDENT, YES)
    assert "school" not in names, "she is past the age of graduates"


def test_closed_programmes_are_named_and_never_asked_about() -> None:
    assert [code for code in check.PROGRAMMES[RESIDENT] if check.closed(code, ON)] == ["us", "tl"]
    told = {fact for role in ROLES for question in ROLES[role] for fact in question.tells}
    assert {"first_insured_on", "insured_months", "us_received_months", "ui_exhausted_on"}.isdisjoint(told)
    assert not check.closed("us", date(2022, 12, 31))


def test_not_registered_is_one_step_away_and_the_rest_is_still_asked() -> None:
    names, answers = walk(RESIDENT, YES | {"registered": {"pick": "no"}})
    told = {one.code: one for one in check.result(RESIDENT, answers, ON).verdicts}
    assert told["ui"].state == "n" and told["ui"].finding.curable
    assert told["dp"].state == "n" and told["dp"].finding.curable
    assert "classes" in names


def test_uninsured_people_in_hardship_are_led_to_relief() -> None:
    answers = YES | {"insured": {"pick": "never"}, "income": {"pick": "long"}}
    told = {one.code: one for one in check.result(RESIDENT, walk(RESIDENT, answers)[1], ON).verdicts}
    assert told["tr"].state == "y"
    assert told["tr"].finding.values["total_range"] == [860, 2580]


def test_the_recognised_are_not_asked_to_be_recognised() -> None:
    answers = YES | {"classes": {"pick": ["certified"]}, "used": {"pick": "no"}}
    names, told = walk(RESIDENT, answers)
    assert "used" in names
    verdicts = {one.code: one for one in check.result(RESIDENT, told, ON).verdicts}
    assert "dp" not in verdicts
    assert verdicts["pw"].state == "y"


def test_an_employer_sees_the_subsidy_and_how_many_hires_are_missing() -> None:
    answers = {
        "area": {"pick": "230102"},
        "hire": {"pick": "yes"},
        "who": {"pick": "male"},
        "born": {"day": "1985-01-01"},
        "contract": {"number": 12},
        "paid": {"number": 899},
        "elsewhere": {"pick": "no"},
        "size": {"pick": "yes"},
        "staff": {"number": 20},
        "hires": {"number": 1},
        "owes": {"pick": "no"},
        "loan": {"number": 100000},
    }
    told = {one.code: one for one in check.result(EMPLOYER, walk(EMPLOYER, answers)[1], ON).verdicts}
    assert told["ei"].state == "y"
    assert told["ei"].finding.values["max_months"] == 36
    assert told["sf"].finding.values["route"] == "per_hire"
    assert told["sf"].finding.values["hires_missing"] == 2  # (1 + 2) of (20 + 2) is more than 10 %


def test_unemployment_benefit_and_the_insurance_subsidy_are_told_apart() -> None:
    answers = YES | {
        "work": {"pick": "flexible"},
        "classes": {"pick": ["certified"]},
        "used": {"pick": "no"},
        "self_paid": {"pick": "rate_9_5", "number": 12},
    }
    told = check.result(RESIDENT, walk(RESIDENT, answers)[1], ON)
    ui = next(one for one in told.verdicts if one.code == "ui")
    assert any({pair.first, pair.second} == {"ui", "si"} for pair in told.pairs_of(ui))


@pytest.mark.parametrize("role", [RESIDENT, EMPLOYER])
def test_every_fact_that_an_open_criterion_asks_for_has_a_question_or_a_default(role: str) -> None:
    """What no question can tell stays 待核实 for ever; these are facts that only an office knows."""
    office_only = {
        "cpi_yoy",
        "food_yoy",
        "events",
        "post",
        "hours_per_week",
        "months",
        "partners",
        "on_us",
        "insured",
    }
    told = {fact for question in ROLES[role] for fact in question.tells} | office_only
    for code in check.PROGRAMMES[role]:
        if not check.closed(code, ON):
            for criterion in check.programme(code).criteria.values():
                assert set(criterion.asks) <= told, (code, criterion.code)


def test_a_missing_amount_is_never_a_yes() -> None:
    """Prices are announced by the city, so the subsidy stays open for those who are covered."""
    answers = YES | {"receiving": {"pick": ["dibao"]}}
    told = {one.code: one for one in check.result(RESIDENT, walk(RESIDENT, answers)[1], ON).verdicts}
    assert told["pl"].finding.decision is Decision.UNDETERMINED
    assert told["pl"].state == "u"


def test_a_birthday_changes_the_answer_on_the_day() -> None:
    turns = date(2026, 11, 23) - timedelta(days=1)
    for day, state in (("1986-11-23", "y"), ("1986-11-24", "n")):
        answers = YES | {"born": {"day": day}, "registered": {"pick": "yes", "day": turns.isoformat()}}
        told = {one.code: one for one in check.result(RESIDENT, walk(RESIDENT, answers)[1], ON).verdicts}
        assert told["dp"].state == state
