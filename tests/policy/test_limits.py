"""Every rule is shown at work: met, unmet, unknown, and one step to either side of each limit. What lacks one fails."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jobhelp.policy import checks
from jobhelp.policy.assess import RULES, assess
from jobhelp.policy.model import Answer
from jobhelp.policy.parameters import published
from jobhelp.policy.texts import Example, Programme, programme
from tests.policy.test_rules import RULE_FILES

ANSWERS = {"met": Answer.PASS, "unmet": Answer.FAIL, "unknown": Answer.UNKNOWN}
PLAIN = {*checks.FLAGS, *checks.WORDS, *checks.FREE, "categories"}
"""A word, a yes or a no: nothing lies just before it."""
UNITS = (Decimal(1), Decimal("0.1"), Decimal("0.01"))
"""One more, a tenth (of a percent, of an hour), a cent: the smallest step in which such a number is given."""


# ── what an example shows ────────────────────────────────────────────────────────────────────────────────


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every single fact inside of facts, with the way to it."""
    if isinstance(value, Mapping | list):
        pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
        for name, one in pairs:
            yield from leaves(one, (*path, name))
    else:
        yield path, value


def given(example: Example) -> dict[tuple[Any, ...], Any]:
    return dict(leaves(example.facts.stated)) | {("the day of the application",): example.on}


def as_day(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def step(one: Example, other: Example) -> str:
    """`day` when dates alone differ, all by the same one day; `unit` when one number differs by its unit; else ""."""
    here, there = given(one), given(other)
    if here.keys() != there.keys():
        return ""
    changed = [(here[name], there[name]) for name in here if here[name] != there[name]]
    days = [(as_day(a), as_day(b)) for a, b in changed]
    moved = {(b - a).days for a, b in days if a is not None and b is not None}
    if changed and all(a is not None and b is not None for a, b in days):
        return "day" if moved in ({1}, {-1}) else ""
    if len(changed) != 1 or any(isinstance(one, bool | str | None) for one in changed[0]):
        return ""
    low, high = sorted(Decimal(str(value)) for value in changed[0])
    return "unit" if high - low in UNITS else ""


def steps(told: Programme, example: Example) -> set[str]:
    """Which steps lead from an example beside a limit to one on its other side, where something else comes out."""
    others = [one for one in told.examples if (one.of, one.kind) != (example.of, example.kind)]
    near = [one for one in others if step(example, one)]
    mine, *theirs = (assess(told.code, one.facts, one.on).plain() for one in (example, *near))
    return {step(example, one) for one, told_of in zip(near, theirs, strict=True) if told_of != mine}


def lacking(told: Programme) -> list[str]:
    """What is not shown of a programme by its examples."""
    found = []
    shown: dict[tuple[str, str], list[Example]] = {}
    for example in told.examples:
        shown.setdefault((example.of, example.kind), []).append(example)
    for criterion in told.criteria.values():
        for kind, answer in ANSWERS.items():
            if kind == "unknown" and criterion.certain:
                continue
            candidates = [one for one in told.examples if one.of == criterion.code]
            if kind == "met":
                candidates += shown.get(("", "met"), [])
            reasons = [assess(told.code, one.facts, one.on).reasons[criterion.code] for one in candidates]
            if answer not in reasons:
                found.append(f"{criterion.code}: no {kind} example")
        if not criterion.asks or not set(criterion.asks) <= PLAIN:
            found += [
                f"{criterion.code}: no {kind} example"
                for kind in ("before", "after")
                if (criterion.code, kind) not in shown
            ]
    beside = [one for one in told.examples if one.kind in ("before", "after")]
    ways = {one.name: steps(told, one) for one in beside}
    found += [f"{one.of}: {one.name} is no single step" for one in beside if not ways[one.name]]
    if not any("day" in way for way in ways.values()):
        found.append("no day before and day after")
    return found


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_shown_met_unmet_unknown_and_a_step_before_and_after(code: str) -> None:
    assert lacking(programme(code)) == []


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("kind", ["unmet", "unknown", "before", "after"])
def test_a_rule_without_one_of_them_would_be_found(code: str, kind: str) -> None:
    told = programme(code)
    kept = tuple(one for one in told.examples if one.kind != kind)
    if kind in ANSWERS:  # an example beside a limit may show a yes or a no as well
        kept = tuple(
            one
            for one in kept
            if not one.of or ANSWERS[kind] not in assess(code, one.facts, one.on).reasons.values()
        )
    assert lacking(replace(told, examples=kept))


@pytest.mark.parametrize("code", RULES)
def test_an_example_is_what_it_calls_itself_and_says_what_must_come_out(code: str) -> None:
    for example in programme(code).examples:
        assert example.expect, example.name
        if example.of and example.kind in ANSWERS:
            got = assess(code, example.facts, example.on).reasons[example.of]
            assert got is ANSWERS[example.kind], example.name


# ── numbers and how well they are known ──────────────────────────────────────────────────────────────────


def texts_with_digits(path: Path) -> set[str]:
    """Texts of a rule file, but not its docstrings, in which a digit stands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
        if re.search(r"\d", node.value) and not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]", node.value)
    }


def test_no_number_hides_in_a_text_of_a_rule() -> None:
    """Not as a date and not as a decimal: what is left are names, a cent, and the first day of a written month."""
    found = set().union(*map(texts_with_digits, RULE_FILES)) - set(published())
    assert found == {"0.01", "-01", "over100", "year1_interest", "end of the 2020 rule not known"}


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.name)
def test_no_number_is_put_together_from_ones(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    put_together = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.left, ast.Constant | ast.BinOp)
        and isinstance(node.right, ast.Constant)
        and isinstance(node.left, ast.Constant)
    ]
    assert put_together == []


@pytest.mark.parametrize("code", RULES)
def test_a_finding_names_every_parameter_on_which_it_rests(code: str) -> None:
    """Else a number that nobody has seen in an official text would not make the result provisional.

    All parameters that it does not name are made unknown: if it had read one, something else would come out.
    """
    for example in programme(code).examples:
        found = assess(code, example.facts, example.on)
        named = {used.name for used in found.used}
        others = {
            name: tuple(replace(row, value=None) for row in rows)
            for name, rows in published().items()
            if name not in named
        }
        again = assess(code, example.facts, example.on, dict(published()) | others)
        assert again.plain() == found.plain(), example.name


@pytest.mark.parametrize("code", RULES)
def test_what_rests_on_a_number_that_was_not_seen_is_provisional(code: str) -> None:
    for example in programme(code).examples:
        found = assess(code, example.facts, example.on)
        unseen = [used.name for used in found.used if used.confidence != "sourced"]
        assert found.plain()["provisional"] is bool(unseen or found.notes), (example.name, unseen)
