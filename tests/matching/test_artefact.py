"""The ranker as a file: the same to the last bit, and refused when it is broken or foreign."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jobhelp.matching.artefact import Artefact, ArtefactUnusable, identity, load, save
from jobhelp.matching.features import FEATURES
from jobhelp.matching.ranker import Ranker
from jobhelp.matching.text import WIDTH


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Artefact]:
    rng = np.random.default_rng(2)
    tables = {
        name: np.concatenate([[0.0], rng.normal(0, 1, one.scale.steps)]) for name, one in FEATURES.items()
    }
    ranker = Ranker("model:new", tables, 0.25, (0.5, float("inf")), {"source": "测试"})
    path = tmp_path / "ranker.npz"
    return path, save(path, ranker, {"title": rng.random(WIDTH).astype(np.float32)}, "2026-11-24")


def changed(path: Path, **wanted) -> None:
    """Write the file again with some of its content changed."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(str(arrays["meta"]))
    for name, value in wanted.items():
        if name in meta:
            meta[name] = value
        else:
            arrays[name.replace("__", ":")] = value
    arrays["meta"] = np.array(json.dumps(meta))
    with path.open("wb") as out:
        np.savez_compressed(out, **arrays)


def test_what_comes_back_is_what_went_in(kept) -> None:
    path, artefact = kept
    found = load(path)
    assert found.ranker.name == artefact.ranker.name == f"model:2026-11-24:{identity(artefact.ranker)}"
    assert all(np.array_equal(found.ranker.tables[n], t) for n, t in artefact.ranker.tables.items())
    assert found.ranker.cuts == (0.5, float("inf")) and found.ranker.card == {"source": "测试"}
    assert np.array_equal(found.idf["title"], artefact.idf["title"])
    assert not list(path.parent.glob("*.tmp"))


def test_other_numbers_have_another_name(kept) -> None:
    ranker = kept[1].ranker
    assert identity(replace(ranker, intercept=0.26)) != identity(ranker)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"format": 99}, "format 99"),
        ({"features": "0000"}, "another feature set"),
        ({"intercept": float("nan")}, "intercept"),
        ({"table__distance": np.zeros(3)}, "distance does not fit"),
        ({"table__distance": np.full(41, np.nan)}, "impossible"),
        ({"table__distance": np.ones(41)}, "impossible"),
        ({"idf__title": np.ones(3, np.float32)}, "word weights"),
        ({"cuts": [1]}, "broken"),
        ({"tables": ["no such feature"]}, "broken"),
    ],
)
def test_a_foreign_or_impossible_file_is_refused_with_its_reason(kept, wanted, message) -> None:
    changed(kept[0], **wanted)
    with pytest.raises(ArtefactUnusable, match=message):
        load(kept[0])


@pytest.mark.parametrize("keep", [0, 0.5, 0.99, 100])
def test_a_file_that_is_cut_is_refused(kept, keep: float) -> None:
    path, _ = kept
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep if keep > 1 else keep * len(whole))])
    with pytest.raises(ArtefactUnusable):
        load(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtefactUnusable, match="no model file"):
        load(tmp_path / "none.npz")
    for content in (b"not a model", b"PK\x03\x04" + b"\0" * 100):
        (tmp_path / "text.npz").write_bytes(content)
        with pytest.raises(ArtefactUnusable, match="broken"):
            load(tmp_path / "text.npz")
    np.savez(tmp_path / "other.npz", weights=np.ones(3))
    with pytest.raises(ArtefactUnusable, match="broken"):
        load(tmp_path / "other.npz")


def test_a_file_with_a_pickle_inside_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "evil.npz").open("wb") as out:
        np.savez(out, meta=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ArtefactUnusable, match="broken"):
        load(tmp_path / "evil.npz")
