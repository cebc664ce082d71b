"""The job that ended, its insurance, the registration; and premiums that people pay themselves."""

from jobhelp.benefits.questions import answers
from jobhelp.benefits.questions.kinds import NOT_SURE, Option, Question, picked, yes_or_no
from jobhelp.texts import N_

JOB = (
    Question(
        "work",
        N_("您现在干什么"),
        "",
        ("unemployed", "flexible_employment", "termination", "events"),
        (
            Option("none", N_("没有工作"), {"unemployed": True, "flexible_employment": False, "events": []}),
            Option(
                "flexible",
                N_("打零工、做灵活就业"),
                {"unemployed": False, "flexible_employment": True, "events": []},
                N_("没有和单位签劳动合同"),
            ),
            Option(
                "employed",
                N_("在单位上班"),
                {"unemployed": False, "flexible_employment": False, "termination": "not_ended", "events": []},
            ),
            Option(
                "business",
                N_("自己开店、办企业"),
                {"unemployed": False, "flexible_employment": False, "events": []},
            ),
            Option(
                "student",
                N_("在上学"),
                {
                    "unemployed": False,
                    "flexible_employment": False,
                    "termination": "not_ended",
                    "contribution_months": 0,
                    "carried_months": 0,
                    "events": [],
                },
            ),
        ),
    ),
    Question(
        "insured",
        N_("失业保险一共缴了多久"),
        N_("看工资条或社保卡 App。缴过、断过都算，领过失业金的从那以后算起。"),
        ("contribution_months", "insured"),
        (
            Option("paid", N_("缴过"), wants=("number",)),
            Option("never", N_("从来没缴过")),
            NOT_SURE,
        ),
        number=N_("几年"),
        unit=N_("年"),
        other=N_("又几个月"),
        other_unit=N_("个月"),
        most=60,
        when=lambda said, _on: picked(said, "work") != "student",
        reads=answers.insured,
    ),
    Question(
        "left",
        N_("上一份工作是怎么结束的"),
        N_("看离职证明上写的原因。没有证明，就选实际情况。"),
        ("termination",),
        (
            Option("expired", N_("合同到期，没有再签"), {"termination": "contract_expired_art44_1"}),
            Option("dismissed", N_("单位辞退、裁员或倒闭"), {"termination": "employer_dismissal_art40"}),
            Option(
                "asked",
                N_("单位提出来，双方谈好的"),
                {"termination": "agreed_employer_proposed_art36"},
            ),
            Option(
                "unpaid",
                N_("单位欠薪或不缴社保，我才走的"),
                {"termination": "worker_ended_art38"},
            ),
            Option("resigned", N_("我自己不想干了"), {"termination": "worker_resigned_art37"}),
            Option("own_wish", N_("我提出来，双方谈好的"), {"termination": "agreed_worker_proposed_art36"}),
            Option(
                "unknown",
                N_("双方谈好的，说不清谁先提的"),
                {"termination": "agreed_proposer_unknown"},
            ),
            Option("no_job", N_("没在单位干过"), {"termination": "not_ended"}),
        ),
        when=lambda said, _on: picked(said, "work") not in ("employed", "student"),
    ),
    Question(
        "own_share",
        N_("工资里扣过失业保险吗"),
        N_("单位和您各缴一份。有的农民工自己那份不扣。"),
        ("person_paid_premium",),
        yes_or_no("person_paid_premium", N_("扣过"), N_("没扣过，只有单位缴")),
        when=lambda said, _on: picked(said, "insured") != "never" and picked(said, "work") != "student",
    ),
    Question(
        "carried",
        N_("以前领失业保险金，还有没领完的月份吗"),
        N_("上次没领完就上班了，剩下的月份还给您留着。"),
        ("carried_months",),
        (
            Option("none", N_("没领过，或都领完了"), {"carried_months": 0}),
            Option("left", N_("还剩几个月"), wants=("number",)),
            NOT_SURE,
        ),
        number=N_("剩几个月"),
        unit=N_("个月"),
        most=24,
        when=lambda said, _on: picked(said, "insured") != "never" and picked(said, "work") != "student",
        reads=answers.carried,
    ),
    Question(
        "registered",
        N_("办过失业登记吗"),
        N_("在街道或社区窗口办，就业创业证上有日期。"),
        ("registered_on",),
        (
            Option("yes", N_("办了"), wants=("day",)),
            Option("no", N_("没办")),
            NOT_SURE,
        ),
        day=N_("登记的日期"),
        when=lambda said, _on: picked(said, "work") in ("", "none", "flexible"),
        reads=answers.registered,
    ),
)

PREMIUMS = (
    Question(
        "self_paid",
        N_("养老、医疗保险是您自己缴的吗"),
        N_("看缴费凭证。医疗选缴费的档次，缴居民医保的选居民医保。"),
        ("paid_own_name", "months_paid", "medical_rate"),
        (
            Option("rate_9_5", N_("自己缴，医疗按 9.5％"), wants=("number",)),
            Option("rate_6_5", N_("自己缴，医疗按 6.5％"), wants=("number",)),
            Option("rate_5", N_("自己缴，医疗按 5％"), wants=("number",)),
            Option("resident", N_("自己缴养老，医疗是居民医保"), wants=("number",)),
            Option("no", N_("没有自己缴")),
            NOT_SURE,
        ),
        number=N_("去年 10 月到今年 9 月，缴了几个月"),
        unit=N_("个月"),
        most=12,
        when=lambda said, _on: picked(said, "work") == "flexible",
        reads=answers.self_paid,
    ),
    Question(
        "rural_job",
        N_("最后这份工作干了几个月，单位每月替您缴多少失业保险"),
        N_("看工资条，或问单位人事。"),
        ("continuous_job_months", "employer_premium_monthly"),
        (Option("known", N_("知道"), wants=("number", "other")), NOT_SURE),
        number=N_("连续干了几个月"),
        unit=N_("个月"),
        other=N_("单位每月缴"),
        other_unit=N_("元"),
        when=lambda said, _on: picked(said, "own_share") == "no",
        reads=answers.rural_job,
    ),
)
