"""Pay as advertisements write it, read into whole 分, a unit, and months a year. Pure.

`read` first takes off what stands around the amount (months a year, unit, words), then looks the rest up in
`FORMATS`, the table of formats. What it cannot read stays text: no guess ever becomes an amount.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from jobhelp.labels import N_, PayUnit

LARGEST = 20_000_000  # yuan; more is a slip, and would not fit the column
SMALLEST_MONTH = 1_000  # yuan: a bare number below this says neither what for nor how often
PLAUSIBLE: dict[str, tuple[int, int]] = {  # yuan; outside these a person should look at the source
    PayUnit.MONTH: (300, 150_000),
    PayUnit.YEAR: (5_000, 3_000_000),
    PayUnit.DAY: (20, 5_000),
    PayUnit.HOUR: (5, 1_000),
    PayUnit.PIECE: (0, 2_000),
    PayUnit.ONCE: (1, 100_000),
}


class Said(StrEnum):
    """What the pay cell of an advertisement says."""

    AMOUNT = "amount"  # an amount, and we read it
    UNREAD = "unread"  # an amount, but not in a way that we know
    AGREEMENT = "agreement"  # 面议 and its kin
    NOTHING = "nothing"  # an empty cell


@dataclass(frozen=True)
class Pay:
    """An amount. `low`, `high` whole 分 (None = open on that side); `unit` a PayUnit; `months` paid a year."""

    low: int | None
    high: int | None
    unit: str
    months: int | None = None
    note: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether the amount is so small or so large for its unit that the source probably slipped."""
        least, most = PLAUSIBLE[self.unit]
        return any(
            side is not None and not least * 100 <= side <= most * 100 for side in (self.low, self.high)
        )


@dataclass(frozen=True)
class Reading:
    """What `read` made of one cell. `shape` is the text with every number as N."""

    said: Said
    shape: str
    pay: Pay | None = None


@dataclass(frozen=True)
class Format:
    """One row of the table: a name, the pattern of the bare amount, how to read it, and real examples."""

    name: str
    pattern: re.Pattern[str]
    sides: Callable[[re.Match[str]], tuple[Decimal | None, Decimal | None]]
    examples: tuple[str, ...]


_TIMES = {"": 1, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}
_UNITS = {
    "月": PayUnit.MONTH,
    "天": PayUnit.DAY,
    "日": PayUnit.DAY,
    "工": PayUnit.DAY,
    "班": PayUnit.DAY,
    "时": PayUnit.HOUR,
    "小时": PayUnit.HOUR,
    "钟": PayUnit.HOUR,
    "h": PayUnit.HOUR,
    "年": PayUnit.YEAR,
    "件": PayUnit.PIECE,
    "单": PayUnit.PIECE,
    "个": PayUnit.PIECE,
    "份": PayUnit.PIECE,
    "张": PayUnit.PIECE,
    "斤": PayUnit.PIECE,
    "次": PayUnit.ONCE,
    "场": PayUnit.ONCE,
    "趟": PayUnit.ONCE,
    "项": PayUnit.ONCE,
}
_WEEKS_A_MONTH = Decimal(52) / 12

_AMOUNT = r"(\d+(?:\.\d+)?)(千|万|k|w)?(?:元|块钱|块)?"
_FROM = r"(?:不低于|不少于|最低|至少|起薪|底薪|保底|无责底薪)"
_UP_TO = r"(?:不高于|不超过|最高|至多|可达|高达)"
_MONTHS = re.compile(r"[·・*x×,(/]?(\d{2})(?:-\d{2})?薪\)?")
_UNIT = re.compile(
    r"(?:/|每|一)(月|天|日|工|班|小时|时|钟|h|年|周|件|单|个|份|张|斤|次|场|趟|项)(?:/人|每人)?$"
)
_UNIT_INSIDE = re.compile(r"/[月天日年时](?=-)|/小时(?=-)")
_BARE_UNIT = re.compile(r"(?<=元)(月|天|日|小时|时|年|周|件|次)$")
_UNIT_BEFORE = re.compile(
    r"^(月薪|月工资|年薪|日薪|时薪|周薪|每月|每天|每日|每小时|每年|每周|日结|月|年|日):?(?=\D*\d)"
)
_AGREEMENT = re.compile(r"面议|面谈|协商|详谈|电议|另议|保密|商议|negotiab|open")
_CHINESE_AMOUNT = re.compile(r"[一二两三四五六七八九十][百千万]")
_MORE_ON_TOP = re.compile(r"\+?(?:加)?(?:高)?(提成|奖金|绩效|补助|补贴|全勤|计件|加班费|分红)+.*$")
_FIRST_CLAUSE = re.compile(r"\D*[^,;。|]*")
_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_WORDS_AROUND = re.compile(
    r"^(?:综合|薪资|工资|薪酬|待遇|大约|约|税前|税后|到手|实发)+:?"
    r"|(?:左右|上下|税前|税后|到手|日结|周结|月结|包吃包住|包吃住|包吃|包住|不等|面议|/)+$"
)


def read(text: str) -> Reading:
    """What the pay cell `text` says."""
    plain = _plain(text)
    shape = _shape(plain)
    if not plain:
        return Reading(Said.NOTHING, shape)
    pay = _amount(plain)
    if pay is not None:
        return Reading(Said.AMOUNT, shape, pay)
    states_a_number = re.search(r"\d", plain) or _CHINESE_AMOUNT.search(plain)
    if _AGREEMENT.search(plain) and not re.search(r"\d", plain) or not states_a_number:
        return Reading(Said.AGREEMENT, shape)
    return Reading(Said.UNREAD, shape)


def _plain(text: str) -> str:
    """One way of writing: half width, no spaces or thousands separators, one dash, no currency sign."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub(r"\s+", "", plain)
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"¥|rmb|cny|人民币", "", plain)
    plain = re.sub(r"[-‐‑‒–—―−~〜～]+|(?<=[\d千万kw元])[至到](?=\d)", "-", plain)
    return plain


def _shape(plain: str) -> str:
    return re.sub(r"\d+(?:\.\d+)?", "N", plain)[:40]


def _amount(plain: str) -> Pay | None:
    rest, months = _take_months(plain)
    note = N_("另有提成或奖金") if _MORE_ON_TOP.search(rest) and re.search(r"\d", rest) else ""
    rest = _FIRST_CLAUSE.match(_MORE_ON_TOP.sub("", _BRACKETS.sub("", rest)))[0]  # type: ignore[index]
    rest = _WORDS_AROUND.sub("", _UNIT_INSIDE.sub("", rest))
    rest, unit = _take_unit(rest)
    rest = _WORDS_AROUND.sub("", rest)
    for known in FORMATS:
        found = known.pattern.fullmatch(rest)
        if found:
            low, high = known.sides(found)
            if note and low == high:
                high = None  # what comes on top has no limit
            return _as_pay(low, high, unit, months, note)
    return None


def _take_months(plain: str) -> tuple[str, int | None]:
    found = _MONTHS.search(plain)
    if not found:
        return plain, None
    months = int(found[1])
    return plain[: found.start()] + plain[found.end() :], months if 12 <= months <= 24 else None


def _take_unit(rest: str) -> tuple[str, str | None]:
    """The amount without its unit, and the unit's word ("月", "周", …), None when it has none."""
    for pattern in (_UNIT, _BARE_UNIT):
        found = pattern.search(rest)
        if found:
            return rest[: found.start()], found[1]
    found = _UNIT_BEFORE.match(rest)
    if found:
        word = "小时" if "时" in found[1] else next(letter for letter in found[1] if letter in "月年日天周")
        return rest[found.end() :], word
    return rest, None


def _as_pay(
    low: Decimal | None, high: Decimal | None, unit: str | None, months: int | None, note: str
) -> Pay | None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    if unit == "周":
        low, high, note = _by_month(low), _by_month(high), N_("按周付，已折算成每月")
    sides = [side for side in (low, high) if side is not None]
    if not sides or max(sides) == 0 or max(sides) > LARGEST:
        return None
    if unit is None and max(sides) < SMALLEST_MONTH:
        return None
    known = PayUnit.MONTH if unit in (None, "周") else _UNITS[str(unit)]
    return Pay(_fen(low) or None, _fen(high), known, months, note)


def _by_month(weekly: Decimal | None) -> Decimal | None:
    return None if weekly is None else (weekly * _WEEKS_A_MONTH).quantize(Decimal(1), ROUND_HALF_UP)


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int((yuan * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _yuan(number: str, times: str | None) -> Decimal:
    return Decimal(number) * _TIMES[times or ""]


def _range(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    """6-8千 means 6千 to 8千, 8k-12 means 8k to 12k, but 800-1千 means 800 to 1,000."""
    low, low_times, high, high_times = found.groups()
    if not low_times and high_times and Decimal(low) <= Decimal(high):
        low_times = high_times
    if low_times and not high_times and Decimal(low) <= Decimal(high) < 100:
        high_times = low_times
    return _yuan(low, low_times), _yuan(high, high_times)


def _one(found: re.Match[str]) -> Decimal:
    """The amount of a pattern that has it in one of two places."""
    number, times = found.groups()[:2] if found[1] else found.groups()[2:]
    return _yuan(number, times)


def _at_least(found: re.Match[str]) -> tuple[Decimal, None]:
    return _one(found), None


def _at_most(found: re.Match[str]) -> tuple[None, Decimal]:
    return None, _one(found)


def _exactly(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    return _one(found), _one(found)


FORMATS = (
    Format(
        N_("从多少到多少"),
        re.compile(f"{_AMOUNT}-{_AMOUNT}"),
        _range,
        ("1-1.5万", "6千-1.2万·13薪", "6-8千", "8千-1.1万", "5千-8千元/月", "15-20万/年", "150-200元/天", "100-200/天",
         "40-60元/时", "500-1000元/次", "500-1000元/周", "4000-6000", "4,000～6,000元/月", "8K-12K", "月薪3000至4500元"),
    ),
    Format(
        N_("多少以上"),
        re.compile(rf"{_FROM}{_AMOUNT}(?:以上|及以上|起)?|{_AMOUNT}(?:以上|及以上|起|\+)"),
        _at_least,
        ("1.5万以上", "8千及以上", "3000元起", "5000+", "不低于3000元", "底薪3000元+提成"),
    ),
    Format(
        N_("多少以下"),
        re.compile(f"{_UP_TO}{_AMOUNT}|{_AMOUNT}(?:以下|及以下|以内|内|封顶)"),
        _at_most,
        ("2000以下", "1千以下", "3千及以下", "3万及以下/年", "5000元以内", "最高8000元"),
    ),
    Format(
        N_("一个数"),
        re.compile(_AMOUNT),
        _exactly,
        ("5000元/月", "350元/天", "100/天", "1.5千/天", "300元/时", "20元/小时", "0.5元/件", "日薪200元", "3500元左右"),
    ),
)  # fmt: skip
