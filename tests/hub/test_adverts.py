"""One row becomes an advertisement in our terms, or a reason why it cannot be one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from jobhelp.hub.adverts import Advert
from jobhelp.hub.formulas import neutralised, restored
from jobhelp.hub.intake import Intake
from jobhelp.hub.mapping import read_mapping
from jobhelp.hub.reading import FileRefused
from jobhelp.hub.returned import as_csv
from tests.hub.rows import (
    HEADER_51JOB,
    HEADER_DESC,
    HEADER_ZHILIAN,
    csv_bytes,
    described,
    job51,
    take,
    xlsx_bytes,
    zhilian,
    zhilian_file,
)

TODAY = date(2025, 11, 20)


def only(intake: Intake) -> Advert:
    assert intake.rejections == ()
    (advert,) = intake.adverts
    return advert


def reasons(intake: Intake) -> list[tuple[int, str, str]]:
    return [(row.line, row.field, row.reason) for row in intake.rejections]


def test_a_row_of_51job_is_read(session: Session) -> None:
    values = only(take(session, csv_bytes(HEADER_51JOB, [job51()]))).values
    expected = {
        "kind": "market",
        "title": "写字楼保洁",
        "employer_name": "示例物业服务有限公司",
        "occupation_code": "4-09-08-01",
        "pay_min": 300_000,
        "pay_max": 400_000,
        "pay_unit": "month",
        "pay_text": "3-4千",
        "district_code": "230103",
        "outside_city": False,
        "place_text": "",
        "education_min": 0,
        "experience_min": 0.0,
        "perks": ["lodging", "insurance"],
        "tags": ["节日福利"],
        "headcount": 1,
        "source_url": "",
        "flags": [],
    }
    assert {name: values[name] for name in expected} == expected


def test_a_row_of_zhilian_is_read(session: Session) -> None:
    values = only(take(session, zhilian_file(zhilian()))).values
    expected = {
        "title": "餐厅服务员",
        "employer_name": "示例饺子馆",
        "pay_min": 300_000,
        "pay_max": 400_000,
        "pay_months": 13,
        "district_code": "230102",
        "street_code": "230102001",
        "place_text": "兆麟",
        "perks": ["meals", "lodging"],
        "tags": ["可预支薪水", "餐饮服务"],
        "source_url": "http://www.example.com/jobdetail/CC000001.htm",
    }
    assert {name: values[name] for name in expected} == expected


def test_a_row_with_a_description_is_read(session: Session) -> None:
    values = only(take(session, csv_bytes(HEADER_DESC, [described()]))).values
    expected = {
        "duties": "照顾老人起居\n记录体温和饮食",
        "requirements": "有耐心\n持健康证。",
        "district_code": None,
        "outside_city": True,
        "place_text": "长春",
        "education_min": 3,
        "experience_min": 1.0,
        "perks": ["meals", "insurance"],
        "tags": ["节日福利"],
    }
    assert {name: values[name] for name in expected} == expected


def test_the_same_rows_say_the_same_in_csv_and_xlsx(session: Session) -> None:
    rows = [zhilian(1), zhilian(2, place="上海·浦东")]
    from_csv = take(session, zhilian_file(*rows)).adverts
    from_xlsx = take(session, xlsx_bytes([HEADER_ZHILIAN, *rows])).adverts
    assert [(a.key, a.digest, a.values) for a in from_csv] == [(a.key, a.digest, a.values) for a in from_xlsx]


def test_a_foreign_table_is_read_with_its_mapping(session: Session) -> None:
    content = csv_bytes(
        ["职位", "东家", "市", "区", "最低", "最高", "按", "人数", "截止", "时间", "干什么", "要求", "职业"],
        [["早班保洁", "示例物业", "哈尔滨", "道里区", "2400", "2800", "月", "招3人", "2025年12月31日", "6:00-14:00",
          "打扫大堂", "1、身体健康", "保洁员"]],
    )  # fmt: skip
    mapping = read_mapping(
        "columns: {title: 职位, employer: 东家, place: [市, 区], pay_min: 最低, pay_max: 最高, pay_unit: 按, headcount: 人数,"
        " valid_until: 截止, hours: 时间, duties: 干什么, requirements: 要求, occupation: 职业}".encode()
    )
    advert = only(take(session, content, mapping=mapping, today=TODAY))
    expected = {
        "district_code": "230102",
        "pay_min": 240_000,
        "pay_max": 280_000,
        "pay_unit": "month",
        "headcount": 3,
        "starts_at": 360,
        "ends_at": 840,
        "hours_note": "6:00-14:00",
        "duties": "打扫大堂",
        "requirements": "身体健康",
        "occupation_code": "4-09-08-01",
    }
    assert {name: advert.values[name] for name in expected} == expected
    assert advert.valid_until == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": ""}, "title", "没有岗位名称"),
        ({"title": " \u3000\u200b"}, "title", "没有岗位名称"),
        ({"title": "***"}, "title", "不是岗位名称"),
        ({"title": "3000-5000"}, "title", "像是错位了"),
        ({"title": "6千-8千"}, "title", "像是错位了"),
        ({"title": "https://www.example.com/a.htm"}, "title", "像是错位了"),
        ({"title": "岗" * 400}, "title", "400 字"),
        ({"employer": "   "}, "employer", "没有招聘单位"),
        ({"employer": "3千-4千"}, "employer", "像是错位了"),
        ({"employer": "民营"}, "employer", "像是错位了"),
        ({"employer": "厂" * 200}, "employer", "200 字"),
        ({"pay": "1-3年"}, "pay", "像是错位了"),
        ({"place": "1万-1.5万"}, "place", "像是错位了"),
        ({"education": "http://www.example.com/jobdetail/CC1.htm"}, "education", "像是错位了"),
        ({"tags": "长" * 30_000}, "row", "30000 字"),
    ],
)
def test_what_cannot_be_an_advertisement_is_returned_with_its_line_and_reason(
    session: Session, change: dict[str, str], field: str, words: str
) -> None:
    intake = take(session, zhilian_file(zhilian(1), zhilian(2, **change), zhilian(3)))
    ((line, found, reason),) = reasons(intake)
    assert (line, found) == (3, field)
    assert words in reason
    assert len(intake.adverts) == 2
    assert intake.read == 3


def test_rows_with_a_cell_too_many_or_too_few_are_returned(session: Session) -> None:
    too_many = [*zhilian(1)[:2], "多出来的", *zhilian(1)[2:]]
    too_few = zhilian(2)[:2] + zhilian(2)[3:]
    intake = take(session, zhilian_file(too_many, too_few, zhilian(3)))
    assert [(line, field) for line, field, _ in reasons(intake)] == [(2, "row"), (3, "place")]


def test_a_51job_row_that_lacks_its_pay_cell_is_returned(session: Session) -> None:
    row = job51()
    shifted = row[:3] + row[4:] + [""]
    ((line, field, _),) = reasons(take(session, csv_bytes(HEADER_51JOB, [shifted])))
    assert (line, field) == (2, "employer")


def test_a_quotation_mark_that_swallows_rows_refuses_the_file(session: Session) -> None:
    lines = zhilian_file(*[zhilian(number) for number in range(5)]).decode("utf-8-sig").split("\n")
    lines[2] = '"' + lines[2]
    lines[4] = lines[4].replace("示例饺子馆", '"示例饺子馆')
    with pytest.raises(FileRefused) as found:
        take(session, "\n".join(lines).encode())
    assert "从第 3 行起" in str(found.value)


@pytest.mark.parametrize(
    "change",
    [
        {"place": "", "pay": "", "experience": "", "education": "", "tags": "", "link": ""},
        {"place": "火星·奥林匹斯山"},
        {"pay": "看心情"},
        {"education": "见描述", "experience": "面谈"},
        {"link": "无"},
        {"link": "javascript:alert(1)"},
        {"title": "爬虫工程\ufffd"},
        {"title": "数据与环境综合治理岗" * 15},
        {"employer": "360"},
    ],
)
def test_what_can_be_an_advertisement_is_never_returned(session: Session, change: dict[str, str]) -> None:
    advert = only(take(session, zhilian_file(zhilian(1, **change))))
    assert len(advert.values["title"]) <= 120
    assert advert.values["source_url"].startswith("http") or advert.values["source_url"] == ""


def test_an_advertisement_whose_last_day_has_passed_is_returned(session: Session) -> None:
    content = csv_bytes(
        ["岗", "厂", "到"],
        [["保洁员", "甲", "2025-11-19"], ["保洁员", "乙", "2025/11/20 18:00"], ["保洁员", "丙", "长期"]],
    )
    mapping = read_mapping("columns: {title: 岗, employer: 厂, valid_until: 到}".encode())
    intake = take(session, content, mapping=mapping, today=TODAY)
    assert reasons(intake) == [(2, "valid_until", "招聘已在 2025-11-19 截止。")]
    assert [advert.valid_until for advert in intake.adverts] == [date(2025, 11, 20), None]


def test_pay_that_cannot_be_meant_is_kept_and_flagged(session: Session) -> None:
    values = only(take(session, zhilian_file(zhilian(1, pay="24万-25万")))).values
    assert values["pay_min"] == 24_000_000
    assert values["flags"] == ["doubtful_pay"]


def test_pay_that_is_not_understood_keeps_its_text(session: Session) -> None:
    values = only(take(session, zhilian_file(zhilian(1, pay="9\ufffd-1.5万")))).values
    assert (values["pay_min"], values["pay_unit"], values["pay_text"]) == (None, None, "9\ufffd-1.5万")


# ── identity ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_address_is_the_same_in_every_spelling(session: Session) -> None:
    links = [
        "http://www.Example.com/a/1.htm",
        "https://www.example.com:443/a/1.htm/",
        " https://www.example.com/a/1.htm#top",
    ]
    keys = {
        advert.key
        for advert in take(session, zhilian_file(*[zhilian(1, link=link) for link in links])).adverts
    }
    assert len(keys) == 1
    other = take(session, zhilian_file(zhilian(1, link="https://www.example.com/a/1.htm?id=2"))).adverts
    assert other[0].key not in keys


def test_without_an_address_all_cells_make_the_identity(session: Session) -> None:
    same, spaced, other = (
        job51(),
        [f"  {cell} " for cell in job51()],
        job51(logo="https://img.example.com/2.png"),
    )
    keys = [advert.key for advert in take(session, csv_bytes(HEADER_51JOB, [same, spaced, other])).adverts]
    assert keys[0] == keys[1] != keys[2]


def test_rows_without_an_address_in_a_source_that_has_them_go_by_their_cells(session: Session) -> None:
    rows = [zhilian(1, link=""), zhilian(1, link=""), zhilian(1, link="", title="传菜员")]
    keys = [advert.key for advert in take(session, zhilian_file(*rows)).adverts]
    assert keys[0] == keys[1] != keys[2]


# ── the list of returned rows ─────────────────────────────────────────────────────────────────────────────

LIVE = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", " =", "＝", "\n="])


@given(st.text(max_size=30) | st.builds("".join, st.tuples(LIVE, st.text(max_size=10))))
def test_no_cell_is_a_live_formula_and_none_is_lost(cell: str) -> None:
    safe = neutralised(cell)
    assert not safe.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert restored(safe) == cell


def test_returned_rows_can_be_mended_and_brought_again(session: Session) -> None:
    bad = zhilian(7, title="", employer="=HYPERLINK(1)", tags="+1|-2|@x")
    intake = take(session, zhilian_file(bad))
    rows = [
        {"line": row.line, "field": row.field, "column": row.column, "message": row.message,
         "params": row.params, "cells": list(row.cells)}
        for row in intake.rejections
    ]  # fmt: skip
    text = as_csv(intake.header, rows, lambda message, **params: message % params if params else message)
    assert "'=HYPERLINK(1)" in text
    assert "没有岗位名称。" in text
    mended = text.replace("\r\n,", "\r\n传菜员,", 1)
    advert = only(take(session, mended.encode("utf-8")))
    assert advert.values["title"] == "传菜员"
    assert advert.values["employer_name"] == "=HYPERLINK(1)"
    assert (
        advert.digest
        == only(
            take(session, zhilian_file(zhilian(7, title="传菜员", employer="=HYPERLINK(1)", tags="+1|-2|@x")))
        ).digest
    )
