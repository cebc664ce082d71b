"""Pay as advertisements write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhelp.hub import pay
from jobhelp.hub.pay import Pay, Said

AMOUNTS = {
    # ranges
    "1-1.5万": Pay(1_000_000, 1_500_000, "month"),
    "6千-1.2万·13薪": Pay(600_000, 1_200_000, "month", 13),
    "6-8千": Pay(600_000, 800_000, "month"),
    "6-8千·13薪": Pay(600_000, 800_000, "month", 13),
    "8千-1.1万": Pay(800_000, 1_100_000, "month"),
    "1万-1.5万": Pay(1_000_000, 1_500_000, "month"),
    "3千-3.5千": Pay(300_000, 350_000, "month"),
    "0.2千-0.3千元/月": Pay(20_000, 30_000, "month"),
    "5千-1万元/月": Pay(500_000, 1_000_000, "month"),
    "15-20万/年": Pay(15_000_000, 20_000_000, "year"),
    "150-200元/天": Pay(15_000, 20_000, "day"),
    "100-200/天": Pay(10_000, 20_000, "day"),
    "800-1千/天": Pay(80_000, 100_000, "day"),
    "70-100元/时": Pay(7_000, 10_000, "hour"),
    "18.5-22元/小时": Pay(1_850, 2_200, "hour"),
    "500-1000元/次": Pay(50_000, 100_000, "once"),
    "5-8元/单": Pay(500, 800, "piece"),
    "8K-12K·14薪": Pay(800_000, 1_200_000, "month", 14),
    "4,000～6,000元/月": Pay(400_000, 600_000, "month"),
    "４０００－６０００元": Pay(400_000, 600_000, "month"),
    "3500 至 4500 元": Pay(350_000, 450_000, "month"),
    "5000元/月-8000元/月": Pay(500_000, 800_000, "month"),
    "8000-5000": Pay(500_000, 800_000, "month"),
    "3000-5000元/月（税前）": Pay(300_000, 500_000, "month"),
    "年薪10-15万": Pay(10_000_000, 15_000_000, "year"),
    "0-5000元/月": Pay(None, 500_000, "month"),
    # one side open
    "1.5万以上": Pay(1_500_000, None, "month"),
    "8千及以上": Pay(800_000, None, "month"),
    "3000元起": Pay(300_000, None, "month"),
    "5000+": Pay(500_000, None, "month"),
    "不低于2080元": Pay(208_000, None, "month"),
    "2000以下": Pay(None, 200_000, "month"),
    "1千以下": Pay(None, 100_000, "month"),
    "3千及以下": Pay(None, 300_000, "month"),
    "3万及以下/年": Pay(None, 3_000_000, "year"),
    "最高8000元": Pay(None, 800_000, "month"),
    # one amount
    "5000元/月": Pay(500_000, 500_000, "month"),
    "100/天": Pay(10_000, 10_000, "day"),
    "1.5千/天": Pay(150_000, 150_000, "day"),
    "20元/小时": Pay(2_000, 2_000, "hour"),
    "0.5元/件": Pay(50, 50, "piece"),
    "日薪200元": Pay(20_000, 20_000, "day"),
    "每小时25元": Pay(2_500, 2_500, "hour"),
    "200/天 日结": Pay(20_000, 20_000, "day"),
    "3500元左右，包吃住": Pay(350_000, 350_000, "month"),
    # with words
    "底薪3000元+提成": Pay(300_000, None, "month", note="另有提成或奖金"),
    "3000-5000元/月+绩效": Pay(300_000, 500_000, "month", note="另有提成或奖金"),
    "500-1000元/周": Pay(216_700, 433_300, "month", note="按周付，已折算成每月"),
}
NO_AMOUNT = ("面议", "薪资面议", "工资电议", "negotiable", "高薪", "底薪加提成", "按劳取酬")
UNREAD = (
    "9\ufffd-1.5万·13薪",
    "150-200",
    "8-12",
    "50",
    "0-0",
    "99999999万",
    "13薪",
    "120元/8小时",
    "三千",
    "-5000",
    "1e5",
)


@pytest.mark.parametrize(("text", "expected"), AMOUNTS.items())
def test_an_amount_is_read_with_its_unit_and_months(text: str, expected: Pay) -> None:
    assert pay.read(text).pay == expected
    assert pay.read(text).said is Said.AMOUNT


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_pay_by_agreement_names_no_amount(text: str) -> None:
    assert pay.read(text).said is Said.AGREEMENT
    assert pay.read(text).pay is None


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_understood_stays_text(text: str) -> None:
    assert pay.read(text).said is Said.UNREAD
    assert pay.read(text).pay is None


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_an_empty_cell_says_nothing(text: str) -> None:
    assert pay.read(text).said is Said.NOTHING


@pytest.mark.parametrize("known", pay.FORMATS, ids=lambda known: known.name)
def test_each_format_of_the_table_reads_its_own_examples(known: pay.Format) -> None:
    assert known.examples
    for example in known.examples:
        assert pay.read(example).said is Said.AMOUNT, example


def test_examples_of_one_shape_have_one_name() -> None:
    assert pay.read("6千-1.2万·13薪").shape == pay.read("8千-1.1万·14薪").shape == "N千-N万·N薪"


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("24万-25万", True),
        ("10000元/天", True),
        ("10-100/天", True),
        ("0.2千-0.3千元/月", True),
        ("3千-4千", False),
    ],
)
def test_an_amount_that_cannot_be_meant_is_marked(text: str, doubtful: bool) -> None:
    found = pay.read(text).pay
    assert found is not None
    assert found.doubtful is doubtful


@given(st.text(alphabet="0123456789.-~千万元kKwW/天月年时薪·面议以上下起+,， ()（）", max_size=24))
def test_any_text_is_read_or_left_but_never_breaks(text: str) -> None:
    found = pay.read(text)
    assert (found.pay is not None) == (found.said is Said.AMOUNT)
    if found.pay is not None:
        sides = [side for side in (found.pay.low, found.pay.high) if side is not None]
        assert sides
        assert all(0 < side <= pay.LARGEST * 100 for side in sides)
        if len(sides) == 2:
            assert sides[0] <= sides[1]
