"""Who asks: place, sex and post, birth; what they receive, where they are registered, how they live."""

from jobhelp.benefits.questions import answers
from jobhelp.benefits.questions.kinds import (
    NOT_SURE,
    SEX_AND_POST,
    Option,
    Question,
    at_least,
    born,
    picked,
    ticked,
)
from jobhelp.texts import N_

PERSON = (
    Question(
        "area",
        N_("您最后在哪个区县参加社保"),
        N_("没参加过，就选您现在住的或干活的地方。"),
        ("area",),
        places=True,
    ),
    Question(
        "who",
        N_("您是"),
        N_("女同志的退休年龄看岗位：工人 50 岁起，干部和管理、技术岗 55 岁起，以后逐步推迟。"),
        ("sex", "retire_class"),
        SEX_AND_POST,
    ),
    Question(
        "born",
        N_("您哪天出生"),
        N_("用来算年龄和退休日期。"),
        ("birth_date",),
        day=N_("出生日期"),
        reads=answers.born,
    ),
)

LIFE = (
    Question(
        "receiving",
        N_("您现在领着下面哪些"),
        N_("可以选几个。都没有，就选最后一个。"),
        ("on_pension", "on_ui", "dibao", "group", "received_before"),
        (
            Option("pension", N_("养老金")),
            Option("ui", N_("失业保险金")),
            Option("dibao", N_("低保")),
            Option("tekun", N_("特困供养")),
            Option("veteran", N_("优抚对象的补助")),
            Option("orphan", N_("孤儿基本生活费")),
            Option("none", N_("都没有")),
        ),
        many=True,
    ),
    Question(
        "hukou",
        N_("您的户口在哪里"),
        "",
        ("hukou", "hukou_area", "group"),
        (
            Option("district_urban", N_("哈尔滨九个区，城镇户口"), {"hukou": "urban"}),
            Option("district_rural", N_("哈尔滨九个区，农村户口"), {"hukou": "rural"}),
            Option("county_urban", N_("哈尔滨的县和县级市，城镇户口"), {"hukou": "urban"}),
            Option("county_rural", N_("哈尔滨的县和县级市，农村户口"), {"hukou": "rural"}),
            Option("away_urban", N_("外地，城镇户口"), {"hukou": "urban"}),
            Option("away_rural", N_("外地，农村户口"), {"hukou": "rural"}),
        ),
    ),
    Question(
        "classes",
        N_("下面哪些说的是您"),
        N_("可以选几个。都不是，就选最后一个。这些只用来查待遇。"),
        (
            "dp_certified",
            "disability_card",
            "zero_employment_household",
            "lost_land",
            "hard_to_place_graduate",
            "categories",
        ),
        (
            Option("certified", N_("街道已经认定我是就业困难人员")),
            Option("disability", N_("有残疾人证")),
            Option("zero", N_("全家都没有人上班，也没有经营收入")),
            Option("land", N_("地被征了，还没找到工作")),
            Option("hard_graduate", N_("学校或窗口开过困难毕业生证明")),
            Option("poverty", N_("脱贫户或防返贫监测户")),
            Option("none", N_("都不是")),
        ),
        many=True,
    ),
    Question(
        "used",
        N_("以前上过公益性岗位，或领过灵活就业社保补贴吗"),
        "",
        ("months_used_before", "placements_before", "ui_months_in_period"),
        (
            Option(
                "no",
                N_("都没有"),
                {"months_used_before": 0, "placements_before": 0, "ui_months_in_period": 0},
            ),
            Option("yes", N_("有过")),
            NOT_SURE,
        ),
        when=lambda said, _on: "certified" in ticked(said, "classes"),
    ),
    Question(
        "income",
        N_("家里现在过得怎么样"),
        N_("收入指工资、经营和各种补贴。"),
        ("hardship", "no_income_months"),
        (
            Option("fine", N_("还过得去"), {"hardship": False}),
            Option("short", N_("很困难，没有收入不到 3 个月"), {"hardship": True, "no_income_months": 0}),
            Option("long", N_("很困难，连着 3 个月以上没有收入"), {"hardship": True, "no_income_months": 3}),
        ),
        when=lambda said, _on: picked(said, "work") in ("", "none"),
    ),
    Question(
        "school",
        N_("您是刚毕业或快毕业的学生吗"),
        N_("指大学、大专、中专、技校。"),
        ("graduate", "graduate_left_school_on", "left_school_on", "graduation_year"),
        (
            Option("no", N_("不是"), {"graduate": False}),
            Option("graduate", N_("毕业了"), {"graduate": True}, wants=("day",)),
            Option("last_year", N_("在黑龙江的学校，正读毕业这一学年"), {"graduate": True}),
            Option("earlier", N_("在上学，还没到毕业学年"), {"graduate": False}),
        ),
        day=N_("离校的日期"),
        when=lambda said, on: not (born(said) and at_least(said, on, 35)),
        reads=answers.left_school,
    ),
    Question(
        "student",
        N_("助学贷款和求职补贴"),
        N_("可以选几个。都没有，就选最后一个。"),
        ("categories", "received_before"),
        (
            Option("loan", N_("贷了国家助学贷款")),
            Option("received", N_("以前领过一次性求职补贴")),
            Option("none", N_("都没有")),
        ),
        many=True,
        when=lambda said, _on: picked(said, "school") == "last_year",
    ),
)
