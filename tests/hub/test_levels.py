"""Education, experience and hours as advertisements write them."""

import pytest

from jobhelp.hub import hours, levels
from jobhelp.hub.hours import Hours


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", 0),
        ("学历不限", 0),
        ("初中及以下", 0),
        ("小学", 1),
        ("初中及以上", 2),
        ("高中", 3),
        ("中技/中专", 3),
        ("中专", 3),
        ("大专", 4),
        ("大专/本科", 4),
        ("本科及以上学历", 5),
        ("硕士", 6),
        ("MBA/EMBA", 6),
        ("博士", 7),
        ("见描述", None),
    ],
)
def test_the_least_education_asked(text: str, level: int | None) -> None:
    assert levels.education(text) == level


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("经验不限", 0),
        ("无经验", 0),
        ("无需经验", 0),
        ("在校生/应届生", 0),
        ("1年以下", 0),
        ("1-3年", 1),
        ("3-4年", 3),
        ("2年", 2),
        ("1年及以上", 1),
        ("10年以上", 10),
        ("三年以上经验", 3),
        ("6个月", 0.5),
        ("面谈", None),
    ],
)
def test_the_least_experience_asked_in_years(text: str, years: float | None) -> None:
    assert levels.experience(text) == years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00-17:00", Hours(480, 1020, None)),
        ("早8点至晚5点", Hours(None, None, None)),
        ("8点30分到17点30分，每天8小时", Hours(510, 1050, 8.0)),
        ("20:00—次日6:00", Hours(1200, 1800, None)),
        ("22:00-06:00", Hours(1320, 1800, None)),
        ("8:00-12:00，13:00-17:00", Hours(None, None, None)),
        ("做六休一", Hours(None, None, None)),
    ],
)
def test_hours_are_read_when_they_are_one_span(text: str, expected: Hours) -> None:
    assert hours.read(text) == expected
