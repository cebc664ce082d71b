"""The notice of the days off, pasted as it was published, and rows out of a spreadsheet."""

from datetime import date

import pytest

from jobhelp.claims.deadlines import published
from jobhelp.claims.pasted_days import read

NOTICE = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def test_the_notice_of_this_year_gives_the_calendar_that_we_keep() -> None:
    days, odd = read(NOTICE, 2026)
    kept = {day: one for day, one in published().items() if day.year == 2026}
    assert odd == []
    assert {one.day: one.working for one in days} == {day: one.working for day, one in kept.items()}
    assert {one.name for one in days} == {
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
        "调休",
    }


@pytest.mark.parametrize(
    ("line", "first", "last", "working", "name"),
    [
        ("2027-02-05\t2027-02-11\t春节\t放假", date(2027, 2, 5), date(2027, 2, 11), False, "春节"),
        ("2027/1/1, 元旦", date(2027, 1, 1), date(2027, 1, 1), False, "元旦"),
        ("2027-02-14\t调休\t上班", date(2027, 2, 14), date(2027, 2, 14), True, "调休"),
        (
            "元旦：2027年12月31日至1月2日放假，共3天。",
            date(2027, 12, 31),
            date(2028, 1, 2),
            False,
            "元旦",
        ),
    ],
)
def test_a_line_is_read(line: str, first: date, last: date, working: bool, name: str) -> None:
    days, odd = read(line, 2027)
    assert odd == []
    assert (days[0].day, days[-1].day, days[0].working, days[0].name) == (first, last, working, name)


@pytest.mark.parametrize(
    "line",
    [
        "各地区要妥善安排",
        "2027-02-30\t春节",
        "春节：2月30日放假",
        "2027-03-01\t2027-02-01\t春节",
        "2027-02-01",
    ],
)
def test_what_says_no_day_is_named_by_its_line(line: str) -> None:
    days, odd = read(f"元旦：1月1日放假。\n\n{line}", 2027)
    assert ([one.day for one in days], odd) == ([date(2027, 1, 1)], [3])
