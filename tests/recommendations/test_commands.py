"""jobhelp train | match | recommend, as a clerk runs them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import cli, clock
from jobhelp.config import Settings
from jobhelp.jobseekers.models import Seeker
from jobhelp.orm import write_session
from jobhelp.recommendations import queries
from tests.recommendations.city import City, build

Run = Callable[..., "Done"]


@dataclass
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `jobhelp …` in this process, on the test's data folder."""
    monkeypatch.setenv("JOBHELP_DATA_DIR", str(settings.data_dir))

    def command(*words: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main(words)
        return Done(int(left.value.code or 0), *capsys.readouterr())

    return command


def document(done: Done) -> dict:
    """The one JSON document on standard output."""
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout)


def test_train_match_and_recommend_one_after_the_other(run: Run, engine: Engine) -> None:
    build(engine, openings=150, seekers=80, each=6)
    trained = run("train", "--json")
    assert trained.returncode == 0, trained.stderr
    card = document(trained)["card"]
    assert card["simulated_applications"] == card["applications"] and document(trained)["released"]
    model = document(trained)["model"]
    matched = run("match", "--on", clock.today().isoformat(), "--json")
    told = document(matched)
    assert matched.returncode == 0 and told["lists"] == 80 and told["model"] == model
    with Session(engine) as session:
        uid = session.get_one(Seeker, 9).uid
    by_number, by_uid = (run("recommend", who, "--top", "5", "--json") for who in ("9", uid))
    found = document(by_number)
    assert by_number.returncode == 0 and found == document(by_uid)
    assert found["model"] == model and found["personalised"] and 0 < len(found["items"]) <= 5
    for item in found["items"]:
        assert abs(item["intercept"] + sum(item["terms"].values()) - item["score"]) < 1e-9
        assert (
            len(item["plus"]) <= 3 and len(item["minus"]) <= 1 and item["band"] in ("low", "middle", "high")
        )
    scores = [item["score"] for item in found["items"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.usefixtures("city")
def test_the_list_for_reading_has_the_reasons(run: Run, engine: Engine) -> None:
    done = run("recommend", "3")
    assert done.returncode == 0 and "个岗位适合" in done.stdout and "      + " in done.stdout


def test_who_switched_off_gets_the_plain_list(run: Run, city: City, engine: Engine) -> None:
    with write_session(engine) as session:
        queries.person(session, 3).profile.personalised = False
    found = document(run("recommend", "3", "--json"))
    assert not found["personalised"] and found["model"] is None and "plus" not in found["items"][0]
    assert "个性化推荐已关闭" in run("recommend", "3").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("recommend", "999999"), 1, "no jobseeker"),
        (("recommend", "nobody"), 1, "no jobseeker"),
        (("recommend", "9" * 40), 1, "no jobseeker"),
        (("recommend",), 2, "Missing argument"),
        (("recommend", "3", "--top", "0"), 2, "--top"),
        (("match", "--on", "2026-13-01"), 2, "--on"),
        (("train", "--what"), 2, "No such option"),
        (("train",), 1, "至少要"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(run: Run, words, status: int, said: str) -> None:
    done = run(*words)
    assert done.returncode == status and said in done.stderr
    assert done.stdout == "" and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["train", "match", "recommend"])
def test_help_says_what_it_does_and_makes_nothing(run: Run, settings: Settings, command: str) -> None:
    for path in settings.data_dir.iterdir():
        path.unlink()
    done = run(command, "--help")
    assert done.returncode == 0 and "--json" in done.stdout and len(done.stdout) > 300
    assert list(settings.data_dir.iterdir()) == []


def test_a_command_on_an_empty_folder_makes_the_database_and_no_people(tmp_path: Path) -> None:
    """In a process of its own, as a clerk would."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "jobhelp.cli", "match", "--json"],
        env={"PATH": os.environ["PATH"], "JOBHELP_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["seekers"], told["posts"], told["model"]) == (0, 0, "rule:1")


def test_the_model_card_tells_everything_and_one_command_goes_back(run: Run, engine: Engine) -> None:
    build(engine, openings=150, seekers=80, each=6)
    card = document(run("model-card", "--json"))
    assert card["kind"] == "rule" and card["problem"] and card["fairness"] is None
    assert run("rollback-model").returncode == 1
    first = document(run("train", "--json"))["model"]
    assert run("match").returncode == 0
    card = document(run("model-card", "--json"))
    assert card["model"] == first and card["window"]["from"] < card["window"]["to"]
    assert {"ranker", "rule", "popularity", "random"} <= set(card["quality"])
    assert card["features"] and all(len(one["terms"]) > 1 for one in card["features"])
    assert "profile as it stands today" in card["note"] and card["gates"]["falls_short"] == []
    assert card["last_night"]["model"] == first and card["last_night"]["balance"]["open"] > 0
    assert first in run("model-card").stdout
    assert document(run("train", "--json"))["released"]  # the same day again: another file
    back = document(run("rollback-model", "--json"))
    assert back["model"] == first and document(run("model-card", "--json"))["model"] == first
