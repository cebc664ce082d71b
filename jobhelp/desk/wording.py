"""How staff reads the work list: kinds of work, groups of the day, due days."""

from datetime import date

from flask_babel import gettext

from jobhelp import labels
from jobhelp.claims.wording import lateness
from jobhelp.desk.worklist import Group, Item, Work, group_of
from jobhelp.texts import N_
from jobhelp.web import day

WORKS = {
    Work.CLAIM: N_("待遇申请"),
    Work.EMPLOYER: N_("单位核验"),
    Work.OPENING: N_("岗位审核"),
    Work.HELD: N_("导入待审"),
    Work.DUPLICATE: N_("可能重复"),
    Work.RECOVERY: N_("追回"),
}
ICONS = {
    Work.CLAIM: "scale",
    Work.EMPLOYER: "hire",
    Work.OPENING: "doc",
    Work.HELD: "down",
    Work.DUPLICATE: "swap",
    Work.RECOVERY: "yuan",
}
GROUPS = {
    Group.LATE: N_("已超期"),
    Group.TODAY: N_("今天"),
    Group.WEEK: N_("本周"),
    Group.LATER: N_("以后"),
}


def due(item: Item, today: date) -> str:
    """超 2 个工作日 · 今天 · 周四 · 12月3日（周四）."""
    late = item.days_late(today)
    if late:
        return lateness(late)
    group = group_of(item.due, today)
    if group is Group.TODAY:
        return gettext("今天")
    if group is Group.WEEK:
        return gettext(labels.label("weekday", item.due.weekday()))
    return day(item.due)
