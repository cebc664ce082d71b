"""All programmes and calculators for one set of facts, and the worked-case files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from jobhelp.policy import checks, numbers
from jobhelp.policy.facts import BadFact, Facts, read_day
from jobhelp.policy.model import Answer, Decision, Finding
from jobhelp.policy.parameters import Book, Reader, published
from jobhelp.policy.retirement import possible_classes, retirement
from jobhelp.policy.rules import dp, ei, js, ls, os, pl, pw, sf, si, sl, tl, tr, ui, us
from jobhelp.policy.texts import programme

Rule = Callable[[Facts, date, Reader], Finding]
RULES: Mapping[str, Rule] = {
    rule.CODE: rule.assess for rule in (ui, us, ls, tl, si, ei, pw, sl, sf, os, js, dp, tr, pl)
}


AMOUNTS = ("months", "total")
KEYS: Mapping[str, tuple[str, ...]] = {  # what every finding of a programme says, whatever the decision
    "ui": ("monthly", "total", "schedule", "granted_months", "extension_months"),
    "us": ("monthly", "total", "schedule"),
    "ls": ("total",),
    "tl": ("monthly", "total"),
    "si": ("pension", "medical", "total"),
    "ei": ("monthly", "max_months", "end_month"),
    "pw": ("monthly", "total", "schedule", "max_months", "end_month"),
    "sl": ("cap",),
    "sf": ("cap", "route"),
    "os": ("total",),
    "js": ("total",),
    "dp": ("categories",),
    "tr": ("months_range", "total_range"),
    "pl": ("base", "topup", "total"),
}

UNREADABLE = (BadFact, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)


class BadCase(ValueError):
    """A case file or one of its cases cannot be read; the message says which and why."""


def assess(code: str, facts: Facts, on: date, book: Book | None = None) -> Finding:
    """The finding of one programme on a day. `book`: other parameters than the published ones (what if …)."""
    return complete(RULES[code](facts, on, Reader(book if book is not None else published())))


def complete(found: Finding) -> Finding:
    """The finding with every key of its programme; null where it says nothing."""
    amounts = AMOUNTS if found.decision is Decision.UNDETERMINED else ()
    for key in (*amounts, *KEYS[found.programme]):
        found.values.setdefault(key, None)
    return found


def assess_all(facts: Facts, on: date, book: Book | None = None) -> dict[str, Finding]:
    """The findings of all fourteen programmes."""
    return {code: assess(code, facts, on, book) for code in RULES}


def calculate(facts: Facts, on: date) -> dict[str, dict[str, Any]]:
    """The calculators whose fact is given: retirement, id, uscc."""
    told: dict[str, dict[str, Any]] = {}
    born = facts.day("birth_date") if facts.has("birth_date") else None
    if born is not None:
        reader, kinds = Reader(published()), possible_classes(facts)
        found = {kind: retirement(reader, born, kind) for kind in kinds}
        if len(found) == 1:
            day, delay = found[kinds[0]]
            told["retirement"] = {"date": day.isoformat(), "delay_months": delay}
        else:
            told["retirement"] = {
                "date": None,
                "delay_months": None,
                "by_class": {kind: day.isoformat() for kind, (day, _) in found.items()},
                "open_question": "retire_class",
            }
    if facts.extra("id_number", None) is not None:
        told["id"] = numbers.read_id(str(facts.extra("id_number", "")), on).plain()
    if facts.extra("uscc", None) is not None:
        told["uscc"] = numbers.read_uscc(str(facts.extra("uscc", ""))).plain()
    return told


@dataclass(frozen=True)
class Case:
    """One worked case. `fault`: why it cannot be computed at all; "" where it can."""

    name: str
    on: date
    facts: Facts
    expect: Mapping[str, Mapping[str, Any]]
    fault: str = ""

    def results(self) -> dict[str, dict[str, Any]]:
        """Every programme and calculator, as JSON. Raises BadCase."""
        told, faults = self.outcome()
        if faults:
            raise BadCase(faults[0])
        return told

    def outcome(self) -> tuple[dict[str, dict[str, Any]], list[str]]:
        """(what could be computed, what is wrong with the facts): one bad fact does not silence all programmes."""
        told: dict[str, dict[str, Any]] = {}
        if self.fault:
            return told, [f"case {self.name}: {self.fault}"]
        found = checks.faults(self.facts, self.on)
        facts = checks.readable(self.facts, found) if found else self.facts
        wrong = [f"case {self.name}: {fault.message}" for fault in found]
        for code in RULES:
            try:
                told[code] = told_in_full(assess(code, facts, self.on))
            except UNREADABLE as error:
                if str(error) not in {fault.message for fault in found}:
                    wrong.append(f"case {self.name}, {code}: {error}")
        try:
            told |= calculate(facts, self.on)
        except UNREADABLE as error:
            wrong.append(f"case {self.name}, calculators: {error}")
        return told, wrong

    def warnings(self) -> list[str]:
        """What is not wrong, but surely not meant: facts of which no rule has heard."""
        return [f"case {self.name}: no rule reads {name}" for name in checks.not_known(self.facts)]


def told_in_full(found: Finding) -> dict[str, Any]:
    """A finding as JSON, with the paper that would answer each open criterion and what would change a no."""
    criteria, told = programme(found.programme).criteria, found.plain()
    if found.open:
        told["missing"] = {
            code: {"facts": list(criteria[code].asks), "evidence": asdict(criteria[code].evidence)}
            for code in found.open
        }
    if found.decision is Decision.INELIGIBLE:
        failing = [code for code, answer in found.reasons.items() if answer is Answer.FAIL]
        told["would_change"] = {code: asdict(criteria[code].change) for code in failing}
    return told


class CaseLoader(yaml.SafeLoader):
    """Reads a date that does not exist as the text it is, so that the fact can be named."""


def _day_or_text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return str(node.value)


CaseLoader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; one that cannot be read says so itself. Raises BadCase where the file is none of cases."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), CaseLoader)
        rows: Iterable[Any] = document["cases"] if isinstance(document, dict) else document
        return [_case(number, row) for number, row in enumerate(rows, 1)]
    except (yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise BadCase(f"{path.name} is not a file of cases: {error}") from error


def _case(number: int, row: Any) -> Case:
    if not isinstance(row, dict):
        return Case(str(number), date.min, Facts(), {}, f"not a case: {row!r}")
    name, persona, expect = str(row.get("id", number)), row.get("persona") or {}, row.get("expect") or {}
    if not isinstance(persona, dict) or not isinstance(expect, dict):
        return Case(name, date.min, Facts(), {}, "persona and expect must be maps of names and values")
    facts = Facts(persona, assume_satisfied=True)
    try:
        on = read_day("as_of", row.get("as_of"))
    except BadFact as error:
        return Case(name, date.min, facts, expect, str(error))
    if on is None:
        return Case(name, date.min, facts, expect, "as_of is missing: the day of the application")
    return Case(name, on, facts, expect)


def differences(
    results: Mapping[str, Mapping[str, Any]], expect: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """What comes out otherwise than a case expects; only the programmes and keys that it gives are compared."""
    found = []
    for code, wanted in expect.items():
        got = results.get(code, {})
        for key, value in wanted.items():
            if key == "reasons":
                told = got.get("reasons", {})
                found += [
                    f"{code}.{c}: {a} expected, {told.get(c)}" for c, a in value.items() if told.get(c) != a
                ]
            elif not same(value, got.get(key)):
                found.append(f"{code}.{key}: {value!r} expected, {got.get(key)!r}")
    return found


def same(wanted: Any, got: Any) -> bool:
    """Equal, with numbers compared as amounts."""
    if isinstance(wanted, list | tuple) and isinstance(got, list | tuple):
        return len(wanted) == len(got) and all(same(a, b) for a, b in zip(wanted, got, strict=True))
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() <= got.keys() and all(same(value, got[key]) for key, value in wanted.items())
    if isinstance(wanted, int | float) and isinstance(got, int | float) and not isinstance(wanted, bool):
        return round(float(wanted), 2) == round(float(got), 2)
    return bool((wanted.isoformat() if isinstance(wanted, date) else wanted) == got)
