"""The English of the interface, for tests."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

PARTS = Path(__file__).resolve().parent.parent / "jobhelp/translations/en"


@cache
def english() -> dict[str, str]:
    """Every msgid with its English."""
    found: dict[str, str] = {}
    for path in PARTS.glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string if isinstance(message.string, str) else message.string[0]
                if key:
                    found[key] = text
    return found
