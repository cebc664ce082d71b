"""The version of the law that a decision keeps: of the rule, of every piece that it shares, and of their numbers."""

import shutil
from pathlib import Path

import pytest

from jobhelp.claims.versions import PACKAGE, rule_version, sources
from jobhelp.policy.assess import RULES, assess
from jobhelp.policy.parameters import RULES as FOLDER
from jobhelp.policy.parameters import read_yaml
from jobhelp.policy.texts import programme


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The law as it stands, to be changed."""
    package = tmp_path / "jobhelp"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE / "policy", package / "policy", ignore=ignored)
    (package / "claims").mkdir()
    shutil.copy(PACKAGE / "claims/owed.py", package / "claims/owed.py")
    return package


def changed_by(package: Path, name: str) -> set[str]:
    """The programmes whose version another line in a file changes. Nothing is read from the cache."""
    version = rule_version.__wrapped__
    before = {code: version(code, package) for code in RULES}
    path = package / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# another line\n", encoding="utf-8")
    return {code for code in RULES if version(code, package) != before[code]}


def test_the_same_law_has_the_same_version_wherever_it_lies(copy: Path) -> None:
    versions = {code: rule_version(code) for code in RULES}
    assert versions == {code: rule_version(code, copy) for code in RULES}
    assert len(set(versions.values())) == len(RULES)


@pytest.mark.parametrize(
    ("name", "programmes"),
    [
        ("policy/rules/ui.py", {"ui"}),
        ("policy/rules/ui.yaml", {"ui", "us", "tl", "dp"}),  # its least months and kinds of ending
        ("policy/rules/leaving.py", {"ui", "us", "tl", "dp"}),  # tl asks the windows of us
        ("policy/rules/schedule.py", {"ui", "us", "tl", "pw"}),
        ("policy/rules/ei.py", {"ei", "pw"}),  # the months to retirement are counted in one place
        ("policy/rules/ei.yaml", {"ei", "pw"}),
        ("policy/rules/sl.yaml", {"sl", "sf", "pl"}),  # the LPR of a firm's loan stands there
        ("policy/rules/loans.py", {"sl", "sf", "pl"}),
        ("policy/retirement.py", {"ui", "us", "tl", "si", "ei", "pw", "sl", "sf", "dp", "pl"}),
        ("policy/rules/common.yaml", set(RULES) - {"ls", "js"}),
        ("policy/rules/exclusions.yaml", set(RULES)),
        ("policy/model.py", set(RULES)),
        ("policy/parameters.py", set(RULES)),
        ("policy/assess.py", set(RULES)),
        ("claims/owed.py", set(RULES)),
        ("policy/bulk.py", set()),  # screens a city, decides nothing
        ("policy/numbers.py", set()),
    ],
)
def test_another_line_in_a_piece_changes_the_version_of_whatever_rests_on_it(
    copy: Path, name: str, programmes: set[str]
) -> None:
    assert changed_by(copy, name) == programmes


def test_a_piece_that_a_rule_begins_to_share_counts_from_then_on(copy: Path) -> None:
    (copy / "policy/rules/fresh.py").write_text("LIMIT = 1\n", encoding="utf-8")
    rule = copy / "policy/rules/js.py"
    rule.write_text("from jobhelp.policy.rules import fresh\n" + rule.read_text("utf-8"), encoding="utf-8")
    assert changed_by(copy, "policy/rules/fresh.py") == {"js"}


@pytest.mark.parametrize("code", RULES)
def test_every_number_behind_a_finding_stands_in_a_file_of_its_version(code: str) -> None:
    there = {path.name for path in sources(code)}
    of = {
        name: path.name for path in FOLDER.glob("*.yaml") for name in read_yaml(path).get("parameters") or {}
    }
    for example in programme(code).examples:
        used = {of[one.name] for one in assess(code, example.facts, example.on).used}
        assert used <= there, example.name
