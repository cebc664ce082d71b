"""What must hold for every person: more never gives less, no month twice, a null is never a number."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jobhelp.policy.assess import RULES, assess, assess_all
from jobhelp.policy.calendar import add_months, count_months, months_from, read_month
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Decision
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.retirement import CADRE, MALE, WORKER, retirement

AREAS = ["230102", "230111", "230113", "230125", "230100", "230200"]
ENDINGS = [
    "employer_dismissal_art40",
    "worker_resigned_art37",
    "agreed_proposer_unknown",
    "contract_expired_art44_1",
]
EVENTS = ["reemployed", "conscripted", "refused_suitable_work", "died", "pension_started"]
DAYS = st.dates(date(2019, 1, 1), date(2026, 11, 23))


@st.composite
def people(draw: Any) -> tuple[dict[str, Any], date]:
    """Facts of a case file and the day of the application; any of them may be unknown."""
    on = draw(DAYS)
    near = st.dates(on - timedelta(days=400), on + timedelta(days=400))
    kinds = {
        "area": st.sampled_from(AREAS),
        "sex": st.sampled_from(["male", "female"]),
        "birth_date": st.dates(date(1955, 1, 1), date(2005, 12, 31)),
        "retire_class": st.sampled_from([WORKER, CADRE]),
        "contribution_months": st.integers(0, 300),
        "carried_months": st.integers(0, 24),
        "registered_on": near,
        "terminated_on": near,
        "ui_exhausted_on": near,
        "termination": st.sampled_from(ENDINGS),
        "person_paid_premium": st.booleans(),
        "on_pension": st.booleans(),
        "unemployed": st.booleans(),
        "dp_certified": st.booleans(),
        "medical_rate": st.sampled_from(["rate_9_5", "resident"]),
        "months_paid": st.integers(0, 12),
        "employer_paid_monthly": st.integers(0, 2000),
        "amount": st.integers(1, 400000),
        "rate_pct": st.decimals(2, 8, places=2).map(float),
        "published_standard": st.integers(10, 100),
        "months": st.integers(1, 40),
        "staff": st.integers(1, 300),
        "qualifying_hires": st.integers(0, 60),
        "events": st.lists(
            st.fixed_dictionaries({"date": near, "type": st.sampled_from(EVENTS)}), max_size=2
        ),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(kinds))))
    stated = {name: draw(st.none() | kinds[name]) for name in sorted(chosen)}
    return stated, on


@st.composite
def insured(draw: Any) -> tuple[dict[str, Any], date]:
    """Somebody in whose way little stands, so that months are really paid, and the day of registration."""
    on = draw(st.dates(date(2019, 1, 1), date(2022, 12, 31)))
    later = st.dates(on, on + timedelta(days=900))
    event = st.fixed_dictionaries({"date": later, "type": st.sampled_from(EVENTS)})
    stated = {
        "area": draw(st.sampled_from(["230102", "230111", "230113", "230125"])),
        "contribution_months": draw(st.integers(12, 300)),
        "carried_months": draw(st.sampled_from([0, 0, 1, 5, 24])),
        "registered_on": on,
        "terminated_on": on - timedelta(days=draw(st.integers(0, 60))),
        "termination": draw(st.sampled_from(["employer_dismissal_art40", "worker_resigned_art37"])),
        "sex": draw(st.sampled_from(["male", "female"])),
        "birth_date": draw(st.dates(date(1958, 1, 1), date(2000, 12, 31))),
        "retire_class": draw(st.sampled_from([WORKER, CADRE])),
        "events": draw(st.lists(event, max_size=1)),
        "post": draw(st.sampled_from(["fulltime", "parttime_temp"])),
        "hours": 40,
        "months": draw(st.integers(1, 40)),
        "months_used_before": draw(st.integers(0, 40)),
    }
    return stated, on


def paid_months(schedule: list[list[Any]] | None) -> list[date]:
    """Every month of a schedule, in order."""
    found: list[date] = []
    for first, last, _ in schedule or []:
        found += months_from(read_month(first), count_months(read_month(first), read_month(last)))
    return found


@settings(max_examples=300, deadline=None)
@given(people(), st.integers(0, 200), st.integers(0, 200))
def test_more_contribution_months_never_shorten_unemployment_benefit(
    person: tuple[dict[str, Any], date], few: int, more: int
) -> None:
    stated, on = person
    told = [
        assess("ui", Facts(stated | {"contribution_months": months, "events": []}, assume_satisfied=True), on)
        for months in (few, few + more)
    ]
    assert (told[0].values["months"] or 0) <= (
        told[1].values["months"] or told[1].values.get("months_range", [10**6])[0]
    )
    if told[0].decision is Decision.ELIGIBLE:
        assert told[1].decision is Decision.ELIGIBLE


def test_months_are_paid_once_in_order_and_add_up() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=400, deadline=None)
    @given(people() | insured())
    def every_schedule(person: tuple[dict[str, Any], date]) -> None:
        stated, on = person
        for code in ("ui", "us", "pw"):
            found = assess(code, Facts(stated, assume_satisfied=True), on)
            schedule, months = found.values.get("schedule"), found.values.get("months")
            if schedule is None:
                continue
            paid = paid_months(schedule)
            assert paid == sorted(set(paid))
            assert len(paid) == months
            assert paid == [] or paid == list(months_from(paid[0], len(paid)))
            total = sum(
                (count_months(read_month(a), read_month(b)) * amount for a, b, amount in schedule), Decimal(0)
            )
            assert total == found.values["total"]
            seen[code] += bool(paid)

    every_schedule()
    assert min(seen[code] for code in ("ui", "us", "pw")) >= 10, seen  # else nothing was shown


def test_an_allowance_after_used_up_benefit_never_shares_a_month_with_it() -> None:
    """Whenever it is asked for: in the last month of benefit already, or later."""
    seen: Counter[str] = Counter()

    @settings(max_examples=500, deadline=None)
    @given(insured(), st.integers(0, 200))
    def one_after_the_other(person: tuple[dict[str, Any], date], days: int) -> None:
        stated, on = person
        stated |= {"termination": "employer_dismissal_art40", "events": []}
        benefit = assess("ui", Facts(stated, assume_satisfied=True), on)
        months = paid_months(benefit.values.get("schedule"))
        if not months:
            return
        ended = add_months(months[-1], 1) - timedelta(days=1)
        after = Facts(stated | {"ui_exhausted_on": ended}, assume_satisfied=True)
        asked = max(on, months[-1]) + timedelta(days=days)
        others = paid_months(assess("us", after, asked).values.get("schedule"))
        assert not set(months) & set(others)
        seen["both"] += bool(others)
        seen["at once"] += bool(others) and asked <= ended

    one_after_the_other()
    assert seen["both"] >= 30 and seen["at once"] >= 3, seen


@settings(max_examples=400, deadline=None)
@given(people())
def test_a_null_never_becomes_a_number(person: tuple[dict[str, Any], date]) -> None:
    """Undetermined has no total; a no has 0; and nothing unknown ever hides behind a pass."""
    stated, on = person
    for code, found in assess_all(Facts(stated, assume_satisfied=True), on).items():
        values = found.values
        if found.decision is Decision.UNDETERMINED:
            assert values.get("total") is None and values.get("months") is None, code
        if found.decision is Decision.INELIGIBLE:
            assert values["total"] == 0 and values["months"] == 0, code
        if found.decision is Decision.ELIGIBLE and code != "dp":  # there one class is enough
            assert not found.open, code


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_a_person_nobody_knows_is_never_told_yes(on: date) -> None:
    """In the product every fact is unknown until it is said: nothing is eligible, and no person's fact fails."""
    for code, found in assess_all(Facts({}), on).items():
        assert found.decision in (Decision.UNDETERMINED, Decision.INELIGIBLE), code
        assert set(found.open) or found.first_failing in ("US-3", "TL-3", "TR-0", "SI-7"), code


@settings(max_examples=300, deadline=None)
@given(people(), st.sampled_from(sorted(RULES)))
def test_saying_more_never_turns_a_yes_of_a_known_person_into_an_unknown(
    person: tuple[dict[str, Any], date], code: str
) -> None:
    """Making a stated fact unknown can only keep an answer or make it unknown."""
    stated, on = person
    known = assess(code, Facts(stated, assume_satisfied=True), on)
    for name in stated:
        if name == "registered_on":  # null says: not registered
            continue
        less = assess(code, Facts(stated | {name: None}, assume_satisfied=True), on)
        if known.decision is Decision.ELIGIBLE:
            assert less.decision is not Decision.INELIGIBLE or code == "ui", (name, less.reasons)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1955, 1, 1), date(2000, 12, 31)), st.sampled_from([MALE, WORKER, CADRE]))
def test_a_later_birth_never_retires_earlier(born: date, kind: str) -> None:
    reader = Reader(published())
    day, delay = retirement(reader, born, kind)
    later, _ = retirement(reader, born + timedelta(days=1), kind)
    assert day <= later
    assert 0 <= delay <= 60
