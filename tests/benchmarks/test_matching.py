"""The benchmarks in their quick form: they run, their figures hang together, their plots are drawn."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import congestion, matching
from tests.matching.test_benchmark import write_folder

SVG = "{http://www.w3.org/2000/svg}"


def test_the_quick_form_measures_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matching.main(["--quick", "--out", str(tmp_path / "out")])
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads((tmp_path / "out" / "matching-speed.json").read_text())
    assert document["model"]["trees"] > 0 and document["machine"]["cores"] >= 1
    (night,) = document["nights"]
    killed = night["killed"]
    assert killed["same_lists"] and killed["blocks_in_all"] == killed["of_blocks"]
    assert killed["people_in_all"] == night["lists"] == 40
    assert night["pairs"] == 40 * night["openings"] and night["peak_memory_gb"] > 0
    assert document["extrapolated"]["seekers"] == 200_000
    assert all(0 < people <= 40 for people, _ in night["progress"])
    (again,) = (one for one in document["limits"] if one["name"].endswith("killed and resumed"))
    assert again["met"]
    for one in document["one_person"]:
        assert one["greatest_difference_of_scores"] < 1e-9
        for name in ("bins_to_first_100_ms", "profile_to_list_with_reasons_ms", "decision_function_ms"):
            assert 0 < one[name]["median"] <= one[name]["p95"]
        assert isinstance(one["lightgbm_ms"], dict) or "not installed" in one["lightgbm_ms"]
    drawing = ElementTree.parse(tmp_path / "out" / "matching-speed.svg").getroot()
    assert len(drawing.findall(f"{SVG}polyline")) >= 5


def test_the_curve_of_congestion_control_is_measured_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path / "town", people=60)
    congestion.main(["--data", str(tmp_path), "--folder", "town", "--out", str(tmp_path / "out")])
    rows = json.loads(capsys.readouterr().out)["folders"]["town"]["warm"]
    assert [row["strength"] for row in rows] == list(congestion.STRENGTHS)
    assert rows[0]["ndcg_change"] == rows[0]["gini_change"] == 0
    drawing = ElementTree.parse(tmp_path / "out" / "congestion.svg").getroot()
    assert len(drawing.findall(f"{SVG}circle")) == len(congestion.STRENGTHS)


def test_growth_is_told_as_a_power() -> None:
    assert matching.growth([(10, 1), (100, 10), (1000, 100)]) == 1.0
    assert matching.growth([(10, 1), (100, 100)]) == 2.0
    assert matching.growth([(10, 1)]) is None


def test_a_limit_that_is_missed_is_told() -> None:
    ways = {name: {"median": 41.0} for name in ("bins_to_first_100_ms", "profile_to_list_with_reasons_ms")}
    one = ways | {
        "openings": 100_000,
        "profile_to_scores_ms": {"median": 20.0},
        "times_faster_than_decision_function": 51.0,
        "greatest_difference_of_scores": 1e-12,
    }
    told = {row["name"]: row["met"] for row in matching.limits({"one_person": [one], "nights": []})}
    assert not told["bins to first 100, ms"] and not told["profile to list, ms"]
    assert told["× decision_function"] and told["difference of scores"]
