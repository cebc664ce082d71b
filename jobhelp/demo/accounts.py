"""The accounts with which the demo city is looked at. Their password and one-time secret are public: for demos only."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyotp
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts import service as accounts
from jobhelp.accounts.models import User
from jobhelp.demo.invented import phone
from jobhelp.labels import label
from jobhelp.permissions import STAFF, Role

PASSWORD = "snow-lantern-harbin"
TOTP_SECRET = "JOBHELPDEMOHARBINWINTERSNOW23456"
ENGLISH = {
    Role.RESIDENT: "Resident",
    Role.EMPLOYER: "Employer",
    Role.STREET_OFFICER: "Street officer",
    Role.DISTRICT_OFFICER: "District officer",
    Role.CITY_OFFICER: "City officer",
    Role.FAIR_ORGANISER: "Fair organiser",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True)
class Account:
    """One account to look at the city with. `firm` is the employer's name; `life` the resident's profile by name."""

    serial: int
    role: Role
    name: str
    about: str
    district: str | None = None
    street: str | None = None
    firm: str = ""
    life: dict[str, Any] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    recognised: bool = False

    @property
    def phone(self) -> str:
        """The telephone number with which one signs in."""
        return phone(self.serial)


ACCOUNTS = (
    Account(
        1,
        Role.RESIDENT,
        "王丽华",
        "南岗区，做过两年后厨，只上白班",
        "230103",
        "230103001",
        life={
            "wanted": ["后厨帮工", "中式面点师", "保洁员"],
            "words": "离家近，白班，包一顿饭最好",
            "past": [("后厨帮工", 2.0), ("商品营业员", 3.5)],
            "skills": ["dough", "knife_work", "home_cooking"],
            "certificates": [],
            "education": 2,
            "max_km": 5.0,
            "pay_min": 260_000,
            "shifts": ["day"],
            "earliest": 390,
            "latest": 1080,
            "hours_max": 8.0,
            "days": [0, 1, 2, 3, 4, 5],
            "cannot": ["night", "heavy_lifting"],
        },
        facts=("older", "long_unemployed"),
        recognised=True,
    ),
    Account(
        2,
        Role.RESIDENT,
        "赵宇航",
        "松北区，程序员，外地也去",
        "230109",
        "230109006",
        life={
            "wanted": ["程序员", "软件测试员"],
            "words": "Python 后端开发，数据分析也可以",
            "past": [("程序员", 2.0)],
            "skills": ["programming", "office_software", "english"],
            "certificates": [],
            "no_certificate": True,
            "education": 5,
            "max_km": 20.0,
            "pay_min": 600_000,
            "beyond_city": True,
        },
    ),
    Account(
        3,
        Role.RESIDENT,
        "刘佳怡",
        "道里区，平面和网页设计，外地也去",
        "230102",
        "230102019",
        life={
            "wanted": ["平面设计员", "文员"],
            "words": "UI设计，网页设计",
            "past": [("平面设计员", 1.5)],
            "skills": ["drawing", "office_software", "typing"],
            "education": 4,
            "max_km": 15.0,
            "pay_min": 400_000,
            "cannot": ["heavy_lifting", "night"],
            "beyond_city": True,
        },
    ),
    Account(
        4,
        Role.RESIDENT,
        "孙国庆",
        "道外区，关掉了个性化推荐",
        "230104",
        "230104001",
        life={
            "wanted": ["保安员", "打更看守员"],
            "past": [("装配钳工", 18.0)],
            "education": 3,
            "max_km": 8.0,
            "pay_min": 220_000,
            "personalised": False,
            "plain_order": "nearest",
        },
        facts=("older",),
    ),
    Account(
        11,
        Role.EMPLOYER,
        "孙主管",
        "暖冬物业，有岗位在招、在审",
        "230103",
        firm="暖冬物业管理有限公司（示例）",
    ),
    Account(
        12,
        Role.EMPLOYER,
        "李店长",
        "松江人家餐饮，有人报名待回话",
        "230102",
        firm="松江人家餐饮管理有限公司（示例）",
    ),
    Account(13, Role.EMPLOYER, "店主", "新味小厨，还在等核验", "230102", firm="新味小厨（示例）"),
    Account(21, Role.STREET_OFFICER, "花园街道就业窗口", "南岗区花园街道", "230103", "230103001"),
    Account(22, Role.DISTRICT_OFFICER, "南岗区就业科", "南岗区，审核岗位和单位", "230103"),
    Account(23, Role.DISTRICT_OFFICER, "道里区就业科", "道里区，审核岗位和单位", "230102"),
    Account(24, Role.CITY_OFFICER, "市就业服务中心", "全市"),
    Account(25, Role.FAIR_ORGANISER, "市招聘会办公室", "全市"),
    Account(26, Role.AUDITOR, "市审计组", "查看操作记录"),
    Account(27, Role.ADMINISTRATOR, "系统管理员", "管理工作人员账户"),
)


def open_accounts(session: Session) -> dict[int, User]:
    """Open all of them; serial → account. Staff have their one-time code set up already."""
    opened = {}
    for account in ACCOUNTS:
        user = accounts.create_user(
            session,
            role=account.role,
            display_name=account.name if account.role in STAFF else account.name[:1] + "*",
            phone=account.phone,
            password=PASSWORD,
            district_code=account.district,
            street_code=account.street if account.role in STAFF else None,
            demo=True,
        )
        if account.role in STAFF:
            user.totp_secret = TOTP_SECRET
            user.totp_confirmed = True
        opened[account.serial] = user
    session.flush()
    newcomer = accounts.create_staff(  # waits for the city officer, who confirms it
        session,
        role=Role.STREET_OFFICER,
        display_name="孙莉",
        phone=phone(28),
        district_code="230104",
        by=opened[27],
    )
    session.get_one(User, newcomer.user_id).demo = True
    return opened


def accounts_text() -> str:
    """The table that a start prints: roles, phone numbers, the password, the one-time secret and its present code."""
    seconds_left = 30 - int(clock.now().timestamp()) % 30
    code = pyotp.TOTP(TOTP_SECRET).at(clock.now())
    head = ("角色 Role", "手机号 Phone", "是谁 Who")
    rows = [
        (f"{label('role', one.role.value)} {ENGLISH[one.role]}", one.phone, _who(one)) for one in ACCOUNTS
    ]
    return "\n".join(
        (
            "演示账户 Demo accounts",
            *_columns([head, *rows]),
            f"  密码 Password：{PASSWORD}（所有账户 all accounts）",
            "  工作人员登录还要输入动态码。Staff also enter a one-time code.",
            f"  动态码密钥 TOTP secret：{TOTP_SECRET}",
            f"  现在的动态码 Code now：{code}（还有 {seconds_left} 秒 seconds left；"
            "再看一次 again: jobhelp demo-accounts）",
            "  只在演示时能用，生产环境拒绝这些账户。For demos only: refused in production.",
            "",
        )
    )


def _who(account: Account) -> str:
    return f"{account.name}：{account.about}" if account.role is Role.RESIDENT else account.about


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines with the columns in line, also where characters are two cells wide."""
    widths = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(
            cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
