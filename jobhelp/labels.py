"""The words for every stored code, in Chinese (msgids; English stands in the catalogue).

Pure code marks texts with `N_` (from here or from `jobhelp.texts`); web and commands translate them.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from jobhelp.texts import N_


class Kind(StrEnum):
    """The four kinds of opening."""

    MARKET = "market"
    ASSISTANCE = "assistance"
    WELFARE = "welfare"
    GIG = "gig"


class Education(IntEnum):
    """Levels of education; 0 is not said, or not asked."""

    UNKNOWN = 0
    PRIMARY = 1
    MIDDLE = 2
    SECONDARY = 3
    COLLEGE = 4
    BACHELOR = 5
    MASTER = 6
    DOCTOR = 7


class PayUnit(StrEnum):
    """What a wage is counted by."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    PIECE = "piece"
    YEAR = "year"
    ONCE = "once"


__all__ = ["DEMANDS", "Education", "KIND_CSS", "Kind", "LABELS", "N_", "PERKS", "PayUnit", "SHIFTS", "label"]
SHIFTS = ("day", "early", "evening", "night", "rotating")
DEMANDS = ("night", "heavy_lifting", "standing", "heights", "cold", "fumes", "screen", "riding")
PERKS = ("meals", "lodging", "insurance", "shuttle", "training", "rest_weekend", "daily_pay")
KIND_CSS = {"market": "mk", "assistance": "as", "welfare": "pw", "gig": "gg"}

LABELS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "market": N_("市场岗位"),
        "assistance": N_("援助岗位"),
        "welfare": N_("公益性岗位"),
        "gig": N_("零工"),
    },
    "education": {
        "0": N_("不限"),
        "1": N_("小学"),
        "2": N_("初中"),
        "3": N_("高中、中专或技校"),
        "4": N_("大专"),
        "5": N_("本科"),
        "6": N_("硕士"),
        "7": N_("博士"),
    },
    "shift": {
        "day": N_("白班"),
        "early": N_("早班"),
        "evening": N_("晚班"),
        "night": N_("夜班"),
        "rotating": N_("倒班"),
    },
    "demand": {
        "night": N_("上夜班"),
        "heavy_lifting": N_("搬重东西"),
        "standing": N_("长时间站着"),
        "heights": N_("登高"),
        "cold": N_("在户外受冻"),
        "fumes": N_("油烟或刺鼻气味"),
        "screen": N_("用电脑"),
        "riding": N_("骑电动车"),
    },
    "perk": {
        "meals": N_("包吃"),
        "lodging": N_("包住"),
        "insurance": N_("单位缴五险"),
        "shuttle": N_("有班车"),
        "training": N_("有人带教"),
        "rest_weekend": N_("周末休息"),
        "daily_pay": N_("当天结算"),
    },
    "pay_unit": {
        "month": N_("元/月"),
        "day": N_("元/天"),
        "hour": N_("元/时"),
        "piece": N_("元/件"),
        "year": N_("元/年"),
        "once": N_("元/次"),
    },
    "role": {
        "resident": N_("居民"),
        "employer": N_("用人单位"),
        "street_officer": N_("街道工作人员"),
        "district_officer": N_("区县工作人员"),
        "city_officer": N_("市级工作人员"),
        "fair_organiser": N_("招聘会主办方"),
        "auditor": N_("审计员"),
        "administrator": N_("系统管理员"),
    },
    "weekday": {
        "0": N_("周一"),
        "1": N_("周二"),
        "2": N_("周三"),
        "3": N_("周四"),
        "4": N_("周五"),
        "5": N_("周六"),
        "6": N_("周日"),
    },
    "opening_state": {
        "draft": N_("草稿"),
        "review": N_("等待审核"),
        "published": N_("正在招人"),
        "paused": N_("暂停招人"),
        "filled": N_("已招满"),
        "closed": N_("已停止招人"),
        "expired": N_("已过期"),
        "withdrawn": N_("已撤下"),
    },
    "application_state": {
        "applied": N_("已报名"),
        "viewed": N_("单位已查看"),
        "invited": N_("约您面试"),
        "offered": N_("愿意录用您"),
        "accepted": N_("您已接受"),
        "hired": N_("已录用"),
        "refused": N_("这次不合适"),
        "withdrawn": N_("您已撤回"),
        "closed": N_("岗位已结束"),
    },
    "application_state_employer": {
        "applied": N_("新报名"),
        "viewed": N_("已查看"),
        "invited": N_("已约面试"),
        "offered": N_("已发录用意向"),
        "accepted": N_("对方已接受"),
        "hired": N_("已录用"),
        "refused": N_("已婉拒"),
        "withdrawn": N_("对方已撤回"),
        "closed": N_("岗位已结束"),
    },
    "employer_state": {
        "pending": N_("等待核验"),
        "verified": N_("已核验"),
        "refused": N_("核验未通过"),
    },
    "family": {
        "home": N_("家政、带孩子、养老"),
        "health": N_("医护和保健"),
        "food": N_("餐饮和食品"),
        "clean": N_("保洁、环卫、绿化"),
        "guard": N_("保安和物业"),
        "transport": N_("送货、仓库、开车"),
        "retail": N_("商店和销售"),
        "tourism": N_("宾馆、旅游、冰雪"),
        "factory": N_("工厂"),
        "repair": N_("维修"),
        "build": N_("建筑和装修"),
        "office": N_("办公室和客服"),
        "personal": N_("美容美发和生活服务"),
        "farm": N_("农林和养殖"),
        "community": N_("社区和公益岗位"),
        "casual": N_("临时零活"),
        "": N_("各行都用得上"),
    },
    "meeting_how": {
        "in_person": N_("当面"),
        "phone": N_("通电话"),
    },
    "refusal_reason": {
        "experience": N_("这次需要经验更对口的人"),
        "hours": N_("上班时间对不上"),
        "certificate": N_("还缺岗位要求的证书"),
        "distance": N_("路太远，担心您来回辛苦"),
        "chosen_other": N_("这次已经选了别人，谢谢您报名"),
        "post_changed": N_("岗位有变化，暂时不招了"),
    },
}


def label(family: str, code: object) -> str:
    """The Chinese label of `code` in `family`; KeyError when the code is unknown."""
    return LABELS[family][str(code)]
