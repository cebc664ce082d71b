"""Tags and descriptions."""

from jobhelp.hub import words
from jobhelp.hub.words import Vocabulary

KNOWN = Vocabulary({"forklift_driving": "开叉车"}, {"health": "健康证"})


def test_tags_become_perks_shifts_skills_and_the_rest() -> None:
    found = words.tags(["包吃|五险一金|两班倒|开叉车|健康证|周末双休|可预支薪水"], r"\|", KNOWN)
    assert found.perks == ("meals", "insurance", "rest_weekend")
    assert found.shifts == ("rotating",)
    assert found.skills == ("forklift_driving",)
    assert found.certificates == ("health",)
    assert found.free == ("两班倒", "开叉车", "健康证", "可预支薪水")


def test_facts_about_the_employer_and_repeated_columns_are_no_tags() -> None:
    assert words.tags(["Java|民营|20-99人|计算机软件"], r"\|", KNOWN).free == ("Java", "计算机软件")
    assert words.tags(["3-4年,本科,python"], ",", KNOWN).free == ("python",)


def test_a_perk_that_is_denied_is_none() -> None:
    assert words.tags(["不包吃|无双休|补充医疗保险|餐补"], r"\|", KNOWN).perks == ()


def test_sentences_among_the_tags_are_not_tags() -> None:
    found = words.tags(["岗位职责：\n1、录入资料\n2、整理档案；\n餐补\n无"], r"\n", KNOWN)
    assert found.free == ("餐补",)


def test_a_description_is_cut_at_its_headings() -> None:
    text = (
        "职位描述\n一、岗位职责：\n1、打扫走廊；\n2、打扫走廊；\n（3）清洗卫生间\n任职要求：身体健康\n1.能吃苦\n"
        "福利待遇：\n包午餐"
    )
    duties, requirements = words.sections(text)
    assert duties == "打扫走廊\n清洗卫生间\n包午餐"
    assert requirements == "身体健康\n能吃苦"


def test_a_description_without_headings_is_what_one_does() -> None:
    assert words.sections("负责社区巡逻\n夜间值守") == ("负责社区巡逻\n夜间值守", "")


def test_hours_and_places_are_not_mistaken_for_headings() -> None:
    duties, _ = words.sections("岗位职责：\n工作时间：8:00-17:00\n工作地点：南岗区")
    assert duties == "工作时间：8:00-17:00\n工作地点：南岗区"


def test_telephone_and_identity_numbers_do_not_go_on_show() -> None:
    text = "联系人王师傅 13812345678，或 138 1234 5678；身份证 230103199001011234"
    assert words.lines(text) == "联系人王师傅 138****5678，或 138****5678；身份证 230***********1234"
