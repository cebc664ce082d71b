"""The staff pages: look first, then confirm; who may; what is kept, and for how long."""

import csv
import io
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.config import Settings
from jobhelp.hub import service, tasks, uploads
from jobhelp.hub.models import ImportRun
from jobhelp.openings.models import Opening
from tests.factories import make_user, sign_in
from tests.hub.rows import (
    HEADER_ZHILIAN,
    bring,
    csv_bytes,
    how_many,
    openings,
    xlsx_bytes,
    zhilian,
    zhilian_file,
)
from tests.pages import questions

MIXED = zhilian_file(
    zhilian(1),
    zhilian(2, title="前台（限女性）", place="哈尔滨·南岗"),
    zhilian(3, title=""),
    zhilian(4, employer="+CMD()", title="库管员"),
    zhilian(5, employer="1万-1.5万", tags="=HYPERLINK()"),
    zhilian(1),
)


@pytest.fixture
def city(session: Session) -> User:
    """A city officer: may run imports."""
    user = make_user(session, "city_officer", district_code=None)
    session.commit()
    return user


@pytest.fixture
def desk(client: FlaskClient, city: User) -> FlaskClient:
    """The city officer's browser."""
    sign_in(client, city)
    return client


def send(client: FlaskClient, content: bytes, name: str = "岗位.csv", **fields: Any) -> TestResponse:
    data = {"file": (io.BytesIO(content), name), "source": "智联", "valid_days": "30"} | fields
    return client.post("/desk/imports", data=data, content_type="multipart/form-data")


def look(client: FlaskClient, content: bytes = MIXED, **fields: Any) -> str:
    """Send a file that is read; gives the address of its preview."""
    answer = send(client, content, **fields)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def folder(settings: Settings) -> list[Path]:
    path = settings.data_dir / "uploads"
    return sorted(path.iterdir()) if path.exists() else []


# ── look, confirm ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_looked_at_before_anything_is_written(desk: FlaskClient, engine: Engine) -> None:
    text = words(desk.get(look(desk)))
    assert "6 行读到" in text
    assert re.search(r"会新增 3 其中 1 个要等审核", text)
    assert re.search(r"重复 1 都在这个文件里", text)
    assert re.search(r"会退回 2", text)
    assert "没有岗位名称。" in text
    assert "这一格写的是“1万-1.5万”，像是错位了。" in text
    assert "确认导入 3 条" in text
    assert how_many(engine, Opening) == how_many(engine, ImportRun) == 0


def test_confirming_imports_all_of_it_and_shows_what_it_did(
    desk: FlaskClient, engine: Engine, city: User
) -> None:
    answer = desk.post(look(desk) + "/apply")
    assert answer.status_code == 302
    text = words(desk.get(answer.headers["Location"]))
    assert "导入好了，新增 3 个岗位。" in text
    assert "写了“限女性”" in text
    assert how_many(engine, Opening) == 3
    with Session(engine) as session:
        run = session.query(ImportRun).one()
    assert (run.by, run.source, run.filename) == (city.id, "智联", "岗位.csv")
    assert "智联" in words(desk.get("/desk/imports"))


def test_an_excel_file_with_a_mapping_is_taken_too(desk: FlaskClient, engine: Engine) -> None:
    mapping = "columns: {title: 职位, employer: 东家}".encode()
    content = xlsx_bytes([["职位", "东家"], ["保洁员", "示例物业"]])
    address = look(desk, content, name="别家.xlsx", mapping=(io.BytesIO(mapping), "对照.yaml"))
    desk.post(address + "/apply")
    assert [row.title for row in openings(engine)] == ["保洁员"]


def test_the_days_on_show_are_those_that_were_typed(desk: FlaskClient, engine: Engine) -> None:
    desk.post(look(desk, valid_days="7") + "/apply")
    assert {row.valid_until for row in openings(engine)} == {clock.today() + timedelta(days=7)}


def test_a_file_without_news_has_nothing_to_confirm(desk: FlaskClient, engine: Engine) -> None:
    content = zhilian_file(zhilian(1))
    bring(engine, content)
    text = words(desk.get(look(desk, content)))
    assert "表里的岗位都已经有了，没有变化。" in text
    assert "确认导入" not in text


def test_what_others_imported_meanwhile_is_not_imported_twice(desk: FlaskClient, engine: Engine) -> None:
    address = look(desk)
    bring(engine, MIXED)
    desk.post(address + "/apply")
    assert how_many(engine, Opening) == 3
    with Session(engine) as session:
        run = session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    assert run is not None
    assert (run.counts["imported"], run.counts["unchanged"]) == (0, 3)


def test_a_closed_tab_loses_nothing_until_it_is_confirmed_or_put_away(
    desk: FlaskClient, session: Session
) -> None:
    first, second = look(desk, name="一.csv"), look(desk, name="二.csv")
    text = desk.get("/desk/imports").text
    assert f'href="{first}"' in text and f'href="{second}"' in text and text.count("会写入 3 条") == 2
    desk.post(first + "/discard")
    text = desk.get("/desk/imports").text
    assert first not in text and second in text
    colleague = desk.application.test_client()
    sign_in(colleague, make_user(session, "city_officer", district_code=None))
    session.commit()
    assert second not in colleague.get("/desk/imports").text
    desk.post(second + "/apply")
    assert second not in desk.get("/desk/imports").text


def test_confirming_twice_imports_once(desk: FlaskClient, engine: Engine) -> None:
    address = look(desk)
    assert desk.post(address + "/apply").status_code == 302
    assert desk.post(address + "/apply").status_code == 404
    assert how_many(engine, ImportRun) == 1


def test_of_two_confirmations_at_once_one_gets_the_file(settings: Settings, desk: FlaskClient) -> None:
    token = look(desk).rsplit("/", 1)[1]
    assert uploads.claim(settings.data_dir / "uploads", token) is True
    assert uploads.claim(settings.data_dir / "uploads", token) is False
    answer = desk.post(f"/desk/imports/uploads/{token}/apply", follow_redirects=True)
    assert "正在导入或已经导入" in words(answer)


def test_when_the_import_breaks_nothing_is_written_and_the_file_can_be_tried_again(
    desk: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = look(desk)
    with monkeypatch.context() as patched:
        patched.setattr("jobhelp.hub.service.writing.audit.record", _broken)
        with pytest.raises(RuntimeError, match="disk"):
            desk.post(address + "/apply")
    assert how_many(engine, Opening) == how_many(engine, ImportRun) == 0
    assert desk.post(address + "/apply").status_code == 302
    assert how_many(engine, Opening) == 3


def _broken(*_args: object, **_details: object) -> None:
    raise RuntimeError("disk")


# ── refused ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "文件是空的"),
        (bytes(range(256)) * 20, "a.csv", "不是表格文件"),
        (b"PK\x03\x04junk", "a.xlsx", "打不开"),
        ("职位,东家\n保洁员,物业\n".encode(), "a.csv", "这张表的列认不出来。表里的列是：职位、东家"),
        (csv_bytes(HEADER_ZHILIAN, [zhilian()]) + b'"x', "a.csv", "引号没有结束"),
        (b"%PDF-1.4", "../../etc/passwd", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    desk: FlaskClient, settings: Settings, content: bytes, name: str, reason: str
) -> None:
    answer = send(desk, content, name, source="某某招聘", valid_days="9")
    assert answer.status_code == 422
    assert reason in words(answer)
    html = answer.get_data(as_text=True)
    assert 'value="某某招聘"' in html
    assert 'value="9"' in html
    assert folder(settings) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"source": ""}, "请写明来源"),
        ({"source": "长" * 61}, "最多 60 个字"),
        ({"valid_days": ""}, "请填天数"),
        ({"valid_days": "0"}, "1 和 366 之间"),
        ({"valid_days": "many"}, "请填"),
        ({"file": (io.BytesIO(b""), "")}, "请选一个"),
        ({"mapping": (io.BytesIO(b"- x"), "m.yaml")}, "要有 columns"),
    ],
)
def test_what_is_missing_is_said_at_its_field(desk: FlaskClient, fields: dict[str, Any], reason: str) -> None:
    answer = send(desk, MIXED, **fields)
    assert answer.status_code == 422
    assert reason in words(answer)


def test_a_very_long_table_is_for_the_command(desk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobhelp.hub.views.MOST_ROWS", 5)
    answer = send(desk, MIXED)
    assert answer.status_code == 422
    assert "网页上一次最多 5 行" in words(answer)


def test_a_file_beyond_the_limit_of_the_site_gets_the_page_for_it(app: Flask, desk: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = send(desk, b"x" * 20_000)
    assert answer.status_code == 413
    assert "传的文件太大" in words(answer)


# ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_upload_is_sealed_under_a_random_name_and_readable_by_us_only(
    desk: FlaskClient, settings: Settings
) -> None:
    look(desk, name="../../绝密.csv")
    files = folder(settings)
    assert len(files) == 2
    for path in files:
        assert re.fullmatch(r"[A-Za-z0-9_-]{32}\.(file|look)", path.name)
        assert path.stat().st_mode & 0o077 == 0
        content = path.read_bytes()
        for canary in ("示例饺子馆", "绝密", "智联"):
            assert canary.encode() not in content


def test_putting_it_away_removes_the_file(desk: FlaskClient, settings: Settings, engine: Engine) -> None:
    address = look(desk)
    assert desk.post(address + "/discard").status_code == 302
    assert folder(settings) == []
    assert desk.get(address).status_code == 404
    assert how_many(engine, Opening) == 0


def test_confirming_removes_the_file(desk: FlaskClient, settings: Settings) -> None:
    desk.post(look(desk) + "/apply")
    assert folder(settings) == []


def test_a_preview_is_for_the_person_who_brought_the_file(
    desk: FlaskClient, app: Flask, session: Session
) -> None:
    address = look(desk)
    other = make_user(session, "city_officer", district_code=None)
    session.commit()
    stranger = app.test_client()
    sign_in(stranger, other)
    for act in ("", "/rejections.csv"):
        assert stranger.get(address + act).status_code == 404
    for act in ("/apply", "/discard"):
        assert stranger.post(address + act).status_code == 404
    assert desk.get(address).status_code == 200


@pytest.mark.parametrize("token", ["x", "." * 32, "A" * 32, "..%2F..%2Fdevelopment-secret", "é" * 32])
def test_a_token_that_nobody_was_given_is_not_found(desk: FlaskClient, token: str) -> None:
    assert desk.get(f"/desk/imports/uploads/{token}").status_code == 404
    assert desk.post(f"/desk/imports/uploads/{token}/apply").status_code == 404


def test_after_a_day_an_upload_is_gone(desk: FlaskClient, settings: Settings, engine: Engine) -> None:
    address = look(desk)
    assert tasks.tidy(engine, settings) == "0 uploads, 0 runs"
    old = (clock.now() - timedelta(hours=25)).timestamp()
    for path in folder(settings)[:1]:
        os.utime(path, (old, old))
    assert tasks.tidy(engine, settings) == "1 uploads, 0 runs"
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        with pytest.raises(Exception, match="没有找到"):
            uploads.look(settings.data_dir / "uploads", address.rsplit("/", 1)[1], "x")
        assert tasks.tidy(engine, settings) == "1 uploads, 0 runs"
    assert folder(settings) == []


# ── returned rows ─────────────────────────────────────────────────────────────────────────────────────────


def test_returned_rows_can_be_downloaded_before_and_after_without_live_formulas(desk: FlaskClient) -> None:
    address = look(desk)
    before = desk.get(address + "/rejections.csv")
    run = desk.post(address + "/apply").headers["Location"]
    after = desk.get(run + "/rejections.csv")
    for answer in (before, after):
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
        assert [row[8] for row in rows[1:]] == ["4", "6"]
        assert rows[2][3] == "'=HYPERLINK()"
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_without_returned_rows_there_is_no_file(desk: FlaskClient, engine: Engine) -> None:
    run = bring(engine, zhilian_file(zhilian(1)))
    assert desk.get(f"/desk/imports/{run.id}/rejections.csv").status_code == 404


def test_many_returned_rows_come_in_pages(desk: FlaskClient, engine: Engine) -> None:
    run = bring(engine, zhilian_file(*[zhilian(number, title="") for number in range(120)]))
    first = words(desk.get(f"/desk/imports/{run.id}"))
    last = words(desk.get(f"/desk/imports/{run.id}?page=3"))
    assert "退回的 120 行" in first
    assert re.search(r"第几行 哪一格 退回原因 2 岗位名称", first)
    assert re.search(r"第几行 哪一格 退回原因 102 岗位名称", last)
    assert words(desk.get(f"/desk/imports/{run.id}?page=99999999999")).count("没有岗位名称。") == 50


# ── who may ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("role", "see", "run"),
    [
        ("city_officer", 200, 302),
        ("district_officer", 200, 403),
        ("auditor", 200, 403),
        ("street_officer", 403, 403),
        ("administrator", 403, 403),
        ("resident", 403, 403),
        ("employer", 403, 403),
    ],
)
def test_each_role_may_what_the_table_says(
    client: FlaskClient, session: Session, engine: Engine, role: str, see: int, run: int
) -> None:
    sign_in(client, make_user(session, role))
    session.commit()
    stored = bring(engine, zhilian_file(zhilian(1), zhilian(2, title="")))
    page = client.get("/desk/imports")
    assert page.status_code == see
    assert client.get(f"/desk/imports/{stored.id}").status_code == see
    assert client.get(f"/desk/imports/{stored.id}/rejections.csv").status_code == (200 if run == 302 else 403)
    assert send(client, MIXED).status_code == run
    assert ("导入一个文件" in words(page)) is (run == 302)


def test_a_district_officer_sees_the_openings_of_the_own_district_only(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    sign_in(client, make_user(session, "district_officer", district_code="230103"))
    session.commit()
    here, there = zhilian(1, title="甲（限女性）", place="哈尔滨·南岗"), zhilian(2, title="乙（限女性）")
    run = bring(engine, zhilian_file(here, there, zhilian(3, title="丙", pay="24万-25万")))
    text = words(client.get(f"/desk/imports/{run.id}"))
    assert "甲（限女性）" in text
    assert "乙（限女性）" not in text
    assert "丙" not in text


@pytest.mark.parametrize("number", ["0", "99999999", "2147483648", "99999999999999999999"])
def test_an_import_that_does_not_exist_is_not_found(desk: FlaskClient, number: str) -> None:
    assert desk.get(f"/desk/imports/{number}").status_code == 404
    assert desk.get(f"/desk/imports/{number}/rejections.csv").status_code == 404


# ── the page itself ───────────────────────────────────────────────────────────────────────────────────────


def test_pages_ask_few_questions_and_are_light(desk: FlaskClient, engine: Engine) -> None:
    runs = [bring(engine, MIXED, source=f"来源{number}") for number in range(25)]
    for address in ("/desk/imports", "/desk/imports?page=2", f"/desk/imports/{runs[0].id}", look(desk)):
        with questions(engine) as statements:
            answer = desk.get(address)
        assert answer.status_code == 200
        assert len(statements) <= 12, statements
        html = answer.get_data(as_text=True)
        assert len(html) < 100_000
        assert "style=" not in html
        assert "onclick" not in html


def test_pages_are_complete_in_english(desk: FlaskClient, engine: Engine) -> None:
    bring(engine, MIXED)
    address = look(desk, zhilian_file(zhilian(9, title="Cook", employer="Canteen"), zhilian(10, title="")))
    text = words(desk.get(address + "?lang=en"))
    assert "Would be new 1" in text
    assert "There is no job title." in text
    assert "Confirm the import (1)" in text
    assert "imports so far: 1" in words(desk.get("/desk/imports?lang=en"))


def test_the_counts_on_the_page_add_up_to_the_rows_of_the_file(desk: FlaskClient, engine: Engine) -> None:
    run = bring(engine, MIXED)
    html = desk.get(f"/desk/imports/{run.id}").get_data(as_text=True)
    strip = html.split('class="strip"')[1].split("</svg>")[0]
    widths = [float(found) for found in re.findall(r'width="([\d.]+)"', strip)]
    assert sum(widths) == pytest.approx(1000, abs=0.1)
    assert len(widths) == 3


def test_the_stored_counts_hold_no_cells_of_the_file(engine: Engine) -> None:
    run = bring(engine, zhilian_file(zhilian(1, title="", employer="绝密单位")))
    assert "绝密单位" not in str(run.counts)
    assert service.LIKELY == "likely_duplicate:"
