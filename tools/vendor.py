"""Fetch the front-end parts that we keep in the repository, and compile the stylesheet.

    python tools/vendor.py css     compile jobhelp/styles/ into jobhelp/static/jobhelp.css
    python tools/vendor.py htmx    copy htmx and its licence into jobhelp/static/vendor/

Needs npm, but only here: what comes out is committed, and the site runs without node. Every package is the
one that static/vendor/VENDOR.toml names, checked against its sha512; nothing of the registry is kept.
"""

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "jobhelp/static"
STYLES = ROOT / "jobhelp/styles"
VENDOR = STATIC / "vendor"
CACHE = ROOT / "var/vendor"
SASS_OPTIONS = ("--style=compressed", "--no-source-map", "--no-charset", "--quiet-deps")


def packages() -> dict[str, dict[str, str]]:
    """What VENDOR.toml names, by package name."""
    listed = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))
    return {package["name"]: package for package in listed["package"]}


def fetch(name: str) -> Path:
    """The unpacked package in the cache, checked against its sha512."""
    package = packages()[name]
    folder = CACHE / f"{name}-{package['version']}"
    if (folder / "checked").exists():
        return folder / "package"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    npm("pack", "--silent", "--pack-destination", str(folder), f"{name}@{package['version']}")
    (archive,) = folder.glob("*.tgz")
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package["sha512"]:
        sys.exit(f"{archive.name}: expected {package['sha512']}, found {found}")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    (folder / "checked").touch()
    return folder / "package"


def npm(*arguments: str) -> None:
    """Run npm, or say plainly that it is missing."""
    if shutil.which("npm") is None:
        sys.exit(
            "npm is not installed. It is needed only to change the stylesheet or the vendored scripts; "
            "the compiled jobhelp/static/jobhelp.css is in the repository and the site runs without it."
        )
    subprocess.run(["npm", *arguments], check=True, stdout=subprocess.DEVNULL)


def sass() -> Path:
    """The sass compiler of the version in VENDOR.toml, installed in the cache."""
    version = packages()["sass"]["version"]
    home = CACHE / f"sass-{version}"
    compiler = home / "node_modules/.bin/sass"
    if not compiler.exists():
        home.mkdir(parents=True, exist_ok=True)
        npm("install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock",
            "--prefix", str(home), f"sass@{version}")  # fmt: skip
    return compiler


def slice_sheets() -> list[str]:
    """The slices' own sheets, jobhelp/styles/<slice>.scss, in order of name."""
    return sorted(
        path.stem
        for path in STYLES.glob("*.scss")
        if not path.name.startswith("_") and path.stem != "jobhelp"
    )


def hashed(css: str) -> str:
    """The sheet with a content hash after each url(), so that pictures too may be kept for ever."""

    def add(found: re.Match[str]) -> str:
        path = found[1]
        digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
        return f"url({path}?v={digest})"

    return re.sub(r'url\("?([\w/.-]+\.svg)"?\)', add, css)


def source_digest() -> str:
    """A digest of everything that the stylesheet is made from, so that a stale one is noticed without npm."""
    told = hashlib.sha256((VENDOR / "VENDOR.toml").read_bytes())
    for path in sorted([*STYLES.glob("*.scss"), *(STATIC / "img").glob("*.svg")]):
        told.update(path.name.encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:16]


def compile_css() -> str:
    """The one stylesheet: tokens, components, then the slices' sheets."""
    compiler, govuk, digest = sass(), fetch("govuk-frontend"), source_digest()
    entry = '@use "jobhelp";\n' + "".join(
        f'@use "{name}" as s{i};\n' for i, name in enumerate(slice_sheets())
    )
    done = subprocess.run(
        [str(compiler), *SASS_OPTIONS, "--stdin", f"--load-path={STYLES}", f"--load-path={govuk / 'dist'}"],
        input=entry,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.stderr:
        print(done.stderr, file=sys.stderr)
    if done.returncode:
        sys.exit("the stylesheet does not compile; the old one stays")
    css = f"/* made by tools/vendor.py from {digest} */\n{hashed(done.stdout)}"
    if "data:" in css or "http" in css:
        sys.exit("the stylesheet has a data: or http address, which the content security policy forbids")
    return css


def css() -> None:
    """Compile, and write the sheet in one move."""
    content = compile_css()
    half_written = STATIC / ".jobhelp.css.new"
    half_written.write_text(content, encoding="utf-8")
    half_written.replace(STATIC / "jobhelp.css")
    print(f"jobhelp.css: {len(content.encode()):,} bytes", file=sys.stderr)


def htmx() -> None:
    """Copy htmx's minified script and its licence."""
    version = packages()["htmx.org"]["version"]
    source, target = fetch("htmx.org"), VENDOR / f"htmx-{version}"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "dist/htmx.min.js", target / "htmx.min.js")
    shutil.copyfile(source / "LICENSE", target / "LICENSE.txt")


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("css", "htmx"))
    {"css": css, "htmx": htmx}[parser.parse_args().what]()


if __name__ == "__main__":
    main()
