"""Which column is which: the three layouts, and mapping files for others."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobhelp.hub import layouts, reading
from jobhelp.hub.columns import Columns, ColumnsUnknown, recognise
from jobhelp.hub.mapping import MappingRefused, read_mapping
from tests.hub.rows import (
    HEADER_51JOB,
    HEADER_DESC,
    HEADER_ZHILIAN,
    csv_bytes,
    described,
    job51,
    xlsx_bytes,
    zhilian,
)


def columns(content: bytes, mapping: str | None = None) -> Columns:
    return recognise(reading.read(content), read_mapping(mapping.encode()) if mapping else None)


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (HEADER_51JOB, job51(), "51job"),
        (HEADER_ZHILIAN, zhilian(), "zhilian"),
        (HEADER_DESC, described(), "zhilian_desc"),
    ],
)
def test_the_three_layouts_are_known_by_their_columns_in_csv_and_xlsx(
    header: list[str], row: list[str], name: str
) -> None:
    for content in (csv_bytes(header, [row]), xlsx_bytes([header, row])):
        found = columns(content)
        assert found.layout == name
        assert len(found.lines) == 1
        assert found.lines[0].cells[found.places["title"][0]] == row[found.places["title"][0]]


def test_headings_that_excel_made_into_numbers_are_known() -> None:
    assert columns(xlsx_bytes([[float(number) for number in range(8)], zhilian()])).layout == "zhilian"


def test_a_title_above_the_heading_and_columns_in_another_order_do_no_harm() -> None:
    turned = [cell for _, cell in sorted(zip(HEADER_DESC, described(), strict=True))]
    content = xlsx_bytes([["十一月岗位汇总"], [], sorted(HEADER_DESC), turned], merge="A1:J1")
    found = columns(content)
    assert found.layout == "zhilian_desc"
    assert found.lines[0].number == 4


def test_the_sheet_that_fits_is_taken() -> None:
    sheets = reading.read(xlsx_bytes([["说明"], ["请看第二页"]])) + reading.read(
        csv_bytes(HEADER_ZHILIAN, [zhilian()])
    )
    assert recognise(sheets).layout == "zhilian"


def test_unknown_columns_are_refused_with_their_names() -> None:
    with pytest.raises(ColumnsUnknown) as found:
        columns(csv_bytes(["职位", "东家", "价钱"], [["保洁员", "示例物业", "3000"]]))
    assert "职位、东家、价钱" in str(found.value)


FOREIGN = csv_bytes(
    ["职位", "东家", "市", "区", "价钱"], [["保洁员", "示例物业", "哈尔滨", "道里区", "3000元/月"]]
)


def test_a_mapping_names_columns_by_heading_or_number_and_joins_several() -> None:
    found = columns(
        FOREIGN, 'columns: {title: 职位, employer: 2, place: [市, 区], pay: "价钱"}\ntag_separator: "、"'
    )
    assert found.layout == "mapping"
    assert found.places == {"title": (0,), "employer": (1,), "place": (2, 3), "pay": (4,)}
    assert found.heading("place") == "市 / 区"
    assert found.tag_separators == "、"


def test_json_is_a_mapping_too() -> None:
    found = columns(FOREIGN, json.dumps({"columns": {"title": "职位", "employer": "东家"}}))
    assert found.places["employer"] == (1,)


def test_a_table_without_heading_is_named_by_numbers() -> None:
    content = "保洁员,示例物业,3000元/月\n保安员,示例物业,2600元/月\n".encode()
    found = columns(content, "header: false\ncolumns: {title: 1, employer: 2, pay: 3}")
    assert [line.number for line in found.lines] == [1, 2]


def test_a_heading_of_two_rows_with_merged_cells_is_read_as_one() -> None:
    content = xlsx_bytes(
        [
            ["十一月岗位汇总"],
            ["岗位", "单位", "薪资", None],
            [None, None, "最低", "最高"],
            ["保洁员", "示例物业", 2400, 2800],
        ],
        merge="C2:D2",
    )
    found = columns(content, "columns: {title: 岗位, employer: 单位, pay_min: 最低, pay_max: 最高}")
    assert found.header == ("岗位", "单位", "最低", "最高")
    assert [line.number for line in found.lines] == [4]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("columns: {title: [", "第 1 行"),
        ("- title", "要有 columns"),
        ("columns: title", "要有 columns"),
        ("columns: {title: 职位, employer: 东家}\nheadr: true", "headr"),
        ("columns: {title: 职位, employer: 东家}\nheader: maybe", "true 或 false"),
        ("columns: {title: 职位, boss: 东家}", "不认识字段“boss”"),
        ("columns: {title: 职位}", "缺少“employer”"),
        ("columns: {employer: 东家}", "缺少“title”"),
        ("columns: {title: 职位, employer: {a: b}}", "“employer”后面要写列名"),
        ("columns: {title: 职位, employer: true}", "“employer”后面要写列名"),
        ("columns: {title: 职位, employer: 0}", "“employer”后面要写列名"),
        ("columns: {title: 职位, employer: []}", "“employer”后面要写列名"),
        ("header: false\ncolumns: {title: 职位, employer: 2}", "只能写列号"),
        ("columns: {title: 职位, employer: 东家}\ntag_separator: ''", "tag_separator"),
        (
            "columns: {title: 职位, employer: 雇主}",
            "列“雇主”（employer）在表里没有。表里的列是：职位、东家、市、区、价钱",
        ),
        ("columns: {title: 职位, employer: 9}", "列“9”（employer）在表里没有"),
        ("", "要有 columns"),
    ],
)
def test_a_wrong_mapping_says_what_to_change(mapping: str, words: str) -> None:
    with pytest.raises(MappingRefused) as found:
        recognise(reading.read(FOREIGN), read_mapping(mapping.encode()))
    assert words in str(found.value)
    assert found.value.field == "mapping"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a" * 70_000, "标题".encode("gb18030"), b"&a " * 2000])
def test_a_mapping_that_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(MappingRefused):
        read_mapping(content)


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_no_mapping_breaks_the_reader(text: str) -> None:
    try:
        read_mapping(("columns:\n  title: 1\n  employer: " + text).encode("utf-8", "ignore"))
    except MappingRefused as refusal:
        assert str(refusal)


def test_every_field_of_the_documentation_is_known() -> None:
    assert set(layouts.REQUIRED) < set(layouts.FIELDS)
