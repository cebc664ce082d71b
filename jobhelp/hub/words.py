"""Tags and descriptions of an advertisement: what we know goes into fields, the rest stays as text. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jobhelp.hub.levels import is_level

MOST_TAGS = 12
LONGEST_TAG = 20
MOST_TEXT = 8_000

_PERKS = (
    (
        "meals",
        re.compile(
            r"包吃|包食宿|管吃|供餐|包餐|包三餐|免费(?:工作|午|三|早|晚)*餐|^工作餐$|提供(?:工作|午)*餐|提供食宿|食宿全包"
        ),
    ),
    ("lodging", re.compile(r"包住|包吃住|包食宿|食宿|管住|提供(?:住宿|宿舍)|员工宿舍|免费住宿|有宿舍")),
    ("insurance", re.compile(r"[五六七5-7]险|^社保$|缴纳社保|缴社保|社会保险")),
    ("shuttle", re.compile(r"班车|通勤车|接送上下班")),
    (
        "training",
        re.compile(
            r"专业培训|岗前培训|入职培训|带薪培训|在职培训|技能培训|有人带|师傅带|带教|^培训$|免费培训"
        ),
    ),
    ("rest_weekend", re.compile(r"双休|做五休二|周末休|五天工作制|五天八小时")),
    ("daily_pay", re.compile(r"日结|当天结|当日结|天天发薪")),
)
_SHIFTS = (
    ("rotating", re.compile(r"倒班|轮班|两班|三班|翻班")),
    ("night", re.compile(r"夜班")),
    ("day", re.compile(r"白班|正常班|早九晚五|朝九晚")),
    ("early", re.compile(r"早班")),
    ("evening", re.compile(r"晚班|中班")),
)
_NOT = re.compile(r"[不无没非]")
_NOTHING = frozenset({"", "无", "暂无", "其它", "其他", "null", "none", "nan", "-", "/", "—"})
_COMPANY_SIZE = re.compile(r"(?:少于)?\d+(?:-\d+)?人(?:以上|以下)?")
_COMPANY_KINDS = frozenset(
    [
        "民营",
        "国企",
        "合资",
        "股份制企业",
        "上市公司",
        "已上市",
        "外商独资",
        "外资",
        "外资(欧美)",
        "外资(非欧美)",
        "事业单位",
        "港澳台公司",
        "社会团体",
        "学校/下级学院",
        "创业公司",
        "非营利组织",
        "政府机关",
        "国家机关",
        "代表处",
        "银行",
        "医院",
        "律师事务所",
        "非盈利机构",
        "其它",
        "其他",
    ]
)

_NUMBERED = re.compile(
    r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]?[、.．,，:：）)]\s*|[（(]\d{1,2}[）)]\s*|[①-⑳]\s*|[-·•●◆■★※▪*>]+\s*)"
)
_HEADING_NOISE = re.compile(r"[\s【】\[\]<>《》:：;；—\-=*#]|^[一二三四五六七八九十\d]+[、.．]")
_DUTY_HEADINGS = re.compile(
    r"(?:主要)?(?:岗位|工作|职位|职责)?(?:职责|内容|描述|职能|介绍|信息)(?:描述|要点)?(?:如下)?|职位职责|工作任务"
)
_NEED_HEADINGS = re.compile(
    r"(?:主要)?(?:任职|岗位|职位|招聘|应聘|报名|技能|基本|录用|能力|条件|具体|职责|工作)?(?:要求|资格|条件)(?:要求)?(?:如下)?"
    r"|任职能力和要求|我们需要|我们希望|技能标签|加分项"
)
_GIFT_HEADINGS = re.compile(
    r"(?:公司|薪资|薪酬|员工|相关|其它|其他|我们的)*(?:福利|待遇|薪资|薪酬)(?:福利|待遇|政策|保障)*|我们提供|提供的机会"
)
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{11}(\d{3}[\dXx])(?!\d)")


@dataclass(frozen=True)
class Tags:
    """What the tags say in our codes, and the tags that are left (without facts about the employer)."""

    perks: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The names of our own skills and certificates, by code."""

    skills: Mapping[str, str] = field(default_factory=dict)
    certificates: Mapping[str, str] = field(default_factory=dict)


def tags(cells: Iterable[str], separators: str, known: Vocabulary) -> Tags:
    """Read the tag cells of a row. A long sentence among the tags (a shifted text) is not a tag."""
    words = list(
        dict.fromkeys(word for cell in cells for part in re.split(separators, cell) if (word := _word(part)))
    )
    words = _without_employer(words)
    perks, shifts = perks_of(words), _found(_SHIFTS, words)
    skills = [code for code, name in known.skills.items() if name in words]
    certificates = [code for code, name in known.certificates.items() if name in words]
    free = [word for word in words if _is_tag(word) and not is_level(word) and not perks_of([word])]
    return Tags(perks, shifts, tuple(skills), tuple(certificates), tuple(free[:MOST_TAGS]))


def perks_of(words: Iterable[str]) -> tuple[str, ...]:
    """Perk codes that short texts name (包住, 五险一金, 周末双休, …), in the order of our list."""
    return _found(_PERKS, [word for word in words if len(word) <= LONGEST_TAG])


def _found(table: tuple[tuple[str, re.Pattern[str]], ...], words: Iterable[str]) -> tuple[str, ...]:
    plain = [word for word in words if not _NOT.search(word)]
    return tuple(code for code, pattern in table if any(pattern.search(word) for word in plain))


def _is_tag(word: str) -> bool:
    """A tag is short and no part of a numbered text."""
    return len(word) <= LONGEST_TAG and not _NUMBERED.match(word) and not word.endswith(tuple(":;。.、，,"))


def _word(text: str) -> str:
    word = unicodedata.normalize("NFKC", text).strip()
    return "" if word.lower() in _NOTHING else word


def _without_employer(words: list[str]) -> list[str]:
    """Zhilian ends its tags with kind, size and industry of the employer: only the industry is about the work."""
    return [word for word in words if word not in _COMPANY_KINDS and not _COMPANY_SIZE.fullmatch(word)]


# ── descriptions ──────────────────────────────────────────────────────────────────────────────────────────


def sections(text: str) -> tuple[str, str]:
    """(duties, requirements) of a description with headings, one line each, without numbering. No heading: duties."""
    duties: list[str] = []
    needs: list[str] = []
    gifts: list[str] = []
    current = duties
    for line in text.split("\n"):
        heading, rest = _heading(line)
        if heading is not None:
            current = {"duties": duties, "needs": needs, "gifts": gifts}[heading]
            line = rest
        bare = _NUMBERED.sub("", line.strip()).strip(" \t;；")
        if bare and bare not in current:
            current.append(bare)
    return _joined(duties + gifts), _joined(needs)


def lines(text: str) -> str:
    """A text as lines without numbering and without repeated lines."""
    bare = (_NUMBERED.sub("", line.strip()).strip(" \t;；") for line in text.split("\n"))
    return _joined(list(dict.fromkeys(line for line in bare if line)))


def masked(text: str) -> str:
    """Telephone and identity numbers of persons do not go on show: nobody asked them. The source has them."""
    return _IDENTITY.sub(r"\1***********\2", _MOBILE.sub(r"\1****\3", text))


def _heading(line: str) -> tuple[str | None, str]:
    """("duties" | "needs" | "gifts", what stands after the colon) when the line is or begins with a heading."""
    head, colon, rest = _split(line.strip())
    bare = _HEADING_NOISE.sub("", head)
    if not 2 <= len(bare) <= 12 or (not colon and bare != _HEADING_NOISE.sub("", line)):
        return None, ""
    for name, pattern in (("duties", _DUTY_HEADINGS), ("needs", _NEED_HEADINGS), ("gifts", _GIFT_HEADINGS)):
        if pattern.fullmatch(bare):
            return name, rest
    return None, ""


def _split(line: str) -> tuple[str, str, str]:
    for mark in ("：", ":", "；"):
        head, colon, rest = line.partition(mark)
        if colon and len(head) <= 16:
            return head, colon, rest.strip()
    return line, "", ""


def _joined(found: list[str]) -> str:
    return masked("\n".join(found))[:MOST_TEXT]
