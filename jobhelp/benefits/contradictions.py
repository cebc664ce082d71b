"""Facts that cannot all be true: said where they meet, at the question or at the field of a claim, before anything is
worked out from them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jobhelp.benefits.questions import Answer, Answers, picked
from jobhelp.policy.calendar import MONTHS_A_YEAR, add_years, months_between
from jobhelp.policy.parameters import Reader, published
from jobhelp.texts import N_

Contradiction = tuple[str, str]  # the field at which it is told, and the message
FIELDS: Mapping[str, tuple[str, str]] = {
    "born": ("birth_date", "day"),
    "registered": ("registered_on", "day"),
    "business": ("registered_business_on", "day"),
    "school": ("left_school_on", "day"),
    "insured": ("contribution_months", "number"),
    "staff": ("staff", "number"),
    "hires": ("qualifying_hires", "number"),
}
"""A question, the fact that it asks for, and the field in which that is typed."""


def contradiction(
    name: str, answer: Answer, others: Answers, on: date, file: Answers
) -> Contradiction | None:
    """The first thing that the answer to a question contradicts, or None.

    others   what was answered to the other questions
    file     what the person's own file says, where they chose to use it (birth date and sex by the identity number)
    """
    answers = {**others, name: answer}
    told = [(field, text) for asked, field, text in _by_file(answers, file) if asked == name]
    if name in FIELDS:
        fact, field = FIELDS[name]
        told += [(field, text) for facts, text in clashes(_facts(answers), on) if fact in facts]
    return next(iter(told), None)


def clashes(facts: Mapping[str, Any], on: date) -> Iterator[tuple[tuple[str, ...], str]]:
    """(the facts that meet, the message) of everything that cannot be; what is not known contradicts nothing.

    The fact that is most likely wrong stands first.
    """
    born = facts.get("birth_date")
    if born is not None:
        yield from _by_age(facts, on, born)
    staff, hires = facts.get("staff"), facts.get("qualifying_hires")
    if staff is not None and hires is not None and hires > staff:
        yield ("qualifying_hires", "staff"), N_("新招的人不会比职工总数还多，请检查这两个数。")


def _by_age(facts: Mapping[str, Any], on: date, born: date) -> Iterator[tuple[tuple[str, ...], str]]:
    """Nobody is registered, insured or in business before the age at which people may work."""
    may_work = add_years(born, Reader(published()).number("working_age", on) or 0)
    registered, opened = facts.get("registered_on"), facts.get("registered_business_on")
    if registered is not None and registered < may_work:
        yield (
            ("registered_on", "birth_date"),
            N_("失业登记的日期早于满 16 岁的那天，请检查登记日期和出生日期。"),
        )
    if opened is not None and opened < may_work:
        yield (
            ("registered_business_on", "birth_date"),
            N_("执照的成立日期早于满 16 岁的那天，请检查成立日期和出生日期。"),
        )
    for name in ("left_school_on", "graduate_left_school_on"):
        left = facts.get(name)
        if left is not None and left <= born:
            yield (name, "birth_date"), N_("离校的日期早于出生日期，请检查。")
    months = facts.get("contribution_months")
    if months is not None and months > max(0, months_between(may_work, on)) + 1:
        yield (
            ("contribution_months", "birth_date"),
            N_("缴费的时间比您满 16 岁以后的时间还长，请检查年数和出生日期。"),
        )


def _by_file(answers: Answers, file: Answers) -> Iterator[tuple[str, str, str]]:
    """(the question, the field, the message) where an answer is not what the identity number says."""
    said, kept = _day(answers, "born"), _day(file, "born")
    if said is not None and kept is not None and said != kept:
        yield (
            "born",
            "day",
            N_("和您档案里身份证号上的出生日期对不上，请检查。身份证号登记错了，请到街道窗口改。"),
        )
    who, kept_who = picked(answers, "who"), picked(file, "who")
    if who and kept_who and who.startswith("female") != kept_who.startswith("female"):
        yield "who", "pick", N_("和您档案里身份证号上的性别对不上，请检查。")


def _facts(answers: Answers) -> dict[str, Any]:
    """What the answers say of these facts."""
    told: dict[str, Any] = {}
    for question, (fact, field) in FIELDS.items():
        told[fact] = _day(answers, question) if field == "day" else answers.get(question, {}).get("number")
    return told | {"contribution_months": _insured_months(answers)}


def _insured_months(answers: Answers) -> int | None:
    answer = answers.get("insured", {})
    if answer.get("pick") != "paid":
        return None
    return int(answer.get("number") or 0) * MONTHS_A_YEAR + int(answer.get("other") or 0)


def _day(answers: Answers, name: str) -> date | None:
    """The date typed at a question."""
    text: Any = answers.get(name, {}).get("day")
    return date.fromisoformat(text) if text else None
