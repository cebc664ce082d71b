"""One payment, two payments: English counts agree, on every page and in every message."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask, render_template_string
from flask_babel import gettext

import jobhelp
from jobhelp.web.counting import FORMS, agree

ENGLISH = Path(jobhelp.__file__).parent / "translations/en"
TEXTS = [
    (path.name, message.id, message.string)
    for path in sorted(ENGLISH.glob("*.po"))
    for message in read_po(BytesIO(path.read_bytes()), locale="en")
    if message.id
]
PLACE = re.compile(r"%\((\w+)\)[sd]")
COUNTED = re.compile(
    r"%\((\w+)\)[sd] (?:more |new |later |earlier |working |other )*"
    r"(?:years|months|days|hours|minutes|people|payments|loans|openings|posts|proposals|applications|applicants|"
    r"questions|employers|firms|districts|rows|cells|entries|findings|benefits|hires|kinds|places|rules|quarters|"
    r"are|have|were)\b"
)
NEVER_ONE = {
    "least",
    "most",
    "many",
    "minutes",
    "smallest",
}  # limits of our own, or the upper end of "2 to 3"
NO_COUNT_OF_ONE = (
    "The city's own come first; at most %(count)s",  # a limit
    "without a last day, %(days)s days",  # the same
    "At most %(days)s days ahead",  # the same
    "The table has %(count)s rows; this page takes at most",  # more than the limit
    "Only the first %(count)s are listed",  # the same
    "Tested on %(number)s later days",  # a model of fewer is not shown
    "%(answered)s of %(count)s questions answered",  # there are eight
    ", %(months)s months' pay a year",  # more than twelve
    "The arrears of your loan %(number)s",  # a number on a paper
    "Your benefit %(number)s: the CNY %(amount)s of %(month)s",  # a month's name
)


def test_the_form_follows_the_number() -> None:
    text = "%(n)s {n:payment|payments} to %(people)s {people:person|people}"
    assert agree(text, {"n": 1, "people": "1"}) == "%(n)s payment to %(people)s person"
    assert agree(text, {"n": 0, "people": "1,001"}) == "%(n)s payments to %(people)s people"
    assert agree("nothing to count", {}) == "nothing to count"


def test_every_pair_of_forms_hangs_on_a_value_of_its_text() -> None:
    for file, chinese, english in TEXTS:
        for name in (found[1] for found in FORMS.finditer(english)):
            assert name in PLACE.findall(chinese), (file, chinese)
        assert "{" not in FORMS.sub("", english) or "{" in chinese, (file, chinese)


def test_the_sentences_that_the_ranker_fills_in_itself_have_one_form() -> None:
    assert not [english for file, _, english in TEXTS if file == "matching.po" and FORMS.search(english)]


def test_no_english_text_has_a_plural_that_one_would_make_wrong() -> None:
    wrong = [
        (file, english)
        for file, _, english in TEXTS
        for found in COUNTED.finditer(FORMS.sub("", english))
        if found[1] not in NEVER_ONE and not english.startswith(NO_COUNT_OF_ONE)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("chinese", "values", "one", "several"),
    [
        ("%(count)s 笔，%(amount)s 元", {"count": 1, "amount": "5"}, "1 payment, CNY 5", "7 payments, CNY 5"),
        ("%(people)s 人，%(amount)s 元", {"people": 1, "amount": "5"}, "1 person, CNY 5", "7 people, CNY 5"),
        ("您缴了 %(months)s 个月", {"months": 1}, "You paid for 1 month", "You paid for 7 months"),
        ("还有 %(days)s 个工作日", {"days": 1}, "1 working day left", "7 working days left"),
        ("%(number)s 人报名", {"number": "1"}, "1 applicant", "7 applicants"),
        ("看这 %(number)s 个岗位", {"number": 1}, "Show this one opening", "Show these 7 openings"),
        ("%(all)s 人", {"all": 1}, "1 person", "7 people"),
        ("登记好了，生成了 %(count)s 条提议。", {"count": 1}, "1 proposal follows", "7 proposals follow"),
        ("看了 %(people)s 人。", {"people": 1}, "1 person was looked at", "7 people were looked at"),
        ("每天 %(hours)s 小时", {"hours": "1"}, "1 hour a day", "7 hours a day"),
    ],
)
def test_the_main_counts_with_one_and_with_seven(
    app: Flask, chinese: str, values: dict[str, Any], one: str, several: str
) -> None:
    counted = next(name for name in values if name != "amount")
    with app.test_request_context("/?lang=en"):
        for number, wanted in ((values[counted], one), (7, several)):
            told = values | {counted: number}
            assert wanted in gettext(chinese, **told)
            assert wanted in render_template_string("{{ _(text, **values) }}", text=chinese, values=told)


def test_values_are_escaped_in_templates_as_ever(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        told = render_template_string("{{ _('%(work)s，%(years)s 年', work='<b>', years=1) }}")
        assert told == "&lt;b&gt;, 1 year"
    with app.test_request_context("/"):
        told = render_template_string("{{ _('%(work)s，%(years)s 年', work='<b>', years=1) }}")
        assert told == "&lt;b&gt;，1 年"
