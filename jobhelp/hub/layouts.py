"""The layouts that we know: which heading holds which fact. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from jobhelp.labels import N_

OURS = "（导入时不读）"  # columns that our own list of returned rows adds; never read back
TAG_SEPARATORS = r"[,，;；|\n、]"

FIELDS: Mapping[str, str] = {
    "title": N_("岗位名称"),
    "employer": N_("招聘单位"),
    "pay": N_("工资待遇"),
    "pay_min": N_("最低工资"),
    "pay_max": N_("最高工资"),
    "pay_unit": N_("工资单位"),
    "place": N_("工作地点"),
    "education": N_("学历要求"),
    "experience": N_("工作经验"),
    "tags": N_("标签"),
    "duties": N_("工作内容"),
    "requirements": N_("任职要求"),
    "hours": N_("工作时间"),
    "headcount": N_("招聘人数"),
    "valid_until": N_("截止日期"),
    "occupation": N_("职业"),
    "link": N_("招聘网址"),
}
REQUIRED = ("title", "employer")
JOINED: Mapping[str, str] = {"place": "·", "pay": ""}  # others are joined by a line break


@dataclass(frozen=True)
class Layout:
    """Fields by the headings that hold them. `marks` are headings that must be there for it to be this layout."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...]
    tag_separators: str = TAG_SEPARATORS


KNOWN = (
    Layout(
        "51job",
        {
            "title": ("jobName",),
            "employer": ("companyName",),
            "pay": ("salary",),
            "place": ("area",),
            "education": ("degree",),
            "experience": ("workYear",),
            "tags": ("tags",),
        },
        ("jobName", "area", "salary", "companyName"),
        r"[,，]",
    ),
    Layout(
        "zhilian",
        {
            "title": ("0",),
            "employer": ("1",),
            "pay": ("2",),
            "tags": ("3",),
            "place": ("4",),
            "experience": ("5",),
            "education": ("6",),
            "link": ("7",),
        },
        tuple("01234567"),
        r"\|",
    ),
    Layout(
        "zhilian_desc",
        {
            "title": ("岗位名称",),
            "employer": ("公司名",),
            "pay": ("岗位薪资",),
            "place": ("工作地点",),
            "education": ("学历要求",),
            "experience": ("工作经验",),
            "tags": ("岗位关键词", "福利"),
            "duties": ("岗位职责",),
            "link": ("职位链接",),
        },
        ("岗位名称", "岗位薪资", "工作地点", "公司名"),
        r"\n",
    ),
)
