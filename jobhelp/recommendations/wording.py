"""Reasons, gates and profiles in the reader's words. Knows no web: pages and commands bring their own language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup, escape

from jobhelp import labels
from jobhelp.jobseekers.models import SeekerProfile
from jobhelp.jobseekers.states import Question
from jobhelp.labels import Kind
from jobhelp.matching.constraints import Check
from jobhelp.matching.gates import DAY_MINUTES
from jobhelp.matching.sentences import Sentence, clock, km, plain, yuan
from jobhelp.texts import N_

FAMILIES = {
    "occupation": "occupations",
    "place": "districts",
    "certificate": "certificates",
    "skill": "skills",
}
BOLD = frozenset({"km", "pay", "days", "n", "starts", "ends", "hours", "years", "shifts"})
"""Facts of the post that decide; what it is compared with stays plain."""
QUESTIONS = {
    "city": Question.PLACE,
    "reach": Question.PLACE,
    "shift": Question.TIME,
    "hours": Question.TIME,
    "clock_times": Question.TIME,
    "days": Question.TIME,
    "demands": Question.LIMITS,
    "certificate": Question.SKILLS,
    "education": Question.EDUCATION,
    "pay": Question.PAY,
}
"""Where in the profile the person's side of a gate is asked."""
LIMITS = {
    "city": N_("只看本市的"),
    "reach": N_("最远走多远"),
    "shift": N_("上什么班"),
    "demands": N_("做不了的活"),
    "certificate": N_("证书"),
    "education": N_("学历"),
    "pay": N_("最少要多少工钱"),
    "hours": N_("一天最多几小时"),
    "clock_times": N_("几点上班、几点下班"),
    "days": N_("哪几天能上班"),
    "eligible": N_("就业困难人员认定"),
    "open_now": N_("还在招人"),
}
"""Each gate in a few words."""


class Translate(Protocol):
    """gettext: a msgid and what stands in its placeholders → the text."""

    def __call__(self, text: str, /, **params: Any) -> str:
        """The text in the reader's language."""


def chinese(text: str, /, **params: Any) -> str:
    """The msgid itself: what commands print."""
    return text % params if params else text


@dataclass(frozen=True)
class GateLine:
    """One gate at one post. answer: pass, fail, unknown; post and mine: the two facts in words; question: where the
    person's fact is asked, "" when it is none of theirs.
    """

    gate: str
    answer: str
    post: str
    mine: str
    question: str


class Wording:
    """Words in one language. name: (reference family, code) → the name, the code itself when it has none."""

    def __init__(self, translate: Translate, name: Callable[[str, str], str]):
        self._ = translate
        self._name = name

    def code(self, kind: str, code: str) -> str:
        """A code of a sentence in words."""
        if kind in FAMILIES:
            return self._name(FAMILIES[kind], code)
        return self._(labels.label(kind, code))

    def codes(self, kind: str, codes: Iterable[str]) -> str:
        """Several codes in a row."""
        return self._(N_("、")).join(self.code(kind, code) for code in codes)

    def say(self, sentence: Sentence) -> str:
        """A sentence with its facts."""
        return sentence.text(self._, self.code)

    def bold(self, sentence: Sentence) -> Markup:
        """The same with the facts that decide in bold."""
        words = {
            key: Sentence("%(it)s", {"it": fact}).text(self._, self.code)
            for key, fact in sentence.params.items()
        }
        marked = {
            key: Markup("<b>{}</b>").format(word) if key in BOLD else word for key, word in words.items()
        }
        return Markup(escape(self._(sentence.msgid))) % marked  # escapes what is not bold

    # ── a profile in one line ────────────────────────────────────────────────────────────────────────────

    def summary(self, profile: SeekerProfile) -> list[str]:
        """What the list goes by: at most four short phrases, the most telling first."""
        wanted = self.codes("occupation", profile.wanted[:2]) or profile.words[:20]
        past = [row.get("occupation") or "" for row in profile.past]
        known = [self.code("occupation", code) for code in past if code] or [
            str(row.get("words") or "") for row in profile.past
        ]
        home = self.code("place", profile.district_code) if profile.district_code else ""
        if profile.street_code:
            street = self._name("streets", profile.street_code)
            home = self._(N_("%(district)s%(street)s"), district=home, street=street)
        phrases = [
            self._(N_("想做%(work)s"), work=wanted) if wanted else "",
            self._(N_("住%(home)s"), home=home) if home else "",
            self._(N_("最远 %(km)s 公里"), km=plain(profile.max_km)) if profile.max_km else "",
            self._(N_("上%(shifts)s"), shifts=self.codes("shift", profile.shifts)) if profile.shifts else "",
            self._(N_("做过%(work)s"), work=known[0]) if known and known[0] else "",
            self._(N_("每月至少 %(amount)s 元"), amount=f"{profile.pay_min // 100:,}")
            if profile.pay_min
            else "",
        ]
        return [phrase for phrase in phrases if phrase][:4]

    # ── gates ────────────────────────────────────────────────────────────────────────────────────────────

    def gate(self, check: Check, kind: str | None) -> GateLine | None:
        """One gate with both facts, or None when there is nothing to tell: neither side said anything."""
        if check.gate in ("open_now", "city") and check.answer != "fail":
            return None
        if check.gate == "eligible" and kind != Kind.WELFARE:
            return None
        post, mine = getattr(self, f"_{check.gate}")(check)
        if not post or (not mine and check.answer != "fail"):
            return None
        question = QUESTIONS.get(check.gate)
        return GateLine(check.gate, check.answer, post, mine, question.value if question else "")

    def _open_now(self, check: Check) -> tuple[str, str]:
        return self._(N_("已经不招人了")), ""

    def _city(self, check: Check) -> tuple[str, str]:
        return self._(N_("在%(place)s"), place=self.code("place", check.post or "")), self._(
            N_("您填的是：只看本市的")
        )

    def _reach(self, check: Check) -> tuple[str, str]:
        if check.person is None:
            return "", ""
        mine = self._(N_("您填的是 %(km)s 公里以内"), km=plain(check.person))
        if check.post is None:
            return self._(N_("离家多远不清楚")), mine
        return self._(N_("离家 %(km)s 公里"), km=km(check.post)), mine

    def _shift(self, check: Check) -> tuple[str, str]:
        if not check.person:
            return "", ""
        mine = self._(
            N_("您填的是%(shifts)s"), shifts=self.codes("shift", self._order(check.person, labels.SHIFTS))
        )
        if not check.post:
            return self._(N_("没写上什么班")), mine
        return self.codes("shift", self._order(check.post, labels.SHIFTS)), mine

    def _demands(self, check: Check) -> tuple[str, str]:
        if not check.person:
            return "", ""
        mine = self._(
            N_("您做不了的：%(demands)s"),
            demands=self.codes("demand", self._order(check.person, labels.DEMANDS)),
        )
        if check.post is None:
            return self._(N_("没写有没有特别吃力的活")), mine
        if not check.post:
            return self._(N_("没有特别吃力的活")), mine
        return self._(
            N_("要%(demands)s"), demands=self.codes("demand", self._order(check.post, labels.DEMANDS))
        ), mine

    def _certificate(self, check: Check) -> tuple[str, str]:
        if not check.post:
            return "", ""
        post = self._(N_("要有%(certificates)s"), certificates=self.codes("certificate", sorted(check.post)))
        if check.person is None:
            return post, self._(N_("您没填有没有，不影响这次结果"))
        if not check.person:
            return post, self._(N_("您填的是：一个证也没有"))
        return post, self._(
            N_("您有%(certificates)s"), certificates=self.codes("certificate", sorted(check.person))
        )

    def _education(self, check: Check) -> tuple[str, str]:
        if not check.post:
            return "", ""
        post = self._(N_("学历%(level)s以上"), level=self.code("education", plain(check.post)))
        if not check.person:
            return post, self._(N_("您没填学历，不影响这次结果"))
        return post, self._(N_("您是%(level)s"), level=self.code("education", str(check.person)))

    def _pay(self, check: Check) -> tuple[str, str]:
        if check.person is None:
            return "", ""
        mine = self._(N_("您最少要 %(pay)s 元"), pay=yuan(check.person))
        if check.post is None:
            return self._(N_("没写工钱")), mine
        return self._(N_("每月最多约 %(pay)s 元"), pay=yuan(check.post)), mine

    def _hours(self, check: Check) -> tuple[str, str]:
        if check.person is None:
            return "", ""
        mine = self._(N_("您一天最多 %(hours)s 小时"), hours=plain(check.person))
        if check.post is None:
            return self._(N_("没写一天几小时")), mine
        return self._(N_("一天 %(hours)s 小时"), hours=plain(round(check.post, 1))), mine

    def _clock_times(self, check: Check) -> tuple[str, str]:
        (earliest, latest), (starts, ends) = check.person, check.post
        if earliest is None and latest is None:
            return "", ""
        if latest is None:
            mine = self._(N_("您最早 %(time)s 上班"), time=clock(earliest))
        elif earliest is None:
            mine = self._(N_("您最晚 %(time)s 下班"), time=clock(latest))
        else:
            mine = self._(N_("您填的是 %(start)s 到 %(end)s"), start=clock(earliest), end=clock(latest))
        if starts is None and ends is None:
            return self._(N_("没写几点上班")), mine
        if ends is None:
            return self._(N_("%(time)s 上班"), time=clock(starts)), mine
        if starts is None:
            return self._(N_("%(time)s 下班"), time=clock(ends)), mine
        return f"{clock(starts)}–{clock(ends % DAY_MINUTES)}", mine

    def _days(self, check: Check) -> tuple[str, str]:
        if not check.person:
            return "", ""
        mine = self._(N_("您能上班的日子：%(days)s"), days=self._week(check.person))
        if check.post is None:
            return self._(N_("没写哪几天上班")), mine
        if isinstance(check.post, frozenset):
            return self._(N_("%(days)s上班"), days=self._week(check.post)), mine
        return self._(N_("每周上 %(days)s 天"), days=plain(check.post)), mine

    def _eligible(self, check: Check) -> tuple[str, str]:
        post = self._(N_("只招认定过的就业困难人员"))
        return post, self._(N_("您目前没有认定")) if check.answer == "fail" else self._(N_("您已经认定"))

    def _week(self, days: Iterable[int]) -> str:
        """周一到周五, or one by one."""
        chosen = sorted(days)
        first, last = self.code("weekday", str(chosen[0])), self.code("weekday", str(chosen[-1]))
        if len(chosen) > 2 and chosen == list(range(chosen[0], chosen[-1] + 1)):
            return self._(N_("%(first)s到%(last)s"), first=first, last=last)
        return self.codes("weekday", map(str, chosen))

    @staticmethod
    def _order(codes: Iterable[str], words: tuple[str, ...]) -> list[str]:
        return sorted(codes, key=words.index)
