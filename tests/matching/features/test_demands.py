"""What the post asks for, and when the work is."""

from jobhelp.matching.features import demands
from tests.matching.build import board, case, read, spoken


def test_experience_beyond_what_is_asked() -> None:
    on = board(experience_min=[2, 0, None], occupation=["cleaner", "guard", "cleaner"])
    before = case(on, past=(("cleaner", 3.0),))
    assert read(demands.experience, before) == [1.0, 0.0, None]
    assert spoken(demands.experience, before, 0) == "要求 2 年经验，您有 3 年"
    assert read(demands.experience, case(on)) == [None] * 3


def test_all_years_count_where_the_occupation_is_not_known() -> None:
    on = board(experience_min=[1], occupation=[None])
    assert read(demands.experience, case(on, past=(("cleaner", 3.0), ("guard", 1.0)))) == [3.0]


def test_no_experience_needed() -> None:
    before = case(board(experience_min=[0, 2, None]))
    assert read(demands.no_experience_needed, before) == [1.0, 0.0, None]
    assert spoken(demands.no_experience_needed, before, 1, good=False) == "要求有 2 年经验"


def test_education_gap() -> None:
    on = board(education_min=[3, 5, None])
    assert read(demands.education_gap, case(on, education=4)) == [3.0, 1.0, None]
    assert read(demands.education_gap, case(on)) == [None] * 3


def test_certificates_held_none_asked_and_missing() -> None:
    before = case(board(certificates=[{"health"}, set(), {"driver"}]), certificates=frozenset({"health"}))
    assert read(demands.certificate_held, before) == [2.0, 1.0, 0.0]
    assert spoken(demands.certificate_held, before, 0) == "要求有health，您已经有了"
    assert spoken(demands.certificate_held, before, 2, good=False) == "要求有driver，您的资料里没有"


def test_share_of_the_skills() -> None:
    before = case(board(skills=[{"a", "b"}, {"c"}, set()]), skills=frozenset({"a"}))
    assert read(demands.skills_covered, before) == [0.5, 0.0, None]
    assert spoken(demands.skills_covered, before, 0) == "要求的 2 项技能您会 1 项：a"


def test_shifts_that_can_all_be_worked_some_and_none() -> None:
    before = case(board(shifts=[{"day"}, {"day", "night"}, {"night"}]), shifts=frozenset({"day"}))
    assert read(demands.shift_fit, before) == [2.0, 1.0, 0.0]
    assert spoken(demands.shift_fit, before, 1, good=False) == "也要上night，您没有选"


def test_room_before_and_after_the_work() -> None:
    before = case(board(starts=[480, 390, None], ends=[1020, 1020, 1020]), earliest=420, latest=1080)
    assert read(demands.time_fit, before) == [1.0, -0.5, None]
    assert spoken(demands.time_fit, before, 0) == "8:00 上班、17:00 下班，在您能做的时间里"
    assert spoken(demands.time_fit, before, 1, good=False) == "6:30 上班、17:00 下班，时间有点紧"


def test_hours_a_day() -> None:
    before = case(board(hours_per_day=[6, 10, None]), hours_max=8.0)
    assert read(demands.hours_fit, before) == [2.0, -2.0, None]
    assert spoken(demands.hours_fit, before, 1, good=False) == "每天 10 小时，比您说的 8 小时长"
