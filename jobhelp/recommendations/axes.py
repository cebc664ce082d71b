"""The two ends of each feature in words, for the pictures of the score tables."""

from collections.abc import Mapping

from jobhelp.texts import N_

NOT_SEEN, SEEN = N_("没报过"), N_("常报")
UNLIKE, ALIKE = N_("不像"), N_("很像")
MISSING, GIVEN = N_("不给"), N_("给")
ELSEWHERE, SAME = N_("别处"), N_("同一处")
SELDOM, OFTEN = N_("很少去"), N_("常去")
RARELY = N_("很少报")
FEW, MANY = N_("没什么人报"), N_("很多人报")

ENDS: Mapping[str, tuple[str, str]] = {
    "distance": (N_("0 公里"), N_("40 公里")),
    "same_place": (N_("别的地方"), N_("同一个区")),
    "place_looked_at": (NOT_SEEN, SEEN),
    "place_last": (ELSEWHERE, SAME),
    "region_looked_at": (ELSEWHERE, SAME),
    "place_trodden": (SELDOM, OFTEN),
    "wanted_occupation": (N_("不相干"), N_("最想做的")),
    "past_occupation": (N_("没做过"), N_("做过多年")),
    "occupation_looked_at": (NOT_SEEN, SEEN),
    "employer_looked_at": (NOT_SEEN, SEEN),
    "wanted_kind": (N_("不是想要的"), N_("是想要的")),
    **dict.fromkeys(
        (
            "title_wanted",
            "title_past",
            "title_looked_at",
            "text_wanted",
            "text_past",
            "text_looked_at",
            "text_wanted_share",
            "text_past_share",
            "text_kindred",
            "text_last_seen",
            "words_near",
        ),
        (UNLIKE, ALIKE),
    ),
    "pay_asked": (N_("少一半"), N_("多一倍多")),
    "pay_for_the_work": (N_("低一半"), N_("高一倍")),
    **dict.fromkeys(
        ("meals", "lodging", "insurance", "shuttle", "training", "rest_weekend"), (MISSING, GIVEN)
    ),
    "experience": (N_("差 5 年"), N_("多 3 年")),
    "no_experience_needed": (N_("要经验"), N_("不要经验")),
    "education_gap": (N_("低两级"), N_("高三级")),
    "certificate_held": (N_("缺证"), N_("有证")),
    "skills_covered": (N_("都不会"), N_("都会")),
    "shift_fit": (N_("上不了"), N_("都能上")),
    "time_fit": (N_("差 3 小时"), N_("宽 4 小时")),
    "hours_fit": (N_("长 4 小时"), N_("短 4 小时")),
    "freshness": (N_("今天"), N_("60 天前")),
    "seats": (N_("1 人"), N_("30 人")),
    **dict.fromkeys(
        (
            "popularity",
            "popularity_lately",
            "popularity_week",
            "popularity_day",
            "popular_nearby",
            "popular_for_new",
            "popularity_hours",
            "popular_days_for_new",
            "popular_here",
            "words_near_popular",
        ),
        (FEW, MANY),
    ),
    **dict.fromkeys(
        (
            "similar_people",
            "similar_people_walk",
            "similar_people_wide",
            "similar_profiles",
            "similar_profiles_for_new",
            "similar_facts_for_new",
            "applicants_alike_for_new",
        ),
        (N_("一个也没有"), N_("有很多")),
    ),
    **dict.fromkeys(("kind_for_profile", "kind_for_profile_for_new"), (RARELY, SEEN)),
}
