"""Answers that cannot all be true: said at the question where they meet, before anything is worked out from them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from jobhelp.benefits.questions import Answer, Answers, picked
from jobhelp.policy.calendar import MONTHS_A_YEAR, add_years, months_between
from jobhelp.policy.parameters import Reader, published
from jobhelp.texts import N_

Contradiction = tuple[str, str]  # the field at which it is told, and the message


def contradiction(
    name: str, answer: Answer, others: Answers, on: date, file: Answers
) -> Contradiction | None:
    """The first thing that the answer to a question contradicts, or None.

    others   what was answered to the other questions
    file     what the person's own file says, where they chose to use it (birth date and sex by the identity number)
    """
    answers = {**others, name: answer}
    return next(((field, text) for asked, field, text in _all(answers, on, file) if name in asked), None)


def _all(answers: Answers, on: date, file: Answers) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(the questions that meet, the field, the message) of everything that cannot be."""
    yield from _by_file(answers, file)
    born = _day(answers, "born")
    if born is not None:
        yield from _by_age(answers, on, born)
    staff, hires = (answers.get(name, {}).get("number") for name in ("staff", "hires"))
    if staff is not None and hires is not None and hires > staff:
        yield ("staff", "hires"), "number", N_("新招的人不会比职工总数还多，请检查这两个数。")


def _by_file(answers: Answers, file: Answers) -> Iterator[tuple[tuple[str, ...], str, str]]:
    said, kept = _day(answers, "born"), _day(file, "born")
    if said is not None and kept is not None and said != kept:
        yield (
            ("born",),
            "day",
            N_("和您档案里身份证号上的出生日期对不上，请检查。身份证号登记错了，请到街道窗口改。"),
        )
    who, kept_who = picked(answers, "who"), picked(file, "who")
    if who and kept_who and who.startswith("female") != kept_who.startswith("female"):
        yield ("who",), "pick", N_("和您档案里身份证号上的性别对不上，请检查。")


def _by_age(answers: Answers, on: date, born: date) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Nobody is registered, insured or in business before the age at which people may work."""
    may_work = add_years(born, Reader(published()).number("working_age", on) or 0)
    registered, opened = _day(answers, "registered"), _day(answers, "business")
    if registered is not None and registered < may_work:
        yield (
            ("born", "registered"),
            "day",
            N_("失业登记的日期早于满 16 岁的那天，请检查登记日期和出生日期。"),
        )
    if opened is not None and opened < may_work:
        yield ("born", "business"), "day", N_("执照的成立日期早于满 16 岁的那天，请检查成立日期和出生日期。")
    left = _day(answers, "school")
    if left is not None and left <= born:
        yield ("born", "school"), "day", N_("离校的日期早于出生日期，请检查。")
    months = _insured_months(answers)
    if months is not None and months > max(0, months_between(may_work, on)) + 1:
        yield ("insured",), "number", N_("缴费的时间比您满 16 岁以后的时间还长，请检查年数和出生日期。")
        yield ("born",), "day", N_("缴费的时间比您满 16 岁以后的时间还长，请检查年数和出生日期。")


def _insured_months(answers: Answers) -> int | None:
    answer = answers.get("insured", {})
    if answer.get("pick") != "paid":
        return None
    return int(answer.get("number") or 0) * MONTHS_A_YEAR + int(answer.get("other") or 0)


def _day(answers: Answers, name: str) -> date | None:
    """The date typed at a question."""
    text: Any = answers.get(name, {}).get("day")
    return date.fromisoformat(text) if text else None
