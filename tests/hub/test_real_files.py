"""The three real files, where they are at hand: the figures that the issue asks for.

They stay outside the repository: their licences do not let us pass them on.
"""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from jobhelp import database
from jobhelp.cli import main
from jobhelp.config import PROJECT_ROOT, Settings
from jobhelp.openings.models import Opening

POSTINGS = Path(PROJECT_ROOT).parent / "shared" / "data" / "postings"
FILES = {
    "51job_2023_isixe.csv": {"rows": 4_581, "duplicates": 0, "in_city": 55, "layout": "51job"},
    "zhilian_2024_fanjuchen.csv": {"rows": 14_251, "duplicates": 949, "in_city": 95, "layout": "zhilian"},
    "zhilian_desc_mcliuyi.csv": {"rows": 291, "duplicates": 0, "in_city": 0, "layout": "zhilian_desc"},
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.long if "2024" in name else ()) for name in FILES],
)
def test_a_real_file_comes_in_whole_and_the_second_time_changes_nothing(
    name: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = POSTINGS / name
    if not path.exists():
        pytest.skip(f"{path} is not here: the real files are not part of the repository")
    monkeypatch.setenv("JOBHELP_DATA_DIR", str(settings.data_dir))
    expected = FILES[name]
    began = time.perf_counter()
    first = bring(path, capsys)
    taken = time.perf_counter() - began
    fit = first["read"] - first["duplicates"]
    assert first["read"] == expected["rows"]
    assert first["duplicates"] == expected["duplicates"]
    assert first["layout"] == expected["layout"]
    assert first["imported"] >= 0.97 * fit
    assert first["pay"]["share"] >= 0.99
    assert first["in_city"] == expected["in_city"]
    assert first["read"] == sum(
        first[n] for n in ("imported", "updated", "unchanged", "duplicates", "rejected")
    )
    assert taken < 60
    before = rows(settings)
    second = bring(path, capsys)
    assert second["unchanged"] == first["imported"]
    assert (second["imported"], second["updated"]) == (0, 0)
    assert (second["duplicates"], second["rejected"]) == (first["duplicates"], first["rejected"])
    assert rows(settings) == before
    print(
        name,
        {key: first[key] for key in ("read", "imported", "duplicates", "held", "rejected")},
        f"{taken:.1f} s",
    )


def bring(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as leaving:
        main(["import-openings", str(path), "--source", path.stem, "--json"])
    assert leaving.value.code == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def rows(settings: Settings) -> list[tuple[object, ...]]:
    engine = database.open_engine(settings)
    with Session(engine) as session:
        columns = (
            Opening.id,
            Opening.number,
            Opening.title,
            Opening.state,
            Opening.valid_until,
            Opening.changed_at,
        )
        found = [tuple(row) for row in session.query(*columns).order_by(Opening.id)]
    engine.dispose()
    return found
