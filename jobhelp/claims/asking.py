"""Every fact that a claim may rest on: how it is asked, what may be answered, how it is told again.

A fact left empty is unknown: it is never a no. The choices of one are (code, words, value). The claimant and the
officers read the same words, so they name nobody: no 您, no 我. A yes or no is asked as a question that its two
answers fit, because the question and the answer stand side by side wherever it is told: 有没有残疾人证：没有.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobhelp.policy.texts import programme
from jobhelp.texts import N_

FLAG, DAY, WHOLE, AMOUNT, CHOICE, MANY, PLACE = "flag", "day", "whole", "amount", "choice", "many", "place"


@dataclass(frozen=True)
class Ask:
    """One fact. `unit`: after a number; `hint`: where to look it up."""

    title: str
    kind: str
    hint: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str, Any], ...] = ()
    most: int = 100_000_000


def _flag(title: str, yes: str = N_("是"), no: str = N_("不是"), hint: str = "") -> Ask:
    return Ask(title, FLAG, hint, choices=(("yes", yes, True), ("no", no, False)))


def _whole(title: str, unit: str, hint: str = "", most: int = 1200) -> Ask:
    return Ask(title, WHOLE, hint, unit, most=most)


YES_NONE = N_("有"), N_("没有")
MONTHS = N_("个月")
TIMES = N_("次")
YUAN = N_("元")
PEOPLE = N_("人")

FACTS: Mapping[str, Ask] = {
    # where and who
    "area": Ask(N_("最后参保的区县"), PLACE, N_("没参加过社保，就选现在住的或干活的地方。")),
    "sex": Ask(N_("性别"), CHOICE, choices=(("male", N_("男"), "male"), ("female", N_("女"), "female"))),
    "birth_date": Ask(N_("出生日期"), DAY),
    "retire_class": Ask(
        N_("退休按哪种岗位算"),
        CHOICE,
        N_("看档案里的岗位。男同志不用选。"),
        choices=(
            ("female_worker", N_("女，工人岗"), "female_worker"),
            ("female_cadre", N_("女，干部或管理、技术岗"), "female_cadre"),
            ("male", N_("男"), "male"),
        ),
    ),
    "hukou": Ask(
        N_("户口"), CHOICE, choices=(("urban", N_("城镇户口"), "urban"), ("rural", N_("农村户口"), "rural"))
    ),
    "hukou_area": Ask(N_("户口在哪个区县"), PLACE),
    # work
    "unemployed": _flag(N_("现在有没有工作"), N_("没有工作"), N_("有工作")),
    "flexible_employment": _flag(N_("现在是不是灵活就业"), hint=N_("打零工、没有劳动合同，社保自己缴。")),
    "termination": Ask(
        N_("上一份工作怎么结束的"),
        CHOICE,
        N_("看离职证明上写的原因。"),
        choices=(
            ("expired", N_("合同到期，没有再签"), "contract_expired_art44_1"),
            ("dismissed", N_("单位辞退"), "employer_dismissal_art40"),
            ("fault", N_("单位以违纪为由辞退"), "employer_dismissal_art39"),
            ("laid_off", N_("单位裁员"), "employer_dismissal_art41"),
            ("bankrupt", N_("单位破产或关停"), "employer_bankrupt_art44_4"),
            ("asked", N_("单位提出来，双方谈好的"), "agreed_employer_proposed_art36"),
            ("unpaid", N_("因为单位欠薪或不缴社保才走的"), "worker_ended_art38"),
            ("resigned", N_("自己不想干了"), "worker_resigned_art37"),
            ("own_wish", N_("自己提出来，双方谈好的"), "agreed_worker_proposed_art36"),
            ("unclear", N_("双方谈好的，说不清谁先提的"), "agreed_proposer_unknown"),
            ("none", N_("没有结束，或没在单位干过"), "not_ended"),
        ),
    ),
    "terminated_on": Ask(N_("上一份工作哪天结束"), DAY),
    "registered_on": Ask(N_("哪天办的失业登记"), DAY, N_("就业创业证上有日期。没办过就空着，先去窗口办。")),
    "continuous_job_months": _whole(N_("最后这份工作连续干了"), MONTHS),
    "hardship": _flag(N_("家里是不是生活困难")),
    "no_income_months": _whole(N_("连着没有收入"), MONTHS),
    # insurance and what is received
    "insured": _flag(N_("有没有参加过失业保险"), N_("参加过"), N_("没参加过")),
    "contribution_months": _whole(N_("失业保险一共缴了"), MONTHS, N_("领过失业金的，从那以后算起。")),
    "carried_months": _whole(N_("以前没领完、还剩的失业保险金"), MONTHS, N_("没有就填 0。"), 24),
    "person_paid_premium": _flag(N_("工资里有没有扣过失业保险"), N_("扣过"), N_("没扣过")),
    "employer_premium_monthly": Ask(N_("单位每月为本人缴的失业保险"), AMOUNT, unit=YUAN),
    "first_insured_on": Ask(N_("哪天第一次参加失业保险"), DAY),
    "insured_months": _whole(N_("参加失业保险"), MONTHS),
    "on_pension": _flag(N_("是不是在领养老金"), N_("在领"), N_("没在领")),
    "on_ui": _flag(N_("是不是在领失业保险金"), N_("在领"), N_("没在领")),
    "on_us": _flag(N_("是不是在领失业补助金"), N_("在领"), N_("没在领")),
    "us_received_months": _whole(N_("失业补助金领过"), MONTHS),
    "ui_exhausted_on": Ask(N_("失业保险金哪天领完"), DAY),
    "dibao": _flag(N_("是不是在领低保"), N_("在领"), N_("没在领")),
    "received_before": _flag(N_("以前或别处有没有领这项补贴"), N_("领过或在领"), N_("没领过")),
    "months_used_before": _whole(N_("这项补贴以前领过"), MONTHS, N_("没有就填 0。")),
    "placements_before": _whole(N_("以前上过公益性岗位"), TIMES, N_("没有就填 0。"), 20),
    "ui_months_in_period": _whole(N_("补贴年度里领失业保险金"), MONTHS, N_("没有就填 0。"), 12),
    "paid_own_name": _flag(N_("社保是不是自己缴的")),
    "months_paid": _whole(N_("去年 10 月到今年 9 月，自己缴了"), MONTHS, most=12),
    "medical_rate": Ask(
        N_("医疗保险按哪一档缴"),
        CHOICE,
        N_("看缴费凭证。"),
        choices=(
            ("rate_9_5", N_("9.5％"), "rate_9_5"),
            ("rate_6_5", N_("6.5％"), "rate_6_5"),
            ("rate_5", N_("5％"), "rate_5"),
            ("resident", N_("居民医保"), "resident"),
        ),
    ),
    # classes of people
    "dp_certified": _flag(N_("有没有认定过就业困难人员"), N_("认定过"), N_("没认定过")),
    "disability_card": _flag(N_("有没有残疾人证"), *YES_NONE),
    "zero_employment_household": _flag(N_("全家有没有人上班或有经营收入"), N_("一个人也没有"), N_("有人")),
    "lost_land": _flag(N_("是不是地被征了、还没找到工作")),
    "hard_to_place_graduate": _flag(N_("学校或窗口有没有开过困难毕业生证明"), N_("开过"), N_("没开过")),
    "group": Ask(
        N_("属于哪一类人"),
        CHOICE,
        choices=(
            ("registered_unemployed", N_("登记失业人员"), "registered_unemployed"),
            ("hardship", N_("就业困难人员"), "hardship"),
            ("disabled", N_("残疾人"), "disabled"),
            ("ex_soldier", N_("退役军人"), "ex_soldier"),
            ("released_prisoner", N_("刑满释放人员"), "released_prisoner"),
            ("student", N_("在校大学生"), "student"),
            ("graduate", N_("高校毕业生"), "graduate"),
            ("overcapacity_worker", N_("去产能企业职工"), "overcapacity_worker"),
            ("returning_migrant", N_("返乡创业农民工"), "returning_migrant"),
            ("online_seller", N_("网络商户"), "online_seller"),
            ("registered_poor", N_("脱贫人口"), "registered_poor"),
            ("self_employed_farmer", N_("自主创业农民"), "self_employed_farmer"),
            ("technical_leaver", N_("离岗创业的科研人员"), "technical_leaver"),
            ("army_spouse", N_("军人配偶"), "army_spouse"),
            ("outsider_starting_here", N_("外来创业人员"), "outsider_starting_here"),
            ("none", N_("都不是"), "none"),
        ),
    ),
    "categories": Ask(
        N_("属于下面哪几类"),
        MANY,
        choices=(
            ("dibao_family", N_("低保家庭"), "dibao_family"),
            ("zero_employment_household", N_("零就业家庭"), "zero_employment_household"),
            ("lifted_from_poverty", N_("脱贫家庭"), "lifted_from_poverty"),
            ("monitored_family", N_("防返贫监测家庭"), "monitored_family"),
            ("tekun", N_("特困人员"), "tekun"),
            ("disabled", N_("残疾人"), "disabled"),
            ("student_loan", N_("有国家助学贷款"), "student_loan"),
        ),
    ),
    # school and business
    "graduate": _flag(N_("是不是应届或离校不久的毕业生")),
    "graduate_left_school_on": Ask(N_("哪天离校"), DAY, N_("不是毕业生就空着。")),
    "left_school_on": Ask(N_("哪天离校"), DAY),
    "graduation_year": _whole(N_("哪一年毕业"), N_("年"), most=2100),
    "has_business": _flag(N_("有没有营业执照"), *YES_NONE),
    "registered_business_on": Ask(N_("执照上的成立日期"), DAY),
    "first_business": _flag(N_("是不是第一次创业")),
    "rural_coop": _flag(N_("是不是农村合作社或电商平台")),
    "amount": Ask(N_("借多少钱"), AMOUNT, unit=YUAN),
    "months": _whole(N_("期限"), MONTHS, most=120),
    "other_loans": Ask(
        N_("本人和爱人现在的贷款"),
        CHOICE,
        N_("助学、扶贫、首套房和车的贷款不算。"),
        choices=(
            ("none", N_("没有别的贷款"), []),
            ("small", N_("只有消费贷，一共不超过 10 万元"), [{"kind": "consumer", "amount": 100_000}]),
            ("large", N_("消费贷一共超过 10 万元"), [{"kind": "consumer", "amount": 100_001}]),
            ("other", N_("有别的贷款"), [{"kind": "other"}]),
        ),
    ),
    "bad_credit": _flag(N_("有没有逾期没还清"), *YES_NONE),
    "times_before": _whole(N_("贴息的创业贷款贷过"), TIMES, N_("没有就填 0。"), 20),
    "partners": _whole(N_("合伙创业的人数（连申请人）"), PEOPLE, N_("一个人创业就填 0。"), 50),
    "post": Ask(
        N_("公益性岗位的种类"),
        CHOICE,
        choices=(
            ("fulltime", N_("全日制"), "fulltime"),
            ("parttime_temp", N_("非全日制临时岗位"), "parttime_temp"),
        ),
    ),
    "hours_per_week": _whole(N_("每周上班"), N_("小时"), most=80),
    # a firm and whom it hires
    "contract_months": _whole(N_("劳动合同签了"), MONTHS),
    "employer_paid_monthly": Ask(N_("单位每月替这个人缴的社保"), AMOUNT, N_("只算单位那一份。"), YUAN),
    "hire_date": Ask(N_("哪天招的"), DAY),
    "micro_small": _flag(N_("是不是小型或微型企业")),
    "staff": _whole(N_("现有职工"), PEOPLE, most=1_000_000),
    "qualifying_hires": _whole(N_("这一年新招的重点人群"), PEOPLE, N_("签满 1 年合同的。"), 1_000_000),
    "arrears": _flag(N_("有没有拖欠工资、社保，或信用不好"), *YES_NONE),
    # what is never asked of a claimant, and may be read from a paper or a register
    "events": Ask(N_("停发的情形"), CHOICE, choices=(("none", N_("没有"), []),)),
}
NOT_ASKED = frozenset({"events", "cpi_yoy", "food_yoy", "published_standard", "post", "partners"})
"""Facts that follow from others, or that no claimant can know."""
EXTRA: Mapping[str, tuple[str, ...]] = {"ei": ("hire_date",), "ui": ("terminated_on",), "pw": ()}


def asked_for(code: str, facts: Mapping[str, Any]) -> list[str]:
    """The facts that a claim to this programme is asked for, in the order of its criteria.

    facts   what is known: a man is not asked for the class of his post
    """
    found: list[str] = []
    told = programme(code)
    for criterion in told.criteria.values():
        found += criterion.asks
    found += [*told.amount_asks, *EXTRA.get(code, ())]
    for_firm = code in ("ei", "sf")
    left_out = NOT_ASKED | ({"sex", "birth_date"} if code == "ei" else set())
    if facts.get("sex") == "male":
        left_out |= {"retire_class"}
    if for_firm and code == "sf":
        left_out |= {"months"}
    return [name for name in dict.fromkeys(found) if name in FACTS and name not in left_out]


def code_of(name: str, value: Any) -> str | list[str]:
    """The choice that says a value; "" when it is unknown or none of them."""
    ask = FACTS[name]
    if ask.kind == MANY:
        listed = [value] if isinstance(value, str) else value or []
        return [code for code, _words, one in ask.choices if one in listed]
    return next((code for code, _words, one in ask.choices if _same(one, value)), "")


def _same(one: Any, value: Any) -> bool:
    if isinstance(one, bool) or isinstance(value, bool):
        return one is value
    return bool(one == value)


def value_of(name: str, code: str | Sequence[str]) -> Any:
    """The value of a choice; None for none."""
    ask = FACTS[name]
    if ask.kind == MANY:
        return [value for one, _words, value in ask.choices if one in code]
    return next((value for one, _words, value in ask.choices if one == code), None)
