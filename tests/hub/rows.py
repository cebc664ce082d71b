"""Our own advertisements in the three layouts, as files: the names are invented, the forms are those of the sources."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.hub import service
from jobhelp.hub.intake import Intake, take_in
from jobhelp.hub.mapping import Mapped
from jobhelp.hub.models import ImportRun
from jobhelp.openings.models import Opening
from jobhelp.orm import write_session
from jobhelp.reference.queries import book

HEADER_51JOB = [
    "jobName",
    "tags",
    "area",
    "salary",
    "workYear",
    "degree",
    "companyName",
    "companyType",
    "companySize",
    "logo",
    "issueDate",
]
HEADER_ZHILIAN = list("01234567")
HEADER_DESC = [
    "岗位名称",
    "岗位薪资",
    "工作地点",
    "岗位关键词",
    "工作经验",
    "学历要求",
    "公司名",
    "福利",
    "岗位职责",
    "职位链接",
]
NO_COUNTS: dict[str, Any] = dict.fromkeys(
    [
        "read",
        "imported",
        "updated",
        "unchanged",
        "duplicates",
        "held",
        "rejected",
        "repeated",
        "elsewhere",
        "likely_duplicates",
        "doubtful_pay",
        "in_city",
        "with_occupation",
        "damaged_characters",
    ],
    0,
) | {
    "layout": "51job",
    "header": [],
    "pay": {"stated": 0, "normalised": 0, "share": 1.0, "by_agreement": 0, "not_stated": 0, "formats": []},
}
"""The counts of a run over a file without rows."""
ADDRESS = "http://www.example.com/jobdetail/CC{serial:06d}.htm"


def job51(title: str = "写字楼保洁", **cells: str) -> list[str]:
    """A row in the manner of 51job."""
    values = {
        "jobName": title,
        "tags": "无需经验,初中及以下,包住宿,五险一金,节日福利",
        "area": "黑龙江省哈尔滨南岗区",
        "salary": "3-4千",
        "workYear": "无需经验",
        "degree": "",
        "companyName": "示例物业服务有限公司",
        "companyType": "民营",
        "companySize": "50-150人",
        "logo": "https://img.example.com/logo.png",
        "issueDate": "2025-11-12 09:22:00",
    } | cells
    return [values[name] for name in HEADER_51JOB]


def zhilian(serial: int = 1, **cells: str) -> list[str]:
    """A row in the manner of Zhilian, with the address of its posting."""
    values = {
        "title": "餐厅服务员",
        "employer": "          示例饺子馆        ",
        "pay": "3千-4千·13薪",
        "tags": "包吃|包住|可预支薪水|民营|20-99人|餐饮服务",
        "place": "哈尔滨·道里·兆麟",
        "experience": "经验不限",
        "education": "学历不限",
        "link": ADDRESS.format(serial=serial),
    } | cells
    return list(values.values())


def described(serial: int = 1, **cells: str) -> list[str]:
    """A row with a description in a cell of several lines."""
    values = {
        "岗位名称": "养老护理员",
        "岗位薪资": "4千-6千",
        "工作地点": "长春",
        "岗位关键词": "五险一金\n包吃\n节日福利",
        "工作经验": "1-3年",
        "学历要求": "中专",
        "公司名": "示例颐养院",
        "福利": "五险一金\n包吃\n节日福利",
        "岗位职责": "职位描述\n岗位职责：\n1、照顾老人起居；\n2、记录体温和饮食；\n任职要求：\n1、有耐心；\n2、持健康证。",
        "职位链接": f"https://jobs.example.com/CC{serial:06d}.htm",
    } | cells
    return [values[name] for name in HEADER_DESC]


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    """A CSV file."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def zhilian_file(*rows: Sequence[str]) -> bytes:
    """A file in the manner of Zhilian."""
    return csv_bytes(HEADER_ZHILIAN, rows)


def xlsx_bytes(rows: Iterable[Sequence[Any]], *, merge: str = "") -> bytes:
    """A workbook with one sheet; `merge` is a range to merge, as in A1:H1."""
    book_ = Workbook()
    sheet = book_.active
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    book_.save(file)
    return file.getvalue()


def take(
    session: Session, content: bytes, *, mapping: Mapped | None = None, today: date | None = None
) -> Intake:
    """Read a file with the names of this database."""
    names = service.names_of(book(session))
    return take_in(content, filename="岗位.csv", names=names, today=today or clock.today(), mapping=mapping)


def bring(engine: Engine, content: bytes, source: str = "智联", **options: Any) -> ImportRun:
    """Import a file in one transaction of its own, as the command does."""
    with write_session(engine) as session:
        service.lock(session)
        intake = take(session, content, mapping=options.pop("mapping", None))
        plan = service.examine(session, intake, source)
        return service.apply(session, plan, valid_days=options.pop("valid_days", 30), **options)


def openings(engine: Engine) -> list[Opening]:
    """All openings, in the order in which they came."""
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Opening).order_by(Opening.id)))


def how_many(engine: Engine, table: type[Any]) -> int:
    """The number of rows of a table."""
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def short(counts: dict[str, Any]) -> dict[str, int]:
    """The counts of the issue that are not zero."""
    names = ("read", "imported", "updated", "unchanged", "duplicates", "held", "rejected")
    return {name: counts[name] for name in names if counts[name]}
