"""Values in the reader's words: money, dates, distances, labels. Each is a filter of the templates too."""

from datetime import date, datetime
from typing import Any

from flask_babel import format_decimal, gettext

from jobhelp import clock, labels
from jobhelp.web.reading import current_locale


def money(fen: int | None) -> str:
    """Whole 分 as yuan with separators; cents only where there are any."""
    if fen is None:
        return "—"
    return f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"


def pay(opening: Any) -> tuple[str, str]:
    """(amount, unit) of an opening's pay in the reader's language: ('3,200–3,600', '元/月') or ('面议', '')."""
    low, high = opening.pay_min, opening.pay_max
    if low is None and high is None or not opening.pay_unit:
        return gettext("面议"), ""
    unit = gettext(labels.label("pay_unit", opening.pay_unit))
    if low is None or high is None:
        bound, word = (high, gettext("以内")) if low is None else (low, gettext("起"))
        # before the amount in English (from 2,600), behind the unit in Chinese (2,600 元/月起)
        if current_locale() == "en":
            return f"{word} {money(bound)}", unit
        return money(bound), f"{unit}{word}"
    return (money(low) if low == high else f"{money(low)}–{money(high)}"), unit


def day(value: date | datetime | None) -> str:
    """A date with its weekday: 11月27日（周五）; with the year when it is not this one."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = clock.local(value).date()
    weekday = gettext(labels.label("weekday", value.weekday()))
    if current_locale() == "en":
        text = f"{weekday} {value.day} {value:%b}"
        return text if value.year == clock.today().year else f"{text} {value.year}"
    text = f"{value.month}月{value.day}日（{weekday}）"
    return text if value.year == clock.today().year else f"{value.year}年{text}"


def when(instant: datetime | None) -> str:
    """An instant in words: 今天 8:40, 昨天 17:05, else the day and the time."""
    if instant is None:
        return "—"
    local = clock.local(instant)
    hour = f"{local.hour}:{local.minute:02d}"
    days = (clock.today() - local.date()).days
    if days == 0:
        return gettext("今天 %(time)s", time=hour)
    if days == 1:
        return gettext("昨天 %(time)s", time=hour)
    # a full-width bracket carries its own space
    return f"{day(local.date())}{' ' if current_locale() == 'en' else ''}{hour}"


def date_of(value: date | str | None) -> str:
    """A date of a document, with its year and no weekday: 2011年7月1日. Takes an ISO text too."""
    if value is None:
        return "—"
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if current_locale() == "en":
        return f"{value.day} {value:%b} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def since(instant: datetime | None) -> str:
    """How new a thing is, short enough for the head of a card: 今天, 昨天, else 11月27日; the year when not this one."""
    if instant is None:
        return "—"
    on, today = clock.local(instant).date(), clock.today()
    if (today - on).days < 2:
        return gettext("今天") if on == today else gettext("昨天")
    if on.year != today.year:
        return date_of(on)
    return f"{on.day} {on:%b}" if current_locale() == "en" else f"{on.month}月{on.day}日"


def clock_time(minutes: int | None) -> str:
    """Minutes after midnight as 5:30; past midnight as 次日 6:00."""
    if minutes is None:
        return "—"
    text = f"{minutes % 1440 // 60}:{minutes % 60:02d}"
    return gettext("次日 %(time)s", time=text) if minutes >= 1440 else text


def km(distance: float | None) -> str:
    """A distance in words: 900 米, 2.1 公里, 35 公里."""
    if distance is None:
        return "—"
    if distance < 0.95:
        return gettext("%(metres)s 米", metres=max(100, round(distance * 10) * 100))
    return gettext("%(km)s 公里", km=f"{distance:.1f}" if distance < 10 else f"{distance:,.0f}")


def number(value: float) -> str:
    """A number with separators, in the reader's manner."""
    return format_decimal(value)


def label(code: object, family: str) -> str:
    """The label of a stored code in the reader's language."""
    return gettext(labels.label(family, code))


def lines(text: str) -> list[str]:
    """The non-empty lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]
