"""Sentences with the facts in them, kept as (msgid, params) so that the web layer puts them into the user's language.

A msgid is Chinese with named placeholders. A param is a number or word that reads the same in every language, or a
`Code`/`Codes`, which the web layer names (districts, occupations, shifts …).
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


def N_(msgid: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Marks a text for the catalogue (matching.po)."""
    return msgid


class Code(NamedTuple):
    """One code to be named by the reader of the sentence. kind: occupation, place, shift, demand, perk, certificate,
    skill, education (the level as text), kind, weekday."""

    kind: str
    code: str


class Codes(NamedTuple):
    """Several codes of one kind, in a fixed order."""

    kind: str
    codes: tuple[str, ...]


class Sentence(NamedTuple):
    """A text to translate and what stands in its placeholders."""

    msgid: str
    params: dict[str, Any]

    def text(
        self,
        translate: Callable[[str], str] = str,
        name: Callable[[str, str], str] = lambda kind, code: code,
    ) -> str:
        """The sentence in words. translate: msgid → text; name: (kind, code) → word."""
        filled = {key: _word(value, translate, name) for key, value in self.params.items()}
        return translate(self.msgid) % filled


def _word(value: object, translate: Callable[[str], str], name: Callable[[str, str], str]) -> str:
    if isinstance(value, Code):
        return name(value.kind, value.code)
    if isinstance(value, Codes):
        return translate(N_("、")).join(name(value.kind, code) for code in value.codes)
    return str(value)


def codes(kind: str, members: Iterable[object]) -> Codes:
    """A set of codes in a fixed order."""
    return Codes(kind, tuple(sorted(str(member) for member in members)))


def yuan(fen: float) -> str:
    """Whole 元, as people write it: 2,600."""
    return f"{fen / 100:,.0f}"


def clock(minutes: float) -> str:
    """450 → 7:30."""
    return f"{int(minutes) // 60 % 24}:{int(minutes) % 60:02d}"


def km(distance: float) -> str:
    """One decimal below ten, whole above."""
    return f"{distance:.1f}" if distance < 9.95 else f"{distance:.0f}"


def plain(number: float) -> str:
    """3.0 → 3, 2.5 → 2.5."""
    return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"
