"""Lawful grounds: what would shut people out, but for a reason that the law knows. Staff see it; it does not block.

Washing a naked woman, a coal face that the law keeps women from, a mother in a play, a slaughter by the rule of a
faith, a public-welfare post for the registered unemployed of the city. The ground must be said, not only called on
(因工作需要), must be for the same sex, and must not belong to another post than the limit does.
"""

import re
from collections.abc import Sequence

from jobhelp.openings.lint.text import Line, any_of, clause, words

IDLE = words(
    "前台 收银 文员 文职 会计 出纳 财务 保安 门岗 门卫 司机 厨师 后厨 帮厨 客服 销售 导购 行政 人事 库管 仓管 装卸 搬运工 洗碗 锅炉 主管 经理 采购 超市 小卖 便利店 吧台 售票 检票 停车 大堂 大厅 走廊 外围 办公 食堂 配餐 地面 井上 化妆 场务 灯光 剪辑 运营 编导 道具 分割工 包装 装车 统计 其他 其余 别的岗 全体 所有 员工 全员 另招 另外"
)
"""Posts for which none of the grounds below can hold: beside them a ground is told of somebody else."""

BRIEF = 14
"""A line of so few letters names the post, as a title does."""

_TOO = r"(?:旁|外(?!聘)|门口|对面|隔壁|楼下|附近|用品|设计|装修|改造|安装|床位|可住|免费|包住)"


def _room(sex: str, other: str) -> re.Pattern[str]:
    """A place where people of this sex undress or sleep, and where somebody works."""
    return re.compile(
        rf"(?<!{other})(?<!{other}[、/和,])(?<!住)(?<!提供)(?<!有)(?<!排)(?<!剩)(?<!配)(?<!分)(?<!供){sex}"
        rf"(?:生|子|性|宾|员工|工|职工|犯)?(?:浴|汤|池子?|宾[部区]|部(?![门分队落])|更衣|换衣|淋浴|桑拿|汗蒸|宿舍|公寓|寝|生?楼|舍|厕|卫生间|卫浴|洗手间|监(?![事督控理察考护])|戒毒|拘留|看守所|被拘|收容|澡堂|搓澡|试衣)"
        rf"(?![^,]{{0,3}}{_TOO})"
    )


ROOM = {"女": _room("女", "男"), "男": _room("男", "女")}
NAKED = re.compile(
    words(
        "洗澡 擦洗 擦身 擦澡 擦浴 洗身 沐浴 助浴 翻身 换尿 尿布 尿垫 尿不湿 纸尿裤 尿裤 接尿 接屎 接大小便 端屎 端尿 屎尿 如厕 上厕所 大小便 导尿 擦屁股 换内衣 换贴身 穿脱 下身 私处 会阴"
    )
)
"""What is done to a body that nobody likes to show."""
PERSON = {
    "女": re.compile(
        words(
            "奶奶 老太 姥姥 婆婆 岳母 母亲 [我他俺]妈 妈妈 老娘 大娘 女老人 女患者 女病人 女性 女住户 产妇 [大二三四老小]姨 姑姑 [大二三老]姑 [大二三]婶 嫂子"
        )
    ),
    "男": re.compile(
        words(
            "爷爷 老爷子 老头 姥爷 公公 岳父 父亲 [我他俺]爸 爸爸 老爸 老爹 大爷 男老人 男患者 男病人 男性 叔叔 [大二三四老]叔 舅舅 [大二三老]舅 大伯 [大二]爷"
        )
    ),
}
WHO_IS_SEARCHED = words("乘客 旅客 考生 犯 嫌疑人 顾客 学员 来访 来宾 观众 在押 戒毒 被检 游客 球迷 职工")
SEARCH = re.compile(words("手检 手持 搜身 身检 拍身 人身检查 人身安全检查 触摸 贴身检查 摸检"))
GUARD = re.compile(r"保安|安检|辅警|协检")
SEARCHED = {sex: re.compile(rf"{sex}(?:性|士|子)?(?:的)?{WHO_IS_SEARCHED}") for sex in "男女"}
FORBIDDEN_TO_WOMEN = re.compile(
    r"井下|下井|(?:女职工|妇女)[^,]{0,12}(?:禁忌|禁止|不得从事|特别规定)|禁忌(?:劳动|从事|作业)|第?四级体力"
)
STAGE = re.compile(
    words(
        "演员 剧组 剧团 短剧 演出 实景剧 情景剧 话剧 小品 舞台剧 影视 影片 电影 电视剧 微电影 配音 有声书 有声小说 广播剧 哑剧 二人转 群演 npc 剧本杀 评剧 京剧 戏曲 龙江剧 声优 旁白 音乐剧 动画"
    )
)
PART = re.compile(
    r"角色|饰|扮|演(?![示讲员出唱奏播])|配音|行当|旦角|丑|武生|花旦|老生|青衣|老旦|主角|配角|戏份|反串|男[一二三]号|女[一二三]号"
)
SLAUGHTER = re.compile(r"屠宰|宰牲|宰杀|下刀|主刀|操刀|执刀|动刀|宰[牛羊鸡活]|开刀")
HALAL = re.compile(r"清真|回民|阿訇|教规|伊斯兰")
WELFARE = re.compile(r"公益性?岗|公益性岗位|(?:登记)?(?:失业人员|就业困难)|零就业")
TURNED = re.compile(
    r"不招|不收|不要|不得|不让|不愿|不肯|不好意思|不用|不许|不能|不准|别让|别来|禁|勿|拒|谢绝|免谈|不安排|不考虑"
)
"""After or before these words the other sex is the one that is wanted."""

MEASURE = r"(?:性|士|生|的)?(?:身高|年龄|个头)?(?:要|在|须|需|满|不低于|不超过|不满|未满|年?满|最低)?(?:1[.米][4-9]\d?米?|1[4-9]\d|一米[四五六七八九].?|[1-6]\d)(?:cm|厘米|公分|周?岁)?(?:[-至到]\d\d(?:周?岁)?)?(?:以上|以下|以内|往上|及以上|及以下)?"
BOTH_MEASURED = any_of(
    rf"男{MEASURE}[,、/]?女{MEASURE}(?!\d|元|块)", rf"女{MEASURE}[,、/]?男{MEASURE}(?!\d|元|块)"
)
"""A height or an age for men and another one for women: nobody of either sex is shut out as such."""

_UNIT = re.compile(r"[岁满米高龄到至-]|以[上下内]|1[.]?[4-9]\d")
"""男20女10 counts heads; with one of these it tells a height or an age."""
_BOTH_OLD = re.compile(r"男女(?:老|患|病|住|都)|老两口|老夫妻")
_MEN = re.compile(r"男|小伙|大爷|大哥|大叔|爷们|汉子|兄弟|先生")
_WOMEN = re.compile(r"女|姑娘|大姐|阿姨|嫂|媳妇|大妈|大娘|姐妹|妇")
_IDLE = re.compile(IDLE)
_HERE = re.compile(r"户口|户籍|本[市区县辖街]|哈尔滨|居民|籍")


def excused(code: str, read: Sequence[Line], line: Line, start: int, end: int) -> bool:
    """Whether what stands here is a limit for which the advertisement gives a lawful ground."""
    if code not in ("sex", "sex_age", "ethnicity", "origin"):
        return False
    low, high = clause(line.text, start, end)
    here, said = line.text[low:high], line.text[start:end]
    if code in ("sex", "sex_age") and any(
        m.start() < end and start < m.end() and _UNIT.search(m.group())
        for m in BOTH_MEASURED.finditer(line.text)
    ):
        return True
    whole = ",".join(one.text for one in read)
    if code == "origin" and "口音" in said and STAGE.search(whole):
        return True
    if code == "origin":
        return bool(WELFARE.search(whole) and _HERE.search(said) and not TURNED.search(here))
    if _IDLE.search(here):
        around = here
    elif any(_IDLE.search(one.text) for one in read if one.field == "title" or len(one.text) < BRIEF):
        around = line.text
    else:
        around = whole
    if code == "ethnicity":
        return _is_slaughter(around) and "汉" not in said
    sex = _wanted(said, here)
    return sex is not None and _has_ground(sex, here, around, whole)


def _wanted(said: str, here: str) -> str | None:
    """Which sex is asked for, where one is."""
    men, women = bool(_MEN.search(said)), bool(_WOMEN.search(said))
    if men == women:
        return None
    at = here.find(said)
    near = here[max(0, at - 6) : at] + said + here[at + len(said) : at + len(said) + 4]
    return "男" if men != bool(TURNED.search(near)) else "女"


def _has_ground(sex: str, here: str, around: str, whole: str) -> bool:
    other = "男" if sex == "女" else "女"
    if ROOM[sex].search(here if ROOM[other].search(whole) else around):
        return True
    if (
        NAKED.search(around)
        and not _BOTH_OLD.search(whole)
        and (
            PERSON[sex].search(here)
            or (PERSON[sex].search(around) and not PERSON[other].search(_without(whole, here)))
        )
    ):
        return True
    searching = whole if GUARD.search(here) else around
    if SEARCH.search(searching) and SEARCHED[sex].search(searching):
        return True
    if sex == "男" and FORBIDDEN_TO_WOMEN.search(around):
        return True
    return bool(PART.search(around) and STAGE.search(around))


def _without(whole: str, here: str) -> str:
    """The other clauses: 要女性 is no woman who is cared for."""
    return whole.replace(here, "")


def _is_slaughter(around: str) -> bool:
    return bool(SLAUGHTER.search(around) and HALAL.search(around))
