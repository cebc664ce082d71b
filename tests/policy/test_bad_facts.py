"""Facts that cannot be: the message names the fact, the command says so and fails, nothing is decided on them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from jobhelp.benefits.cli import assess as command
from jobhelp.policy import checks
from jobhelp.policy.assess import BadCase, read_cases
from jobhelp.policy.facts import Facts
from jobhelp.policy.texts import programme

ON = date(2026, 2, 20)
NUMBER = "230182196203102462"  # a woman, born 1962-03-10


def messages(**stated: Any) -> list[str]:
    return [fault.message for fault in checks.faults(Facts(stated, assume_satisfied=True), ON)]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("birth_date", "1985-02-30"),
        ("birth_date", "19850203"),
        ("birth_date", 1985),
        ("registered_on", "2026-13-01"),
        ("contribution_months", -3),
        ("contribution_months", 2.5),
        ("contribution_months", "12"),
        ("contribution_months", True),
        ("carried_months", -1),
        ("partners", float("nan")),
        ("amount", -0.01),
        ("amount", 1e30),
        ("staff", 10**12),
        ("employer_paid_monthly", {"pension": 1e33}),
        ("rate_pct", float("inf")),
        ("published_standard", "40"),
        ("cpi_yoy", "high"),
        ("on_pension", "no"),
        ("sex", "F"),
        ("retire_class", "cadre"),
        ("hukou", "city"),
        ("events", "reemployed"),
        ("events", [{"date": "2026-02-31", "type": "reemployed"}]),
        ("other_loans", [{"kind": "consumer", "amount": -1}]),
        ("categories", 3),
        ("months", ["2026-05", "2026-02"]),
        ("months", ["2026-00", "2026-02"]),
        ("months", -4),
        ("hours", {"2026-02": -8}),
        ("hours", {"February": 8}),
        ("employer_paid_monthly", {"pension": "600"}),
    ],
)
def test_a_fact_that_cannot_be_is_named(fact: str, value: Any) -> None:
    told = messages(**{fact: value})
    assert len(told) == 1
    assert fact in told[0]


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"birth_date": None, "contribution_months": None, "events": None},
        {"birth_date": "1985-02-28", "contribution_months": 0, "carried_months": 12.0},
        {"cpi_yoy": -0.5, "food_yoy": -3},
        {"id_number": NUMBER, "birth_date": "1962-03-10", "sex": "female"},
        {"id_number": "230102198506150010", "birth_date": "1990-01-01"},  # not valid, so it says nothing
        {"months": ["2026-02", "2026-02"], "hours": {"2026-02": 8}, "categories": ["tekun"]},
    ],
)
def test_facts_that_can_be_are_not_complained_of(stated: dict[str, Any]) -> None:
    assert messages(**stated) == []


def test_contradictions_name_both_facts() -> None:
    assert "id_number contradicts birth_date" in messages(id_number=NUMBER, birth_date="1962-03-11")[0]
    assert "id_number contradicts sex" in messages(id_number=NUMBER, sex="male")[0]
    assert "retire_class male contradicts sex" in messages(sex="female", retire_class="male")[0]
    assert "birth_date 2026-02-21 lies after" in messages(birth_date="2026-02-21")[0]
    assert messages(birth_date="2026-02-20") == []
    assert "qualifying_hires 4 cannot be more than staff 3" in messages(staff=3, qualifying_hires=4)[0]


def test_what_is_contradicted_is_unknown_to_the_rules() -> None:
    facts = Facts({"id_number": NUMBER, "birth_date": "1985-06-15", "sex": "female"}, assume_satisfied=True)
    left = checks.readable(facts, checks.faults(facts, ON))
    assert left.stated == {"id_number": NUMBER, "birth_date": None, "sex": "female"}


def run(tmp_path: Path, *cases: dict[str, Any]) -> Any:
    path = tmp_path / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": list(cases)}), encoding="utf-8")
    return CliRunner().invoke(command, ["--cases", str(path), "--json"])


GOOD = {"id": "GOOD", "as_of": "2026-02-20", "persona": {"contribution_months": 12}, "expect": {}}


def test_the_command_names_case_and_fact_prints_the_rest_and_fails(tmp_path: Path) -> None:
    bad = {"id": "BAD", "as_of": "2026-02-20", "persona": {"contribution_months": -3}, "expect": {}}
    told = run(tmp_path, GOOD, bad)
    assert told.exit_code == 1
    assert "case BAD: contribution_months cannot be negative: -3" in told.stderr
    good, wrong = json.loads(told.stdout)
    assert good["results"]["ui"]["decision"] == "eligible" and "errors" not in good
    assert wrong["results"]["ui"]["decision"] == "undetermined" and len(wrong["errors"]) == 1


@pytest.mark.parametrize(
    ("persona", "says"),
    [
        ({"amount": 1e30, "rate_pct": 5}, "amount is too large"),
        ({"continuous_job_months": 10**29, "employer_premium_monthly": 25.0}, "continuous_job_months is too"),
        ({"graduation_year": 0}, "js: year"),
        ({"events": [3]}, "events must be a list of records"),
    ],
)
def test_one_case_that_cannot_be_never_keeps_the_others_from_their_answer(
    tmp_path: Path, persona: dict[str, Any], says: str
) -> None:
    told = run(tmp_path, {"id": "BAD", "as_of": "2022-02-20", "persona": persona}, GOOD)
    assert told.exit_code == 1 and says in told.stderr
    assert "unexpected" not in told.stderr and not isinstance(told.exception, ArithmeticError)
    bad, good = json.loads(told.stdout)
    assert bad["errors"] and good["results"]["ui"]["decision"] == "eligible"


def test_a_day_that_does_not_exist_unquoted_in_the_yaml_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        "cases:\n- {id: X, as_of: 2026-02-20, persona: {registered_on: 2026-02-30}}\n"
        "- {id: Y, as_of: 2026-02-30, persona: {}}\n- {id: Z, persona: {}}\n- {id: W, as_of: 2026-02-20, persona: []}\n",
        encoding="utf-8",
    )
    told = CliRunner().invoke(command, ["--cases", str(path), "--json"])
    assert told.exit_code == 1
    assert "case X: registered_on must be a date that exists" in told.stderr
    assert "case Y: as_of must be a date that exists" in told.stderr
    assert "case Z: as_of is missing" in told.stderr
    assert len(json.loads(told.stdout)) == 4


def test_a_misspelt_fact_is_pointed_out_and_is_no_fault(tmp_path: Path) -> None:
    told = run(tmp_path, GOOD | {"persona": {"contribution_month": 3}})
    assert told.exit_code == 0
    assert "no rule reads contribution_month" in told.stderr


def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text("cases: 3\n", encoding="utf-8")
    with pytest.raises(BadCase, match=r"cases\.yaml is not a file of cases"):
        read_cases(path)


def test_every_fact_that_a_criterion_asks_for_is_checked() -> None:
    codes = ("ui", "us", "ls", "tl", "si", "ei", "pw", "sl", "sf", "os", "js", "dp", "tr", "pl")
    asked = {fact for code in codes for one in programme(code).criteria.values() for fact in one.asks}
    assert asked <= checks.KNOWN
