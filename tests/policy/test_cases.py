"""Our own worked cases, each reasoned from the clause beside it; `jobhelp assess --check` reads the same files."""

from collections import Counter
from pathlib import Path

import pytest

from jobhelp.policy.assess import RULES, Case, differences, read_cases

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [case for path in FILES for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_worked_case_comes_out_as_reasoned(case: Case) -> None:
    assert differences(case.results(), case.expect) == []


def test_there_are_cases_for_every_programme_and_calculator_and_no_name_twice() -> None:
    assert len(CASES) >= 150
    named = Counter(code for case in CASES for code in case.expect)
    assert set(RULES) | {"retirement", "id", "uscc"} <= set(named)
    assert min(named[code] for code in RULES) >= 10
    assert max(Counter(case.name for case in CASES).values()) == 1


def test_the_retirement_class_of_a_case_reaches_the_finding_only_where_it_matters() -> None:
    """Of a pair of cases that differ in the class alone, the open one is undetermined or names the question."""
    open_cases = [
        case
        for case in CASES
        if "retire_class" in case.facts.stated and case.facts.stated["retire_class"] is None
    ]
    assert open_cases
    for case in open_cases:
        for code, found in case.results().items():
            if found.get("months_range") and code not in ("tr",):
                assert found["open_question"] == "retire_class", (case.name, code)


def test_an_open_criterion_names_the_paper_and_a_no_says_what_would_change_it() -> None:
    for case in CASES:
        for code, told in case.results().items():
            if code in RULES:
                answers = told["reasons"]
                unknown = [name for name, answer in answers.items() if answer == "unknown"]
                assert list(told.get("missing", {})) == unknown, (case.name, code)
                assert all(
                    one["evidence"]["zh"] and one["evidence"]["en"]
                    for one in told.get("missing", {}).values()
                )
                if told["decision"] == "ineligible":
                    assert told["would_change"], (case.name, code)
