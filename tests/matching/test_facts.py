"""The allow-list: what the ranker may know, to the letter."""

from dataclasses import fields

import pytest

from jobhelp.matching.facts import Query, RankFacts, Reference, known
from jobhelp.matching.features import FEATURES
from jobhelp.matching.posts import COLUMNS

ALLOWED = {
    "wanted", "past", "wanted_words", "past_words", "education", "certificates", "skills", "district", "places", "lat",
    "lon", "max_km", "beyond_city", "pay_min", "shifts", "earliest", "latest", "hours_max", "days", "cannot", "kinds",
}  # fmt: skip
FORBIDDEN = (
    "sex", "gender", "ethnic", "religion", "marital", "married", "child", "pregnan", "hukou", "origin", "photo", "name",
    "surname", "id_number", "birth", "age", "political", "disab", "health", "illness", "dibao", "hardship", "benefit",
    "recognised", "complaint",
)  # fmt: skip


def test_the_facts_about_a_person_are_exactly_the_allowed_ones() -> None:
    assert {field.name for field in fields(RankFacts)} == ALLOWED


def test_a_question_adds_only_time_history_and_the_key_that_leaves_own_events_out() -> None:
    assert {field.name for field in fields(Query)} == {"facts", "at", "history", "hide", "who"}
    assert {field.name for field in fields(Reference)} == {
        "groups",
        "families",
        "neighbours",
        "regions",
        "centres",
    }


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_fact_column_or_feature_is_named_for_who_somebody_is(word: str) -> None:
    names = {*ALLOWED, *COLUMNS, *FEATURES}
    parts = {part for name in names for part in name.split("_")}
    assert word not in parts and not any(word in name for name in names if len(word) > 4)


def test_facts_cannot_be_given_without_their_name_or_beside_the_list() -> None:
    with pytest.raises(TypeError):
        RankFacts(("cleaner",))  # type: ignore[misc]
    with pytest.raises(TypeError):
        RankFacts(sex="f")  # type: ignore[call-arg]


def test_a_fact_that_was_compared_must_be_there() -> None:
    assert known(0) == 0
    with pytest.raises(ValueError, match="not known"):
        known(None)
