"""The stylesheet and the vendored scripts: small, ours, and what VENDOR.toml says."""

import gzip
import re
import tomllib
from pathlib import Path

import pytest

from tools import vendor

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "jobhelp/static"
CSS = (STATIC / "jobhelp.css").read_text(encoding="utf-8")


def test_the_stylesheet_is_light() -> None:
    assert len(gzip.compress(CSS.encode(), 9)) <= 25_000


def test_the_stylesheet_is_made_from_the_sheets_that_stand_here() -> None:
    assert f"from {vendor.source_digest()} */" in CSS, "the stylesheet is stale: run make css"


def test_the_stylesheet_obeys_the_content_policy() -> None:
    assert "data:" not in CSS and "http" not in CSS and "@import" not in CSS and "sourceMappingURL" not in CSS


def test_its_pictures_exist_and_carry_their_own_hash() -> None:
    pictures = set(re.findall(r"url\(([^)]+)\)", CSS))
    assert pictures
    for address in pictures:
        path, _, digest = address.partition("?v=")
        assert (STATIC / path).is_file() and len(digest) == 12, address


def test_it_knows_the_dark_scheme_large_text_paper_and_stillness() -> None:
    assert "prefers-color-scheme: dark" in CSS or "prefers-color-scheme:dark" in CSS
    assert ".elder{" in CSS and "@media print" in CSS and "prefers-reduced-motion" in CSS


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str) -> None:
    """WCAG AA, 4.5 to 1, for every pair of word and ground that the tokens are made for."""
    tokens = dict(re.findall(r"--([\w-]+): ?(#[0-9A-Fa-f]{6})", tokens_of(scheme)))
    pairs = [
        *(
            (word, ground)
            for word in ("ink", "ink2", "pine", "lan", "red", "ok")
            for ground in ("card", "paper")
        ),
        *((kind, f"{kind}-t") for kind in ("mk", "as", "pw", "gg", "lan", "red", "ok", "pine")),
        *((kind, "card") for kind in ("mk", "as", "pw", "gg")),
        ("on-pine", "pine"),
        ("ink", "sunk"),
        ("ink2", "sunk"),
    ]
    weak = {pair: ratio for pair in pairs if (ratio := contrast(tokens[pair[0]], tokens[pair[1]])) < 4.5}
    assert weak == {}
    assert contrast(tokens["line2"], tokens["card"]) >= 3


def tokens_of(scheme: str) -> str:
    """The source of the light tokens, or of the dark ones over the light."""
    light, dark = (ROOT / "jobhelp/styles/_tokens.scss").read_text(encoding="utf-8").split("@include dark")
    return light if scheme == "light" else light + dark


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_is_vendored_is_listed_with_licence_and_digest() -> None:
    listed = tomllib.loads((STATIC / "vendor/VENDOR.toml").read_text(encoding="utf-8"))["package"]
    assert {package["name"] for package in listed} == {"htmx.org", "govuk-frontend", "sass"}
    for package in listed:
        assert package["sha512"].startswith("sha512-") and package["licence"] and package["version"]
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE.txt").is_file()


def test_without_npm_the_tool_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vendor, "CACHE", tmp_path)
    monkeypatch.setattr(vendor.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match="npm is not installed"):
        vendor.compile_css()


def test_the_icons_that_templates_draw_exist() -> None:
    drawings = (ROOT / "jobhelp/templates/components/icons.html").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^  '(\w+)': '<", drawings, re.M))
    asked: set[str] = set()
    for path in (ROOT / "jobhelp/templates").rglob("*.html"):
        asked |= set(re.findall(r"\b(?:icon|draw)\('(\w+)'", path.read_text(encoding="utf-8")))
    assert asked <= drawn, asked - drawn
