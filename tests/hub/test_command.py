"""`jobhelp import-openings`: one JSON document, exit 0, 1 or 2, clear words, never a traceback."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from jobhelp import database
from jobhelp.cli import main
from jobhelp.config import PROJECT_ROOT, Settings
from jobhelp.hub.models import ImportRun
from jobhelp.openings.models import Opening
from tests.hub.rows import HEADER_ZHILIAN, csv_bytes, how_many, xlsx_bytes, zhilian, zhilian_file

Run = tuple[int, str, str]


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The command's settings are the test's; a folder for files."""
    monkeypatch.setenv("JOBHELP_DATA_DIR", str(settings.data_dir))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Call the command; gives exit status, standard output, standard error."""

    def call(*arguments: object) -> Run:
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main(["import-openings", *map(str, arguments)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return int(leaving.value.code or 0), printed.out, printed.err

    return call


@pytest.fixture
def table(here: Path) -> Path:
    """A small file: one fit, one repeat, one held, one without title."""
    path = here / "岗位.csv"
    path.write_bytes(
        zhilian_file(zhilian(1), zhilian(1), zhilian(2, title="服务员（限女性）"), zhilian(3, title=""))
    )
    return path


@pytest.fixture
def stored(settings: Settings) -> Engine:
    """The database that the command writes to."""
    return database.open_engine(settings)


def test_json_is_one_document_with_every_count(run: Any, table: Path, stored: Engine) -> None:
    status, out, err = run(table, "--source", "智联", "--json")
    document = json.loads(out)
    assert status == 0
    names = ("read", "imported", "updated", "unchanged", "duplicates", "held", "rejected")
    assert {name: document[name] for name in names} == {
        "read": 4,
        "imported": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 1,
        "held": 1,
        "rejected": 1,
    }
    assert document["rejections"] == [{"line": 5, "field": "title", "reason": "没有岗位名称。"}]
    assert document["pay"]["normalised"] == document["pay"]["stated"] == 3
    assert document["pay"]["formats"][0]["shape"] == "N千-N千·N薪"
    assert "正在读文件" in err
    assert how_many(stored, Opening) == 2
    again = json.loads(run(table, "--source", "智联", "--json")[1])
    assert (again["imported"], again["unchanged"], again["duplicates"], again["rejected"]) == (0, 2, 1, 1)


def test_a_dry_run_counts_the_same_and_writes_nothing(run: Any, table: Path, stored: Engine) -> None:
    dry = json.loads(run(table, "--source", "智联", "--dry-run", "--json")[1])
    assert dry["dry_run"] is True
    assert dry["run"] is None
    assert how_many(stored, Opening) == how_many(stored, ImportRun) == 0
    wet = json.loads(run(table, "--source", "智联", "--json")[1])
    assert {k: v for k, v in dry.items() if k not in ("dry_run", "run")} == {
        k: v for k, v in wet.items() if k not in ("dry_run", "run")
    }


def test_without_json_a_clerk_reads_a_summary(run: Any, table: Path) -> None:
    status, out, _ = run(table, "--source", "智联", "--formats")
    assert status == 0
    for words in (
        "读到的行",
        "其中等待审核",
        "N千-N千·N薪",
        "3,000–4,000 元/月，一年 13 个月",
        "第 5 行，岗位名称：没有岗位名称。",
    ):
        assert words in out


def test_the_summary_follows_the_language_of_the_terminal(
    run: Any, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    out = run(table, "--source", "智联", "--dry-run")[1]
    assert "Rows read" in out
    assert "读到" not in out


def test_rejected_rows_go_into_a_file_to_mend(run: Any, table: Path, here: Path) -> None:
    target = here / "退回.csv"
    assert run(table, "--source", "智联", "--rejections", target)[0] == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        header, row = list(csv.reader(file))
    assert header[:8] == HEADER_ZHILIAN
    assert row[8:] == ["5", "岗位名称 (0)", "没有岗位名称。"]
    mended = here / "改好.csv"
    mended.write_text(target.read_text(encoding="utf-8").replace("\n,", "\n传菜员,"), encoding="utf-8")
    document = json.loads(run(mended, "--source", "智联", "--json")[1])
    assert (document["read"], document["imported"]) == (1, 1)


def test_a_mapping_file_opens_other_tables(run: Any, here: Path) -> None:
    table, mapping = here / "别家.xlsx", here / "对照.yaml"
    table.write_bytes(xlsx_bytes([["职位", "东家"], ["保洁员", "示例物业"]]))
    mapping.write_text("columns:\n  title: 职位\n  employer: 东家\n", encoding="utf-8")
    status, out, _ = run(table, "--source", "别家", "--mapping", mapping, "--json")
    assert (status, json.loads(out)["imported"]) == (0, 1)
    assert json.loads(out)["layout"] == "mapping"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "文件是空的"),
        ("junk.csv", bytes(range(256)) * 99, "不是表格文件"),
        ("foreign.csv", "职位,东家\n保洁员,示例物业\n".encode(), "列认不出来"),
        ("broken.xlsx", b"PK\x03\x04" + b"\0" * 99, "坏了"),
        ("quote.csv", csv_bytes(HEADER_ZHILIAN, [zhilian()]) + b'"', "引号"),
        ("book.pdf", b"%PDF-1.4", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    run: Any, here: Path, stored: Engine, name: str, content: bytes, words: str
) -> None:
    (here / name).write_bytes(content)
    for options in ([], ["--json"], ["--dry-run"]):
        status, out, err = run(here / name, "--source", "智联", *options)
        assert (status, out) == (1, "")
        assert words in err
    assert how_many(stored, ImportRun) == 0


def test_a_missing_file_a_folder_and_a_missing_mapping_are_refused(run: Any, here: Path, table: Path) -> None:
    assert run(here / "没有.csv", "--source", "x")[0] == 1
    assert "没有这个文件" in run(here / "没有.csv", "--source", "x")[2]
    assert "文件夹" in run(here, "--source", "x")[2]
    assert "没有这个文件" in run(table, "--source", "x", "--mapping", here / "没有.yaml")[2]


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--source", ""],
        ["--source", "长" * 61],
        ["--source", "x", "--valid-days", "0"],
        ["--source", "x", "--bogus"],
    ],
)
def test_wrong_usage_is_2(run: Any, table: Path, stored: Engine, options: list[str]) -> None:
    status, out, err = run(table, *options)
    assert (status, out) == (2, "")
    assert err
    assert how_many(stored, ImportRun) == 0


def test_a_file_with_a_heading_only_has_no_rows(run: Any, here: Path) -> None:
    (here / "head.csv").write_bytes(csv_bytes(HEADER_ZHILIAN, []))
    status, out, _ = run(here / "head.csv", "--source", "x", "--json")
    assert (status, json.loads(out)["read"], json.loads(out)["rejections"]) == (0, 0, [])


def test_a_kill_in_the_middle_of_writing_leaves_nothing(
    here: Path, settings: Settings, stored: Engine
) -> None:
    table = here / "many.csv"
    table.write_bytes(zhilian_file(*[zhilian(number, title=f"服务员{number}号店") for number in range(3000)]))
    process = subprocess.Popen(
        [sys.executable, "-m", "jobhelp.cli", "import-openings", str(table), "--source", "x"],
        env={**os.environ, "JOBHELP_DATA_DIR": str(settings.data_dir)},
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "已写入 1000" in line:
            process.send_signal(signal.SIGKILL)
            break
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, "it was over before it could be killed"
    time.sleep(0.1)
    assert how_many(stored, Opening) == how_many(stored, ImportRun) == 0
