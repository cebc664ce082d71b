"""Pairs of programmes, the choice of the person, and the best lawful combination over time."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings

from jobhelp.policy.assess import RULES, assess_all
from jobhelp.policy.exclusions import clashes, pairs, pairs_among, plan
from jobhelp.policy.facts import Facts
from tests.policy.test_properties import people

ON = date(2021, 3, 15)
NOTHING = {  # refuses every programme but those that a test opens
    "registered_on": None,
    "person_paid_premium": True,
    "dp_certified": False,
    "graduate": False,
    "dibao": True,
    "cpi_yoy": 0,
    "categories": [],
    "group": "nobody",
    "micro_small": False,
    "us_received_months": 1,
}


def planned(on: date = ON, **facts: Any) -> Any:
    return plan(assess_all(Facts(NOTHING | facts, assume_satisfied=True), on), on)


def test_every_pair_names_known_programmes_in_both_languages() -> None:
    for pair in pairs():
        assert {pair.first, pair.second} <= set(RULES)
        assert pair.says.zh and pair.says.en
        assert pair.kind in ("apart", "choose", "allowed", "review")


def test_of_two_allowances_the_larger_is_chosen_and_the_other_named() -> None:
    told = planned(
        us_received_months=0,
        hukou="rural",
        contribution_months=6,
        insured_months=6,
        first_insured_on="2020-08-01",
        terminated_on="2021-02-05",
        termination="worker_resigned_art37",
    )
    assert [(choice.best, choice.other) for choice in told.choices] == [("tl", "us")]
    assert told.total == Decimal(732)  # 6 months of 75 would be 450


def test_with_more_months_the_allowance_brings_more() -> None:
    told = planned(
        us_received_months=0,
        hukou="rural",
        contribution_months=13,
        insured_months=11,
        first_insured_on="2020-08-01",
        terminated_on="2021-02-05",
        termination="worker_resigned_art37",
    )
    assert [(choice.best, choice.other) for choice in told.choices] == [("us", "tl")]
    assert told.total == Decimal(906)


def test_the_allowance_waits_until_the_months_kept_from_before_are_used() -> None:
    told = planned(
        us_received_months=0,
        registered_on="2021-03-15",
        area="230103",
        contribution_months=8,
        carried_months=2,
        hukou="urban",
        terminated_on="2021-03-01",
        termination="employer_dismissal_art40",
    )
    assert told.months("ui") == [date(2021, 3, 1), date(2021, 4, 1)]
    assert told.months("us")[0] == date(2021, 5, 1)
    assert [(pair.first, pair.second) for pair in told.waits] == [("ui", "us")]


def test_a_full_time_post_begins_after_benefit_and_a_part_time_post_need_not() -> None:
    facts = {
        "registered_on": "2021-03-15",
        "contribution_months": 12,
        "termination": "employer_dismissal_art40",
        "area": "230102",
        "dp_certified": True,
        "months": ["2021-03", "2021-05"],
        "terminated_on": "2021-03-01",
    }
    full = Facts(NOTHING | facts | {"post": "fulltime"}, assume_satisfied=True)
    told = plan(assess_all(full, ON), ON, post="fulltime")
    assert told.months("pw")[0] == date(2022, 3, 1)
    part = Facts(NOTHING | facts | {"post": "parttime_temp", "hours": 40}, assume_satisfied=True)
    assert plan(assess_all(part, ON), ON, post="parttime_temp").months("pw")[0] == date(2021, 3, 1)


def test_the_loan_of_a_founder_and_of_the_own_firm_goes_to_a_person() -> None:
    told = planned(group="registered_unemployed", micro_small=True)
    assert [(pair.first, pair.second) for pair in told.review] == [("sl", "sf")]


@settings(max_examples=300, deadline=None)
@given(people())
def test_no_plan_breaks_a_pair_and_no_month_is_paid_twice(person: tuple[dict[str, Any], date]) -> None:
    stated, on = person
    findings = assess_all(Facts(stated, assume_satisfied=True), on)
    told = plan(findings, on)
    assert clashes(told, pairs_among(findings)) == []
    keys = [(one.programme, one.month) for one in told.payments]
    assert len(keys) == len(set(keys))
    assert sum(len(payments) for payments in told.by_month().values()) == len(keys)
