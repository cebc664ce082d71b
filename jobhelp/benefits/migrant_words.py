"""Why a place handles a migrant worker's case, in words, each with its clause."""

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import gettext as _

from jobhelp.benefits.migrant import May, Reason
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.texts import programme
from jobhelp.web import current_locale

INSURANCE = "《失业保险条例》第二十一条；人社部发〔2020〕40号"
RELIEF = "哈政办规〔2021〕4号第五条"
ELSEWHERE = "国发〔2014〕47号"
CLAUSES: Mapping[Reason, str] = {
    Reason.INSURED_HERE: INSURANCE,
    Reason.INSURED_ELSEWHERE: INSURANCE,
    Reason.WORKS_HERE: RELIEF,
    Reason.LIVES_HERE: RELIEF,
    Reason.LOOK_UP_AT_WORK: RELIEF,
    Reason.LOOK_UP_AT_HOME: RELIEF,
    Reason.ELSEWHERE: ELSEWHERE,
    Reason.LOOK_UP_ELSEWHERE: ELSEWHERE,
    Reason.NOT_SAID: RELIEF,
}
WHY: Mapping[Reason, Callable[[], str]] = {
    Reason.INSURED_HERE: lambda: _("参加过失业保险的，由参保的地方办，不看您现在在哪里干活、住在哪里。"),
    Reason.INSURED_ELSEWHERE: lambda: _(
        "参加过失业保险的，由参保的地方办。您参保的地方不在哈尔滨，请找那里的社保机构。"
    ),
    Reason.WORKS_HERE: lambda: _("没有参加失业保险的，由务工的地方救助。您在这里干活，就归这里办。"),
    Reason.LIVES_HERE: lambda: _("没有参加失业保险的，也可以由经常居住的地方救助。您住在这里，就归这里办。"),
    Reason.LOOK_UP_AT_WORK: lambda: _(
        "先到您干活的区县查有没有参保：查到参保，归参保的地方；没有参保，就归这里。"
    ),
    Reason.LOOK_UP_AT_HOME: lambda: _(
        "先到您住的区县查有没有参保：查到参保，归参保的地方；没有参保，就归这里。"
    ),
    Reason.ELSEWHERE: lambda: _(
        "您不在哈尔滨干活，也不住在哈尔滨。遇到难处，由您现在住的地方或户口所在地的乡镇、街道救助。"
    ),
    Reason.LOOK_UP_ELSEWHERE: lambda: _(
        "您不在哈尔滨干活，也不住在哈尔滨。请在您现在住的地方打 12333，查有没有参保、归哪里办。"
    ),
    Reason.NOT_SAID: lambda: _("还不知道您在哪个区县，请到最近的街道或乡镇窗口问。"),
}
MAY: Mapping[May, Callable[[], str]] = {
    May.PERHAPS: lambda: _("可能符合"),
    May.LOOK_UP: lambda: _("待核实"),
    May.NO: lambda: _("不符合"),
    May.CLOSED: lambda: _("已停办"),
}
STATES: Mapping[May, str] = {May.PERHAPS: "y", May.LOOK_UP: "u", May.NO: "n", May.CLOSED: "n"}


def why(reason: Reason) -> str:
    """Why this place."""
    return WHY[reason]()


def clause(reason: Reason) -> str:
    """The clause on which it rests."""
    return CLAUSES[reason]


def may(answer: May) -> str:
    """A verdict in a word."""
    return MAY[answer]()


def because(code: str, answer: May, on: date) -> str:
    """Why a programme may or may not be for this person."""
    if answer is May.CLOSED:
        return programme(code).until.in_(current_locale())
    if answer is May.LOOK_UP:
        return _("查到有没有参保以后才知道。")
    if code == "tr" and answer is May.PERHAPS:
        reader = Reader(published())
        return _(
            "没有参保、生活困难的，发 %(few)s 到 %(many)s 个月城市低保标准；发几个月由工作人员看情况定，并写明理由。",
            few=reader.number("tr_months_min", on),
            many=reader.number("tr_months_max", on),
        )
    if code == "tr":
        return _("参加过失业保险的，先走失业保险，不发这一项。")
    if answer is May.NO:
        return _("没有参加过失业保险，不能领失业保险的钱。")
    return _("农村户口、自己那份没有缴的，把单位给您缴的一次发给您。")
