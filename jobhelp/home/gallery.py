"""What the component gallery shows: one example for each macro in each state."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from jobhelp import clock
from jobhelp.web import Order

ICONS = [
    "search",
    "mk",
    "as",
    "pw",
    "gg",
    "yuan",
    "pin",
    "cal",
    "fair",
    "hire",
    "phone",
    "check",
    "x",
    "plus",
    "minus",
    "okc",
    "noc",
    "qc",
    "warn",
    "info",
    "clock",
    "doc",
    "print",
    "star",
    "cr",
    "cd",
    "ar",
    "bus",
    "shield",
    "home",
    "bowl",
    "user",
    "users",
    "filter",
    "list",
    "map",
    "chart",
    "scale",
    "swap",
    "speak",
    "bell",
    "down",
    "book",
    "flag",
    "eye",
    "lock",
    "snow",
    "back",
    "video",
    "grad",
]
STATUSES = [
    ("已录用", "ok"),
    ("等待答复", "wait"),
    ("约您面试", "attention"),
    ("已超期", "late"),
    ("已撤回", "muted"),
]
STEPS = [
    {
        "state": "done",
        "title": "您报名",
        "when": "11月20日（周五）",
        "text": "单位先看到您会什么、哪天能来。",
    },
    {"state": "now", "title": "等单位回话", "when": "今天", "text": ""},
    {"state": "todo", "title": "面试", "when": "", "text": "您选时间。"},
]


class SampleForm(Form):
    """One field of every sort."""

    name = StringField("姓名", [InputRequired("请填姓名")], description="和身份证上一样")
    phone = StringField("手机号", [InputRequired("请填手机号")])
    pay = StringField("每月工资", [Optional()])
    password = PasswordField("密码", [InputRequired("请填密码")])
    about = TextAreaField("每天做什么", [InputRequired("请写一写每天做什么")])
    district = SelectField(
        "区县",
        [Optional()],
        choices=[
            SelectChoice("", "请选择"),
            SelectChoice("230103", "南岗区"),
            SelectChoice("230102", "道里区"),
        ],
    )
    when = RadioField(
        "什么时候能上班",
        [InputRequired("请选一项")],
        choices=[SelectChoice("day", "白班"), SelectChoice("night", "夜班")],
    )
    yes = RadioField(
        "会骑电动车吗",
        [InputRequired("请选一项")],
        choices=[SelectChoice("1", "会"), SelectChoice("0", "不会")],
    )
    skills = SelectMultipleField(
        "会做什么",
        choices=[
            SelectChoice("clean", "保洁"),
            SelectChoice("cook", "做饭"),
            SelectChoice("care", "照顾老人"),
        ],
    )
    agree = BooleanField("我看过隐私说明", [InputRequired("请先看隐私说明")])
    start = DateField("哪天起", [Optional()])
    sheet = FileField("岗位表")


def opening(**fields: Any) -> Any:
    """An opening that looks like a row of the table."""
    now = clock.now()
    values: dict[str, Any] = {
        "id": 1, "number": "230103-0932", "kind": "market", "title": "写字楼保洁", "employer_name": "示例物业",
        "pay_min": 280000, "pay_max": 280000, "pay_unit": "month", "pay_text": "", "headcount": 4, "taken": 1,
        "district_code": "230103", "street_code": None, "place_text": "", "outside_city": False,
        "education_min": 0, "certificates": [], "shifts": ["day"], "starts_at": 420, "ends_at": 1020,
        "hours_note": "", "perks": ["insurance", "rest_weekend"], "gig_on": None, "gig_from": None,
        "gig_to": None, "published_at": now, "valid_until": clock.today() + timedelta(days=11),
    }  # fmt: skip
    return SimpleNamespace(**(values | fields))


def openings() -> dict[str, Any]:
    """The cards: each kind, and the awkward ones."""
    return {
        "market": opening(),
        "assistance": opening(
            kind="assistance", title="社区食堂面点帮工", pay_min=320000, pay_max=360000, starts_at=330, ends_at=810
        ),
        "welfare": opening(
            kind="welfare", title="独居老人探访员", pay_min=2100, pay_max=2100, pay_unit="hour", perks=[], starts_at=540,
            ends_at=720, employer_name="花园街道办事处",
        ),
        "gig": opening(
            kind="gig", title="展会布置搬运", pay_min=18000, pay_max=18000, pay_unit="day", perks=["daily_pay", "meals"],
            gig_on=clock.today() + timedelta(days=2), gig_from=time(8), gig_to=time(17),
        ),
        "bare": opening(
            title="一个名字特别特别长的岗位，用来看看标题在窄屏幕上怎么换行", pay_min=None, pay_max=None, pay_unit=None,
            starts_at=None, ends_at=None, shifts=[], perks=[], district_code=None, published_at=None,
        ),
    }  # fmt: skip


def forms() -> tuple[SampleForm, SampleForm]:
    """The form as it is opened, and as it comes back with everything missing."""
    failed = SampleForm()
    failed.validate()
    failed.form_errors.append("这个手机号已经注册过")
    return SampleForm(data={"skills": ["cook"], "when": "day"}), failed


def reasons() -> tuple[list[Markup], list[Markup]]:
    """Three for, one against."""
    return (
        [
            Markup("走路 <b>13 分钟</b>就到"),
            Markup("您做过 <b>2 年后厨</b>，正好用上"),
            Markup("只有白班，和您填的一样"),
        ],
        [Markup("早上 <b>5:30</b> 上班，比您填的早一小时")],
    )


def shown(*, failed: bool) -> dict[str, Any]:
    """Everything that the gallery's page asks for."""
    fresh, with_errors = forms()
    plus, minus = reasons()
    return {
        "form": with_errors if failed else fresh,
        "openings": openings(),
        "plus": plus,
        "minus": minus,
        "icons": ICONS,
        "statuses": STATUSES,
        "steps": STEPS,
        "page_url": lambda page: f"/components?page={page}#pages",
        "order": Order("-amount", "due"),
        "sort_url": lambda sort: f"/components?sort={sort or ''}#sorting",
    }
