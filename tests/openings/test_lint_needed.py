"""The lint skips a search only where it would have found nothing, and so answers as if it had searched everywhere."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobhelp.openings.lint.needed import Needed
from jobhelp.openings.lint.rules import RULES
from jobhelp.openings.lint.spelling import RESPELLED
from jobhelp.openings.lint.text import lines
from tests.openings.test_lint import ADS

EVERY = tuple(
    (pattern, Needed(pattern))
    for rule in RULES
    for pattern in (
        rule.forbidden,
        *(one for grammar in rule.grammars for one in (grammar.word, grammar.bare)),
    )
    if pattern is not None
)


@pytest.mark.parametrize(
    ("pattern", "enough", "short"),
    [
        ("限男", "限男", "限女"),
        ("限女|只招男", "只招男", "只招女"),
        ("限?男", "男", "限"),
        ("[限只](?:招|收)男", "只收男", "只男"),
        ("(?:(?:限|只)男)", "只男", "男"),
        ("(?<=招)男", "男", "招"),
        ("男(?=工)", "男", "工"),
        ("男(?!工)", "男", "女"),
        ("男{0,3}女", "女", "男"),
        ("男{2}", "男", "女"),
        ("[男女]+工", "女工", "女"),
        ("[a-c]女", "b女", "d女"),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(pattern: str, enough: str, short: str) -> None:
    needs = Needed(re.compile(pattern))
    assert needs.met(frozenset(enough)) and needs.touched(frozenset(enough))
    assert not needs.met(frozenset(short))


@pytest.mark.parametrize("pattern", [".", "[^,]", r"\d", "", "男?", "男|", "男|.", "(?:女|男*)"])
def test_where_we_cannot_tell_nothing_is_needed(pattern: str) -> None:
    needs = Needed(re.compile(pattern))
    assert needs.met(frozenset()) and needs.touched(frozenset())


def test_what_matches_nowhere_is_never_searched() -> None:
    assert not Needed(re.compile("(?!)")).met(frozenset("男女"))


def matched_words(texts: list[str]) -> Iterator[tuple[str, Needed, str]]:
    for pattern, needs in EVERY:
        for text in texts:
            for match in pattern.finditer(text):
                yield pattern.pattern[:40], needs, match.group()


def test_every_match_in_the_labelled_advertisements_would_have_been_searched_for() -> None:
    texts = [line.text for _, text in ADS for line in lines({"requirements": text})]
    seen = 0
    for pattern, needs, words in matched_words(texts):
        seen += 1
        assert needs.met(frozenset(words)) and needs.touched(frozenset(words)), (pattern, words)
    assert seen > 1000


LETTERS = sorted({letter for _, needs in EVERY for letter in needs.any_of})


@settings(deadline=None)
@given(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=24).map("".join))
def test_nor_is_a_match_missed_in_any_other_text(text: str) -> None:
    for pattern, needs, words in matched_words([text]):
        assert needs.met(frozenset(words)) and needs.touched(frozenset(words)), (pattern, words)


def test_the_spellings_are_searched_for_in_the_same_way() -> None:
    for pattern, _ in RESPELLED:
        needs = Needed(pattern)
        for _, text in ADS:
            assert all(needs.met(frozenset(match.group())) for match in pattern.finditer(text.lower()))


def test_most_lines_of_a_plain_advertisement_are_not_searched_for_most_rules() -> None:
    letters = frozenset("负责店面日常收银,整理货架")
    assert sum(rule.touched(letters) for rule in RULES) <= len(RULES) / 2
