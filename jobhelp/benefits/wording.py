"""Words of the result: the line under a verdict, the formula with its numbers, and what the person said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from jobhelp.benefits.check import NO, OPEN, Verdict
from jobhelp.policy.calendar import months_between
from jobhelp.policy.facts import Facts
from jobhelp.policy.model import Answer, Confidence
from jobhelp.policy.texts import Criterion
from jobhelp.web import current_locale, day, number


def yuan(amount: Any) -> str:
    """An amount with separators; whole yuan without decimals."""
    value = Decimal(str(amount))
    return number(int(value)) if value == value.to_integral_value() else number(float(value))


def month(of: date) -> str:
    """A calendar month in the reader's language: 2026年12月, Dec 2026."""
    return f"{of:%b %Y}" if current_locale() == "en" else f"{of.year}年{of.month}月"


@dataclass(frozen=True)
class Formula:
    """Factors of a sum, each with its unit; the last is the result. `why`: the lines under it."""

    factors: tuple[str, ...]
    result: str
    why: tuple[str, ...]


def line(verdict: Verdict) -> str:
    """The line under the programme's name: what you get, how much is open, or on what it fails."""
    if verdict.state == NO:
        failing = verdict.failing
        if verdict.closed:
            return verdict.programme.until.in_(current_locale())
        if verdict.finding.curable and verdict.code in ("ui", "dp"):
            if verdict.finding.open:
                return _("先去街道窗口办失业登记，别的再核实。")
            return _("只差一步：去街道窗口办失业登记。")
        if failing is None or (failing.code in verdict.programme.needs_one_of):
            return _("几类情况，一类都没有。")
        return _("没达到：%(what)s", what=failing.says.in_(current_locale()))
    if not verdict.wanted:
        return _("您没有创业的打算。想创业时再来查。")
    if verdict.state == OPEN:
        count = len([answer for _criterion, answer in verdict.answers() if answer is Answer.UNKNOWN])
        return _("有 %(count)s 条还要核实", count=count) if count else _("条件都符合，金额要核实")
    return _gets(verdict)


def _gets(verdict: Verdict) -> str:
    values = verdict.finding.values
    match verdict.code:
        case "ui" if values.get("months") is not None:
            return _(
                "每月 %(amount)s 元，最长 %(months)s 个月",
                amount=yuan(values["monthly"]),
                months=values["months"],
            )
        case "ui":
            few, many = values["months_range"]
            return _(
                "每月 %(amount)s 元，%(few)s 到 %(many)s 个月",
                amount=yuan(values["monthly"]),
                few=few,
                many=many,
            )
        case "sl" | "sf":
            return _("最高 %(amount)s 元，利息由财政补一部分", amount=yuan(values["cap"]))
        case "tr":
            few, many = values["total_range"]
            return _("一次 %(few)s 到 %(many)s 元", few=yuan(few), many=yuan(many))
        case "pw":
            return (
                _("工资每月不低于 %(amount)s 元", amount=yuan(values["monthly"]))
                if values["monthly"]
                else _("可以报名")
            )
        case "dp":
            names = [
                verdict.programme.criteria[code].says.in_(current_locale()) for code in values["categories"]
            ]
            return _(
                "您属于：%(classes)s",
                classes="；".join(names) if current_locale() == "zh" else "; ".join(names),
            )
        case "ei":
            return _(
                "每月 %(amount)s 元，最长 %(months)s 个月",
                amount=yuan(values["monthly"]),
                months=values["max_months"] or "—",
            )
    return (
        _("一次 %(amount)s 元", amount=yuan(values["total"]))
        if values.get("total") is not None
        else _("符合条件")
    )


def formula(verdict: Verdict, facts: Facts) -> Formula | None:
    """The sum with the numbers filled in; None where there is none to show."""
    values = verdict.finding.values
    if verdict.state == NO:
        return None
    why = provisional_lines(verdict)
    match verdict.code:
        case "ui" if values.get("total") is not None:
            why = (*_ui_reasons(verdict, facts), *why)
            return Formula(_ui_factors(values), _("＝ 最多 %(amount)s 元", amount=yuan(values["total"])), why)
        case "tr" if values.get("total_range"):
            few, many = values["total_range"]
            months = values["months_range"]
            return Formula(
                (
                    _("每月低保 %(amount)s 元", amount=yuan(few / months[0])),
                    _("× %(few)s 到 %(many)s 个月", few=months[0], many=months[1]),
                ),
                _("＝ %(few)s 到 %(many)s 元", few=yuan(few), many=yuan(many)),
                why,
            )
        case "sl" | "sf" if values.get("cap") is not None:
            factors = (_("最高可以借"),)
            if verdict.code == "sf" and values.get("hires_missing"):
                why = (
                    _("再招 %(count)s 个重点人群，就够比例，额度更高。", count=values["hires_missing"]),
                    *why,
                )
            return Formula(factors, _("%(amount)s 元", amount=yuan(values["cap"])), why)
        case "ei" if values.get("monthly") is not None and values.get("max_months"):
            return Formula(
                (
                    _("每月 %(amount)s 元", amount=yuan(values["monthly"])),
                    _("× 最长 %(months)s 个月", months=values["max_months"]),
                ),
                _("＝ 最多 %(amount)s 元", amount=yuan(values["monthly"] * values["max_months"])),
                why,
            )
        case "os" | "js" | "ls" if values.get("total") is not None:
            return Formula((_("一次发给"),), _("%(amount)s 元", amount=yuan(values["total"])), why)
    return None


def _ui_reasons(verdict: Verdict, facts: Facts) -> list[str]:
    """The step of the table that gives the months, and from when the monthly standard holds."""
    used = {one.name: one for one in verdict.finding.used}
    months = facts.get("contribution_months")
    told = [
        _(
            "您缴了 %(paid)s 个月。缴满 %(least)s 个月的，最长领 %(months)s 个月。",
            paid=months,
            least=step["min"],
            months=step["months"],
        )
        for step in used["ui_duration_table"].value
        if months is not None and step["min"] <= months <= step["max"]
    ]
    standard = [one for one in verdict.finding.used if one.name.startswith("ui_standard_monthly_")]
    told += [
        _(
            "每月 %(amount)s 元是 %(day)s起的标准。",
            amount=yuan(one.value),
            day=day(date.fromisoformat(one.since)),
        )
        for one in standard
        if one.value is not None
    ]
    return told


def _ui_factors(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Each run of equal months is a factor."""
    factors = []
    for place, (first, last, amount) in enumerate(values["schedule"]):
        months = months_between(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")) + 1
        factors.append(
            _(
                "%(plus)s每月 %(amount)s 元 × %(months)s 个月",
                plus="＋ " if place else "",
                amount=yuan(amount),
                months=months,
            )
        )
    return tuple(factors)


CONFIDENCE: Mapping[Confidence, Callable[[], str]] = {
    Confidence.DERIVED: lambda: _("推算的"),
    Confidence.RECALLED: lambda: _("没有查到原文"),
    Confidence.ASSUMED: lambda: _("暂时假定的"),
}


def provisional_lines(verdict: Verdict) -> tuple[str, ...]:
    """Why a result is provisional; nothing when every number behind it was seen."""
    if not verdict.finding.provisional:
        return ()
    worst = max(
        (one.confidence for one in verdict.finding.used if one.confidence in CONFIDENCE),
        key=list(CONFIDENCE).index,
        default=Confidence.ASSUMED,
    )
    return (_("暂定：用到的数里有一部分是%(how)s，以窗口核定为准。", how=CONFIDENCE[worst]()),)


def said(criterion: Criterion, facts: Facts, on: date) -> str:
    """What the person told us about a criterion, in a few words; "" when nothing."""
    words = [
        SAID[name](facts.get(name), on)
        for name in criterion.asks
        if name in SAID and facts.get(name) is not None
    ]
    return "；".join(words) if current_locale() == "zh" else "; ".join(words)


def _age(value: Any, on: date) -> str:
    years = on.year - value.year - ((on.month, on.day) < (value.month, value.day))
    return _("您 %(years)s 岁", years=years)


SAID: Mapping[str, Callable[[Any, date], str]] = {
    "hukou": lambda value, _on: _("您是农村户口") if value == "rural" else _("您是城镇户口"),
    "unemployed": lambda value, _on: _("您现在没有工作") if value else _("您现在有活儿干"),
    "contribution_months": lambda value, _on: _("您缴了 %(months)s 个月", months=value),
    "carried_months": lambda value, _on: (
        _("上次剩 %(months)s 个月", months=value) if value else _("没有剩下的月份")
    ),
    "birth_date": _age,
    "registered_on": lambda value, _on: _("%(day)s登记", day=day(value)),
    "registered_business_on": lambda value, _on: _("执照日期 %(day)s", day=day(value)),
    "graduate_left_school_on": lambda value, _on: _("%(day)s离校", day=day(value)),
    "left_school_on": lambda value, _on: _("%(day)s离校", day=day(value)),
    "amount": lambda value, _on: _("您想借 %(amount)s 元", amount=yuan(value)),
    "continuous_job_months": lambda value, _on: _("您干了 %(months)s 个月", months=value),
    "staff": lambda value, _on: _("职工 %(count)s 人", count=value),
    "qualifying_hires": lambda value, _on: _("新招 %(count)s 人", count=value),
    "contract_months": lambda value, _on: _("合同 %(months)s 个月", months=value),
    "months_paid": lambda value, _on: _("您缴了 %(months)s 个月", months=value),
}
