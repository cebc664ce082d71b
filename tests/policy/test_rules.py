"""Every example of every rule, and what a rule file may and may not hold."""

import ast
from pathlib import Path

import pytest

from jobhelp.policy.assess import RULES, assess, same
from jobhelp.policy.parameters import published
from jobhelp.policy.texts import KINDS, Example, programme

EXAMPLES = [(code, example) for code in RULES for example in programme(code).examples]
POLICY = Path(__file__).resolve().parents[2] / "jobhelp/policy"
RULE_FILES = [*sorted((POLICY / "rules").glob("*.py")), POLICY / "retirement.py"]


def test_every_example_is_of_a_known_kind() -> None:
    assert {example.kind for _, example in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=lambda one: getattr(one, "name", one))
def test_every_example_comes_out_as_it_says(code: str, example: Example) -> None:
    told = assess(code, example.facts, example.on).plain()
    reasons = told["reasons"]
    for key, wanted in example.expect.items():
        got = reasons[key] if key in reasons else told.get(key)
        assert same(wanted, got), f"{key}: {wanted!r} expected, {got!r} ({told})"


@pytest.mark.parametrize("code", RULES)
def test_every_criterion_has_texts_and_they_are_those_of_the_rule(code: str) -> None:
    told = programme(code)
    assert list(told.criteria) == list(assess(code, told.examples[0].facts, told.examples[0].on).reasons)
    for criterion in told.criteria.values():
        for text in (criterion.says, criterion.evidence, criterion.change):
            assert text.zh and text.en and text.zh != text.en
        assert criterion.clause
    assert told.authority and told.bring and told.title.en


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.name)
def test_no_number_stands_in_a_rule(path: Path) -> None:
    """0 and 1 are structure (nothing, the first of the month); every other number is a parameter with a source."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    numbers = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in (0, 1)
    ]
    hidden = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.replace(".", "", 1).isdigit()
        and node.value != "0.01"  # a cent, and a percent as a share
    ]
    assert (numbers, hidden) == ([], [])


def test_every_parameter_has_a_source_and_a_confidence_and_rows_in_order() -> None:
    for name, rows in published().items():
        assert rows, name
        assert len({row.since for row in rows}) == len(rows), name
        for row in rows:
            assert row.reference.strip(), name
            assert row.confidence in ("sourced", "derived", "recalled", "assumed"), name
            assert row.until is None or row.until >= row.since, name
