"""Amounts by date as a small drawing: a line of steps, drawn as SVG without any style, with a table beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobhelp.policy.model import Confidence
from jobhelp.policy.parameters import Row
from jobhelp.policy.texts import Text

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 66, 34, 44
LETTER, TALL, ABOVE = (
    9,
    24,
    11,
)  # a digit of a label and its line, as large as they get; its foot above the mark
SINCE = date(2019, 1, 1)

# programme → the amounts worth drawing, each with a title
AMOUNTS: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "ui": (
        (
            "ui_standard_monthly_u1",
            Text(
                "道里、南岗、道外、平房、松北、香坊、呼兰、阿城每月多少元",
                "Yuan a month in the eight inner districts",
            ),
        ),
        (
            "ui_standard_monthly_u2",
            Text("双城和各县（市）每月多少元", "Yuan a month in Shuangcheng and the counties"),
        ),
    ),
    "tl": (("tl_monthly_amount", Text("一个月多少元", "Yuan for the month")),),
    "pw": (
        (
            "min_wage_monthly_tier1",
            Text(
                "六个主城区全日制岗位，每月多少元", "Full-time posts in the six core districts, yuan a month"
            ),
        ),
        (
            "min_wage_hourly_tier1",
            Text(
                "六个主城区非全日制岗位，每小时多少元",
                "Part-time posts in the six core districts, yuan an hour",
            ),
        ),
    ),
    "sl": (("sl_person_cap", Text("一个人最高借多少元", "Highest loan for one person, yuan")),),
    "sf": (
        (
            "sl_firm_cap",
            Text("达到比例的企业最高借多少元", "Highest loan for a firm that reaches the share, yuan"),
        ),
    ),
    "tr": (
        (
            "dibao_urban_districts",
            Text("九个区的低保标准，每月多少元", "Dibao in the nine districts, yuan a month"),
        ),
        (
            "dibao_urban_counties",
            Text("各县（市）的低保标准，每月多少元", "Dibao in the counties, yuan a month"),
        ),
    ),
    "si": (("si_flex_pension_annual", Text("养老保险补贴，一年多少元", "Pension part, yuan a year")),),
    "os": (("os_amount_standard", Text("小企业、小店多少元", "Small firms and shops, yuan")),),
    "js": (("js_amount", Text("一次多少元", "Yuan, once")),),
}


@dataclass(frozen=True)
class Step:
    """One value from a day to the next. `sure`: it was seen; else it is provisional."""

    since: date
    value: float | None
    sure: bool
    unit: str
    reference: str


@dataclass(frozen=True)
class Plot:
    """A drawing: lines (solid where sure, dashed where not), marks with their labels, years under the axis."""

    title: str
    name: str
    steps: tuple[Step, ...]
    lines: tuple[tuple[bool, str], ...]
    marks: tuple[tuple[float, float, str], ...]
    years: tuple[tuple[float, str], ...]
    latest: Step | None
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM
    left: int = LEFT
    right: int = WIDTH - RIGHT


def plots(code: str, book: Mapping[str, tuple[Row, ...]], today: date, locale: str) -> list[Plot]:
    """The drawings of one programme."""
    return [_plot(name, title.in_(locale), book[name], today) for name, title in AMOUNTS.get(code, ())]


def _plot(name: str, title: str, rows: tuple[Row, ...], today: date) -> Plot:
    steps = tuple(_joined([_step(row) for row in rows if row.since <= today]))
    known = [step for step in steps if step.value is not None]
    begin = min(SINCE, today)
    ceiling = max((step.value or 0 for step in known), default=1)

    def x(day: date) -> float:
        span = (today - begin).days or 1
        return round(LEFT + (WIDTH - LEFT - RIGHT) * max(0, (day - begin).days) / span, 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / ceiling), 1)

    lines: list[tuple[bool, str]] = []
    marks: list[tuple[float, float, str]] = []
    last = ""
    for place, step in enumerate(steps):
        end = steps[place + 1].since if place + 1 < len(steps) else today
        if step.value is None or end < begin:
            continue
        lines.append((step.sure, f"M{x(step.since)} {y(step.value)}H{x(end)}"))
        label = f"{step.value:,.10g}"
        seen = bool(marks) and last == label
        marks.append((x(max(step.since, begin)), y(step.value), "" if seen else label))
        last = label
    marks = _with_room(marks)
    years = tuple((x(date(year, 1, 1)), str(year)) for year in range(begin.year, today.year + 1))
    return Plot(title, name, steps, tuple(lines), tuple(marks), years, known[-1] if known else None)


def _with_room(marks: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """The marks, without the labels that would run into a later line or label; the table beside has every value."""
    kept: list[tuple[float, float, str]] = []
    for x, y, label in reversed(marks):
        ends, top = x + LETTER * len(label), y - ABOVE - TALL
        crossed = any(later < ends and high - ABOVE - TALL < y and top < high for later, high, _ in kept)
        kept.append((x, y, "" if crossed else label))
    return kept[::-1]


def _step(row: Row) -> Step:
    value: Any = row.value
    return Step(
        row.since,
        None if value is None else float(value),
        row.confidence is Confidence.SOURCED,
        row.unit,
        row.reference,
    )


def _joined(steps: list[Step]) -> list[Step]:
    """Rows that only repeat the value in the same certainty are one step."""
    kept: list[Step] = []
    for step in steps:
        if not kept or (kept[-1].value, kept[-1].sure) != (step.value, step.sure):
            kept.append(step)
    return kept
