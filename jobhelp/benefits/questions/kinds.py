"""What a question of the check is, and how an answer to it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jobhelp.policy.calendar import add_years
from jobhelp.texts import N_

Answer = Mapping[str, Any]
Answers = Mapping[str, Answer]
UNSURE = "unsure"


@dataclass(frozen=True)
class Option:
    """One thing to choose. `facts`: what it says; `wants`: what must be typed beside it (day, number)."""

    code: str
    says: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    hint: str = ""
    wants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question. `tells`: the facts on which its answer bears; `when`: whether it makes sense after the others."""

    name: str
    title: str
    hint: str
    tells: tuple[str, ...]
    options: tuple[Option, ...] = ()
    many: bool = False
    day: str = ""  # label of the date field
    number: str = ""  # label of the number field
    unit: str = ""
    other: str = ""  # label of a second number field
    other_unit: str = ""
    places: bool = False  # options are Harbin's districts and counties
    most: int = 100_000_000
    when: Callable[[Answers, date], bool] = lambda _answers, _on: True
    reads: Callable[[Answer, date], dict[str, Any]] = lambda _answer, _on: {}


NOT_SURE = Option(UNSURE, N_("说不清"))


def yes_or_no(fact: str, yes: str, no: str, *, first: bool = True) -> tuple[Option, ...]:
    """A fact that is so or not so, or of which people are not sure; `first`: the answer that stands first."""
    both = Option("yes", yes, {fact: True}), Option("no", no, {fact: False})
    return (*(both if first else reversed(both)), NOT_SURE)


SEX_AND_POST = (
    Option("male", N_("男"), {"sex": "male"}),
    Option("female_worker", N_("女，工人岗"), {"sex": "female", "retire_class": "female_worker"}),
    Option("female_cadre", N_("女，干部或管理、技术岗"), {"sex": "female", "retire_class": "female_cadre"}),
    Option("female", N_("女，岗位说不清"), {"sex": "female"}),
)


def picked(answers: Answers, name: str) -> str:
    """The chosen code of a question; "" when it was not answered."""
    pick = answers.get(name, {}).get("pick", "")
    return pick if isinstance(pick, str) else ""


def ticked(answers: Answers, name: str) -> frozenset[str]:
    """The chosen codes of a question with several."""
    pick = answers.get(name, {}).get("pick", ())
    return frozenset(pick) if isinstance(pick, list | tuple) else frozenset()


def born(answers: Answers) -> date | None:
    """The birth date that was said."""
    text = answers.get("born", {}).get("day")
    return date.fromisoformat(text) if text else None


def at_least(answers: Answers, on: date, years: int) -> bool:
    """Whether the person may be this old: true too while the birth date is not said."""
    day = born(answers)
    return day is None or on >= add_years(day, years)
