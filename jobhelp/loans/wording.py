"""Loans in words: groups of people, the rule that divides the interest, years of a loan, stages."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from jobhelp.benefits.wording import yuan as yuan
from jobhelp.loans.calculator import Era, Told
from jobhelp.loans.interest import Division, Split
from jobhelp.loans.plot import Bars, bars
from jobhelp.policy.model import Confidence
from jobhelp.policy.parameters import Reader, published
from jobhelp.policy.rules.loans import BASIS_POINT, law_of
from jobhelp.policy.rules.sf import CODE as FIRM
from jobhelp.web import current_locale, day, money

GROUPS: Mapping[str, Callable[[], str]] = {
    "registered_unemployed": lambda: _("登记失业人员"),
    "hardship": lambda: _("就业困难人员"),
    "disabled": lambda: _("残疾人"),
    "ex_soldier": lambda: _("退役军人"),
    "released_prisoner": lambda: _("刑满释放人员"),
    "student": lambda: _("在校大学生"),
    "graduate": lambda: _("高校毕业生"),
    "overcapacity_worker": lambda: _("去产能企业的职工"),
    "returning_migrant": lambda: _("返乡创业的农民工"),
    "online_seller": lambda: _("开网店的人"),
    "registered_poor": lambda: _("脱贫人口"),
    "self_employed_farmer": lambda: _("自主创业的农民"),
    "technical_leaver": lambda: _("技工院校毕业生"),
    "army_spouse": lambda: _("没有工作的随军家属"),
    "outsider_starting_here": lambda: _("外地来哈尔滨创业的人"),
}
HALF = 0.5
YEARS: tuple[Callable[[], str], ...] = (lambda: _("第一年"), lambda: _("第二年"), lambda: _("第三年"))


def group_words(code: str) -> str:
    """A group of people, in words."""
    return GROUPS[code]() if code in GROUPS else code


def year_words(place: int) -> str:
    """The first year, the second …"""
    return YEARS[place]() if place < len(YEARS) else _("第 %(number)s 年", number=place + 1)


def percent(value: Decimal | float) -> str:
    """A percentage without needless zeros: 3.5%, 66.67%."""
    return f"{Decimal(str(value)).normalize():f}%"


def rule_words(rule: Mapping[str, Any], lpr: Decimal | None, programme: str) -> str:
    """How the interest is divided, in one sentence."""
    if rule["kind"] == "share_of_actual_rate":
        return (
            _("利息您付一半，财政付一半")
            if rule["share"] == HALF
            else _("财政付利息的 %(share)s", share=percent(Decimal(str(rule["share"])) * 100))
        )
    if rule["kind"] == "borrower_pays_below":
        points = Decimal(str(rule["spread_bp"])) * BASIS_POINT
        return _(
            "LPR 减 %(points)s 个百分点，也就是 %(own)s 以内的您付，超过的财政付",
            points=f"{-points.normalize():f}",
            own=percent((lpr or Decimal(0)) + points),
        )
    if programme == FIRM:
        share = percent(Decimal(str(rule["firm_share_of_lpr"])) * 100)
        return _("财政付 LPR 的 %(share)s，其余单位付", share=share)
    told = [f"{year_words(place)} {percent(round(step * 100))}" for place, step in enumerate(rule["steps"])]
    return _("财政%(steps)s", steps=("，" if current_locale() == "zh" else ", ").join(told))


def _plain(value: date) -> str:
    if current_locale() == "en":
        return f"{value.day} {value:%b} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def law_lines(programme: str, on: date) -> list[str]:
    """What the law of a contract date says: how the interest is divided, and the highest rate."""
    law = law_of(on, Reader(published()), firm=programme == FIRM)
    if law is None:
        return [_("这一天的贴息办法或 LPR 还没有查到。")]
    told = [rule_words(law.rule, law.lpr, programme)]
    if law.limit is not None:
        told.append(_("年利率最高 %(limit)s", limit=percent(law.limit)))
    return told


def eras(told: Told) -> list[tuple[str, Era, Split]]:
    """Each way to divide the interest of this loan: its contract dates in words, and the sums of the term."""
    found = []
    for place, era in enumerate(told.eras):
        following = told.eras[place + 1].since if place + 1 < len(told.eras) else None
        if following is None:
            words = _("%(day)s起", day=_plain(era.since))
        elif place == 0:
            words = _("%(day)s以前", day=_plain(following))
        else:
            last = following - timedelta(days=1)
            words = _("%(first)s到%(last)s", first=_plain(era.since), last=_plain(last))
        found.append((words, era, era.division.whole()))
    return found


def years_plot(law: Division, title: str) -> Bars:
    """The interest of each year as bars."""
    parts = [
        (
            year_words(place),
            _("利息 %(amount)s 元", amount=money(one.interest)),
            one.subsidy,
            one.borrower,
            False,
        )
        for place, one in enumerate(law.years())
    ]
    return bars(title, parts)


def eras_plot(told: Told, title: str) -> Bars:
    """The interest of the whole term under each rule as bars."""
    parts = [
        (
            words,
            _("财政付 %(amount)s 元", amount=money(whole.subsidy)),
            whole.subsidy,
            whole.borrower,
            era.current,
        )
        for words, era, whole in eras(told)
    ]
    return bars(title, parts)


def provisional(told: Told) -> list[str]:
    """The values behind the answer that were not seen in a source, and from when they hold."""
    unsure = {
        one.name: _UNSURE[one.name](date.fromisoformat(one.since))
        for one in told.finding.used
        if one.confidence is not Confidence.SOURCED and one.name in _UNSURE
    }
    return list(unsure.values())


_UNSURE: Mapping[str, Callable[[date], str]] = {
    "sl_person_cap": lambda since: _("%(day)s起的个人上限", day=day(since)),
    "sl_firm_cap": lambda since: _("%(day)s起的企业上限", day=day(since)),
    "sl_firm_new_hire_ratio": lambda since: _("%(day)s起的新招比例", day=day(since)),
    "sl_partner_uplift": lambda since: _("%(day)s起的合伙加成", day=day(since)),
    "sl_interest_rule": lambda since: _("%(day)s起的贴息办法", day=day(since)),
    "sl_rate_cap_spread_bp": lambda since: _("%(day)s起的利率上限", day=day(since)),
    "lpr_1y": lambda since: _("%(day)s起的 LPR", day=day(since)),
    "sl_small_consumer_loan_ignored": lambda since: _("%(day)s起的消费贷限额", day=day(since)),
}
