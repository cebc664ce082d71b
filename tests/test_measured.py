"""The record of figures: what a reader needs to trust a number stands beside it."""

import json
from pathlib import Path

from tests import measured


def test_a_record_names_commit_machine_and_date(tmp_path: Path) -> None:
    path = measured.record("sample", {"rounds": 3}, folder=tmp_path)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["figures"] == {"rounds": 3}
    assert document["commit"] and document["date"]
    assert document["machine"]["cores"] >= 1
    assert document["machine"]["memory_gb"] > 0


def test_two_parts_of_a_suite_stand_in_one_file(tmp_path: Path) -> None:
    measured.record("sample", {"sqlite": 1, "postgresql": 0}, folder=tmp_path)
    path = measured.record("sample", {"postgresql": 2}, folder=tmp_path)
    assert json.loads(path.read_text(encoding="utf-8"))["figures"] == {"sqlite": 1, "postgresql": 2}


def test_figures_of_another_commit_are_not_mixed_in(tmp_path: Path) -> None:
    path = measured.record("sample", {"old": 1}, folder=tmp_path)
    document = json.loads(path.read_text(encoding="utf-8")) | {"commit": "0" * 12}
    path.write_text(json.dumps(document), encoding="utf-8")
    measured.record("sample", {"new": 2}, folder=tmp_path)
    assert json.loads(path.read_text(encoding="utf-8"))["figures"] == {"new": 2}
