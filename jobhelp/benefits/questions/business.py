"""An own business: the licence, earlier ones, other loans, how much is wanted."""

from jobhelp.benefits.questions import answers
from jobhelp.benefits.questions.kinds import Option, Question, picked
from jobhelp.texts import N_

BUSINESS = (
    Question(
        "business",
        N_("您想自己创业吗"),
        "",
        ("has_business", "registered_business_on", "amount", "group"),
        (
            Option("no", N_("没有这个打算"), {"has_business": False}),
            Option("wish", N_("想创业，还没办执照"), {"has_business": False}),
            Option("open", N_("已经办了营业执照"), {"has_business": True}, wants=("day",)),
        ),
        day=N_("执照上的成立日期"),
        when=lambda said, _on: picked(said, "work") != "employed",
        reads=answers.business,
    ),
    Question(
        "firm",
        N_("这是您第一次创业吗"),
        N_("农村合作社和电商平台，满两年给得多一些。"),
        ("first_business", "rural_coop"),
        (
            Option("first", N_("第一次，小企业或小店"), {"first_business": True, "rural_coop": False}),
            Option("rural", N_("第一次，农村合作社或电商平台"), {"first_business": True, "rural_coop": True}),
            Option("again", N_("以前办过"), {"first_business": False, "rural_coop": False}),
        ),
        when=lambda said, _on: picked(said, "business") == "open",
    ),
    Question(
        "credit",
        N_("您和爱人现在有这些吗"),
        N_("可以选几个。助学、扶贫、首套房和车的贷款不用选。"),
        ("other_loans", "bad_credit", "times_before"),
        (
            Option("consumer_small", N_("消费贷，一共不超过 10 万元")),
            Option("consumer_large", N_("消费贷，一共超过 10 万元")),
            Option("other", N_("别的贷款")),
            Option("overdue", N_("有逾期没还清")),
            Option("three", N_("贴息的创业贷款已经贷过 3 次")),
            Option("none", N_("都没有")),
        ),
        many=True,
        when=lambda said, _on: picked(said, "business") in ("wish", "open"),
    ),
    Question(
        "loan",
        N_("想借多少钱"),
        N_("不借也行，跳过这一题。"),
        ("amount",),
        number=N_("金额"),
        unit=N_("元"),
        when=lambda said, _on: picked(said, "business") in ("wish", "open"),
        reads=answers.number("amount"),
    ),
)
