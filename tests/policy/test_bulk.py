"""Many people at once: the same findings as one by one, in order, whatever is shared between them."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from jobhelp.policy import alike, bulk
from jobhelp.policy.assess import RULES, assess, assess_all
from jobhelp.policy.checks import FLAGS
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Decision, Finding
from jobhelp.policy.parameters import with_changes

ON = date(2021, 3, 10)
AREAS = ["230102", "230111", "230113", "230125", "230100", "230181", "220102"]
DAYS = [date(2018, 6, 30), date(2020, 2, 29), date(2020, 3, 31), date(2021, 1, 1), ON, date(2022, 2, 1)]
BIRTHS = [
    date(1960, 3, 11),
    date(1965, 1, 31),
    date(1970, 2, 28),
    date(1971, 3, 10),
    date(1976, 2, 29),
    date(1999, 7, 7),
]
KINDS: dict[str, list[Any]] = {
    "area": AREAS,
    "sex": ["male", "female"],
    "birth_date": BIRTHS,
    "retire_class": ["female_worker", "female_cadre"],
    "hukou": ["urban", "rural"],
    "hukou_area": AREAS,
    "contribution_months": [0, 1, 11, 12, 60, 120, 180],
    "carried_months": [0, 3, 24],
    "registered_on": DAYS,
    "terminated_on": DAYS,
    "ui_exhausted_on": DAYS,
    "first_insured_on": DAYS,
    "hire_date": DAYS,
    "left_school_on": DAYS,
    "registered_business_on": DAYS,
    "graduate_left_school_on": DAYS,
    "termination": ["employer_dismissal_art40", "worker_resigned_art37", "agreed_proposer_unknown"],
    "events": [[], [{"date": "2021-05-05", "type": "reemployed"}], [{"date": "2020-01-01", "type": "died"}]],
    "other_loans": [[], [{"kind": "consumer", "amount": 50000}], [{"kind": "other", "amount": 1}]],
    "employer_paid_monthly": [0, 900, {"pension": 600, "medical": 280, "unemployment": 19.5}],
    "months": [1, 7, 36, ["2021-03", "2021-09"], ["2021-12", "2022-02"]],
    "hours": [40, {"2021-03": 40, "2021-04": 60}, [10, 20, 30]],
    "post": ["fulltime", "parttime_temp", "volunteer"],
    "categories": [[], ["disabled"], ["student_loan", "other"]],
    "group": ["registered_unemployed", "dibao", "us_recipient", "nobody"],
    "medical_rate": ["rate_9_5", "rate_5", "resident"],
    "graduation_year": [2020, 2021, 2022],
    "continuous_job_months": [11, 12, 30],
    "employer_premium_monthly": [0, 25, 8.335],
    "insured_months": [6, 12],
    "us_received_months": [0, 1],
    "months_paid": [0, 5, 12],
    "months_used_before": [0, 35, 36, 60],
    "ui_months_in_period": [0, 4, 12],
    "no_income_months": [0, 3],
    "placements_before": [0, 1, 2],
    "times_before": [0, 3],
    "partners": [0, 2],
    "staff": [0, 20, 101],
    "qualifying_hires": [0, 3, 9],
    "amount": [1, 200000, 3000000],
    "rate_pct": [2, 5.35, 7],
    "published_standard": [40, 50.5],
    "cpi_yoy": [-1, 3.5],
    "food_yoy": [2, 6],
    "hours_per_week": [20, 24, 40],
    **{name: [True, False] for name in FLAGS},
}


def crowd(count: int, seed: int, *, share: float = 0.5, product: bool = False) -> list[Facts]:
    """Random people: of each fact some are not stated, some unknown; few values, so that many people are alike."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        stated = {
            name: chance.choice(values) if chance.random() < 0.9 else None
            for name, values in KINDS.items()
            if chance.random() < share
        }
        found.append(Facts(stated, assume_satisfied=not product))
    return found


def same(one: Finding, other: Finding) -> bool:
    """Equal in everything, also in the parameters that it rests on; their order does not matter."""
    return (one.plain(), one.curable, one.notes, sorted(map(str, one.used))) == (
        other.plain(),
        other.curable,
        other.notes,
        sorted(map(str, other.used)),
    )


@pytest.mark.parametrize("share", [0.02, 0.15, 0.5, 0.9])
@pytest.mark.parametrize("product", [False, True], ids=["case file", "product"])
def test_many_people_are_assessed_as_each_alone(share: float, product: bool) -> None:
    people = crowd(1200, seed=int(share * 100), share=share, product=product)
    for person, told in zip(people, bulk.assess_many(people, ON), strict=True):
        assert list(told) == list(RULES)
        for code, found in told.items():
            assert same(found, assess(code, person, ON)), (code, person)


@pytest.mark.parametrize("on", [date(2019, 12, 1), date(2022, 9, 1), date(2026, 11, 24)])
def test_on_other_days_too(on: date) -> None:
    people = crowd(400, seed=on.year)
    for person, told in zip(people, bulk.assess_many(people, on), strict=True):
        for code, found in told.items():
            assert same(found, assess(code, person, on)), (code, person)


def test_a_chosen_programme_and_another_book() -> None:
    book = with_changes({"ui_standard_monthly_u1": 2200})
    people = crowd(500, seed=5)
    for person, told in zip(people, bulk.assess_many(people, ON, ("ui", "dp"), book=book), strict=True):
        assert list(told) == ["ui", "dp"]
        assert same(told["ui"], assess("ui", person, ON, book))


def test_true_is_not_one_and_alike_people_share_a_finding() -> None:
    people = [Facts({"partners": value}, assume_satisfied=True) for value in (1, 1, True)]
    one, other, wrong = (told["sl"] for told in bulk.assess_many(people, ON, ["sl"]))
    assert one is other
    assert wrong.decision is Decision.UNDETERMINED and "partners" in wrong.notes[0]


def test_one_bad_record_does_not_stop_a_city_and_is_named() -> None:
    bad = {
        "contribution_months": {"contribution_months": -3},
        "registered_on": {"registered_on": "2021-02-30"},
        "events": {"events": "none"},
        "sex": {"sex": "F", "birth_date": date(1970, 1, 1)},
    }
    people = [Facts(stated, assume_satisfied=True) for stated in (*bad.values(), {})]
    *told, good = bulk.assess_many(people, ON)
    for name, findings in zip(bad, told, strict=True):
        assert name in findings["ui"].notes[0]
        assert findings["ui"].decision is Decision.UNDETERMINED
    assert good["ui"].decision is Decision.ELIGIBLE and not good["ui"].notes


def test_people_are_read_one_by_one() -> None:
    taken = []

    def people() -> Iterator[Facts]:
        for number in range(10):
            taken.append(number)
            yield Facts({}, assume_satisfied=True)

    told = bulk.assess_many(people(), ON)
    next(told)
    assert taken == [0]


def test_finding_and_keeping_stops_where_everybody_is_different(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "TRIAL", 50)
    people = [Facts({"birth_date": date(1970, 1, 1) + timedelta(days=number)}) for number in range(60)]
    city = bulk._City(ON, ("dp", "js"), bulk.published())
    told = [city.assess(person) for person in people]
    assert not city.seen["dp"].kept and city.seen["js"].kept
    assert all(same(one["dp"], assess("dp", person, ON)) for person, one in zip(people, told, strict=True))


def test_whether_keeping_pays_is_seen_even_when_the_last_of_the_trial_was_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alike, "TRIAL", 20)
    days = [*range(19), 18, 19, 20]  # the twentieth person is like the one before
    people = [Facts({"birth_date": date(1970, 1, 1) + timedelta(days=number)}) for number in days]
    city = bulk._City(ON, ("dp",), bulk.published())
    for person in people:
        city.assess(person)
    assert city.seen["dp"].ready == 1
    assert not city.seen["dp"].kept


def test_no_more_is_kept_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "LEAVES", 20)
    people = crowd(300, seed=8)
    city = bulk._City(ON, ("pl",), bulk.published())
    for person in people:
        assert same(city.assess(person)["pl"], assess("pl", person, ON))
    assert city.seen["pl"].leaves <= 20


def _block(number: int) -> list[Facts]:
    return crowd(100, seed=number)


def test_blocks_over_processes_give_the_same_sums_in_the_same_order() -> None:
    alone = list(bulk.fold_blocks(range(4), _block, bulk.tally, ON, processes=1))
    spread = list(bulk.fold_blocks(range(4), _block, bulk.tally, ON, processes=2))
    assert alone == spread
    told = sum(alone, bulk.Tally())
    assert told.people == 400
    by_hand = [assess_all(person, ON) for number in range(4) for person in _block(number)]
    assert told.decisions["ui", "eligible"] == sum(one["ui"].decision is Decision.ELIGIBLE for one in by_hand)
    assert told.total["js"] == sum(
        one["js"].values["total"] for one in by_hand if one["js"].decision is Decision.ELIGIBLE
    )


def test_skipping_changes_no_decision_and_no_amount_and_tells_what_rules_a_programme_out() -> None:
    for on in (ON, date(2026, 11, 24)):
        people, skipped = crowd(1500, seed=on.year, share=0.9), 0
        for person, told in zip(people, bulk.assess_many(people, on, skip=True), strict=True):
            for code, found in told.items():
                full = assess(code, person, on)
                if found.reasons == full.reasons:
                    assert same(found, full)
                    continue
                skipped += 1
                (failing,) = [name for name, answer in found.reasons.items() if answer == "fail"]
                assert set(found.reasons.values()) == {"fail", "n/a"}
                assert list(found.reasons) == list(full.reasons)
                assert full.reasons[failing] == "fail"
                assert found.decision is full.decision is Decision.INELIGIBLE
                kept = found.values | {
                    "monthly": None
                }  # what the employer pays is told even when nothing is refunded
                assert kept == {name: full.values.get(name) for name in kept} | {"monthly": None}
        assert skipped > 1000


@pytest.mark.parametrize(
    "on", [date(1990, 5, 1), date(1996, 1, 1), date(2011, 5, 8), date(2018, 2, 1), date(2039, 12, 31)]
)
def test_a_day_before_the_law_of_today_or_long_after_it_is_answered_too(on: date) -> None:
    """Before its first row a number has no value: undetermined, or no such rule yet; never a crash, never nought."""
    for person in crowd(150, seed=on.year):
        for code, found in assess_all(person, on).items():
            told = found.plain()
            if found.decision is Decision.INELIGIBLE:
                assert (told["months"], told["total"]) == (0, 0), code
            if found.decision is Decision.UNDETERMINED:
                assert (told["months"], told["total"]) == (None, None), code
