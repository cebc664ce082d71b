"""Education and experience as advertisements write them. Pure. None says that the words were not understood."""

import re
import unicodedata

from jobhelp.labels import Education

_NO_EDUCATION = re.compile(r"不限|无要求|不要求|以下|均可|无学历")
_EDUCATION = (  # the lowest level that is named is the least that is asked
    (r"小学", Education.PRIMARY),
    (r"初中", Education.MIDDLE),
    (r"高中|中专|中技|技校|职高|职中|中职", Education.SECONDARY),
    (r"大专|专科|高职|高技", Education.COLLEGE),
    (r"本科|学士", Education.BACHELOR),
    (r"硕士|研究生|mba|emba", Education.MASTER),
    (r"博士", Education.DOCTOR),
)
_NO_EXPERIENCE = re.compile(
    r"不限|无需|无经验|不需要|不要求|无要求|应届|在校|实习|以下|以内|均可|零经验|小白|没有经验"
)
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_YEARS = re.compile(
    r"(\d+(?:\.\d+)?|[一二两三四五六七八九十])(?:[-~至到—]+(?:\d+|[一二两三四五六七八九十]))?(?:年|$)"
)
_MONTHS = re.compile(r"(\d+)(?:[-~至到—]+\d+)?个?月")


def education(text: str) -> int | None:
    """The least education asked: 0 for none (不限, 初中及以下, empty), else a level."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    if not plain or _NO_EDUCATION.search(plain):
        return int(Education.UNKNOWN)
    levels = [level for words, level in _EDUCATION if re.search(words, plain)]
    return int(min(levels)) if levels else None


def experience(text: str) -> float | None:
    """The least experience asked, in years: 0 for none asked, 3 for 3-5年 and 3年以上."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    found = _MONTHS.search(plain)
    if found:
        return min(round(int(found[1]) / 12, 2), 50.0)
    if _NO_EXPERIENCE.search(plain):
        return 0.0
    found = _YEARS.search(plain)
    if found:
        years = float(_DIGITS.get(found[1]) or found[1])
        return min(years, 50.0)
    return None


def is_level(text: str) -> bool:
    """Whether a tag only repeats the education or the experience asked."""
    return bool(
        re.fullmatch(
            r"(?:\d+(?:-\d+)?年(?:及?以上|及?以下|经验)?|在校生/应届生|无需经验|经验不限|学历不限)", text
        )
    ) or (
        len(text) <= 6
        and re.fullmatch(r"(?:本科|大专|硕士|博士|高中|中专|中技|中技/中专|初中)(?:及?以[上下])?", text)
        is not None
    )
