"""One spelling for the many ways in which the same word is written: variants, homophones, pinyin, traditional."""

import re
from typing import Final

TRADITIONAL: Final = str.maketrans(
    "齡歲戶殘體檢驗優僅祇單離懷產處兩對陽傳攜帶婦結證農鄉縣龍濱東遼寧無腳聾啞聽視擾請錄絕個員務護長業種後與從為須應該歡適崗職專標準歷稱媽寶爺們顏"
    "氣質紋屬關開門學漢滿維爾蘭礙實習範圍別會話還過給讓說寫沒這邊係幾萬藉嬰醫師車銀導購誠齊備責腦収經験",
    "龄岁户残体检验优仅只单离怀产处两对阳传携带妇结证农乡县龙滨东辽宁无脚聋哑听视扰请录绝个员务护长业种后与从为须应该欢适岗职专标准历称妈宝爷们颜"
    "气质纹属关开门学汉满维尔兰碍实习范围别会话还过给让说写没这边系几万籍婴医师车银导购诚齐备责脑收经验",
)
"""The traditional letters that occur in advertisements, one to one."""

VARIANTS: Final = str.maketrans(
    {
        **dict.fromkeys("侽莮♂🚹👨🧔👦", "男"),
        **dict.fromkeys("釹钕㚢♀🚺👩👧", "女"),
        "ü": "v",
        "ǖ": "v",
        "ǘ": "v",
        "ǚ": "v",
        "ǜ": "v",
        **dict.fromkeys("—–―‐‑−~〜～", "-"),
        **dict.fromkeys("。;!?", ","),
        **dict.fromkeys("，；！？", ","),
    }
)

_ALONE = r"(?<![a-z]){}(?![a-z])"


def _pinyin(*parts: str) -> str:
    return _ALONE.format(r"[-,、./+&]?".join(parts))


RESPELLED: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        # Hepatitis: 已肝, yi肝, 乙gan, 乙.肝, 乙月干
        (
            r"(?:乙|已|以|义|亿|依|(?<![a-z])yi|(?<![a-z])b型)[-,、./+&]?(?:型)?[-,、./+&]?(?:肝(?![尖花胆红腰])|月干|gan(?![a-z]))",
            "乙肝",
        ),
        (r"(?:(?<![a-z])hep(?:atitis)?-?b(?![a-z])|b型肝炎)", "乙肝"),
        (r"(?<!\d)[2二两][-,、./]?对[-,、./]?(?:半|ban(?![a-z]))", "两对半"),
        (r"大[-,、./]?(?:3|三|san)[-,、./]?(?:阳|yang(?![a-z]))", "大三阳"),
        (r"小[-,、./]?(?:3|三|san)[-,、./]?(?:阳|yang(?![a-z]))", "小三阳"),
        # Marriage and children: yi婚yi育, 已hun, 巳婚, 以婚以育
        (
            r"(?:(?<![a-z])yi|[已以巳己])[-,、./+&]?(?:婚|昏|hun(?![a-z]{2}))[-,、./+&]?(?:(?<![a-z])yi|(?<=hun)yi|[已以巳己])[-,、./+&]?(?:育|yu(?![a-z]))",
            "已婚已育",
        ),
        (r"(?:(?<![a-z])yi|[已以巳己])[-./+&]?(?:婚|昏|hun(?![a-z]))", "已婚"),
        (r"(?:(?<![a-z])wei|末)[-./+&]?(?:婚|昏|hun(?![a-z]))|未(?:hun(?![a-z])|[-./+&]?昏)", "未婚"),
        (r"(?:(?<![a-z])yi|[以巳])[-./+&]?育|[已以][-./+&]?yu(?![a-z])", "已育"),
        (r"(?:(?<![a-z])wei|末)[-./+&]?育|未yu(?![a-z])", "未育"),
        (r"婚[-./+&]育|(?<![a-z])hun育|婚yu(?![a-z])|" + _pinyin("hun", "yu"), "婚育"),
        (r"孕[-,、./+&]检|孕jian(?![a-z])|(?<![a-z])yun检|" + _pinyin("yun", "jian"), "孕检"),
        (r"验[-./+&]孕|验yun(?![a-z])|(?<![a-z])yan孕", "验孕"),
        (r"怀[-./+&]孕|怀yun(?![a-z])|(?<![a-z])huai孕|" + _pinyin("huai", "yun"), "怀孕"),
        # Origin
        (
            r"(?:户|沪|护)[-./+&]?(?:kou(?![a-z]))|(?<![a-z])hu口|户(?:[-./+&]口|[ロ囗])|沪口|"
            + _pinyin("hu", "kou"),
            "户口",
        ),
        (r"户[-./+&]?ji(?![a-z])|(?<![a-z])hu籍|户[-./+&]籍|" + _pinyin("hu", "ji"), "户籍"),
        (r"外di(?![a-z])|(?<![a-z])wai地|外[./]地|" + _pinyin("wai", "di"), "外地"),
        (r"本di(?![a-z])|(?<![a-z])ben地|本[./]地|" + _pinyin("ben", "di"), "本地"),
        (r"汉[-./+&]?zu(?![a-z])|(?<![a-z])han[-./+&]?族|汉[-./+&]族|" + _pinyin("han", "zu"), "汉族"),
        (r"少数民zu(?![a-z])", "少数民族"),
        # Disability
        (r"残[-./+&]?ji(?![a-z])|(?<![a-z])can[-./+&]?疾|残[-./+&]疾|" + _pinyin("can", "ji"), "残疾"),
        (r"残[-./+&]?zhang(?![a-z])|(?<![a-z])can障", "残障"),
        # Sex: nan, nv, 男xing, 难性, 田力
        (r"(?<![a-z])nan[-./+&]?(?:xing|性)(?![a-z])|男xing(?![a-z])", "男性"),
        (r"(?<![a-z])n[vu][-./+&]?(?:xing|性)(?![a-z])|女xing(?![a-z])", "女性"),
        (r"(?<![a-z])nan[-./+&]?(?:sheng|生)(?![a-z])|男sheng(?![a-z])", "男生"),
        (r"(?<![a-z])n[vu][-./+&]?(?:sheng|生)(?![a-z])|女sheng(?![a-z])", "女生"),
        (r"(?<![a-z])n[vu][-./+&]?(?:shi|士)(?![a-z])", "女士"),
        (r"(?<![a-z])nan[-./+&]?(?:shi|士)(?![a-z])", "男士"),
        (
            r"(?<![a-z])nan(?![a-z])|(?<=[招限只])[南难](?=[性生士的员工])|(?<![水地农种大])田力(?=[^量度]|$)",
            "男",
        ),
        (r"(?<![a-z])nv(?![a-z])|(?<=[招限只])[汝](?=[性生士的员工])", "女"),
        (r"(?<=[男女])[-./*](?=[性生士](?:$|[,优限]))", ""),
        (r"(?<=[限招])[-./:](?=[男女])", ""),
        (r"(?<![a-z])you先|优xian(?![a-z])|忧先", "优先"),
        (r"(?<![a-z])xian(?=[男女])", "限"),
    )
)
"""Patterns over squeezed lower-case text, and the word that the lint reads instead."""
