"""The worked cases of the policy material, where it is at hand; our own examples stand in each rule's YAML."""

import json
from pathlib import Path

import pytest

from jobhelp.policy.assess import RULES, differences, read_cases

CASES = Path(__file__).resolve().parents[3] / "shared/policy/examples.yaml"


@pytest.mark.skipif(not CASES.exists(), reason="../shared/policy/examples.yaml is not here")
def test_every_worked_case_comes_out_as_stated() -> None:
    cases = read_cases(CASES)
    assert len(cases) == 44
    assert [
        f"{case.name}: {line}" for case in cases for line in differences(case.results(), case.expect)
    ] == []


@pytest.mark.skipif(not CASES.exists(), reason="../shared/policy/examples.yaml is not here")
def test_every_case_tells_about_every_programme_in_plain_json() -> None:
    for case in read_cases(CASES):
        results = json.loads(json.dumps(case.results()))
        assert set(RULES) <= set(results)
