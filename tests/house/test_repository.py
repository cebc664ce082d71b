"""The repository tests itself: templates, README, names, what must never be committed."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "jobhelp/templates"
SLICES = sorted(path.parent.name for path in (ROOT / "jobhelp").glob("*/__init__.py"))


def tracked() -> list[Path]:
    """Files that git tracks."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_template_is_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "jobhelp").rglob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*") if path.is_file()]
    text = "\n".join(sources)
    unused = [
        name
        for path in TEMPLATES.rglob("*.*")
        if (name := path.relative_to(TEMPLATES).as_posix())
        and f'"{name}"' not in text
        and f"'{name}'" not in text
    ]
    assert unused == []


def test_no_template_holds_an_inline_style_or_script() -> None:
    wrong = []
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|href=\"data:|src=\"data:", text):
            wrong.append(path.name)
        if re.search(r"<script(?![^>]*\ssrc=)", text):
            wrong.append(path.name)
    assert wrong == []


def test_every_template_compiles(app: Flask) -> None:
    for path in TEMPLATES.rglob("*.*"):
        app.jinja_env.get_template(path.relative_to(TEMPLATES).as_posix())


@pytest.mark.parametrize("name", SLICES)
def test_the_readme_names_every_slice(name: str) -> None:
    assert f"{name}/" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_nothing_of_a_machine_a_registry_or_a_secret_is_committed() -> None:
    here = str(ROOT.parent) + "/"
    wrong = []
    for path in tracked():
        if path.suffix in (".png", ".mo", ".gz"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if here in text or re.search(
            r"file:///|--index-url|https?://[^ ]*/simple/|BEGIN [A-Z ]*PRIVATE KEY", text
        ):
            wrong.append(path.relative_to(ROOT).as_posix())
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert [name for name in wrong if name != own] == []


def test_locks_are_pinned_by_hash_and_name_no_registry() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt", "requirements-bench.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\s=]*==", text, flags=re.M | re.I)
        assert pins and text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def test_no_sql_is_put_together_from_text() -> None:
    """Checklist 25's rule in short: no f-string or % formatting inside text(…) or execute(…)."""
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "jobhelp").rglob("*.py")
        if re.search(
            r"\b(text|exec_driver_sql|execute)\(\s*f[\"'](?!PRAGMA )", path.read_text(encoding="utf-8")
        )
    ]
    assert wrong == []


def test_chance_in_the_program_is_either_secret_or_seeded() -> None:
    """Checklist 48: no `random`, md5 or ECB outside the seeded demo city."""
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "jobhelp").rglob("*.py")
        if "demo" not in path.parts
        and re.search(
            r"^\s*(import random|from random)|\bmd5\b|modes\.ECB", path.read_text(encoding="utf-8"), re.M
        )
    ]
    assert wrong == []
