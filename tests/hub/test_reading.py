"""Opening files of unknown making: what is a table is read, what is not is refused in words."""

import io
import time
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobhelp.hub import reading
from jobhelp.hub.reading import FileRefused
from tests.hub.rows import HEADER_DESC, HEADER_ZHILIAN, csv_bytes, described, xlsx_bytes, zhilian


def refused(content: bytes) -> str:
    with pytest.raises(FileRefused) as found:
        reading.read(content)
    assert found.value.field == "file"
    return str(found.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    (sheet,) = reading.read(csv_bytes(HEADER_ZHILIAN, [zhilian()], encoding))
    assert sheet.lines[0].cells == tuple("01234567")
    assert sheet.lines[1].cells[:2] == ("餐厅服务员", "示例饺子馆")
    assert sheet.damaged == 0


def test_lines_are_counted_as_in_the_file_also_after_cells_of_several_lines() -> None:
    content = (
        csv_bytes(HEADER_DESC, [described(1), described(2)])
        + b"\n\n"
        + csv_bytes(HEADER_DESC, [described(3)])
    )
    (sheet,) = reading.read(content)
    text = content.decode("utf-8-sig").split("\n")
    for line in sheet.lines[1:3]:
        assert text[line.number - 1].startswith("养老护理员")
    assert sheet.lines[1].number == 2
    assert "岗位职责：\n1、" in sheet.lines[1].cells[8]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_separator_is_found(delimiter: str) -> None:
    (sheet,) = reading.read(
        delimiter.join(["岗位", "单位", "地点"]).encode() + b"\n" + delimiter.join("abc").encode()
    )
    assert sheet.lines[1].cells == ("a", "b", "c")


def test_a_few_broken_bytes_do_not_make_utf8_into_another_encoding() -> None:
    content = csv_bytes(HEADER_ZHILIAN, [zhilian(number) for number in range(20)])
    broken = content.replace("餐厅服务员".encode(), "餐厅服务".encode() + b"\xe5\x91", 1)
    (sheet,) = reading.read(broken)
    assert sheet.damaged == 1
    assert sheet.lines[1].cells[0] == "餐厅服务\ufffd"
    assert sheet.lines[2].cells[0] == "餐厅服务员"


def test_a_workbook_is_read_with_numbers_and_dates_as_people_see_them() -> None:
    content = xlsx_bytes(
        [["岗位", "工资", "日期", "时刻", "对"], ["保洁员", 2800.0, datetime(2026, 1, 31), 2.5, True]]
    )
    (sheet,) = reading.read(content)
    assert sheet.lines[1].cells[:5] == ("保洁员", "2800", "2026-01-31", "2.5", "是")


def test_rows_of_a_workbook_keep_their_numbers_across_empty_ones() -> None:
    content = xlsx_bytes([["标题"], [], ["岗位", "单位"], [], ["保洁员", "示例物业"]], merge="A1:B1")
    (sheet,) = reading.read(content)
    assert [line.number for line in sheet.lines] == [1, 3, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n\t\r\n", "文件是空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
        (b"\x1f\x8b\x08" + b"x" * 50, "压缩包"),
        (bytes(range(256)) * 40, "不是表格文件"),
        (b"\x00\x01\x02\x03" * 5000, "不是表格文件"),
        (b"PK\x03\x04 this is not a zip", "坏了"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refused(content)


def test_a_quotation_mark_that_never_ends_is_found_with_its_line() -> None:
    good = csv_bytes(HEADER_ZHILIAN, [zhilian(1), zhilian(2)])
    rest = csv_bytes(HEADER_ZHILIAN, [zhilian(number) for number in range(3, 9)], "utf-8").split(b"\n", 1)[1]
    assert "从第 4 行起" in refused(good + '"没有结束的岗位,示例饺子馆\n'.encode() + rest)
    assert "从第 4 行起" in refused(good + b'"' + b"x\n" * reading.MAX_CELL)


def test_a_cell_that_no_table_has_is_named_with_its_line() -> None:
    good = csv_bytes(HEADER_ZHILIAN, [zhilian(1), zhilian(2)])
    assert "第 4 行有一格超过" in refused(good + b"x" * (reading.MAX_CELL + 10) + b",y\n")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    assert "文件太大" in refused(b"a,b\n" * 60)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 10)
    assert "超过 10 行" in refused(b"a,b\n" * 12)
    assert "超过 10 行" in refused(xlsx_bytes([["a", "b"]] * 12))


def package(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * (200 * 2**20)})
    assert len(bomb) < 2**20
    began = time.perf_counter()
    assert "大得不正常" in refused(bomb)
    assert time.perf_counter() - began < 1


def test_a_workbook_with_a_macro_is_refused() -> None:
    assert "宏" in refused(package({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"\xd0\xcf"}))


def test_another_kind_of_package_is_refused() -> None:
    assert "不是 .xlsx" in refused(package({"word/document.xml": b"<document/>"}))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    refused(package({"xl/workbook.xml": evil}))


def test_a_damaged_workbook_is_refused_wherever_the_damage_is() -> None:
    whole = xlsx_bytes([list(HEADER_ZHILIAN), zhilian()])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        for damage in (b"", b"<broken", parts[name][: len(parts[name]) // 2]):
            refused(package(parts | {name: damage}))


@given(st.text())
def test_a_clean_cell_fits_every_database(text: str) -> None:
    cell = reading.clean(text + "\ud800\x00\x1b\ufeff")
    cell.encode("utf-8")
    assert not set(cell) & {"\x00", "\x1b", "\r"}
    assert reading.clean(cell) == cell


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_junk_ends_in_anything_but_rows_or_a_refusal(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"):
        try:
            sheets = reading.read(head + content)
        except FileRefused:
            continue
        for sheet in sheets:
            for line in sheet.lines:
                assert any(line.cells)
                assert not any(
                    letter < " " and letter not in "\n\t" for cell in line.cells for letter in cell
                )
