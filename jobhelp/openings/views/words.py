"""An opening as answers to what a person asks: where, when, how much, what must I be able to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from jobhelp.labels import label
from jobhelp.openings.models import Opening
from jobhelp.reference.views import book, name
from jobhelp.web import clock_time, day, pay


@dataclass(frozen=True)
class Answer:
    """One question in the person's words with its answer; `key` marks those that the page draws more for."""

    key: str
    question: str
    text: str


def questions(opening: Opening) -> list[Answer]:
    """What is known, in the order in which people ask; what is not known is left out."""
    answers = [
        Answer("where", _("在哪里"), _where(opening)),
        Answer("community", _("服务哪个社区"), opening.community),
        Answer("when", _("几点上班"), _when(opening)),
        Answer("meeting", _("在哪里集合"), opening.meeting_point),
        Answer("pay", _("发多少钱"), _pay(opening)),
        Answer("payday", _("什么时候发钱"), opening.pay_note),
        Answer("perks", _("包什么"), _list(label("perk", code) for code in opening.perks)),
        Answer("priority", _("谁优先"), opening.priority_note),
        Answer("can", _("要会什么"), _("、").join(name("skills", code) for code in opening.skills)),
        Answer("certificate", _("要什么证"), _certificates(opening)),
        Answer("asked", _("要什么条件"), _asked(opening)),
        Answer("demands", _("要做得来"), _list(label("demand", code) for code in opening.demands)),
        Answer("seats", _("招几人"), _seats(opening)),
        Answer("until", _("哪天截止"), day(opening.valid_until)),
    ]
    return [answer for answer in answers if answer.text]


def hours_of(opening: Opening) -> str:
    """5:30–13:30, or the hours of a gig; "" when none are known."""
    if opening.gig_on is not None:
        parts = [day(opening.gig_on)]
        if opening.gig_from and opening.gig_to:
            parts.append(f"{opening.gig_from:%-H:%M}–{opening.gig_to:%-H:%M}")
        return ("" if parts[0].endswith("）") else " ").join(parts)
    if opening.starts_at is not None and opening.ends_at is not None:
        return f"{clock_time(opening.starts_at)}–{clock_time(opening.ends_at)}"
    return ""


def days_of(opening: Opening) -> str:
    """Monday to Friday in words; "" when not known."""
    days = sorted(set(opening.days))
    if not days:
        return ""
    if days == list(range(7)):
        return _("每天")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _(
            "%(first)s到%(last)s", first=_(label("weekday", days[0])), last=_(label("weekday", days[-1]))
        )
    return _list(label("weekday", number) for number in days)


def _where(opening: Opening) -> str:
    parts = [name("districts", opening.district_code), name("streets", opening.street_code)]
    place = " ".join(part for part in parts if part)
    if opening.outside_city:
        place = " ".join(part for part in (_("哈尔滨以外"), place) if part)
    street = book().name("streets", opening.street_code, "zh")
    rest = opening.place_text
    if street and rest.startswith(street):  # employers write the street once more
        rest = rest.removeprefix(street).lstrip("，, ")
    return _("，").join(part for part in (place, rest) if part)


def _when(opening: Opening) -> str:
    parts = [hours_of(opening), "" if opening.gig_on else days_of(opening)]
    if not parts[0]:
        parts[0] = _list(label("shift", code) for code in opening.shifts)
    if opening.hours_per_week:
        parts.append(_("每周 %(hours)s 小时", hours=f"{opening.hours_per_week:g}"))
    elif opening.hours_per_day and not opening.gig_on:
        parts.append(_("每天 %(hours)s 小时", hours=f"{opening.hours_per_day:g}"))
    parts.append(opening.hours_note)
    return _("，").join(part for part in parts if part)


def _pay(opening: Opening) -> str:
    amount, unit = pay(opening)
    text = f"{amount} {unit}".strip()
    if opening.pay_months and opening.pay_months > 12:
        text += _("，一年发 %(months)s 个月", months=opening.pay_months)
    if opening.pay_text and not unit:
        text = opening.pay_text
    return text


def _certificates(opening: Opening) -> str:
    return _("、").join(name("certificates", code) for code in opening.certificates)


def _asked(opening: Opening) -> str:
    parts = []
    if opening.education_min:
        parts.append(_("%(level)s以上", level=_(label("education", opening.education_min))))
    if opening.experience_min:
        parts.append(_("做过 %(years)s 年以上", years=f"{opening.experience_min:g}"))
    if not parts and not opening.source:
        parts.append(_("学历、经验都不限"))
    return _("，").join(parts)


def _seats(opening: Opening) -> str:
    left = opening.headcount - opening.taken
    if opening.taken and left:
        return _("%(all)s 人，还缺 %(left)s 人", all=opening.headcount, left=left)
    return _("%(all)s 人", all=opening.headcount)


def _list(words: Iterable[str]) -> str:
    return _("、").join(_(word) for word in words)
