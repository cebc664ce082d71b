"""Sentences keep facts and words apart until somebody reads them."""

from jobhelp.matching.features import FEATURES
from jobhelp.matching.sentences import Code, Codes, Sentence, clock, codes, km, plain, yuan
from tests.texts import english


def test_a_sentence_is_put_into_words_by_its_reader() -> None:
    sentence = Sentence(
        "在%(place)s，会%(skills)s，%(n)s 人",
        {"place": Code("place", "a"), "skills": codes("skill", {"y", "x"}), "n": 3},
    )
    assert sentence.text() == "在a，会x、y，3 人"
    told = sentence.text(lambda msgid: msgid.replace("会", "知"), lambda kind, code: f"{kind}:{code}")
    assert told == "在place:a，知skill:x、skill:y，3 人"


def test_sets_of_codes_stand_in_a_fixed_order() -> None:
    assert codes("day", {3, 1, 2}) == Codes("day", ("1", "2", "3"))


def test_numbers_as_people_say_them() -> None:
    assert (yuan(312_345), clock(450), clock(1500), km(0.94), km(12.4), plain(3.0), plain(2.5)) == (
        "3,123", "7:30", "1:00", "0.9", "12", "3", "2.5",
    )  # fmt: skip


def test_what_every_feature_measures_has_english() -> None:
    known = english()
    assert [one.name for one in FEATURES.values() if not known.get(one.sentence)] == []
