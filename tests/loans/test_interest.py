"""How interest is divided: by contract date, by day, and always adding up to the 分."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhelp.loans.interest import (
    Division,
    Terms,
    UnknownRule,
    division,
    last_complete,
    next_quarter,
    quarter_of,
    quarters,
    rules_since,
)
from jobhelp.policy.assess import assess
from jobhelp.policy.facts import Facts

YUAN = 100


def terms(on: date, rate: str = "4.85", *, programme: str = "sl", months: int = 36, yuan: int = 200_000):
    return Terms(programme, yuan * YUAN, Decimal(rate), on, on, months)


def first_year(on: date, rate: str, *, programme: str = "sl") -> tuple[int, int, int]:
    told = division(terms(on, rate, programme=programme)).years()[0]
    return told.interest, told.subsidy, told.borrower


@pytest.mark.parametrize(
    ("on", "rate", "subsidy", "borrower"),
    [
        # before 2021-01-01 all of the first year is paid; from then on what lies above LPR less 1.5 points
        (date(2020, 12, 31), "5.35", 10_700, 0),
        (date(2021, 1, 1), "5.35", 6_000, 4_700),
        # until 2023-09-30 the borrower pays 3.45 - 1.5; from October half of the rate
        (date(2023, 9, 30), "3.95", 4_000, 3_900),
        (date(2023, 10, 1), "3.95", 3_950, 3_950),
    ],
)
def test_the_contract_date_decides_who_pays_what(on: date, rate: str, subsidy: int, borrower: int) -> None:
    interest, paid, own = first_year(on, rate)
    assert (paid, own) == (subsidy * YUAN, borrower * YUAN)
    assert interest == paid + own


@pytest.mark.parametrize(
    ("on", "rate", "counted"),
    [
        (date(2023, 9, 30), "4.95", "4.95"),  # the limit itself: 3.45 + 1.5
        (date(2023, 9, 30), "5.05", "4.95"),  # above: counted at the limit
        (date(2023, 10, 1), "3.95", "3.95"),  # 3.45 + 0.5
        (date(2023, 10, 1), "4.05", "3.95"),
    ],
)
def test_above_the_rate_limit_the_rest_is_the_borrowers(on: date, rate: str, counted: str) -> None:
    told, at_limit = division(terms(on, rate)).whole(), division(terms(on, counted)).whole()
    assert told.subsidy == at_limit.subsidy
    assert told.borrower - at_limit.borrower == told.interest - at_limit.interest


def test_a_contract_of_before_2021_gets_all_then_two_thirds_then_one_third() -> None:
    shares = [round(one.subsidy / one.interest, 4) for one in division(terms(date(2020, 6, 1))).years()]
    assert shares == [1.0, 0.6667, 0.3333]


def test_a_firms_contract_of_before_2021_gets_half_of_the_lpr_each_year() -> None:
    told = division(terms(date(2020, 6, 1), "4.5", programme="sf", months=24, yuan=1_000_000)).years()
    assert [one.subsidy for one in told] == [1_925_000, 1_925_000]  # 3.85 / 2 = 1.925 %


def test_no_lpr_is_known_before_2019_08_so_a_firms_split_of_then_is_not_known() -> None:
    with pytest.raises(UnknownRule):
        division(terms(date(2019, 8, 19), programme="sf"))
    assert division(terms(date(2019, 8, 20), programme="sf")).whole().subsidy > 0


def test_no_rule_is_known_before_2016() -> None:
    with pytest.raises(UnknownRule):
        division(terms(date(2015, 12, 31)))


@pytest.mark.parametrize("on", [*rules_since()[1:], date(2020, 6, 15), date(2024, 2, 29), date(2026, 3, 1)])
@pytest.mark.parametrize("programme", ["sl", "sf"])
def test_the_first_year_is_the_one_that_the_law_as_code_computes(on: date, programme: str) -> None:
    facts = Facts({"amount": 200_000, "rate_pct": 3.3, "months": 24}, assume_satisfied=True)
    told = assess(programme, facts, on).values
    wanted = tuple(int(told[key] * YUAN) for key in ("year1_interest", "subsidy", "borrower"))
    assert first_year(on, "3.3", programme=programme) == wanted


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_quarter_counts_its_days() -> None:
    law = division(Terms("sl", 36_600_00, Decimal("10"), date(2024, 1, 1), date(2024, 1, 1), 36))
    days = [law.between(one, next_quarter(one)).days for one in quarters(date(2024, 1, 1), date(2025, 1, 1))]
    assert days == [91, 91, 92, 92]  # 2024 has a 29 February
    first = law.between(date(2024, 1, 1), date(2024, 4, 1))
    assert first.interest == 91 * 10_00  # 3,660 yuan in 366 days: 10 yuan a day


def test_the_29_february_is_a_day_of_its_own() -> None:
    law = division(Terms("sl", 36_600_00, Decimal("10"), date(2024, 1, 1), date(2024, 1, 1), 12))
    assert law.between(date(2024, 2, 29), date(2024, 3, 1)).interest == 10_00
    common = division(Terms("sl", 36_500_00, Decimal("10"), date(2025, 1, 1), date(2025, 1, 1), 12))
    assert common.between(date(2025, 2, 28), date(2025, 3, 1)).interest == 10_00


def test_the_first_quarter_begins_when_the_money_was_paid_out_and_the_last_ends_before_the_due_day() -> None:
    law = division(Terms("sl", 200_000_00, Decimal("3.5"), date(2025, 2, 10), date(2025, 2, 15), 12))
    first = law.between(date(2025, 1, 1), date(2025, 4, 1))
    assert (first.first, first.days) == (date(2025, 2, 15), 14 + 31)
    last = law.between(date(2026, 1, 1), date(2026, 4, 1))
    assert (last.until, last.days) == (date(2026, 2, 15), 31 + 14)
    assert law.between(date(2026, 4, 1), date(2026, 7, 1)).days == 0


def test_the_contract_date_and_not_the_day_of_paying_out_decides() -> None:
    paid_out_later = Terms("sl", 200_000_00, Decimal("3.95"), date(2023, 9, 30), date(2023, 10, 8), 36)
    assert division(paid_out_later).years()[0].borrower == 3_900_00


def test_the_budget_pays_nothing_for_overdue_days() -> None:
    law = division(terms(date(2025, 1, 1), "3.5"))
    quarter = (date(2025, 4, 1), date(2025, 7, 1))
    clean = law.between(*quarter)
    late = law.between(*quarter, without=[(date(2025, 5, 1), date(2025, 5, 11))])
    assert late.interest == clean.interest
    ten_days = law.between(date(2025, 5, 1), date(2025, 5, 11)).subsidy
    assert late.subsidy == clean.subsidy - ten_days
    assert law.between(*quarter, without=[(date(2025, 1, 1), date(2026, 1, 1))]).subsidy == 0


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 9, 30), date(2026, 4, 1)),
        (date(2026, 10, 1), date(2026, 7, 1)),
        (date(2026, 1, 1), date(2025, 10, 1)),
    ],
)
def test_the_last_complete_quarter(today: date, quarter: date) -> None:
    assert last_complete(today) == quarter


# ── sums ──────────────────────────────────────────────────────────────────────────────────────────────────

AMOUNTS = st.integers(1_000_000, 400_000_000)
RATES = st.decimals(1, 7, places=3)
CONTRACTS = st.dates(date(2019, 8, 20), date(2026, 11, 1))


@st.composite
def laws(draw: st.DrawFn) -> Division:
    """A contract as a bank may make it."""
    on = draw(CONTRACTS)
    lent_on = on + timedelta(days=draw(st.integers(0, 40)))
    programme = draw(st.sampled_from(["sl", "sf"]))
    months = draw(st.integers(1, 36 if programme == "sl" else 24))
    return division(Terms(programme, draw(AMOUNTS), draw(RATES), on, lent_on, months))


@given(laws())
def test_quarters_and_years_add_up_to_the_whole_term_to_the_cent(law: Division) -> None:
    whole = law.whole()
    by_quarter = [law.between(one, next_quarter(one)) for one in quarters(whole.first, whole.until)]
    for parts in (by_quarter, law.years()):
        assert sum(one.interest for one in parts) == whole.interest
        assert sum(one.subsidy for one in parts) == whole.subsidy
        assert sum(one.days for one in parts) == whole.days
        assert [one.until for one in parts[:-1]] == [one.first for one in parts[1:]]
    for part in by_quarter:
        assert part.subsidy >= 0 and part.borrower >= 0
        assert part.subsidy + part.borrower == part.interest


@given(laws(), st.lists(st.integers(0, 1200), min_size=2, max_size=6))
def test_any_days_taken_out_only_ever_lower_the_subsidy(law: Division, marks: list[int]) -> None:
    days = [law.terms.lent_on + timedelta(days=mark) for mark in sorted(marks)]
    without = list(pairwise(days))[::2]
    late, whole = law.between(law.terms.lent_on, law.terms.due_on, without), law.whole()
    assert late.interest == whole.interest
    assert 0 <= late.subsidy <= whole.subsidy


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    assert quarter_of(day) <= day < next_quarter(quarter_of(day))
