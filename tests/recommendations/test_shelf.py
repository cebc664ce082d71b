"""Trained rankers on disk: three are kept, one is in use, and nothing on disk can stop the site."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching.ranker import Ranker
from jobhelp.recommendations import board, shelf
from tests.recommendations.city import City
from tests.recommendations.conftest import keep_random_model


def keep(folder: Path, seed: int, days: int = 0) -> str:
    rng = np.random.default_rng(seed)
    ranker = Ranker("new", {"distance": np.concatenate([[0.0], rng.normal(0, 1, 40)])}, 0.0, (0.0, 1.0))
    return shelf.keep(folder, ranker, {}, clock.now() + timedelta(days=days)).ranker.name


def test_an_empty_folder_means_the_rule(tmp_path: Path) -> None:
    assert shelf.in_use(tmp_path / "nothing").is_rule


def test_the_last_three_are_kept_and_the_last_is_in_use(tmp_path: Path) -> None:
    names = [keep(tmp_path, seed, seed) for seed in range(5)]
    assert len(list(tmp_path.glob("ranker-*.npz"))) == 3
    assert shelf.in_use(tmp_path).ranker.name == names[-1]
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("damage", ["cut", "gone", "pointer", "nonsense"])
def test_a_broken_newest_one_falls_back_to_the_one_before(tmp_path: Path, damage: str) -> None:
    before, last = keep(tmp_path, 1), keep(tmp_path, 2, 1)
    newest = sorted(tmp_path.glob("ranker-*.npz"))[-1]
    if damage == "cut":
        newest.write_bytes(newest.read_bytes()[:200])
    elif damage == "gone":
        newest.unlink()
    elif damage == "pointer":
        (tmp_path / shelf.POINTER).unlink()
    else:
        (tmp_path / shelf.POINTER).write_bytes(b"\xff\xfe../../../etc/passwd")
    used = shelf.in_use(tmp_path)
    assert used.ranker.name == (last if damage in ("pointer", "nonsense") else before)


def test_going_back_one_step_is_one_line_in_the_pointer(tmp_path: Path) -> None:
    before, _ = keep(tmp_path, 1), keep(tmp_path, 2, 1)
    (tmp_path / shelf.POINTER).write_text(sorted(tmp_path.glob("ranker-*.npz"))[0].name)
    assert shelf.known(tmp_path).ranker.name == before


def test_when_none_works_the_rule_ranks_and_says_why(tmp_path: Path) -> None:
    keep(tmp_path, 1)
    for path in tmp_path.glob("ranker-*.npz"):
        path.write_bytes(b"broken")
    used = shelf.in_use(tmp_path)
    assert used.is_rule and "broken" in used.problem


def test_a_model_of_another_feature_set_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, 1)
    monkeypatch.setattr("jobhelp.matching.artefact.fingerprint", lambda features: "another")
    used = shelf.in_use(tmp_path)
    assert used.is_rule and "another feature set" in used.problem


def test_the_site_stays_up_over_a_broken_model(city: City, engine: Engine, models_dir: Path) -> None:
    keep_random_model(models_dir)
    for path in models_dir.glob("ranker-*.npz"):
        path.write_bytes(b"broken")
    with Session(engine) as session:
        assert board.build(session, models_dir, clock.today()).using.is_rule
