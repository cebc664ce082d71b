"""The year's days off as clerks have them: the words of the State Council's notice, or rows out of a spreadsheet.

一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。1月4日（周一）上班。
2027-02-05 ⇥ 2027-02-11 ⇥ 春节 ⇥ 放假
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_SPAN = 31
OFF, ON = ("放假", "休息", "休"), ("上班", "调休上班", "工作", "班")
_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
_TITLE = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、．])?\s*([^：:\d，,。]{2,12})[：:](.+)$")
_SPAN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:\s*[至到—–~～-]+\s*(?:(?P<year2>\d{4})年)?(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日)?"
)
_CELL = re.compile(r"[\t,，]+|\s{2,}")
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True)
class PastedDay:
    """One day: off, or a weekend day that is worked."""

    day: date
    working: bool
    name: str


def read(text: str, year: int) -> tuple[list[PastedDay], list[int]]:
    """(the days in order, the numbers of the lines that say no day). A day without a year is of `year`."""
    found: dict[date, PastedDay] = {}
    odd = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            days = list(_row(line.strip()) or _notice(_ASIDE.sub("", line.strip()), year))
        except ValueError:
            days = []
        if not days:
            odd.append(number)
        found |= {one.day: one for one in days}
    return [found[day] for day in sorted(found)], odd


def _row(line: str) -> list[PastedDay]:
    """A row of cells: a day, perhaps a last day, a name, and whether it is off (or nothing: off)."""
    cells = [cell.strip() for cell in _CELL.split(line) if cell.strip()]
    days = [date(*map(int, match.groups())) for cell in cells if (match := _ISO.fullmatch(cell))]
    words = [cell for cell in cells if not _ISO.fullmatch(cell)]
    if not days or not words or len(days) > 2 or len(words) > 2:
        return []
    working = any(word in ON for word in words)
    names = [word for word in words if word not in OFF + ON]
    return list(_span(days[0], days[-1], working, names[0] if names else "调休"))


def _notice(line: str, year: int) -> Iterator[PastedDay]:
    """A paragraph of the notice: the holiday's name, then sentences that end in 放假 or 上班."""
    title = _TITLE.match(line)
    if title is None:
        return
    for sentence in re.split(r"[。；;]", title.group(2)):
        working = "上班" in sentence
        if not working and "放假" not in sentence:
            continue
        for match in _SPAN.finditer(sentence):
            told = match.groupdict()
            first = date(int(told["year"] or year), int(told["month"]), int(told["day"]))
            last = first
            if told["day2"]:
                last = date(
                    int(told["year2"] or first.year), int(told["month2"] or first.month), int(told["day2"])
                )
                if last < first and not told["year2"]:
                    last = last.replace(year=last.year + 1)
            yield from _span(first, last, working, "调休" if working else title.group(1).strip())


def _span(first: date, last: date, working: bool, name: str) -> Iterator[PastedDay]:
    if not first <= last < first + timedelta(days=LONGEST_SPAN):
        raise ValueError
    for ahead in range((last - first).days + 1):
        yield PastedDay(first + timedelta(days=ahead), working, name[:40])
