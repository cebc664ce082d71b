"""Occupations by title: the head word counts, and unknown is better than wrong."""

import csv

import pytest

from jobhelp.config import PROJECT_ROOT
from jobhelp.hub.occupations import Known, Titles


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """Occupation codes by name, from the seed."""
    with (PROJECT_ROOT / "seed/occupations.csv").open(encoding="utf-8", newline="") as file:
        return {row["name_zh"]: row["code"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def titles() -> Titles:
    """A reader with the seed's occupations."""
    with (PROJECT_ROOT / "seed/occupations.csv").open(encoding="utf-8", newline="") as file:
        return Titles(
            Known(row["code"], row["name_zh"], tuple(row["aliases"].split("|")), row["group"])
            for row in csv.DictReader(file)
        )


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("写字楼保洁", "保洁员"),
        ("商场保洁员（两班倒）", "保洁员"),
        ("急招 洗碗工 3000-3500", "洗碗工"),
        ("夜班保安（包吃住）", "保安员"),
        ("住家保姆/月嫂", "家政服务员"),
        ("诚招外卖骑手/提供车住", "网约配送员"),
        ("仓库管理员", "仓储管理员"),
        ("水电工", "电工"),
        ("Java开发工程师", "程序员"),
        ("高级前端工程师", "程序员"),
        ("自动化测试工程师", "软件测试员"),
        ("电话客服", "呼叫中心客服"),
    ],
)
def test_a_title_has_the_occupation_that_it_is_about(
    titles: Titles, names: dict[str, str], title: str, occupation: str
) -> None:
    assert titles.read(title) == names[occupation]


@pytest.mark.parametrize(
    "title",
    [
        "电气工程师",
        "机电工程师",
        "物业经理",
        "保洁主管",
        "会计主管",
        "销售总监",
        "电路设计师",
        "筹备办公室主任",
        "数据分析师",
        "",
    ],
)
def test_a_word_that_is_not_the_head_makes_no_occupation(titles: Titles, title: str) -> None:
    assert titles.read(title) is None


def test_a_word_before_another_head_is_not_taken(titles: Titles, names: dict[str, str]) -> None:
    assert titles.read("客服系统开发工程师") == names["程序员"]
