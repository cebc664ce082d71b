"""The console command: what it prints where, how it ends, and that it never shows a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from jobhelp import cli
from jobhelp.errors import CommandFailed, Refusal


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that commands use."""
    folder = tmp_path / "data"
    monkeypatch.setenv("JOBHELP_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def failing() -> Iterator[list[BaseException]]:
    """A command `fail` that raises what the test puts into the list."""
    reasons: list[BaseException] = []

    @click.command("fail")
    def fail() -> None:
        raise reasons[0]

    cli.commands.add_command(fail)
    yield reasons
    del cli.commands.commands["fail"]


def run(*arguments: str) -> int:
    """The exit status of a command run here."""
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert isinstance(left.value.code, int)
    return left.value.code


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command run as a process of its own, as at a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "jobhelp.cli", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_lists_every_command_with_a_whole_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    shown = capsys.readouterr().out
    for name in (
        "serve",
        "db",
        "import-openings",
        "train",
        "match",
        "recommend",
        "seed",
        "demo-accounts",
        "worker",
    ):
        assert f"\n  {name} " in shown
    assert shown.index("\n  serve ") < shown.index("\n  db ") < shown.index("\n  worker ")


@pytest.mark.parametrize("name", sorted(cli.commands.commands))
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--help") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: jobhelp {name}")
    assert len(shown.splitlines()) >= 5


@pytest.mark.parametrize(
    "arguments",
    [
        ("sell",),
        ("seed", "--openings", "many"),
        ("seed", "--openings", "-1"),
        ("seed", "extra"),
        ("serve", "--port", "0"),
        ("serve", "--port", "99999"),
        ("serve", "--workers", "none"),
        ("db",),
        ("db", "drop"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.strip()
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (CommandFailed("the file is empty."), "jobhelp: the file is empty."),
        (Refusal("没有找到。"), "jobhelp: 没有找到。"),
        (KeyboardInterrupt(), "jobhelp: stopped."),
        (click.Abort(), "jobhelp: stopped."),
        (click.ClickException("no"), "jobhelp: no"),
        (FileNotFoundError(2, "No such file or directory", "list.csv"), "jobhelp: list.csv: No such file"),
        (
            RuntimeError("surprise\nand more"),
            "jobhelp: something unexpected went wrong (RuntimeError: surprise)",
        ),
    ],
)
def test_every_failure_is_one_line_and_ends_with_one(
    reason: BaseException,
    line: str,
    failing: list[BaseException],
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing.append(reason)
    assert run("fail") == 1
    told = capsys.readouterr()
    assert told.out == ""
    said = told.err.strip()  # after ^C the message begins on a line of its own
    assert said.startswith(line) and len(said.splitlines()) == 1
    assert "Traceback" not in told.err


def test_a_fault_of_ours_shows_where_when_asked(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBHELP_TRACEBACK", "1")
    failing.append(RuntimeError("surprise"))
    assert run("fail") == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_empty_folder_becomes_a_ready_database(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("db", "upgrade", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"changed": True}
    assert (data_dir / "jobhelp.db").exists()
    assert run("db", "upgrade", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"changed": False}
    assert run("db", "check", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"current": True, "differences": []}


def test_seed_prints_one_document_and_changes_nothing_the_second_time(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("db", "upgrade") == 0  # a folder that another command began
    capsys.readouterr()
    assert run("seed", "--json") == 0
    told = capsys.readouterr()
    first = json.loads(told.out)
    assert first["added"] is True and first["seekers"] == 600 and first["openings"] >= 400
    assert "The demo city stands" in told.err
    assert run("seed", "--json") == 0
    assert json.loads(capsys.readouterr().out) == first | {"added": False}
    assert run("seed", "--openings", "570", "--seekers", "640", "--json") == 0
    larger = json.loads(capsys.readouterr().out)
    assert (larger["on_show"], larger["seekers"]) == (570, 640)


def test_seed_is_refused_in_production(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text('{"active": 1, "keys": {"1": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}')
    keys.chmod(0o600)
    ended = started(
        "seed",
        JOBHELP_ENV="production",
        JOBHELP_SECRET_KEY="k3yLongEnough-and-Random-0123456789abcdef",
        JOBHELP_SITE_URL="https://jobs.example",
        JOBHELP_KEY_FILE=str(keys),
        JOBHELP_DATA_DIR=str(tmp_path / "data"),
    )
    assert ended.returncode == 1
    assert "refused in production" in ended.stderr and "Traceback" not in ended.stderr


def test_the_demo_accounts_can_be_printed_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo-accounts") == 0
    assert "16900000001" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("JOBHELP_DATABASE_URL", "mysql://here", "must begin with sqlite"),
        ("JOBHELP_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "the database refused"),
        ("JOBHELP_DATA_DIR", "/proc/nothing/here", "/proc/nothing"),
        ("JOBHELP_POOL_SIZE", "many", "JOBHELP_POOL_SIZE"),
    ],
)
def test_settings_that_cannot_work_are_named(
    variable: str,
    value: str,
    said: str,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert run("db", "upgrade") == 1
    told = capsys.readouterr()
    assert said in told.err and "Traceback" not in told.err and told.out == ""


def test_a_file_that_is_no_database_is_named_without_a_traceback(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_dir.mkdir()
    (data_dir / "jobhelp.db").write_text("this is a letter to my aunt, not a database\n" * 50)
    assert run("seed") == 1
    told = capsys.readouterr()
    assert "not a database" in told.err and "Traceback" not in told.err


def test_an_answer_that_nobody_reads_to_the_end_is_no_fault(data_dir: Path) -> None:
    """`jobhelp … | head` closes the pipe before the answer is written."""
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [sys.executable, "-m", "jobhelp.cli", "demo-accounts"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"JOBHELP_DATA_DIR": str(data_dir)},
    )
    os.close(write)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors == ""
