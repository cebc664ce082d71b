"""A profile in words: what the person told us, as they would say it."""

from collections.abc import Callable, Iterable, Mapping

from flask_babel import gettext
from markupsafe import Markup

from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.jobseekers.states import Question
from jobhelp.labels import label
from jobhelp.reference.views import name
from jobhelp.texts import N_
from jobhelp.web import clock_time, money

SUBJECTS: Mapping[Question, str] = {
    Question.WORK: N_("想做的工作"),
    Question.SKILLS: N_("会做的事和证件"),
    Question.EXPERIENCE: N_("以前做过"),
    Question.EDUCATION: N_("学历"),
    Question.PLACE: N_("住处和距离"),
    Question.TIME: N_("上班时间"),
    Question.PAY: N_("最低工钱"),
    Question.LIMITS: N_("做不了的，和想看的岗位"),
}


def answer(profile: SeekerProfile, question: Question) -> list[str]:
    """The answer to one question, a line for each thing; empty when nothing was said."""
    return _ANSWERS[question](profile)


def joined(words: Iterable[str]) -> Markup:
    """Words in a row, 保洁员、保安员; a line breaks between two words and never inside one."""
    comma = gettext("、")
    span = Markup('<span class="ph">{}</span>').format
    gap = " " if comma.endswith(" ") else ""  # a space at the end of a box would not be drawn
    *others, last = list(words) or [""]
    return (
        Markup(gap).join([*(span(word + comma.rstrip()) for word in others), span(last)])
        if last
        else Markup()
    )


def _work(profile: SeekerProfile) -> list[str]:
    named = joined(name("occupations", code) for code in profile.wanted)
    return [line for line in (named, profile.words) if line]


def _skills(profile: SeekerProfile) -> list[str]:
    lines = [
        joined(name("skills", code) for code in profile.skills),
        joined(name("certificates", code) for code in profile.certificates),
        gettext("没有证件") if profile.no_certificate else "",
    ]
    return [line for line in lines if line]


def _experience(profile: SeekerProfile) -> list[str]:
    return [
        gettext(
            "%(work)s，%(years)s 年",
            work=name("occupations", row["occupation"]) or row.get("words") or "",
            years=f"{row['years']:g}",
        )
        for row in profile.past
    ]


def _education(profile: SeekerProfile) -> list[str]:
    return [gettext(label("education", profile.education))] if profile.education else []


def _place(profile: SeekerProfile) -> list[str]:
    home = f"{name('districts', profile.district_code)} {name('streets', profile.street_code)}".strip()
    lines = [
        home,
        gettext("最远 %(km)s 公里", km=f"{profile.max_km:g}") if profile.max_km else "",
        gettext("外地的也看看") if profile.beyond_city else "",
    ]
    return [line for line in lines if line]


def _time(profile: SeekerProfile) -> list[str]:
    hours = f"{profile.hours_max:g}" if profile.hours_max else ""
    lines = [
        joined(gettext(label("shift", code)) for code in profile.shifts),
        days(profile.days),
        _clock(profile.earliest, profile.latest),
        gettext("一天最多 %(hours)s 小时", hours=hours) if hours else "",
    ]
    return [line for line in lines if line]


def days(chosen: list[int]) -> str:
    """The days of the week: 每天, 周一到周五, or one by one."""
    if not chosen:
        return ""
    if len(chosen) == 7:
        return gettext("每天都行")
    first, last = (gettext(label("weekday", day)) for day in (chosen[0], chosen[-1]))
    if len(chosen) > 2 and chosen == list(range(chosen[0], chosen[-1] + 1)):
        return gettext("%(first)s到%(last)s", first=first, last=last)
    return joined(gettext(label("weekday", day)) for day in chosen)


def _clock(earliest: int | None, latest: int | None) -> str:
    if earliest is not None and latest is not None:
        return gettext("%(start)s 到 %(end)s 之间", start=clock_time(earliest), end=clock_time(latest))
    if earliest is not None:
        return gettext("最早 %(time)s 上班", time=clock_time(earliest))
    return gettext("最晚 %(time)s 下班", time=clock_time(latest)) if latest is not None else ""


def _pay(profile: SeekerProfile) -> list[str]:
    if profile.pay_min is None:
        return []
    return [gettext("每月至少 %(amount)s 元", amount=money(profile.pay_min))]


def _limits(profile: SeekerProfile) -> list[str]:
    cannot = joined(gettext(label("demand", code)) for code in profile.cannot)
    kinds = joined(gettext(label("kind", code)) for code in profile.kinds)
    lines = [
        Markup(gettext("做不了：%(demands)s")) % {"demands": cannot} if cannot else "",
        Markup(gettext("只看：%(kinds)s")) % {"kinds": kinds} if kinds else "",
    ]
    return [line for line in lines if line]


_ANSWERS: Mapping[Question, Callable[[SeekerProfile], list[str]]] = {
    Question.WORK: _work,
    Question.SKILLS: _skills,
    Question.EXPERIENCE: _experience,
    Question.EDUCATION: _education,
    Question.PLACE: _place,
    Question.TIME: _time,
    Question.PAY: _pay,
    Question.LIMITS: _limits,
}
