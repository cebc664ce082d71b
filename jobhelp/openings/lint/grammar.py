"""The grammar of the lint: a word about people becomes an offence by what stands around it.

女装 is a garment, 照顾女性老人 a duty, 女性不限 an invitation; 限女性, 女性优先 and a bare 女 after the post are
demands. So a rule has plain patterns (孕检) and grammars: the word, the demands that may stand before or after it
within its clause, and what makes it harmless. The lists that all classes share stand here.
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property

from jobhelp.openings.lint.needed import Needed
from jobhelp.openings.lint.text import Line, any_of, clause, overlaps, words

BLOCK, WARN = "block", "warn"
WINDOW = 16
"""How many letters before and after a word are looked at."""

COUNT = r"(?:(?:\d{1,3}|[一二两三四五六七八九十几俩])(?:个|名|位|人|俩)?|(?:若干|多|数)(?:个|名|位|人)|若干|个|名|位)"
COUNTED = (
    r"(?:(?:\d{1,3}|[一二两三四五六七八九十几俩]|若干|多|数)(?:个|名|位|人)|(?:\d{1,2}|若干)(?=$|[,、]))"
)

LIMIT = r"(?<!不)" + words(
    "仅面向 只面向 仅供 仅对 只对 限招 仅限 只限 限定 限制为 限用 限 仅招 只招 只收 仅收 只要 仅要 只聘 仅聘 只录 仅录 只用 只找 只考虑 仅考虑 只接受 仅接受 只发给 只给 只能是 只能招 只能要 只",
    "专招 专收 专聘 定向招 定招 招录 录用 录取 就招 就要 就收 就差 就缺 只差 只缺 单招 单要 光要 光招 净招 净要 只选 只认 只留 只接收 仅接收 专要 独招 指定 统一招 一律招 全招 全要 全部?要 全部?招 都要 清一色 纯 仅",
)
MUST = r"(?<!不)" + words(
    "必须是 必须要 必须为 必须有 必须 务必是 务必 必需 须为 须是 须有 须 需为 需是 需要 需有 需 应为 应是 应当是 应具备 得是 要求是 要求为 要求有 要求 要是 非得 规定",
    "具有 具备 持有 应有 要有 得有 请确认 保证 确保 起码得 至少得",
)
CALL = words(
    "招聘 招收 招募 招用 急招 急聘 急需 诚招 诚聘 高薪聘 高薪招 现招 新招 另招 再招 补招 长期招 招 聘 想要 想找 想招 要找 找 寻 缺少? 还差 差 来 要 收 征 募 (?<!不)考虑"
)
PREFER = words(
    "优先录用 优先录取 优先考虑 优先招聘 优先招 优先安排 优先选 优先要 优先 优选 优招 首选 首要 首先考虑 先考虑 倾向于? 偏向于? 偏好 偏爱 更偏 偏重 侧重 多招 尽量招 尽量找 尽量要 尽量是 尽量 尽可能 最好要 最好招 最好找 最好有 最好是 最好 顶好 最想要 更想要 更愿意要 希望是 希望招 希望 青睐 看好 看重 钟爱 中意",
    "适合招 适合 适宜 宜招 宜 建议 推荐 合适的是 原则上要 原则上招 原则上 一般要 一般招 通常招 主要招 主招 主要要",
)
REFUSE = words(
    "不要 不招 不收 不接受 不接收 不接纳 不吸收 不考虑 不予考虑 不予录用 不录用 不录 不用 不聘 不安排 不接待 不欢迎 不面向 不适合 不可以?是 不能是 不得是 不允许 谢绝 拒绝 婉拒 拒收 拒招 拒录 拒 概不 一律不 除去 排除 剔除 不再招 不再收 不予接收 不作考虑 不做考虑 不列入 不纳入 不宜招 暂不招 先不招 暂不考虑 避免 忌 别是 不想要 不想招 没法收 无法接收 不便招 杜绝招 禁(?![止忌毒烟火酒区用得])"
)
FIRST = words(
    "优先考虑 优先录[用取] 者优先 优先 优选 优录 从优 优待 首选 为佳 更佳 最佳 尤佳 较佳 甚佳 佳 为先 在先 为主 为宜 为好 为上 更好 最好 最合适 更合适 较合适 合适 更适合 最适合 适合 最理想 较理想 吃香 加分 有优势 占优 有加分 先安排 先面试 先录 先要 先上 先来 先考虑 排前面 排在前 靠前 择优 同等优先 的来 多给 高一点 欢迎(?=$|[,、]) 首要",
    "即可 就行 就成 就好 就可以 就要 才行 才要 才收 才招 才考虑 方可 方能 专岗 专属 (?<![调转轻离换待顶站])岗位?(?!津贴|补贴|亭|培训|工资|技能|练) 名额 专场 上岗(?=$|[,、]) 面试(?=$|[,、]) 可投 请投 请来 请报名 报名(?=$|[,、]) 来报名 来应聘 来(?=$|[,、])",
)
GOAWAY = words(
    "勿扰 免谈 勿投 勿来 勿试 勿报 勿入 勿进 勿应聘 勿联系 勿打 勿 慎投 慎入 慎来 慎扰 慎重 慎 免打扰 免开尊口 免扰 免(?!费|押|收|体检|检|试|培|交|考|息|责|租|住|房|票) 请绕行 请绕道 请绕 绕行 绕道 莫扰 莫来 莫 请勿 除外 不接(?![触收受单送待]) 靠边 让一让 再见 止步 请回 走开 拜拜 退散 劝退",
    "不要 不招 不收 不接受 不接收 不考虑 不予 不录 不聘 不用(?!担心|怕|交|出|自|带|愁|发愁|押|愿) 不行 不成 不可 不可以 不合适 不适合 不适宜 不宜 不方便 不便 不安排 不欢迎 不接待 不留 不批 不得(?:应聘|报名|投递|报考|参加|入职|上岗|从事|录用) 不能(?:应聘|报名|投递|入职|上岗|录用|胜任|聘用) 无法(?:应聘|胜任|入职|上岗|接待|聘用|沟通) 不必(?:联系|投|来|打|应聘|报|试|问|加) 不应聘 不建议 不通过 不合格 没戏 没门 一律不 一概不 一概拒 一律(?!平等|包|免费|欢迎|可|提供|安排|同) 概不 概 (?:均|都|全)不(?!问|看|限|查|影响|计较|管|在乎|在意|作|做|设|要求|填|检|介意|是问题|挑|嫌) 暂不 先不 就不 坚决不 绝不 恕不 恕 谢绝 拒绝 婉拒 拒 不能要 不能收 不能来 不能干 不能上 不能录 干不了 做不了 胜任不了 吃不消 别来 别投 别打 别报 别试 别应聘 别联系 别加 别问 别找 别浪费 别费 别进 别凑 别过来 别想 别递 别白跑 甭来 甭投 甭打 甭联系 甭问 就别 就算了 算了 就免 等[^,]{1,6}再 往后排 往后放 靠后 其次 次之 后考虑 再说 暂停 名额已?满 已满 已招满 已招够 已够 满了 够了 看体格 看情况 看条件 另谈 排除 淘汰 刷掉 pass out 退回 退工 应付不来 干不来 无法录用 无法接收 无法安排 别费心 不在[^,]{0,5}(?:范围|之列|行列|考虑) 劝退 解聘 辞退 走人 请走 回避 见谅 请谅解 抱歉 对不起 对不住 不好意思 另谋高就 另寻 移步 爱莫能助 无缘 白跑 免了 暂缓 不受理 不作考虑 不做考虑 不列入 不纳入 不再招 不再收 不伺候 留不住 厂里不 店里不 我们不 公司不 单位不 这边不",
)
NEGATION = (
    r"(?:不限制?|不分|不论|无论|不管|不拘|不问|不查|不看|不挑|不设|不因|不以|不含|不包括|不做|不检|不测|不验|不体检|不强制|不区分|不涉及|不歧视|不打听|不填|不写|不登记|不作|不计较|不在意|不在乎"
    r"|不询问|不过问|不了解|不打探|不考察|不审查|不索要|不收集|不需要?|不用|不必|不要求|无需|无须|无关|免查|免检|免做?|取消|没有[^,]{0,3}(?:限制|要求)"
    r"|(?:不得|不应|不能|不准|不许|不可|禁止|严禁|反对|杜绝|拒绝|依法不|从不|绝不|决不)(?:因|以|将|把|要求|强制|强迫|询问|过问|问|打听|检?查|检测?|检验|做|设置?|限制?|歧视|写|出现|含|对|按|用))"
)
"""What is said not to be asked. 不得查乙肝 lets people in; 拒绝乙肝 and 不得怀孕 shut them out."""

DEMAND = rf"(?:{LIMIT}|{MUST}|{PREFER}|{REFUSE})"
_ABOUT = any_of(
    r"(?:删除|下架|拦下|拦截|过滤|屏蔽|审核|审查|举报|投诉|纠正|整改|抵制|打击|识别|曝光|查处|监督|清理|标出|禁用|违法|违规|歧视|维权|侵害)[^,]{0,24}(?:内容|字样|用语|信息|广告|条件|条款|要求|等|行为|词|说法|$)",
    r"(?:歧视性?(?:内容|字样|用语|信息|广告|条款)|反歧视|平等就业|就业歧视|一视同仁|不受歧视|拒绝任何人)",
    r"(?<![^,])[^,限只仅勿免拒优不]*、[^,限只仅勿免拒优不]*(?:都|均|皆|全)(?:能|可以?|行|成|欢迎|收(?![取费]))(?=$|,|来|领|干|投|报|做|试|应聘|申请)(?![^,]{0,4}(?:不|勿|免|拒|别))",
    r"(?:性别|男女|年龄|民族|户籍|户口|籍贯|婚育|婚姻|婚否|生育|婚恋|身高|长相|外貌|残疾|地域|学历)[^,]{0,30}?(?:不作为?|不当作?|不列为|不算|不成为|不构成|不影响|不纳入|不是|不设为?|不参与)[^,]{0,4}(?:条件|依据|门槛|障碍|标准|录[用取]|入职|聘用|评分|考量|因素|指标|要求|面试|限制)",
    r"(?:宣传|宣讲|讲解|普及|告知企业|提醒企业)[^,]{0,8}(?:不得|不能|禁止|严禁)",
)
"""A clause that speaks about demands and makes none (a post that reviews advertisements)."""

WELCOME = (
    r"(?:(?:也|都|均|皆|亦|俱|全|一样|照样|同样|同等)(?:可以?|能|行|要|收|招|欢迎|成|好|会|是|考虑|接受|录用|对待|报|来)|均可|皆可|亦可|都行|也行|都可|不限|不拘|随意|无所谓|没关系|没问题|不影响|不要紧|不碍事|不作(?:为)?(?:录用|录取|入职|聘用|任何)?(?:要求|限制|条件|依据)|不做(?:要求|限制)"
    r"|不设限|无(?:限制|要求|妨)|没(?:有)?(?:限制|要求)|不(?:要求|强求|计较|在乎|在意|在内|问|看|查|检|填|管|介意|重要|挑|歧视)|可以?(?:的)?(?:来|做|干|投|报名|胜任|参加)|可(?:应聘|报名|胜任|从事|入职|申请|做|来|投|以应聘)|可放宽|待遇(?:一样|相同)|同工|平等|各半|各\d|各[一二两三])"
)


@dataclass(frozen=True)
class Grammar:
    """A word about people, the demands around it, and what makes it harmless."""

    word: re.Pattern[str]
    before: re.Pattern[str] | None = None  # a demand that ends where the word begins
    after: re.Pattern[str] | None = None  # a demand that begins where the word ends
    bare: re.Pattern[str] | None = None  # what is a demand when it fills the clause
    harmless_before: re.Pattern[str] | None = None
    harmless_after: re.Pattern[str] | None = None
    bare_fields: frozenset[str] | None = None
    alone: re.Pattern[str] | None = None  # words that need no demand where the text says who is wanted
    filler: re.Pattern[str] | None = None  # what must not stand between the demand and the word

    @cached_property
    def needs(self) -> tuple[Needed, Needed | None]:
        """What the word needs, and what the bare demand needs."""
        return Needed(self.word), Needed(self.bare) if self.bare else None

    def spans(self, line: Line, letters: Set[str]) -> Iterator[tuple[int, int]]:
        """Where the word is a demand, with the words that make it one; in a part of the line of these letters."""
        word, bare = self.needs
        if word.touched(letters):
            yield from self._demands(line)
        if bare and bare.touched(letters):
            yield from self._bare(line)

    def _demands(self, line: Line) -> Iterator[tuple[int, int]]:
        text = line.text
        for match in self.word.finditer(text):
            start, end = match.span()
            low, high = clause(text, start, end)
            before, after = text[max(low, start - WINDOW) : start], text[end : min(high, end + WINDOW)]
            if self._harmless(before, after) or _MANY.match(after):
                continue
            follows = self.after.match(after) if self.after else None
            if _let_in(before) and not (follows and _PREFERRED.match(after)):
                continue
            demanded = self._demanded(before)
            if demanded or follows or self._alone(line, match, low, high):
                yield start - demanded, end + (follows.end() if follows else 0)

    def _alone(self, line: Line, match: re.Match[str], low: int, high: int) -> bool:
        """Whether the word says enough by itself: in the requirements, or after 要求："""
        if self.alone is None or not self.alone.fullmatch(match.group()):
            return False
        start, end = match.span()
        if line.field not in ASKING and not _ASKED.search(line.text, 0, start):
            return False
        if _PAST.search(line.text[low:start]) or _NEXT_OPEN.match(line.text, high):
            return False
        if _MANY.match(line.text, end) or _NAMED.search(line.text, low, end):
            return False
        return not _WELCOME.search(line.text, end, min(high, end + 12)) and not _SERVES.search(
            line.text, low, start
        )

    def _harmless(self, before: str, after: str) -> bool:
        if self.harmless_before and self.harmless_before.search(before):
            return True
        return bool(self.harmless_after and self.harmless_after.match(after))

    def _demanded(self, before: str) -> int:
        """How many letters before the word belong to the demand."""
        if self.before is None:
            return 0
        match = self.before.search(before)
        if match is None or (self.filler and self.filler.search(match.group("filler") or "")):
            return 0
        return len(before) - match.start()

    def _bare(self, line: Line) -> Iterator[tuple[int, int]]:
        assert self.bare is not None
        for match in self.bare.finditer(line.text):
            start, end = match.span()
            if start == end or not (line.starts(start) and line.ends(end)):
                continue
            if (
                self.bare_fields
                and line.field not in self.bare_fields
                and not _ASKED.search(line.text, 0, start)
            ):
                continue
            before, after = line.text[max(0, start - WINDOW) : start], line.text[end : end + WINDOW]
            low, _ = clause(line.text, start, end)
            if (
                not _let_in(before[-(start - low) :] if start > low else "")
                and not self._harmless(line.text[max(low, start - WINDOW) : start], after)
                and not (self.harmless_before and self.harmless_before.search(before))
            ):
                yield start, end


ASKING = frozenset({"requirements", "priority_note"})
"""The fields that say who is wanted."""
_ASKED = re.compile(r"(?:要求|条件|资格|标准)[:]")
_WELCOME = re.compile(
    rf"{WELCOME}|(?:也|亦|照|同样|照样|一样|同等)[^,不勿别免拒得要须]{{1,8}}(?=$|,)|照[招收用录要]|不(?:打听|打探|过问|犹豫)|谁[^,]{{0,5}}(?:都|一样)|算一个|来几个|随意|自便|可(?!加|投|面)|享|提供|协助|补贴|一视同仁|住宿|有宿舍|福利"
)
_NEXT_OPEN = re.compile(
    r",(?:照[招收用样]|都[要收行可成招来]|我们?都|[咱俺]都|一样[要收行的]|一视同仁|均可|不限|不挑|无所谓)"
)
_PAST = re.compile(
    r"(?:之前|以前|从前|原来|原先|上一?任|前任|前几任|上个|上一个|曾经|过去|历来|去年|往年|店里现在|班上)[^,招收要限]{0,6}$"
)
"""What is told of those who were here before."""
_MANY = re.compile(r"多(?!名|位|个)|较多|居多|占")
_NAMED = re.compile(r"(?:^|[,、:找]|联系人?|电话|请问)[^,、限招要只收勤细男女](?:女士|先生)$")
_SERVES = re.compile(
    r"照[顾看料护]|专做|教|弹|剪|护理(?!员)|陪护|看护|伺候|陪同|陪伴|陪|接待|服务(?!员)|引导|接送|辅导|搀扶|给|替|帮助|跟|面向|针对|雇主|业主|家里|家中|家有|老板|店长|同事|客户|顾客|会员|老人|患者|为(?=[^,]{2,})|尊重|熟悉|了解|擅长|组织|修剪|懂|会|能(?:够)?与|联系|服从|安置|欢迎|接受|招收|优先安排"
)
_NEGATED = re.compile(rf".*{NEGATION}(?P<rest>[^,]{{0,14}})$")
_PREFERRED = re.compile(r"[^,]{0,2}?(?:优先|更|最|尤佳|为佳|佳|首选|为主|吃香|先)")
_DEMAND = re.compile(rf"{LIMIT}|{PREFER}|必须|要求|只|但|不过|可是|除了|除外")


def _let_in(before: str) -> bool:
    """Whether what stands before is 不限, 不问 … and nothing after it takes that back."""
    match = _NEGATED.match(before)
    return match is not None and not _DEMAND.search(match.group("rest"))


def demands_before(*kinds: str, filler: int = 4) -> re.Pattern[str]:
    """A demand of these kinds at the end of the text before a word, with at most so many letters between."""
    return re.compile(rf"(?:{'|'.join(kinds)})[:,]?(?P<filler>[^,]{{0,{filler}}})$")


def demands_after(*kinds: str, filler: int = 3) -> re.Pattern[str]:
    """A demand of these kinds at the beginning of the text after a word."""
    return re.compile(rf"[^,男女]{{0,{filler}}}?(?:{'|'.join(kinds)})")


@dataclass(frozen=True)
class Rule:
    """One thing that the law forbids, or that needs a second look."""

    code: str
    level: str
    reason: str
    clause: str
    forbidden: re.Pattern[str] | None = None
    passing: re.Pattern[str] | None = None
    grammars: tuple[Grammar, ...] = ()
    across: bool = True  # whether the words may be split over two lines
    holds: Callable[[re.Match[str]], bool] | None = None

    @cached_property
    def _needs(self) -> Needed | None:
        return Needed(self.forbidden) if self.forbidden else None

    @cached_property
    def _first_letters(self) -> frozenset[str] | None:
        """Letters of which every offence holds one; None when any letters may offend."""
        needs = [self._needs, *(one for grammar in self.grammars for one in grammar.needs)]
        found = [one for one in needs if one is not None]
        return (
            None if any(one.anything for one in found) else frozenset().union(*(one.any_of for one in found))
        )

    def touched(self, letters: Set[str]) -> bool:
        """Whether words of these letters may break the rule at all: quick, and true more often than it need be."""
        first = self._first_letters
        return first is None or not first.isdisjoint(letters)

    def spans(self, line: Line, letters: Set[str]) -> Iterator[tuple[int, int]]:
        """Where the rule is broken in a line, by words of these letters."""
        text = line.text
        found = []
        if self.forbidden and self._needs and self._needs.met(letters):
            matches = (m for m in self.forbidden.finditer(text) if self.holds is None or self.holds(m))
            found += [m.span() for m in matches if not _let_in(_before(text, m.start()))]
        for grammar in self.grammars:
            found += grammar.spans(line, letters)
        if not found:
            return
        safe = [m.span() for m in self.passing.finditer(text)] if self.passing else []
        safe += [m.span() for m in _ABOUT.finditer(text)]
        for span in found:
            if not overlaps(span, safe):
                yield span


def _before(text: str, start: int) -> str:
    low, _ = clause(text, start, start)
    return text[max(low, start - WINDOW) : start]
