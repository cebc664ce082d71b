"""Other parameters than the published ones, for the question "what if the standard were …"."""

from datetime import date
from decimal import Decimal

import pytest

from jobhelp.policy.assess import assess
from jobhelp.policy.facts import Facts
from jobhelp.policy.parameters import BadChange, published, with_changes

ON = date(2026, 3, 10)
PERSON = Facts(
    {
        "area": "230103",
        "contribution_months": 24,
        "registered_on": ON,
        "sex": "male",
        "birth_date": date(1985, 6, 15),
    },
    assume_satisfied=True,
)


def total(**changes: object) -> object:
    return assess("ui", PERSON, ON, with_changes(changes)).values["total"]


def test_a_higher_standard_pays_more_and_the_published_book_is_untouched() -> None:
    before = dict(published())
    assert total() == Decimal(12 * 2043)
    assert total(ui_standard_monthly_u1=2200) == Decimal(12 * 2200)
    assert dict(published()) == before


def test_a_change_holds_from_its_day_on() -> None:
    book = with_changes({"ui_standard_monthly_u1": 2200}, date(2026, 6, 1))
    assert assess("ui", PERSON, ON, book).values["schedule"] == [
        ["2026-03", "2026-05", Decimal(2043)],
        ["2026-06", "2027-02", Decimal(2200)],
    ]
    replaced = with_changes({"ui_standard_monthly_u1": 2200}, date(2025, 12, 1))
    assert assess("ui", PERSON, ON, replaced).values["schedule"] == [["2026-03", "2027-02", Decimal(2200)]]


def test_rows_published_for_later_stand() -> None:
    book = with_changes({"ui_standard_monthly_u1": 1800}, date(2024, 1, 1))
    assert assess("ui", PERSON, ON, book).values["total"] == Decimal(12 * 2043)


def test_what_rests_on_a_changed_value_is_provisional_and_says_so() -> None:
    book = with_changes({"js_amount": 1500})
    found = assess("js", Facts({}, assume_satisfied=True), date(2025, 9, 10), book)
    assert found.values["total"] == Decimal(1500)
    assert found.provisional and "what if" in {one.reference for one in found.used}


def test_a_value_that_is_not_known_is_undetermined_and_never_nought() -> None:
    assert total(ui_standard_monthly_u1=None) is None


def test_changes_are_laid_one_on_the_other() -> None:
    book = with_changes(
        {"ui_standard_monthly_u1": 2200}, book=with_changes({"ui_max_months_with_carryover": 6})
    )
    assert assess("ui", PERSON, ON, book).values["total"] == Decimal(6 * 2200)


def test_a_window_keeps_its_end() -> None:
    book = with_changes({"us_window": {"event_from": None}}, date(2022, 1, 1))
    person = Facts({"terminated_on": "2020-01-01"}, assume_satisfied=True)
    assert assess("us", person, date(2022, 12, 31), book).reasons["US-3"] == "pass"
    assert assess("us", person, date(2023, 1, 1), book).reasons["US-3"] == "fail"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ui_standard", 2200),
        ("ui_standard_monthly_u1", "2200"),
        ("ui_standard_monthly_u1", True),
        ("ui_standard_monthly_u1", -1),
        ("si_flex_medical_annual", {"rate_5": 700}),
        ("retirement_delay", {"male": 1, "female_cadre": 1, "female_worker": 1}),
    ],
)
def test_what_cannot_be_a_value_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadChange, match=name):
        with_changes({name: value})
