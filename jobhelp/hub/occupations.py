"""Which occupation a title means: the longest known name in it that is its head word. Pure.

A wrong occupation sends people to the wrong work, an unknown one only leaves the title to speak for itself: so a
name counts only where it is what the title is about (客服 in 电话客服, but not in 客服系统开发工程师).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_BRACKETS = re.compile(r"[(\[【（「『<《][^)\]】）」』>》]*[)\]】）」』>》]?")
_BREAKS = re.compile(r"[/、,，;；|+&\s:：!！~·—–\-_]+|或|兼(?!职)")
_DECORATION = re.compile(
    r"急招|急聘|急需|诚聘|诚招|高薪|招聘|招募|长期|短期|临时|兼职|全职|实习生?|应届生?|双休|单休|包吃包住|包吃住|包吃|包住|"
    r"五险一金|五险|底薪|月薪|日薪|日结|周结|月结|白班|夜班|长白班|无经验|可培训|就近分配|直招|直聘|\d+[元千万k]?|若干名?|数名|[a-z]\d+"
)
_OTHER_HEAD = re.compile(
    r"工程师|经理|主管|总监|主任|店长|厂长|站长|组长|队长|领班|架构|专家|顾问|讲师|培训|研究|分析|设计|科学家|产品|运营|策划|"
    r"开发|研发|系统|软件|算法|程序|平台|实施|项目|采购|内审|督导|储备|干部|总裁|助理|秘书|销售|客服|管理|教练|老师|主播"
)
_HEAD_SUFFIX = re.compile(r"(?:员|工|师|人员|岗|岗位|师傅|阿姨|大姐|大叔|小哥|专员|学徒|男|女)*")
_WEAK = frozenset(
    {"设计", "办公室", "财务", "礼仪", "包装", "接待", "工人"}
)  # only when the title says no more
_STEMS = ("员", "工", "师")
_ENGINEER = re.compile(r"(?:开发)?(?:工程师)?")


@dataclass(frozen=True)
class Known:
    """An occupation as the reference tables have it."""

    code: str
    name: str
    aliases: tuple[str, ...]
    group: str


class Titles:
    """Reads titles. Of two occupations with the same word the one that stands first in the tables wins."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._words: dict[str, Known] = {}
        stems: dict[str, Known] = {}
        for occupation in known:
            for word in (occupation.name, *occupation.aliases):
                self._words.setdefault(_plain(word), occupation)
            if occupation.name.endswith(_STEMS) and len(occupation.name) > 3:
                stems.setdefault(_plain(occupation.name[:-1]), occupation)
        self._words = stems | self._words
        self._codes = {occupation.code for occupation in self._words.values()}
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(self._words, key=len, reverse=True):
            self._by_start.setdefault(word[0], []).append(word)

    def read(self, title: str) -> str | None:
        """The code of the occupation that `title` names, or None."""
        best: tuple[int, int, str] | None = None
        for position, phrase in enumerate(_phrases(title)):
            for start, letter in enumerate(phrase):
                for word in self._by_start.get(letter, ()):
                    if phrase.startswith(word, start) and self._is_head(phrase, word, start + len(word)):
                        rank = (len(word), -position, self._words[word].code)
                        if best is None or rank[:2] > best[:2]:
                            best = rank
                        break
        return best[2] if best else None

    def _is_head(self, phrase: str, word: str, end: int) -> bool:
        tail = phrase[end:]
        if self._words[word].group == "it" and _ENGINEER.fullmatch(tail):
            return True
        if word in _WEAK and not _HEAD_SUFFIX.fullmatch(phrase.replace(word, "", 1)):
            return False
        if len(word) < 3 and len(word) * 2 < len(phrase) - len(_HEAD_SUFFIX.match(tail)[0]):  # type: ignore[index]
            return False
        if word.endswith("工") and tail.startswith("程"):
            return False
        return not _OTHER_HEAD.search(tail)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


def _phrases(title: str) -> list[str]:
    whole = unicodedata.normalize("NFKC", title).lower()
    phrases = []
    for part in _BREAKS.split(_BRACKETS.sub(" ", whole)):
        bare = _DECORATION.sub("", part)
        if bare:
            phrases.append(bare)
    return phrases
