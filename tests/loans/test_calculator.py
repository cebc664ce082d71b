"""The calculator: caps, the ratio test at its limit, what stands in the way, the address that carries it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jobhelp.loans.calculator import CONSUMER, NO_GROUP, OTHER_LOAN, Asked, calculate, groups, longest
from jobhelp.loans.plot import bars
from jobhelp.loans.stages import Stage, stages
from jobhelp.loans.states import LoanState
from jobhelp.policy.model import Answer

TODAY = date(2026, 11, 24)


def person(**changes: Any) -> Asked:
    """Somebody who may borrow."""
    asked = Asked("sl", TODAY, 200_000, 36, Decimal("3.5"), group="returning_migrant")
    return replace(asked, **changes)


def firm(**changes: Any) -> Asked:
    """A firm whose new hires reach the share."""
    return replace(Asked("sf", TODAY, 1_000_000, 24, Decimal("3.5"), staff=40, hires=4), **changes)


def failing(asked: Asked) -> list[str]:
    return [one.code for one in calculate(asked).failing]


@pytest.mark.parametrize(
    ("on", "people", "cap"),
    [
        (date(2018, 10, 31), 1, 100_000),
        (date(2018, 11, 1), 1, 150_000),
        (date(2020, 6, 14), 1, 150_000),
        (date(2020, 6, 15), 1, 200_000),
        (date(2024, 12, 31), 1, 200_000),
        (date(2025, 1, 1), 1, 300_000),
        (date(2026, 11, 24), 2, 660_000),  # the caps of both and a tenth
        (date(2026, 11, 24), 3, 990_000),
    ],
)
def test_the_personal_cap_by_date_and_partners(on: date, people: int, cap: int) -> None:
    assert calculate(person(on=on, people=people)).cap == cap


def test_the_cap_itself_may_be_asked_for_and_a_yuan_more_not() -> None:
    assert failing(person(amount=300_000)) == []
    told = calculate(person(amount=300_001))
    assert [one.code for one in told.failing] == ["SL-6"] and told.only_too_much


def test_other_loans_stand_in_the_way_but_small_consumer_loans_do_not() -> None:
    assert failing(person(other=OTHER_LOAN)) == ["SL-3"]
    assert failing(person(other=CONSUMER, consumer=100_000)) == []
    assert failing(person(other=CONSUMER, consumer=100_001)) == ["SL-3"]
    assert failing(person(other=CONSUMER, consumer=50_001, on=date(2023, 9, 30), amount=1)) == ["SL-3"]
    assert failing(person(other=CONSUMER, consumer=50_001, on=date(2023, 10, 1), amount=1)) == []


def test_people_of_no_group_cannot_borrow() -> None:
    assert failing(person(group=NO_GROUP)) == ["SL-1"]
    assert all(failing(person(group=one)) == [] for one in groups(TODAY))


def test_the_term_is_as_long_as_the_law_of_the_day_says() -> None:
    assert longest("sl", TODAY) == 36 and longest("sf", TODAY) == 24
    assert failing(person(months=36)) == [] and failing(person(months=37)) == ["SL-7"]
    assert failing(firm(months=24)) == [] and failing(firm(months=25)) == ["SF-3"]


@pytest.mark.parametrize(
    ("on", "staff", "hires", "needed", "missing", "reached"),
    [
        # a tenth since 2025, a twentieth above 100 people; each hire adds to the staff
        (TODAY, 40, 4, 4, 0, True),
        (TODAY, 40, 3, 4, 2, False),
        (TODAY, 100, 10, 10, 0, True),
        (TODAY, 100, 9, 10, 2, False),
        (TODAY, 101, 6, 6, 0, True),
        (TODAY, 101, 5, 6, 1, False),
        (date(2024, 12, 31), 40, 6, 6, 0, True),  # 15 % before
        (date(2024, 12, 31), 40, 5, 6, 2, False),
        (date(2024, 12, 31), 101, 9, 9, 0, True),  # 8 %
        (date(2024, 12, 31), 101, 8, 9, 1, False),
    ],
)
def test_the_ratio_test_and_how_many_hires_are_missing(
    on: date, staff: int, hires: int, needed: int, missing: int, reached: bool
) -> None:
    told = calculate(firm(on=on, staff=staff, hires=hires, amount=1))
    assert told.share is not None
    assert (told.share.needed, told.share.missing, told.share.reached) == (needed, missing, reached)
    if missing:  # with so many more, who count as staff too, it is reached
        more = calculate(firm(on=on, staff=staff + missing, hires=hires + missing, amount=1))
        assert more.share is not None and more.share.reached


def test_a_firm_below_the_share_borrows_by_its_hires() -> None:
    told = calculate(firm(hires=2, amount=300_000))
    assert told.cap == 300_000 and told.failing == []
    assert {one.code: answer for one, answer in told.answers}["SF-2"] is Answer.FAIL
    assert calculate(firm(hires=0, amount=1)).cap == 0
    assert "SF-3" in failing(firm(hires=0, amount=1))


def test_without_a_rate_the_highest_of_the_day_is_taken_and_before_there_was_one_nothing() -> None:
    told = calculate(person(rate=None))
    assert told.division is not None and told.division.terms.rate == told.limit == Decimal("3.5")
    assert calculate(person(rate=None, on=date(2020, 4, 14))).division is None
    assert calculate(person(rate=None, on=date(2020, 4, 15))).limit == Decimal("5.55")  # 4.05 + 1.5


def test_the_same_loan_under_each_rule() -> None:
    told = calculate(person())
    assert [era.since for era in told.eras] == [date(2016, 1, 1), date(2021, 1, 1), date(2023, 10, 1)]
    assert [era.current for era in told.eras] == [False, False, True]
    subsidies = [era.division.whole().subsidy for era in told.eras]
    assert subsidies[2] == told.division.whole().subsidy == 10_500_00  # type: ignore[union-attr]
    assert subsidies[0] == 14_000_00  # 7,000 × (1 + 2/3 + 1/3)
    older = calculate(person(on=date(2022, 5, 5)))
    assert [era.current for era in older.eras] == [False, True, False]
    assert older.eras[1].division.whole() == older.division.whole()  # type: ignore[union-attr]


@pytest.mark.parametrize("asked", [person(), person(rate=None, other=CONSUMER, consumer=5), firm()])
def test_what_was_asked_is_read_back_as_it_was(asked: Asked) -> None:
    assert Asked.read(asked.plain()) == asked


def test_what_to_bring_names_each_paper_once() -> None:
    for asked in (person(), firm()):
        papers = [paper.zh for paper in calculate(asked).papers]
        assert len(papers) == len(set(papers)) > 2


def test_bars_are_as_long_as_their_sums() -> None:
    drawn = bars("t", [("a", "1", 30, 10, False), ("b", "2", 20, 0, True), ("c", "3", 0, 0, False)])
    assert [(bar.subsidy, bar.borrower) for bar in drawn.bars] == [(360, 120), (240, 0), (0, 0)]


# ── stages ────────────────────────────────────────────────────────────────────────────────────────────────

D1, D2, D3, D4 = (date(2026, month, 1) for month in (1, 2, 3, 4))
S = LoanState


@pytest.mark.parametrize(
    ("state", "history", "shown"),
    [
        (S.GUARANTEE, [(S.GUARANTEE, D1)], "done now todo todo todo todo"),
        (S.BANK, [(S.GUARANTEE, D1), (S.BANK, D2)], "done done now todo todo todo"),
        (S.LENT, [(S.GUARANTEE, D1), (S.BANK, D2), (S.LENT, D3)], "done done done done now todo"),
        (
            S.OVERDUE,
            [(S.GUARANTEE, D1), (S.BANK, D2), (S.LENT, D3), (S.OVERDUE, D4)],
            "done done done done halted todo",
        ),
        (
            S.REPAID,
            [(S.GUARANTEE, D1), (S.BANK, D2), (S.LENT, D3), (S.REPAID, D4)],
            "done done done done done done",
        ),
        (S.DECLINED, [(S.GUARANTEE, D1), (S.DECLINED, D2)], "done halted todo todo todo todo"),
        (S.DECLINED, [(S.GUARANTEE, D1), (S.BANK, D2), (S.DECLINED, D3)], "done done halted todo todo todo"),
    ],
)
def test_the_stage_bar(state: LoanState, history: list[tuple[str, date]], shown: str) -> None:
    marks = stages(state, history, D1)
    assert [one.stage for one in marks] == list(Stage)
    assert " ".join(one.state for one in marks) == shown
    assert all(one.on is None for one in marks if one.state != "done")
