"""Gather every text of the interface, and compile the English catalogue from its parts.

Texts (msgids) are Chinese; English stands in `jobhelp/translations/en/<part>.po`, one part a slice.
Without arguments: compile and report. With --check: also fail on anything missing, fuzzy, empty or stale.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "jobhelp/translations/en"
COMPILED = PARTS / "LC_MESSAGES/messages.mo"
NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts make the same file, whenever it is compiled
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
METHODS = [
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.xml", "jinja2"),
    ("templates/**.txt", "jinja2"),
]


def wanted() -> dict[str, str]:
    """Every msgid that the program may show, with the file in which it first stands."""
    options = {
        pattern: {"silent": "false", "extensions": "jinja2.ext.do"}
        for pattern, method in METHODS
        if method == "jinja2"
    }
    found: dict[str, str] = {}
    for file, _line, message, _comments, _context in extract_from_dir(
        str(ROOT / "jobhelp"), METHODS, options, KEYWORDS, comment_tags=()
    ):
        key = message if isinstance(message, str) else message[0]
        if key:
            found.setdefault(key, file)
    return found


def parts() -> tuple[Catalog, list[str]]:
    """The merged catalogue, and what is wrong with its parts."""
    merged, faults = Catalog(locale="en", fuzzy=False, creation_date=NO_TIME, revision_date=NO_TIME), []
    for path in sorted(PARTS.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale="en")
        for message in part:
            if not message.id:
                continue
            texts = [message.string] if isinstance(message.string, str) else list(message.string)
            if message.fuzzy:
                faults.append(f"{path.name}: fuzzy: {message.id}")
            if not all(texts):
                faults.append(f"{path.name}: empty: {message.id}")
                continue
            faults += [f"{path.name}: {message.id}: {error}" for error in message.check(part)]
            merged.add(message.id, message.string, context=message.context)
    return merged, faults


def compiled(catalogue: Catalog) -> bytes:
    """The .mo bytes of the catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> int:
    """Compile; with --check, fail where English is not complete or the compiled file is stale."""
    check = "--check" in sys.argv[1:]
    catalogue, faults = parts()
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue}
    missing = {text: file for text, file in wanted().items() if text not in known}
    faults += [
        f"{file}: no English for: {text}" for text, file in sorted(missing.items(), key=lambda item: item[1])
    ]
    content = compiled(catalogue)
    if check:
        if not COMPILED.exists() or COMPILED.read_bytes() != content:
            faults.append("the compiled catalogue is stale: run python tools/i18n.py")
    else:
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        COMPILED.write_bytes(content)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(known) - 1} texts in English, {len(faults)} faults", file=sys.stderr)
    return 1 if faults and check else 0


if __name__ == "__main__":
    sys.exit(main())
