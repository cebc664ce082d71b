"""What people read about each programme, and its worked examples; they stand in `rules/<code>.yaml`.

Every text is there in Chinese and English. A programme says what it is, on which authority it rests, where and until
when to apply; each criterion says which paper proves it and what would turn a no into a yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jobhelp.policy.facts import Facts
from jobhelp.policy.parameters import RULES, read_yaml

LANGUAGES = ("zh", "en")
KINDS = ("met", "unmet", "unknown", "before", "after")


@dataclass(frozen=True)
class Text:
    """The same sentence in both languages."""

    zh: str
    en: str

    def in_(self, locale: str) -> str:
        """The sentence in the reader's language."""
        return self.en if locale == "en" else self.zh


@dataclass(frozen=True)
class Authority:
    """A law or notice. `seen`: its text or a copy was read; else it is recalled."""

    title: str
    number: str
    since: date
    seen: bool


@dataclass(frozen=True)
class Criterion:
    """One criterion. `asks`: the facts it looks at; `certain`: it can always be answered."""

    code: str
    says: Text
    clause: str
    evidence: Text
    change: Text
    asks: tuple[str, ...]
    certain: bool


@dataclass(frozen=True)
class Example:
    """One worked example: `of` a criterion, which in it is met, unmet, unknown, or just before or after a limit."""

    name: str
    of: str
    kind: str
    on: date
    facts: Facts
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class Programme:
    """One programme in plain words. `needs_one_of`: of these criteria one is enough; `amount_asks`: facts
    that only the amount needs; `automatic`: nobody applies."""

    code: str
    title: Text
    summary: Text
    where: Text
    until: Text
    bring: tuple[Text, ...]
    authority: tuple[Authority, ...]
    criteria: Mapping[str, Criterion]
    examples: tuple[Example, ...]
    parameters: tuple[str, ...]
    needs_one_of: tuple[str, ...]
    amount_asks: tuple[str, ...]
    automatic: bool


def _text(raw: Mapping[str, str]) -> Text:
    return Text(str(raw["zh"]).strip(), str(raw["en"]).strip())


def _criterion(code: str, raw: Mapping[str, Any]) -> Criterion:
    return Criterion(
        code=code,
        says=Text(raw["zh"], raw["en"]),
        clause=raw["clause"],
        evidence=_text(raw["evidence"]),
        change=_text(raw["change"]),
        asks=tuple(raw["asks"]),
        certain=bool(raw.get("certain", False)),
    )


def _examples(document: Mapping[str, Any]) -> tuple[Example, ...]:
    """The example in which everything is met, and those that change a fact or the day of it."""
    base = document["example"]
    first = Example("everything is met", "", "met", base["date"], _facts(base["given"]), base["expect"])
    others = [
        Example(
            row["name"],
            row["of"],
            row["is"],
            row.get("date", base["date"]),
            _facts(base["given"] | row["given"]),
            row["expect"],
        )
        for row in document["examples"]
    ]
    return (first, *others)


def _facts(given: Mapping[str, Any]) -> Facts:
    return Facts(dict(given), assume_satisfied=True)


@cache
def programme(code: str) -> Programme:
    """The texts and examples of one programme."""
    document = read_yaml(RULES / f"{code}.yaml")
    return Programme(
        code=code,
        title=_text(document["title"]),
        summary=_text(document["summary"]),
        where=_text(document["where"]),
        until=_text(document["until"]),
        bring=tuple(_text(one) for one in document["bring"]),
        authority=tuple(
            Authority(one["title"], one["number"], one["date"], one["note"] == "seen")
            for one in document["authority"]
        ),
        criteria={code: _criterion(code, raw) for code, raw in document["criteria"].items()},
        examples=_examples(document),
        parameters=tuple(document["parameters"]),
        needs_one_of=tuple(document.get("needs_one_of", ())),
        amount_asks=tuple(document.get("amount_asks", ())),
        automatic=bool(document.get("automatic", False)),
    )
